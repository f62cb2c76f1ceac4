package komet

import (
	"slices"

	"github.com/plumbline-api/plumbline/specs"
)

// What a creation does.
var (
	CreatesPrebook = &specs.Rule{
		ID:         "komet/creates-prebook",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A creation that succeeds adds one new prebook and answers its id and number; it is there afterwards with the customer, carrier, ship date, customer's purchase order and comments that were sent.",
		Source: document("Overview, line 10; Output, lines 79 and 80"),
	}
	HeaderOnly = &specs.Rule{
		ID:         "komet/header-only",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A prebook may be a header without products: prebookItems may be left out. What its answer has for items is not said.",
		Source: document("Overview, line 12; Input JSON Parameters, line 37; Output, line 82"),
		Readings: []specs.Reading{
			{Name: "empty-items", Text: "The answer has items as an empty array."},
			{Name: "no-items", Text: "The answer has no items."},
		},
		Settles: []int{28},
	}
	EmptyItemsAreNone = &specs.Rule{
		ID:         "komet/empty-items-are-none",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "An empty array of prebookItems creates a header alone, as leaving it out does.",
		Source: document("Input JSON Parameters, line 37, which is silent on it; client code sends it so"),
	}
	HeaderWithProducts = &specs.Rule{
		ID:         "komet/header-with-products",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Every accepted item becomes a line of the prebook with the product, box type, boxes, bunches, stems per bunch, unit type, price and mark code that were sent.",
		Source: document("Overview, line 13; Input JSON Parameters, lines 37 to 54"),
	}
	HeaderWithBreakdowns = &specs.Rule{
		ID:         "komet/header-with-breakdowns",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An item may have breakdowns, and its line then has each of them with the product, bunches, stems per bunch and price that were sent.",
		Source: document("Overview, line 14; Input JSON Parameters, lines 57 to 64"),
	}
	OptionalMembers = &specs.Rule{
		ID:         "komet/optional-members",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Members that are marked optional may be left out: a request that has only the required ones, in the header, in its items and in their breakdowns, is accepted.",
		Source: document("Input JSON Parameters, lines 29 to 41 and 53 to 57"),
	}
	UseExisting = &specs.Rule{
		ID:         "komet/use-existing",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "With useExisting 1 the items are added to the prebook that has the same location, carrier, truck date, customer and customer's purchase order, if there is one; with 0, or without the member, a new prebook is created.",
		Source: present("table of parameters, useExisting"),
		Schema: keyword("PrebookCreate", "type", "useExisting"),
	}
	UseExistingValues = &specs.Rule{
		ID:         "komet/use-existing-values",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The member useExisting is 0 or 1.",
		Source: present("table of parameters, useExisting"),
		Schema: keyword("PrebookCreate", "enum", "useExisting"),
	}
	RepeatsAreSeparate = &specs.Rule{
		ID:         "komet/repeats-are-separate",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:    "A request sent twice creates two prebooks, and items with one identifier or one product stay separate lines.",
		Source:  document("the whole document, which is silent on repeats"),
		Settles: []int{39},
	}
	PastShipDate = &specs.Rule{
		ID:         "komet/past-ship-date",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A shipDate in the past is accepted, so that the document's own samples of 2014 work.",
		Source: document("Input JSON Parameters, line 28; samples, lines 70 and 74"),
	}
	UnknownMembersIgnored = &specs.Rule{
		ID:         "komet/unknown-members-ignored",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:    "Names of members count letter by letter, and a member that is not known is ignored: a request with autoGeneratePOsFromPrebooks, capital F, generates no purchase orders.",
		Source:  document("Input JSON Parameters, line 34, which is silent on it"),
		Settles: []int{46},
	}
)

// The form of the request and of its header.
var (
	RequestIsJSONObject = &specs.Rule{
		ID:         "komet/request-is-json-object",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The call is a POST whose body is a JSON object; no body, another JSON value or text that is no JSON is refused.",
		Source: document("Request, lines 16 to 19"),
		Schema: []string{"/paths/~1api~1prebook.create/post/requestBody/required", "/components/schemas/PrebookCreate/type"},
	}
	HeaderMembersRequired = &specs.Rule{
		ID:         "komet/header-members-required",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A request without authenticationToken or without shipDate is refused.",
		Source: document("Input JSON Parameters, lines 21 and 28"),
		Schema: []string{"/components/schemas/PrebookCreate/required"},
	}
	HeaderMembersTyped = &specs.Rule{
		ID:         "komet/header-members-typed",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Members of the header have their documented JSON types: text is a string, flags are whole numbers, prebookItems is an array.",
		Source: document("Input JSON Parameters, lines 21 to 37"),
		Schema: keyword("PrebookCreate", "type",
			"authenticationToken", "customerCode", "customerDescription", "carrierCode", "carrierDescription", "shipDate",
			"shipViaId", "customerPO", "isEcommerce", "comments", "autoAllocate", "companyLocationCode", "prebookItems"),
	}
	HeaderTextLengths = &specs.Rule{
		ID:         "komet/header-text-lengths",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Text of the header has at most its documented length: 50 characters for the token, 20 for codes and the customer's purchase order, 200 for names and comments; longer text is refused.",
		Source: document("Input JSON Parameters, lines 21 to 36"),
		Schema: keyword("PrebookCreate", "maxLength",
			"authenticationToken", "customerCode", "customerDescription", "carrierCode", "carrierDescription",
			"customerPO", "comments", "companyLocationCode"),
	}
	UndocumentedTexts = &specs.Rule{
		ID:         "komet/undocumented-texts",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Text members that only a note or a sample names have the form of those that they stand for: customerName, carrierName and vendorDescription of at most 200 characters, a breakdown's identifier of at most 30.",
		Source: document("samples and notes, lines 65, 66, 70 and 74, which give no form"),
		Schema: slices.Concat(
			keyword("PrebookCreate", "type", "customerName", "carrierName"),
			keyword("PrebookCreate", "maxLength", "customerName", "carrierName"),
			keyword("PrebookItem", "type", "vendorDescription"),
			keyword("PrebookItem", "maxLength", "vendorDescription"),
			keyword("Breakdown", "type", "identifier"),
			keyword("Breakdown", "maxLength", "identifier"),
		),
	}
	IDsAreWholeNumbers = &specs.Rule{
		ID:         "komet/ids-are-whole-numbers",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Ids of customers, carriers, users, vendors, products and box types are whole JSON numbers; text or a fraction in their place is refused.",
		Source: document("Input JSON Parameters, lines 22, 25, 29, 39, 42, 45 and 58"),
		Schema: []string{"/components/schemas/Id/type"},
	}
	IDsFit64Bits = &specs.Rule{
		ID:         "komet/ids-fit-64-bits",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:    "Ids, documented as integers of 20 digits, are unsigned 64-bit numbers, from 0 to 18446744073709551615.",
		Source:  document("Input JSON Parameters, lines 22, 25, 29, 39, 42, 45 and 58, where integer:20 may be a width or a range"),
		Schema:  []string{"/components/schemas/Id/minimum", "/components/schemas/Id/maximum"},
		Settles: []int{34},
	}
	ShipDateFormat = &specs.Rule{
		ID:         "komet/ship-date-format",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The shipDate is a day that exists, written YYYY-MM-DD; another form, a date with a time among them, is refused.",
		Source: document("Input JSON Parameters, line 28"),
		Schema: keyword("PrebookCreate", "format", "shipDate"),
	}
	ShipVia = &specs.Rule{
		ID:         "komet/ship-via",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "The member shipViaId may be left out; sent, it is 0 for the warehouse or 1 for the grower, and any other value is refused.",
		Source:  document("Input JSON Parameters, line 30"),
		Schema:  keyword("PrebookCreate", "enum", "shipViaId"),
		Settles: []int{26},
	}
	EcommerceValues = &specs.Rule{
		ID:         "komet/ecommerce-values",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:    "The member isEcommerce is 0 for a regular order or 1 for a web order, and nothing else.",
		Source:  present("table of parameters, isEcommerce"),
		Schema:  keyword("PrebookCreate", "enum", "isEcommerce"),
		Settles: []int{27},
	}
	ShipToAccepted = &specs.Rule{
		ID:         "komet/ship-to-accepted",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "A request may name one of the customer's delivery addresses by shipToId, as the first sample does, and is accepted with it.",
		Source:  document("first sample request, line 70; the field table lacks the member"),
		Settles: []int{5},
	}
	ShipToOfCustomer = &specs.Rule{
		ID:         "komet/ship-to-of-customer",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A shipToId that is not an address of the prebook's customer is refused.",
		Source: page("customer.shipto.list", "spaces/APIDocs/pages/11175295", "output, which says where the ids come from and not what a wrong one does"),
	}
)

// Customer, carrier and location.
var (
	CustomerByIDOrCode = &specs.Rule{
		ID:         "komet/customer-by-id-or-code",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "The customer is named by customerId or by customerCode: a request with neither is refused, and so is one with both.",
		Source:  document("Input JSON Parameters, lines 22 and 23; note, line 65"),
		Schema:  []string{"/components/schemas/PrebookCreate/allOf/0", "/components/schemas/PrebookCreate/allOf/1"},
		Settles: []int{23},
	}
	CarrierByIDOrCode = &specs.Rule{
		ID:         "komet/carrier-by-id-or-code",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The carrier is named by carrierId or by carrierCode: a request with neither is refused, and so is one with both.",
		Source: document("Input JSON Parameters, lines 25 and 26; note, line 66"),
		Schema: []string{"/components/schemas/PrebookCreate/allOf/3", "/components/schemas/PrebookCreate/allOf/4"},
	}
	CodeGoesWithName = &specs.Rule{
		ID:         "komet/code-goes-with-name",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A customer or carrier that is named by code comes with its name, or the request is refused. The field table and the sample call the name customerDescription and carrierDescription, the notes customerName and carrierName.",
		Source: document("Input JSON Parameters, lines 24 and 27; notes, lines 65 and 66"),
		Schema: []string{"/components/schemas/PrebookCreate/allOf/2", "/components/schemas/PrebookCreate/allOf/5"},
		Readings: []specs.Reading{
			{Name: "description", Text: "Only customerDescription and carrierDescription count; a request with customerName or carrierName in their place is refused."},
			{Name: "name-too", Text: "A request with customerName or carrierName in their place is accepted as well."},
		},
		Settles: []int{10, 11},
	}
	CodeIdentifies = &specs.Rule{
		ID:         "komet/code-identifies",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Where a code names a customer, carrier, vendor, product or box type, the code alone identifies it: the name that comes with it is not compared, and the one on record is read back.",
		Source: document("Input JSON Parameters, lines 23 to 27 and 40 to 47, which are silent on it"),
	}
	EmptyTextIsNotGiven = &specs.Rule{
		ID:         "komet/empty-text-is-not-given",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The second sample sends a vendorCode of no characters for an item that has no vendor; whether an empty code counts as given is not said.",
		Source: document("second sample request, line 74"),
		Readings: []specs.Reading{
			{Name: "not-given", Text: "An empty code counts as not given: an item with an empty vendorCode has no vendor, and a customerId with an empty customerCode is accepted."},
			{Name: "given", Text: "An empty code counts as given and names nothing: an item with an empty vendorCode fails, and a customerId with an empty customerCode is refused."},
		},
		Settles: []int{44},
	}
	CompanyLocation = &specs.Rule{
		ID:         "komet/company-location",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "A company that has several locations has to send companyLocationCode, and its request without one is refused; a company with one location need not send it. The prebook belongs to the location that was sent.",
		Source:  document("Input JSON Parameters, line 36"),
		Settles: []int{32},
	}
)

// What the caller has to do.
var (
	CallerSendsJSON = &specs.Rule{
		ID:         "komet/caller-sends-json",
		Operations: create(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller sends the request by POST, with the content type application/json.",
		Source: document("Request, lines 17 to 19"),
	}
	CallerSendsIDOrCode = &specs.Rule{
		ID:         "komet/caller-sends-id-or-code",
		Operations: create(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller names customer and carrier in one way each, by id, or by code and name, and never in both.",
		Source: document("notes, lines 65 and 66"),
	}
	CallerPrefersIDs = &specs.Rule{
		ID:         "komet/caller-prefers-ids",
		Operations: create(),
		Binds:      specs.Client, Level: specs.Should, Basis: specs.Documented,
		Text:   "The caller had better name customer and carrier by id than by code.",
		Source: document("notes, lines 65 and 66"),
	}
	CallerTakesIDsFromLists = &specs.Rule{
		ID:         "komet/caller-takes-ids-from-lists",
		Operations: []string{"createPrebook", "listCustomers", "listCarriers", "listProducts", "listBoxTypes", "listVendors"},
		Binds:      specs.Client, Level: specs.Should, Basis: specs.Documented,
		Text:   "The caller takes the ids of customers, carriers, vendors, products and box types from the list methods, so that no id that it sends is unknown.",
		Source: document("Input JSON Parameters, lines 22, 25, 39, 42, 45 and 58; notes, lines 65 and 66"),
	}
)

func prebookRules() []*specs.Rule {
	return []*specs.Rule{
		CreatesPrebook, HeaderOnly, EmptyItemsAreNone, HeaderWithProducts, HeaderWithBreakdowns, OptionalMembers,
		UseExisting, UseExistingValues, RepeatsAreSeparate, PastShipDate, UnknownMembersIgnored,
		RequestIsJSONObject, HeaderMembersRequired, HeaderMembersTyped, HeaderTextLengths, UndocumentedTexts,
		IDsAreWholeNumbers, IDsFit64Bits, ShipDateFormat, ShipVia, EcommerceValues, ShipToAccepted, ShipToOfCustomer,
		CustomerByIDOrCode, CarrierByIDOrCode, CodeGoesWithName, CodeIdentifies, EmptyTextIsNotGiven, CompanyLocation,
		CallerSendsJSON, CallerSendsIDOrCode, CallerPrefersIDs, CallerTakesIDsFromLists,
	}
}
