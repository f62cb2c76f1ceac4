package simulator

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"time"

	"github.com/plumbline-api/plumbline/simulator/event"
	"github.com/plumbline-api/plumbline/simulator/fault"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// Observer is how metrics and traces are taken of an engine, which knows neither.
// Each function may be nil. They are called from many goroutines while callers
// wait, and must not change what they are handed.
type Observer struct {
	// Request is told of every request to the vendors when its answer has gone
	// out, or was broken off. The context is the request's.
	Request func(context.Context, Observation)
	// Attempt is told of every attempt to deliver a notification.
	Attempt func(DeliveryAttempt)
	// StoreFailed is told of every failure of the store, whoever met it.
	StoreFailed func(error)
	// Propagate returns headers to send along with the notifications that a
	// request of this context causes, now or by a timer later.
	Propagate func(context.Context) http.Header
	// WriteMetrics writes what GET /metrics of the control API answers, in
	// Prometheus' text format.
	WriteMetrics func(io.Writer) error
}

// Observation is what became of one request. A request that was turned away
// before it reached a world has no more than its status, its duration and what
// was known by then.
type Observation struct {
	Method    string
	URL       string // without the world's prefix and without secrets
	World     string
	Vendor    string // empty: none of those that are served
	Operation string // empty: no operation matched
	Status    int    // 0: there was no answer
	Journal   uint64 // number of the entry; 0: none
	Duration  time.Duration
	Refused   []string               // IDs of the rules that refused it, the one that decided first
	Breach    string                 // where a request breaks the contract, and how; empty where a rule refused it, or it does not
	Nearest   []string               // operations that may have been meant where none matched
	Consulted []journal.Consultation // all rules that were asked
	Fault     fault.EffectKind       // of the fault that struck; empty: none
}

// DeliveryAttempt is an attempt to deliver a notification.
type DeliveryAttempt struct {
	World, Vendor, Event string
	Attempt              event.Attempt
	Confirmed            bool // the subscriber took the notification
}

// observe tells the observer what became of the request.
func (c *call) observe(began time.Time) {
	if told := c.engine.options.Observer.Request; told != nil {
		c.observation.Duration = c.engine.now().Sub(began)
		told(c.http.Context(), c.observation)
	}
}

// RefusedBy is the rule that decided a refusal; empty where none did.
func (o *Observation) RefusedBy() string {
	if len(o.Refused) == 0 {
		return ""
	}
	return o.Refused[0]
}

// refusedBy remembers that a rule refused the request, once however often it was
// asked. What a service asks first decides.
func (e *Env) refusedBy(ruleID string) {
	if e.entry != nil && !slices.Contains(e.refused, ruleID) {
		e.refused = append(e.refused, ruleID)
	}
}

// cause returns the headers that lead from a notification to the request that
// caused it; nil where nobody follows that, or no request did.
func (e *Env) cause() http.Header {
	propagate := e.world.engine.options.Observer.Propagate
	if e.request == nil || propagate == nil {
		return e.caused
	}
	return propagate(e.request.Context())
}

func (e *Engine) observeAttempt(j *event.Job, a event.Attempt) {
	if told := e.options.Observer.Attempt; told != nil {
		what := &j.Delivery.Event
		told(DeliveryAttempt{
			World: j.World, Vendor: j.Delivery.Vendor, Event: what.Name,
			Attempt: a, Confirmed: !a.Stopped && what.Confirmed(&a),
		})
	}
}

// ofOutside marks an error as one of the store where it says that something is
// away: what a vendor keeps outside the store is a store, too.
func (e *Engine) ofOutside(err error) error {
	if errors.As(err, new(*store.UnavailableError)) && !errors.As(err, new(*StoreError)) {
		return e.ofStore(err)
	}
	return err
}

// ofStore marks an error as one of the store. A caller who went away is none of
// its failures.
func (e *Engine) ofStore(err error) error {
	if err == nil {
		return nil
	}
	if told := e.options.Observer.StoreFailed; told != nil && !errors.Is(err, context.Canceled) {
		told(err)
	}
	return &StoreError{err}
}
