package simulator

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

// sweepsPerLifetime bounds what looking for idle worlds costs.
const sweepsPerLifetime = 8

// idle drops worlds that nobody has used for a lifetime of real time, but not
// the default one. It looks when a world is used for the first time, which is
// when memory grows, and when worlds are listed, so it needs no goroutine.
type idle struct {
	lifetime time.Duration // 0: worlds stay
	now      func() time.Time
	used     sync.Map     // world to *atomic.Int64, nanoseconds of real time
	swept    atomic.Int64 // the same
}

// touch notes that a world is being used.
func (i *idle) touch(ctx context.Context, e *Engine, world string) {
	if i.lifetime == 0 {
		return
	}
	now := i.now().UnixNano()
	if last, known := i.used.Load(world); known {
		last.(*atomic.Int64).Store(now)
		return
	}
	last := &atomic.Int64{}
	last.Store(now)
	i.used.Store(world, last)
	i.sweep(ctx, e)
}

// sweep drops what is idle, unless it did so a short while ago. A world that is
// new to this process, from a store that outlives it, counts as used now. What
// fails is tried again by the next sweep.
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
		fresh := &atomic.Int64{}
		fresh.Store(now)
		last, _ := i.used.LoadOrStore(world, fresh)
		if now-last.(*atomic.Int64).Load() <= int64(i.lifetime) {
			continue
		}
		if err := e.Drop(ctx, world); err != nil {
			e.log.Error("an idle world stays: the store failed", "world", world, "error", err)
			continue
		}
		i.used.Delete(world)
		e.log.Info("an idle world was dropped", "world", world)
	}
}
