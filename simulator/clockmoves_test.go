package simulator_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/event"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// interrupted is a store that calls a function once, after the next transaction.
type interrupted struct {
	store.Store
	then func()
}

func (s *interrupted) Update(ctx context.Context, world string, fn func(store.Tx) error) error {
	err := s.Store.Update(ctx, world, fn)
	if then := s.then; then != nil {
		s.then = nil
		then()
	}
	return err
}

// A move of the clock tells every attempt that it caused: a tick of Run that comes
// between its transaction and its deliveries does not take them away.
func TestATickTakesNothingFromAMoveOfTheClock(t *testing.T) {
	kept := &interrupted{Store: store.NewMemory()}
	ring := func(env *simulator.Env, _ string) error { return env.Emit(notice("rung")) }
	do := func(env *simulator.Env, _ http.ResponseWriter) error { return env.After(time.Minute, "ring", "") }
	to := answering(http.StatusOK)
	engine := newEngine(t, simulator.Options{Store: kept, Deliver: to}, toyVendor(do, ring))
	want(t, send(engine, "POST", "/@w/toy/do", ""), http.StatusOK, "")
	kept.then = func() {
		tick := make(chan time.Time, 1)
		tick <- noon
		close(tick)
		engine.Run(t.Context(), tick)
		if len(to.got) > 0 {
			t.Error("the tick sent what the move had caused")
		}
	}
	state, err := engine.ChangeClock(t.Context(), "w", simulator.ClockChange{Advance: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	var fired []string
	for _, f := range state.Fired {
		fired = append(fired, f.Timer)
	}
	if len(fired) != 2 || fired[0] != "ring" || fired[1] != "delivery" {
		t.Errorf("the move tells of %q, want the timer and its delivery", fired)
	}
	// Afterwards ticks deliver as ever.
	if err := engine.With(t.Context(), "w", "toy", func(env *simulator.Env) error {
		return env.Emit(event.Event{Name: "later", Method: "POST", URL: "https://hook.example.test/in"})
	}); err != nil {
		t.Fatal(err)
	}
	tick := make(chan time.Time, 1)
	tick <- noon
	close(tick)
	engine.Run(t.Context(), tick)
	if len(to.got) != 2 {
		t.Errorf("%d deliveries, want 2", len(to.got))
	}
}
