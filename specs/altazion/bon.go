package altazion

import "github.com/plumbline-api/plumbline/specs"

// The bon: how it is named, what it shows, and when.
var (
	NumberOrGUID = &specs.Rule{
		ID:         "altazion/number-or-guid",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A bon is saved, shipped and read under its number; under its GUID, which has an address of its own, with the same effect or not at all.",
		Source: include("preparation.saisiepreparation.autogen.md", "the two addresses, as on the pages of shipping and reading"),
		Schema: []string{"/components/parameters/Bon"},
		Readings: []specs.Reading{
			{Name: "number-and-guid", Text: "Under both, with the same effect."},
			{Name: "number-alone", Text: "Under its number alone; a GUID leads to no bon."},
		},
		Closed:  "the page gives every operation both addresses, and the document has one identifier: a GUID that leads to the bon in one operation only fits neither",
		Settles: []int{1},
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
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A line that has both is the one of the Guid; its Reference is not compared. A Reference that several lines of the bon share names the first of them.",
		Source: include("preparation.expedition.autogen.md", "class LigneExpeditionBonPreparation, which does not say which decides"),
	}
	QuantitiesAreDecimals = &specs.Rule{
		ID:         "altazion/quantities-are-decimals",
		Operations: []string{"savePreparation", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Quantities are decimals by their published type: 1.5 is accepted and read back as 1.5, or refused by a target that counts whole pieces.",
		Source: include("preparation.saisiepreparation.autogen.md", "classes LigneExpeditionBonPreparation and LigneBonPreparation"),
		Readings: []specs.Reading{
			{Name: "decimals", Text: "1.5 is accepted and read back as 1.5."},
			{Name: "whole-pieces", Text: "1.5 is refused, and changes nothing."},
		},
		Closed: "a quantity is accepted, and then kept, or it is refused",
	}
	WriteAnswersBon = &specs.Rule{
		ID:         "altazion/write-answers-bon",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The document has no answer of success. By the generated pages either write point answers with the bon as JSON, lines included; an answer that shows a bon shows the one called for, whole.",
		Source: include("preparation.expedition.autogen.md", "type of the result and class BonPreparation"),
		Schema: []string{
			"/paths/~1api~1logistique~1preparation~1prepa~1{bon}/post/responses/200",
			"/paths/~1api~1logistique~1preparation~1expe~1{bon}/post/responses/200",
			"/paths/~1api~1logistique~1preparation~1prepa~1{bon}/post/responses/2XX",
			"/paths/~1api~1logistique~1preparation~1expe~1{bon}/post/responses/2XX",
			"/components/responses/BonReturned",
			"/components/responses/AcceptedOtherwise",
			"/components/schemas/WriteAnswer",
			"/components/schemas/BonPreparation",
			"/components/schemas/LigneBonPreparation",
		},
		Readings: []specs.Reading{
			{Name: "bon", Text: "A success answers with the bon."},
			{Name: "nothing", Text: "A success answers with no body, as 204 does."},
		},
		Settles: []int{19},
	}
	ReadAnswersBon = &specs.Rule{
		ID:         "altazion/read-answers-bon",
		Operations: []string{"getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Reading a bon answers with the members of the write answers, the bon's lines among them; with delivery, parcels and the invoice's address where it has them. What may be left out may be null, and dates have an offset or none.",
		Source: include("preparation.preparation.autogen.md", "class BonPreparationComplet"),
		Schema: []string{
			"/paths/~1api~1logistique~1preparation~1{bon}/get/responses/200",
			"/components/schemas/BonRead",
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
		Text:   "The prepared quantities of an accepted call are in a read right after it, and in its own answer where that shows the bon, whether or not the state has followed.",
		Source: document("Remarques, paragraph on asynchronous processing, line 17"),
	}
	StateFollows = &specs.Rule{
		ID:         "altazion/state-follows",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The state, Etat and its flags, is brought forward by itself after a call has been answered, and arrives without a further call after some moments at most.",
		Source: document("Remarques, paragraph on asynchronous processing, line 17"),
		Readings: []specs.Reading{
			{Name: "after-a-moment", Text: "What is seen first after the call, its answer or a read, has the old state; it changes moments later."},
			{Name: "with-the-call", Text: "What is seen first has the new state already, which the word “potentiellement” allows."},
		},
		Closed:  "what is seen first after the call has the old state or another",
		Settles: []int{5, 6},
	}
	TwoSecondsToFollow = &specs.Rule{
		ID:         "altazion/two-seconds-to-follow",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
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
			{Name: "by-the-state-shown", Text: "By the state that can be read: the call is accepted, and its quantities replace those of the shipment before; its parcels replace or join them."},
		},
		Settles: []int{8},
	}
	StateNames = &specs.Rule{
		ID:         "altazion/state-names",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:    "A bon is “Créé”, “Validé”, “Déclenché”, “En cours”, “Préparé”, “Terminé” or “Annulé”. EstValide, EstDeclenchee and EstEncours are true from their state on, EstEncours until the bon is finished or cancelled; EstTermine goes with “Terminé” and EstAnnule with “Annulé”.",
		Source:  document("Remarques, lines 11, 13 and 17, which name a step, an end and a state and list none"),
		Settles: []int{16},
	}
)

func bonRules() []*specs.Rule {
	return []*specs.Rule{
		NumberOrGUID, LineByGUIDOrReference, GUIDBeforeReference, QuantitiesAreDecimals,
		WriteAnswersBon, ReadAnswersBon, ReadableInEveryState,
		QuantitiesAtOnce, StateFollows, TwoSecondsToFollow, CallBeforeStateFollows, StateNames,
	}
}
