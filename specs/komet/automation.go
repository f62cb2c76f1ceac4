package komet

import "github.com/plumbline-api/plumbline/specs"

// Purchase orders that are generated with the prebook.
var (
	PurchaseOrdersGenerated = &specs.Rule{
		ID:         "komet/purchase-orders-generated",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "With autoGeneratePOsfromPrebooks 1 the purchase orders of the prebook's products are generated and their numbers answered in purchaseOrderNumbers; with 0, or without the member, none is generated.",
		Source: document("Input JSON Parameters, line 34; Output, line 81; second sample, lines 74 and 98"),
	}
	AutoGenerateForm = &specs.Rule{
		ID:         "komet/auto-generate-form",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The number 1 in autoGeneratePOsfromPrebooks is understood. The field table has an integer, the second sample sends text.",
		Source: document("Input JSON Parameters, line 34; second sample request, line 74"),
		Readings: []specs.Reading{
			{Name: "number-or-text", Text: "The number and the text are understood alike."},
			{Name: "number-only", Text: "The number alone is accepted; a request with text is refused."},
		},
		Settles: []int{12},
	}
	VendorAndCosts = &specs.Rule{
		ID:         "komet/vendor-and-costs",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Items with a vendor and a cost are accepted when purchase orders are to be generated, and so they are without where none are. The second sample succeeds with an item that has no vendor and names a future sales order.",
		Source: document("Input JSON Parameters, lines 34, 39, 40 and 53; second sample, lines 74 and 98"),
		Readings: []specs.Reading{
			{Name: "future-order-stands-in", Text: "An item that names a future sales order needs no vendor, because that order has one; it needs a cost."},
			{Name: "always", Text: "An item that names a future sales order needs a vendor as well."},
		},
		Settles: []int{13, 14, 15},
	}
	VendorAndCostsDemanded = &specs.Rule{
		ID:         "komet/vendor-and-costs-demanded",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "When purchase orders are to be generated, a request with an item that has no cost, or neither a vendor nor a future sales order, is refused.",
		Source: document("Input JSON Parameters, line 34, which binds the caller and does not say what follows"),
		Schema: []string{"/components/schemas/PrebookCreate/allOf/6"},
	}
	PurchaseOrdersApproved = &specs.Rule{
		ID:         "komet/purchase-orders-approved",
		Operations: []string{"createPrebook", "listPurchaseOrders"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Generated purchase orders are left in the state Approved.",
		Source: document("Input JSON Parameters, line 34"),
	}
	OnePurchaseOrderPerVendor = &specs.Rule{
		ID:         "komet/one-purchase-order-per-vendor",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "One purchase order is generated for each vendor of the prebook's lines, in the order of their first lines; a line without a vendor belongs to the vendor of its future sales order.",
		Source: document("second sample, lines 74 and 98, which has two orders for two items of two vendors and no rule"),
	}
	NoPurchaseOrderNumbers = &specs.Rule{
		ID:         "komet/no-purchase-order-numbers",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Where no purchase order was asked for, none is answered. The field table has purchaseOrderNumbers if their generation was asked for; the first sample answers it empty to a request that did not.",
		Source: document("Output, line 81; first sample, lines 70 and 94"),
		Readings: []specs.Reading{
			{Name: "empty-text", Text: "Without generated orders the member is there and empty."},
			{Name: "left-out", Text: "Without the wish for orders the member is left out, or null."},
		},
		Settles: []int{20},
	}
	PurchaseOrderSeparator = &specs.Rule{
		ID:         "komet/purchase-order-separator",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Several numbers in purchaseOrderNumbers are separated by commas; the sample has a space after each.",
		Source: document("Output, line 81; second sample answer, line 98"),
		Readings: []specs.Reading{
			{Name: "comma-and-space", Text: "A comma and a space stand between two numbers."},
			{Name: "comma", Text: "A comma alone stands between two numbers."},
		},
		Settles: []int{21},
	}
	PurchaseOrdersOver200 = &specs.Rule{
		ID:         "komet/purchase-orders-over-200",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Every number that is answered is whole. The list is documented with 200 characters, which about 22 numbers fill; what becomes of more is not said.",
		Source: document("Output, line 81"),
		Readings: []specs.Reading{
			{Name: "within-200", Text: "The list ends with the last number that fits whole into 200 characters; the other orders are generated and not told."},
			{Name: "complete", Text: "The list has every number and grows beyond 200 characters."},
		},
		Settles: []int{41},
	}
)

// Allocation from the inventory.
var (
	AutoAllocates = &specs.Rule{
		ID:         "komet/auto-allocates",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "With autoAllocate 1 products of the inventory are allocated to the lines of the prebook just created, as Mass Allocations would; with 0, or without the member, nothing is allocated. The answer does not tell.",
		Source: document("Input JSON Parameters, line 35"),
	}
	AutoAllocateValues = &specs.Rule{
		ID:         "komet/auto-allocate-values",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The member autoAllocate is 0 or 1: a request with either is accepted.",
		Source: document("Input JSON Parameters, line 35"),
	}
	AllocatesYoungProducts = &specs.Rule{
		ID:         "komet/allocates-young-products",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Automatic allocation takes products of an age of 0 to 5 days, both included, and leaves those of 6 days and more.",
		Source: document("Input JSON Parameters, line 35"),
	}
	AllocatesWhatIsThere = &specs.Rule{
		ID:         "komet/allocates-what-is-there",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A line is allocated boxes of its product and box type, of its vendor too where it has one, as many as it asks for or as there are; what is missing is no failure, and the line shows the number as allocatedBoxes.",
		Source: document("Input JSON Parameters, line 35, which names the rules of Mass Allocations without telling them"),
		Schema: []string{"/components/schemas/AllocatedBoxes"},
	}
	BothOptions = &specs.Rule{
		ID:         "komet/both-options",
		Operations: []string{"createPrebook", "listPrebookDetails", "listPurchaseOrders"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Purchase orders and automatic allocation may be asked for together; how one bears on the other is not said.",
		Source: document("Input JSON Parameters, lines 34 and 35"),
		Readings: []specs.Reading{
			{Name: "independent", Text: "Each does all of its work: lines are allocated, and every vendor gets its purchase order all the same."},
			{Name: "allocation-first", Text: "Lines are allocated first, and purchase orders are generated for the vendors of those lines only that are not allocated in full."},
		},
		Settles: []int{36},
	}
)

// Products of a future sales purchase order.
var (
	FutureOrderAnswered = &specs.Rule{
		ID:         "komet/future-order-answered",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An item that named a future sales order is answered with its futureSalesPoNumber and with availableBoxes; an item that did not has neither.",
		Source: document("Output, lines 89 and 90; second sample answer, line 98"),
	}
	AvailableBoxes = &specs.Rule{
		ID:         "komet/available-boxes",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The answered availableBoxes are the boxes that are available of the future sales order, with those of the item or without. The second sample has 2 of them for a successful item of 5 boxes.",
		Source: document("Output, line 90; second sample, lines 74 and 98"),
		Readings: []specs.Reading{
			{Name: "found", Text: "The number is what the item found; an item of more boxes than that is a success all the same."},
			{Name: "found-and-needed", Text: "The number is what the item found; an item of more boxes than that fails."},
			{Name: "left", Text: "The number is what the item leaves; an item of more boxes than there are fails."},
		},
		Settles: []int{18},
	}
	FutureOrderUsedUp = &specs.Rule{
		ID:         "komet/future-order-used-up",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A line takes its boxes from its future sales order, as many as are there, so that the next item finds fewer and at last none.",
		Source: document("Output, line 90, which is silent on it"),
	}
	FutureOrderExactNumber = &specs.Rule{
		ID:         "komet/future-order-exact-number",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "A futureSalesPoNumber finds the order of exactly that number and no other: 57116 is not P057116, and an item with the one does not draw on the other.",
		Source:  document("Input JSON Parameters, line 56"),
		Settles: []int{33},
	}
)

// What the caller has to do.
var (
	CallerGivesVendorAndCosts = &specs.Rule{
		ID:         "komet/caller-gives-vendor-and-costs",
		Operations: create(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "A caller that wants purchase orders generated gives every item a cost and a vendor, or a future sales order in place of the vendor.",
		Source: document("Input JSON Parameters, line 34; second sample request, line 74"),
	}
	CallerSendsExactOrderNumber = &specs.Rule{
		ID:         "komet/caller-sends-exact-order-number",
		Operations: create(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller writes the number of a future sales order exactly as the system has it, letter and leading zeros included.",
		Source: document("Input JSON Parameters, line 56"),
	}
)

func automationRules() []*specs.Rule {
	return []*specs.Rule{
		PurchaseOrdersGenerated, AutoGenerateForm, VendorAndCosts, VendorAndCostsDemanded, PurchaseOrdersApproved, OnePurchaseOrderPerVendor,
		NoPurchaseOrderNumbers, PurchaseOrderSeparator, PurchaseOrdersOver200,
		AutoAllocates, AutoAllocateValues, AllocatesYoungProducts, AllocatesWhatIsThere, BothOptions,
		FutureOrderAnswered, AvailableBoxes, FutureOrderUsedUp, FutureOrderExactNumber,
		CallerGivesVendorAndCosts, CallerSendsExactOrderNumber,
	}
}
