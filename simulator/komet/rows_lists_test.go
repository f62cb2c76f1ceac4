package komet_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/event"
	"github.com/plumbline-api/plumbline/simulator/komet"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/komet"
)

// lists of master data: rule, method, member of the answer, first entry.
var masterData = []struct {
	rule                  *specs.Rule
	method, member, entry string
}{
	{rules.CustomersListed, "customer.list", "customers", `{"code":"ANG","id":9999,"name":"Ang Flowers"}`},
	{rules.CarriersListed, "carrier.list", "carriers", `{"code":"AR","id":1878,"name":"Armellini"}`},
	{rules.ProductsListed, "product.list", "products", `{"description":"Roses 55cm Blue","id":999,"legacyCode":"Rs55B"}`},
	{rules.BoxTypesListed, "boxtype.list", "boxtypes", `{"code":"HB","id":900}`},
	{rules.VendorsListed, "vendor.list", "vendors", `{"code":"ABC","id":999,"name":"Flores ABC"}`},
}

func listRows() []row {
	var list []row
	for _, m := range masterData {
		list = append(list, row{rule: m.rule, run: func(w *try) {
			r := w.list(m.method, token)
			w.is("status", r.at("status"), "1")
			w.is("entries", length(r.at(m.member)), "2")
			w.is("the first", r.at(m.member, 0), m.entry)
		}})
	}
	return append(list,
		row{rule: rules.ListsFilterExactly, run: func(w *try) {
			for _, call := range [][3]string{
				{"customer.list", "id", "10000"}, {"customer.list", "code", "blm"}, {"carrier.list", "code", "pf"}, {"product.list", "legacyCode", "rf567"},
				{"product.list", "id", "1000"}, {"boxtype.list", "code", "qb"}, {"vendor.list", "code", "RIO"},
			} {
				r := w.list(call[0], token, call[1], call[2])
				for _, m := range masterData {
					if m.method == call[0] {
						w.is("entries of "+call[2], length(r.at(m.member)), "1")
					}
				}
			}
			w.is("part of a code", length(w.list("customer.list", token, "code", "AN").at("customers")), "0")
		}},
		row{rule: rules.ListsFilterByPart, run: func(w *try) {
			w.is("customer", w.list("customer.list", token, "name", "NG flow").at("customers", 0, "id"), "9999")
			w.is("customers", length(w.list("customer.list", token, "name", "o").at("customers")), "2")
			w.is("carrier", w.list("carrier.list", token, "name", "prime").at("carriers", 0, "id"), "1879")
			w.is("vendor", w.list("vendor.list", token, "name", "verde").at("vendors", 0, "id"), "1000")
		}},
		row{rule: rules.NothingFound, reading: "success", run: func(w *try) {
			r := w.list("product.list", token, "id", "1")
			w.is("status", r.at("status"), "1")
			w.is("products", r.at("products"), "[]")
			w.is("message", r.at("message"), `"Products not found."`)
			w.is("of prebooks", w.details().at("message"), `"Orders not found."`)
			w.is("of purchase orders", w.list("purchase.order.list", token, "number", "P1").at("message"), `"Orders not found."`)
		}},
		row{rule: rules.NothingFound, reading: "failure", run: func(w *try) {
			for _, r := range []reply{w.list("product.list", token, "id", "1"), w.details(), w.list("purchase.order.list", token, "date", shipDate)} {
				w.is("status", r.at("status"), "0")
				message, _ := r.at("message").(string)
				w.check(strings.HasSuffix(message, "not found."), "the message is %q", message)
			}
		}},
		row{rule: rules.DetailsByTruckDate, run: func(w *try) {
			w.create(header("customerPO", "A"))
			w.create(header("customerPO", "B", "shipDate", "2030-05-02"))
			r := w.details()
			w.is("status", r.at("status"), "1")
			w.is("prebooks", length(r.at("prebooks")), "1")
			w.is("truckDate", r.at("prebooks", 0, "truckDate"), `"2030-05-01"`)
		}},
		row{rule: rules.DetailsFilter, run: func(w *try) {
			w.create(header("customerPO", "A"))
			w.create(header("customerPO", "AB", "customerId", 10000, "carrierId", 1879))
			for _, filter := range [][2]string{{"prebook", "2"}, {"customerId", "10000"}, {"carrierId", "1879"}, {"customerPONumber", "AB"}} {
				r := w.details(filter[0], filter[1])
				w.is("prebooks by "+filter[0], length(r.at("prebooks")), "1")
				w.is("number by "+filter[0], r.at("prebooks", 0, "number"), "2")
			}
		}},
		row{rule: rules.PurchaseOrdersListed, run: func(w *try) {
			w.create(ordering(of(999), of(1000)))
			r := w.list("purchase.order.list", token, "number", "P000001, P000002,P999999")
			w.is("status", r.at("status"), "1")
			w.is("the first", r.at("purchaseOrders", 0, "number"), `"P000001"`)
			w.is("the second", r.at("purchaseOrders", 1, "number"), `"P000002"`)
			w.is("a third", r.at("purchaseOrders", 2), "null")
			w.is("cancelled", w.list("purchase.order.list", token, "number", "P000001", "status", "Cancelled").at("purchaseOrders"), "[]")
			w.is("approved", length(w.list("purchase.order.list", token, "number", "P000001", "status", "Approved").at("purchaseOrders")), "1")
			w.is("of the day", length(w.list("purchase.order.list", token, "date", shipDate).at("purchaseOrders")), "2")
			w.is("of another day", length(w.list("purchase.order.list", token, "date", "2030-05-02").at("purchaseOrders")), "0")
			w.is("of the day by number", length(w.list("purchase.order.list", token, "date", shipDate, "number", "P000002").at("purchaseOrders")), "1")
			w.refused(w.list("purchase.order.list", token))
		}},
	)
}

// deliveries is the engine's ledger, by its name in the store.
var deliveries = store.NewKind[event.Delivery]("plumbline.delivery")

func (w *try) delivered() []event.Delivery {
	w.t.Helper()
	var list []event.Delivery
	w.must(w.engine.With(context.Background(), w.world, "komet", func(env *simulator.Env) error {
		return deliveries.Scan(env.Store(), "", func(_ string, d event.Delivery) bool {
			list = append(list, d)
			return true
		})
	}))
	return list
}

func (w *try) act(action string) {
	w.t.Helper()
	w.must(w.engine.Act(context.Background(), w.world, "komet", action))
}

// subscribed is a world with two prebooks and two subscribers, one of which
// wants cancellations only.
func (w *try) subscribed() {
	w.t.Helper()
	w.seed(komet.SeedCompany{ID: 77, Subscribers: []komet.Subscriber{
		{ID: 1, URL: "https://shop.example/komet?shop=1", Token: "tell-me"},
		{ID: 2, URL: "https://shop.example/cancelled", Token: "tell-me-too", Events: []string{"orderCancellation"}},
	}})
	w.created(w.create(header()))
	w.created(w.create(header()))
}

func eventRows() []row {
	return []row{
		{rule: rules.OrderConfirmationSent, outside: true, run: func(w *try) {
			w.subscribed()
			w.act("confirm-orders")
			w.act("confirm-orders") // once is enough
			list := w.delivered()
			w.check(len(list) == 2, "%d deliveries", len(list))
			if len(list) != 2 {
				return
			}
			u, err := url.Parse(list[0].Event.URL)
			w.must(err)
			w.check(list[0].Event.Method == http.MethodGet && u.Host == "shop.example", "called by %s %s", list[0].Event.Method, u)
			w.check(u.RawQuery == "companyId=77&invoiceId=5000001&shop=1&token=tell-me", "parameters %s", u.RawQuery)
		}},
		{rule: rules.OrderCancellationSent, outside: true, run: func(w *try) {
			w.subscribed()
			w.seed(komet.SeedCompany{ID: 77, Orders: []komet.OrderChange{{Prebook: 1000002, State: "cancelled"}}})
			w.act("cancel-orders")
			list := w.delivered()
			w.check(len(list) == 4, "%d deliveries", len(list))
			if len(list) != 4 {
				return
			}
			e := list[1].Event
			w.check(e.Method == http.MethodPost && e.URL == "https://shop.example/cancelled", "called by %s %s", e.Method, e.URL)
			w.check(e.Header.Get("authenticationToken") == "tell-me-too", "header %v", e.Header)
			w.check(string(e.Body) == `{"companyId":77,"orderId":1000002}`, "body %s", e.Body)
		}},
	}
}
