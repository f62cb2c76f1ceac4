package simulator

import (
	"context"
	"errors"
	"runtime/debug"
	"sync"
	"time"

	"github.com/plumbline-api/plumbline/simulator/event"
)

// worldsAtOnce is how many worlds Run works for at the same time, so that a
// subscriber that does not answer holds up its own world only.
const worldsAtOnce = 64

// Run fires what becomes due in all worlds, does the tasks that it leaves and
// delivers its events, at every tick, until ctx is done or the ticks end. It
// returns when nothing is under way any more; attempts that ctx interrupted are
// made by the next process.
func (e *Engine) Run(ctx context.Context, tick <-chan time.Time) {
	e.running.Store(true)
	defer e.running.Store(false)
	r := runner{engine: e, slots: make(chan struct{}, worldsAtOnce), busy: map[string]bool{}}
	defer r.under.Wait()
	for {
		select {
		case <-ctx.Done():
			return
		case _, more := <-tick:
			if !more {
				return
			}
			r.sweep(ctx)
		}
	}
}

// runner knows which worlds are being delivered for.
type runner struct {
	engine *Engine
	slots  chan struct{}
	under  sync.WaitGroup

	unreadable map[string]bool // worlds of which the log has told

	mu   sync.Mutex
	busy map[string]bool
}

// sweep begins to deliver for every world that has something due and is not
// busy with that already.
func (r *runner) sweep(ctx context.Context) {
	names, err := r.engine.Worlds(ctx)
	if err != nil {
		r.engine.log.Error("deliver: the store failed", "error", err)
		return
	}
	told := r.unreadable
	r.unreadable = map[string]bool{}
	for _, world := range names {
		due, err := r.engine.due(ctx, world)
		if errors.As(err, new(*UnreadableError)) {
			r.unreadable[world] = true
		}
		if err != nil && ctx.Err() == nil && !told[world] {
			r.engine.log.Error("deliver: the store failed", "world", world, "error", err)
		}
		if !due || !r.take(world) {
			continue
		}
		select {
		case r.slots <- struct{}{}:
		case <-ctx.Done():
			return
		}
		r.under.Go(func() {
			defer r.release(world)
			r.deliver(ctx, world)
		})
	}
}

// due tells whether a timer, a task or an attempt is due in a world. It is asked
// of all worlds at every tick, so it does no more than that.
func (e *Engine) due(ctx context.Context, world string) (due bool, err error) {
	err = e.update(ctx, world, func(w *worldTx) (err error) {
		if w.clock, _, err = clocks.Get(&w.tx, ""); err != nil {
			return err
		}
		_, next, found, err := w.nextTimer()
		if due = found && !next.Due.After(w.now()); due || err != nil {
			return err
		}
		_, t, found, err := w.firstTask()
		if due = found && !w.busy(t); due || err != nil {
			return err
		}
		due, err = event.Due(&w.tx, w.now(), w.real)
		return err
	})
	return due, err
}

func (r *runner) take(world string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	taken := r.busy[world]
	r.busy[world] = true
	return !taken
}

func (r *runner) release(world string) {
	r.mu.Lock()
	delete(r.busy, world)
	r.mu.Unlock()
	<-r.slots
}

// deliver leaves a failure in the log: the next tick tries again. Tasks that a
// timer left come first, since they may cause events.
func (r *runner) deliver(ctx context.Context, world string) {
	defer func() {
		if p := recover(); p != nil {
			r.engine.log.Error("deliver: panic", "world", world, "panic", p, "stack", string(debug.Stack()))
		}
	}()
	r.engine.workOrWait(ctx, world, lastTask)
	left := func() bool { return r.engine.moves.has(world) }
	if _, err := r.engine.deliverUntil(ctx, world, left); err != nil && ctx.Err() == nil {
		r.engine.log.Error("deliver: failed", "world", world, "error", err)
	}
}
