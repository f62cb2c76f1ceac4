package simulator

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/internal/contract/compiled"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/specs"
)

// Outcome is what came of asking a rule.
type Outcome string

// The outcomes of a consultation.
const (
	Held       Outcome = "held"        // asked, and not broken
	Decided    Outcome = "decided"     // the rule made the difference
	LookedAway Outcome = "looked-away" // a defect switched the rule off
)

// Consultation is one question to a rule.
type Consultation struct {
	Rule    string  `json:"rule"`
	Outcome Outcome `json:"outcome"`
}

// Entry is what the simulator saw and decided for one request.
type Entry struct {
	ID        uint64            `json:"id"`
	At        time.Time         `json:"at"` // virtual
	Vendor    string            `json:"vendor"`
	Operation string            `json:"operation,omitempty"` // empty: no operation matched
	Request   Message           `json:"request"`
	Response  Message           `json:"response"`
	Breaches  []compiled.Breach `json:"breaches,omitempty"`
	Consulted []Consultation    `json:"consulted,omitempty"`
	Fault     string            `json:"fault,omitempty"`   // the fault that struck, with its effect
	Changes   []Change          `json:"changes,omitempty"` // the vendor's entities before and after
	LeftOut   int               `json:"leftOut,omitempty"` // how many changes more there were
}

// Message is one side of an exchange: bounded, and without secrets.
type Message struct {
	Method    string      `json:"method,omitempty"`
	URL       string      `json:"url,omitempty"`
	Status    int         `json:"status,omitempty"`
	Header    http.Header `json:"header,omitempty"`
	Body      []byte      `json:"body,omitempty"`
	Truncated bool        `json:"truncated,omitempty"`

	// Of a body that was taken element by element and is not kept: how many bytes
	// and elements were read, and its SHA-256 where that was all.
	Size     int64  `json:"size,omitempty"`
	Elements int    `json:"elements,omitempty"`
	Digest   string `json:"digest,omitempty"`
}

var entries = store.NewKind[Entry]("plumbline.journal")

const (
	// journalBody is how much of a body an entry keeps, in bytes.
	journalBody = 64 << 10
	// redacted stands in for a secret.
	redacted = "[redacted]"
)

// entryKey sorts entries by number.
func entryKey(id uint64) string {
	const zeros = "00000000000000000000"
	digits := strconv.FormatUint(id, 10)
	return zeros[len(digits):] + digits
}

// record adds the entry and lets the oldest one go where the journal is full.
func (w *worldTx) record(e *Entry) error {
	e.Consulted = slices.Clone(e.Consulted) // without the room
	if err := entries.Put(&w.tx, entryKey(e.ID), *e); err != nil {
		return err
	}
	if limit := uint64(w.engine.options.JournalLimit); e.ID > limit {
		_, err := entries.Delete(&w.tx, entryKey(e.ID-limit))
		return err
	}
	return nil
}

// message takes a bounded copy of one side of an exchange.
func message(v *Vendor, header http.Header, body []byte) Message {
	m := Message{Body: body}
	if len(body) > journalBody {
		m.Body, m.Truncated = append([]byte(nil), body[:journalBody]...), true
	}
	m.Header = make(http.Header, len(header))
	for name, values := range header {
		if secret(name) || v.Secret != nil && v.Secret(name) {
			values = []string{redacted}
		}
		m.Header[name] = values
	}
	return m
}

// secret tells whether a header carries credentials for any vendor. Clients in
// the process may not have written it in its canonical form.
func secret(header string) bool {
	for _, name := range [...]string{"Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie"} {
		if strings.EqualFold(header, name) {
			return true
		}
	}
	return false
}

// owner returns the rule that a keyword of the contract enforces: of those that
// name it, or something it is part of, the one that does so most closely.
func owner(book specs.Book, pointer string) *specs.Rule {
	var owner *specs.Rule
	longest := 0
	for _, rule := range book.Rules {
		for _, p := range rule.Schema {
			if rule.Binds == specs.Server && len(p) > longest && (pointer == p || strings.HasPrefix(pointer, p+"/")) {
				owner, longest = rule, len(p)
			}
		}
	}
	return owner
}

// Explain says in words why the request was answered as it was.
func (e *Entry) Explain(citation func(rule string) string) []string {
	var lines []string
	if e.Operation == "" {
		lines = append(lines, "No operation of the contract has this path and method.")
	} else {
		lines = append(lines, "The request is the operation "+e.Operation+".")
	}
	for _, b := range e.Breaches {
		lines = append(lines, fmt.Sprintf("The contract is broken at %s: %s (%s).", b.At, b.Message, b.Pointer))
	}
	for _, c := range e.Consulted {
		switch c.Outcome {
		case Decided:
			lines = append(lines, fmt.Sprintf("The rule %s decided: %s", c.Rule, citation(c.Rule)))
		case LookedAway:
			lines = append(lines, fmt.Sprintf("The rule %s is switched off by a defect.", c.Rule))
		}
	}
	for _, c := range e.Changes {
		lines = append(lines, c.String())
	}
	if e.Fault != "" {
		lines = append(lines, "The fault "+e.Fault+".")
	}
	if e.Response.Status == 0 {
		return append(lines, "There was no answer.")
	}
	return append(lines, fmt.Sprintf("The answer was %d.", e.Response.Status))
}
