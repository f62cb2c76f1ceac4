package komet_test

import (
	"encoding/json"
	"math"

	"github.com/plumbline-api/plumbline/simulator/komet"
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
		{rule: rules.UseExisting, reading: "appends", run: func(w *try) {
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
		{rule: rules.UseExisting, reading: "unknown", run: func(w *try) {
			first := w.create(header("customerPO", "A"))
			for _, again := range []body{header("customerPO", "A", "useExisting", 1), header("customerPO", "A", "comments", "other")} {
				second := w.create(again)
				w.created(second)
				w.check(text(second.at("prebookId")) != text(first.at("prebookId")), "the existing one was used")
			}
		}},
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
		{rule: rules.IDsFit64Bits, run: func(w *try) {
			const greatest = "18446744073709551615"
			w.seed(komet.SeedCompany{ID: 77, Customers: []komet.Record{{Ref: komet.Ref{ID: math.MaxUint64, Code: "BIG", Name: "Big"}}}})
			w.created(w.create(header("customerId", json.Number(greatest))))
			w.is("customerId", w.details().at("prebooks", 0, "customerId"), greatest)
		}},
		{rule: rules.ShipVia, run: func(w *try) {
			w.created(w.create(header("shipViaId", 0)))
			w.created(w.create(header("shipViaId", 1)))
			w.is("shipVia of 0", w.details().at("prebooks", 0, "shipVia"), `"Warehouse"`)
			w.is("shipVia of 1", w.details().at("prebooks", 1, "shipVia"), `"Grower"`)
		}},
		{rule: rules.EcommerceValues, run: func(w *try) {
			w.created(w.create(header("isEcommerce", 0)))
			w.created(w.create(header("isEcommerce", 1)))
			kept := w.state().Companies[0].Prebooks
			w.check(len(kept) == 2 && !kept[0].Ecommerce && kept[1].Ecommerce, "the prebooks are %+v", kept)
		}},
		{rule: rules.ShipToAccepted, run: func(w *try) { w.created(w.create(header("shipToId", 999))) }},
		{rule: rules.ShipToOfCustomer, run: func(w *try) {
			w.refuses(header("shipToId", 1000), header("shipToId", "1000"), header("shipToId", json.Number("18446744073709551615")))
		}},
		{rule: rules.ShipToAsText, run: func(w *try) {
			w.created(w.create(header("shipToId", "999")))
			w.created(w.create(header("shipToId", json.Number("999.0"))))
			w.created(w.create(header("shipToId", "")))
			kept := w.state().Companies[0].Prebooks
			w.check(len(kept) == 3 && kept[0].ShipTo == 999 && kept[1].ShipTo == 999 && kept[2].ShipTo == 0, "the prebooks are %+v", kept)
		}},
	}
}

func partyRows() []row {
	byCode := func(pairs ...any) body {
		return with(header("customerId", gone{}, "customerCode", "ANG", "customerDescription", "Ang Flowers",
			"carrierId", gone{}, "carrierCode", "AR", "carrierDescription", "Armellini"), pairs...)
	}
	return []row{
		{rule: rules.CustomerByIDOrCode, run: func(w *try) {
			w.created(w.create(header()))
			w.created(w.create(byCode()))
			w.is("customerId", w.details().at("prebooks", 1, "customerId"), "9999")
		}},
		{rule: rules.CarrierByIDOrCode, run: func(w *try) {
			w.created(w.create(header()))
			w.created(w.create(byCode()))
			w.is("carrierId", w.details().at("prebooks", 1, "carrierId"), "1878")
		}},
		{rule: rules.NamingEnforced, run: func(w *try) {
			w.refuses(header("customerId", gone{}), header("customerCode", "ANG"), byCode("customerCode", gone{}), byCode("customerCode", ""))
			w.refuses(header("carrierId", gone{}), header("carrierCode", "AR"), byCode("carrierCode", gone{}), byCode("carrierCode", ""))
			w.refuses(byCode("customerDescription", gone{}), byCode("carrierDescription", gone{}))
			for prefix, code := range map[string]string{"product": "Rs55B", "boxType": "HB"} {
				bare := item(prefix+"Id", gone{})
				w.refuses(holding(item(), bare), holding(with(bare, prefix+"Code", "", prefix+"Description", "x")), holding(with(bare, prefix+"Code", code)))
			}
			bare := part("productId", gone{})
			w.refuses(withPart(bare), withPart(with(bare, "productCode", "Rs55B")), withPart(with(bare, "productCode", "", "productDescription", "x")))
		}},
		{rule: rules.CodeGoesWithName, reading: "description", run: func(w *try) {
			w.refuses(byCode("customerDescription", gone{}, "customerName", "Ang Flowers"), byCode("carrierDescription", gone{}, "carrierName", "Armellini"))
			w.created(w.create(byCode()))
		}},
		{rule: rules.CodeGoesWithName, reading: "name-too", run: func(w *try) {
			w.created(w.create(byCode()))
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
			w.refuses(header("customerCode", ""), header("carrierCode", ""), header("shipToId", ""))
			r := w.create(holding(item("vendorCode", "")))
			w.created(r)
			w.is("item", r.at("items", 0, "status"), "0")
		}},
		{rule: rules.EmptyTextIsNotGiven, reading: "vendors-only", run: func(w *try) {
			w.refuses(header("customerCode", ""), header("carrierCode", ""))
			r := w.create(holding(item("vendorCode", "")))
			w.created(r)
			w.is("item", r.at("items", 0, "status"), "1")
		}},
		{rule: rules.CompanyLocation, run: func(w *try) {
			second := header("authenticationToken", twoPlaces, "customerId", 20000, "carrierId", 2878)
			w.created(w.create(with(second, "companyLocationCode", "BOG")))
			w.is("locationCode", w.list("prebook.details.list", twoPlaces, "date", shipDate).at("prebooks", 0, "locationCode"), `"BOG"`)
			w.created(w.create(header()))
		}},
		{rule: rules.LocationDemanded, run: func(w *try) {
			w.refuses(header("authenticationToken", twoPlaces, "customerId", 20000, "carrierId", 2878))
		}},
	}
}
