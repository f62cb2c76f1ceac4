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
	access := c.fixtures().Access
	for name, key := range map[string]string{"key": access.Key, "stranger-key": access.StrangerKey} {
		if waiting := p.Fixtures[steps.Waiting]; key != "" && len(waiting) > 0 {
			list = append(list, conformance.Check{Item: "credentials." + name, Run: func(ctx context.Context, s *target.Session) error {
				return takesKey(ctx, s, key, wholeNumber(waiting[0]["id"]), name == "key")
			}})
		}
	}
	if access.Username != "" {
		for _, name := range []string{"username", "password"} {
			list = append(list, conformance.Check{Item: "credentials." + name, Run: c.logsIn})
		}
	}
	return list
}

// takesKey reads a package with a key, which has to open it or not.
func takesKey(ctx context.Context, s *target.Session, key string, id int64, opens bool) error {
	answer, err := steps.NewClient(s, steps.Access{Key: key}).Read(ctx, id)
	if err != nil {
		return err
	}
	refused := answer.Status == http.StatusUnauthorized || answer.Status == http.StatusForbidden
	switch {
	case opens && refused:
		return fmt.Errorf("reading the package %d with it was answered with %d", id, answer.Status)
	case !opens && answer.Status/100 == 2:
		return fmt.Errorf("it opens the package %d; wanted: a user without the right to packages", id)
	case !opens && answer.Status != http.StatusForbidden:
		return &target.Inconclusive{Reason: fmt.Sprintf("reading the package %d with it was answered with %d", id, answer.Status)}
	}
	return nil
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
