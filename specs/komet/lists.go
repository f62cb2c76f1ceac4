package komet

import "github.com/plumbline-api/plumbline/specs"

// The lists of master data.
var (
	CustomersListed = &specs.Rule{
		ID:         "komet/customers-listed",
		Operations: []string{"listCustomers"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The list of customers returns status 1 and the company's customers, each with id, code and name.",
		Source: page("customer.list", "spaces/APIDocs/pages/11175207", "output"),
		Schema: []string{
			"/paths/~1api~1customer.list/get/responses/2XX",
			"/components/schemas/CustomersAnswer",
			"/components/schemas/Customer",
		},
	}
	CarriersListed = &specs.Rule{
		ID:         "komet/carriers-listed",
		Operations: []string{"listCarriers"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The list of carriers returns status 1 and the carriers, each with id, code and name.",
		Source: page("carrier.list", "spaces/KB/pages/3340687", "output"),
		Schema: []string{
			"/paths/~1api~1carrier.list/get/responses/2XX",
			"/components/schemas/CarriersAnswer",
			"/components/schemas/Carrier",
		},
	}
	ProductsListed = &specs.Rule{
		ID:         "komet/products-listed",
		Operations: []string{"listProducts"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The list of products returns status 1 and the products, each with id, description and its code as legacyCode.",
		Source: page("product.list", "plugins/viewsource/viewpagesrc.action?pageId=11176679", "output"),
		Schema: []string{
			"/paths/~1api~1product.list/get/responses/2XX",
			"/components/schemas/ProductsAnswer",
			"/components/schemas/Product",
		},
	}
	BoxTypesListed = &specs.Rule{
		ID:         "komet/box-types-listed",
		Operations: []string{"listBoxTypes"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The list of box types returns status 1 and the box types as boxtypes, each with id and code.",
		Source: page("boxtype.list", "spaces/APIDocs/pages/11174702", "output"),
		Schema: []string{
			"/paths/~1api~1boxtype.list/get/responses/2XX",
			"/components/schemas/BoxTypesAnswer",
			"/components/schemas/BoxType",
		},
	}
	VendorsListed = &specs.Rule{
		ID:         "komet/vendors-listed",
		Operations: []string{"listVendors"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The list of vendors returns status 1 and the vendors, each with id, code and name.",
		Source: page("vendor.list", "spaces/KB/pages/3340670", "output"),
		Schema: []string{
			"/paths/~1api~1vendor.list/get/responses/2XX",
			"/components/schemas/VendorsAnswer",
			"/components/schemas/Vendor",
		},
	}
	ListsFilterExactly = &specs.Rule{
		ID:         "komet/lists-filter-exactly",
		Operations: lists(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Filters by id and by code return the entries that match exactly, ignoring case. For products the code is called legacyCode.",
		Source: page("vendor.list", "spaces/KB/pages/3340670", "input parameters and the note on filters, alike on the pages of the other lists"),
	}
	ListsFilterByPart = &specs.Rule{
		ID:         "komet/lists-filter-by-part",
		Operations: []string{"listCustomers", "listCarriers", "listVendors"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A filter by name returns the entries whose name contains it, ignoring case.",
		Source: page("vendor.list", "spaces/KB/pages/3340670", "note on filters, alike on the pages of the other lists"),
	}
	NothingFound = &specs.Rule{
		ID:         "komet/nothing-found",
		Operations: append(lists(), "listPrebookDetails", "listPurchaseOrders"),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A list without entries is answered as one that was read. Clients test for a message that ends in “not found.”: “Products not found.”, or “Orders not found.” for prebooks and purchase orders. No page says which status comes with it.",
		Source: page("product.list", "plugins/viewsource/viewpagesrc.action?pageId=11176679", "output, which shows no empty list; public clients test for such messages"),
		Readings: []specs.Reading{
			{Name: "success", Text: "The status is 1 and the list is empty, whatever the message."},
			{Name: "failure", Text: "The status is 0 and the message ends in “not found.”."},
		},
	}
)

// Reading prebooks and purchase orders.
var (
	DetailsByTruckDate = &specs.Rule{
		ID:         "komet/details-by-truck-date",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The list of prebook details returns status 1 and the prebooks of the requested truck date, each with its lines. The shipDate of a creation is the truck date of its prebook.",
		Source: details("input parameters and output"),
		Schema: []string{
			"/paths/~1api~1prebook.details.list/get/responses/2XX",
			"/components/schemas/PrebookDetailsAnswer",
			"/components/schemas/Prebook",
			"/components/schemas/PrebookDetail",
			"/components/schemas/BreakdownDetail",
			"/components/schemas/Loose",
		},
	}
	DetailsFilter = &specs.Rule{
		ID:         "komet/details-filter",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Filters by prebook number, customer id, carrier id and the customer's purchase order return the prebooks that match exactly.",
		Source: details("note on filters"),
	}
	PurchaseOrdersListed = &specs.Rule{
		ID:         "komet/purchase-orders-listed",
		Operations: []string{"listPurchaseOrders"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The list of purchase orders returns status 1 and the requested orders, by date or by number. Several numbers are separated by commas. A status in the filter returns only the orders in that state.",
		Source: page("Get a list of Purchase Orders", "x/d4yq", "input parameters number, date and status, note on filters"),
		Schema: []string{
			"/paths/~1api~1purchase.order.list/get/responses/2XX",
			"/components/schemas/PurchaseOrdersAnswer",
			"/components/schemas/PurchaseOrder",
		},
	}
	CallerAsksForNumberOrDate = &specs.Rule{
		ID:         "komet/caller-asks-for-number-or-date",
		Operations: []string{"listPurchaseOrders"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The caller requests purchase orders by number, or by date when it sends no number.",
		Source: page("Get a list of Purchase Orders", "x/d4yq", "input parameters number and date"),
	}
)

// lists are the operations that list master data.
func lists() []string {
	return []string{"listCustomers", "listCarriers", "listProducts", "listBoxTypes", "listVendors"}
}

func listRules() []*specs.Rule {
	return []*specs.Rule{
		CustomersListed, CarriersListed, ProductsListed, BoxTypesListed, VendorsListed,
		ListsFilterExactly, ListsFilterByPart, NothingFound,
		DetailsByTruckDate, DetailsFilter, PurchaseOrdersListed, CallerAsksForNumberOrDate,
	}
}
