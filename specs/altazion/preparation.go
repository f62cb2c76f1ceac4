package altazion

import "github.com/plumbline-api/plumbline/specs"

// The first step: what was prepared.
var (
	PreparationLeadsToPrepared = &specs.Rule{
		ID:         "altazion/preparation-leads-to-prepared",
		Operations: []string{"savePreparation", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Saving the preparation of a bon answers with a success and brings the bon to the step “Préparé”: once it is there, its Etat is another than before and it is not finished.",
		Source: document("Remarques, item 1, line 11"),
	}
	ShippingPointPrepares = &specs.Rule{
		ID:         "altazion/shipping-point-prepares",
		Operations: []string{"shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A call of the shipping point with nothing but lines, and nothing but prepared quantities on them, is the first step: it leaves the bon as the same call of the preparation point would, prepared and not finished.",
		Source: document("Remarques, item 1, line 11"),
	}
	RepeatReplaces = &specs.Rule{
		ID:         "altazion/repeat-replaces",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "When the first step is done again, through either point, each line named has the prepared quantity of the last call, lower or higher than before; quantities are never added up.",
		Source: document("Remarques, paragraph on combined and repeated calls, line 15"),
	}
	LinesLeftOut = &specs.Rule{
		ID:         "altazion/lines-left-out",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A repeated first step replaces the one before; a line that only the earlier call named has nothing prepared or keeps what it has.",
		Source: document("Remarques, paragraph on combined and repeated calls, line 15"),
		Readings: []specs.Reading{
			{Name: "call-replaces-call", Text: "The whole call is replaced: a line that the last call leaves out has nothing prepared."},
			{Name: "line-replaces-line", Text: "Quantities are replaced line by line: a line that the last call leaves out keeps what it has."},
		},
		Closed:  "the line belongs to what the last call replaces, or it does not",
		Settles: []int{24},
	}
	RepeatedFirstStep = &specs.Rule{
		ID:         "altazion/repeated-first-step",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The first step may be done several times, which is discouraged and provided for, and takes effect when it is accepted; the configuration of an installation may say otherwise, for every further one or as soon as the bon is prepared.",
		Source: document("Remarques, first sentence and paragraph on combined and repeated calls, lines 9 and 15"),
		Readings: []specs.Reading{
			{Name: "accepted", Text: "A first step for a bon that has had one is accepted, through either point."},
			{Name: "refused-by-configuration", Text: "The installation takes one first step: for a prepared bon a further one is refused and changes nothing; a shipment stays possible, with prepared quantities or without."},
		},
		Settles: []int{2, 20},
	}
	TwoOccasions = &specs.Rule{
		ID:         "altazion/two-occasions",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A bon is called for on two occasions: one whose first step was done, through either point, is shipped by a later call.",
		Source: document("Remarques, first sentence with items 1 and 2, lines 9 to 13"),
	}
	SavingDoesNotShip = &specs.Rule{
		ID:         "altazion/saving-does-not-ship",
		Operations: []string{"savePreparation", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A shipped quantity sent to the preparation point has no effect: the bon is prepared and not finished, and the quantity is not compared with anything.",
		Source: include("preparation.saisiepreparation.autogen.md", "class LigneExpeditionBonPreparation, which has the member here too"),
	}
	PartialFlagWithoutEffect = &specs.Rule{
		ID:         "altazion/partial-flag-without-effect",
		Operations: []string{"savePreparation", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "EstPartielle changes nothing that can be read: a preparation of less than the bon contains is accepted and leads to the prepared step, with the flag and without it.",
		Source: include("preparation.saisiepreparation.autogen.md", "class PreparationBonPreparation, which does not explain the member"),
	}
	OmittedPreparedQuantity = &specs.Rule{
		ID:         "altazion/omitted-prepared-quantity",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A line may be sent without QtePreparee, as a shipment's lines are; what the bon's line then has as prepared is open.",
		Source: document("Remarques, item 2, line 13, which is silent on it"),
		Readings: []specs.Reading{
			{Name: "kept", Text: "It keeps the prepared quantity that it has."},
			{Name: "zero", Text: "It has nothing prepared, since the published type cannot be empty."},
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
		Text:   "A caller that repeats the first step states in each call the total prepared of every line so far, not what was added since.",
		Source: document("Remarques, paragraph on combined and repeated calls, line 15"),
	}
	CallerDoesNotSplitStep = &specs.Rule{
		ID:         "altazion/caller-does-not-split-step",
		Operations: writes(),
		Binds:      specs.Client, Level: specs.Should, Basis: specs.Documented,
		Text:    "The caller makes one call for each step of a bon, or one for both, and does not spread a step over several.",
		Source:  document("Remarques, paragraph on combined and repeated calls, line 15"),
		Settles: []int{3},
	}
	CallerPreparesWithLinesOnly = &specs.Rule{
		ID:         "altazion/caller-prepares-with-lines-only",
		Operations: []string{"shipBon"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "A caller that uses the shipping point for the first step sends lines with prepared quantities and neither parcels nor accounting documents.",
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
