package event

import (
	"time"

	"github.com/plumbline-api/plumbline/simulator/store"
)

// ledger holds the deliveries of a world, by number. It keeps the credentials
// of those events, since a retry sends them again; no method shows them.
var ledger = store.NewKind[Delivery]("plumbline.delivery")

// Find returns the delivery of that number, if the ledger still has it.
func Find(tx store.Tx, id uint64) (d Delivery, found bool, err error) {
	return ledger.Get(tx, store.NumberKey(id))
}

// Select returns the deliveries that the filter chooses, the newest first.
//
// More tells whether its bounds have left out others.
func Select(tx store.Tx, filter Filter) (list []Delivery, more bool, err error) {
	newest := store.Newest[Delivery]{Limit: filter.Limit, Bytes: filter.Bytes}
	err = ledger.Scan(tx, "", func(_ string, d Delivery) bool {
		if filter.Before > 0 && d.ID >= filter.Before {
			return false // the keys are in the order of the numbers
		}
		if filter.chooses(&d) {
			newest.Add(d, d.size())
		}
		return true
	})
	return newest.List(), newest.More, err
}

// Keep enters a delivery that this process does not send.
func Keep(tx store.Tx, d Delivery) error {
	d.State = NotSent
	return ledger.Put(tx, store.NumberKey(d.ID), d)
}

// Forget lets a delivery go, and the attempt that it may still wait for.
func Forget(tx store.Tx, id uint64) error {
	d, found, err := ledger.Get(tx, store.NumberKey(id))
	if err != nil || !found {
		return err
	}
	if _, err := outbox.Delete(tx, store.TimeKey(d.Next, id)); err != nil {
		return err
	}
	_, err = ledger.Delete(tx, store.NumberKey(id))
	return err
}

// Queue keeps a delivery whose next attempt is due at a virtual time.
func Queue(tx store.Tx, d Delivery, due time.Time) error {
	d.State, d.Next = Pending, due
	if err := ledger.Put(tx, store.NumberKey(d.ID), d); err != nil {
		return err
	}
	return outbox.Put(tx, store.TimeKey(due, d.ID), sending{Delivery: d.ID, Due: due})
}

// Requeue makes a delivery due again, whatever became of it before. Its retries
// begin anew.
func Requeue(tx store.Tx, d Delivery, due time.Time) error {
	if _, err := outbox.Delete(tx, store.TimeKey(d.Next, d.ID)); err != nil {
		return err
	}
	d.Tried = 0
	return Queue(tx, d, due)
}
