package komet_test

import rules "github.com/plumbline-api/plumbline/specs/komet"

func itemRows() []row {
	return []row{
		{rule: rules.HeaderWithProducts, run: func(w *try) {
			w.created(w.create(holding(item("markCode", "M1"), item("productId", 1000, "boxTypeId", 901, "boxes", 1, "unitType", "bunch"))))
			first, second := w.details().at("prebooks", 0, "details", 0), w.details().at("prebooks", 0, "details", 1)
			for member, want := range map[string]string{
				"productId": "999", "boxType": `"HB"`, "totalBoxes": "5", "bunches": "10", "stemsBunch": "2", "unitType": `"stem"`,
				"unitPrice": "2.50", "markCode": `"M1"`,
			} {
				w.is(member, at(first, member), want)
			}
			w.is("the second product", at(second, "productId"), "1000")
			w.is("the second box type", at(second, "boxType"), `"QB"`)
		}},
		{rule: rules.NotesLength, reading: "two-hundred", run: func(w *try) {
			w.created(w.create(holding(item("notes", letters(7)), item("notes", letters(200)))))
		}},
		{rule: rules.NotesLength, reading: "seven", run: func(w *try) {
			w.refuses(holding(item("notes", letters(8))), holding(item("notes", "text for notes")), holding(item("notes", letters(201))))
			w.created(w.create(holding(item("notes", letters(7)))))
		}},
		{rule: rules.UnitTypes, reading: "any-case", run: func(w *try) {
			for _, unit := range []string{"stem", "Stem", "STEM", "bunch", "Bunch", "BUNCH"} {
				w.created(w.create(holding(item("unitType", unit))))
			}
		}},
		{rule: rules.UnitTypes, reading: "lower-case", run: func(w *try) {
			w.refuses(holding(item("unitType", "Stem")), holding(item("unitType", "BUNCH")))
			w.created(w.create(holding(item("unitType", "bunch"))))
		}},
		{rule: rules.UnitTypes, reading: "as-printed", run: func(w *try) {
			w.refuses(holding(item("unitType", "STEM")), holding(item("unitType", "BUNCH")))
			for _, unit := range []string{"stem", "Stem", "bunch", "Bunch"} {
				w.created(w.create(holding(item("unitType", unit))))
			}
		}},
		{rule: rules.UnitTypeDecidesPrice, run: func(w *try) {
			w.created(w.create(holding(item(), item("unitType", "Bunch"), item("boxes", 9999999999, "bunches", 9999999999, "stemsBunch", 9999999999))))
			list := w.details().at("prebooks", 0, "details")
			w.is("units of stems", at(list, 0, "units"), "20")
			w.is("totalUnits of stems", at(list, 0, "totalUnits"), "100")
			w.is("totalPrice of stems", at(list, 0, "totalPrice"), "250.00")
			w.is("totalPrice of bunches", at(list, 1, "totalPrice"), "125.00")
			w.is("totalUnits of all", at(list, 2, "totalUnits"), "999999999700000000029999999999")
		}},
		{rule: rules.ProductByIDOrCode, run: func(w *try) {
			r := w.create(holding(item(), item("productId", gone{}, "productCode", "RF567", "productDescription", "x")))
			w.is("item by id", r.at("items", 0, "status"), "1")
			w.is("item by code", r.at("items", 1, "status"), "1")
			w.is("product by code", w.details().at("prebooks", 0, "details", 1, "productId"), "1000")
		}},
		{rule: rules.BoxTypeByIDOrCode, run: func(w *try) {
			r := w.create(holding(item(), item("boxTypeId", gone{}, "boxTypeCode", "HB", "boxTypeDescription", "HB")))
			w.is("item by id", r.at("items", 0, "status"), "1")
			w.is("item by code", r.at("items", 1, "status"), "1")
		}},
		{rule: rules.IDWithCodeInItems, run: func(w *try) {
			r := w.create(holding(item("productCode", "RF567", "productDescription", "x", "boxTypeCode", "QB", "boxTypeDescription", "QB", "vendorId", 1000, "vendorCode", "ABC")))
			w.is("item", r.at("items", 0, "status"), "1")
			w.is("vendorId", w.details().at("prebooks", 0, "details", 0, "vendorId"), "1000")
			w.is("productId", w.details().at("prebooks", 0, "details", 0, "productId"), "999")
			w.is("boxType", w.details().at("prebooks", 0, "details", 0, "boxType"), `"HB"`)
		}},
		{rule: rules.VendorOptional, run: func(w *try) {
			r := w.create(holding(item(), item("vendorId", 1000), item("vendorCode", "ABC", "vendorName", "x")))
			w.is("without a vendor", r.at("items", 0, "status"), "1")
			list := w.details().at("prebooks", 0, "details")
			w.is("no vendor", at(list, 0, "vendorId"), "null")
			w.is("vendor by id", at(list, 1, "vendorId"), "1000")
			w.is("vendor by code", at(list, 2, "vendorId"), "999")
		}},
		{rule: rules.VendorNamedTwoWays, run: func(w *try) {
			w.created(w.create(holding(item("vendorCode", "ABC", "vendorDescription", "Flores ABC"))))
			w.created(w.create(holding(item("vendorCode", "ABC", "vendorName", "Flores ABC"))))
		}},
	}
}

func breakdownRows() []row {
	return []row{
		{rule: rules.HeaderWithBreakdowns, run: func(w *try) {
			w.created(w.create(holding(item("breakdowns", []any{part(), part("productId", 1000, "bunches", 4)}))))
			list := w.details().at("prebooks", 0, "details", 0, "breakdowns")
			w.is("product", at(list, 0, "productId"), "999")
			w.is("bunches", at(list, 0, "bunches"), "2")
			w.is("stemsBunch", at(list, 0, "stemsBunch"), "3")
			w.is("price", at(list, 0, "price"), "1.50")
			w.is("the second product", at(list, 1, "productId"), "1000")
		}},
		{rule: rules.BreakdownProductByIDOrCode, run: func(w *try) {
			r := w.create(withPart(part("productId", gone{}, "productCode", "RF567", "productDescription", "x")))
			w.is("item", r.at("items", 0, "status"), "1")
			w.is("product", w.details().at("prebooks", 0, "details", 0, "breakdowns", 0, "productId"), "1000")
		}},
		{rule: rules.BreakdownsNotSummed, run: func(w *try) {
			r := w.create(withPart(part("bunches", 3, "stemsBunch", 7, "price", 9)))
			w.created(r)
			w.is("item", r.at("items", 0, "status"), "1")
		}},
		{rule: rules.BreakdownIdentifier, reading: "answered", run: func(w *try) {
			r := w.create(holding(item("breakdowns", []any{part(), part("identifier", "02343678")}), item("identifier", "own", "breakdowns", []any{part("identifier", "x")})))
			w.is("identifier", r.at("items", 0, "identifier"), `"02343678"`)
			w.is("own identifier", r.at("items", 1, "identifier"), `"own"`)
		}},
		{rule: rules.BreakdownIdentifier, reading: "ignored", run: func(w *try) {
			r := w.create(withPart(part("identifier", "02343678")))
			w.is("item", r.at("items", 0, "status"), "1")
			w.is("identifier", r.at("items", 0, "identifier"), "null")
		}},
	}
}
