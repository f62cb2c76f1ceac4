package altazion

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/plumbline-api/plumbline/conformance"
	steps "github.com/plumbline-api/plumbline/features/altazion"
	api "github.com/plumbline-api/plumbline/generated/altazion"
	"github.com/plumbline-api/plumbline/target"
)

// checks tries every caller of the profile, and reads every bon.
func (c calls) checks(p *conformance.Profile, access callers) []conformance.Check {
	var list []conformance.Check
	callsAs := func(role string, items ...string) {
		for _, item := range items {
			list = append(list, conformance.Check{Item: "credentials." + item, Run: func(ctx context.Context, s *target.Session) error {
				return takesCaller(ctx, s, role)
			}})
		}
	}
	if access.name != "" {
		callsAs(steps.RoleApplication, "application", "key")
	}
	if access.token != "" {
		callsAs(steps.RoleToken, "token")
	}
	if access.stranger != "" {
		callsAs(steps.RoleStranger, "stranger-application", "stranger-key")
	}
	for kind, what := range steps.Kinds() {
		for i, entry := range p.Fixtures[kind] {
			list = append(list, conformance.Check{Item: conformance.FixtureItem(kind, i), Run: func(ctx context.Context, s *target.Session) error {
				return readable(ctx, s, fmt.Sprint(entry["number"]), what)
			}})
		}
	}
	slices.SortFunc(list, func(a, b conformance.Check) int { return strings.Compare(a.Item, b.Item) })
	return list
}

// takesCaller reads a bon that cannot be there. Only 401 is about the credentials
// themselves: an application without permission is refused with another.
func takesCaller(ctx context.Context, s *target.Session, role string) error {
	req, err := api.NewGetBonRequest(s.Base(), uuid.NewString())
	if err != nil {
		return err
	}
	answer, err := s.As(role).Send(ctx, req)
	if err == nil && (answer.Status == http.StatusUnauthorized || answer.Status == http.StatusForbidden && role != steps.RoleStranger) {
		err = fmt.Errorf("the target refuses it with %d: look at the name, the key or token, and its permissions", answer.Status)
	}
	return err
}

func readable(ctx context.Context, s *target.Session, number, what string) error {
	req, err := api.NewGetBonRequest(s.Base(), number)
	if err != nil {
		return err
	}
	answer, err := s.Send(ctx, req)
	if err == nil && answer.Status != http.StatusOK {
		err = fmt.Errorf("the bon %s was answered with %d: name %s", number, answer.Status, what)
	}
	return err
}
