package deliveryoptimizer_test

import (
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
		{rule: rules.PathTenantDecides, reading: "path-overwrites", act: func(p *probe) {
			sent := order(1, shop)
			for _, tenant := range []int32{0, 2} {
				sent.TenantID = tenant
				p.check(p.upsert(sent).status == 200, "tenant %d is refused", tenant)
				p.holds(order(1, shop)) // of tenant 1
			}
			p.check(p.replace(sent).status == 200, "tenant 2 is refused of one of all")
			p.holds(order(1, shop))
		}},
		{rule: rules.LinesKeptAsSent, act: func(p *probe) {
			sent := order(1, shop, "nobody knows it", shop, other)
			sent.Lines[2] = sent.Lines[0]
			p.upsert(sent).is(200, "true")
			p.holds(sent)
		}},
		{rule: rules.UnknownOriginIsTaken, act: func(p *probe) {
			p.upsert(order(1, shop, "nobody knows it")).is(200, "true")
			p.replace(order(2, "nobody knows it"), order(3, shop)).is(200, "true")
			p.holds(order(2, "nobody knows it"))
		}},
		{rule: rules.ThreeTypes, act: func(p *probe) {
			for i, kind := range []api.OrderType{"Order", "Cart", "ExternalOrder"} {
				p.upsert(of(kind, order(i+2, shop))).is(200, "true")
				p.holds(of(kind, order(i+2, shop)))
			}
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
		{rule: rules.Expiry, reading: "service-expires-all", act: allExpire},
		{rule: rules.Expiry, reading: "past-is-refused", act: pastIsRefused},
		{rule: rules.BareBooleans, reading: "as-printed", act: func(p *probe) {
			for _, call := range []struct {
				answer
				body string
			}{
				{p.upsert(order(1, shop, other)), "True"},
				{p.upsert(order(1, shop, other)), "false"},
				{p.shrink(order(1).OrderID, shop), "True"},
				{p.delete(order(1).OrderID), "True"},
				{p.delete(order(1).OrderID), "false"},
			} {
				kind := call.header.Get("Content-Type")
				p.check(call.status == 200 && call.answer.body == call.body && kind == "text/plain", "%s: %d %s %s", call.call, call.status, kind, call.answer.body)
			}
		}},
		{rule: rules.BareBooleans, reading: "json", act: func(p *probe) {
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

func allExpire(p *probe) {
	cart := func(n int) api.Order { return of(api.OrderTypeCart, order(n, shop)) }
	p.upsert(cart(1)) // has no date
	p.upsert(until(noon.Add(time.Hour), cart(2)))
	p.upsert(until(noon.Add(time.Hour), order(3, shop)))
	p.upsert(until(noon.Add(-time.Hour), order(4, shop)))
	p.upsert(until(noon.Add(2*time.Hour), of(api.OrderTypeExternalOrder, order(5, shop))))
	p.lacks(order(4))
	p.holds(until(noon.Add(time.Hour), order(3, shop)))
	p.advance(time.Hour)
	p.lacks(cart(2))
	p.lacks(order(3))
	p.holds(until(noon.Add(2*time.Hour), of(api.OrderTypeExternalOrder, order(5, shop))))
	p.advance(24 * time.Hour)
	p.lacks(order(5))
	p.holds(cart(1))
}

func pastIsRefused(p *probe) {
	p.upsert(until(noon.Add(-time.Second), order(1, shop))).refused(400)
	p.replace(order(2, shop), until(noon.Add(-time.Second), of(api.OrderTypeCart, order(3, shop)))).refused(400)
	p.lacks(order(1))
	p.lacks(order(2))
	soon := until(noon.Add(time.Second), order(4, shop))
	p.upsert(soon).is(200, "true")
	p.advance(time.Hour)
	p.holds(soon)
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
