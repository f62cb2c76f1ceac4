package event

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/simulator/journal"
)

// State is how far a delivery is.
type State string

// The states of a delivery.
const (
	Pending   State = "pending"   // an attempt is due, now or later
	Delivered State = "delivered" // the subscriber confirmed it
	GivenUp   State = "given-up"  // no attempt was confirmed, and none is left
	NotSent   State = "not-sent"  // this process sends nothing
)

// Delivery is an event with what became of it.
type Delivery struct {
	ID     uint64      `json:"id"`
	At     time.Time   `json:"at"` // virtual time of the event
	Vendor string      `json:"vendor"`
	Event  Event       `json:"event"`
	State  State       `json:"state"`
	Next   time.Time   `json:"next,omitzero"`    // virtual time of the next attempt
	Tried  int         `json:"tried"`            // attempts that the countdown has counted
	CopyOf uint64      `json:"copyOf,omitempty"` // the delivery that a disturbance made this one a duplicate of
	Cause  http.Header `json:"cause,omitempty"`  // sent along: leads to the request that caused it, where requests are traced

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

// and returns the delivery with one more attempt; what the store holds stays
// as it is.
func (d Delivery) and(a Attempt) Delivery {
	d.Attempts = slices.Concat(d.Attempts, []Attempt{a})
	return d
}

// Filter chooses deliveries. Its zero value chooses all.
type Filter struct {
	Vendor string `json:"vendor,omitempty"`
	Event  string `json:"event,omitempty"` // the vendor's name of it
	State  State  `json:"state,omitempty"`
	Before uint64 `json:"before,omitempty"` // only those with a lower number; all when 0
	Limit  int    `json:"limit,omitempty"`  // all when 0
	Bytes  int64  `json:"bytes,omitempty"`  // at most so many bytes, the newest, and at least one; all when 0
}

// size is about how many bytes the delivery takes.
func (d *Delivery) size() int64 {
	const each = 200 // bytes of an attempt, and of the delivery itself
	return int64(len(d.Event.Body)+len(d.Event.URL)+headerSize(d.Event.Header)) + each*int64(1+len(d.Attempts))
}

func headerSize(header http.Header) (n int) {
	for name, values := range header {
		for _, v := range values {
			n += len(name) + len(v)
		}
	}
	return n
}

func (f *Filter) chooses(d *Delivery) bool {
	return (f.Vendor == "" || d.Vendor == f.Vendor) && (f.Event == "" || d.Event.Name == f.Event) && (f.State == "" || d.State == f.State)
}

// Shown returns the delivery without secrets: those that the event marks, and
// headers that the function tells.
func (d Delivery) Shown(secret func(header string) bool) Delivery {
	marked := func(name string) bool {
		return slices.ContainsFunc(d.Event.Secrets, func(s string) bool { return strings.EqualFold(s, name) })
	}
	header := journal.NewMessage(d.Event.Header, nil, secret).Header
	for name := range header {
		if marked(name) {
			header[name] = []string{journal.Redacted}
		}
	}
	d.Event.Header, d.Event.URL = header, shownURL(d.Event.URL, func(name string) bool {
		return marked(name) || secret != nil && secret(http.CanonicalHeaderKey(name))
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
