package simulator_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
)

// Names of JSON members count letter by letter (RFC 8259, section 8.3), which
// Go's decoder overlooks.
func TestAMemberOfAnotherCaseIsAnotherMember(t *testing.T) {
	engine := newEngine(t, simulator.Options{}, deliveryoptimizer.New())
	upsert := func(world, body string) int {
		return send(engine, "POST", "/@"+world+"/deliveryoptimizer/1/order", body, basic("sample-oms")).Code
	}
	quantity := func(world string) string {
		t.Helper()
		w := send(engine, "GET", "/@"+world+"/deliveryoptimizer/1/order/3fa85f64-5717-4562-b3fc-2c963f66afa6", "", basic("sample-oms"))
		_, after, _ := strings.Cut(w.Body.String(), `"qty":`)
		n, _, _ := strings.Cut(after, "}")
		return strings.TrimSpace(n)
	}
	for name, body := range map[string]string{
		"after":                           strings.Replace(documentOrder, `"qty": 1`, `"qty": 1, "Qty": 9`, 1),
		"before":                          strings.Replace(documentOrder, `"qty": 1`, `"QTY": 9, "qty": 1`, 1),
		"an object that is nothing to us": strings.Replace(documentOrder, `"qty": 1`, `"qty": 1, "qTy": {"qty": [7, {"code": null}]}`, 1),
	} {
		world := strings.ReplaceAll(name, " ", "-")
		if status := upsert(world, body); status != http.StatusOK {
			t.Errorf("%s: %d", name, status)
		}
		if got := quantity(world); got != "1" {
			t.Errorf("%s: the quantity is %s, want 1", name, got)
		}
	}
	if status := upsert("alone", strings.Replace(documentOrder, `"orderId"`, `"OrderId"`, 1)); status < 400 {
		t.Errorf("%d for an order whose required member has another case", status)
	}
}
