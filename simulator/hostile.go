package simulator

import (
	"context"
	"time"

	"github.com/plumbline-api/plumbline/simulator/latitude"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// hostilities holds the switch of a world that was set, under the empty key.
var hostilities = store.NewKind[bool]("plumbline.hostile")

// Hostile tells whether a world varies what the contracts leave free.
func (e *Engine) Hostile(ctx context.Context, world string) (hostile bool, err error) {
	err = e.within(ctx, world, func(w *worldTx) error {
		hostile = w.hostile()
		return nil
	})
	return hostile, err
}

// SetHostile switches the variation of a world on or off, whatever
// Options.Hostile says.
func (e *Engine) SetHostile(ctx context.Context, world string, hostile bool) error {
	return e.within(ctx, world, func(w *worldTx) error { return hostilities.Put(&w.tx, "", hostile) })
}

func (w *worldTx) hostile() bool {
	hostile, set, _ := hostilities.Get(&w.tx, "") // a failure fails the transaction
	if !set {
		return w.engine.options.Hostile
	}
	return hostile
}

// Hostile tells whether this world varies what the contracts leave free. The
// engine varies answers by itself; a vendor asks where more is free.
func (e *Env) Hostile() bool { return e.world.hostile() }

// Delay returns how long an asynchronous effect takes that usually takes d: in
// a hostile world between half of it and five times as long, by the world's
// random seed.
func (e *Env) Delay(d time.Duration) time.Duration {
	if !e.Hostile() {
		return d
	}
	n, _ := e.world.next("delay") // a failure fails the transaction
	return latitude.Of(e.world.rand(delayStream|n), nil).Delay(d)
}
