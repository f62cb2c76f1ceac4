package simulator

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/plumbline-api/plumbline/simulator/store"
)

// sweepsPerLifetime bounds what looking for idle worlds costs, and how exactly
// it is known when a world was used.
const sweepsPerLifetime = 8

// uses holds when a world was last used, in real time, under the empty key. It
// is kept in the world, since other processes may use it, too.
var uses = store.NewKind[time.Time]("plumbline.use")

// idle drops worlds that nobody has used for a lifetime of real time, but not
// the default one. It looks when a world has begun, which is when the store
// grows, and when worlds are listed, so it needs no goroutine.
type idle struct {
	lifetime time.Duration // 0: worlds stay
	now      func() time.Time
	swept    atomic.Int64 // nanoseconds of real time
}

// noteUse notes that the world is being used, now and then.
func (w *worldTx) noteUse() error {
	lifetime := w.engine.idle.lifetime
	if lifetime == 0 {
		return nil
	}
	last, found, err := uses.Get(&w.tx, "")
	if err != nil || found && w.real.Sub(last) < lifetime/sweepsPerLifetime {
		return err
	}
	return uses.Put(&w.tx, "", w.real)
}

// sweep drops what is idle, unless it did so a short while ago. What fails is
// tried again by the next sweep.
func (i *idle) sweep(ctx context.Context, e *Engine) {
	now, swept := i.now().UnixNano(), i.swept.Load()
	if i.lifetime == 0 || now-swept < int64(i.lifetime/sweepsPerLifetime) || !i.swept.CompareAndSwap(swept, now) {
		return
	}
	worlds, err := e.store.Worlds(ctx, "")
	if err := e.ofStore(err); err != nil {
		e.log.Error("idle worlds stay: the store failed", "error", err)
		return
	}
	for _, world := range worlds {
		if CheckWorldName(world) != nil || world == DefaultWorld {
			continue
		}
		dropped, err := e.dropIdle(ctx, world)
		if err != nil {
			e.log.Error("an idle world stays: the store failed", "world", world, "error", err)
		}
		if dropped {
			e.log.Info("an idle world was dropped", "world", world)
		}
	}
}

// dropIdle drops a world that is idle. One from the time before there was a
// lifetime counts as used now.
func (e *Engine) dropIdle(ctx context.Context, world string) (dropped bool, err error) {
	overdue := false
	err = e.update(ctx, world, func(w *worldTx) error {
		last, found, err := uses.Get(&w.tx, "")
		if overdue = found && w.real.Sub(last) > e.idle.lifetime; found || err != nil {
			return err
		}
		if live, err := w.live(); !live || err != nil {
			return err // dropped a moment ago
		}
		return uses.Put(&w.tx, "", w.real)
	})
	if err != nil || !overdue {
		return false, err
	}
	return true, e.Drop(ctx, world)
}
