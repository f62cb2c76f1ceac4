package komet

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/conformance"
	steps "github.com/plumbline-api/plumbline/features/komet"
	"github.com/plumbline-api/plumbline/target"
)

// checks tries every token and the log-in of the profile, and looks for every
// entry that it names in its list.
func (c caller) checks(p *conformance.Profile) []conformance.Check {
	var list []conformance.Check
	for name, token := range map[string]string{
		"token": c.access.Token, "customer-token": c.access.CustomerToken, "vendor-token": c.access.VendorToken,
		"limited-token": c.access.LimitedToken, "other-token": c.access.OtherToken, "places-token": c.access.PlacesToken,
	} {
		if token != "" {
			list = append(list, conformance.Check{Item: "credentials." + name, Run: func(ctx context.Context, s *target.Session) error {
				return takesToken(ctx, s, token)
			}})
		}
	}
	if c.access.User != "" {
		for _, name := range []string{"user", "password"} {
			list = append(list, conformance.Check{Item: "credentials." + name, Run: c.logsIn})
		}
	}
	for name, kind := range chosen() {
		for i, id := range c.access.Chosen[kind] {
			list = append(list, conformance.Check{Item: conformance.FixtureItem(name, i), Run: func(ctx context.Context, s *target.Session) error {
				return c.listed(ctx, s, kind, id)
			}})
		}
	}
	if len(p.Fixtures[tokenVendor]) > 0 {
		list = append(list, conformance.Check{Item: conformance.FixtureItem(tokenVendor, 0), Run: func(ctx context.Context, s *target.Session) error {
			return c.listed(ctx, s, steps.Vendor, c.access.TokenVendor)
		}})
	}
	slices.SortFunc(list, func(a, b conformance.Check) int { return strings.Compare(a.Item, b.Item) })
	return list
}

// takesToken lists customers, the one method that every sort of token may have.
func takesToken(ctx context.Context, s *target.Session, token string) error {
	answer, err := (&steps.Client{Session: s, Token: token}).List(ctx, steps.Customer, nil)
	if err == nil && !steps.ListRead(answer) {
		err = &target.Inconclusive{Reason: "customer.list was answered with " + steps.Told(answer) + ": may this token call it?"}
	}
	return err
}

func (c caller) logsIn(ctx context.Context, s *target.Session) error {
	answer, err := c.client(s).LogIn(ctx, c.access.User, c.access.Password)
	switch {
	case err != nil:
		return err
	case steps.Missing(answer):
		return &target.Inconclusive{Reason: "the target does not have this method: " + steps.Told(answer)}
	case !steps.Succeeded(answer):
		return fmt.Errorf("the target refuses the log-in: %s", steps.Told(answer))
	}
	return nil
}

// listed looks an entry up by its id.
func (c caller) listed(ctx context.Context, s *target.Session, kind, id string) error {
	answer, err := c.client(s).List(ctx, kind, steps.Filter{"id": id})
	switch {
	case err != nil:
		return err
	case steps.Missing(answer):
		return &target.Inconclusive{Reason: "the target does not have this list: " + steps.Told(answer)}
	case !steps.Lists(kind, id, answer):
		return fmt.Errorf("the list of the %ss does not have the id %s: %s", kind, id, steps.Told(answer))
	}
	return nil
}
