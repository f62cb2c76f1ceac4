package event

import (
	"time"

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

// leaseMargin is how much longer than the event's timeout a claim holds: then the
// process that made it is gone.
const leaseMargin = 30 * time.Second

// Job is an attempt to be made.
type Job struct {
	World    string
	Delivery Delivery
	Due      time.Time // virtual
	claim    uint64
}

// Due tells whether an attempt is due at a virtual time, and nobody makes it at
// the real one.
func Due(tx store.Tx, now, real time.Time) (due bool, err error) {
	_, _, due, err = nextSending(tx, now, real)
	return due, err
}

// Next returns the attempt that has been due longest and that nobody makes, nil
// where there is none.
func Next(tx store.Tx, world string, now, real time.Time) (*Job, error) {
	_, s, found, err := nextSending(tx, now, real)
	if err != nil || !found {
		return nil, err
	}
	d, _, err := ledger.Get(tx, store.NumberKey(s.Delivery))
	return &Job{World: world, Delivery: d, Due: s.Due}, err
}

// Claim keeps others off the job until it is done, or its process gone. The
// number is that of no other claim.
func Claim(tx store.Tx, j *Job, number uint64, real time.Time) error {
	d := j.Delivery
	j.claim = number
	s := sending{Delivery: d.ID, Due: j.Due, Claim: number, Until: real.Add(d.Event.timeout() + leaseMargin)}
	if err := outbox.Put(tx, store.TimeKey(j.Due, d.ID), s); err != nil {
		return err
	}
	return ledger.Put(tx, store.NumberKey(d.ID), d)
}

// GiveUp ends the delivery of a job without another attempt.
func GiveUp(tx store.Tx, j *Job) error {
	return end(tx, j.Delivery, GivenUp, store.TimeKey(j.Due, j.Delivery.ID))
}

// nextSending returns the first attempt that is due and that nobody makes.
func nextSending(tx store.Tx, now, real time.Time) (key string, next sending, found bool, err error) {
	err = outbox.Scan(tx, "", func(k string, s sending) bool {
		if s.Due.After(now) {
			return false
		}
		if s.Claim == 0 || !real.Before(s.Until) {
			key, next, found = k, s, true
		}
		return !found
	})
	return key, next, found, err
}

// Conclude keeps an attempt, and settles what becomes of its delivery unless
// another claim or a redelivery has taken that over. Pace is how many virtual
// seconds pass in a real one.
func Conclude(tx store.Tx, j *Job, a Attempt, pace float64) error {
	d, found, err := ledger.Get(tx, store.NumberKey(j.Delivery.ID))
	if err != nil || !found {
		return err // the ledger let it go meanwhile
	}
	d = d.and(a)
	key := store.TimeKey(j.Due, d.ID)
	s, found, err := outbox.Get(tx, key)
	if err != nil {
		return err
	}
	if !found || s.Claim != j.claim {
		return ledger.Put(tx, store.NumberKey(d.ID), d)
	}
	if a.Stopped {
		return Queue(tx, d, j.Due)
	}
	d.Tried++
	if d.Event.Confirmed(&a) {
		return end(tx, d, Delivered, key)
	}
	wait, more := d.Event.wait(d.Tried)
	if !more || a.Refused {
		return end(tx, d, GivenUp, key)
	}
	if _, err := outbox.Delete(tx, key); err != nil {
		return err
	}
	// On a clock that runs, the attempt itself took time too.
	took := time.Duration(float64(a.Duration) * pace)
	return Queue(tx, d, store.Later(j.Due, took+wait))
}

// end settles a delivery whose entry in the outbox has that key.
func end(tx store.Tx, d Delivery, state State, key string) error {
	d.State, d.Next = state, time.Time{}
	if err := ledger.Put(tx, store.NumberKey(d.ID), d); err != nil {
		return err
	}
	_, err := outbox.Delete(tx, key)
	return err
}
