package conformance

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/conformance/reference"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/specs"
)

// duty is a rule that the client broke, with the first request that did.
type duty struct {
	rule  *specs.Rule
	times int
	first string
}

// duties judges what the contract asks of the client itself, and returns what is to
// be told of this request. What the target made of it is another matter.
func (t *Traffic) duties(op *contract.Operation, r *http.Request, x reference.Recorded) string {
	if op == nil || x.Truncated || withheld(reference.Request{Header: x.RequestHeader, Body: x.RequestBody, Query: r.URL.RawQuery, Path: r.URL.Path}) {
		return ""
	}
	var told []string
	for _, f := range t.runner.judge.Request(op, r, x.RequestBody) {
		pointer := f.Pointer
		if strings.Contains(f.Message, "missing propert") { // the validator tells the schema alone
			pointer += "/required"
		}
		rule := t.runner.vendor.Book.Owner(pointer)
		if f.Note || rule == nil || rule.Binds != specs.Client || t.runner.contract.Basis(f.Pointer) == string(specs.Assumed) {
			continue
		}
		d := t.broke[rule.ID]
		if d == nil {
			d = &duty{rule: rule, first: t.runner.target.Clean(fmt.Sprintf("%s %s: %s", x.Method, x.URL, f.Message))}
			t.broke[rule.ID] = d
		}
		if text := rule.ID + ": " + t.runner.target.Clean(f.Message); !slices.Contains(told, text) {
			told = append(told, text)
			d.times++
		}
	}
	if told == nil {
		return ""
	}
	return "; the client breaks " + strings.Join(told, "; ")
}

// dutyNotes tells which rules the client broke.
func (t *Traffic) dutyNotes() []string {
	var notes []string
	for _, id := range slices.Sorted(maps.Keys(t.broke)) {
		d := t.broke[id]
		notes = append(notes, fmt.Sprintf("client: %s (%s) was broken %d times, first by %s", id, d.rule.Level, d.times, d.first))
	}
	return notes
}
