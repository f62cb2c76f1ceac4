package bridge

import (
	"context"
	"math/rand/v2"
	"strconv"
	"sync"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/features"
	steps "github.com/plumbline-api/plumbline/features/bridge"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
	"github.com/plumbline-api/plumbline/target"
)

// atOnce is how many calls a race has.
const atOnce = 8

// probes are the cases that Gherkin tells badly.
func probes(c caller) []conformance.Case {
	return []conformance.Case{
		{
			Rule: rules.SameStateIs1021, Phase: conformance.RulesPhase, Effect: features.Spending, Needs: []string{paid},
			Name: "of several calls at once for one state the order makes one change",
			Run:  c.sameStateRace,
		},
		{
			Rule: rules.CancelledIsFinal, Reading: "final", Phase: conformance.RulesPhase, Effect: features.Spending, Needs: []string{paid},
			Name: "a confirmation and a cancellation at once leave the order cancelled, or refuse the cancellation",
			Run:  c.cancelRace,
		},
	}
}

// sameStateRace asks for one state several times at once. Where the change is
// made after the answer several may be told that it was taken; the history
// shows how often it was made.
func (c caller) sameStateRace(ctx context.Context, s *target.Session, _ *rand.Rand) error {
	client := steps.NewClient(s, c.login)
	number, err := c.borrow(ctx, client, paid)
	if err != nil {
		return err
	}
	states := make([]string, atOnce)
	for i := range states {
		states[i] = "confirmed"
	}
	answers, err := race(ctx, client, number, states)
	if err != nil {
		return err
	}
	executed := 0
	for _, a := range answers {
		switch {
		case steps.Executed(a):
			executed++
		case !steps.Refused(a):
			return target.Mismatch("answer to one of several calls at once", steps.Told(a), "ack 0", "a refusal")
		}
	}
	if executed == 0 {
		return target.Mismatch("calls with ack 0 of "+strconv.Itoa(atOnce), "0", "1 or more")
	}
	changes, err := client.Changes(ctx, number, "", "confirmed")
	if err != nil {
		return err
	}
	if changes > 1 {
		return target.Mismatch("changes to confirmed", strconv.Itoa(changes), "1")
	}
	return nil
}

// cancelRace confirms and cancels at once: whichever is first, a cancellation
// that was executed is not undone by the confirmation.
func (c caller) cancelRace(ctx context.Context, s *target.Session, _ *rand.Rand) error {
	client := steps.NewClient(s, c.login)
	number, err := c.borrow(ctx, client, paid)
	if err != nil {
		return err
	}
	answers, err := race(ctx, client, number, []string{"confirmed", "cancelled", "confirmed", "cancelled"})
	if err != nil {
		return err
	}
	cancelled := steps.Executed(answers[1]) || steps.Executed(answers[3])
	changes, err := client.Changes(ctx, number, "cancelled", "")
	if err != nil || !cancelled || changes == 0 {
		return err
	}
	return target.Mismatch("changes from cancelled", strconv.Itoa(changes), "0")
}

// race asks for states of one order at the same time.
func race(ctx context.Context, client *steps.Client, number string, states []string) ([]*target.Answer, error) {
	if _, err := client.Token(ctx); err != nil { // one log-in for all
		return nil, err
	}
	var wg sync.WaitGroup
	answers, errs := make([]*target.Answer, len(states)), make([]error, len(states))
	for i, state := range states {
		wg.Go(func() { answers[i], errs[i] = client.Change(ctx, state, number, "dos cajas a la vez") })
	}
	wg.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return answers, nil
}
