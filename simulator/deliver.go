package simulator

import (
	"context"
	"slices"

	"github.com/plumbline-api/plumbline/simulator/event"
)

// Each delivery has its random numbers, apart from those of the requests and
// timers, so that a disturbance does not change what vendors draw.
const (
	duplicateNumbers = 1 << 61
	holdNumbers      = 1 << 62
)

// Emit enters an event in the world's ledger, from which it is delivered: due
// at once, unless the world's disturbance duplicates it or holds it back.
func (e *Env) Emit(what event.Event) error {
	disturbance, err := event.Disturbed(&e.world.tx)
	if err != nil {
		return err
	}
	id, err := e.enter(what, 0, disturbance)
	if err != nil || !disturbance.Duplicates(e.world.numbers(duplicateNumbers|id)) {
		return err
	}
	_, err = e.enter(what, id, disturbance)
	return err
}

func (e *Env) enter(what event.Event, copyOf uint64, disturbance event.Disturbance) (uint64, error) {
	id, err := e.world.next("delivery")
	if err != nil {
		return 0, err
	}
	d := event.Delivery{ID: id, At: e.now, Vendor: e.vendor.Book.Vendor, Event: what, CopyOf: copyOf, Cause: e.cause()}
	if limit := uint64(e.world.engine.options.JournalLimit); id > limit {
		if err := event.Forget(&e.world.tx, id-limit); err != nil {
			return 0, err
		}
	}
	if e.world.engine.options.Deliver == nil {
		return id, event.Keep(&e.world.tx, d)
	}
	return id, event.Queue(&e.world.tx, d, e.In(disturbance.Hold(e.world.numbers(holdNumbers|id))))
}

const (
	// maxAttempts bounds one Deliver: a subscriber may cause, by its own calls,
	// an event for every event it gets.
	maxAttempts = 10_000

	// deliveryTimer is what Fired calls an attempt.
	deliveryTimer = "delivery"
)

// Deliver makes the attempts that are due in a world, in the order in which
// they are due, and returns what was done. It makes them one after another,
// outside of any transaction: first one is claimed, then it is made, then its
// outcome is kept. Without Options.Deliver there is nothing to do.
func (e *Engine) Deliver(ctx context.Context, world string) ([]Fired, error) {
	return e.deliverUntil(ctx, world, func() bool { return false })
}

// deliverUntil is Deliver that ends early when the rest is left to somebody else, which is
// asked in each transaction that claims.
func (e *Engine) deliverUntil(ctx context.Context, world string, left func() bool) ([]Fired, error) {
	var fired []Fired
	if e.options.Deliver == nil {
		return nil, nil
	}
	for range maxAttempts {
		j, attempt, stopped, err := e.claim(ctx, world, left)
		if err != nil {
			return fired, err
		}
		if fired = append(fired, stopped...); j == nil {
			return fired, nil
		}
		fired = append(fired, attempt)
		a := e.send(ctx, j)
		e.observeAttempt(j, a)
		// What has happened is kept, even when the caller has gone away.
		if err := e.visit(context.WithoutCancel(ctx), world, func(w *worldTx) error { return event.Conclude(&w.tx, j, a, w.clock.pace()) }); err != nil {
			return fired, err
		}
	}
	return fired, nil // the rest stays due
}

// claim takes the attempt that has been due longest, nil where none is due, with
// what it counts as fired. The deliveries that a rule's defect stops on the way
// are returned as well.
func (e *Engine) claim(ctx context.Context, world string, left func() bool) (j *event.Job, attempt Fired, stopped []Fired, err error) {
	err = e.visit(ctx, world, func(w *worldTx) (err error) {
		if stopped, j = nil, nil; left() {
			return nil
		}
		for {
			if j, err = event.Next(&w.tx, w.name, w.now(), w.real); err != nil || j == nil {
				return err
			}
			attempt = Fired{At: j.Due, Vendor: j.Delivery.Vendor, Timer: deliveryTimer, Delivery: j.Delivery.ID}
			if w.mayTry(j, &attempt) {
				break
			}
			if err := event.GiveUp(&w.tx, j); err != nil {
				return err
			}
			stopped = append(stopped, attempt)
		}
		number, err := w.next("claim")
		if err != nil {
			return err
		}
		return event.Claim(&w.tx, j, number, w.real)
	})
	return j, attempt, stopped, err
}

// mayTry asks the event's rule, where it has one, whether a retry is made, and
// notes that in the delivery and in what has fired.
func (w *worldTx) mayTry(j *event.Job, fired *Fired) bool {
	v, rule := w.engine.vendors[j.Delivery.Vendor], w.engine.rules[j.Delivery.Event.Rule]
	if j.Delivery.Tried == 0 || v == nil || rule == nil {
		return true
	}
	env := w.env(v, j.Due)
	env.consulted = &fired.Consulted
	may := env.Applies(rule)
	j.Delivery.Consulted = slices.Concat(j.Delivery.Consulted, fired.Consulted)
	return may
}

// send makes an attempt, outside of any transaction.
func (e *Engine) send(ctx context.Context, j *event.Job) event.Attempt {
	sender := event.Sender{By: e.options.Deliver, Now: e.now}
	if v := e.vendors[j.Delivery.Vendor]; v != nil {
		sender.Secret = v.Secret
	}
	return sender.Send(ctx, j)
}
