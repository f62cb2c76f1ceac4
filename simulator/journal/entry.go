// Package journal holds what a simulator saw and decided, request by request:
// entries, without secrets; the rules that were consulted for them; how they are
// searched, and explained in words. It keeps them in the world's store, and knows
// nothing of the engine.
package journal

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/contract"
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
	Breaches  []contract.Breach `json:"breaches,omitempty"`
	Consulted []Consultation    `json:"consulted,omitempty"`
	RefusedBy string            `json:"refusedBy,omitempty"` // the rule that decided a refusal; empty where none did
	Readings  []string          `json:"readings,omitempty"`  // rules whose reading was asked for
	Nearest   []string          `json:"nearest,omitempty"`   // operations that may have been meant where none matched
	Fault     string            `json:"fault,omitempty"`     // the fault that struck, with its effect
	Changes   []Change          `json:"changes,omitempty"`   // the vendor's entities before and after
	LeftOut   int               `json:"leftOut,omitempty"`   // how many changes more there were
	Kept      int               `json:"kept,omitempty"`      // bytes of the entities in Changes, about
}

// Keep gives the entry what a request changed.
func (e *Entry) Keep(c *Changes) { e.Changes, e.Kept = c.Kept() }

// size is about how many bytes the entry takes.
func (e *Entry) size() int64 { return e.Request.size() + e.Response.size() + int64(e.Kept) }

// Message is one side of an exchange: bounded, and without secrets.
type Message struct {
	Method    string      `json:"method,omitempty"`
	URL       string      `json:"url,omitempty"`
	Status    int         `json:"status,omitempty"`
	Header    http.Header `json:"header,omitempty"`
	Body      []byte      `json:"body,omitempty"`
	Truncated bool        `json:"truncated,omitempty"`
	Secure    bool        `json:"secure,omitempty"` // of a request: it came by TLS

	// Of a body that was taken element by element and is not kept: how many bytes
	// and elements were read, and its SHA-256 where that was all.
	Size     int64  `json:"size,omitempty"`
	Elements int    `json:"elements,omitempty"`
	Digest   string `json:"digest,omitempty"`
}

// DecidedBy tells whether one of the rules made the difference.
func (e *Entry) DecidedBy(rules ...string) bool {
	return slices.ContainsFunc(e.Consulted, func(c Consultation) bool {
		return c.Outcome == Decided && slices.Contains(rules, c.Rule)
	})
}

// Asked tells whether one of the rules was asked.
func (e *Entry) Asked(rules ...string) bool {
	return slices.ContainsFunc(e.Consulted, func(c Consultation) bool { return slices.Contains(rules, c.Rule) })
}

// Path returns the path of the request below its vendor, escaped.
func (e *Entry) Path() string {
	path, _, _ := strings.Cut(strings.TrimPrefix(e.Request.URL, "/"), "?")
	if strings.HasPrefix(path, "@") { // a world
		_, path, _ = strings.Cut(path, "/")
	}
	_, rest, _ := strings.Cut(path, "/")
	return "/" + rest
}

// Explain says in words why the request was answered as it was.
func (e *Entry) Explain(citation func(rule string) string) []string {
	var lines []string
	if e.Operation == "" {
		lines = append(lines, "No operation of the contract has this path and method.")
		if len(e.Nearest) > 0 {
			lines = append(lines, "The nearest: "+strings.Join(e.Nearest, ", ")+".")
		}
	} else {
		lines = append(lines, "The request is the operation "+e.Operation+".")
	}
	for _, b := range e.Breaches {
		line := fmt.Sprintf("The contract is broken at %s: %s", b.At, b.Message)
		if b.Pointer != "" {
			line += " (" + b.Pointer + ")"
		}
		lines = append(lines, line+".")
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
