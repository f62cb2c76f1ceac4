package komet

import (
	"slices"

	"github.com/plumbline-api/plumbline/specs"
)

// What the caller has to do when it creates a prebook. The document says what a
// request has to be and not what becomes of one that is otherwise: that is the
// strictness of a server. So these rules claim the keywords of the contract.
var (
	CallerSendsJSON = &specs.Rule{
		ID:         "komet/caller-sends-json",
		Operations: create(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller sends one JSON object by POST, with the content type application/json.",
		Source: document("Request, lines 17 to 19"),
		Was:    []string{"komet/request-is-json-object"},
		Schema: []string{
			"/paths/~1api~1prebook.create/post/requestBody",
			"/components/schemas/PrebookCreate/type",
		},
	}
	CallerGivesRequired = &specs.Rule{
		ID:         "komet/caller-gives-required-members",
		Operations: create(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:    "The caller sends the required members. For a prebook: token and shipDate. For an item: boxes, unitType, bunches, stemsBunch and price. For a breakdown: bunches, stemsBunch, cost and price; its cost is required although an item's is not.",
		Source:  document("Input JSON Parameters, lines 21, 28, 48 to 53 and 61 to 64"),
		Was:     []string{"komet/header-members-required", "komet/item-members-required", "komet/breakdown-members-required"},
		Schema:  []string{"/components/schemas/PrebookCreate/required", "/components/schemas/PrebookItem/required", "/components/schemas/Breakdown/required"},
		Settles: []int{16},
	}
	CallerKeepsTypes = &specs.Rule{
		ID:         "komet/caller-keeps-types",
		Operations: create(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller sends every member in its documented type. Ids, flags and counts are whole JSON numbers, and prices and costs are numbers. Text is sent as strings, and items and breakdowns as arrays of objects.",
		Source: document("Input JSON Parameters, lines 21 to 64"),
		Was:    []string{"komet/header-members-typed", "komet/item-members-typed", "komet/breakdown-members-typed", "komet/ids-are-whole-numbers", "komet/list-parameters-typed"},
		Schema: slices.Concat(
			keyword("PrebookCreate", "type",
				"authenticationToken", "customerCode", "customerDescription", "carrierCode", "carrierDescription", "shipDate", "shipViaId",
				"customerPO", "isEcommerce", "comments", "autoGeneratePOsfromPrebooks", "autoAllocate", "companyLocationCode", "prebookItems"),
			keyword("PrebookItem", "type",
				"identifier", "vendorCode", "vendorName", "productCode", "productDescription", "boxTypeCode", "boxTypeDescription",
				"markCode", "notes", "futureSalesPoNumber", "breakdowns"),
			keyword("Breakdown", "type", "productCode", "productDescription"),
			[]string{
				"/components/schemas/PrebookItem/type", "/components/schemas/Breakdown/type", "/components/schemas/Id/type",
				"/components/schemas/Count/type", "/components/schemas/Amount/type", "/components/schemas/UnitType/type",
			},
		),
	}
	CallerKeepsLengths = &specs.Rule{
		ID:         "komet/caller-keeps-lengths",
		Operations: create(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller sends no text longer than documented. Token and mark code: 50 characters. Codes and the customer's purchase order: 20. Names and comments: 200. Identifier: 30. Code and name of a box type: 3. Future sales order: 7.",
		Source: document("Input JSON Parameters, lines 21 to 60"),
		Was:    []string{"komet/header-text-lengths", "komet/item-text-lengths", "komet/breakdown-text-lengths", "komet/undocumented-texts"},
		Schema: slices.Concat(
			keyword("PrebookCreate", "maxLength",
				"authenticationToken", "customerCode", "customerDescription", "carrierCode", "carrierDescription",
				"customerPO", "comments", "companyLocationCode"),
			keyword("PrebookItem", "maxLength",
				"identifier", "vendorCode", "vendorName", "productCode", "productDescription", "boxTypeCode",
				"boxTypeDescription", "markCode", "notes", "futureSalesPoNumber"),
			keyword("Breakdown", "maxLength", "productCode", "productDescription"),
		),
		Settles: []int{25, 43},
	}
	CallerKeepsNumbers = &specs.Rule{
		ID:         "komet/caller-keeps-numbers",
		Operations: create(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:    "The caller sends counts of at most ten digits. Prices and costs have at most ten digits, two of them after the decimal point.",
		Source:  document("Input JSON Parameters, lines 48 to 53 and 61 to 64"),
		Was:     []string{"komet/counts-of-ten-digits", "komet/amounts-of-ten-two", "komet/counts-from-one", "komet/amounts-not-negative"},
		Schema:  []string{"/components/schemas/Count/maximum", "/components/schemas/Amount/maximum", "/components/schemas/Amount/multipleOf"},
		Settles: []int{35},
	}
	CallerKeepsValues = &specs.Rule{
		ID:         "komet/caller-keeps-values",
		Operations: create(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller sends shipViaId, autoGeneratePOsfromPrebooks, autoAllocate and isEcommerce as 0 or 1. It sends stem or bunch as the unitType.",
		Source: document("Input JSON Parameters, lines 30, 32, 34, 35 and 49"),
		Schema: append(keyword("PrebookCreate", "enum", "shipViaId", "isEcommerce", "autoGeneratePOsfromPrebooks", "autoAllocate"),
			"/components/schemas/UnitType/enum"),
	}
	CallerWritesShipDate = &specs.Rule{
		ID:         "komet/caller-writes-ship-date",
		Operations: create(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller sends the shipDate as an existing day, YYYY-MM-DD.",
		Source: document("Input JSON Parameters, line 28"),
		Was:    []string{"komet/ship-date-format"},
		Schema: keyword("PrebookCreate", "format", "shipDate"),
	}
	CallerSendsIDOrCode = &specs.Rule{
		ID:         "komet/caller-sends-id-or-code",
		Operations: create(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller names customer and carrier by id, or by code and name, and never by both.",
		Source: document("Input JSON Parameters, lines 22 to 27; notes, lines 65 and 66"),
	}
	CallerNamesProducts = &specs.Rule{
		ID:         "komet/caller-names-products",
		Operations: create(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller names the product and the box type of an item, and the product of a breakdown, by id or by code and description.",
		Source: document("Input JSON Parameters, lines 42 to 47 and 58 to 60"),
	}
	CallerSaysLocation = &specs.Rule{
		ID:         "komet/caller-says-location",
		Operations: create(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller of a company with several locations names the prebook's location by companyLocationCode.",
		Source: document("Input JSON Parameters, line 36"),
	}
	CallerPricesByUnit = &specs.Rule{
		ID:         "komet/caller-prices-by-unit",
		Operations: create(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:    "The caller sends price and cost per bunch when the unitType is bunch, and per stem when it is stem. The item's unitType also applies to its breakdowns.",
		Source:  document("Input JSON Parameters, lines 52, 53, 63 and 64"),
		Settles: []int{30},
	}
	CallerPrefersIDs = &specs.Rule{
		ID:         "komet/caller-prefers-ids",
		Operations: create(),
		Binds:      specs.Client, Level: specs.Should, Basis: specs.Documented,
		Text:   "The caller should name customer and carrier by id rather than by code.",
		Source: document("notes, lines 65 and 66"),
	}
	CallerTakesIDsFromLists = &specs.Rule{
		ID:         "komet/caller-takes-ids-from-lists",
		Operations: []string{"createPrebook", "listCustomers", "listCarriers", "listProducts", "listBoxTypes", "listVendors"},
		Binds:      specs.Client, Level: specs.Should, Basis: specs.Documented,
		Text:   "The caller takes the ids of customers, carriers, vendors, products and box types from the list methods, so that it never sends an unknown id.",
		Source: document("Input JSON Parameters, lines 22, 25, 39, 42, 45 and 58; notes, lines 65 and 66"),
	}
)

func callerRules() []*specs.Rule {
	return []*specs.Rule{
		CallerSendsJSON, CallerGivesRequired, CallerKeepsTypes, CallerKeepsLengths, CallerKeepsNumbers, CallerKeepsValues,
		CallerWritesShipDate, CallerSendsIDOrCode, CallerNamesProducts, CallerSaysLocation, CallerPricesByUnit,
		CallerPrefersIDs, CallerTakesIDsFromLists,
	}
}

// gone are IDs of rules that are no more. Each made a refusal of what the
// document only asks of the caller.
func gone() map[string]string {
	const strictness = ": what a server does with a breach is its strictness"
	instead := map[string][]string{
		CallerSendsJSON.ID:      {"request-is-json-object"},
		CallerGivesRequired.ID:  {"header-members-required", "item-members-required", "breakdown-members-required"},
		CallerKeepsTypes.ID:     {"header-members-typed", "item-members-typed", "breakdown-members-typed", "ids-are-whole-numbers"},
		CallerKeepsLengths.ID:   {"header-text-lengths", "item-text-lengths", "breakdown-text-lengths", "undocumented-texts"},
		CallerKeepsNumbers.ID:   {"counts-of-ten-digits", "amounts-of-ten-two", "counts-from-one", "amounts-not-negative"},
		CallerWritesShipDate.ID: {"ship-date-format"},
		UseExisting.ID:          {"use-existing-values"},
		DetailsByTruckDate.ID:   {"list-parameters-typed"},
	}
	all := map[string]string{}
	for id, olds := range instead {
		for _, old := range olds {
			all["komet/"+old] = id + strictness
		}
	}
	return all
}
