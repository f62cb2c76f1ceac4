package deliveryoptimizer

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/google/uuid"

	"github.com/plumbline-api/plumbline/conformance"
	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/target"
)

// alike are the parts of one order at two stock origins, of which the code of one
// begins with that of the other, and two orders whose GUIDs differ in their last
// digit.
func (c calls) alike() []conformance.Alike {
	return []conformance.Alike{{
		Operation: "deleteOrder",
		Calls: func(_ context.Context, s *target.Session, random *rand.Rand) (both [2]conformance.Call, err error) {
			orders := [2]api.Order{c.newOrder(random), c.newOrder(random)}
			orders[1].OrderID = orders[0].OrderID
			orders[1].OrderID[len(uuid.UUID{})-1] ^= 1
			for i, order := range orders {
				if both[i], err = c.call("deleteOrder", s, random); err != nil {
					return both, err
				}
				both[i].Path["orderId"] = order.OrderID.String()
				both[i].Prepare = func(ctx context.Context) error { return c.hold(ctx, s, order) }
				both[i].Observe = func(ctx context.Context) (string, error) { return c.observe(ctx, s, order.OrderID) }
			}
			return both, nil
		},
	}, {
		Operation: "deleteOrderByCode",
		Calls: func(_ context.Context, s *target.Session, random *rand.Rand) (both [2]conformance.Call, err error) {
			order := c.newOrder(random)
			order.Lines[1].Code = order.Lines[0].Code + "0"
			for i := range both {
				if both[i], err = c.call("deleteOrderByCode", s, random); err != nil {
					return both, err
				}
				code := order.Lines[i].Code
				both[i].Path["orderId"], both[i].Path["code"] = order.OrderID.String(), code
				both[i].Observe = func(ctx context.Context) (string, error) { return c.linesAt(ctx, s, order.OrderID, code) }
				both[i].Prepare = nil
			}
			both[0].Prepare = func(ctx context.Context) error { return c.hold(ctx, s, order) }
			return both, nil
		},
	}}
}

// linesAt returns what an order has at a stock origin, to be compared.
func (c calls) linesAt(ctx context.Context, s *target.Session, id uuid.UUID, code string) (string, error) {
	v, err := c.read(ctx, s, id)
	if err != nil || v == nil {
		return "no order", err
	}
	var all []string
	for _, l := range v.Lines {
		if l.Code == code {
			all = append(all, fmt.Sprintf("%+v", l))
		}
	}
	return strings.Join(all, "\n"), nil
}
