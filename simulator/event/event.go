// Package event holds what a vendor's system tells its subscribers: an event, its
// delivery with every attempt, the ledger and the outbox of a world, and how one
// attempt is made over the network. It works in the transaction that it is given,
// and knows nothing of the engine.
package event

import (
	"encoding/json"
	"net/http"
	"time"
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

// Confirmed tells whether an attempt is one by which the subscriber has taken the
// event.
func (e *Event) Confirmed(a *Attempt) bool {
	want := &e.Expect
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
