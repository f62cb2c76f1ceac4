package komet_test

import (
	"encoding/json"

	rules "github.com/plumbline-api/plumbline/specs/komet"
)

func headerRows() []row {
	return []row{
		{rule: rules.CreatesPrebook, run: func(w *try) {
			r := w.create(header("customerPO", "PO4534", "comments", "With care"))
			w.created(r)
			p := at(w.details().body, "prebooks", 0)
			w.is("id", at(p, "id"), text(r.at("prebookId")))
			w.is("number", at(p, "number"), text(r.at("prebookNumber")))
			w.is("customerId", at(p, "customerId"), "9999")
			w.is("carrierId", at(p, "carrierId"), "1878")
			w.is("truckDate", at(p, "truckDate"), `"2030-05-01"`)
			w.is("customerPONumber", at(p, "customerPONumber"), `"PO4534"`)
			w.is("comments", at(p, "comments"), `"With care"`)
		}},
		{rule: rules.HeaderOnly, reading: "empty-items", run: func(w *try) {
			r := w.create(header())
			w.created(r)
			w.is("items", r.at("items"), "[]")
			w.is("details", w.details().at("prebooks", 0, "details"), "[]")
		}},
		{rule: rules.HeaderOnly, reading: "no-items", run: func(w *try) {
			r := w.create(header())
			w.created(r)
			w.is("items", r.at("items"), "null")
		}},
		{rule: rules.EmptyItemsAreNone, run: func(w *try) {
			r := w.create(header("prebookItems", []any{}))
			w.created(r)
			w.is("items", r.at("items"), "[]")
		}},
		{rule: rules.OptionalMembers, run: func(w *try) {
			r := w.create(holding(item(), item("breakdowns", []any{part()})))
			w.created(r)
			w.is("the first item", r.at("items", 0, "status"), "1")
			w.is("the second item", r.at("items", 1, "status"), "1")
		}},
		{rule: rules.UseExisting, run: func(w *try) {
			first := w.create(header("customerPO", "A"))
			w.create(header("customerPO", "B"))
			again := w.create(with(holding(item()), "customerPO", "A", "useExisting", 1))
			w.created(again)
			w.is("prebookId", again.at("prebookId"), text(first.at("prebookId")))
			w.is("its lines", w.details("customerPONumber", "A").at("prebooks", 0, "details", 0, "productId"), "999")
			w.is("a new prebook", w.details("customerPONumber", "A").at("prebooks", 1), "null")
			fresh := w.create(header("customerPO", "A", "useExisting", 0))
			w.check(text(fresh.at("prebookId")) != text(first.at("prebookId")), "useExisting 0 used the existing one")
			w.created(w.create(header("customerPO", "C", "useExisting", 1)))
			w.refused(w.create(header("useExisting", "1")))
		}},
		{rule: rules.UseExistingValues, run: func(w *try) { w.refuses(header("useExisting", 2), header("useExisting", -1)) }},
		{rule: rules.RepeatsAreSeparate, run: func(w *try) {
			twice := holding(item("identifier", "same"), item("identifier", "same"))
			first, second := w.create(twice), w.create(twice)
			w.check(text(first.at("prebookId")) != text(second.at("prebookId")), "a repeat has the same prebookId")
			w.is("lines", length(w.details().at("prebooks", 0, "details")), "2")
			w.is("prebooks", length(w.details().at("prebooks")), "2")
		}},
		{rule: rules.PastShipDate, run: func(w *try) { w.created(w.create(header("shipDate", "2014-04-10"))) }},
		{rule: rules.UnknownMembersIgnored, run: func(w *try) {
			r := w.create(with(holding(item("vendorId", 999, "cost", 1)), "autoGeneratePOsFromPrebooks", 1, "nobodyKnowsThis", body{"a": []any{1}}))
			w.created(r)
			w.is("purchaseOrderNumbers", r.at("purchaseOrderNumbers"), `""`)
			w.created(w.create(header("CUSTOMERID", "no number")))
		}},
		{rule: rules.RequestIsJSONObject, run: func(w *try) {
			w.refuses("", "[]", "null", `"text"`, "7", "{", `{"a":1}{}`, `{"a":1,"a":2}`, "\xff")
			w.check(w.send("GET", "/api/prebook.create", nil, nil).status == 405, "GET is answered otherwise")
		}},
		{rule: rules.HeaderMembersRequired, run: func(w *try) {
			w.refuses(header("shipDate", gone{}), header("authenticationToken", gone{}))
		}},
		{rule: rules.HeaderMembersTyped, run: func(w *try) {
			for _, member := range []string{"customerPO", "comments", "companyLocationCode", "shipDate", "customerDescription", "carrierDescription"} {
				w.refuses(header(member, 7), header(member, nil))
			}
			for _, member := range []string{"shipViaId", "isEcommerce", "autoAllocate"} {
				w.refuses(header(member, "1"), header(member, true), header(member, json.Number("0.5")))
			}
			w.refuses(header("prebookItems", body{}), header("customerId", gone{}, "customerCode", 7, "customerDescription", "x"))
		}},
		{rule: rules.HeaderTextLengths, run: func(w *try) {
			w.refuses(header("customerPO", letters(21)), header("comments", letters(201)), header("companyLocationCode", letters(21)),
				header("customerId", gone{}, "customerCode", "ANG", "customerDescription", letters(201)))
			w.created(w.create(header("customerPO", letters(20), "comments", letters(200))))
		}},
		{rule: rules.UndocumentedTexts, run: func(w *try) {
			w.refuses(header("customerName", letters(201)), header("carrierName", 7), holding(item("vendorDescription", letters(201))),
				withPart(part("identifier", letters(31))))
			w.created(w.create(header("customerName", letters(200))))
		}},
		{rule: rules.IDsAreWholeNumbers, run: func(w *try) {
			for _, member := range []string{"customerId", "carrierId", "createdBy", "shipToId"} {
				w.refuses(header(member, "9999"), header(member, json.Number("1.5")))
			}
			w.refuses(holding(item("vendorId", "999")), holding(item("productId", "999")), holding(item("boxTypeId", true)), withPart(part("productId", "999")))
		}},
		{rule: rules.IDsFit64Bits, run: func(w *try) {
			w.refuses(header("createdBy", -1), header("createdBy", json.Number("18446744073709551616")))
			w.created(w.create(header("createdBy", json.Number("18446744073709551615"))))
		}},
		{rule: rules.ShipDateFormat, run: func(w *try) {
			w.refuses(header("shipDate", "2030-5-1"), header("shipDate", "2030-02-30"), header("shipDate", "2030-05-01T00:00:00Z"), header("shipDate", ""))
		}},
		{rule: rules.ShipVia, run: func(w *try) {
			w.refuses(header("shipViaId", 2))
			w.created(w.create(header("shipViaId", 0)))
			w.created(w.create(header("shipViaId", 1)))
			w.is("shipVia of 0", w.details().at("prebooks", 0, "shipVia"), `"Warehouse"`)
			w.is("shipVia of 1", w.details().at("prebooks", 1, "shipVia"), `"Grower"`)
		}},
		{rule: rules.EcommerceValues, run: func(w *try) {
			w.refuses(header("isEcommerce", 2))
			w.created(w.create(header("isEcommerce", 1)))
		}},
		{rule: rules.ShipToAccepted, run: func(w *try) { w.created(w.create(header("shipToId", 999))) }},
		{rule: rules.ShipToOfCustomer, run: func(w *try) { w.refuses(header("shipToId", 1000)) }},
	}
}

func partyRows() []row {
	byCode := func(pairs ...any) body {
		return with(header("customerId", gone{}, "customerCode", "ANG", "customerDescription", "Ang Flowers",
			"carrierId", gone{}, "carrierCode", "AR", "carrierDescription", "Armellini"), pairs...)
	}
	return []row{
		{rule: rules.CustomerByIDOrCode, run: func(w *try) {
			w.refuses(header("customerId", gone{}), header("customerCode", "ANG"), byCode("customerCode", gone{}), byCode("customerCode", ""))
			w.created(w.create(byCode()))
			w.is("customerId", w.details().at("prebooks", 0, "customerId"), "9999")
		}},
		{rule: rules.CarrierByIDOrCode, run: func(w *try) {
			w.refuses(header("carrierId", gone{}), header("carrierCode", "AR"), byCode("carrierCode", gone{}), byCode("carrierCode", ""))
			w.created(w.create(byCode()))
			w.is("carrierId", w.details().at("prebooks", 0, "carrierId"), "1878")
		}},
		{rule: rules.CodeGoesWithName, reading: "description", run: func(w *try) {
			w.refuses(byCode("customerDescription", gone{}), byCode("carrierDescription", gone{}),
				byCode("customerDescription", gone{}, "customerName", "Ang Flowers"), byCode("carrierDescription", gone{}, "carrierName", "Armellini"))
			w.created(w.create(byCode()))
		}},
		{rule: rules.CodeGoesWithName, reading: "name-too", run: func(w *try) {
			w.refuses(byCode("customerDescription", gone{}), byCode("carrierDescription", gone{}))
			w.created(w.create(byCode("customerDescription", gone{}, "customerName", "Ang Flowers")))
			w.created(w.create(byCode("carrierDescription", gone{}, "carrierName", "Armellini")))
		}},
		{rule: rules.CodeIdentifies, run: func(w *try) {
			r := w.create(byCode("customerDescription", "Another", "carrierDescription", "Name", "prebookItems", []any{item(
				"productId", gone{}, "productCode", "Rs55B", "productDescription", "Not on record",
				"boxTypeId", gone{}, "boxTypeCode", "HB", "boxTypeDescription", "Hb", "vendorCode", "ABC", "vendorName", "x")}))
			w.created(r)
			w.is("item", r.at("items", 0, "status"), "1")
			p := at(w.details().body, "prebooks", 0)
			w.is("customerName", at(p, "customerName"), `"Ang Flowers"`)
			w.is("carrierName", at(p, "carrierName"), `"Armellini"`)
			w.is("productDescription", at(p, "details", 0, "productDescription"), `"Roses 55cm Blue"`)
			w.is("vendorName", at(p, "details", 0, "vendorName"), `"Flores ABC"`)
			w.is("boxType", at(p, "details", 0, "boxType"), `"HB"`)
		}},
		{rule: rules.EmptyTextIsNotGiven, reading: "not-given", run: func(w *try) {
			r := w.create(with(holding(item("vendorCode", "")), "customerCode", "", "carrierCode", ""))
			w.created(r)
			w.is("item", r.at("items", 0, "status"), "1")
			w.is("vendorId", w.details().at("prebooks", 0, "details", 0, "vendorId"), "null")
		}},
		{rule: rules.EmptyTextIsNotGiven, reading: "given", run: func(w *try) {
			w.refuses(header("customerCode", ""), header("carrierCode", ""))
			r := w.create(holding(item("vendorCode", "")))
			w.created(r)
			w.is("item", r.at("items", 0, "status"), "0")
		}},
		{rule: rules.CompanyLocation, run: func(w *try) {
			second := header("authenticationToken", twoPlaces, "customerId", 20000, "carrierId", 2878)
			w.refuses(second)
			w.created(w.create(with(second, "companyLocationCode", "BOG")))
			w.is("locationCode", w.list("prebook.details.list", twoPlaces, "date", shipDate).at("prebooks", 0, "locationCode"), `"BOG"`)
			w.created(w.create(header()))
		}},
	}
}
