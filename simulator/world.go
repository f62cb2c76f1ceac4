package simulator

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// DefaultWorld is the world of a request that names none.
const DefaultWorld = "default"

// maxWorldName bounds the name of a world.
const maxWorldName = 64

// CheckWorldName returns an error that says what a world may be called. Every
// request passes here, so no regular expression does it.
func CheckWorldName(name string) error {
	good := 0 < len(name) && len(name) <= maxWorldName
	for i := 0; good && i < len(name); i++ {
		c := name[i]
		letter := 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9'
		good = letter || i > 0 && (c == '.' || c == '-' || c == '_')
	}
	if !good {
		return fmt.Errorf("%.100q is no name of a world: up to %d letters, digits, dots, dashes and underscores, the first a letter or a digit", name, maxWorldName)
	}
	return nil
}

// begun marks a world whose vendors have begun, by vendor.
var begun = store.NewKind[bool]("plumbline.begun")

// dialects holds the readings that a world speaks, by rule ID.
var dialects = store.NewKind[string]("plumbline.dialect")

// worldTx is one transaction on one world. It lives as long as the transaction.
type worldTx struct {
	ctx    context.Context
	engine *Engine
	name   string
	tx     watchedTx
	real   time.Time
	clock  Clock
	isNew  bool // a vendor began in this transaction

	left    bool   // tasks were left in this transaction
	awaited string // key of the last one that the request waits for
}

// within runs fn in a transaction on a world. What is due by now has fired
// before fn runs. An error is a *StoreError unless it is fn's own, or a
// vendor's.
func (e *Engine) within(ctx context.Context, name string, fn func(*worldTx) error) error {
	isNew := false
	err := e.update(ctx, name, func(w *worldTx) error {
		err := w.run(func(w *worldTx) error {
			if err := w.noteUse(); err != nil {
				return err
			}
			return fn(w)
		})
		isNew = w.isNew
		return err
	})
	if isNew && err == nil {
		e.idle.sweep(ctx, e)
	}
	return err
}

// visit is within for a world that has begun. One that has not, or was dropped,
// stays as it is: a delivery must not bring it back.
func (e *Engine) visit(ctx context.Context, name string, fn func(*worldTx) error) error {
	return e.update(ctx, name, func(w *worldTx) error {
		live, err := w.live()
		if err != nil || !live {
			return err
		}
		return w.run(fn)
	})
}

// live tells whether the world has begun.
func (w *worldTx) live() (live bool, err error) {
	err = begun.Scan(&w.tx, "", func(string, bool) bool { live = true; return false })
	return live, err
}

func (e *Engine) update(ctx context.Context, name string, fn func(*worldTx) error) error {
	if err := CheckWorldName(name); err != nil {
		return &UnknownError{err.Error()}
	}
	var said error // by fn or a vendor, when it ran last
	err := e.admits(ctx, name, func(s *stay) error {
		return e.store.Update(ctx, name, func(tx store.Tx) error {
			w := &worldTx{ctx: ctx, engine: e, name: name, tx: watchedTx{Tx: tx, stay: s, lifecycles: e.lifecycles, entities: e.entities}, real: e.now().UTC()}
			if said = fn(w); w.tx.failed != nil {
				said = nil
				return w.tx.failed
			}
			return said
		})
	})
	if errors.As(err, new(*FullError)) {
		return err
	}
	if bad := new(store.ValueError); errors.As(err, &bad) {
		return &UnreadableError{World: name, Err: e.ofStore(bad)}
	}
	if said == nil {
		return e.ofStore(err)
	}
	return e.ofOutside(err)
}

// UnreadableError says that a world holds what this program can't read, or can't
// write. It says what to do.
type UnreadableError struct {
	World string
	Err   error
}

func (e *UnreadableError) Error() string {
	return fmt.Sprintf("world %s can't be read or written: %v; drop it by the control API, DELETE /worlds/%s, or use the Plumbline that wrote it", e.World, e.Err, e.World)
}

func (e *UnreadableError) Unwrap() error { return e.Err }

func (w *worldTx) run(fn func(*worldTx) error) (err error) {
	if w.clock, _, err = clocks.Get(&w.tx, ""); err != nil {
		return err
	}
	if err := w.catchUp(); err != nil {
		return err
	}
	return fn(w)
}

// StoreError is a failure of the store: nothing has changed, and the same call
// may succeed later.
type StoreError struct{ Err error }

func (e *StoreError) Error() string { return e.Err.Error() }
func (e *StoreError) Unwrap() error { return e.Err }

// Stopped tells that the store takes nothing any more until the simulator is
// started again, so that nobody need try.
func (e *StoreError) Stopped() bool {
	away := new(store.UnavailableError)
	return errors.As(e.Err, &away) && away.Stopped
}

// watchedTx remembers the first failure of the store, so that the transaction
// fails even where a vendor's code has no way to return it.
type watchedTx struct {
	store.Tx
	stay       *stay // whose world comes into being with the first value
	failed     error
	lifecycles map[string]Lifecycle // whose changes of state are counted, by kind
	entities   map[string]bool      // kinds whose changes the journal tells of
	changes    *journal.Changes     // of the request that is being served; nil for none
}

func (t *watchedTx) watch(err error) {
	if t.failed == nil {
		t.failed = err
	}
}

func (t *watchedTx) Get(kind store.Codec, key string) (value any, found bool, err error) {
	value, found, err = t.Tx.Get(kind, key)
	t.watch(err)
	return value, found, err
}

func (t *watchedTx) Put(kind store.Codec, key string, value any) error {
	if err := t.stay.admit(); err != nil {
		t.watch(err)
		return err
	}
	t.observe(kind, key, value)
	t.noteChange(kind, key, value)
	err := t.Tx.Put(kind, key, value)
	t.watch(err)
	return err
}

func (t *watchedTx) Delete(kind store.Codec, key string) (found bool, err error) {
	t.noteChange(kind, key, nil)
	found, err = t.Tx.Delete(kind, key)
	t.watch(err)
	return found, err
}

func (t *watchedTx) Scan(kind store.Codec, prefix, from string, visit func(string, any) bool) error {
	err := t.Tx.Scan(kind, prefix, from, visit)
	t.watch(err)
	return err
}

func (w *worldTx) now() time.Time { return w.clock.At(w.real) }

// begin lets a vendor begin in this world unless it has: it sets its timers
// and its sample. Vendors begin when they are first used, so that a world costs
// what is used of it.
func (w *worldTx) begin(v *Vendor) error {
	name := v.Book.Vendor
	done, _, err := begun.Get(&w.tx, name)
	if err != nil || done {
		return err
	}
	w.isNew = true
	if err := begun.Put(&w.tx, name, true); err != nil {
		return err
	}
	if err := w.beginVendor(v); err != nil {
		return fmt.Errorf("begin %s in world %s: %w", name, w.name, err)
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
		if err := w.engine.checkSeed(v.Book.Vendor, seed); err != nil {
			return err
		}
		return v.seed(env, seed)
	}
	return nil
}

// next returns the next number of a sequence of this world, from 1.
func (w *worldTx) next(name string) (uint64, error) {
	n, _, err := sequences.Get(&w.tx, name)
	if err != nil {
		return 0, err
	}
	return n + 1, sequences.Put(&w.tx, name, n+1)
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

// noteChange notes what is about to become of an entity. What fails here fails
// the transaction.
func (t *watchedTx) noteChange(kind store.Codec, key string, after any) {
	if t.changes == nil || !t.entities[kind.Name()] {
		return
	}
	before, _, err := t.Get(kind, key)
	if err != nil || before == nil && after == nil {
		return
	}
	t.changes.Note(kind.Name(), key, before, after)
}

// numbers is rand for those who may not need it.
func (w *worldTx) numbers(number uint64) func() *rand.Rand {
	return func() *rand.Rand { return w.rand(number) }
}

// Streams of random numbers beside those of requests, which are their numbers,
// of timers, which have the highest bit set, and of deliveries, which have one
// of the two bits below.
const (
	faultStream    = 1 << 60 // with the request's number
	latitudeStream = 1 << 59 // likewise
	delayStream    = 1 << 58 // with the delay's number
)
