package altazion

import "github.com/plumbline-api/plumbline/specs"

// The bon: how it is named, what it shows, and when.
var (
	NumberOrGUID = &specs.Rule{
		ID:         "altazion/number-or-guid",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A bon is saved, shipped and read under its number. Its GUID has an address of its own, which has the same effect or none at all.",
		Source: include("preparation.saisiepreparation.autogen.md", "the two addresses, as on the pages of shipping and reading"),
		Schema: []string{"/components/parameters/Bon"},
		Readings: []specs.Reading{
			{Name: "number-and-guid", Text: "Both identifiers work, with the same effect."},
			{Name: "number-alone", Text: "Only the number works; a GUID leads to no bon."},
		},
		Closed:  "The page gives every operation both addresses, and the document has one identifier. A GUID that leads to the bon in only one operation matches neither reading.",
		Settles: []int{1},
	}
	LineByGUIDOrReference = &specs.Rule{
		ID:         "altazion/line-by-guid-or-reference",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A line of the bon is named by its Guid or by its Reference; either alone is enough.",
		Source: include("preparation.expedition.autogen.md", "class LigneExpeditionBonPreparation, whose Guid may be empty"),
	}
	GUIDBeforeReference = &specs.Rule{
		ID:         "altazion/guid-before-reference",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "If a line has both, the Guid decides and the Reference is not compared. A Reference shared by several lines of the bon names the first of them.",
		Source: include("preparation.expedition.autogen.md", "class LigneExpeditionBonPreparation, which does not say which decides"),
	}
	QuantitiesAreDecimals = &specs.Rule{
		ID:         "altazion/quantities-are-decimals",
		Operations: []string{"savePreparation", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Quantities are decimals by their published type. 1.5 is accepted and read back as 1.5, or refused by a target that counts whole pieces.",
		Source: include("preparation.saisiepreparation.autogen.md", "classes LigneExpeditionBonPreparation and LigneBonPreparation"),
		Readings: []specs.Reading{
			{Name: "decimals", Text: "1.5 is accepted and read back as 1.5."},
			{Name: "whole-pieces", Text: "1.5 is refused and changes nothing."},
		},
		Closed: "A quantity is either accepted, and then kept, or refused.",
	}
	WriteAnswersBon = &specs.Rule{
		ID:         "altazion/write-answers-bon",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The document shows no success response. By the generated pages both write points return the bon as JSON, with its lines. A response that shows a bon shows the requested one, complete.",
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
			{Name: "bon", Text: "A success returns the bon."},
			{Name: "nothing", Text: "A success returns no body, as 204 does."},
		},
		Settles: []int{19},
	}
	ReadAnswersBon = &specs.Rule{
		ID:         "altazion/read-answers-bon",
		Operations: []string{"getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Reading a bon returns the members of the write responses, including its lines. It adds delivery, parcels and the invoice's address where the bon has them. Optional members may be null, and dates may lack an offset.",
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
		Text:    "A bon can be read in every state, even finished or cancelled, and reading changes nothing. Of the documented errors, only 404 can apply to a request that has no body and changes nothing.",
		Source:  document("Remarques, table of errors, lines 21 to 29, which does not say to which points it applies"),
		Settles: []int{17},
	}
	QuantitiesAtOnce = &specs.Rule{
		ID:         "altazion/quantities-at-once",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The prepared quantities of an accepted request show in a read right after it, and in its own response if that shows the bon. This holds whether or not the state has followed.",
		Source: document("Remarques, paragraph on asynchronous processing, line 17"),
	}
	StateFollows = &specs.Rule{
		ID:         "altazion/state-follows",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The state, Etat and its flags, is updated automatically after the response. It arrives after a moment at most, without another request.",
		Source: document("Remarques, paragraph on asynchronous processing, line 17"),
		Readings: []specs.Reading{
			{Name: "after-a-moment", Text: "The first response or read after the request shows the old state; the state changes moments later."},
			{Name: "with-the-call", Text: "The first response or read already shows the new state, which the word “potentiellement” allows."},
		},
		Closed:  "The first response or read after the request shows either the old state or another.",
		Settles: []int{5, 6},
	}
	TwoSecondsToFollow = &specs.Rule{
		ID:         "altazion/two-seconds-to-follow",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "The state follows two seconds after the request. Several requests bring their steps one by one in their order. A combined request moves the bon to the finished state in one change.",
		Source: document("Remarques, paragraph on asynchronous processing, line 17, which gives no time"),
	}
	CallBeforeStateFollows = &specs.Rule{
		ID:         "altazion/call-before-state-follows",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A request may arrive after a shipment was accepted but before the state shows it. The readings differ in what it is judged by.",
		Source: document("Remarques, paragraph on asynchronous processing with the table of errors, lines 17, 27 and 28"),
		Readings: []specs.Reading{
			{Name: "by-what-was-accepted", Text: "The accepted requests decide: the bon counts as finished, and the request is refused like any on a finished bon."},
			{Name: "by-the-state-shown", Text: "The state that can be read decides: the request is accepted, and its quantities replace those of the previous shipment. Its parcels replace or join the previous ones."},
		},
		Settles: []int{8},
	}
	StateNames = &specs.Rule{
		ID:         "altazion/state-names",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:    "A bon is “Créé”, “Validé”, “Déclenché”, “En cours”, “Préparé”, “Terminé” or “Annulé”. EstValide, EstDeclenchee and EstEncours are true from their state on, EstEncours until the bon is finished or cancelled. EstTermine goes with “Terminé” and EstAnnule with “Annulé”.",
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
