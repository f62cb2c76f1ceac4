package akinon

import "github.com/plumbline-api/plumbline/specs"

// register accounts for the 30 unclear points of document 001.
func register() []specs.Point {
	const c, a, g = specs.Contradiction, specs.Ambiguity, specs.Gap
	return []specs.Point{
		{Number: 1, Kind: c, Rule: PackageInBody, Reason: "The document's own example works only when the path is enough, so that is the default reading."},
		{Number: 2, Kind: c, Rule: ParametersNested, Reason: "The one request that is shown nests them, so nested they are read in every reading; a table that lists them flat allows flat ones as well."},
		{Number: 3, Kind: c, Rule: TransitionOrSlug, Reason: "Each is optional on the condition that the other is given, so either alone is enough; naming one is the caller's duty, and what becomes of both is the assumed rule transition-and-slug-agree."},
		{Number: 4, Kind: a, Schema: "/components/schemas/PreparePackage/properties/slug", Reason: "A slug travels as JSON text; its usual alphabet is assumed."},
		{Number: 5, Kind: a, Rule: TransitionOrSlug, Reason: "Transition is the name of the member and command what its id names; another page of the vendor calls it the command's transition id."},
		{Number: 6, Kind: c, Rule: OutOfStockNeedsCommand, Reason: "The body has no place for commands, so they are added to the installation's configuration; the rules replacement-needs-command and barcodes-need-command say the same of the other two."},
		{Number: 7, Kind: c, Rule: ListsOptional, Reason: "The three things are one command, and each is done where the request names something for it."},
		{Number: 8, Kind: c, Rule: ListsOptional, Reason: "The first sentence gives the purpose for every package; the second makes the command the caller's duty for short ones, which is the rule caller-prepares-short-packages."},
		{Number: 9, Kind: c, Rule: BarcodesNeedCommand, Reason: "The statement ties the sub-command to the barcodes alone, so that is the default; the second reading follows the sub-command's name."},
		{Number: 10, Kind: c, Rule: BarcodesUpdated, Reason: "A package item carries out one item of the order, so the order item's id names it as well, as it does in the example."},
		{Number: 11, Kind: c, Rule: SelectByOmnitronID, Reason: "By default the flag does what it says to the lists of package items; the example works when its ids are Omnitron ids, and under the second reading when only those of order items are; a third has them all be."},
		{Number: 12, Kind: a, Rule: SelectByOmnitronID, Reason: "Each reading says which member holds which of the three ids of an item: that of the package item, of the order item, and of the order item in Omnitron."},
		{Number: 13, Kind: a, Rule: CallerSendsFlags, Reason: "The word is mandatory, which binds the caller; the remark says what may be sent, and nothing says what a server does where nothing is."},
		{Number: 14, Kind: a, Rule: BarcodesNeedNotDiffer, Reason: "The example gives one barcode to three items and is called a request that succeeds."},
		{Number: 15, Kind: g, Rule: CallerCompletesElements, Reason: "The elements are those of the example; those of unit_weights, which it lacks, are the assumed rule unit-weights-kept."},
		{Number: 16, Kind: a, Rule: DenialReasonOptional, Reason: "The table calls it optional, and the example marks an item without it."},
		{Number: 17, Kind: a, Rule: ManualOutOfStockPackage, Reason: "The name is taken at its word; what the package holds is the assumed rule manual-package-contents."},
		{Number: 18, Kind: c, Rule: BecomesPreparing, Reason: "The state changes and the answer, whose members are listed in full, does not show it; reading the package does."},
		{Number: 19, Kind: a, Rule: RemainingItems, Reason: "What remains is by default what is still in the package, a replaced product included; whether the placeholder text stands for objects, as on the vendor's page on package items, or for ids is a reading of item-members."},
		{Number: 20, Kind: a, Rule: AnswersPackage, Reason: "The text says id and the example shows one; the object of the same name belongs to reading a package."},
		{Number: 21, Kind: a, Rule: AnswersPackage, Reason: "One answer is described and shown."},
		{Number: 22, Kind: c, Rule: OnlyFromWaiting, Reason: "The list has one entry, and a list of one is complete; the number of Preparing comes from another page."},
		{Number: 23, Kind: g, Rule: AllItemsOutOfStock, Reason: "Preparing by default, because step 7 makes no exception; sending the command again meets the prerequisite and is refused by the rule only-from-waiting."},
		{Number: 24, Kind: g, Rule: RefusalStatus, Reason: "Statuses, credentials and the Accept header come from the vendor's other pages, where they differ as a reading; bodies are assumed, and a repeated command is refused by its state."},
		{Number: 25, Kind: a, Reason: "Who calls cannot be seen in a call; whoever holds a key with the right is the caller."},
		{Number: 26, Kind: a, Rule: ReplacedAndOutOfStock, Reason: "Refused by default, because a caller that asks for both is mistaken in one; that the SKU has to exist is the assumed rule new-product-known."},
		{Number: 27, Kind: g, Rule: ItemsAreWhole, Reason: "No member of the request holds a quantity, so an item is taken whole."},
		{Number: 28, Kind: a, Reason: "Terms of the prose, none of which is sent; the contract says package and stock location, as the members do."},
		{Number: 29, Kind: a, Schema: "/components/examples/PreparedPackage", Reason: "Request and answer are kept as two examples; the path of the first takes the id of the second, and the placeholder in the answer gives way to an item."},
		{Number: 30, Kind: a, Schema: "/servers/0/url", Reason: "The placeholder stands for the host, because the path that follows it is complete."},
	}
}
