package altazion

import "github.com/plumbline-api/plumbline/specs"

// register accounts for the 24 unclear points of document 000.
func register() []specs.Point {
	const c, a, g = specs.Contradiction, specs.Ambiguity, specs.Gap
	return []specs.Point{
		{Number: 1, Kind: g, Rule: NumberOrGUID, Reason: "The generated pages that the document includes give methods, paths and members; they are supplements."},
		{Number: 2, Kind: c, Rule: RepeatedFirstStep, Reason: "A permission stands beside a wish: repeated calls are accepted by default, and the caller's part is the rule caller-does-not-split-step."},
		{Number: 3, Kind: a, Rule: CallerDoesNotSplitStep, Reason: "The numbered items are the only stages that the text has, so “étape” and “phase” both mean them; item 1 is phase 1."},
		{Number: 4, Kind: g, Rule: FinishedIs409, Reason: "After a shipment the bon is finished, and a second one is a call on a finished bon; under the reading stays-open of partial-shipment quantities are added up."},
		{Number: 5, Kind: c, Rule: StateFollows, Reason: "The text itself splits the update: quantities are meant by real time, the state by what follows later."},
		{Number: 6, Kind: c, Rule: StateFollows, Reason: "“Sera alors” tells where the step leads, not when: the later and more detailed paragraph on timing decides."},
		{Number: 7, Kind: a, Rule: FinishedIs409, Reason: "409 by default, the more specific row, which would otherwise never apply."},
		{Number: 8, Kind: a, Rule: CallBeforeStateFollows, Reason: "By what was accepted by default: the server has the shipped quantities at once, and a caller who is ready for a refusal is safe under both readings."},
		{Number: 9, Kind: a, Rule: FormatOrCoherence, Reason: "Syntax and wrong types are 400 under every reading, what needs the bon is 422 under every reading; the readings move the border between them."},
		{Number: 10, Kind: a, Rule: UnusableIdentifierIs404, Reason: "The row names both causes, so both are 404; 400 is for the body, which an identifier is not part of."},
		{Number: 11, Kind: a, Rule: WrongMethodIs405, Reason: "HTTP has the header Allow for the router's refusal, the vendor's envelope marks the other."},
		{Number: 12, Kind: g, Rule: PreparedMoreThanContained, Reason: "The row gives its example as one of several, so the like is refused by default; see also shipped-more-than-prepared, unknown-line and line-named-twice."},
		{Number: 13, Kind: c, Rule: CombinedCall, Reason: "“Only the prepared quantity” marks the first step alone; the generated page describes the shipping point as recording preparation and shipping, so both go there."},
		{Number: 14, Kind: a, Rule: OmittedPreparedQuantity, Reason: "Kept by default: the document asks for the shipped quantity only, and a shipment should not undo a preparation."},
		{Number: 15, Kind: c, Rule: PartialShipment, Reason: "Finished by default, since the sentence speaks of any shipment with shipped quantities."},
		{Number: 16, Kind: a, Rule: StateNames, Reason: "Step and state are taken for one thing, Etat; its values are assumed, with the word of the document where it has one."},
		{Number: 17, Kind: a, Rule: ReadableInEveryState, Reason: "The table stands under a heading that names the two write points; of its rows only 404 has a cause in a reading call."},
		{Number: 18, Kind: a, Rule: ReadAnswersBon, Reason: "The third page is the supporting operation getBon, whatever heading it stands under."},
		{Number: 19, Kind: g, Rule: WriteAnswersBon, Reason: "Status and body of a success are the generated pages'; credentials, 401 and 403 are the rules of access, and no limit of rate is published."},
		{Number: 20, Kind: a, Rule: RepeatedFirstStep, Reason: "What the sentence restricts is calling on several occasions, so that is the configuration that is modelled."},
		{Number: 21, Kind: a, Rule: PreparationBprNamesBon, Reason: "The linked page gives code and data, the page on events the envelope; order and guarantees of delivery stay unpublished."},
		{Number: 22, Kind: a, Reason: "How the vendor links its own pages has no effect on any call or answer; both forms lead to the same tree."},
		{Number: 23, Kind: a, Rule: AccountingDocumentsName, Reason: "The document's PiecesComptables is the default; the generated page's PieceComptable, and both of them, are the other readings. Colis and Lignes are the same in both."},
		{Number: 24, Kind: g, Rule: LinesLeftOut, Reason: "“Each call replaces the one before” speaks of the call, so a line left out has nothing prepared. Quantities are decimals and lines are named by GUID or reference, by supplements; there is no idempotency key, a repeated first step being harmless and a repeated shipment refused."},
	}
}
