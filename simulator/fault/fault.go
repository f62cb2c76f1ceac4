// Package fault holds the deliberate disturbances of a world: what a fault is,
// which requests it strikes, and what it does to an answer and to the wire. It
// keeps its lists in the world's store, and knows nothing of the engine.
package fault

import (
	"fmt"
	"time"
)

// Fault is one rule of a world's ordered list of deliberate disturbances. For
// every request the list is asked from its first rule on, and the first that
// strikes wins. A rule strikes a request that it matches (vendor, operation,
// condition), from the From-th of these on, at most Count times, with its
// probability; a rule that does not strike leaves the request to the next one,
// and only requests that get as far as a rule are counted for it.
//
// The documented rules hold on: a fault happens to the wire, and the journal
// names it. Random numbers come from the world's random seed and the number of
// the request, so that a run replays.
type Fault struct {
	ID          string     `json:"id,omitempty"`          // unique in the list; those without are numbered
	Vendor      string     `json:"vendor,omitempty"`      // empty: any
	Operation   string     `json:"operation,omitempty"`   // operationId of the vendor's contract; empty: any request, those that match no operation as well
	When        *Condition `json:"when,omitempty"`        // nil: always
	From        uint64     `json:"from,omitempty"`        // strike from the n-th matching request on; 0 is the first
	Probability *float64   `json:"probability,omitempty"` // 0 to 1; nil: 1
	Count       uint64     `json:"count,omitempty"`       // strike so often at most; 0: without end
	Effect      Effect     `json:"effect"`

	Matched uint64 `json:"matched,omitempty"` // how many requests it matched; told of a list that is kept, ignored of one that is set
	Struck  uint64 `json:"struck,omitempty"`  // how many of them it struck; likewise
}

// Condition looks at one place of a request: at a header, or at a part of a
// JSON body. It holds when the place is there and, if Value is not nil, has
// that value.
type Condition struct {
	Header  string `json:"header,omitempty"`  // name of a header; Value is text
	Pointer string `json:"pointer,omitempty"` // JSON pointer into the body, such as /lines/0/code
	Value   any    `json:"value,omitempty"`   // a JSON value
}

// Effect is what a fault does. Kind says which of the other members count.
type Effect struct {
	Kind        EffectKind        `json:"kind"`
	Delay       Duration          `json:"delay,omitempty"`       // of the kinds that take time
	Chunk       int               `json:"chunk,omitempty"`       // of answer-slow: bytes sent at once; 0: an eighth of the body
	Status      int               `json:"status,omitempty"`      // of refuse-status and answer-status: 200 to 599
	Header      map[string]string `json:"header,omitempty"`      // of these: headers such as Retry-After
	Body        string            `json:"body,omitempty"`        // of these: may be empty
	ContentType string            `json:"contentType,omitempty"` // of these and of answer-content-type
	Rule        string            `json:"rule,omitempty"`        // of refuse-documented: ID of the rule whose refusal is answered
	Code        string            `json:"code,omitempty"`        // of refuse-documented, in place of Rule: the vendor's own error code
}

// EffectKind names an effect. What begins with "refuse" happens before the
// service: the request takes no effect and the service never sees it. What
// begins with "answer" happens after it: the request took effect, and only its
// answer is disturbed.
type EffectKind string

// The effects. Where an answer has no body there is nothing to cut, to spoil
// or to slow down; it goes out as it is and the journal says so.
const (
	// RefuseStatus answers Status with Body. No effect was taken.
	RefuseStatus EffectKind = "refuse-status"
	// RefuseDocumented answers as the vendor does when Rule is broken, or with
	// its own error Code. No effect was taken. By rule it strikes only the
	// operations that the rule speaks of.
	RefuseDocumented EffectKind = "refuse-documented"
	// RefuseReset resets the connection in place of an answer. No effect was
	// taken. Client libraries may repeat such a request by themselves.
	RefuseReset EffectKind = "refuse-reset"

	// AnswerLatency holds the answer back for Delay of real time, by
	// the engine's Options.Wait; without that it is journalled only. The request took effect
	// before the wait, and no world waits meanwhile.
	AnswerLatency EffectKind = "answer-latency"
	// AnswerVirtualLatency journals that the answer took Delay. It moves no
	// clock and holds nothing back. The request took effect.
	AnswerVirtualLatency EffectKind = "answer-virtual-latency"
	// AnswerStatus puts Status and Body in the place of the answer, as a gateway
	// does that lost it. The request took effect.
	AnswerStatus EffectKind = "answer-status"
	// AnswerReset resets the connection in place of the answer. The request took
	// effect, which the client cannot know.
	AnswerReset EffectKind = "answer-reset"
	// AnswerTruncated sends the first half of the body under the Content-Length
	// of the whole, and closes. The request took effect.
	AnswerTruncated EffectKind = "answer-truncated"
	// AnswerMalformed sends a body that is no JSON, complete by its
	// Content-Length. The request took effect.
	AnswerMalformed EffectKind = "answer-malformed"
	// AnswerContentType sends the body under ContentType, text/html when that is
	// empty. The request took effect.
	AnswerContentType EffectKind = "answer-content-type"
	// AnswerSlow sends the body in chunks, each after Delay of real time, by
	// the engine's Options.Wait; without that it is journalled only. The request took effect.
	AnswerSlow EffectKind = "answer-slow"
)

// EffectKinds lists every effect, those that keep the request from the service
// first.
func EffectKinds() []EffectKind {
	return []EffectKind{
		RefuseStatus, RefuseDocumented, RefuseReset,
		AnswerLatency, AnswerVirtualLatency, AnswerStatus, AnswerReset, AnswerTruncated, AnswerMalformed, AnswerContentType, AnswerSlow,
	}
}

// Duration is a time.Duration that is written as "1.5s" in JSON.
type Duration time.Duration

// MarshalText writes the duration as time.Duration.String does.
func (d Duration) MarshalText() ([]byte, error) { return []byte(time.Duration(d).String()), nil }

// UnmarshalText reads what time.ParseDuration reads.
func (d *Duration) UnmarshalText(text []byte) error {
	parsed, err := time.ParseDuration(string(text))
	if err != nil {
		return fmt.Errorf("%q is no duration such as 250ms or 1m30s", text)
	}
	*d = Duration(parsed)
	return nil
}
