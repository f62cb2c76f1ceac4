package deliveryoptimizer

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"github.com/plumbline-api/plumbline/features"
	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/target"
)

func (s *steps) bindCalls(sc *features.Steps) {
	sc.Step(`^the order is sent$`, func(ctx context.Context) error { return s.sendAs(ctx, RoleOMS) })
	sc.Step(`^the service holds the order$`, s.hold)
	sc.Step(`^the order is sent again with the lines:$`, func(ctx context.Context, table *godog.Table) error {
		return s.resendWithLines(ctx, table, 0)
	})
	sc.Step(`^the order is sent again, dated a day earlier, with the lines:$`, func(ctx context.Context, table *godog.Table) error {
		return s.resendWithLines(ctx, table, -24*time.Hour)
	})
	sc.Step(`^the order is sent again without lines$`, func(ctx context.Context) error {
		return s.resend(ctx, func(o *api.Order) { o.Lines = []api.OrderLine{} })
	})
	sc.Step(`^the order is sent again without its expiry$`, func(ctx context.Context) error {
		return s.resend(ctx, func(o *api.Order) { o.ExpiresAt = nil })
	})
	sc.Step(`^the order is sent again as an order, dated a minute later$`, func(ctx context.Context) error {
		return s.resend(ctx, func(o *api.Order) { o.Type, o.LastUpdated = api.OrderTypeOrder, o.LastUpdated.Add(time.Minute) })
	})
	sc.Step(`^the order is sent without credentials$`, func(ctx context.Context) error { return s.sendAs(ctx, RoleNone) })
	sc.Step(`^the order is sent with a wrong password$`, func(ctx context.Context) error { return s.sendAs(ctx, RoleWrong) })
	sc.Step(`^the order is sent by the user of another tenant$`, func(ctx context.Context) error { return s.sendAs(ctx, RoleOther) })
	sc.Step(`^the order is sent by a user with the right COMMERCE$`, func(ctx context.Context) error { return s.sendAs(ctx, RoleCommerce) })
	sc.Step(`^the order( "[^"]*")? is deleted$`, s.delete)
	sc.Step(`^the part of the (first|second|third) origin is deleted$`, func(ctx context.Context, name string) error {
		code, err := s.code(name)
		if err != nil {
			return err
		}
		return s.deletePart(ctx, code, code)
	})
	sc.Step(`^the part of the origin is deleted$`, func(ctx context.Context) error {
		return s.deletePart(ctx, s.fixtures.Origin, s.fixtures.Origin)
	})
	sc.Step(`^the part of the first origin is deleted, the colons percent-encoded$`, func(ctx context.Context) error {
		return s.deletePart(ctx, s.fixtures.Codes[0], strings.ReplaceAll(url.PathEscape(s.fixtures.Codes[0]), ":", "%3A"))
	})
	sc.Step(`^the order is read$`, func(ctx context.Context) error { return s.read(ctx, "", RoleOMS, s.fixtures.Tenant) })
	sc.Step(`^the order is read without credentials$`, func(ctx context.Context) error { return s.read(ctx, "", RoleNone, s.fixtures.Tenant) })
	sc.Step(`^a body that is no JSON is sent$`, s.sendNonsense)
	sc.Step(`^some moments pass$`, s.wait)
	sc.Step(`^all orders are replaced by none$`, func(ctx context.Context) error { return s.replaceAll(ctx) })
	sc.Step(`^all orders are replaced by "([^"]*)"$`, func(ctx context.Context, one string) error { return s.replaceAll(ctx, one) })
	sc.Step(`^all orders are replaced by "([^"]*)" and "([^"]*)"$`, func(ctx context.Context, one, two string) error {
		return s.replaceAll(ctx, one, two)
	})
}

func (s *steps) sendAs(ctx context.Context, role string) error {
	o, err := s.order("")
	if err != nil {
		return err
	}
	return s.upsert(ctx, role, s.fixtures.Tenant, o)
}

// hold sends the order as a precondition: where it is not accepted, nothing
// can be said of the rule.
func (s *steps) hold(ctx context.Context) error {
	if err := s.sendAs(ctx, RoleOMS); err != nil {
		return err
	}
	if s.answer.Status/100 != 2 {
		return &target.Inconclusive{Reason: fmt.Sprintf("precondition: an upsert of a correct order was answered with %d", s.answer.Status)}
	}
	return nil
}

func (s *steps) resend(ctx context.Context, change func(*api.Order)) error {
	o, err := s.order("")
	if err != nil {
		return err
	}
	change(&o.sent)
	return s.upsert(ctx, RoleOMS, s.fixtures.Tenant, o)
}

func (s *steps) resendWithLines(ctx context.Context, table *godog.Table, later time.Duration) error {
	lines, err := s.lines(table)
	if err != nil {
		return err
	}
	return s.resend(ctx, func(o *api.Order) {
		o.Lines, o.LastUpdated = lines, o.LastUpdated.Add(later)
	})
}

func (s *steps) delete(ctx context.Context, name string) error {
	o, err := s.order(name)
	if err != nil {
		return err
	}
	req, err := api.NewDeleteOrderRequest(s.session.Base(), s.fixtures.Tenant, o.sent.OrderID)
	return s.send(ctx, RoleOMS, req, err)
}

// deletePart deletes the lines of a code, which stands in the path as encoded.
func (s *steps) deletePart(ctx context.Context, code, encoded string) error {
	o, err := s.order("")
	if err != nil {
		return err
	}
	req, err := api.NewDeleteOrderByCodeRequest(s.session.Base(), s.fixtures.Tenant, o.sent.OrderID, code)
	if err == nil {
		path := req.URL.EscapedPath()
		req.URL.RawPath = path[:strings.LastIndexByte(path, '/')+1] + encoded
	}
	return s.send(ctx, RoleOMS, req, err)
}

func (s *steps) read(ctx context.Context, name, role string, tenant int32) error {
	o, err := s.order(name)
	if err != nil {
		return err
	}
	req, err := api.NewGetOrderRequest(s.session.Base(), tenant, o.sent.OrderID)
	return s.send(ctx, role, req, err)
}

func (s *steps) replaceAll(ctx context.Context, names ...string) error {
	sent := []api.Order{}
	for _, name := range names {
		o, err := s.order(name)
		if err != nil {
			return err
		}
		sent = append(sent, o.sent)
	}
	req, err := api.NewReplaceOrdersRequest(s.session.Base(), s.fixtures.Tenant, sent)
	err = s.send(ctx, RoleOMS, req, err)
	if err == nil && s.answer.Status/100 != 2 {
		return nil
	}
	for _, name := range names {
		o := s.orders[name]
		o.held = o.sent
		s.created(s.fixtures.Tenant, o.sent.OrderID)
	}
	return err
}

// sendNonsense sends what nobody can understand in place of an order.
func (s *steps) sendNonsense(ctx context.Context) error {
	req, err := api.NewUpsertOrderRequestWithBody(s.session.Base(), s.fixtures.Tenant, "application/json", strings.NewReader(`{"orderId":`))
	return s.send(ctx, RoleOMS, req, err)
}

// wait gives the target time for what it does by itself.
func (s *steps) wait(ctx context.Context) error {
	if s.session.Controlled() {
		return s.session.Advance(ctx, time.Minute)
	}
	return pause(ctx, s.session.Settle(time.Second))
}
