package deliveryoptimizer_test

import (
	"fmt"
	"strings"
	"time"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

func upsertRows() []row {
	return []row{
		{rule: rules.UpsertTellsAddedFromModified, act: func(p *probe) {
			p.upsert(order(1, shop)).is(200, "true")
			p.upsert(order(1, other)).is(200, "false")
			p.upsert(order(2, shop)).is(200, "true")
			p.delete(order(1).OrderID).is(200, "true")
			p.upsert(order(1, shop)).is(200, "true")
		}},
		{rule: rules.UpsertRedefinesEntirely, act: func(p *probe) {
			p.upsert(until(noon.Add(time.Hour), order(1, shop, other)))
			again := of(api.OrderTypeCart, order(1, central))
			p.upsert(again)
			p.holds(again)
		}},
		{rule: rules.ExpiryOptional, act: func(p *probe) {
			p.upsert(order(1, shop)).is(200, "true")
			p.holds(order(1, shop))
		}},
		{rule: rules.PathTenantDecides, reading: "path-decides", act: func(p *probe) {
			sent := order(1, shop)
			for _, tenant := range []int32{0, 2} {
				sent.TenantID = tenant
				p.check(p.upsert(sent).status == 200, "tenant %d is refused", tenant)
				p.holds(sent) // with the tenantId that was sent
			}
			p.check(p.replace(sent).status == 200, "tenant 2 is refused of one of all")
		}},
		{rule: rules.PathTenantDecides, reading: "must-match", act: func(p *probe) {
			sent := order(1, shop)
			for _, tenant := range []int32{0, 2} {
				sent.TenantID = tenant
				p.upsert(sent).refused(400)
				p.replace(order(2, shop), sent).refused(400)
			}
			p.lacks(sent)
			p.lacks(order(2))
			p.upsert(order(1, shop)).is(200, "true")
			p.holds(order(1, shop))
		}},
		{rule: rules.LinesKeptAsSent, act: func(p *probe) {
			sent := order(1, shop, "nobody knows it", shop, other)
			sent.Lines[2] = sent.Lines[0]
			p.upsert(sent).is(200, "true")
			p.holds(sent)
		}},
		{rule: rules.EmptyLines, reading: "stored", act: func(p *probe) {
			p.upsert(order(1, shop))
			p.upsert(order(1)).is(200, "false")
			p.holds(order(1))
			p.replace(order(2))
			p.holds(order(2))
		}},
		{rule: rules.EmptyLines, reading: "refused", act: func(p *probe) {
			p.upsert(order(1, shop))
			p.upsert(order(1)).refused(400)
			p.upsert(order(2)).refused(400)
			p.replace(order(3, shop), order(4)).refused(400)
			p.holds(order(1, shop))
			p.lacks(order(2))
			p.lacks(order(3))
		}},
		{rule: rules.EmptyLines, reading: "removed", act: func(p *probe) {
			p.upsert(order(1, shop))
			p.upsert(order(1)).is(200, "false")
			p.lacks(order(1))
			p.upsert(order(2)).is(200, "true")
			p.lacks(order(2))
			p.check(p.used(shop) == 0, "the capacity in use is %d", p.used(shop))
			p.replace(order(3), order(4, shop))
			p.lacks(order(3))
			p.holds(order(4, shop))
		}},
		{rule: rules.LastWriteWins, act: func(p *probe) {
			sent := order(1, shop)
			for _, updated := range []time.Time{noon, noon.Add(-time.Hour), noon.AddDate(100, 0, 0), time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)} {
				sent.LastUpdated = updated
				p.upsert(sent)
				p.holds(sent)
			}
		}},
		{rule: rules.Expiry, reading: "stored-only", act: expiryIsStored},
		{rule: rules.Expiry, reading: "service-expires-carts", act: cartsExpire},
		{rule: rules.BareBooleans, act: func(p *probe) {
			p.upsert(order(1, shop, other)).is(200, "true")
			p.upsert(order(1, shop, other)).is(200, "false")
			p.shrink(order(1).OrderID, shop).is(200, "true")
			p.delete(order(1).OrderID).is(200, "true")
			p.delete(order(1).OrderID).is(200, "false")
			p.shrink(order(1).OrderID, shop).is(200, "false")
		}},
	}
}

func expiryIsStored(p *probe) {
	list := []api.Order{
		until(noon.Add(time.Hour), order(1, shop)), of(api.OrderTypeCart, until(noon.Add(time.Hour), order(2, shop))),
		of(api.OrderTypeCart, until(noon.Add(-time.Hour), order(3, shop))), of(api.OrderTypeCart, order(4, shop)),
		of(api.OrderTypeExternalOrder, until(time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC), order(5, shop))),
	}
	for _, o := range list {
		p.upsert(o).is(200, "true")
	}
	p.advance(30 * 24 * time.Hour)
	for _, o := range list {
		p.holds(o)
	}
}

func cartsExpire(p *probe) {
	cart := func(n int) api.Order { return of(api.OrderTypeCart, order(n, shop)) }
	minutes := func(n int) time.Time { return noon.Add(time.Duration(n) * time.Minute) }
	p.upsert(cart(1))                                                     // ends with its life span, 15 minutes after it was last sent
	p.upsert(until(minutes(20), cart(2)))                                 // ends at its date
	p.upsert(until(minutes(-5), cart(3)))                                 // has ended
	p.upsert(until(minutes(20), order(4, shop)))                          // is no cart
	p.upsert(until(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), cart(5))) // ends far from here
	p.upsert(until(minutes(20), cart(6)))
	p.upsert(of(api.OrderTypeCart, order(7, shop, other)))
	p.lacks(cart(3))
	p.advance(10 * time.Minute)
	p.upsert(cart(1))
	p.upsert(order(6, shop)) // the customer has ordered it
	p.shrink(cart(7).OrderID, shop)
	p.advance(5 * time.Minute)
	p.lacks(cart(7)) // taking a part away is not sending
	p.holds(cart(1))
	p.advance(5 * time.Minute)
	p.holds(cart(1))
	p.lacks(cart(2))
	p.advance(5 * time.Minute)
	p.lacks(cart(1))
	p.advance(24 * time.Hour)
	p.holds(until(minutes(20), order(4, shop)))
	p.holds(order(6, shop))
	p.check(p.get(cart(5).OrderID).status == 200, "a cart is gone that ends in the year 9999")
	p.check(p.used(shop) == 5+1+5, "the capacity in use is %d, want that of two orders and a cart", p.used(shop))
	p.config(`{"cartLifeSpan": 1}`)
	p.upsert(cart(8))
	p.advance(time.Minute)
	p.lacks(cart(8))
}

// schemaRows are of the rules that the contract's schemas enforce.
func schemaRows() []row {
	refused := func(bodies ...string) func(*probe) {
		return func(p *probe) {
			for _, change := range bodies {
				old, replacement, _ := strings.Cut(change, " => ")
				body := p.changed(until(noon, order(1, shop)), old, replacement)
				p.post(body).refused(400)
				p.put("[" + body + "]").refused(400)
			}
			p.lacks(order(1))
		}
	}
	guid := fmt.Sprintf("%q", order(1).OrderID)
	article := fmt.Sprintf("%q", order(1, shop).Lines[0].ArtGUID)
	return []row{
		{rule: rules.OrderMembersRequired, act: func(p *probe) {
			refused(
				`"orderId" => "orderid"`, `"tenantId" => "tenantid"`, `"lastUpdated" => "x"`, `"type" => "x"`, `"lines" => "x"`,
				`"code" => "x"`, `"artGuid" => "x"`, `"qty" => "x"`,
			)(p)
			p.post("").refused(400)
			p.put("").refused(400)
		}},
		{rule: rules.OrderMembersTyped, act: func(p *probe) {
			refused(
				guid+` => 17`, `"tenantId":1 => "tenantId":"1"`, `"2026-11-22T12:00:00Z" => "22/11/2026"`, `"2026-11-22T12:00:00Z" => null`,
				`"expiresAt":"2026-11-22T12:00:00Z" => "expiresAt":"soon"`, `"type":"Order" => "type":1`, `"lines":[ => "lines":{},"x":[`,
				`"lines":[ => "lines":[7,`, `"code":"FRA:MAG:0125" => "code":125`, article+` => null`, `"qty":1 => "qty":"1"`, `"qty":1 => "qty":1.5`,
			)(p)
			p.post("[]").refused(400)
			p.post(`"order"`).refused(400)
			p.put(text(p.t, order(1, shop))).refused(400)
			p.put("[null]").refused(400)
		}},
		{rule: rules.GUIDs, act: func(p *probe) {
			refused(guid+` => "17"`, article+` => "coat"`)(p)
			for _, path := range []string{"1/order/17", "1/order/3fa85f64-5717-4562-b3fc-2c963f66afa"} {
				p.send("", "GET", path, "").refused(400)
			}
			p.send("", "DELETE", "1/order/byid/17", "").refused(400)
			p.send("", "DELETE", "1/order/byid/17/code/"+shop, "").refused(400)
		}},
		{rule: rules.ThreeTypes, act: func(p *probe) {
			for i, kind := range []api.OrderType{"Order", "Cart", "ExternalOrder"} {
				p.upsert(of(kind, order(i+2, shop))).is(200, "true")
				p.holds(of(kind, order(i+2, shop)))
			}
			refused(`"Order" => "EResa"`, `"Order" => "order"`, `"Order" => ""`)(p)
		}},
		{rule: rules.QuantityFromOne, act: func(p *probe) {
			largest := order(2, shop)
			largest.TenantID, largest.Lines[0].Qty = 1<<31-1, 1<<31-1
			p.upsert(largest).is(200, "true")
			refused(`"qty":1 => "qty":0`, `"qty":1 => "qty":-1`, `"qty":1 => "qty":2147483648`, `"tenantId":1 => "tenantId":-1`, `"tenantId":1 => "tenantId":2147483648`)(p)
		}},
	}
}
