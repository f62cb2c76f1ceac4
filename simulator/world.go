package simulator

import (
	"context"
	"fmt"
	"math/rand/v2"
	"regexp"
	"time"

	"github.com/plumbline-api/plumbline/simulator/store"
)

// DefaultWorld is the world of a request that names none.
const DefaultWorld = "default"

var worldName = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$`)

// CheckWorldName returns an error that says what a world may be called.
func CheckWorldName(name string) error {
	if !worldName.MatchString(name) {
		return fmt.Errorf("%q is no name of a world: up to 64 letters, digits, dots, dashes and underscores", name)
	}
	return nil
}

// begun marks a world whose vendors have begun, by vendor.
var begun = store.NewKind[bool]("plumbline.begun")

// dialects holds the readings that a world speaks, by rule ID.
var dialects = store.NewKind[string]("plumbline.dialect")

// worldTx is one transaction on one world. It lives as long as the transaction.
type worldTx struct {
	engine *Engine
	name   string
	tx     store.Tx
	real   time.Time
	clock  Clock
	failed error // the first failure of the store that no caller could return
}

// fail makes the transaction fail in the end.
func (w *worldTx) fail(err error) {
	if w.failed == nil {
		w.failed = err
	}
}

// within runs fn in a transaction on a world. A new world begins: each vendor
// sets its timers and its sample. What is due by now has fired before fn runs.
func (e *Engine) within(ctx context.Context, name string, fn func(*worldTx) error) error {
	return e.store.Update(ctx, name, func(tx store.Tx) error {
		w := &worldTx{engine: e, name: name, tx: tx, real: e.now()}
		clock, _, err := clocks.Get(tx, "")
		if err != nil {
			return err
		}
		w.clock = clock
		if err := w.begin(); err != nil {
			return err
		}
		if _, err := w.settle(w.now()); err != nil {
			return err
		}
		if err := fn(w); err != nil {
			return err
		}
		return w.failed
	})
}

func (w *worldTx) now() time.Time { return w.clock.At(w.real) }

// begin starts the vendors that have not begun in this world.
func (w *worldTx) begin() error {
	for _, name := range w.engine.names {
		done, _, err := begun.Get(w.tx, name)
		if err != nil {
			return err
		}
		if done {
			continue
		}
		if err := begun.Put(w.tx, name, true); err != nil {
			return err
		}
		if err := w.beginVendor(w.engine.vendors[name]); err != nil {
			return fmt.Errorf("begin %s in world %s: %w", name, w.name, err)
		}
	}
	return nil
}

func (w *worldTx) beginVendor(v *Vendor) error {
	env := w.env(v, w.now())
	if v.Begin != nil {
		if err := v.Begin(env); err != nil {
			return err
		}
	}
	if seed := w.engine.options.Seeds[v.Book.Vendor]; seed != nil {
		return v.Seed(env, seed)
	}
	return nil
}

// next returns the next number of a sequence of this world, from 1.
func (w *worldTx) next(name string) (uint64, error) {
	n, _, err := sequences.Get(w.tx, name)
	if err != nil {
		return 0, err
	}
	return n + 1, sequences.Put(w.tx, name, n+1)
}

// rand returns a generator that depends on the random seed, the world and the
// number, and on nothing else.
func (w *worldTx) rand(number uint64) *rand.Rand {
	seed := w.engine.options.RandomSeed
	for _, b := range []byte(w.name) {
		seed = (seed ^ uint64(b)) * 1099511628211 // FNV-1a's prime
	}
	return rand.New(rand.NewPCG(seed, number))
}
