package deliveryoptimizer

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/plumbline-api/plumbline/features"
	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/target"
)

func (s *steps) bindTenants(sc *features.Steps) {
	sc.Step(`^the tenant's synchronisation is (on|off)$`, func(ctx context.Context, state string) error {
		return s.synchronise(ctx, RoleOMS, s.fixtures.Tenant, state)
	})
	sc.Step(`^the other tenant's synchronisation is (on|off)$`, func(ctx context.Context, state string) error {
		return s.synchronise(ctx, RoleOther, s.fixtures.OtherTenant, state)
	})
	sc.Step(`^the tenant's configuration is put with its defaults$`, func(ctx context.Context) error {
		return s.configure(ctx, RoleOMS, s.fixtures.Tenant, api.ConfigDo{})
	})
	sc.Step(`^(\d+) minutes pass$`, func(ctx context.Context, minutes int) error {
		return s.session.Advance(ctx, time.Duration(minutes)*time.Minute)
	})
	sc.Step(`^the live tier stops and comes back$`, func(ctx context.Context) error {
		return s.session.Act(ctx, "stop-live-tier")
	})
	sc.Step(`^the other tenant holds the order$`, s.holdAtOther)
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

func (s *steps) synchronise(ctx context.Context, role string, tenant int32, state string) error {
	on := state == "on"
	if err := s.configure(ctx, role, tenant, api.ConfigDo{EnableInternalOrderSync: &on}); err != nil {
		return err
	}
	return s.needed("putting a correct configuration")
}

// needed leaves a rule open where a call that it needs was not accepted. One that
// there is not is for the runner to see.
func (s *steps) needed(what string) error {
	switch {
	case s.answer.Status/100 == 2:
		return nil
	case Missing(s.answer.Status):
		return target.Mismatch("status of "+what, strconv.Itoa(s.answer.Status), "2xx")
	}
	return &target.Inconclusive{Reason: fmt.Sprintf("precondition: %s was answered with %d", what, s.answer.Status)}
}

func (s *steps) configure(ctx context.Context, role string, tenant int32, config api.ConfigDo) error {
	req, err := api.NewPutConfigRequest(s.session.Base(), tenant, config)
	return s.send(ctx, role, req, err)
}

// sendToOther sends the order to the other tenant as one of its own: with its
// tenantId, and where the profile names one, its stock origin.
func (s *steps) sendToOther(ctx context.Context) error {
	o, err := s.order("")
	if err != nil {
		return err
	}
	there := &order{sent: o.sent}
	there.sent.TenantID = s.fixtures.OtherTenant
	if s.fixtures.OtherOrigin != "" {
		there.sent.Lines = slices.Clone(o.sent.Lines)
		for i := range there.sent.Lines {
			there.sent.Lines[i].Code = s.fixtures.OtherOrigin
		}
	}
	return s.upsert(ctx, RoleOther, s.fixtures.OtherTenant, there)
}

func (s *steps) holdAtOther(ctx context.Context) error {
	if err := s.sendToOther(ctx); err != nil {
		return err
	}
	if s.answer.Status/100 != 2 {
		return &target.Inconclusive{Reason: fmt.Sprintf("precondition: an upsert of a correct order of the other tenant was answered with %d", s.answer.Status)}
	}
	return nil
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
	if err := s.needed("reading the saturation of " + s.fixtures.Origin); err != nil {
		return 0, err
	}
	body, err := object(s.answer)
	if err != nil {
		return 0, err
	}
	used, err := strconv.Atoi(number(body["usedCapacity"]))
	if err != nil {
		return 0, &target.Inconclusive{Reason: "the answer has no whole number usedCapacity; the vendor does not publish the members' names"}
	}
	return used, nil
}

func (s *steps) grownBy(ctx context.Context, points int) error {
	used, err := s.capacity(ctx)
	if err != nil {
		return err
	}
	return target.Mismatches(target.Compare("points in use", used, s.noted+points))
}

func (s *steps) fallen(ctx context.Context) error {
	used, err := s.capacity(ctx)
	if err != nil || used < s.noted {
		return err
	}
	return target.Mismatch("points in use", strconv.Itoa(used), fmt.Sprintf("fewer than %d", s.noted))
}
