package reference

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/target"
)

// Difference is something that the target and the model tell otherwise.
type Difference struct {
	What      string // "outcome", or "body at POINTER"
	Expected  string // the model's
	Got       string // the target's
	Step      string // that tells target and model apart, in the steps of Steps; empty where none does
	Integrity string // "answers" or "server-error", for what no model is needed
}

// Mismatch is the difference as reports have it.
func (d Difference) Mismatch() report.Mismatch {
	return report.Mismatch{What: d.What, Want: []string{d.Expected}, Got: d.Got}
}

// most is how many differences of one answer are told.
const most = 20

// compare compares an answer of the target with one of the model, and matches the
// values that each side chose.
func (v *Vendor) compare(r *Request, got, expected *Answer, identity *Identity) []Difference {
	operation := r.Operation
	switch {
	case got.Lost != "":
		return []Difference{{What: "response", Expected: "a response", Got: got.Lost, Integrity: "answers", Step: noServerError}}
	case serverError(got.Status) && !serverError(expected.Status):
		return []Difference{{What: "status", Expected: strconv.Itoa(expected.Status), Got: strconv.Itoa(got.Status), Integrity: "server-error", Step: noServerError}}
	}
	if a, b := v.Outcome(operation, got), v.Outcome(operation, expected); a != b {
		return []Difference{{What: "outcome", Expected: told(b, expected), Got: told(a, got), Step: fmt.Sprintf("the outcome is %q", b)}}
	} else if a != Accepted {
		return nil // the outcome is all that is documented of a refusal
	}
	c := comparison{vendor: v, operation: cmp.Or(r.As, operation), identity: identity, documented: documented(v.Contract, operation, got.Status)}
	a, aIsJSON := decode(got.Body)
	b, bIsJSON := decode(expected.Body)
	switch {
	case aIsJSON && bIsJSON:
		if v.Plain != nil {
			a, b = v.Plain(operation, a), v.Plain(operation, b)
		}
		c.values(a, b, "", "")
	case aIsJSON != bIsJSON, !bytes.EqualFold(bytes.TrimSpace(got.Body), bytes.TrimSpace(expected.Body)):
		c.differ("", cut(string(got.Body)), cut(string(expected.Body)), "")
	}
	return c.found
}

// The outcomes that every vendor has.
const (
	Accepted = "accepted"
	Refused  = "refused"
)

const noServerError = "an answer comes that is no server error"

func serverError(status int) bool {
	return status >= 500 && status != http.StatusNotImplemented && status != http.StatusServiceUnavailable
}

func told(outcome string, a *Answer) string {
	return fmt.Sprintf("%s (%d %s)", outcome, a.Status, cut(string(bytes.TrimSpace(a.Body))))
}

// cut shortens a text for a report.
func cut(text string) string {
	const longest = 300
	if len(text) > longest {
		return strings.ToValidUTF8(text[:longest], "") + "…"
	}
	return text
}

// comparison is the state of comparing two bodies.
type comparison struct {
	vendor     *Vendor
	operation  string
	identity   *Identity
	documented map[string]bool // members that the contract names, by pattern
	found      []Difference
}

func (c *comparison) differ(at, got, expected, step string) {
	what := "body"
	if at != "" {
		what += " at " + at
	}
	if len(c.found) < most {
		c.found = append(c.found, Difference{What: what, Expected: expected, Got: got, Step: step})
	}
}

// kind is how the member at a pattern is compared.
func (c *comparison) kind(pattern string) Kind {
	for _, key := range []string{c.operation + " " + pattern, "* " + pattern} {
		if k, said := c.vendor.Kinds[key]; said {
			return k
		}
	}
	return Exact
}

// values compares two values at a place, which is a pointer, and as a pattern has
// a * for each element.
func (c *comparison) values(got, expected any, at, pattern string) {
	kind := c.kind(pattern)
	switch {
	case kind == Free:
		return
	case kind == Wording:
		if wording(got) != wording(expected) {
			c.differ(at, text(got), text(expected), fmt.Sprintf("at %s the answer shows %s", at, wording(expected)))
		}
		return
	case got == nil || expected == nil:
		if got != nil || expected != nil {
			step := stepFor(at, expected)
			if expected != nil && kind != Exact {
				step = stepFor(at, []any{}) // something
			}
			c.differ(at, text(got), text(expected), step)
		}
		return
	case kind == Present:
		return
	case kind == Chosen:
		if a, b := plain(got), plain(expected); !c.identity.Bind(a, b) {
			c.differ(at, text(got)+", which stands for another value than before", c.expectation(a, b), "")
		}
		return
	}
	switch e := expected.(type) {
	case map[string]any:
		if g, ok := got.(map[string]any); ok {
			c.objects(g, e, at, pattern)
			return
		}
	case []any:
		if g, ok := got.([]any); ok {
			c.lists(g, e, at, pattern, kind == Unordered)
			return
		}
	}
	if target.SameValue(got, expected) {
		return
	}
	if model, bound := c.identity.there[plain(got)]; bound && model == plain(expected) {
		return
	}
	step := stepFor(at, expected)
	if known, bound := c.identity.back[plain(expected)]; bound {
		step = stepFor(at, known)
	}
	c.differ(at, text(got), text(expected), step)
}

// wording sorts texts by whether they say anything.
func wording(v any) string {
	s := strings.TrimSpace(plain(v))
	switch {
	case v == nil || s == "":
		return "nothing"
	case s == "-":
		return "dash"
	}
	return "words"
}

// expectation says which value of the target would have been right.
func (c *comparison) expectation(target, model string) string {
	if before, known := c.identity.back[model]; known {
		return before
	}
	return "another value than " + target
}

// objects compares members that both have, or that one has and the contract
// names. Null and absent are one.
func (c *comparison) objects(got, expected map[string]any, at, pattern string) {
	names := slices.Sorted(maps.Keys(got))
	for name := range expected {
		if _, there := got[name]; !there {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		below := pattern + contract.Pointer(name)
		_, mine := expected[name]
		_, theirs := got[name]
		if mine != theirs && !c.documented[below] {
			continue
		}
		c.values(got[name], expected[name], at+contract.Pointer(name), below)
	}
}

func (c *comparison) lists(got, expected []any, at, pattern string, unordered bool) {
	if len(got) != len(expected) {
		c.differ(at, fmt.Sprintf("%d elements: %s", len(got), text(got)), fmt.Sprintf("%d elements: %s", len(expected), text(expected)),
			fmt.Sprintf("at %s the answer shows %d elements", cmp.Or(at, topOfBody), len(expected)))
		return
	}
	if unordered {
		got = c.aligned(got, expected, pattern)
	}
	for i := range expected {
		c.values(got[i], expected[i], at+contract.Pointer(strconv.Itoa(i)), pattern+"/*")
	}
}

// aligned returns the target's elements in the order of the model's, as far as
// they are the same.
func (c *comparison) aligned(got, expected []any, pattern string) []any {
	left := slices.Clone(got)
	out := make([]any, len(expected))
	var open []int
	for i, e := range expected {
		open = append(open, i)
		for j, g := range left {
			try := comparison{vendor: c.vendor, operation: c.operation, identity: c.identity.copy(), documented: c.documented}
			if try.values(g, e, "", pattern+"/*"); len(try.found) == 0 {
				out[i], left, open = g, slices.Delete(left, j, j+1), open[:len(open)-1]
				break
			}
		}
	}
	for _, i := range open {
		out[i], left = left[0], left[1:]
	}
	return out
}

// text is a value as JSON, shortened.
func text(v any) string {
	if v == nil {
		return "nothing"
	}
	raw, err := json.Marshal(v)
	if err != nil {
		return err.Error()
	}
	return cut(string(raw))
}

// plain is a text or number without what tells its type.
func plain(v any) string {
	if s, ok := v.(string); ok {
		return s
	}
	return text(v)
}
