package komet

import "github.com/plumbline-api/plumbline/specs"

// Purchase orders that are generated with the prebook.
var (
	PurchaseOrdersGenerated = &specs.Rule{
		ID:         "komet/purchase-orders-generated",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "With autoGeneratePOsfromPrebooks 1 the purchase orders of the prebook's products are generated, and purchaseOrderNumbers returns their numbers. With 0, or without the member, none is generated.",
		Source: document("Input JSON Parameters, line 34; Output, line 81; second sample, lines 74 and 98"),
	}
	AutoGenerateForm = &specs.Rule{
		ID:         "komet/auto-generate-form",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The number 1 in autoGeneratePOsfromPrebooks is accepted. The field table says integer; the second sample sends text.",
		Source: document("Input JSON Parameters, line 34; second sample request, line 74"),
		Readings: []specs.Reading{
			{Name: "number-or-text", Text: "Number and text are both accepted and mean the same."},
			{Name: "number-only", Text: "Only the number is accepted. A request with text is refused."},
		},
		Settles: []int{12},
	}
	VendorAndCosts = &specs.Rule{
		ID:         "komet/vendor-and-costs",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Items with a vendor and a cost are accepted when purchase orders are requested. Items without them are accepted when none are. The second sample succeeds with an item that has no vendor and names a future sales order.",
		Source: document("Input JSON Parameters, lines 34, 39, 40 and 53; second sample, lines 74 and 98"),
		Readings: []specs.Reading{
			{Name: "future-order-stands-in", Text: "An item that names a future sales order needs no vendor, because that order has one. It needs a cost."},
			{Name: "always", Text: "An item that names a future sales order needs a vendor as well."},
		},
		Settles: []int{13, 14, 15},
	}
	VendorAndCostsDemanded = &specs.Rule{
		ID:         "komet/vendor-and-costs-demanded",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A request for purchase orders is refused when an item has no cost, or neither a vendor nor a future sales order.",
		Source: document("Input JSON Parameters, line 34, which binds the caller and does not say what follows"),
		Schema: []string{"/components/schemas/PrebookCreate/allOf/6"},
	}
	PurchaseOrdersApproved = &specs.Rule{
		ID:         "komet/purchase-orders-approved",
		Operations: []string{"createPrebook", "listPurchaseOrders"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Generated purchase orders are in the state Approved.",
		Source: document("Input JSON Parameters, line 34"),
	}
	OnePurchaseOrderPerVendor = &specs.Rule{
		ID:         "komet/one-purchase-order-per-vendor",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "One purchase order is generated for each vendor of the prebook's lines, in the order of their first lines. A line without a vendor belongs to the vendor of its future sales order.",
		Source: document("second sample, lines 74 and 98, which has two orders for two items of two vendors and no rule"),
	}
	NoPurchaseOrderNumbers = &specs.Rule{
		ID:         "komet/no-purchase-order-numbers",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "If no purchase orders were requested, no number is returned. The field table has purchaseOrderNumbers only if their generation was requested. The first sample returns it empty although the request did not ask for any.",
		Source: document("Output, line 81; first sample, lines 70 and 94"),
		Readings: []specs.Reading{
			{Name: "empty-text", Text: "Without generated orders the member is present and empty."},
			{Name: "left-out", Text: "When no purchase orders are requested, the member is omitted or null."},
		},
		Settles: []int{20},
	}
	PurchaseOrderSeparator = &specs.Rule{
		ID:         "komet/purchase-order-separator",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Several numbers in purchaseOrderNumbers are separated by commas. The sample has a space after each comma.",
		Source: document("Output, line 81; second sample answer, line 98"),
		Readings: []specs.Reading{
			{Name: "comma-and-space", Text: "Numbers are separated by a comma and a space."},
			{Name: "comma", Text: "Numbers are separated by a comma alone."},
		},
		Settles: []int{21},
	}
	PurchaseOrdersOver200 = &specs.Rule{
		ID:         "komet/purchase-orders-over-200",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Every returned number is complete. The list is documented with 200 characters, enough for about 22 numbers. No page says what happens to further numbers.",
		Source: document("Output, line 81"),
		Readings: []specs.Reading{
			{Name: "within-200", Text: "The list ends with the last number that fits completely into 200 characters. The other orders are generated, but their numbers are not returned."},
			{Name: "complete", Text: "The list has every number, and may exceed 200 characters."},
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
		Text:   "With autoAllocate 1 inventory products are allocated to the lines of the new prebook, as Mass Allocations would do. With 0, or without the member, nothing is allocated. The response does not show it.",
		Source: document("Input JSON Parameters, line 35"),
	}
	AutoAllocateValues = &specs.Rule{
		ID:         "komet/auto-allocate-values",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The member autoAllocate is 0 or 1. A request with either is accepted.",
		Source: document("Input JSON Parameters, line 35"),
	}
	AllocatesYoungProducts = &specs.Rule{
		ID:         "komet/allocates-young-products",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Automatic allocation takes products that are 0 to 5 days old, both included. It does not take products of 6 days or more.",
		Source: document("Input JSON Parameters, line 35"),
	}
	AllocatesWhatIsThere = &specs.Rule{
		ID:         "komet/allocates-what-is-there",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A line is allocated boxes of its product and box type, and of its vendor if it has one: as many as it requests, or as are available. A shortage is not a failure. The line shows the number as allocatedBoxes.",
		Source: document("Input JSON Parameters, line 35, which names the rules of Mass Allocations without telling them"),
		Schema: []string{"/components/schemas/AllocatedBoxes"},
	}
	BothOptions = &specs.Rule{
		ID:         "komet/both-options",
		Operations: []string{"createPrebook", "listPrebookDetails", "listPurchaseOrders"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Purchase orders and automatic allocation may be requested together. No page says how one affects the other.",
		Source: document("Input JSON Parameters, lines 34 and 35"),
		Readings: []specs.Reading{
			{Name: "independent", Text: "Both work independently: lines are allocated, and every vendor still gets its purchase order."},
			{Name: "allocation-first", Text: "Lines are allocated first. Purchase orders are generated only for the vendors of lines that are not fully allocated."},
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
		Text:   "An item that named a future sales order is returned with its futureSalesPoNumber and with availableBoxes. An item that named none has neither.",
		Source: document("Output, lines 89 and 90; second sample answer, line 98"),
	}
	AvailableBoxes = &specs.Rule{
		ID:         "komet/available-boxes",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The returned availableBoxes are the available boxes of the future sales order, with or without those of the item. In the second sample it is 2 for a successful item of 5 boxes.",
		Source: document("Output, line 90; second sample, lines 74 and 98"),
		Readings: []specs.Reading{
			{Name: "found", Text: "The number is what was available before the item. An item of more boxes than that still succeeds."},
			{Name: "found-and-needed", Text: "The number is what was available before the item. An item of more boxes than that fails."},
			{Name: "left", Text: "The number is what remains after the item. An item of more boxes than are available fails."},
		},
		Settles: []int{18},
	}
	FutureOrderUsedUp = &specs.Rule{
		ID:         "komet/future-order-used-up",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A line takes its boxes from its future sales order, as many as are available. The next item therefore finds fewer, and finally none.",
		Source: document("Output, line 90, which is silent on it"),
	}
	FutureOrderExactNumber = &specs.Rule{
		ID:         "komet/future-order-exact-number",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "A futureSalesPoNumber identifies only the order with exactly that number. 57116 is not P057116: an item with one does not draw on the other.",
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
		Text:   "A caller that requests purchase orders sends a cost and a vendor for every item. A future sales order may replace the vendor.",
		Source: document("Input JSON Parameters, line 34; second sample request, line 74"),
	}
	CallerSendsExactOrderNumber = &specs.Rule{
		ID:         "komet/caller-sends-exact-order-number",
		Operations: create(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller sends the number of a future sales order exactly as the system has it, including its letter and leading zeros.",
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
