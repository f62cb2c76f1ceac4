// Package altazion binds the steps of Altazion's features to calls of its
// preparation API.
package altazion

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

// The roles whose credentials a session sends.
const (
	RoleApplication = "application" // the key of an application that may call everything, by HTTP Basic
	RoleToken       = "token"       // an OAuth 2 token of it
	RoleStranger    = "stranger"    // an application without permission for these operations
	RoleWrongKey    = "wrong-key"   // the application with a wrong key
	RoleWrongToken  = "wrong-token" // a token that nobody gave out
	RoleNone        = ""            // nobody
)

// Steps returns what registers the steps of one scenario, which calls as the
// given role unless it says otherwise. All state is the scenario's own.
func Steps(session *target.Session, role string, bons *Bons, random *rand.Rand) func(*features.Steps) {
	return func(sc *features.Steps) {
		s := &steps{session: session, role: role, own: role, bons: bons, random: random, mediaType: "application/json"}
		s.bindBons(sc)
		s.bindCalls(sc)
		s.bindAnswers(sc)
		s.bindReads(sc)
		s.bindWaits(sc)
		s.bindEvents(sc)
	}
}

// steps is the state of one scenario.
type steps struct {
	session   *target.Session
	role      string // who calls
	own       string // who calls unless the scenario says otherwise
	bons      *Bons
	random    *rand.Rand
	bon       Bon
	other     Bon               // of the same order, where the scenario has one
	handlers  map[string]string // addresses of the registered handlers, by the names that the scenario has for them
	name      string            // what calls name the bon by
	mediaType string            // that bodies are announced as
	carried   map[string]json.RawMessage
	answer    *target.Answer
	before    *target.Answer // the bon as it was read when the scenario got it
	noted     *target.Answer // the bon as it was read when the scenario asked for it
}

func (s *steps) bindBons(sc *features.Steps) {
	for text, kind := range map[string]string{
		"a bon to prepare":                          BonToPrepare,
		"a cancelled bon":                           BonCancelled,
		"a bon that is not validated":               BonCreated,
		"a bon that is not triggered":               BonValidated,
		"a triggered bon":                           BonTriggered,
		"a bon that contains less than was ordered": BonCutDown,
		"a bon whose lines share a reference":       BonOneArticle,
	} {
		sc.Step("^"+text+"$", func(ctx context.Context) error { return s.obtain(ctx, kind) })
	}
	sc.Step(`^a prepared bon$`, func(ctx context.Context) error { return s.prepared(ctx, "3", "2") })
	sc.Step(`^a bon of which (\S+) REF-A and (\S+) REF-B are prepared$`, s.prepared)
	sc.Step(`^a finished bon$`, s.finished)
	sc.Step(`^calls name the bon by its GUID$`, func() { s.name = s.bon.GUID.String() })
	sc.Step(`^calls name the bon by its number$`, func() { s.name = s.bon.Number })
	sc.Step(`^calls name a bon by "([^"]*)"$`, func(name string) { s.name = name })
	sc.Step(`^calls name a bon by a GUID that no bon has$`, func() { s.name = NewID(s.random).String() })
	sc.Step(`^calls name a bon by (\d+) digits$`, func(n int) { s.name = strings.Repeat("7", n) })
	sc.Step(`^the caller has the profile's own credentials$`, func() { s.role = s.own })
	sc.Step(`^the bon has reached the prepared step$`, func(ctx context.Context) error {
		return s.arrived(ctx, "the prepared step", s.movedOn)
	})
	for text, role := range map[string]string{
		"no credentials": RoleNone, "a wrong key": RoleWrongKey, "a wrong token": RoleWrongToken, "a token": RoleToken,
		"the key of an application": RoleApplication, "no permission": RoleStranger,
	} {
		sc.Step("^the caller has "+text+"$", func() { s.role = role })
	}
}

// obtain gets a bon and looks at it as it is before anything is done to it.
func (s *steps) obtain(ctx context.Context, kind string) error {
	bon, err := s.bons.Obtain(ctx, s.session, s.random, kind)
	if err != nil {
		return err
	}
	s.bon, s.name = bon, bon.Number
	s.before, err = s.read(ctx)
	return err
}

// prepared gets a bon whose first step is done and shown.
func (s *steps) prepared(ctx context.Context, first, other string) error {
	if err := s.obtain(ctx, BonToPrepare); err != nil {
		return err
	}
	body := fmt.Sprintf(`{"Lignes": [{"Reference": %q, "QtePreparee": %s}, {"Reference": %q, "QtePreparee": %s}]}`,
		s.bon.Lines[0].Reference, s.bon.Quantity(0, first), s.bon.Lines[1].Reference, s.bon.Quantity(1, other))
	if err := s.arrange(ctx, savePoint, body); err != nil {
		return err
	}
	return s.arrived(ctx, "the prepared step", s.movedOn)
}

// finished gets a bon that is shipped in full, in one call.
func (s *steps) finished(ctx context.Context) error {
	if err := s.obtain(ctx, BonToPrepare); err != nil {
		return err
	}
	if err := s.arrange(ctx, shipPoint, s.correct(shipPoint)); err != nil {
		return err
	}
	return s.arrived(ctx, "the finished state", isFinished)
}

// arrange makes a call as a precondition: where it is refused, nothing can be
// said of the rule.
func (s *steps) arrange(ctx context.Context, point, body string) error {
	if err := s.call(ctx, point, body); err != nil {
		return err
	}
	if !accepted(s.answer) {
		return &target.Inconclusive{Reason: fmt.Sprintf("precondition: a correct call of the %s point was answered with %d", point, s.answer.Status)}
	}
	return nil
}

// arrived waits for a state as a precondition.
func (s *steps) arrived(ctx context.Context, what string, there func(view) bool) error {
	_, ok, err := s.await(ctx, there)
	if err == nil && !ok {
		return &target.Inconclusive{Reason: fmt.Sprintf("precondition: the bon did not reach %s within %s", what, s.limit())}
	}
	return err
}
