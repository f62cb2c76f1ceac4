package deliveryoptimizer

import (
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/cucumber/godog"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/target"
)

func (s *steps) bindCalls(sc *godog.ScenarioContext) {
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
	sc.Step(`^the order is sent again as type "([^"]*)"$`, func(ctx context.Context, text string) error {
		return s.resend(ctx, func(o *api.Order) { o.Type = api.OrderType(text) })
	})
	sc.Step(`^the order is sent without credentials$`, func(ctx context.Context) error { return s.sendAs(ctx, RoleNone) })
	sc.Step(`^the order is sent with a wrong password$`, func(ctx context.Context) error { return s.sendAs(ctx, RoleWrong) })
	sc.Step(`^the order is sent by the user of another tenant$`, func(ctx context.Context) error { return s.sendAs(ctx, RoleOther) })
	sc.Step(`^the order is sent by a user with the right COMMERCE$`, func(ctx context.Context) error { return s.sendAs(ctx, RoleCommerce) })
	sc.Step(`^the order( "[^"]*")? is deleted$`, s.delete)
	sc.Step(`^the part of "([^"]*)" is deleted$`, func(ctx context.Context, code string) error { return s.deletePart(ctx, code, code) })
	sc.Step(`^the part of the origin is deleted$`, func(ctx context.Context) error {
		return s.deletePart(ctx, s.fixtures.Origin, s.fixtures.Origin)
	})
	sc.Step(`^the part of "([^"]*)" is deleted, the colons percent-encoded$`, func(ctx context.Context, code string) error {
		return s.deletePart(ctx, code, strings.ReplaceAll(code, ":", "%3A"))
	})
	sc.Step(`^the order is read$`, func(ctx context.Context) error { return s.read(ctx, RoleOMS, s.fixtures.Tenant) })
	sc.Step(`^the order is read without credentials$`, func(ctx context.Context) error { return s.read(ctx, RoleNone, s.fixtures.Tenant) })
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

func (s *steps) read(ctx context.Context, role string, tenant int32) error {
	o, err := s.order("")
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
		s.orders[name].held = s.orders[name].sent
	}
	s.session.Created(target.Entity{What: "all orders of tenant", ID: fmt.Sprint(s.fixtures.Tenant)}, func(ctx context.Context) error {
		req, err := api.NewReplaceOrdersRequest(s.session.Base(), s.fixtures.Tenant, []api.Order{})
		return s.undo(ctx, RoleOMS, req, err, fmt.Sprintf("the orders of tenant %d", s.fixtures.Tenant))
	})
	return err
}

func (s *steps) bindTenants(sc *godog.ScenarioContext) {
	sc.Step(`^the tenant's synchronisation is (on|off)$`, s.synchronise)
	sc.Step(`^the tenant's configuration is put with its defaults$`, func(ctx context.Context) error {
		return s.configure(ctx, api.ConfigDo{})
	})
	sc.Step(`^(\d+) minutes pass$`, func(ctx context.Context, minutes int) error {
		return s.session.Advance(ctx, time.Duration(minutes)*time.Minute)
	})
	sc.Step(`^the live tier stops and comes back$`, func(ctx context.Context) error {
		return s.session.Act(ctx, "stop-live-tier")
	})
	sc.Step(`^the order is sent to the other tenant by its own user$`, s.sendToOther)
	sc.Step(`^the order is deleted from the other tenant by its own user$`, s.deleteFromOther)
	sc.Step(`^the saturation of "([^"]*)" is read$`, s.readSaturation)
	sc.Step(`^the saturation of the origin is read$`, func(ctx context.Context) error { return s.readSaturation(ctx, s.fixtures.Origin) })
	sc.Step(`^the capacity in use at the origin is noted$`, func(ctx context.Context) (err error) {
		s.noted, err = s.capacity(ctx)
		return err
	})
	sc.Step(`^the capacity in use at the origin has grown by (\d+)$`, s.grownBy)
	sc.Step(`^the capacity in use at the origin has fallen$`, s.fallen)
}

func (s *steps) synchronise(ctx context.Context, state string) error {
	on := state == "on"
	if err := s.configure(ctx, api.ConfigDo{EnableInternalOrderSync: &on}); err != nil {
		return err
	}
	if s.answer.Status/100 != 2 {
		return &target.Inconclusive{Reason: fmt.Sprintf("precondition: putting a correct configuration was answered with %d", s.answer.Status)}
	}
	return nil
}

func (s *steps) configure(ctx context.Context, config api.ConfigDo) error {
	req, err := api.NewPutConfigRequest(s.session.Base(), s.fixtures.Tenant, config)
	return s.send(ctx, RoleOMS, req, err)
}

func (s *steps) sendToOther(ctx context.Context) error {
	o, err := s.order("")
	if err != nil {
		return err
	}
	return s.upsert(ctx, RoleOther, s.fixtures.OtherTenant, o)
}

func (s *steps) deleteFromOther(ctx context.Context) error {
	o, err := s.order("")
	if err != nil {
		return err
	}
	req, err := api.NewDeleteOrderRequest(s.session.Base(), s.fixtures.OtherTenant, o.sent.OrderID)
	return s.send(ctx, RoleOther, req, err)
}

func (s *steps) readSaturation(ctx context.Context, code string) error {
	req, err := api.NewGetSaturationRequest(s.session.Base(), s.fixtures.Tenant, code)
	return s.send(ctx, RoleOMS, req, err)
}

// capacity reads how many points of the origin are in use. The member's name is
// assumed, so a target that names it otherwise leaves the rule open.
func (s *steps) capacity(ctx context.Context) (int, error) {
	if err := s.readSaturation(ctx, s.fixtures.Origin); err != nil {
		return 0, err
	}
	if s.answer.Status != http.StatusOK {
		return 0, &target.Inconclusive{Reason: fmt.Sprintf("precondition: reading the saturation of %s was answered with %d; the profile's origin has to exist", s.fixtures.Origin, s.answer.Status)}
	}
	body, err := object(s.answer)
	if err != nil {
		return 0, err
	}
	used, err := strconv.Atoi(fmt.Sprint(body["usedCapacity"]))
	if err != nil {
		return 0, &target.Inconclusive{Reason: "the answer has no whole number usedCapacity; the vendor does not publish the members' names"}
	}
	return used, nil
}
