package komet

import "github.com/plumbline-api/plumbline/specs"

// The form of an item.
var (
	ItemMembersRequired = &specs.Rule{
		ID:         "komet/item-members-required",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An item without boxes, unitType, bunches, stemsBunch or price is refused.",
		Source: document("Input JSON Parameters, lines 48 to 52"),
		Schema: []string{"/components/schemas/PrebookItem/required"},
	}
	ItemMembersTyped = &specs.Rule{
		ID:         "komet/item-members-typed",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An item is a JSON object whose members have their documented types: text is a string, breakdowns is an array.",
		Source: document("Input JSON Parameters, lines 37 to 57"),
		Schema: append(keyword("PrebookItem", "type",
			"identifier", "vendorCode", "vendorName", "productCode", "productDescription", "boxTypeCode",
			"boxTypeDescription", "markCode", "notes", "futureSalesPoNumber", "breakdowns"),
			"/components/schemas/PrebookItem/type"),
	}
	ItemTextLengths = &specs.Rule{
		ID:         "komet/item-text-lengths",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Text of an item has at most its documented length: 30 characters for the identifier, 20 for codes of vendor and product, 200 for their names, 3 for code and name of the box type, 50 for the mark code, 7 for a future sales order; longer text is refused.",
		Source: document("Input JSON Parameters, lines 38 to 47, 54 and 56"),
		Schema: keyword("PrebookItem", "maxLength",
			"identifier", "vendorCode", "vendorName", "productCode", "productDescription", "boxTypeCode",
			"boxTypeDescription", "markCode", "futureSalesPoNumber"),
		Settles: []int{25, 43},
	}
	NotesLength = &specs.Rule{
		ID:         "komet/notes-length",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Notes of an item have a greatest length, and longer ones are refused. The field table says 7 characters; the samples send 14; a sister method of the vendor says 200.",
		Source: document("Input JSON Parameters, line 55; sample requests, lines 70 and 74"),
		Schema: keyword("PrebookItem", "maxLength", "notes"),
		Readings: []specs.Reading{
			{Name: "two-hundred", Text: "Notes of up to 200 characters are accepted."},
			{Name: "seven", Text: "Notes of more than 7 characters are refused."},
		},
		Settles: []int{4},
	}
	UnitTypes = &specs.Rule{
		ID:         "komet/unit-types",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The unitType of an item is stem or bunch, and any other word is refused. The field table writes the two in lower case, the samples capitalise them.",
		Source: document("Input JSON Parameters, line 49; sample requests, lines 70 and 74"),
		Schema: []string{"/components/schemas/UnitType"},
		Readings: []specs.Reading{
			{Name: "any-case", Text: "The words are accepted in lower case, capitalised and in capitals."},
			{Name: "lower-case", Text: "The words are accepted in lower case only."},
		},
		Settles: []int{1},
	}
	CountsOfTenDigits = &specs.Rule{
		ID:         "komet/counts-of-ten-digits",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Boxes, bunches and stems per bunch are whole JSON numbers of at most ten digits, in an item and in a breakdown; anything else is refused.",
		Source: document("Input JSON Parameters, lines 48, 50, 51, 61 and 62"),
		Schema: []string{"/components/schemas/Count/type", "/components/schemas/Count/maximum"},
	}
	CountsFromOne = &specs.Rule{
		ID:         "komet/counts-from-one",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Boxes, bunches and stems per bunch are at least one.",
		Source: document("Input JSON Parameters, lines 48, 50, 51, 61 and 62, which are silent on it"),
		Schema: []string{"/components/schemas/Count/minimum"},
	}
	AmountsOfTenTwo = &specs.Rule{
		ID:         "komet/amounts-of-ten-two",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "Prices and costs are JSON numbers of at most ten digits, two of them after the point; text, a third digit after the point, or more than eight before it is refused.",
		Source:  document("Input JSON Parameters, lines 52, 53, 63 and 64"),
		Schema:  []string{"/components/schemas/Amount/type", "/components/schemas/Amount/maximum", "/components/schemas/Amount/multipleOf"},
		Settles: []int{35},
	}
	AmountsNotNegative = &specs.Rule{
		ID:         "komet/amounts-not-negative",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Prices and costs are not below zero.",
		Source: document("Input JSON Parameters, lines 52, 53, 63 and 64, which are silent on it"),
		Schema: []string{"/components/schemas/Amount/minimum"},
	}
	UnitTypeDecidesPrice = &specs.Rule{
		ID:         "komet/unit-type-decides-price",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "The price and cost of an item are per bunch when its unitType is bunch and per stem when it is stem, and so are those of its breakdowns: a line's total is its boxes times bunches times price, times stems per bunch as well when the unit is the stem.",
		Source:  document("Input JSON Parameters, lines 52, 53, 63 and 64"),
		Settles: []int{30},
	}
)

// The product, box type and vendor of an item.
var (
	ProductByIDOrCode = &specs.Rule{
		ID:         "komet/product-by-id-or-code",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An item names its product by productId, or by productCode together with productDescription; an item that does neither is refused.",
		Source: document("Input JSON Parameters, lines 42 to 44"),
		Schema: []string{"/components/schemas/PrebookItem/allOf/0", "/components/schemas/PrebookItem/allOf/1"},
	}
	BoxTypeByIDOrCode = &specs.Rule{
		ID:         "komet/box-type-by-id-or-code",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An item names its box type by boxTypeId, or by boxTypeCode together with boxTypeDescription; an item that does neither is refused.",
		Source: document("Input JSON Parameters, lines 45 to 47"),
		Schema: []string{"/components/schemas/PrebookItem/allOf/2", "/components/schemas/PrebookItem/allOf/3"},
	}
	IDWithCodeInItems = &specs.Rule{
		ID:         "komet/id-with-code-in-items",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:    "The ban on id and code together is stated for customer and carrier only: a product or box type that is named in both ways is accepted, and its id decides.",
		Source:  document("Input JSON Parameters, lines 42 to 47; notes, lines 65 and 66, which do not speak of items"),
		Settles: []int{24},
	}
	VendorOptional = &specs.Rule{
		ID:         "komet/vendor-optional",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "An item needs no vendor. Where it has one, vendorId names it, and vendorCode serves when no vendorId is given; the line shows that vendor.",
		Source:  document("Input JSON Parameters, lines 39 to 41"),
		Settles: []int{31},
	}
	VendorNamedTwoWays = &specs.Rule{
		ID:         "komet/vendor-named-two-ways",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "The name of a vendor may come as vendorName, as the field table has it, and as vendorDescription, as the second sample sends it; an item with either is accepted.",
		Source:  document("Input JSON Parameters, line 41; second sample request, line 74"),
		Settles: []int{9},
	}
)

// The breakdowns of an item.
var (
	BreakdownMembersRequired = &specs.Rule{
		ID:         "komet/breakdown-members-required",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "A breakdown without bunches, stemsBunch, cost or price is refused; its cost is required although that of an item is not.",
		Source:  document("Input JSON Parameters, lines 53 and 61 to 64"),
		Schema:  []string{"/components/schemas/Breakdown/required"},
		Settles: []int{16},
	}
	BreakdownMembersTyped = &specs.Rule{
		ID:         "komet/breakdown-members-typed",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A breakdown is a JSON object whose code and description of the product are strings.",
		Source: document("Input JSON Parameters, lines 57, 59 and 60"),
		Schema: append(keyword("Breakdown", "type", "productCode", "productDescription"), "/components/schemas/Breakdown/type"),
	}
	BreakdownTextLengths = &specs.Rule{
		ID:         "komet/breakdown-text-lengths",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "In a breakdown the product's code has at most 20 characters and its description at most 200; longer text is refused.",
		Source: document("Input JSON Parameters, lines 59 and 60"),
		Schema: keyword("Breakdown", "maxLength", "productCode", "productDescription"),
	}
	BreakdownProductByIDOrCode = &specs.Rule{
		ID:         "komet/breakdown-product-by-id-or-code",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A breakdown names its product by productId, or by productCode together with productDescription; a breakdown that does neither is refused.",
		Source: document("Input JSON Parameters, lines 58 to 60"),
		Schema: []string{"/components/schemas/Breakdown/allOf/0", "/components/schemas/Breakdown/allOf/1"},
	}
	BreakdownsNotSummed = &specs.Rule{
		ID:         "komet/breakdowns-not-summed",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "Breakdowns need not add up to their item: as in the first sample, their bunches, stems, costs and prices may differ from the item's.",
		Source:  document("Input JSON Parameters, lines 61 and 62; first sample request, line 70"),
		Settles: []int{29},
	}
	BreakdownIdentifier = &specs.Rule{
		ID:         "komet/breakdown-identifier",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The first sample puts the identifier into the breakdown and has it answered for the item; the field table knows it for the item only.",
		Source: document("Input JSON Parameters, line 38; first sample request and answer, lines 70 and 94"),
		Readings: []specs.Reading{
			{Name: "answered", Text: "An item without an identifier of its own is answered with that of its first breakdown that has one."},
			{Name: "ignored", Text: "An identifier in a breakdown is accepted and not answered."},
		},
		Settles: []int{6, 7},
	}
)

func itemRules() []*specs.Rule {
	return []*specs.Rule{
		ItemMembersRequired, ItemMembersTyped, ItemTextLengths, NotesLength, UnitTypes, CountsOfTenDigits, CountsFromOne,
		AmountsOfTenTwo, AmountsNotNegative, UnitTypeDecidesPrice,
		ProductByIDOrCode, BoxTypeByIDOrCode, IDWithCodeInItems, VendorOptional, VendorNamedTwoWays,
		BreakdownMembersRequired, BreakdownMembersTyped, BreakdownTextLengths, BreakdownProductByIDOrCode,
		BreakdownsNotSummed, BreakdownIdentifier,
	}
}
