package deliveryoptimizer

import "github.com/plumbline-api/plumbline/specs"

// register accounts for the 29 unclear points of document 002.
func register() []specs.Point {
	const c, a, g = specs.Contradiction, specs.Ambiguity, specs.Gap
	return []specs.Point{
		{Number: 1, Kind: c, Rule: PathTenantDecides, Reason: "The document's own example works only when the path decides, so that is the default reading."},
		{Number: 2, Kind: c, Rule: UpsertRedefinesEntirely, Reason: "The emphasised sentence says that the order is redefined as a whole; “update” names the case, not the depth."},
		{Number: 3, Kind: c, Rule: GetReturnsOrder, Reason: "Where an order is stored cannot be seen; reading returns what was written, and the tiers are those of the synchronisation section."},
		{Number: 4, Kind: a, Rule: LiveTierDecides, Reason: "Orders live in the first tier and are only saved to the second."},
		{Number: 5, Kind: c, Rule: BatchSkipsSwitchedOffTenant, Reason: "The switch is described twice and wins over the general wish for persistence."},
		{Number: 6, Kind: c, Rule: ReplaceAllReachesArchive, Reason: "The operation names both tiers, so it does not wait for the batch."},
		{Number: 7, Kind: g, Rule: SyncOffByDefault, Reason: "The vendor's configuration page gives false."},
		{Number: 8, Kind: c, Schema: "/components/parameters/OrderId", Reason: "The name of a path variable is not sent; one name is used for the one GUID."},
		{Number: 9, Kind: c, Schema: "/paths/~1{tenantId}~1order~1byid~1{orderId}", Reason: "Each path is modelled as written, byid included where it stands."},
		{Number: 10, Kind: c, Rule: UpsertTellsAddedFromModified, Reason: "Each operation says what its boolean means; false from an upsert is a success."},
		{Number: 11, Kind: a, Rule: BareBooleans, Reason: "Lower case by default, as JSON has it and the vendor's pictures show; the letters of the document are the other reading."},
		{Number: 12, Kind: g, Rule: ReplaceAllAnswersTrue, Reason: "Assumed like the other writes; any other success is in the contract as well."},
		{Number: 13, Kind: a, Rule: DeleteByCodeWithoutSuchLine, Reason: "False by default: the condition for true names deleted lines, and there are none."},
		{Number: 14, Kind: c, Rule: DeleteByCodeRemovesLines, Reason: "The plural of the answer holds: every line of the origin goes."},
		{Number: 15, Kind: a, Schema: "/components/parameters/Code", Reason: "Both words name the code of the path."},
		{Number: 16, Kind: c, Rule: ThreeTypes, Reason: "The list of types is given in full and has no e-resa; the word describes how an order is collected."},
		{Number: 17, Kind: a, Rule: EmptyLines, Reason: "Stored by default: the member is sent, as required, and nothing forbids that it is empty."},
		{Number: 18, Kind: c, Rule: GetReturnsOrder, Reason: "The state of an order is its remaining lines."},
		{Number: 19, Kind: a, Rule: Expiry, Reason: "Stored only by default: the document gives the deletion to the caller."},
		{Number: 20, Kind: a, Rule: Expiry, Reason: "Any type may carry the date; whether it ends carts alone, which the text speaks of, or every order is a reading of its own."},
		{Number: 21, Kind: a, Rule: LastWriteWins, Reason: "No comparison is described."},
		{Number: 22, Kind: g, Rule: UnknownOrderIs404, Reason: "404 by default: the module's one documented error status is a 404 for something unknown."},
		{Number: 23, Kind: g, Rule: LinesKeptAsSent, Reason: "Nothing allows the service to change lines; origins that nobody knows are unknown-origin-is-taken, the bounds of a quantity caller-sends-quantities, both assumed."},
		{Number: 24, Kind: g, Rule: CodeIsPercentEncoded, Reason: "Assumed: the vendor shows it in a picture of a call, and says it nowhere."},
		{Number: 25, Kind: a, Rule: ReplaceAllLastDuplicateWins, Reason: "Assumed; an empty array is the rule replace-all-by-none, and whom the orders belong to is path-tenant-decides."},
		{Number: 26, Kind: a, Rule: BatchSavesLiveOrders, Reason: "Every order by default: the section's first sentence speaks of all that the live tier stores."},
		{Number: 27, Kind: a, Rule: TenantsIsolated, Reason: "Three words for the number in the path; what a tenant is shows in that isolation."},
		{Number: 28, Kind: a, Rule: ReplaceAllReplaces, Reason: "The effect is modelled as described; the runner holds the operation back unless the profile allows writes, as destructive."},
		{Number: 29, Kind: a, Schema: "/components/schemas/Order", Reason: "The document's own name is used; names of types are not sent."},
	}
}
