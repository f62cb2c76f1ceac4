package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// Event is one notification for one subscriber, in the vendor's own envelope.
// How it is delivered where the vendor's documents are silent is Assumed: any
// 2xx within ten seconds confirms it, and otherwise it is tried again after 1,
// 2, 4, 8 and 16 minutes of the world's virtual clock.
type Event struct {
	Name   string      `json:"name"` // the vendor's name of the event
	Method string      `json:"method"`
	URL    string      `json:"url"`
	Header http.Header `json:"header,omitempty"`
	Body   []byte      `json:"body,omitempty"`

	Expect  Expectation   `json:"expect,omitzero"`
	Timeout time.Duration `json:"timeout,omitempty"` // for the whole answer; DefaultTimeout when 0

	// Retries is how often an unconfirmed event is sent again: DefaultRetries
	// times when 0, never when NoRetries.
	Retries int `json:"retries,omitempty"`
	// Backoff is the wait before the first retry, DefaultBackoff when 0. It
	// doubles before each further one, until it is a day.
	Backoff time.Duration `json:"backoff,omitempty"`
	// Countdown, where it is not empty, lists the wait before every retry, and
	// Retries and Backoff mean nothing.
	Countdown []time.Duration `json:"countdown,omitempty"`
	// Rule is the ID of the rule that an unconfirmed event is sent again, if the
	// vendor has one. It is asked when a retry is due; its defect ends them.
	Rule string `json:"rule,omitempty"`

	// Secrets names headers and query parameters that no answer of ours shows,
	// beside those that are secret in every message of the vendor.
	Secrets []string `json:"secrets,omitempty"`
}

// Expectation is the answer by which a subscriber confirms an event.
type Expectation struct {
	Status int `json:"status,omitempty"` // any 2xx when 0
	// Member, if it is given, is a member that the answer's JSON object has to
	// have, and Value what it has to be, as JSON: status and 1.
	Member string `json:"member,omitempty"`
	Value  string `json:"value,omitempty"`
	// Or, if it is given, is another value that confirms as well, for a member
	// that may be a number or text.
	Or string `json:"or,omitempty"`
}

// How an event is delivered whose vendor does not say: Assumed.
const (
	DefaultTimeout = 10 * time.Second
	DefaultRetries = 5
	DefaultBackoff = time.Minute

	// NoRetries is the value of Event.Retries for a single attempt.
	NoRetries = -1

	longestBackoff = 24 * time.Hour
)

// wait returns how long to wait before the retry of that number, from 1, and
// whether there is one.
func (e *Event) wait(retry int) (time.Duration, bool) {
	if len(e.Countdown) > 0 {
		if retry > len(e.Countdown) {
			return 0, false
		}
		return max(e.Countdown[retry-1], 0), true
	}
	retries, wait := e.Retries, e.Backoff
	if retries == 0 {
		retries = DefaultRetries
	}
	if wait <= 0 {
		wait = DefaultBackoff
	}
	for n := 1; n < retry && wait < longestBackoff; n++ {
		wait = min(2*wait, longestBackoff)
	}
	return wait, retry <= retries
}

func (e *Event) timeout() time.Duration {
	if e.Timeout <= 0 {
		return DefaultTimeout
	}
	return e.Timeout
}

// DeliveryState is how far a delivery is.
type DeliveryState string

// The states of a delivery.
const (
	DeliveryPending DeliveryState = "pending"   // an attempt is due, now or later
	DeliveryDone    DeliveryState = "delivered" // the subscriber confirmed it
	DeliveryGivenUp DeliveryState = "given-up"  // no attempt was confirmed, and none is left
	DeliveryNotSent DeliveryState = "not-sent"  // this process sends nothing
)

// Delivery is an event with what became of it.
type Delivery struct {
	ID     uint64        `json:"id"`
	At     time.Time     `json:"at"` // virtual time of the event
	Vendor string        `json:"vendor"`
	Event  Event         `json:"event"`
	State  DeliveryState `json:"state"`
	Next   time.Time     `json:"next,omitzero"`    // virtual time of the next attempt
	Tried  int           `json:"tried"`            // attempts that the countdown has counted
	CopyOf uint64        `json:"copyOf,omitempty"` // the delivery that a disturbance made this one a duplicate of
	Cause  http.Header   `json:"cause,omitempty"`  // sent along: leads to the request that caused it, where requests are traced

	Attempts  []Attempt              `json:"attempts,omitempty"`
	Consulted []journal.Consultation `json:"consulted,omitempty"` // rules that were asked whether to try again
}

// Attempt is one sending of an event and its answer.
type Attempt struct {
	At        time.Time     `json:"at"` // virtual time at which it was due
	Duration  time.Duration `json:"duration"`
	Status    int           `json:"status,omitempty"` // 0: no answer
	Header    http.Header   `json:"header,omitempty"`
	Body      []byte        `json:"body,omitempty"` // its first 4 KiB
	Truncated bool          `json:"truncated,omitempty"`
	Error     string        `json:"error,omitempty"`   // why it counts as failed whatever the status
	Refused   bool          `json:"refused,omitempty"` // the target is inside the machine's own network: no attempt follows
	Stopped   bool          `json:"stopped,omitempty"` // the simulator stopped meanwhile: it is made again, and does not count
}

// ledger holds the deliveries of a world, by number. It keeps the credentials
// of those events, since a retry sends them again; no method shows them.
var ledger = store.NewKind[Delivery]("plumbline.delivery")

// Emit enters an event in the world's ledger, from which it is delivered: due
// at once, unless the world's disturbance duplicates it or holds it back.
func (e *Env) Emit(event Event) error {
	disturbance, _, err := disturbances.Get(&e.world.tx, "")
	if err != nil {
		return err
	}
	id, err := e.enter(event, 0, disturbance)
	if err != nil || !disturbance.duplicates(e.world, id) {
		return err
	}
	_, err = e.enter(event, id, disturbance)
	return err
}

func (e *Env) enter(event Event, copyOf uint64, disturbance Disturbance) (uint64, error) {
	id, err := e.world.next("delivery")
	if err != nil {
		return 0, err
	}
	d := Delivery{ID: id, At: e.now, Vendor: e.vendor.Book.Vendor, Event: event, State: DeliveryNotSent, CopyOf: copyOf, Cause: e.cause()}
	if limit := uint64(e.world.engine.options.JournalLimit); id > limit {
		if err := e.world.forget(id - limit); err != nil {
			return 0, err
		}
	}
	if e.world.engine.options.Deliver == nil {
		return id, ledger.Put(&e.world.tx, store.NumberKey(id), d)
	}
	return id, e.world.queue(d, e.now.Add(disturbance.hold(e.world, id)))
}

// Disturbance makes deliveries of a world arrive as they do over a bad line.
// Both are probabilities, from 0, never, to 1, always.
type Disturbance struct {
	Duplicate float64 `json:"duplicate"` // an event is sent twice
	Reorder   float64 `json:"reorder"`   // an event is held back for up to ten virtual seconds, so that later ones overtake it
}

// disturbances holds the one of the world, under the empty key.
var disturbances = store.NewKind[Disturbance]("plumbline.disturbance")

// longestHold is how long Reorder holds an event back.
const longestHold = 10 * time.Second

// Each delivery has its random numbers, apart from those of the requests and
// timers, so that a disturbance does not change what vendors draw.
const (
	duplicateNumbers = 1 << 61
	holdNumbers      = 1 << 62
)

func (d Disturbance) duplicates(w *worldTx, id uint64) bool {
	return d.Duplicate > 0 && w.rand(duplicateNumbers|id).Float64() < d.Duplicate
}

func (d Disturbance) hold(w *worldTx, id uint64) time.Duration {
	if d.Reorder <= 0 {
		return 0
	}
	random := w.rand(holdNumbers | id)
	if random.Float64() >= d.Reorder {
		return 0
	}
	return time.Duration(1 + random.Int64N(int64(longestHold)))
}

func (d Disturbance) check() error {
	for _, p := range []float64{d.Duplicate, d.Reorder} {
		if !(p >= 0 && p <= 1) {
			return fmt.Errorf("duplicate and reorder are probabilities from 0 to 1, not %v", p)
		}
	}
	return nil
}

// forget lets a delivery go, and the attempt that it may still wait for.
func (w *worldTx) forget(id uint64) error {
	d, found, err := ledger.Get(&w.tx, store.NumberKey(id))
	if err != nil || !found {
		return err
	}
	if _, err := outbox.Delete(&w.tx, store.TimeKey(d.Next, id)); err != nil {
		return err
	}
	_, err = ledger.Delete(&w.tx, store.NumberKey(id))
	return err
}

// queue keeps a delivery whose next attempt is due at a virtual time.
func (w *worldTx) queue(d Delivery, due time.Time) error {
	d.State, d.Next = DeliveryPending, due
	if err := ledger.Put(&w.tx, store.NumberKey(d.ID), d); err != nil {
		return err
	}
	return outbox.Put(&w.tx, store.TimeKey(due, d.ID), sending{Delivery: d.ID, Due: due})
}

// and returns the delivery with one more attempt; what the store holds stays
// as it is.
func (d Delivery) and(a Attempt) Delivery {
	d.Attempts = slices.Concat(d.Attempts, []Attempt{a})
	return d
}
