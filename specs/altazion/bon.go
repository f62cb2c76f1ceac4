package altazion

import "github.com/plumbline-api/plumbline/specs"

// The bon: how it is named, what it shows, and when.
var (
	NumberOrGUID = &specs.Rule{
		ID:         "altazion/number-or-guid",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:    "A bon is saved, shipped and read under its number and under its GUID, with the same effect; a GUID is understood with its letters in either case.",
		Source:  include("preparation.saisiepreparation.autogen.md", "the two addresses, as on the pages of shipping and reading"),
		Schema:  []string{"/components/parameters/Bon"},
		Settles: []int{1},
	}
	LineMembersTyped = &specs.Rule{
		ID:         "altazion/line-members-typed",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A line sent is an object with the published types: Guid and Reference may be null, QteExpediee too, QtePreparee may not; another type is refused with 400.",
		Source: include("preparation.expedition.autogen.md", "class LigneExpeditionBonPreparation"),
		Schema: []string{
			"/components/schemas/LigneExpeditionBonPreparation/type",
			"/components/schemas/LigneExpeditionBonPreparation/properties/Guid",
			"/components/schemas/LigneExpeditionBonPreparation/properties/Reference",
			"/components/schemas/LigneExpeditionBonPreparation/properties/QtePreparee/type",
			"/components/schemas/LigneExpeditionBonPreparation/properties/QteExpediee/type",
		},
	}
	LineByGUIDOrReference = &specs.Rule{
		ID:         "altazion/line-by-guid-or-reference",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A line of the bon is named by its Guid or by its Reference, each alone being enough.",
		Source: include("preparation.expedition.autogen.md", "class LigneExpeditionBonPreparation, whose Guid may be empty"),
	}
	GUIDBeforeReference = &specs.Rule{
		ID:         "altazion/guid-before-reference",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A line that has both is the one of the Guid; its Reference is not compared. A Reference that several lines of the bon share names the first of them.",
		Source: include("preparation.expedition.autogen.md", "class LigneExpeditionBonPreparation, which does not say which decides"),
	}
	QuantitiesAreDecimals = &specs.Rule{
		ID:         "altazion/quantities-are-decimals",
		Operations: []string{"savePreparation", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Quantities are decimals: 1.5 is accepted and read back as 1.5.",
		Source: include("preparation.saisiepreparation.autogen.md", "classes LigneExpeditionBonPreparation and LigneBonPreparation"),
	}
	WriteAnswersBon = &specs.Rule{
		ID:         "altazion/write-answers-bon",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A successful call of either write point answers 200 with the bon as JSON, lines included.",
		Source: include("preparation.expedition.autogen.md", "type of the result and class BonPreparation"),
		Schema: []string{
			"/paths/~1api~1logistique~1preparation~1prepa~1{bon}/post/responses/200",
			"/paths/~1api~1logistique~1preparation~1expe~1{bon}/post/responses/200",
			"/components/responses/BonReturned",
			"/components/schemas/BonPreparation",
			"/components/schemas/LigneBonPreparation",
		},
		Settles: []int{19},
	}
	ReadAnswersBon = &specs.Rule{
		ID:         "altazion/read-answers-bon",
		Operations: []string{"getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Reading a bon answers 200 with the members of the write answers, and with delivery, parcels and the invoice's address.",
		Source: include("preparation.preparation.autogen.md", "class BonPreparationComplet"),
		Schema: []string{
			"/paths/~1api~1logistique~1preparation~1{bon}/get/responses/200",
			"/components/schemas/BonPreparationComplet",
			"/components/schemas/LivraisonInfos",
			"/components/schemas/AdresseInfos",
			"/components/schemas/ColisInfos",
			"/components/schemas/ColisLu",
		},
		Settles: []int{18},
	}
	ReadableInEveryState = &specs.Rule{
		ID:         "altazion/readable-in-every-state",
		Operations: []string{"getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:    "A bon can be read in every state, finished and cancelled included, and reading changes nothing: of the documented errors only 404 has a cause in a call that has no body and changes nothing.",
		Source:  document("Remarques, table of errors, lines 21 to 29, which does not say to which points it applies"),
		Settles: []int{17},
	}
	QuantitiesAtOnce = &specs.Rule{
		ID:         "altazion/quantities-at-once",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The prepared quantities of an accepted call are in its own answer and in a read right after it, whether or not the state has followed.",
		Source: document("Remarques, paragraph on asynchronous processing, line 17"),
	}
	StateFollows = &specs.Rule{
		ID:         "altazion/state-follows",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The state, Etat and its flags, is brought forward by itself after a call has been answered, and arrives without a further call after some moments at most.",
		Source: document("Remarques, paragraph on asynchronous processing, line 17"),
		Readings: []specs.Reading{
			{Name: "after-a-moment", Text: "The answer and a read right after it have the new quantities and still the old state, which changes moments later."},
			{Name: "with-the-call", Text: "The answer has the new state already, which the word “potentiellement” allows."},
		},
		Settles: []int{5, 6},
	}
	TwoSecondsToFollow = &specs.Rule{
		ID:         "altazion/two-seconds-to-follow",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "The state follows two seconds after the call; of several calls each brings its own step in their order, and a combined call goes to the finished state in one change.",
		Source: document("Remarques, paragraph on asynchronous processing, line 17, which gives no time"),
	}
	CallBeforeStateFollows = &specs.Rule{
		ID:         "altazion/call-before-state-follows",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A call that arrives after a shipment was accepted and before the state shows it is judged by one of two things.",
		Source: document("Remarques, paragraph on asynchronous processing with the table of errors, lines 17, 27 and 28"),
		Readings: []specs.Reading{
			{Name: "by-what-was-accepted", Text: "By the calls that were accepted: the bon counts as finished and the call is refused like any on a finished bon."},
			{Name: "by-the-state-shown", Text: "By the state that can be read: the call is accepted, and its quantities and parcels replace those of the shipment before."},
		},
		Settles: []int{8},
	}
	StateNames = &specs.Rule{
		ID:         "altazion/state-names",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:    "A bon is “Créé”, “Validé”, “Déclenché”, “En cours”, “Préparé”, “Terminé” or “Annulé”. EstValide, EstDeclenchee and EstEncours are true from their state on, EstEncours until the bon is finished or cancelled; EstTermine goes with “Terminé” and EstAnnule with “Annulé”.",
		Source:  document("Remarques, lines 11, 13 and 17, which name a step, an end and a state and list none"),
		Settles: []int{16},
	}
)

func bonRules() []*specs.Rule {
	return []*specs.Rule{
		NumberOrGUID, LineMembersTyped, LineByGUIDOrReference, GUIDBeforeReference, QuantitiesAreDecimals,
		WriteAnswersBon, ReadAnswersBon, ReadableInEveryState,
		QuantitiesAtOnce, StateFollows, TwoSecondsToFollow, CallBeforeStateFollows, StateNames,
	}
}
