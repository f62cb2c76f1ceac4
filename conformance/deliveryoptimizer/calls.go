package deliveryoptimizer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/contract"
	steps "github.com/plumbline-api/plumbline/features/deliveryoptimizer"
	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/target"
)

// calls builds correct requests.
type calls struct {
	tenant   int32
	known    *entities
	contract *contract.Contract
	mayWrite bool
}

// contact reads an order that cannot be there: the one call that changes
// nothing on any target. Only refused credentials end a run here.
func (c calls) contact(ctx context.Context, s *target.Session) error {
	req, err := api.NewGetOrderRequest(s.Base(), c.tenant, uuid.New())
	if err != nil {
		return err
	}
	answer, err := s.Send(ctx, req)
	if err != nil {
		return err
	}
	if answer.Status == http.StatusUnauthorized || answer.Status == http.StatusForbidden {
		return fmt.Errorf("the target refuses the profile's user with %d", answer.Status)
	}
	return nil
}

// call builds the request of an operation that the contract phase varies.
func (c calls) call(operation string, s *target.Session, random *rand.Rand) (conformance.Call, error) {
	order := c.newOrder(random)
	codes := c.known.codes()
	call := conformance.Call{
		Path:    map[string]string{"tenantId": strconv.Itoa(int(c.tenant)), "orderId": order.OrderID.String(), "code": codes[0]},
		Observe: func(ctx context.Context) (string, error) { return c.observe(ctx, s, order.OrderID) },
	}
	switch operation {
	case "upsertOrder":
		call.Body = decoded(order)
		call.Makes, call.Undo = entityOf(order.OrderID), func(ctx context.Context) error { return c.delete(ctx, s, order.OrderID) }
		call.Shown = func(ctx context.Context) (any, error) { return c.shown(ctx, s, order) }
	case "replaceOrders":
		c.replacing(&call, s, order, random)
	case "putConfig":
		call.Observe = nil
		call.Body = map[string]any{
			"cartLifeSpan": json.Number("15"), "algoType": "PUSH", "maxOrderable": "MINIMUM", "maxShipments": json.Number("3"),
			"enableInternalOrderSync": false,
		}
	case "getOrder":
		call.Prepare = func(ctx context.Context) error {
			if !c.mayWrite && !s.Controlled() {
				return &target.Inconclusive{Reason: "an order has to be there to be read, and off loopback none is written; the profile's writes: allowed lets it"}
			}
			return c.hold(ctx, s, order)
		}
	case "deleteOrder", "deleteOrderByCode":
		call.Prepare = func(ctx context.Context) error { return c.hold(ctx, s, order) }
	case "getSaturation":
		call.Observe = nil
	default:
		return call, fmt.Errorf("no correct request of %s is known", operation)
	}
	return call, nil
}

// replacing fills in a call that replaces all orders, of which there is one, by
// two.
func (c calls) replacing(call *conformance.Call, s *target.Session, first api.Order, random *rand.Rand) {
	held, second := c.newOrder(random), c.newOrder(random)
	call.Body = []any{decoded(first), decoded(second)}
	call.Makes, call.Undo = entityOf(first.OrderID), func(ctx context.Context) error {
		return errors.Join(c.delete(ctx, s, first.OrderID), c.delete(ctx, s, second.OrderID))
	}
	call.Prepare = func(ctx context.Context) error { return c.hold(ctx, s, held) }
	call.Observe = func(ctx context.Context) (string, error) {
		var all []string
		for _, o := range []api.Order{held, first, second} {
			state, err := c.observe(ctx, s, o.OrderID)
			if err != nil {
				return "", err
			}
			all = append(all, state)
		}
		return strings.Join(all, "\n"), nil
	}
	call.Shown = func(ctx context.Context) (any, error) {
		var all []any
		for _, o := range []api.Order{first, second} {
			shown, err := c.shown(ctx, s, o)
			if err != nil {
				return nil, err
			}
			all = append(all, shown)
		}
		return all, nil
	}
}

// hold has the service hold an order, for a case that needs one there.
func (c calls) hold(ctx context.Context, s *target.Session, order api.Order) error {
	req, err := api.NewUpsertOrderRequest(s.Base(), c.tenant, order)
	if err != nil {
		return err
	}
	s.Created(entityOf(order.OrderID), func(ctx context.Context) error { return c.delete(ctx, s, order.OrderID) })
	answer, err := s.Send(ctx, req)
	if err != nil {
		return err
	}
	if answer.Status/100 != 2 {
		return &target.Inconclusive{Reason: "precondition: an upsert of a correct order was answered with " + strconv.Itoa(answer.Status)}
	}
	return nil
}

// entityOf names an order for the ledger.
func entityOf(id uuid.UUID) target.Entity { return target.Entity{What: "order", ID: id.String()} }

// newOrder is an order with every member.
func (c calls) newOrder(random *rand.Rand) api.Order {
	now := c.now()
	expires := now.Add(25 * time.Hour)
	codes := c.known.codes()
	return api.Order{
		OrderID: newID(random), TenantID: c.tenant, Type: api.OrderTypeOrder, LastUpdated: now, ExpiresAt: &expires,
		Lines: []api.OrderLine{{Code: codes[0], ArtGUID: newID(random), Qty: 1}, {Code: codes[1], ArtGUID: newID(random), Qty: 2}},
	}
}

// decoded is an order as decoded JSON.
func decoded(o api.Order) map[string]any {
	lines := []any{}
	for _, l := range o.Lines {
		lines = append(lines, map[string]any{"code": l.Code, "artGuid": l.ArtGUID.String(), "qty": json.Number(strconv.Itoa(int(l.Qty)))})
	}
	return map[string]any{
		"orderId": o.OrderID.String(), "tenantId": json.Number(strconv.Itoa(int(o.TenantID))), "type": string(o.Type),
		"lastUpdated": o.LastUpdated.Format(time.RFC3339Nano), "expiresAt": o.ExpiresAt.Format(time.RFC3339Nano), "lines": lines,
	}
}

// now is the time to the millisecond, as precise as the document's own dates.
func (calls) now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// read returns an order as the target shows it; nil where there is none.
func (c calls) read(ctx context.Context, s *target.Session, id uuid.UUID) (*steps.View, error) {
	req, err := api.NewGetOrderRequest(s.Base(), c.tenant, id)
	if err != nil {
		return nil, err
	}
	answer, err := s.Send(ctx, req)
	if err != nil {
		return nil, err
	}
	return steps.ReadOrder(answer)
}

// observe reads an order and returns what came, to be compared.
func (c calls) observe(ctx context.Context, s *target.Session, id uuid.UUID) (string, error) {
	v, err := c.read(ctx, s, id)
	switch {
	case err != nil:
		return "", err
	case v == nil:
		return "no order", nil
	}
	return fmt.Sprintf("%+v", *v), nil
}

// shown reads an order back, laid out as it was sent; nil where it is not there.
// A target that has accepted something for later gets time for it.
func (c calls) shown(ctx context.Context, s *target.Session, order api.Order) (any, error) {
	later := slices.ContainsFunc(s.Answers(), func(a target.Answer) bool { return a.Status == http.StatusAccepted })
	settle := s.Settle(usualSettle)
	late := false
	for until := time.Now().Add(settle); ; late = true {
		v, err := c.read(ctx, s, order.OrderID)
		switch {
		case err != nil:
			return nil, err
		case v != nil:
			if late {
				s.Came(late)
			}
			var articles []string
			for _, l := range order.Lines {
				articles = append(articles, l.ArtGUID.String())
			}
			return v.JSON(articles), nil
		case !later || time.Now().After(until):
			return nil, nil
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(settle / 20):
		}
	}
}

// usualSettle is how long a target has for what it does later.
const usualSettle = 5 * time.Second

// takeBack deletes an order of a ledger, in its tenant.
func (c calls) takeBack(ctx context.Context, s *target.Session, id string) error {
	text, other, inOther := strings.Cut(id, steps.OfTenant)
	guid, err := uuid.Parse(text)
	if err != nil {
		return &target.Inconclusive{Reason: "the id is no GUID"}
	}
	if !inOther {
		return c.delete(ctx, s, guid)
	}
	tenant, err := strconv.ParseInt(other, 10, 32)
	if err != nil {
		return &target.Inconclusive{Reason: "the tenant is no number"}
	}
	c.tenant = int32(tenant)
	return c.deleteAs(ctx, s.As(steps.RoleOther), s, guid)
}

func (c calls) delete(ctx context.Context, s *target.Session, id uuid.UUID) error {
	return c.deleteAs(ctx, s.As(steps.RoleOMS), s, id)
}

func (c calls) deleteAs(ctx context.Context, actor *target.Actor, s *target.Session, id uuid.UUID) error {
	req, err := api.NewDeleteOrderRequest(s.Base(), c.tenant, id)
	if err != nil {
		return err
	}
	answer, err := actor.Send(ctx, req)
	switch {
	case err != nil:
		return fmt.Errorf("order %s of tenant %d: %w", id, c.tenant, err)
	case answer.Status/100 != 2 && answer.Status != http.StatusNotFound:
		return fmt.Errorf("order %s of tenant %d: taking it back was answered with %d", id, c.tenant, answer.Status)
	}
	return nil
}
