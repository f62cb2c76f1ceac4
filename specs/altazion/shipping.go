package altazion

import "github.com/plumbline-api/plumbline/specs"

// The second step: what was shipped.
var (
	ShipmentFinishes = &specs.Rule{
		ID:         "altazion/shipment-finishes",
		Operations: []string{"shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Shipping everything that a bon contains finishes it: once the state has followed, EstTermine is true.",
		Source: document("Remarques, item 2, line 13"),
	}
	ShipmentWithShippedQuantities = &specs.Rule{
		ID:         "altazion/shipment-with-shipped-quantities",
		Operations: []string{"shipBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A shipment of a prepared bon states the shipped quantity of its lines. It is accepted without repeating the prepared quantity.",
		Source: document("Remarques, item 2, line 13"),
	}
	PartialShipment = &specs.Rule{
		ID:         "altazion/partial-shipment",
		Operations: []string{"shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A shipment of less than the bon contains is accepted. Whether it finishes the bon, as the document says of any shipment, is open.",
		Source: document("Remarques, item 2, line 13"),
		Readings: []specs.Reading{
			{Name: "finishes", Text: "The bon is finished, whatever is missing. Another shipment meets a finished bon."},
			{Name: "stays-open", Text: "The bon stays unfinished until everything is shipped. The shipped quantities of further requests are added up."},
			{Name: "stays-open-for-totals", Text: "The bon stays unfinished until everything is shipped. Each further request states the new total shipped of its lines."},
		},
		Settles: []int{15},
	}
	CombinedCall = &specs.Rule{
		ID:         "altazion/combined-call",
		Operations: []string{"shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "One request to the shipping point can hold both steps. Lines with prepared and shipped quantities set what is prepared and finish the bon. It needs no first step, and replaces an earlier one.",
		Source:  document("Remarques, paragraph on combined and repeated calls, line 15"),
		Settles: []int{13},
	}
	ParcelsAndDocumentsOptional = &specs.Rule{
		ID:         "altazion/parcels-and-documents-optional",
		Operations: []string{"shipBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A shipment may carry parcels (Colis), accounting documents (PiecesComptables), both or neither. Each is accepted and finishes the bon in the same way.",
		Source: document("Remarques, item 2, line 13"),
	}
	AccountingDocumentsName = &specs.Rule{
		ID:         "altazion/accounting-documents-name",
		Operations: []string{"shipBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "The document and the generated page give the accounting documents of a shipment different names. Which name is read shows only in how a value that is no list of documents is treated. No document says that.",
		Source: document("Remarques, item 2, line 13"),
		Schema: []string{
			"/components/schemas/ExpeditionBonPreparation/anyOf",
			"/components/schemas/ExpeditionBonPreparation/properties/PiecesComptables",
			"/components/schemas/ExpeditionBonPreparation/properties/PieceComptable",
		},
		Readings: []specs.Reading{
			{Name: "PiecesComptables", Text: "PiecesComptables is read, and the request is refused if it is not an array of accounting documents. PieceComptable is treated like any unknown member."},
			{Name: "PieceComptable", Text: "PieceComptable is read, and the request is refused if it is not an array of accounting documents. PiecesComptables is treated like any unknown member."},
			{Name: "both", Text: "Both are read, and the request is refused if either is not an array of accounting documents."},
		},
		Settles: []int{23},
	}
	ParcelsReadBack = &specs.Rule{
		ID:         "altazion/parcels-read-back",
		Operations: []string{"shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "The parcels of a shipment show at once when the bon is read: NbColis counts them and LesColis has their numbers.",
		Source: include("preparation.preparation.autogen.md", "class BonPreparationComplet, which does not say where the parcels come from"),
	}
	ShippedQuantityMakesShipment = &specs.Rule{
		ID:         "altazion/shipped-quantity-makes-shipment",
		Operations: []string{"shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A request to the shipping point is a shipment if one of its lines has a QteExpediee, even 0. Null counts as absent, and parcels alone make no shipment. Lines without one, or omitted from a shipment, are not shipped and keep their prepared quantity.",
		Source: document("Remarques, items 1 and 2, lines 11 and 13, which tell the steps apart by the quantities sent"),
	}
	ShippedMoreThanPrepared = &specs.Rule{
		ID:         "altazion/shipped-more-than-prepared",
		Operations: []string{"shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A shipment within what the bon contains may exceed what was prepared, as it does for a bon without a first step. It is accepted and finishes the bon, or refused and changes nothing.",
		Source: document("Remarques, item 2 and table of errors, lines 13 and 29"),
		Readings: []specs.Reading{
			{Name: "accepted", Text: "The shipment is accepted and the bon is finished: only what the bon contains limits a shipment."},
			{Name: "refused", Text: "The shipment is refused and changes nothing."},
		},
	}
)

// What the caller has to do in the second step.
var CallerSendsParcels = &specs.Rule{
	ID:         "altazion/caller-sends-parcels",
	Operations: []string{"shipBon"},
	Binds:      specs.Client, Level: specs.Should, Basis: specs.Documented,
	Text:   "The caller sends parcels and accounting documents with its shipments if it has them. A caller that never sent any with any shipment is reported.",
	Source: document("Remarques, item 2, line 13"),
}

func shippingRules() []*specs.Rule {
	return []*specs.Rule{
		ShipmentFinishes, ShipmentWithShippedQuantities, PartialShipment, CombinedCall, ParcelsAndDocumentsOptional,
		AccountingDocumentsName, ParcelsReadBack, ShippedQuantityMakesShipment,
		ShippedMoreThanPrepared, CallerSendsParcels,
	}
}
