package bridge

import (
	"context"
	"errors"
	"fmt"

	"github.com/plumbline-api/plumbline/conformance"
	steps "github.com/plumbline-api/plumbline/features/bridge"
	"github.com/plumbline-api/plumbline/target"
)

// checks reads every order of a profile: whether it is there, and in the state
// that its fixture is about. First contact has logged in by then.
func (c caller) checks(p *conformance.Profile) []conformance.Check {
	list := []conformance.Check{
		{Item: "credentials.client-id", Run: c.loggedIn}, {Item: "credentials.client-secret", Run: c.loggedIn},
	}
	if c.login.Token != "" {
		list = []conformance.Check{{Item: "credentials.token", Run: c.loggedIn}}
	}
	for _, k := range steps.Kinds() {
		for i := range p.Fixtures[k.Fixture] {
			list = append(list, conformance.Check{
				Item: conformance.FixtureItem(k.Fixture, i),
				Run:  func(ctx context.Context, s *target.Session) error { return c.holds(ctx, s, k) },
			})
		}
	}
	return list
}

func (c caller) loggedIn(context.Context, *target.Session) error { return nil }

// holds looks at the next order of a fixture.
func (c caller) holds(ctx context.Context, s *target.Session, k steps.Kind) error {
	client := steps.NewClient(s, c.login)
	number, err := c.borrow(ctx, client, k.Fixture)
	if err != nil {
		// What leaves a case open is wrong in a profile.
		return errors.New(err.Error() + "; name an order " + k.Phrase)
	}
	answer, err := client.Status(ctx, number)
	if k.MayBeMissing && err == nil && steps.Refused(answer) {
		return nil
	}
	if err == nil && !steps.Executed(answer) {
		err = fmt.Errorf("the order %s can't be read: %s; name an order %s", number, steps.Told(answer), k.Phrase)
	}
	return err
}
