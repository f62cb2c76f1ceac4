package komet_test

import (
	"strings"

	rules "github.com/plumbline-api/plumbline/specs/komet"
)

func answerRows() []row {
	byCode := item("productId", gone{}, "productCode", "Rs55B", "productDescription", "x")
	return []row{
		{rule: rules.AnswerMembersTyped, run: func(w *try) {
			r := w.create(holding(item()))
			w.keepsTo("POST", "/api/prebook.create", r)
			w.is("prebookId", r.at("prebookId"), "1000001")
			w.is("item's status", r.at("items", 0, "status"), "1")
		}},
		{rule: rules.StatusTellsSuccess, run: func(w *try) {
			w.created(w.create(header()))
			w.refuses(header("customerId", 1), header("carrierId", 1))
		}},
		{rule: rules.StatusForm, reading: "number", run: func(w *try) {
			w.is("status of a success", w.create(header()).at("status"), "1")
			w.is("status of a refusal", w.create(header("carrierId", 1)).at("status"), "0")
		}},
		{rule: rules.StatusForm, reading: "text", run: func(w *try) {
			r := w.create(holding(item()))
			w.is("status of a success", r.at("status"), `"1"`)
			w.is("status of an item", r.at("items", 0, "status"), "1")
			w.is("status of a refusal", w.create(header("carrierId", 1)).at("status"), `"0"`)
		}},
		{rule: rules.StatusForm, reading: "text-everywhere", run: func(w *try) {
			r := w.create(holding(item(), item("productId", 7)))
			w.is("status of a success", r.at("status"), `"1"`)
			w.is("status of an item", r.at("items", 0, "status"), `"1"`)
			w.is("status of a failed item", r.at("items", 1, "status"), `"0"`)
			w.is("status of a refusal", w.create(header("carrierId", 1)).at("status"), `"0"`)
		}},
		{rule: rules.PrebookNumberForm, reading: "number", run: func(w *try) {
			w.is("prebookNumber", w.create(header()).at("prebookNumber"), "1")
			w.is("found by it", length(w.details("prebook", "1").at("prebooks")), "1")
		}},
		{rule: rules.PrebookNumberForm, reading: "text", run: func(w *try) {
			w.is("prebookNumber", w.create(header()).at("prebookNumber"), `"000001"`)
			w.is("found by it", length(w.details("prebook", "000001").at("prebooks")), "1")
		}},
		{rule: rules.PrebookNumberForm, reading: "plain-text", run: func(w *try) {
			w.is("prebookNumber", w.create(header()).at("prebookNumber"), `"1"`)
			w.is("found by it", length(w.details("prebook", "1").at("prebooks")), "1")
		}},
		{rule: rules.SuccessMessages, run: func(w *try) {
			r := w.create(holding(item()))
			w.is("message", r.at("message"), `"Prebook was successfully created."`)
			w.is("message of an item", r.at("items", 0, "message"), `"Item successfully added to the order"`)
			r = w.create(with(holding(item("vendorId", 999, "cost", 1)), "autoGeneratePOsfromPrebooks", 1))
			w.is("message with orders", r.at("message"), `"Prebook was successfully created. All the purchase orders were successfully created"`)
		}},
		{rule: rules.EveryItemAnswered, run: func(w *try) {
			r := w.create(holding(item(), item(), item("productId", 7)))
			w.is("items", length(r.at("items")), "3")
			w.is("the last", r.at("items", 2, "status"), "0")
			w.check(text(r.at("items", 2, "message")) != `""`, "a failed item has no message")
		}},
		{rule: rules.ItemsInRequestOrder, run: func(w *try) {
			r := w.create(holding(item("identifier", "a"), item("identifier", "b"), item("identifier", "c", "productId", 1)))
			for i, want := range []string{`"a"`, `"b"`, `"c"`} {
				w.is("identifier", r.at("items", i, "identifier"), want)
			}
		}},
		{rule: rules.LinesHaveOwnIDs, reading: "own", run: func(w *try) {
			first, second := w.create(holding(item(), item())), w.create(holding(item()))
			ids := map[string]bool{
				text(first.at("items", 0, "prebookItemId")): true, text(first.at("items", 1, "prebookItemId")): true,
				text(second.at("items", 0, "prebookItemId")): true,
			}
			w.check(len(ids) == 3 && !ids["null"], "the lines have the ids %v", ids)
			w.is("id read back", w.details().at("prebooks", 0, "details", 1, "prebookItemId"), text(first.at("items", 1, "prebookItemId")))
		}},
		{rule: rules.LinesHaveOwnIDs, reading: "shared", run: func(w *try) {
			r := w.create(holding(item("productId", 7), item(), item()))
			w.is("failed", r.at("items", 0, "prebookItemId"), "null")
			w.check(text(r.at("items", 1, "prebookItemId")) == text(r.at("items", 2, "prebookItemId")), "the lines have two ids")
			w.check(r.at("items", 1, "prebookItemId") != nil, "the lines have no id")
		}},
		{rule: rules.IdentifierAnswered, run: func(w *try) {
			r := w.create(holding(item("identifier", "02343678"), item(), item("identifier", "twice"), item("identifier", "twice")))
			for i, want := range []string{`"02343678"`, "null", `"twice"`, `"twice"`} {
				w.is("identifier", r.at("items", i, "identifier"), want)
			}
		}},
		{rule: rules.LongIdentifier, reading: "whole", run: func(w *try) {
			r := w.create(holding(item("identifier", letters(30)), item("identifier", letters(21))))
			w.is("of 30", r.at("items", 0, "identifier"), text(letters(30)))
			w.is("of 21", r.at("items", 1, "identifier"), text(letters(21)))
		}},
		{rule: rules.LongIdentifier, reading: "cut", run: func(w *try) {
			r := w.create(holding(item("identifier", letters(30)), item("identifier", letters(20))))
			w.is("of 30", r.at("items", 0, "identifier"), text(letters(20)))
			w.is("of 20", r.at("items", 1, "identifier"), text(letters(20)))
		}},
		{rule: rules.ProductAnsweredAsGiven, reading: "as-given", run: func(w *try) {
			r := w.create(holding(item(), byCode))
			w.is("productId by id", r.at("items", 0, "productId"), "999")
			w.is("productCode by id", r.at("items", 0, "productCode"), "null")
			w.is("productId by code", r.at("items", 1, "productId"), "null")
			w.is("productCode by code", r.at("items", 1, "productCode"), `"Rs55B"`)
		}},
		{rule: rules.ProductAnsweredAsGiven, reading: "id-for-code", run: func(w *try) {
			r := w.create(holding(byCode, item("productId", 1000)))
			w.is("productId by code", r.at("items", 0, "productId"), "999")
			w.is("productId by id", r.at("items", 1, "productId"), "1000")
		}},
		{rule: rules.FailedItem, reading: "others-are-added", run: func(w *try) {
			r := w.create(holding(item("productId", 7), item()))
			w.created(r)
			w.is("the failed item", r.at("items", 0, "status"), "0")
			w.is("the other", r.at("items", 1, "status"), "1")
			w.is("lines", length(w.details().at("prebooks", 0, "details")), "1")
			w.created(w.create(holding(item("productId", 7))))
		}},
		{rule: rules.FailedItem, reading: "others-or-nothing", run: func(w *try) {
			r := w.create(holding(item("productId", 7), item()))
			w.created(r)
			w.is("the failed item", r.at("items", 0, "status"), "0")
			w.is("lines", length(w.details().at("prebooks", 0, "details")), "1")
			w.refuses(holding(item("productId", 7), item("boxTypeId", 7)))
		}},
		{rule: rules.FailedItem, reading: "nothing-is-added", run: func(w *try) {
			w.refuses(holding(item("productId", 7), item()))
			w.create(holding(item("futureSalesPoNumber", "P012345"), item("boxTypeId", 7)))
			r := w.create(holding(item("futureSalesPoNumber", "P012345")))
			w.is("boxes that a refusal left", r.at("items", 0, "availableBoxes"), "2")
		}},
	}
}

func refusalRows() []row {
	return []row{
		{rule: rules.RefusedWith200, run: func(w *try) {
			w.refuses(header("shipDate", gone{}), header("customerId", 1), header("authenticationToken", "x"), strings.Repeat("x", 70_000))
		}},
		{rule: rules.RefusalChangesNothing, run: func(w *try) {
			stock := text(w.state().Companies[0].Inventory)
			w.refuses(header("customerId", 1), with(holding(item("autoAllocate", 1), item("boxes", 0)), "autoAllocate", 1),
				with(holding(item("cost", 1)), "autoGeneratePOsfromPrebooks", 1))
			w.is("prebooks", w.details().at("prebooks"), "[]")
			w.check(stock == text(w.state().Companies[0].Inventory), "the inventory has changed")
			w.check(len(w.state().Companies[0].PurchaseOrders) == 0, "there are purchase orders")
		}},
		{rule: rules.BreachRefusesWhole, run: func(w *try) {
			w.refuses(holding(item(), item("boxes", 0), item()))
			w.is("prebooks", w.details().at("prebooks"), "[]")
		}},
		{rule: rules.UnknownHeaderReference, run: func(w *try) {
			w.refuses(header("customerId", 1), header("carrierId", 1), header("companyLocationCode", "XXX"),
				header("customerId", gone{}, "customerCode", "XXX", "customerDescription", "x"),
				header("carrierId", gone{}, "carrierCode", "XXX", "carrierDescription", "x"))
		}},
		{rule: rules.UnknownItemReference, run: func(w *try) {
			r := w.create(holding(
				item("productId", 1), item("boxTypeId", 1), item("vendorId", 1), item("vendorCode", "XXX"),
				item("futureSalesPoNumber", "P999999"), item("breakdowns", []any{part("productId", 1)}), item(),
				item("productId", gone{}, "productCode", "rs55b", "productDescription", "x")))
			w.created(r)
			for i, want := range []string{"0", "0", "0", "0", "0", "0", "1", "0"} {
				w.is("status of an item", r.at("items", i, "status"), want)
			}
		}},
	}
}
