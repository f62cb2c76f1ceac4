package komet_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/simulator/komet"
	rules "github.com/plumbline-api/plumbline/specs/komet"
)

// ordering is a creation that wants purchase orders.
func ordering(items ...any) body { return with(holding(items...), "autoGeneratePOsfromPrebooks", 1) }

// of is an item of a vendor with its cost.
func of(vendor int, pairs ...any) body { return with(item("vendorId", vendor, "cost", 1), pairs...) }

// allocating is a creation that wants boxes of the inventory.
func allocating(items ...any) body { return with(holding(items...), "autoAllocate", 1) }

// manyVendors gives company 77 more vendors, and a creation with a line of each.
func (w *try) manyVendors(n int) body {
	w.t.Helper()
	var records []komet.Record
	var lines []any
	for i := range n {
		records = append(records, komet.Record{Ref: komet.Ref{ID: uint64(5000 + i), Code: fmt.Sprintf("V%d", i)}})
		lines = append(lines, of(5000+i))
	}
	w.seed(komet.SeedCompany{ID: 77, Vendors: records})
	return ordering(lines...)
}

// numbers are the numbers P000001 and on, with a separator.
func numbers(n int, separator string) string {
	var list []string
	for i := range n {
		list = append(list, fmt.Sprintf("P%06d", i+1))
	}
	return text(strings.Join(list, separator))
}

func orderRows() []row {
	future := item("cost", 1, "futureSalesPoNumber", "P012345")
	return []row{
		{rule: rules.PurchaseOrdersGenerated, run: func(w *try) {
			r := w.create(ordering(of(999), of(1000)))
			w.is("purchaseOrderNumbers", r.at("purchaseOrderNumbers"), `"P000001, P000002"`)
			w.is("orders", length(w.list("purchase.order.list", token, "number", "P000001,P000002").at("purchaseOrders")), "2")
			w.is("numbers without the wish", w.create(with(ordering(of(999)), "autoGeneratePOsfromPrebooks", 0)).at("purchaseOrderNumbers"), `""`)
			w.is("numbers of a header", w.create(header("autoGeneratePOsfromPrebooks", 1)).at("purchaseOrderNumbers"), `""`)
		}},
		{rule: rules.AutoGenerateForm, reading: "number-or-text", run: func(w *try) {
			w.is("by text", w.create(with(ordering(of(999)), "autoGeneratePOsfromPrebooks", "1")).at("purchaseOrderNumbers"), `"P000001"`)
			w.is("by number", w.create(ordering(of(999))).at("purchaseOrderNumbers"), `"P000002"`)
			w.is("not", w.create(with(ordering(of(999)), "autoGeneratePOsfromPrebooks", "0")).at("purchaseOrderNumbers"), `""`)
		}},
		{rule: rules.AutoGenerateForm, reading: "number-only", run: func(w *try) {
			w.refuses(header("autoGeneratePOsfromPrebooks", "1"), header("autoGeneratePOsfromPrebooks", "0"))
			w.is("by number", w.create(ordering(of(999))).at("purchaseOrderNumbers"), `"P000001"`)
		}},
		{rule: rules.VendorAndCosts, reading: "future-order-stands-in", run: func(w *try) {
			r := w.create(ordering(of(999), future))
			w.created(r)
			w.is("purchaseOrderNumbers", r.at("purchaseOrderNumbers"), `"P000001, P000002"`)
			w.created(w.create(holding(item())))
		}},
		{rule: rules.VendorAndCosts, reading: "always", run: func(w *try) {
			w.refuses(ordering(future))
			w.created(w.create(ordering(of(999, "futureSalesPoNumber", "P012345"))))
		}},
		{rule: rules.VendorAndCostsDemanded, run: func(w *try) {
			w.refuses(ordering(of(999, "cost", gone{})), ordering(item("cost", 1)), ordering(of(999), item("cost", 1, "vendorCode", "")))
		}},
		{rule: rules.PurchaseOrdersApproved, run: func(w *try) {
			w.create(ordering(of(999)))
			w.is("status", w.list("purchase.order.list", token, "number", "P000001").at("purchaseOrders", 0, "status"), `"Approved"`)
		}},
		{rule: rules.OnePurchaseOrderPerVendor, run: func(w *try) {
			r := w.create(ordering(of(1000), of(999), of(1000), future))
			w.is("purchaseOrderNumbers", r.at("purchaseOrderNumbers"), `"P000001, P000002"`)
			orders := w.state().Companies[0].PurchaseOrders
			w.check(len(orders) == 2 && orders[0].Vendor == 1000 && orders[1].Vendor == 999, "the orders are %+v", orders)
		}},
		{rule: rules.NoPurchaseOrderNumbers, reading: "empty-text", run: func(w *try) {
			w.is("purchaseOrderNumbers", w.create(header()).at("purchaseOrderNumbers"), `""`)
		}},
		{rule: rules.NoPurchaseOrderNumbers, reading: "left-out", run: func(w *try) {
			w.is("purchaseOrderNumbers", w.create(header()).at("purchaseOrderNumbers"), "null")
			w.is("with the wish", w.create(ordering(of(999))).at("purchaseOrderNumbers"), `"P000001"`)
		}},
		{rule: rules.PurchaseOrderSeparator, reading: "comma-and-space", run: func(w *try) {
			w.is("purchaseOrderNumbers", w.create(w.manyVendors(3)).at("purchaseOrderNumbers"), numbers(3, ", "))
		}},
		{rule: rules.PurchaseOrderSeparator, reading: "comma", run: func(w *try) {
			w.is("purchaseOrderNumbers", w.create(w.manyVendors(3)).at("purchaseOrderNumbers"), numbers(3, ","))
		}},
		{rule: rules.PurchaseOrdersOver200, reading: "within-200", run: func(w *try) {
			w.is("purchaseOrderNumbers", w.create(w.manyVendors(30)).at("purchaseOrderNumbers"), numbers(22, ", "))
			w.is("orders", length(w.list("purchase.order.list", token, "number", "P000023,P000030").at("purchaseOrders")), "2")
		}},
		{rule: rules.PurchaseOrdersOver200, reading: "complete", run: func(w *try) {
			w.is("purchaseOrderNumbers", w.create(w.manyVendors(30)).at("purchaseOrderNumbers"), numbers(30, ", "))
		}},
	}
}

func stockRows() []row {
	allocated := func(w *try, line int) any { return w.details().at("prebooks", 0, "details", line, "allocatedBoxes") }
	drawing := func(boxes int) body { return item("boxes", boxes, "futureSalesPoNumber", "P012345") }
	return []row{
		{rule: rules.AutoAllocates, run: func(w *try) {
			w.create(allocating(item()))
			w.is("allocatedBoxes", allocated(w, 0), "5")
			w.create(with(allocating(item("boxes", 1)), "autoAllocate", 0))
			w.is("without the wish", w.details().at("prebooks", 1, "details", 0, "allocatedBoxes"), "0")
		}},
		{rule: rules.AutoAllocateValues, run: func(w *try) {
			w.created(w.create(header("autoAllocate", 0)))
			w.created(w.create(header("autoAllocate", 1)))
		}},
		{rule: rules.AllocatesYoungProducts, run: func(w *try) {
			w.create(allocating(item("boxes", 50)))
			w.is("allocatedBoxes", allocated(w, 0), "7") // 3 of today and 4 of five days, none of the 100 of six
			w.pass(5 * 24 * time.Hour)
			w.create(allocating(item("productId", 1000, "boxes", 1)))
			w.is("after five days", w.details().at("prebooks", 1, "details", 0, "allocatedBoxes"), "0")
		}},
		{rule: rules.AllocatesWhatIsThere, run: func(w *try) {
			r := w.create(allocating(item("vendorId", 1000), item("vendorId", 999, "boxes", 6), item("boxes", 9), item("boxTypeId", 901)))
			w.created(r)
			for i, want := range []string{"0", "6", "1", "0"} {
				w.is("allocatedBoxes", allocated(w, i), want)
				w.is("status", r.at("items", i, "status"), "1")
			}
		}},
		{rule: rules.BothOptions, reading: "independent", run: func(w *try) {
			r := w.create(with(ordering(of(999), of(1000, "productId", 1000)), "autoAllocate", 1))
			w.is("purchaseOrderNumbers", r.at("purchaseOrderNumbers"), `"P000001, P000002"`)
			w.is("allocated of the first", allocated(w, 0), "5")
			w.is("allocated of the second", allocated(w, 1), "2")
		}},
		{rule: rules.BothOptions, reading: "allocation-first", run: func(w *try) {
			r := w.create(with(ordering(of(999), of(1000, "productId", 1000)), "autoAllocate", 1))
			w.is("purchaseOrderNumbers", r.at("purchaseOrderNumbers"), `"P000001"`)
			orders := w.state().Companies[0].PurchaseOrders
			w.check(len(orders) == 1 && orders[0].Vendor == 1000, "the orders are %+v", orders)
			w.is("allocated of the first", allocated(w, 0), "5")
		}},
		{rule: rules.FutureOrderAnswered, run: func(w *try) {
			r := w.create(holding(drawing(1), item()))
			w.is("futureSalesPoNumber", r.at("items", 0, "futureSalesPoNumber"), `"P012345"`)
			w.is("availableBoxes", r.at("items", 0, "availableBoxes"), "2")
			w.is("without a number", r.at("items", 1, "futureSalesPoNumber"), "null")
			w.is("without boxes", r.at("items", 1, "availableBoxes"), "null")
		}},
		{rule: rules.AvailableBoxes, reading: "found", run: func(w *try) {
			r := w.create(holding(drawing(1), drawing(5)))
			w.is("found by the first", r.at("items", 0, "availableBoxes"), "2")
			w.is("found by the second", r.at("items", 1, "availableBoxes"), "1")
			w.is("status of the second", r.at("items", 1, "status"), "1")
		}},
		{rule: rules.AvailableBoxes, reading: "found-and-needed", run: func(w *try) {
			r := w.create(holding(drawing(5), drawing(1), drawing(1)))
			w.is("status of too many", r.at("items", 0, "status"), "0")
			w.is("found by the second", r.at("items", 1, "availableBoxes"), "2")
			w.is("found by the third", r.at("items", 2, "availableBoxes"), "1")
		}},
		{rule: rules.AvailableBoxes, reading: "left", run: func(w *try) {
			r := w.create(holding(drawing(5), drawing(2)))
			w.is("status of too many", r.at("items", 0, "status"), "0")
			w.is("status of as many", r.at("items", 1, "status"), "1")
			w.is("left", r.at("items", 1, "availableBoxes"), "0")
		}},
		{rule: rules.FutureOrderUsedUp, run: func(w *try) {
			w.is("at first", w.create(holding(drawing(1))).at("items", 0, "availableBoxes"), "2")
			w.is("then", w.create(holding(drawing(5))).at("items", 0, "availableBoxes"), "1")
			w.is("at last", w.create(holding(drawing(1))).at("items", 0, "availableBoxes"), "0")
		}},
		{rule: rules.FutureOrderExactNumber, run: func(w *try) {
			for _, number := range []string{"12345", "P12345", "p012345", "012345"} {
				r := w.create(holding(item("futureSalesPoNumber", number)))
				w.is("status of "+number, r.at("items", 0, "status"), "0")
			}
			w.is("left of the order", w.create(holding(drawing(1))).at("items", 0, "availableBoxes"), "2")
		}},
	}
}
