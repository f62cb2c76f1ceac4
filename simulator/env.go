package simulator

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/specs"
)

// Env is all that a vendor's code sees of the engine while it serves one
// request or one timer. It must not outlive the call.
type Env struct {
	world     *worldTx
	vendor    *Vendor
	now       time.Time
	entry     *journal.Entry          // nil while a timer runs
	number    uint64                  // of the request or the timer, which its random numbers depend on
	consulted *[]journal.Consultation // by a timer; a request's are in its entry
	random    *rand.Rand
	caused    http.Header // of a timer: Observer.Propagate's, of the request that scheduled it
	refused   []string    // rules that refused the request, for the observer

	request *http.Request
	read    *Request // nil where the request is no operation, and while a timer runs
	stage   *Stage   // of a request whose body was streamed
}

// FromContext returns the Env of the request that the generated server is
// serving. It panics outside of one, which is a mistake in the vendor's code.
func FromContext(ctx context.Context) *Env {
	c, ok := ctx.Value(callKey{}).(*call)
	if !ok {
		panic("simulator: no Env in this context")
	}
	return c.env
}

func (w *worldTx) env(v *Vendor, now time.Time) *Env {
	return &Env{world: w, vendor: v, now: now}
}

// Violates tells whether a refusal is due: the condition holds and no defect
// makes the simulator look away. The journal notes that the rule was asked.
func (e *Env) Violates(rule *specs.Rule, condition bool) bool {
	switch {
	case !condition:
		e.note(rule, journal.Held)
		return false
	case e.defective(rule):
		e.note(rule, journal.LookedAway)
		return false
	}
	e.note(rule, journal.Decided)
	e.refusedBy(rule.ID)
	return true
}

// Applies tells whether a documented behaviour happens, which it does unless a
// defect switches it off.
func (e *Env) Applies(rule *specs.Rule) bool {
	if e.defective(rule) {
		e.note(rule, journal.LookedAway)
		return false
	}
	e.note(rule, journal.Decided)
	return true
}

// Reading returns the name of the interpretation of the rule that this world
// speaks.
func (e *Env) Reading(rule *specs.Rule) string {
	if e.entry != nil && !slices.Contains(e.entry.Readings, rule.ID) {
		e.entry.Readings = append(e.entry.Readings, rule.ID)
	}
	if reading, found := e.spoken(rule.ID); found {
		return reading
	}
	return rule.DefaultReading()
}

// spoken returns what the world's dialect says of a rule, an operation or a
// constraint.
func (e *Env) spoken(key string) (string, bool) {
	said, found, _ := dialects.Get(&e.world.tx, key) // a failure fails the transaction
	if !found {
		said, found = e.world.engine.options.Dialect[key]
	}
	return said, found
}

// defective tells whether the rule is switched off: by a defect, or by the
// dialect where a legal server may depart from it.
func (e *Env) defective(rule *specs.Rule) bool {
	if e.world.engine.defects[rule.ID] {
		return true
	}
	if !rule.Free {
		return false
	}
	said, _ := e.spoken(rule.ID)
	return said == specs.Departs
}

// note keeps what came of a question, once however often it was asked.
func (e *Env) note(rule *specs.Rule, outcome journal.Outcome) {
	list := e.consulted
	if e.entry != nil {
		list = &e.entry.Consulted
	}
	c := journal.Consultation{Rule: rule.ID, Outcome: outcome}
	if list != nil && !slices.Contains(*list, c) {
		*list = append(*list, c)
	}
}

// Now returns the virtual time; while a timer runs, the time it was due.
func (e *Env) Now() time.Time { return e.now }

// In returns the virtual time that much later, for what a vendor computes: no later
// than can be written down.
func (e *Env) In(d time.Duration) time.Time { return store.Later(e.now, d) }

// After schedules one of the vendor's Timers, with a payload that it gets. What
// should have been before is due now. What is due after the clock's end never is.
func (e *Env) After(d time.Duration, name, payload string) error {
	if e.vendor.Timers[name] == nil {
		return fmt.Errorf("simulator: %s has no timer %q", e.vendor.Book.Vendor, name)
	}
	d = max(d, 0)
	due := e.In(d)
	if due.Before(e.now.Add(d)) {
		return nil
	}
	n, err := e.world.next("timer")
	if err != nil {
		return err
	}
	return timers.Put(&e.world.tx, store.TimeKey(due, n), timer{Due: due, Number: n, Vendor: e.vendor.Book.Vendor, Name: name, Payload: payload, Cause: e.cause()})
}

// NewID returns the next number of a sequence of this world, from 1.
func (e *Env) NewID(kind string) (uint64, error) {
	return e.world.next(e.vendor.Book.Vendor + "." + kind)
}

// Rand returns this call's random numbers, which depend on the world's random
// seed and on the number of the call only.
func (e *Env) Rand() *rand.Rand {
	if e.random == nil {
		e.random = e.world.rand(e.number)
	}
	return e.random
}

// Store returns the transaction on this world's state.
func (e *Env) Store() store.Tx { return &e.world.tx }

// World returns the name of the world.
func (e *Env) World() string { return e.world.name }

// Context returns the context of the transaction, for what a vendor keeps
// outside the store.
func (e *Env) Context() context.Context { return e.world.ctx }

// HTTP returns the request being served, its body read already; nil while a
// timer runs.
func (e *Env) HTTP() *http.Request { return e.request }

// Known returns the body that is being served without the members that the
// contract does not name, and whether there were any.
func (e *Env) Known() (body []byte, others bool) {
	if e.read == nil {
		return nil, false
	}
	return e.read.Known()
}

// Operation returns the operationId of the request being served; empty where it
// matches none, and while a timer runs.
func (e *Env) Operation() string {
	if e.entry == nil {
		return ""
	}
	return e.entry.Operation
}

// JSON builds an answer with a JSON body. It is for values of our own, whose
// encoding cannot fail.
func JSON(status int, contentType string, value any) Response {
	body, err := json.Marshal(value)
	if err != nil {
		panic(fmt.Sprintf("simulator: encode %T: %v", value, err))
	}
	return Response{Status: status, Header: map[string][]string{"Content-Type": {contentType}}, Body: body}
}
