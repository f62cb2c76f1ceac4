package simulator

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/internal/nearest"
)

// The methods below are the door to a world beside the wire: tests call them,
// and the control API is a thin skin over them.

// UnknownError says that something named in a call is not there.
type UnknownError struct{ What string }

func (e *UnknownError) Error() string { return e.What }

// ClockState is what a clock shows, and what happened on the way there.
type ClockState struct {
	Now   time.Time
	Scale float64 // 0 when frozen
	Fired []Fired
}

// Clock returns the virtual time of a world.
func (e *Engine) Clock(ctx context.Context, world string) (ClockState, error) {
	var state ClockState
	err := e.within(ctx, world, func(w *worldTx) error {
		state = w.clockState(nil)
		return nil
	})
	return state, err
}

// ChangeClock moves or paces the clock of a world, and returns what happened:
// the timers have all fired, and their tasks are done, by the time that the
// first event is sent.
func (e *Engine) ChangeClock(ctx context.Context, world string, change ClockChange) (ClockState, error) {
	var state ClockState
	e.moves.begin(world)
	defer e.moves.end(world)
	err := e.within(ctx, world, func(w *worldTx) error {
		fired, err := w.changeClock(change)
		if err != nil {
			return err
		}
		state = w.clockState(fired)
		return nil
	})
	if err != nil {
		return state, err
	}
	e.workOrWait(ctx, world, lastTask)
	delivered, err := e.Deliver(ctx, world)
	state.Fired = append(state.Fired, delivered...)
	slices.SortStableFunc(state.Fired, func(a, b Fired) int { return a.At.Compare(b.At) })
	return state, err
}

func (w *worldTx) clockState(fired []Fired) ClockState {
	return ClockState{Now: w.now(), Scale: w.clock.pace(), Fired: fired}
}

// Dialect returns the reading of every rule that has several.
func (e *Engine) Dialect(ctx context.Context, world string) (map[string]string, error) {
	dialect := map[string]string{}
	err := e.within(ctx, world, func(w *worldTx) error {
		for _, name := range e.names {
			env := w.env(e.vendors[name], w.now())
			for _, rule := range env.vendor.Book.Rules {
				if len(rule.Readings) > 0 {
					dialect[rule.ID] = env.Reading(rule)
				}
			}
		}
		return nil
	})
	return dialect, err
}

// ChangeDialect makes a world speak other readings of the rules named.
func (e *Engine) ChangeDialect(ctx context.Context, world string, dialect map[string]string) error {
	if err := e.CheckDialect(dialect); err != nil {
		return &UnknownError{err.Error()}
	}
	return e.within(ctx, world, func(w *worldTx) error {
		for id, reading := range dialect {
			if err := dialects.Put(&w.tx, id, reading); err != nil {
				return err
			}
		}
		return nil
	})
}

// Seed adds entities to a vendor of a world by the vendor's seed document.
func (e *Engine) Seed(ctx context.Context, world, vendor string, document []byte) error {
	return e.With(ctx, world, vendor, func(env *Env) error {
		if err := e.checkSeed(vendor, document); err != nil {
			return err
		}
		return env.vendor.seed(env, document)
	})
}

// State returns the entities of a vendor of a world, once its tasks are done.
func (e *Engine) State(ctx context.Context, world, vendor string) (any, error) {
	var state any
	if err := e.With(ctx, world, vendor, func(*Env) error { return nil }); err != nil {
		return nil, err
	}
	if err := e.work(ctx, world); err != nil {
		return nil, err
	}
	err := e.With(ctx, world, vendor, func(env *Env) (err error) {
		if env.vendor.State != nil {
			state, err = env.vendor.State(env)
		}
		return err
	})
	return state, err
}

// Act lets something happen to a vendor's system from outside its API.
func (e *Engine) Act(ctx context.Context, world, vendor, action string) error {
	return e.With(ctx, world, vendor, func(env *Env) error {
		a, found := env.vendor.Actions[action]
		if !found {
			names := actionNames(env.vendor)
			return &UnknownError{fmt.Sprintf("%s has no action %q%s; it has: %s", vendor, action, nearest.DidYouMean(action, names), strings.Join(names, ", "))}
		}
		return a.Do(env)
	})
}

func actionNames(v *Vendor) []string {
	names := make([]string, 0, len(v.Actions))
	for name := range v.Actions {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// With runs fn with the Env of a vendor in a transaction on a world, and does
// the tasks that it leaves: the door of the typed helpers in the vendors'
// packages.
func (e *Engine) With(ctx context.Context, world, vendor string, fn func(*Env) error) error {
	v := e.vendors[vendor]
	if v == nil {
		return &UnknownError{fmt.Sprintf("no vendor %q is served here%s; there are: %s", vendor, nearest.DidYouMean(vendor, e.names), strings.Join(e.names, ", "))}
	}
	for {
		blocked, left := false, false
		err := e.within(ctx, world, func(w *worldTx) (err error) {
			if err := w.begin(v); err != nil {
				return err
			}
			if blocked, err = w.blocked(v); err == nil && !blocked {
				err = fn(w.env(v, w.now()))
			}
			left = w.left
			return err
		})
		if err == nil && (blocked || left) {
			err = e.work(ctx, world)
		}
		if err != nil || !blocked {
			return err
		}
	}
}
