package komet

import "github.com/plumbline-api/plumbline/specs"

// What an item may hold.
var (
	NotesLength = &specs.Rule{
		ID:         "komet/notes-length",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Notes of an item may have 7 characters, as the field table says. The samples send 14, and a sister method of the vendor says 200.",
		Source: document("Input JSON Parameters, line 55; sample requests, lines 70 and 74"),
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
		Text:   "An item with the unitType stem or bunch is accepted. The field table writes the two words in lower case. The samples capitalise them.",
		Source: document("Input JSON Parameters, line 49; sample requests, lines 70 and 74"),
		Readings: []specs.Reading{
			{Name: "any-case", Text: "The words are accepted in lower case, capitalised and in upper case."},
			{Name: "lower-case", Text: "The words are accepted in lower case only."},
			{Name: "as-printed", Text: "The words are accepted as printed: in lower case and capitalised."},
		},
		Settles: []int{1},
	}
	UnitTypeDecidesPrice = &specs.Rule{
		ID:         "komet/unit-type-decides-price",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text: "A line's total is its boxes times bunches times price. If the unit is the stem, it is also multiplied by stems per bunch.",
		Source: specs.Source{
			Document: "Prebooks in Units", Place: "price rule", URL: "https://learn.kometsales.com/display/public/KB/Prebooks+in+Units", Date: read,
		},
	}
)

// The product, box type and vendor of an item.
var (
	ProductByIDOrCode = &specs.Rule{
		ID:         "komet/product-by-id-or-code",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An item may name its product by productId alone, or by productCode together with productDescription. Both are accepted, and the line has that product.",
		Source: document("Input JSON Parameters, lines 42 to 44"),
	}
	BoxTypeByIDOrCode = &specs.Rule{
		ID:         "komet/box-type-by-id-or-code",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An item may name its box type by boxTypeId alone, or by boxTypeCode together with boxTypeDescription. Both are accepted.",
		Source: document("Input JSON Parameters, lines 45 to 47"),
	}
	IDWithCodeInItems = &specs.Rule{
		ID:         "komet/id-with-code-in-items",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:    "Only for customer and carrier does the document forbid id and code together. A product, box type or vendor named by both is accepted, and its id decides.",
		Source:  document("Input JSON Parameters, lines 39 to 47; notes, lines 65 and 66, which do not speak of items"),
		Settles: []int{24},
	}
	VendorOptional = &specs.Rule{
		ID:         "komet/vendor-optional",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "An item needs no vendor. If it has one, vendorId names it, or vendorCode where no vendorId is sent. The line shows that vendor.",
		Source:  document("Input JSON Parameters, lines 39 to 41"),
		Settles: []int{31},
	}
	VendorNamedTwoWays = &specs.Rule{
		ID:         "komet/vendor-named-two-ways",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "The name of a vendor may be sent as vendorName, as in the field table, or as vendorDescription, as in the second sample. An item with either is accepted.",
		Source:  document("Input JSON Parameters, line 41; second sample request, line 74"),
		Settles: []int{9},
	}
)

// The breakdowns of an item.
var (
	BreakdownProductByIDOrCode = &specs.Rule{
		ID:         "komet/breakdown-product-by-id-or-code",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A breakdown may name its product by productId alone, or by productCode together with productDescription. Both are accepted.",
		Source: document("Input JSON Parameters, lines 58 to 60"),
	}
	BreakdownsNotSummed = &specs.Rule{
		ID:         "komet/breakdowns-not-summed",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "Breakdowns need not add up to their item. Their bunches, stems, costs and prices may differ from the item's, as in the first sample.",
		Source:  document("Input JSON Parameters, lines 61 and 62; first sample request, line 70"),
		Settles: []int{29},
	}
	BreakdownIdentifier = &specs.Rule{
		ID:         "komet/breakdown-identifier",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The first sample sends the identifier in the breakdown, which is accepted, and returns it for the item. The field table has it for the item only. The item's own identifier is always returned.",
		Source: document("Input JSON Parameters, line 38; first sample request and answer, lines 70 and 94"),
		Readings: []specs.Reading{
			{Name: "answered", Text: "An item without an identifier of its own is returned with that of its first breakdown that has one."},
			{Name: "ignored", Text: "An identifier in a breakdown is accepted but not returned."},
		},
		Settles: []int{6, 7},
	}
)

func itemRules() []*specs.Rule {
	return []*specs.Rule{
		NotesLength, UnitTypes, UnitTypeDecidesPrice,
		ProductByIDOrCode, BoxTypeByIDOrCode, IDWithCodeInItems, VendorOptional, VendorNamedTwoWays,
		BreakdownProductByIDOrCode, BreakdownsNotSummed, BreakdownIdentifier,
	}
}
