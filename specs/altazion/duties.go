package altazion

import "github.com/plumbline-api/plumbline/specs"

// What the pages ask of requests and no page says what follows from: what a
// server does with a breach is its strictness.
var (
	CallerKeepsToTypes = &specs.Rule{
		ID:         "altazion/caller-keeps-to-types",
		Operations: writes(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The caller sends lines, parcels and accounting documents with the published members and types. A line's QtePreparee is a number and EstPartielle is true or false.",
		Source: include("preparation.expedition.autogen.md", "classes LigneExpeditionBonPreparation, Colis and PieceComptable, with PreparationBonPreparation on the page of the other point"),
		Schema: []string{
			"/components/schemas/PreparationBonPreparation/properties/EstPartielle",
			"/components/schemas/LigneExpeditionBonPreparation/type",
			"/components/schemas/LigneExpeditionBonPreparation/properties/Guid",
			"/components/schemas/LigneExpeditionBonPreparation/properties/Reference",
			"/components/schemas/LigneExpeditionBonPreparation/properties/QtePreparee/type",
			"/components/schemas/LigneExpeditionBonPreparation/properties/QteExpediee/type",
			"/components/schemas/ExpeditionBonPreparation/properties/Colis",
			"/components/schemas/Colis",
			"/components/schemas/PieceComptable",
		},
		Was: []string{
			"altazion/line-members-typed", "altazion/partial-flag-typed", "altazion/parcels-typed", "altazion/accounting-documents-typed",
		},
	}
	CallerRegistersForEvents = &specs.Rule{
		ID:         "altazion/caller-registers-for-events",
		Operations: writes(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "A caller that wants to follow a bon's progress registers as a handler of events or notifications.",
		Source: document("Remarques, paragraph on notifications, line 19"),
	}
)

func duties() []*specs.Rule {
	return []*specs.Rule{CallerKeepsToTypes, CallerRegistersForEvents}
}
