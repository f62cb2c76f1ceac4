package altazion

import "github.com/plumbline-api/plumbline/specs"

// The first step: what was prepared.
var (
	PreparationLeadsToPrepared = &specs.Rule{
		ID:         "altazion/preparation-leads-to-prepared",
		Operations: []string{"savePreparation", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Saving the preparation of a bon succeeds and brings the bon to the step “Préparé”. Once it is there, its Etat differs from before and the bon is not finished.",
		Source: document("Remarques, item 1, line 11"),
	}
	ShippingPointPrepares = &specs.Rule{
		ID:         "altazion/shipping-point-prepares",
		Operations: []string{"shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A request to the shipping point that has only lines, with only prepared quantities, is the first step. It leaves the bon as the same request to the preparation point would: prepared and not finished.",
		Source: document("Remarques, item 1, line 11"),
	}
	RepeatReplaces = &specs.Rule{
		ID:         "altazion/repeat-replaces",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "When the first step is repeated, through either point, each named line has the prepared quantity of the last request, lower or higher than before. Quantities are never added up.",
		Source: document("Remarques, paragraph on combined and repeated calls, line 15"),
	}
	LinesLeftOut = &specs.Rule{
		ID:         "altazion/lines-left-out",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A repeated first step replaces the previous one. A line that only the earlier request named then has nothing prepared or keeps what it has.",
		Source: document("Remarques, paragraph on combined and repeated calls, line 15"),
		Readings: []specs.Reading{
			{Name: "call-replaces-call", Text: "The whole request is replaced: a line that the last request omits has nothing prepared."},
			{Name: "line-replaces-line", Text: "Quantities are replaced line by line: a line that the last request omits keeps what it has."},
		},
		Closed:  "The line either belongs to what the last request replaces, or it does not.",
		Settles: []int{24},
	}
	RepeatedFirstStep = &specs.Rule{
		ID:         "altazion/repeated-first-step",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The first step may be repeated, which is discouraged but allowed, and takes effect when it is accepted. An installation may be configured otherwise, for every repeat or as soon as the bon is prepared.",
		Source: document("Remarques, first sentence and paragraph on combined and repeated calls, lines 9 and 15"),
		Readings: []specs.Reading{
			{Name: "accepted", Text: "A repeated first step is accepted, through either point."},
			{Name: "refused-by-configuration", Text: "The installation accepts one first step: another one for a prepared bon is refused and changes nothing. A shipment stays possible, with or without prepared quantities."},
		},
		Settles: []int{2, 20},
	}
	TwoOccasions = &specs.Rule{
		ID:         "altazion/two-occasions",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The two steps may be two requests: a bon whose first step was done, through either point, is shipped by a later one.",
		Source: document("Remarques, first sentence with items 1 and 2, lines 9 to 13"),
	}
	SavingDoesNotShip = &specs.Rule{
		ID:         "altazion/saving-does-not-ship",
		Operations: []string{"savePreparation", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A shipped quantity sent to the preparation point has no effect. The bon is prepared and not finished, and the quantity is not compared with anything.",
		Source: include("preparation.saisiepreparation.autogen.md", "class LigneExpeditionBonPreparation, which has the member here too"),
	}
	PartialFlagWithoutEffect = &specs.Rule{
		ID:         "altazion/partial-flag-without-effect",
		Operations: []string{"savePreparation", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "EstPartielle changes nothing that can be read. With or without it, preparing less than the bon contains is accepted and leads to the prepared step.",
		Source: include("preparation.saisiepreparation.autogen.md", "class PreparationBonPreparation, which does not explain the member"),
	}
	OmittedPreparedQuantity = &specs.Rule{
		ID:         "altazion/omitted-prepared-quantity",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A line may be sent without QtePreparee, as a shipment's lines are. Which prepared quantity the bon's line then has is open.",
		Source: document("Remarques, item 2, line 13, which is silent on it"),
		Readings: []specs.Reading{
			{Name: "kept", Text: "The line keeps the prepared quantity that it has."},
			{Name: "zero", Text: "The line has nothing prepared, since the published type cannot be empty."},
		},
		Settles: []int{14},
	}
)

// What the caller has to do in the first step.
var (
	CallerSendsTotals = &specs.Rule{
		ID:         "altazion/caller-sends-totals",
		Operations: writes(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "A caller that repeats the first step states the total prepared so far of every line in each request, not what was added since.",
		Source: document("Remarques, paragraph on combined and repeated calls, line 15"),
	}
	CallerDoesNotSplitStep = &specs.Rule{
		ID:         "altazion/caller-does-not-split-step",
		Operations: writes(),
		Binds:      specs.Client, Level: specs.Should, Basis: specs.Documented,
		Text:    "The caller makes one request for each step of a bon, or one for both. It does not split a step over several requests.",
		Source:  document("Remarques, paragraph on combined and repeated calls, line 15"),
		Settles: []int{3},
	}
	CallerPreparesWithLinesOnly = &specs.Rule{
		ID:         "altazion/caller-prepares-with-lines-only",
		Operations: []string{"shipBon"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "A caller that uses the shipping point for the first step sends lines with prepared quantities, and neither parcels nor accounting documents.",
		Source: document("Remarques, item 1, line 11"),
	}
)

func preparationRules() []*specs.Rule {
	return []*specs.Rule{
		PreparationLeadsToPrepared, ShippingPointPrepares, RepeatReplaces, LinesLeftOut, RepeatedFirstStep, TwoOccasions,
		SavingDoesNotShip, PartialFlagWithoutEffect, OmittedPreparedQuantity,
		CallerSendsTotals, CallerDoesNotSplitStep, CallerPreparesWithLinesOnly,
	}
}
