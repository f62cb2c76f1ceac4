package deliveryoptimizer_test

import (
	"time"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

const batch = 10 * time.Minute

func replaceRows() []row {
	return []row{
		{rule: rules.ReplaceAllReplaces, act: func(p *probe) {
			p.upsert(order(1, shop))
			p.upsert(order(2, shop))
			p.replace(order(2, other), of(api.OrderTypeCart, order(3, shop)))
			p.lacks(order(1))
			p.holds(order(2, other))
			p.holds(of(api.OrderTypeCart, order(3, shop)))
			p.check(p.used(shop) == 1 && p.used(other) == 5, "the capacities in use are %d and %d", p.used(shop), p.used(other))
		}},
		{rule: rules.ReplaceAllByNone, reading: "none-left", act: func(p *probe) {
			p.upsert(order(1, shop))
			p.check(p.replace().status/100 == 2, "an empty array is refused")
			p.lacks(order(1))
			p.check(p.used(shop) == 0, "the capacity in use is %d", p.used(shop))
		}},
		{rule: rules.ReplaceAllByNone, reading: "refused", act: func(p *probe) {
			p.upsert(order(1, shop))
			p.replace().refused(400)
			p.holds(order(1, shop))
		}},
		{rule: rules.ReplaceAllReachesArchive, act: func(p *probe) {
			p.config(`{"enableInternalOrderSync": true}`)
			p.upsert(order(1, shop))
			p.advance(batch)
			p.config(`{"enableInternalOrderSync": false}`)
			p.replace(order(2, shop))
			p.stop()
			p.lacks(order(1))
			p.holds(order(2, shop))
		}},
		{rule: rules.ReplaceAllAnswersTrue, act: func(p *probe) {
			p.replace(order(1, shop)).is(200, "true")
			p.replace(order(1, shop)).is(200, "true")
			p.replace().is(200, "true")
		}},
		{rule: rules.ReplaceAllLastDuplicateWins, act: func(p *probe) {
			p.replace(order(1, shop), order(2, shop), order(1, other))
			p.holds(order(1, other))
			p.holds(order(2, shop))
			p.check(p.used(shop) == 5, "the capacity in use is %d", p.used(shop))
		}},
	}
}

func deleteRows() []row {
	first := order(1).OrderID
	return []row{
		{rule: rules.DeleteRemoves, act: func(p *probe) {
			p.upsert(order(1, shop))
			p.upsert(order(2, shop))
			p.delete(first).is(200, "true")
			p.lacks(order(1))
			p.holds(order(2, shop))
		}},
		{rule: rules.DeleteUnknownAnswersFalse, act: func(p *probe) {
			p.delete(first).is(200, "false")
			p.upsert(order(1, shop))
			p.delete(first).is(200, "true")
			p.delete(first).is(200, "false")
		}},
		{rule: rules.DeleteByCodeRemovesLines, act: func(p *probe) {
			p.upsert(order(1, shop, other, shop, central, shop))
			p.shrink(first, shop).is(200, "true")
			left := order(1, shop, other, shop, central)
			left.Lines = []api.OrderLine{left.Lines[1], left.Lines[3]}
			p.holds(left)
		}},
		{rule: rules.DeleteByCodeUnknownOrderAnswersFalse, act: func(p *probe) {
			p.shrink(first, shop).is(200, "false")
			p.shrink(first, "nobody%20knows%20it").is(200, "false")
		}},
		{rule: rules.DeleteByCodeWithoutSuchLine, reading: "false", act: func(p *probe) {
			p.upsert(order(1, shop))
			p.shrink(first, other).is(200, "false")
			p.holds(order(1, shop))
		}},
		{rule: rules.DeleteByCodeWithoutSuchLine, reading: "true", act: func(p *probe) {
			p.upsert(order(1, shop))
			p.shrink(first, other).is(200, "true")
			p.holds(order(1, shop))
		}},
		{rule: rules.DeleteByCodeWithoutSuchLine, reading: "refused", act: func(p *probe) {
			p.upsert(order(1, shop))
			p.shrink(first, other).refused(400)
			p.holds(order(1, shop))
		}},
		{rule: rules.OrderWithoutLinesIsDeleted, act: func(p *probe) {
			p.upsert(order(1, shop, other, shop))
			p.shrink(first, shop).is(200, "true")
			p.shrink(first, other).is(200, "true")
			p.lacks(order(1))
			p.delete(first).is(200, "false")
		}},
		{rule: rules.DeleteByCodeFreesCapacity, act: func(p *probe) {
			p.upsert(order(1, shop, other, shop))
			p.shrink(first, shop)
			p.check(p.used(shop) == 0 && p.used(other) == 5, "the capacities in use are %d and %d", p.used(shop), p.used(other))
		}},
		{rule: rules.CodeIsPercentEncoded, act: func(p *probe) {
			const odd = "a/b c%é"
			p.upsert(order(1, shop, odd, other))
			p.shrink(first, "FRA%3AMAG%3a0125").is(200, "true")
			p.shrink(first, "a%2Fb%20c%25%C3%A9").is(200, "true")
			p.shrink(first, other).is(200, "true")
			p.lacks(order(1))
		}},
	}
}

func getRows() []row {
	return []row{
		{rule: rules.GetReturnsOrder, act: func(p *probe) {
			p.upsert(until(noon.Add(time.Hour), order(1, shop, other)))
			p.holds(until(noon.Add(time.Hour), order(1, shop, other)))
		}},
		{rule: rules.UnknownOrderIs404, reading: "not-found", act: func(p *probe) { p.get(order(1).OrderID).refused(404) }},
		{rule: rules.UnknownOrderIs404, reading: "null", act: func(p *probe) { p.get(order(1).OrderID).is(200, "null") }},
		{rule: rules.UnknownOrderIs404, reading: "no-content", act: func(p *probe) {
			a := p.get(order(1).OrderID)
			p.check(a.status == 204 && a.body == "", "%s: %d %s", a.call, a.status, a.body)
		}},
		{rule: rules.LiveTierDecides, act: func(p *probe) {
			p.config(`{"enableInternalOrderSync": true}`)
			p.upsert(order(1, shop))
			p.advance(batch)
			p.delete(order(1).OrderID).is(200, "true")
			p.delete(order(1).OrderID).is(200, "false")
			p.shrink(order(1).OrderID, shop).is(200, "false")
			p.lacks(order(1))
			p.upsert(order(1, shop)).is(200, "true")
		}},
		{rule: rules.RefusedIs400, act: func(p *probe) {
			p.upsert(order(1, shop))
			p.post(p.changed(order(1, shop), `"Order"`, `"EResa"`)).refused(400)
			p.post("{").refused(400)
			p.put("[" + text(p.t, order(2, shop)) + ",{}]").refused(400)
			p.send("", "GET", "1/order/17", "").refused(400)
			p.send("", "DELETE", "1/order/byid/17", "").refused(400)
			p.holds(order(1, shop))
			p.lacks(order(2))
		}},
	}
}

func syncRows() []row {
	const on, off = `{"enableInternalOrderSync": true}`, `{"enableInternalOrderSync": false}`
	return []row{
		{rule: rules.BatchEveryTenMinutes, act: func(p *probe) {
			p.config(on)
			p.upsert(order(1, shop))
			p.advance(batch - 1)
			p.stop()
			p.lacks(order(1))
			for n := 2; n < 5; n++ {
				p.upsert(order(n, shop))
				p.advance(batch)
			}
			p.stop()
			for n := 2; n < 5; n++ {
				p.holds(order(n, shop))
			}
		}},
		{rule: rules.BatchSkipsSwitchedOffTenant, act: func(p *probe) {
			p.config(on)
			p.upsert(order(1, shop))
			p.advance(batch)
			p.config(off)
			p.upsert(order(2, shop))
			p.send("other-oms", "PUT", "2/config", on)
			p.send("other-oms", "POST", "2/order", text(p.t, order(3, shop)))
			p.advance(batch)
			p.stop()
			p.holds(order(1, shop))
			p.lacks(order(2))
			p.send("other-oms", "GET", "2/order/"+order(3).OrderID.String(), "").is(200, text(p.t, order(3, shop)))
		}},
		{rule: rules.BatchSavesLiveOrders, reading: "every-order", act: savedByTheBatch(true)},
		{rule: rules.BatchSavesLiveOrders, reading: "no-carts", act: savedByTheBatch(false)},
		{rule: rules.BatchOnlySaves, reading: "only-saves", act: deletedAfterTheBatch(true)},
		{rule: rules.BatchOnlySaves, reading: "mirrors", act: deletedAfterTheBatch(false)},
		{rule: rules.RefilledFromArchive, unseen: "the stop of a tier is neither a request nor a timer", act: func(p *probe) {
			p.config(on)
			p.upsert(order(1, shop))
			p.advance(batch)
			p.upsert(order(2, shop))
			p.upsert(order(1, other))
			p.stop()
			p.holds(order(1, shop))
			p.lacks(order(2))
			p.check(p.used(shop) == 5 && p.used(other) == 0, "the capacities in use are %d and %d", p.used(shop), p.used(other))
		}},
	}
}

func savedByTheBatch(carts bool) func(*probe) {
	return func(p *probe) {
		p.config(`{"enableInternalOrderSync": true}`)
		cart, external := of(api.OrderTypeCart, order(2, shop)), of(api.OrderTypeExternalOrder, order(3, shop))
		p.upsert(order(1, shop))
		p.upsert(cart)
		p.upsert(external)
		p.advance(batch)
		p.stop()
		p.holds(order(1, shop))
		p.holds(external)
		if carts {
			p.holds(cart)
		} else {
			p.lacks(cart)
		}
	}
}

// deletedAfterTheBatch deletes an order that is saved, lets the batch come
// again, and wants the order to come back from the archive or not.
func deletedAfterTheBatch(comesBack bool) func(*probe) {
	return func(p *probe) {
		p.config(`{"enableInternalOrderSync": true}`)
		p.upsert(order(1, shop))
		p.upsert(order(2, shop))
		p.advance(batch)
		p.delete(order(1).OrderID)
		p.advance(batch)
		p.stop()
		p.holds(order(2, shop))
		if comesBack {
			p.holds(order(1, shop))
		} else {
			p.lacks(order(1))
		}
	}
}
