package deliveryoptimizer_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

// TestBreachesAreRefused breaks the duties of the caller. What follows no document
// says; a simulator refuses, and blames the rule that says the duty.
func TestBreachesAreRefused(t *testing.T) {
	guid := fmt.Sprintf("%q", order(1).OrderID)
	article := fmt.Sprintf("%q", order(1, shop).Lines[0].ArtGUID)
	for _, row := range []struct {
		rule    *specs.Rule
		changes []string // of an order, OLD => NEW
		act     func(p *probe)
	}{
		{rules.CallerSendsEveryMember, []string{
			`"orderId" => "orderid"`, `"tenantId" => "tenantid"`, `"lastUpdated" => "x"`, `"type" => "x"`, `"lines" => "x"`,
			`"code" => "x"`, `"artGuid" => "x"`, `"qty" => "x"`,
		}, func(p *probe) {
			p.post("").refused(400)
			p.put("").refused(400)
		}},
		{rules.CallerSendsTypedMembers, []string{
			guid + ` => 17`, `"tenantId":1 => "tenantId":"1"`, `"2026-11-22T12:00:00Z" => "22/11/2026"`, `"lastUpdated":"2026-11-22T12:00:00Z" => "lastUpdated":null`,
			`"expiresAt":"2026-11-22T12:00:00Z" => "expiresAt":"soon"`, `"type":"Order" => "type":1`, `"lines":[ => "lines":{},"x":[`,
			`"lines":[ => "lines":[7,`, `"code":"FRA:MAG:0125" => "code":125`, article + ` => null`, `"qty":1 => "qty":"1"`, `"qty":1 => "qty":1.5`,
		}, func(p *probe) {
			p.post("[]").refused(400)
			p.post(`"order"`).refused(400)
			p.put(text(p.t, order(1, shop))).refused(400)
			p.put("[null]").refused(400)
		}},
		{rules.CallerSendsGUIDs, []string{guid + ` => "17"`, article + ` => "coat"`}, func(p *probe) {
			for _, path := range []string{"1/order/17", "1/order/3fa85f64-5717-4562-b3fc-2c963f66afa"} {
				p.send("", "GET", path, "").refused(400)
			}
			p.send("", "DELETE", "1/order/byid/17", "").refused(400)
			p.send("", "DELETE", "1/order/byid/17/code/"+shop, "").refused(400)
		}},
		{rules.CallerSendsKnownType, []string{`"Order" => "EResa"`, `"Order" => "order"`, `"Order" => ""`}, nil},
		{rules.CallerSendsQuantities, []string{
			`"qty":1 => "qty":0`, `"qty":1 => "qty":-1`, `"qty":1 => "qty":2147483648`, `"tenantId":1 => "tenantId":-1`, `"tenantId":1 => "tenantId":2147483648`,
		}, func(p *probe) {
			largest := order(2, shop)
			largest.TenantID, largest.Lines[0].Qty = 1<<31-1, 1<<31-1
			p.upsert(largest).is(200, "true")
		}},
		{rules.CallerNamesPositiveTenant, nil, func(p *probe) {
			for _, tenant := range []string{"0", "-1", "-2147483648", "2147483648", "one", "1.5", "1e0", "+1", "%201"} {
				for _, call := range p.calls() {
					p.send("", call[0], tenant+call[1][1:], call[2]).refused(400)
				}
			}
		}},
		{rules.CallerSendsTypedConfig, nil, func(p *probe) {
			for _, body := range []string{
				"", "[]", "true", `{"cartLifeSpan": "15"}`, `{"cartLifeSpan": -1}`, `{"cartLifeSpan": 2147483648}`, `{"algoType": "PULL"}`, `{"maxOrderable": "ALL"}`,
				`{"maxShipments": 1.5}`, `{"enableInternalOrderSync": "true"}`, `{"enableHighDemandChecks": 1}`, `{"bigCartThreshold": null}`,
			} {
				p.config(body).refused(400)
			}
		}},
	} {
		t.Run(strings.TrimPrefix(row.rule.ID, "deliveryoptimizer/"), func(t *testing.T) {
			p := newProbe(t, nil)
			for _, change := range row.changes {
				old, replacement, _ := strings.Cut(change, " => ")
				body := p.changed(until(noon, order(1, shop)), old, replacement)
				p.post(body).refused(400)
				p.put("[" + body + "]").refused(400)
			}
			if row.act != nil {
				row.act(p)
			}
			p.lacks(order(1))
			for _, wrong := range p.wrong {
				t.Error(wrong)
			}
			if !p.decided(row.rule) {
				t.Error("the journal does not name the rule")
			}
		})
	}
}

// TestNullForADateIsNone sends what .NET's serialisers do.
func TestNullForADateIsNone(t *testing.T) {
	const key = "deliveryoptimizer:/components/schemas/Order/properties/expiresAt/type#null"
	for does, status := range map[string]int{"": 200, specs.Tolerates: 200, specs.Refuses: 400} {
		var dialect map[string]string
		if does != "" {
			dialect = map[string]string{key: does}
		}
		p := newProbe(t, dialect)
		p.upsert(until(noon.Add(time.Hour), order(1, shop)))
		body := p.changed(until(noon.Add(time.Hour), order(1, shop)), `"2026-11-22T13:00:00Z"`, "null")
		if a := p.post(body); a.status != status {
			t.Errorf("%q: %d %s, want %d", does, a.status, a.body, status)
		}
		if status == 200 {
			p.holds(order(1, shop))
		}
		for _, wrong := range p.wrong {
			t.Errorf("%q: %s", does, wrong)
		}
	}
}
