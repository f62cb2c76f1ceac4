package deliveryoptimizer

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/plumbline-api/plumbline/conformance/reference"
	"github.com/plumbline-api/plumbline/contract"
	steps "github.com/plumbline-api/plumbline/features/deliveryoptimizer"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/target"
)

// comparing is what the comparator needs of this vendor.
func (c calls) comparing(api *contract.Contract) *reference.Vendor {
	return &reference.Vendor{
		Book: rules.Book(), Contract: api,
		Outcome: func(_ string, a *reference.Answer) string {
			if a.Status/100 == 2 {
				return reference.Accepted
			}
			return reference.Refused // no page documents a status
		},
		Kinds: map[string]reference.Kind{},
		Sign:  sign,
		About: about,
		Start: start,
		Explore: &reference.Explorer{
			Begin: c.begin,
			Moves: c.moves(),
			Look:  c.look,
			Made:  c.made,
			Step:  step,
		},
	}
}

// sign puts a user of the model's sample into a request: the one that
// stands for whoever called. Users of the sample belong to the tenants 1 and 2.
func sign(r *reference.Request, _ map[string]string, model bool) {
	if !model {
		return // the plan does it
	}
	name, password := "sample-oms", "sample-password"
	switch r.Role {
	case steps.RoleCommerce:
		name = "sample-shop"
	case steps.RoleOther:
		name = "other-oms"
	case steps.RoleWrong:
		password = "no-such-password"
	}
	if r.Header == nil {
		r.Header = http.Header{}
	}
	if tenant := tenantIn(r.Path); tenant > 2 && name == "sample-oms" {
		name = fmt.Sprintf("plumbline-%d", tenant)
	}
	auth := http.Request{Header: r.Header}
	auth.SetBasicAuth(name, password)
}

func tenantIn(path string) int {
	first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
	n, err := strconv.Atoi(first)
	if err != nil {
		return 0
	}
	return n
}

func (c calls) path(rest string) string { return fmt.Sprintf("/%d%s", c.tenant, rest) }

// look reads an order, and every now and then what it loads.
func (c calls) look(d *reference.Draw, e *reference.Entity) []reference.Request {
	list := []reference.Request{{Operation: "getOrder", Name: "read the order", Method: http.MethodGet, Path: c.path("/order/" + e.ID)}}
	if d.Chance(4) {
		list = append(list, c.saturation(reference.One(d, c.codesOf(e)...)))
	}
	return list
}

func (c calls) saturation(code string) reference.Request {
	return reference.Request{
		Operation: "getSaturation", Name: "read the saturation of " + code, Method: http.MethodGet, Looks: true,
		Path: c.path("/stock-origins/code/" + url.PathEscape(code) + "/saturation"),
	}
}

// begin makes up two orders, none of which is there yet.
func (c calls) begin(_ context.Context, d *reference.Draw) (seed, mirror []byte, err error) {
	for range 2 {
		d.Entities = append(d.Entities, &reference.Entity{ID: newID(d.Random).String(), Data: map[string]any{}})
	}
	if c.tenant > 2 { // the model's sample has the first two
		mirror = seedOf(c.path(""), nil)
	}
	return nil, mirror, nil
}

// moves are what may be tried with an order.
func (c calls) moves() []reference.Move {
	at := func(method, path string) func(*reference.Draw, *reference.Entity) (reference.Request, bool) {
		return func(_ *reference.Draw, e *reference.Entity) (reference.Request, bool) {
			return reference.Request{Method: method, Path: c.path(strings.ReplaceAll(path, "ID", e.ID)), Entity: e.ID}, true
		}
	}
	return []reference.Move{
		{Name: "add or replace the order", Operation: "upsertOrder", Weight: 3, Make: c.upsert},
		{Name: "delete the order", Operation: "deleteOrder", Make: at(http.MethodDelete, "/order/byid/ID")},
		{Name: "delete the part of an origin", Operation: "deleteOrderByCode", Weight: 2, Make: c.deletePart},
		{Name: "read the order", Operation: "getOrder", Make: at(http.MethodGet, "/order/ID")},
		{Name: "replace all orders", Operation: "replaceOrders", Make: c.replaceAll},
		{Name: "read the saturation", Operation: "getSaturation", Make: func(d *reference.Draw, _ *reference.Entity) (reference.Request, bool) {
			return c.saturation(reference.One(d, append(c.codes(), "NONE:SUCH")...)), true
		}},
		{Name: "set the configuration", Operation: "putConfig", Make: func(d *reference.Draw, _ *reference.Entity) (reference.Request, bool) {
			body := map[string]any{"cartLifeSpan": reference.One(d, 0, 15, 60), "enableInternalOrderSync": d.Chance(2)}
			return c.json(http.MethodPut, "/config", body), true
		}},
	}
}

func (c calls) json(method, path string, body any) reference.Request {
	return reference.Request{Method: method, Path: c.path(path), Body: reference.JSON(body), Header: http.Header{"Content-Type": {"application/json"}}}
}

func (c calls) upsert(d *reference.Draw, e *reference.Entity) (reference.Request, bool) {
	r := c.json(http.MethodPost, "/order", c.order(d, e))
	r.Entity = e.ID
	return r, true
}

func (c calls) replaceAll(d *reference.Draw, e *reference.Entity) (reference.Request, bool) {
	list := []any{}
	for _, other := range d.Entities {
		if d.Chance(2) {
			list = append(list, c.order(d, other))
		}
	}
	if len(list) > 0 && d.Chance(5) {
		list = append(list, c.order(d, e))
	}
	return c.json(http.MethodPut, "/orders", list), true
}

func (c calls) deletePart(d *reference.Draw, e *reference.Entity) (reference.Request, bool) {
	code := reference.One(d, append(c.codesOf(e), c.codes()...)...)
	escaped := url.PathEscape(code)
	if d.Chance(3) {
		escaped = strings.ReplaceAll(escaped, ":", "%3A")
	}
	return reference.Request{Method: http.MethodDelete, Path: c.path("/order/byid/" + e.ID + "/code/" + escaped), Entity: e.ID}, true
}

// codesOf are the origins that the order was last sent with, where it was, and
// every now and then any.
func (c calls) codesOf(e *reference.Entity) []string {
	if sent, ok := e.Data["codes"].([]string); ok && len(sent) > 0 {
		return append(sent, c.codes()[0])
	}
	return c.codes()
}

// order makes up what an order may be sent as.
func (c calls) order(d *reference.Draw, e *reference.Entity) map[string]any {
	now := c.now()
	order := map[string]any{
		"orderId": e.ID, "tenantId": reference.One(d, int(c.tenant), int(c.tenant), 0), "type": reference.One(d, "Order", "Cart", "ExternalOrder"),
		"lastUpdated": now.Add(time.Duration(d.Random.IntN(7)-3) * time.Hour).Format(time.RFC3339Nano),
	}
	switch d.Random.IntN(4) {
	case 0:
	case 1:
		order["expiresAt"] = now.Add(-time.Hour).Format(time.RFC3339Nano)
	default:
		order["expiresAt"] = now.Add(25 * time.Hour).Format(time.RFC3339Nano)
	}
	lines, codes := []any{}, []string{}
	for range reference.One(d, 0, 1, 1, 2, 2, 3) {
		code := reference.One(d, c.codes()...)
		codes = append(codes, code)
		lines = append(lines, map[string]any{
			"code": code, "artGuid": c.article(d), "qty": json.Number(strconv.Itoa(reference.One(d, 1, 2, 1, 7, 2147483647))),
		})
	}
	order["lines"], e.Data["codes"] = lines, codes
	return order
}

// article is one of few, so that some lines are alike.
func (c calls) article(d *reference.Draw) string {
	id := uuid.UUID{6: 0x40, 8: 0x80, 15: byte(d.Random.IntN(3))}
	return id.String()
}

// made tells which order a request may make.
func (c calls) made(_ *reference.Draw, s *target.Session, r *reference.Request) (target.Entity, func(context.Context) error) {
	id, err := uuid.Parse(r.Entity)
	if err != nil || r.Operation != "upsertOrder" && r.Operation != "replaceOrders" {
		return target.Entity{}, nil
	}
	return entityOf(id), func(ctx context.Context) error { return c.delete(ctx, s, id) }
}

func (c calls) codes() []string {
	codes := c.known.codes()
	return codes[:]
}
