package deliveryoptimizer_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

// calls lists a good call of every operation, of tenant 1 and its order 1.
func (p *probe) calls() [][3]string {
	id, o := order(1).OrderID.String(), text(p.t, order(1, shop))
	return [][3]string{
		{"POST", "1/order", o}, {"PUT", "1/orders", "[" + o + "]"}, {"DELETE", "1/order/byid/" + id, ""}, {"DELETE", "1/order/byid/" + id + "/code/" + shop, ""},
		{"GET", "1/order/" + id, ""}, {"PUT", "1/config", "{}"}, {"GET", "1/stock-origins/code/" + shop + "/saturation", ""},
	}
}

// everywhere wants every operation to refuse a user with that status, and
// nothing to change.
func (p *probe) everywhere(user string, status int) {
	p.upsert(order(1, other))
	for _, call := range p.calls() {
		p.send(user, call[0], call[1], call[2]).refused(status)
	}
	p.holds(order(1, other))
}

func accessRows() []row {
	return []row{
		{rule: rules.BasicAuthentication, act: func(p *probe) {
			for _, user := range []string{"-", "sample-oms:wrong", "nobody", "sample-oms:sample-password "} {
				p.everywhere(user, 401)
			}
			challenge := p.send("-", "GET", "1/order/"+order(1).OrderID.String(), "").header.Get("WWW-Authenticate")
			p.check(strings.HasPrefix(challenge, "Basic "), "the challenge is %q", challenge)
		}},
		{rule: rules.UserBoundToTenant, act: func(p *probe) { p.everywhere("other-oms", 403) }},
		{rule: rules.OrdersNeedOMS, act: func(p *probe) { p.everywhere("sample-shop", 403) }},
		{rule: rules.CredentialStatuses, act: func(p *probe) {
			p.everywhere("-", 401)
			p.everywhere("other-oms", 403)
			p.everywhere("sample-shop", 403)
		}},
		{rule: rules.TenantsIsolated, act: func(p *probe) {
			path := "2/order/byid/" + order(1).OrderID.String()
			p.upsert(order(1, shop)).is(200, "true")
			p.send("other-oms", "GET", "2/order/"+order(1).OrderID.String(), "").refused(404)
			p.send("other-oms", "POST", "2/order", text(p.t, order(1, other))).is(200, "true")
			p.holds(order(1, shop))
			p.send("other-oms", "DELETE", path+"/code/"+other, "").is(200, "true")
			p.send("other-oms", "DELETE", path, "").is(200, "false")
			p.send("other-oms", "PUT", "2/orders", "[]")
			p.holds(order(1, shop))
		}},
	}
}

func tenantRows() []row {
	return []row{
		{rule: rules.ConfigIsSet, act: func(p *probe) {
			p.config("{}").is(200, "true")
			p.config(`{"cartLifeSpan": 0, "algoType": "PUSH", "maxOrderable": "TOP70PCT", "maxShipments": 3, "enableInternalOrderSync": true, "enableHighDemandChecks": false, "bigCartThreshold": 9}`).is(200, "true")
		}},
		{rule: rules.SyncOffByDefault, act: func(p *probe) {
			p.config(`{"enableInternalOrderSync": true}`)
			p.config(`{"cartLifeSpan": 15}`)
			p.upsert(order(1, shop))
			p.advance(batch)
			p.stop()
			p.lacks(order(1))
		}},
		{rule: rules.SaturationWeights, act: func(p *probe) {
			for i, kind := range []struct {
				api.OrderType
				points int
			}{{"Order", 5}, {"Cart", 1}, {"ExternalOrder", 0}} {
				before, elsewhere := p.used(shop), p.used(central)
				p.upsert(of(kind.OrderType, order(i, shop, other, shop)))
				p.check(p.used(shop) == before+kind.points && p.used(central) == elsewhere, "%s: from %d to %d points", kind.OrderType, before, p.used(shop))
			}
			p.upsert(of("Cart", order(0, shop))) // what was an order
			p.check(p.used(shop) == 2 && p.used(other) == 1, "the capacities in use are %d and %d", p.used(shop), p.used(other))
		}},
		{rule: rules.SaturationOfUnknownOriginIs404, act: func(p *probe) {
			for _, code := range []string{"ZZZ:XXX:none", "BEL:MAG:0265"} { // the second is another tenant's
				p.upsert(order(1, code))
				a := p.send("", "GET", "1/stock-origins/code/"+code+"/saturation", "")
				p.check(a.status == http.StatusNotFound && a.body == "", "%s: %d %s", code, a.status, a.body)
			}
		}},
		{rule: rules.SaturationMembers, act: func(p *probe) {
			for n := range 3 {
				p.upsert(of("Cart", order(n, shop)))
			}
			for n := range 4 {
				p.upsert(order(n+3, shop))
			}
			p.upsert(of("ExternalOrder", order(9, shop)))
			a := p.send("", "GET", "1/stock-origins/code/FRA%3AMAG%3A0125/saturation", "")
			p.check(a.body == `{"cartsCount":3,"code":"FRA:MAG:0125","isSaturated":false,"maxCapacity":1000,"ordersCount":4,"remainingCapacity":977,"saturationPercent":2.30,"usedCapacity":23}`, "%s", a.body)
			p.saturate()
		}},
	}
}

// saturate loads an origin beyond its capacity, which nothing forbids.
func (p *probe) saturate() {
	for n := range 201 {
		p.upsert(order(100+n, other))
		if n != 199 && n != 200 {
			continue
		}
		var s api.Saturation
		a := p.send("", "GET", "1/stock-origins/code/"+other+"/saturation", "")
		err := json.Unmarshal([]byte(a.body), &s)
		complete := s.IsSaturated != nil && s.RemainingCapacity != nil && s.SaturationPercent != nil
		p.check(err == nil && complete, "%s: %v", a.body, err)
		if !complete {
			return
		}
		got := fmt.Sprint(s.UsedCapacity, *s.RemainingCapacity, *s.SaturationPercent, *s.IsSaturated)
		p.check(got == [...]string{"1000 0 100.00 false", "1005 -5 100.50 true"}[n-199], "%d orders: %s", n+1, got)
	}
}
