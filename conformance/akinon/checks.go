package akinon

import (
	"context"
	"fmt"
	"net/http"

	"github.com/plumbline-api/plumbline/conformance"
	steps "github.com/plumbline-api/plumbline/features/akinon"
	"github.com/plumbline-api/plumbline/target"
)

// checks try what the profile names: each package is read, and the user logs in.
func (c calls) checks(p *conformance.Profile) []conformance.Check {
	var list []conformance.Check
	for _, kind := range []string{steps.Waiting, steps.ReadyForPackaging, steps.Packed, steps.OutOfStock} {
		for i, entry := range p.Fixtures[kind] {
			id := wholeNumber(entry["id"])
			list = append(list, conformance.Check{Item: conformance.FixtureItem(kind, i), Run: func(ctx context.Context, s *target.Session) error {
				return steps.NewClient(s, c.fixtures().Access).Check(ctx, kind, id)
			}})
		}
	}
	if c.fixtures().Access.Username != "" {
		for _, name := range []string{"username", "password"} {
			list = append(list, conformance.Check{Item: "credentials." + name, Run: c.logsIn})
		}
	}
	return list
}

// logsIn gets a key with the user's name and password.
func (c calls) logsIn(ctx context.Context, s *target.Session) error {
	access := c.fixtures().Access
	answer, err := steps.NewClient(s, access).LogIn(ctx, access.Username, access.Password)
	switch {
	case err != nil:
		return err
	case answer.Status == http.StatusNotFound || answer.Status == http.StatusMethodNotAllowed:
		return &target.Inconclusive{Reason: fmt.Sprintf("logging in was answered with %d: the target does not offer it", answer.Status)}
	case answer.Status/100 != 2:
		return fmt.Errorf("logging in was answered with %d", answer.Status)
	}
	return nil
}
