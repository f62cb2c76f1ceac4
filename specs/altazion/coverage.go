package altazion

import "github.com/plumbline-api/plumbline/specs"

// coverage accounts for the 164 lines of document 000.
func coverage() []specs.Passage {
	const (
		blank = "blank line"
		prepa = "/paths/~1api~1logistique~1preparation~1prepa~1{bon}/post"
		expe  = "/paths/~1api~1logistique~1preparation~1expe~1{bon}/post"
		get   = "/paths/~1api~1logistique~1preparation~1{bon}/get"
	)
	return []specs.Passage{
		{From: 1, To: 2, Note: "heading and blank line"},
		{From: 3, To: 3, Schema: []string{prepa, "/components/schemas/PreparationBonPreparation"}},
		{From: 4, To: 4, Note: blank},
		{From: 5, To: 5, Schema: []string{expe, "/components/schemas/ExpeditionBonPreparation"}},
		{From: 6, To: 8, Note: "heading and blank lines"},
		{From: 9, To: 9, Part: "specific configuration", Rules: []*specs.Rule{RepeatedFirstStep}},
		{From: 9, To: 9, Part: "several occasions", Rules: []*specs.Rule{TwoOccasions, RepeatedFirstStep}},
		{From: 10, To: 10, Note: blank},
		{From: 11, To: 11, Part: "preparation point", Rules: []*specs.Rule{PreparationLeadsToPrepared, FormatOrCoherence}},
		{From: 11, To: 11, Part: "or shipping point", Rules: []*specs.Rule{ShippingPointPrepares, CallerPreparesWithLinesOnly, FormatOrCoherence}},
		{From: 11, To: 11, Part: "step “Préparé”", Rules: []*specs.Rule{PreparationLeadsToPrepared, ShippingPointPrepares, StateFollows}},
		{From: 12, To: 12, Note: blank},
		{From: 13, To: 13, Part: "Lignes with shipped quantities", Rules: []*specs.Rule{ShipmentWithShippedQuantities, ShippedMoreThanPrepared, FormatOrCoherence}},
		{From: 13, To: 13, Part: "Colis and PiecesComptables", Rules: []*specs.Rule{ParcelsAndDocumentsOptional, AccountingDocumentsName, CallerSendsParcels}},
		{From: 13, To: 13, Part: "finished", Rules: []*specs.Rule{ShipmentFinishes, PartialShipment, TwoOccasions}},
		{From: 14, To: 14, Note: blank},
		{From: 15, To: 15, Part: "both in one call", Rules: []*specs.Rule{CombinedCall}},
		{From: 15, To: 15, Part: "not several calls for a step", Rules: []*specs.Rule{CallerDoesNotSplitStep, RepeatedFirstStep}},
		{From: 15, To: 15, Part: "the total at each call", Rules: []*specs.Rule{CallerSendsTotals}},
		{From: 15, To: 15, Part: "replaces the one before", Rules: []*specs.Rule{RepeatReplaces, LinesLeftOut}},
		{From: 16, To: 16, Note: blank},
		{From: 17, To: 17, Part: "quantities at once", Rules: []*specs.Rule{QuantitiesAtOnce}},
		{From: 17, To: 17, Part: "state after some moments", Rules: []*specs.Rule{StateFollows}},
		{From: 18, To: 18, Note: blank},
		{From: 19, To: 19, Rules: []*specs.Rule{RegisteredHandlerIsNotified, CallerRegistersForEvents}, Schema: []string{"/webhooks/PreparationBpr"}},
		{From: 20, To: 20, Note: blank},
		{From: 21, To: 21, Schema: []string{prepa + "/responses", expe + "/responses"}},
		{From: 22, To: 24, Note: "blank line and the head of the table of errors"},
		{From: 25, To: 25, Rules: []*specs.Rule{BodyFormatIs400, FormatOrCoherence}},
		{From: 26, To: 26, Rules: []*specs.Rule{UnusableIdentifierIs404}},
		{From: 27, To: 27, Rules: []*specs.Rule{StateForbidsIs405, FinishedIs409}},
		{From: 28, To: 28, Rules: []*specs.Rule{FinishedIs409}},
		{From: 29, To: 29, Part: "incoherent data", Rules: []*specs.Rule{FormatOrCoherence, PreparedMoreThanContained, UnknownLine, ShippedMoreThanPrepared}},
		{From: 29, To: 29, Part: "the example", Rules: []*specs.Rule{ShippedMoreThanContainedIs422}},
		{From: 30, To: 104, Note: "blank lines"},
		{From: 105, To: 105, Schema: []string{get, "/components/schemas/BonPreparationComplet"}},
		{From: 106, To: 164, Note: "blank lines"},
	}
}
