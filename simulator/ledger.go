package simulator

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// DeliveryFilter chooses deliveries. Its zero value chooses all.
type DeliveryFilter struct {
	Vendor string        `json:"vendor,omitempty"`
	Event  string        `json:"event,omitempty"` // the vendor's name of it
	State  DeliveryState `json:"state,omitempty"`
	Limit  int           `json:"limit,omitempty"` // all when 0
}

func (f *DeliveryFilter) chooses(d *Delivery) bool {
	return (f.Vendor == "" || d.Vendor == f.Vendor) && (f.Event == "" || d.Event.Name == f.Event) && (f.State == "" || d.State == f.State)
}

// Deliveries returns those of a world that the filter chooses, the newest
// first, without secrets.
func (e *Engine) Deliveries(ctx context.Context, world string, filter DeliveryFilter) ([]Delivery, error) {
	var list []Delivery
	err := e.within(ctx, world, func(w *worldTx) error {
		list = nil
		return ledger.Scan(&w.tx, "", func(_ string, d Delivery) bool {
			if filter.chooses(&d) {
				list = append(list, d)
			}
			return true
		})
	})
	slices.Reverse(list) // the keys are in the order of the numbers
	if filter.Limit > 0 {
		list = list[:min(filter.Limit, len(list))]
	}
	for i := range list {
		list[i] = e.shown(list[i])
	}
	return list, err
}

// Delivery returns one delivery without secrets, or an *UnknownError.
func (e *Engine) Delivery(ctx context.Context, world string, id uint64) (Delivery, error) {
	var d Delivery
	err := e.within(ctx, world, func(w *worldTx) (err error) {
		d, err = w.delivery(id)
		return err
	})
	return e.shown(d), err
}

func (w *worldTx) delivery(id uint64) (Delivery, error) {
	d, found, err := ledger.Get(&w.tx, store.NumberKey(id))
	if err == nil && !found {
		err = &UnknownError{fmt.Sprintf("the ledger of world %s has no delivery %d; it keeps the last %d", w.name, id, w.engine.options.JournalLimit)}
	}
	return d, err
}

// Redeliver sends an event again, whatever became of it before, and returns
// the delivery with the new attempt. Its retries begin anew. An unknown number
// is an *UnknownError.
func (e *Engine) Redeliver(ctx context.Context, world string, id uint64) (Delivery, error) {
	if e.options.Deliver == nil {
		return Delivery{}, errors.New("this simulator sends no events: it was started without a way to deliver them")
	}
	err := e.within(ctx, world, func(w *worldTx) error {
		d, err := w.delivery(id)
		if err != nil {
			return err
		}
		if _, err := outbox.Delete(&w.tx, store.TimeKey(d.Next, id)); err != nil {
			return err
		}
		d.Tried = 0
		return w.queue(d, w.now())
	})
	if err != nil {
		return Delivery{}, err
	}
	if _, err := e.Deliver(ctx, world); err != nil {
		return Delivery{}, err
	}
	return e.Delivery(ctx, world, id)
}

// WaitForDelivery returns the newest delivery that the filter chooses, as soon
// as there is one. It looks at once and at every tick, and makes what attempts
// are due before. It gives up when ctx is done.
func (e *Engine) WaitForDelivery(ctx context.Context, world string, filter DeliveryFilter, tick <-chan time.Time) (Delivery, error) {
	filter.Limit = 1
	for {
		if _, err := e.Deliver(ctx, world); err != nil {
			return Delivery{}, err
		}
		list, err := e.Deliveries(ctx, world, filter)
		if err != nil {
			return Delivery{}, err
		}
		if len(list) > 0 {
			return list[0], nil
		}
		select {
		case <-tick:
		case <-ctx.Done():
			return Delivery{}, fmt.Errorf("no such delivery in world %s: %w", world, ctx.Err())
		}
	}
}

// SetDisturbance makes the events of a world that come from now on arrive
// twice, or in another order; the zero value ends that.
func (e *Engine) SetDisturbance(ctx context.Context, world string, disturbance Disturbance) error {
	if err := disturbance.check(); err != nil {
		return err
	}
	return e.within(ctx, world, func(w *worldTx) error { return disturbances.Put(&w.tx, "", disturbance) })
}

// Disturbance returns how the deliveries of a world are disturbed.
func (e *Engine) Disturbance(ctx context.Context, world string) (Disturbance, error) {
	var disturbance Disturbance
	err := e.within(ctx, world, func(w *worldTx) (err error) {
		disturbance, _, err = disturbances.Get(&w.tx, "")
		return err
	})
	return disturbance, err
}

// shown is the delivery as it may leave the engine.
func (e *Engine) shown(d Delivery) Delivery {
	marked := func(name string) bool {
		return slices.ContainsFunc(d.Event.Secrets, func(s string) bool { return strings.EqualFold(s, name) })
	}
	v := e.vendors[d.Vendor]
	if v == nil {
		v = &Vendor{}
	}
	header := journal.NewMessage(d.Event.Header, nil, v.Secret).Header
	for name := range header {
		if marked(name) {
			header[name] = []string{journal.Redacted}
		}
	}
	d.Event.Header, d.Event.URL = header, shownURL(d.Event.URL, func(name string) bool {
		return marked(name) || v.Secret != nil && v.Secret(http.CanonicalHeaderKey(name))
	})
	return d
}

// shownURL takes passwords and secret query parameters out of an address.
func shownURL(address string, secret func(name string) bool) string {
	u, err := url.Parse(address)
	if err != nil {
		return journal.Redacted // who knows what is in it
	}
	if u.User != nil {
		u.User = url.User(journal.Redacted)
	}
	pairs := strings.Split(u.RawQuery, "&")
	for i, pair := range pairs {
		name, _, _ := strings.Cut(pair, "=")
		if plain, err := url.QueryUnescape(name); err != nil || secret(plain) {
			pairs[i] = name + "=" + journal.Redacted
		}
	}
	u.RawQuery = strings.Join(pairs, "&")
	return u.String()
}
