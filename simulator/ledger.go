package simulator

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/plumbline-api/plumbline/simulator/event"
)

// Deliveries returns those of a world that the filter chooses, the newest
// first, without secrets.
func (e *Engine) Deliveries(ctx context.Context, world string, filter event.Filter) ([]event.Delivery, error) {
	list, _, err := e.DeliveryPage(ctx, world, filter)
	return list, err
}

// DeliveryPage is Deliveries that tells whether the bounds of the filter have left
// out others, which come before the last one of the list.
func (e *Engine) DeliveryPage(ctx context.Context, world string, filter event.Filter) (list []event.Delivery, more bool, err error) {
	err = e.within(ctx, world, func(w *worldTx) (err error) {
		list, more, err = event.Select(&w.tx, filter)
		return err
	})
	for i := range list {
		list[i] = e.shown(list[i])
	}
	return list, more, err
}

// Delivery returns one delivery without secrets, or an *UnknownError.
func (e *Engine) Delivery(ctx context.Context, world string, id uint64) (event.Delivery, error) {
	var d event.Delivery
	err := e.within(ctx, world, func(w *worldTx) (err error) {
		d, err = w.delivery(id)
		return err
	})
	return e.shown(d), err
}

func (w *worldTx) delivery(id uint64) (event.Delivery, error) {
	d, found, err := event.Find(&w.tx, id)
	if err == nil && !found {
		err = &UnknownError{fmt.Sprintf("the ledger of world %s has no delivery %d; it keeps the last %d", w.name, id, w.engine.options.JournalLimit)}
	}
	return d, err
}

// Redeliver sends an event again, whatever became of it before, and returns
// the delivery with the new attempt. Its retries begin anew. An unknown number
// is an *UnknownError.
func (e *Engine) Redeliver(ctx context.Context, world string, id uint64) (event.Delivery, error) {
	if e.options.Deliver == nil {
		return event.Delivery{}, errors.New("this simulator sends no events: it was started without a way to deliver them")
	}
	err := e.within(ctx, world, func(w *worldTx) error {
		d, err := w.delivery(id)
		if err != nil {
			return err
		}
		return event.Requeue(&w.tx, d, w.now())
	})
	if err != nil {
		return event.Delivery{}, err
	}
	if _, err := e.Deliver(ctx, world); err != nil {
		return event.Delivery{}, err
	}
	return e.Delivery(ctx, world, id)
}

// WaitForDelivery returns the newest delivery that the filter chooses, as soon
// as there is one. It looks at once and at every tick, and makes what attempts
// are due before. It gives up when ctx is done.
func (e *Engine) WaitForDelivery(ctx context.Context, world string, filter event.Filter, tick <-chan time.Time) (event.Delivery, error) {
	filter.Limit = 1
	for {
		if _, err := e.Deliver(ctx, world); err != nil {
			return event.Delivery{}, err
		}
		list, err := e.Deliveries(ctx, world, filter)
		if err != nil {
			return event.Delivery{}, err
		}
		if len(list) > 0 {
			return list[0], nil
		}
		select {
		case <-tick:
		case <-ctx.Done():
			return event.Delivery{}, fmt.Errorf("no such delivery in world %s: %w", world, ctx.Err())
		}
	}
}

// SetDisturbance makes the events of a world that come from now on arrive
// twice, or in another order; the zero value ends that.
func (e *Engine) SetDisturbance(ctx context.Context, world string, disturbance event.Disturbance) error {
	if err := disturbance.Check(); err != nil {
		return err
	}
	return e.within(ctx, world, func(w *worldTx) error { return event.Disturb(&w.tx, disturbance) })
}

// Disturbance returns how the deliveries of a world are disturbed.
func (e *Engine) Disturbance(ctx context.Context, world string) (event.Disturbance, error) {
	var disturbance event.Disturbance
	err := e.within(ctx, world, func(w *worldTx) (err error) {
		disturbance, err = event.Disturbed(&w.tx)
		return err
	})
	return disturbance, err
}

// shown is the delivery as it may leave the engine.
func (e *Engine) shown(d event.Delivery) event.Delivery {
	if v := e.vendors[d.Vendor]; v != nil {
		return d.Shown(v.Secret)
	}
	return d.Shown(nil)
}
