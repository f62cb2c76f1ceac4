package deliveryoptimizer

import (
	"context"
	"fmt"
	"net/http"

	"github.com/google/uuid"

	"github.com/plumbline-api/plumbline/conformance"
	steps "github.com/plumbline-api/plumbline/features/deliveryoptimizer"
	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/target"
)

// checks tries every user of the profile, each at its tenant, and the stock
// origin.
func (c calls) checks(p *conformance.Profile, logins map[string]login) []conformance.Check {
	other, _ := c.known.other()
	reads := func(item, role string, tenant int32) conformance.Check {
		return conformance.Check{Item: item, Run: func(ctx context.Context, s *target.Session) error {
			return c.accepted(ctx, s, role, tenant)
		}}
	}
	list := []conformance.Check{
		reads("credentials.user", steps.RoleOMS, c.tenant), reads("credentials.password", steps.RoleOMS, c.tenant),
		reads(conformance.FixtureItem("tenant", 0), steps.RoleOMS, c.tenant),
	}
	if _, known := logins[steps.RoleCommerce]; known {
		list = append(list, reads("credentials.commerce-user", steps.RoleCommerce, c.tenant), reads("credentials.commerce-password", steps.RoleCommerce, c.tenant))
	}
	if _, known := logins[steps.RoleOther]; known && other != 0 {
		list = append(list, reads("credentials.other-user", steps.RoleOther, other), reads("credentials.other-password", steps.RoleOther, other),
			reads(conformance.FixtureItem("other-tenant", 0), steps.RoleOther, other))
	}
	for i, entity := range p.Fixtures["origin"] {
		code := fmt.Sprint(entity["code"])
		list = append(list, conformance.Check{Item: conformance.FixtureItem("origin", i), Run: func(ctx context.Context, s *target.Session) error {
			return c.originKnown(ctx, s, code)
		}})
	}
	return list
}

// accepted reads an order that cannot be there, as a user of a tenant. That a
// user with the right COMMERCE alone may not read is no fault of the profile.
func (c calls) accepted(ctx context.Context, s *target.Session, role string, tenant int32) error {
	req, err := api.NewGetOrderRequest(s.Base(), tenant, uuid.New())
	if err != nil {
		return err
	}
	answer, err := s.As(role).Send(ctx, req)
	switch {
	case err != nil:
		return err
	case answer.Status == http.StatusUnauthorized:
		return fmt.Errorf("the target refuses the user with 401: look at name and password")
	case answer.Status == http.StatusForbidden && role != steps.RoleCommerce:
		return fmt.Errorf("the target refuses the user with 403 at tenant %d: give it the right OMS there, or name its tenant", tenant)
	}
	return nil
}

func (c calls) originKnown(ctx context.Context, s *target.Session, code string) error {
	req, err := api.NewGetSaturationRequest(s.Base(), c.tenant, code)
	if err != nil {
		return err
	}
	answer, err := s.Send(ctx, req)
	switch {
	case err != nil:
		return err
	case steps.Missing(answer.Status):
		return &target.Inconclusive{Reason: fmt.Sprintf("its saturation was answered with %d: tenant %d has no such origin, or the target does not offer that call, which the document does not have", answer.Status, c.tenant)}
	case answer.Status/100 != 2:
		return fmt.Errorf("its saturation was answered with %d: name a stock origin of tenant %d", answer.Status, c.tenant)
	}
	return nil
}
