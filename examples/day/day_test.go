package day

import (
	"slices"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/client"
	"github.com/plumbline-api/plumbline/simulator/fault"
	"github.com/plumbline-api/plumbline/simulator/journal"
)

// order is the example of document 002: two stores share it.
const order = `{
  "orderId": "3fa85f64-5717-4562-b3fc-2c963f66afa6", "tenantId": 1, "lastUpdated": "2026-11-23T08:00:00Z", "type": "Order",
  "lines": [
    {"code": "FRA:MAG:0125", "artGuid": "c420a0b0-fd50-446a-b2e0-18ab3bf4c460", "qty": 1},
    {"code": "FRA:MAG:0953", "artGuid": "4128d10e-1594-42a7-8c79-bde5181a20f5", "qty": 2}
  ]
}`

// TestADay is read from top to bottom, as the day went.
func TestADay(t *testing.T) {
	s := open(t)
	s.eightOClock()
	s.nineOClock()
	s.eleven()
	s.afternoon()
	s.evening()
	s.closingTime()
}

// At eight an order comes in. Delivery Optimizer takes it, the answer gets
// lost on the way, and the second try finds it there already.
func (s *shop) eightOClock() {
	oms := basic("sample-oms", "sample-password")
	s.world.SetFaults(fault.Fault{
		Vendor: "deliveryoptimizer", Operation: "upsertOrder", Count: 1, Effect: fault.Effect{Kind: fault.AnswerReset},
	})
	status, why := s.call("POST", "/deliveryoptimizer/1/order", order, oms)
	s.expect("the order is sent, and no answer comes", status, why, s.noAnswer)
	status, body := s.call("POST", "/deliveryoptimizer/1/order", order, oms)
	s.expect("sent again, it is there already", status, body, 200, "false")
	s.world.Count(journal.Filter{Vendor: "deliveryoptimizer", Method: "POST"}, 2)

	// For a tenant that has it switched on, a batch saves the live orders every
	// ten minutes; what a stop of the live tier loses comes back from there.
	s.world.Seed("deliveryoptimizer", `{"tenants": [{"id": 1, "config": {"enableInternalOrderSync": true}}]}`)
	s.world.Advance(10 * time.Minute)
	s.world.Act("deliveryoptimizer", "stop-live-tier")
	status, body = s.call("GET", "/deliveryoptimizer/1/order/3fa85f64-5717-4562-b3fc-2c963f66afa6", "", oms)
	s.expect("the batch has saved it", status, body, 200, "FRA:MAG:0125", "FRA:MAG:0953")
}

// At nine Bridge's order is paid and confirmed; a state that it has already is
// refused with 1021, a closed order can't be cancelled.
func (s *shop) nineOClock() {
	s.world.ChangeClock(simulator.ClockChange{To: morning.Add(time.Hour)})
	status, body := s.call("POST", "/bridge/order/state/confirmed", `{"internalNumber":"00001"}`, inTheBody)
	s.expect("without a token Bridge does nothing", status, body, 200)
	status, body = s.call("POST", "/bridge/auth/login", `{"clientId":"example-client","clientSecret":"not-a-real-secret"}`, inTheBody)
	s.expect("the shop logs in to Bridge", status, body, 200, `"ack":0`)
	token := header("x-access-token", s.member(body, "token"))
	change := func(what, state string, ack string) {
		s.t.Helper()
		status, body := s.call("POST", "/bridge/order/state/"+state, `{"internalNumber":"00001"}`, token)
		s.expect(what, status, body, 200, `"ack":`+ack)
	}
	status, body = s.call("POST", "/bridge/order/status", `{"internalOrderNumber":"00001"}`, token)
	s.expect("the order is open", status, body, 200, `"currentStatus":"open"`)
	change("the order is confirmed", "confirmed", "0")
	change("and only once", "confirmed", "1021")
	s.world.Seed("bridge", `{"orders": [{"number": "00001", "shipping": "PLAZA 1, 28001", "label": "LBL-1"}]}`)
	change("with address and label it can be picked", "readyToPick", "0")
	s.world.Act("bridge", "take-into-packing-list")
	change("it is being picked", "inproc", "0")
	s.world.Act("bridge", "confirm-items")
	change("it is packed", "complete", "0")
	s.world.Seed("bridge", `{"orders": [{"number": "00001", "carrierNews": ["on its way"]}]}`)
	change("it is under way", "transit", "0")
	s.world.Seed("bridge", `{"orders": [{"number": "00001", "carrierNews": ["delivered"]}]}`)
	change("the customer has it, so nobody cancels it", "cancelled", "1023")
}

// At eleven the warehouse prepares and ships a bon of Altazion; quantities
// count at once, the state follows after a moment.
func (s *shop) eleven() {
	s.world.ChangeClock(simulator.ClockChange{To: morning.Add(3 * time.Hour)})
	app := basic("sample-app", "sample-key")
	s.world.Seed("altazion", `{"handlers": [{"name": "shop", "url": "http://erp.shop.test/altazion", "events": ["PreparationBpr"]}]}`)
	const bon = "/altazion/api/logistique/preparation/"
	status, body := s.call("GET", bon+"BP-1001", "", app)
	s.expect("the bon is read", status, body, 200, `"Etat":"En cours"`)
	status, body = s.call("POST", bon+"prepa/BP-1001", `{"Lignes":[{"Reference":"REF-A","QtePreparee":3},{"Reference":"REF-B","QtePreparee":1.5}]}`, app)
	s.expect("the bon is prepared", status, body, 200, `"QtePreparee":3`)
	s.world.Advance(2 * time.Second)
	status, body = s.call("GET", bon+"BP-1001", "", app)
	s.expect("and after a moment its state says so", status, body, 200, `"Etat":"Préparé"`)
	status, body = s.call("POST", bon+"expe/BP-1001", `{"Lignes":[{"Reference":"REF-A","QtePreparee":3,"QteExpediee":3},{"Reference":"REF-B","QtePreparee":1.5,"QteExpediee":1.5}],"Colis":[{"Numero":"6A0001","DateExpedition":"2026-11-23T11:00:00Z"}]}`, app)
	s.expect("the parcel leaves", status, body, 200)
	s.world.Advance(2 * time.Second)
	if n := s.got.from("erp.shop.test", "7c9e6679-7425-40de-944b-e07fc1f90ae7"); n != 2 {
		s.t.Errorf("the shop was told %d times of the bon, want once for each step: %q", n, s.got.mail)
	}
}

// In the afternoon a package of Akinon is prepared: one item is replaced, one
// is out of stock, the rest have their barcodes; all in one command.
func (s *shop) afternoon() {
	s.world.ChangeClock(simulator.ClockChange{To: morning.Add(6 * time.Hour)})
	key := header("Authorization", "Token not-a-real-key")
	status, body := s.call("POST", "/akinon/api/v1/oms/packages/123/command/", `{"transition": 71, "input_parameters": {
		"select_items_by_omnitron_id": true, "create_manual_oos_package": true,
		"replacement_products": [{"package_item": 282687, "new_product_sku": "10034"}], "oos_package_items": [282688],
		"barcodes": [{"order_item": 2047, "barcode": "123"}, {"order_item": 2046, "barcode": "123"}, {"order_item": 2045, "barcode": "123"}]}}`, key)
	s.expect("the package is prepared", status, body, 200, `"number":"1234567891234567P3"`)
	status, body = s.call("POST", "/akinon/api/v1/oms/packages/123/command/", `{"transition": 71}`, key)
	s.expect("a second command finds it no longer waiting", status, body, 400)
}

// In the evening flowers are ordered for another day: Komet makes the prebook
// and a purchase order for what is not in the inventory.
func (s *shop) evening() {
	s.world.ChangeClock(simulator.ClockChange{To: morning.Add(10 * time.Hour)})
	status, body := s.call("POST", "/komet/api/prebook.create", `{"authenticationToken": "token_info_goes_here",
		"customerId": 9999, "customerPO": "PO4534", "carrierId": 1878, "shipDate": "2026-12-01", "autoGeneratePOsfromPrebooks": "1",
		"prebookItems": [{"vendorId": 999, "productId": 999, "boxTypeId": 900, "unitType": "Stem", "boxes": 5, "bunches": 10, "stemsBunch": 2, "cost": 0.70, "price": 2.50}]}`, inTheBody)
	s.expect("flowers are ordered", status, body, 200, `"status":1`, `"purchaseOrderNumbers":"P`)
	status, body = s.call("POST", "/komet/api/prebook.create", `{"authenticationToken": "token_info_goes_here",
		"customerId": 9999, "customerCode": "ANG", "carrierId": 1878, "shipDate": "2026-12-01"}`, inTheBody)
	s.expect("a customer by id and by code is refused, in a 200", status, body, 200, `"status":0`)
}

// At closing time the shop looks at what its own client did: the report knows
// the rules that bind the caller.
func (s *shop) closingTime() {
	report, err := client.Judge(s.t.Context(), s.sim.Engine(), s.world.Name())
	if err != nil {
		s.t.Fatal(err)
	}
	var broken []string
	for _, v := range report.Vendors {
		for _, rule := range v.Rules {
			if rule.Fails() {
				broken = append(broken, rule.ID)
			}
		}
	}
	// What this client did wrong, on purpose, at nine.
	for _, rule := range []string{"bridge/caller-logs-in-first", "bridge/caller-sends-token"} {
		if !slices.Contains(broken, rule) {
			s.t.Errorf("the report has nothing of %s; broken: %q", rule, broken)
		}
	}
}
