package simulator

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// sending is an attempt that a delivery waits for. The outbox has at most one
// of each delivery, under store.TimeKey(Due, Delivery).
type sending struct {
	Delivery uint64
	Due      time.Time // virtual
	Claim    uint64    // the number of the claim under which it is being made; 0: none
	Until    time.Time // real time until which the claim keeps others off
}

var outbox = store.NewKind[sending]("plumbline.outbox")

const (
	// maxAttempts bounds one Deliver: a subscriber may cause, by its own calls,
	// an event for every event it gets.
	maxAttempts = 10_000
	// answerKept is how much of a subscriber's answer an attempt keeps, in bytes.
	answerKept = 4 << 10
	// leaseMargin is how much longer than the event's timeout a claim holds:
	// then the process that made it is gone.
	leaseMargin = 30 * time.Second

	// deliveryTimer is what Fired calls an attempt.
	deliveryTimer = "delivery"
)

// job is an attempt that this process has claimed.
type job struct {
	world    string
	delivery Delivery
	due      time.Time
	claim    uint64
	fired    Fired
}

// Deliver makes the attempts that are due in a world, in the order in which
// they are due, and returns what was done. It makes them one after another,
// outside of any transaction: first one is claimed, then it is made, then its
// outcome is kept. Without Options.Deliver there is nothing to do.
func (e *Engine) Deliver(ctx context.Context, world string) ([]Fired, error) {
	var fired []Fired
	if e.options.Deliver == nil {
		return nil, nil
	}
	for range maxAttempts {
		j, stopped, err := e.claim(ctx, world)
		if err != nil {
			return fired, err
		}
		if fired = append(fired, stopped...); j == nil {
			return fired, nil
		}
		fired = append(fired, j.fired)
		a := e.attempt(ctx, j)
		e.observeAttempt(j, a)
		// What has happened is kept, even when the caller has gone away.
		if err := e.visit(context.WithoutCancel(ctx), world, func(w *worldTx) error { return w.conclude(j, a) }); err != nil {
			return fired, err
		}
	}
	return fired, nil // the rest stays due
}

// claim takes the attempt that has been due longest, nil where none is due. The
// deliveries that a rule's defect stops on the way are returned as well.
func (e *Engine) claim(ctx context.Context, world string) (j *job, stopped []Fired, err error) {
	err = e.visit(ctx, world, func(w *worldTx) (err error) {
		j, stopped, err = w.claim()
		return err
	})
	return j, stopped, err
}

func (w *worldTx) claim() (*job, []Fired, error) {
	var stopped []Fired
	for {
		key, s, found, err := w.nextSending()
		if err != nil || !found {
			return nil, stopped, err
		}
		d, _, err := ledger.Get(&w.tx, store.NumberKey(s.Delivery))
		if err != nil {
			return nil, nil, err
		}
		j := &job{world: w.name, delivery: d, due: s.Due, fired: Fired{At: s.Due, Vendor: d.Vendor, Timer: deliveryTimer, Delivery: d.ID}}
		if !w.mayTry(j) {
			if err := w.end(j.delivery, DeliveryGivenUp, key); err != nil {
				return nil, nil, err
			}
			stopped = append(stopped, j.fired)
			continue
		}
		if j.claim, err = w.next("claim"); err != nil {
			return nil, nil, err
		}
		s.Claim, s.Until = j.claim, w.real.Add(d.Event.timeout()+leaseMargin)
		if err := outbox.Put(&w.tx, key, s); err != nil {
			return nil, nil, err
		}
		return j, stopped, ledger.Put(&w.tx, store.NumberKey(d.ID), j.delivery)
	}
}

// nextSending returns the first attempt that is due and that nobody makes.
func (w *worldTx) nextSending() (key string, next sending, found bool, err error) {
	now := w.now()
	err = outbox.Scan(&w.tx, "", func(k string, s sending) bool {
		if s.Due.After(now) {
			return false
		}
		if s.Claim == 0 || !w.real.Before(s.Until) {
			key, next, found = k, s, true
		}
		return !found
	})
	return key, next, found, err
}

// mayTry asks the event's rule, where it has one, whether a retry is made, and
// notes that in the delivery and in what has fired.
func (w *worldTx) mayTry(j *job) bool {
	v, rule := w.engine.vendors[j.delivery.Vendor], w.engine.rules[j.delivery.Event.Rule]
	if j.delivery.Tried == 0 || v == nil || rule == nil {
		return true
	}
	env := w.env(v, j.due)
	env.consulted = &j.fired.Consulted
	may := env.Applies(rule)
	j.delivery.Consulted = slices.Concat(j.delivery.Consulted, j.fired.Consulted)
	return may
}

// conclude keeps an attempt, and settles what becomes of its delivery unless
// another claim or a redelivery has taken that over.
func (w *worldTx) conclude(j *job, a Attempt) error {
	d, found, err := ledger.Get(&w.tx, store.NumberKey(j.delivery.ID))
	if err != nil || !found {
		return err // the ledger let it go meanwhile
	}
	d = d.and(a)
	key := store.TimeKey(j.due, d.ID)
	s, found, err := outbox.Get(&w.tx, key)
	if err != nil {
		return err
	}
	if !found || s.Claim != j.claim {
		return ledger.Put(&w.tx, store.NumberKey(d.ID), d)
	}
	if a.Stopped {
		return w.queue(d, j.due)
	}
	d.Tried++
	if confirmed(&d.Event.Expect, &a) {
		return w.end(d, DeliveryDone, key)
	}
	wait, more := d.Event.wait(d.Tried)
	if !more || a.Refused {
		return w.end(d, DeliveryGivenUp, key)
	}
	if _, err := outbox.Delete(&w.tx, key); err != nil {
		return err
	}
	// On a clock that runs, the attempt itself took time too.
	took := time.Duration(float64(a.Duration) * w.clock.pace())
	return w.queue(d, j.due.Add(took+wait))
}

// end settles a delivery whose entry in the outbox has that key.
func (w *worldTx) end(d Delivery, state DeliveryState, key string) error {
	d.State, d.Next = state, time.Time{}
	if err := ledger.Put(&w.tx, store.NumberKey(d.ID), d); err != nil {
		return err
	}
	_, err := outbox.Delete(&w.tx, key)
	return err
}

// confirmed tells whether the subscriber has taken the event.
func confirmed(want *Expectation, a *Attempt) bool {
	if a.Error != "" || want.Status != 0 && a.Status != want.Status || want.Status == 0 && a.Status/100 != 2 {
		return false
	}
	if want.Member == "" {
		return true
	}
	var members map[string]json.RawMessage
	if json.Unmarshal(a.Body, &members) != nil {
		return false
	}
	value := string(members[want.Member])
	return value == want.Value || want.Or != "" && value == want.Or
}

// attempt sends an event once. Redirects are not followed: the subscriber's
// address is the one that was registered.
func (e *Engine) attempt(ctx context.Context, j *job) Attempt {
	timeout := j.delivery.Event.timeout()
	limited, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	a, began := Attempt{At: j.due}, e.now()
	err := e.send(limited, j, &a)
	a.Duration = e.now().Sub(began)
	switch {
	case err == nil:
	case ctx.Err() != nil:
		a.Stopped, a.Error = true, "the simulator stopped before the answer came"
	case limited.Err() != nil:
		a.Error = fmt.Sprintf("no whole answer within %s", timeout)
	default:
		a.Refused, a.Error = errors.Is(err, ErrPrivateTarget), err.Error()
	}
	return a
}

func (e *Engine) send(ctx context.Context, j *job, a *Attempt) error {
	event := &j.delivery.Event
	r, err := http.NewRequestWithContext(ctx, event.Method, event.URL, bytes.NewReader(event.Body))
	if err != nil {
		return errors.New("the method or the address is not valid") // err has the address, with its secrets
	}
	for _, header := range []http.Header{j.delivery.Cause, event.Header} {
		for name, values := range header {
			r.Header[name] = values
		}
	}
	if u := r.URL.User; u != nil && r.Header.Get("Authorization") == "" {
		password, _ := u.Password()
		r.SetBasicAuth(u.Username(), password) // a transport leaves that to its client
	}
	// Like the other Plumbline headers they are ours, not the vendor's: they lead
	// from what arrived to the ledger.
	r.Header.Set("Plumbline-World", j.world)
	r.Header.Set("Plumbline-Delivery", strconv.FormatUint(j.delivery.ID, 10))
	response, err := e.options.Deliver.RoundTrip(r)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	a.Status = response.StatusCode
	a.Header = journal.NewMessage(response.Header, nil, e.vendors[j.delivery.Vendor].Secret).Header
	body, err := io.ReadAll(io.LimitReader(response.Body, answerKept+1))
	a.Body, a.Truncated = body[:min(len(body), answerKept)], len(body) > answerKept
	return err
}
