package komet

import "github.com/plumbline-api/plumbline/specs"

// What a creation does.
var (
	CreatesPrebook = &specs.Rule{
		ID:         "komet/creates-prebook",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A successful creation adds one new prebook and returns its id and number. The prebook has the customer, carrier, ship date, customer's purchase order and comments that were sent.",
		Source: document("Overview, line 10; Output, lines 79 and 80"),
	}
	HeaderOnly = &specs.Rule{
		ID:         "komet/header-only",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A prebook may be a header without products: prebookItems may be omitted. No page says what the response then has as items.",
		Source: document("Overview, line 12; Input JSON Parameters, line 37; Output, line 82"),
		Readings: []specs.Reading{
			{Name: "empty-items", Text: "The response has items as an empty array."},
			{Name: "no-items", Text: "The response has no items member."},
		},
		Settles: []int{28},
	}
	EmptyItemsAreNone = &specs.Rule{
		ID:         "komet/empty-items-are-none",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "An empty prebookItems array creates only a header, as omitting it does.",
		Source: document("Input JSON Parameters, line 37, which is silent on it; client code sends it so"),
	}
	HeaderWithProducts = &specs.Rule{
		ID:         "komet/header-with-products",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Every accepted item becomes a line of the prebook. The line has the product, box type, boxes, bunches, stems per bunch, unit type, price and mark code that were sent.",
		Source: document("Overview, line 13; Input JSON Parameters, lines 37 to 54"),
	}
	HeaderWithBreakdowns = &specs.Rule{
		ID:         "komet/header-with-breakdowns",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An item may have breakdowns. Its line then has each of them with the product, bunches, stems per bunch and price that were sent.",
		Source: document("Overview, line 14; Input JSON Parameters, lines 57 to 64"),
	}
	OptionalMembers = &specs.Rule{
		ID:         "komet/optional-members",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Optional members may be omitted. A request with only the required members is accepted, in the header, in its items and in their breakdowns.",
		Source: document("Input JSON Parameters, lines 29 to 41 and 53 to 57"),
	}
	UseExisting = &specs.Rule{
		ID:         "komet/use-existing",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Without useExisting a creation always makes a new prebook. The member is from the present page. With 1 the items are added to the prebook that has the same location, carrier, truck date, customer and customer's purchase order, if one exists.",
		Source: present("table of parameters, useExisting"),
		Was:    []string{"komet/use-existing-values"},
		Readings: []specs.Reading{
			{Name: "appends", Text: "With useExisting 1 the items are added to the existing prebook. With 0 a new one is created."},
			{Name: "unknown", Text: "The target dates from the document's time and does not know the member. It refuses the request, or creates a new prebook nevertheless."},
		},
	}
	RepeatsAreSeparate = &specs.Rule{
		ID:         "komet/repeats-are-separate",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:    "Sending the same request twice creates two prebooks. Items with the same identifier or the same product stay separate lines.",
		Source:  document("the whole document, which is silent on repeats"),
		Settles: []int{39},
	}
	PastShipDate = &specs.Rule{
		ID:         "komet/past-ship-date",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A shipDate in the past is accepted, so that the document's own samples from 2014 work.",
		Source: document("Input JSON Parameters, line 28; samples, lines 70 and 74"),
	}
	UnknownMembersIgnored = &specs.Rule{
		ID:         "komet/unknown-members-ignored",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:    "Member names are case-sensitive, and unknown members are ignored. A request with autoGeneratePOsFromPrebooks (capital F) generates no purchase orders.",
		Source:  document("Input JSON Parameters, line 34, which is silent on it"),
		Settles: []int{46},
	}
)

// What the header may hold.
var (
	IDsFit64Bits = &specs.Rule{
		ID:         "komet/ids-fit-64-bits",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:    "Ids are documented as integers of 20 digits. They are unsigned 64-bit numbers, up to 18446744073709551615, and a customer with that id can be named.",
		Source:  document("Input JSON Parameters, lines 22, 25, 29, 39, 42, 45 and 58, where integer:20 may be a width or a range"),
		Settles: []int{34},
	}
	ShipVia = &specs.Rule{
		ID:         "komet/ship-via",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "The member shipViaId is 0 for the warehouse or 1 for the grower. A request with either is accepted. A list that shows where a prebook ships from tells the two apart.",
		Source:  document("Input JSON Parameters, line 30"),
		Settles: []int{26},
	}
	EcommerceValues = &specs.Rule{
		ID:         "komet/ecommerce-values",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:    "The member isEcommerce is 0 for a regular order or 1 for a web order. A request with either is accepted.",
		Source:  present("table of parameters, isEcommerce"),
		Settles: []int{27},
	}
	ShipToAccepted = &specs.Rule{
		ID:         "komet/ship-to-accepted",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "A request may name one of the customer's delivery addresses by shipToId, as the first sample does. It is accepted.",
		Source:  document("first sample request, line 70; the field table lacks the member"),
		Settles: []int{5},
	}
	ShipToOfCustomer = &specs.Rule{
		ID:         "komet/ship-to-of-customer",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A shipToId that is not an address of the prebook's customer is refused.",
		Source: page("customer.shipto.list", "spaces/APIDocs/pages/11175295", "output, which says where the ids come from and not what a wrong one does"),
	}
	ShipToAsText = &specs.Rule{
		ID:         "komet/ship-to-as-text",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "The shipToId is also accepted as text of digits, as a public client sends it. No page gives its type.",
		Source: document("first sample request, line 70, which has a number; the field table lacks the member"),
	}
)

// Customer, carrier and location.
var (
	CustomerByIDOrCode = &specs.Rule{
		ID:         "komet/customer-by-id-or-code",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The customer may be named by customerId alone, or by customerCode together with the name. Both are accepted, and the prebook belongs to that customer.",
		Source: document("Input JSON Parameters, lines 22 to 24; note, line 65"),
	}
	CarrierByIDOrCode = &specs.Rule{
		ID:         "komet/carrier-by-id-or-code",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The carrier may be named by carrierId alone, or by carrierCode together with the name. Both are accepted, and the prebook goes with that carrier.",
		Source: document("Input JSON Parameters, lines 25 to 27; note, line 66"),
	}
	NamingEnforced = &specs.Rule{
		ID:         "komet/naming-enforced",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A request is refused when it names its customer or carrier by neither id nor code, by both, or by code without the name. An item, or its request, is refused when its product or box type, or a breakdown's product, has neither id nor code, or the code alone.",
		Source: document("Input JSON Parameters, lines 22 to 27, 42 to 47 and 58 to 60; notes, lines 65 and 66, which bind the caller and do not say what follows"),
		Schema: []string{
			"/components/schemas/PrebookCreate/allOf/0", "/components/schemas/PrebookCreate/allOf/1", "/components/schemas/PrebookCreate/allOf/2",
			"/components/schemas/PrebookCreate/allOf/3", "/components/schemas/PrebookCreate/allOf/4", "/components/schemas/PrebookCreate/allOf/5",
			"/components/schemas/PrebookItem/allOf/0", "/components/schemas/PrebookItem/allOf/1",
			"/components/schemas/PrebookItem/allOf/2", "/components/schemas/PrebookItem/allOf/3",
			"/components/schemas/Breakdown/allOf/0", "/components/schemas/Breakdown/allOf/1",
		},
		Settles: []int{23},
	}
	CodeGoesWithName = &specs.Rule{
		ID:         "komet/code-goes-with-name",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A code comes with the name of its customer or carrier. The field table and the sample call it customerDescription and carrierDescription, and these are accepted. The notes call it customerName and carrierName.",
		Source: document("Input JSON Parameters, lines 24 and 27; notes, lines 65 and 66; second sample request, line 74"),
		Readings: []specs.Reading{
			{Name: "description", Text: "Only customerDescription and carrierDescription count. A request with customerName or carrierName instead is refused."},
			{Name: "name-too", Text: "A request with customerName or carrierName instead is accepted as well."},
		},
		Settles: []int{10, 11},
	}
	CodeIdentifies = &specs.Rule{
		ID:         "komet/code-identifies",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A code alone identifies a customer, carrier, vendor, product or box type. The name sent with it is not compared, and the name on record is read back.",
		Source: document("Input JSON Parameters, lines 23 to 27 and 40 to 47, which are silent on it"),
	}
	EmptyTextIsNotGiven = &specs.Rule{
		ID:         "komet/empty-text-is-not-given",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "The second sample sends an empty vendorCode for an item without a vendor. No page says whether an empty code counts as sent.",
		Source: document("second sample request, line 74, which is answered as a success although other parts of that pair contradict the text"),
		Readings: []specs.Reading{
			{Name: "not-given", Text: "An empty code, and an empty shipToId, count as not sent. An item with an empty vendorCode has no vendor, and a customerId with an empty customerCode is accepted."},
			{Name: "given", Text: "An empty code counts as sent and identifies nothing. An item with an empty vendorCode fails, and a customerId with an empty customerCode is refused."},
			{Name: "vendors-only", Text: "Only the empty vendorCode of the sample counts as not sent. A customerId with an empty customerCode is refused."},
		},
		Settles: []int{44},
	}
	CompanyLocation = &specs.Rule{
		ID:         "komet/company-location",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "A prebook belongs to the location whose companyLocationCode was sent. A company with one location may omit it.",
		Source:  document("Input JSON Parameters, line 36"),
		Settles: []int{32},
	}
	LocationDemanded = &specs.Rule{
		ID:         "komet/location-demanded",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A company with several locations must say which one a prebook belongs to. A request that does not is refused.",
		Source: document("Input JSON Parameters, line 36, which binds the caller and does not say what follows"),
	}
)

func prebookRules() []*specs.Rule {
	return []*specs.Rule{
		CreatesPrebook, HeaderOnly, EmptyItemsAreNone, HeaderWithProducts, HeaderWithBreakdowns, OptionalMembers,
		UseExisting, RepeatsAreSeparate, PastShipDate, UnknownMembersIgnored,
		IDsFit64Bits, ShipVia, EcommerceValues, ShipToAccepted, ShipToOfCustomer, ShipToAsText,
		CustomerByIDOrCode, CarrierByIDOrCode, NamingEnforced, CodeGoesWithName, CodeIdentifies, EmptyTextIsNotGiven,
		CompanyLocation, LocationDemanded,
	}
}
