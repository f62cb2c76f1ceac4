package contractphase

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/specs"
)

// unlisted returns the whole number after the greatest of those listed; false
// where none is.
func unlisted(values []any) (json.Number, bool) {
	var next int64
	found := false
	for _, v := range values {
		listed, _ := v.(json.Number)
		if n, err := listed.Int64(); err == nil {
			next, found = max(next, n+1), true
		}
	}
	return json.Number(strconv.FormatInt(next, 10)), found
}

func (c Constraint) formats() []Variant {
	wrong := map[string][]string{
		"uuid":      {"not-a-guid", "3fa85f64-5717-4562-b3fc-2c963f66afa"},
		"date-time": {"yesterday", "2026-02-30T10:00:00Z"},
		"date":      {"yesterday", "2026-02-30"},
		"email":     {"no address"},
		"uri":       {"no address"},
	}
	format, _ := c.value.(string)
	var list []Variant
	for _, text := range wrong[format] {
		list = append(list, c.set(fmt.Sprintf("%q", text), specs.Format, text))
	}
	return list
}

// longest is how long a text is made to reach a bound; beyond it a bound is not
// tried.
const longest = 100_000

func (c Constraint) lengths() []Variant {
	bound, ok := number(c.value)
	n, err := strconv.Atoi(bound.String())
	if !ok || err != nil || n > longest || c.parameter.in == "path" || c.schema["pattern"] != nil || c.schema["format"] != nil || c.schema["enum"] != nil {
		return nil
	}
	if c.Keyword == "maxLength" {
		return []Variant{
			c.derive(fmt.Sprintf("%d characters", n+1), specs.OverBound, ofLength(n+1)),
			c.derive(fmt.Sprintf("%d characters", n), "", ofLength(n)),
		}
	}
	if n == 0 {
		return nil
	}
	return []Variant{c.derive(fmt.Sprintf("%d characters", n-1), specs.OverBound, ofLength(n-1))}
}

// ofLength cuts or lengthens the call's own text, whose end is what makes it
// unique.
func ofLength(n int) func(any) (any, bool) {
	return func(was any) (any, bool) {
		text, _ := was.(string)
		own := []rune(text)
		if len(own) > n {
			own = own[len(own)-n:]
		}
		return strings.Repeat("x", n-len(own)) + string(own), true
	}
}

func (c Constraint) bounds() []Variant {
	text, ok := number(c.value)
	bound, parsed := new(big.Rat).SetString(text.String())
	if !ok || !parsed {
		return nil
	}
	step := big.NewRat(1, 1)
	if multiple, ok := number(c.schema["multipleOf"]); ok {
		if _, ok := step.SetString(multiple.String()); !ok {
			return nil
		}
	}
	if strings.HasSuffix(c.Keyword, "aximum") {
		step.Neg(step)
	}
	// From here on, adding step leads into what is allowed.
	outside := new(big.Rat).Sub(bound, step)
	inside := bound
	if strings.HasPrefix(c.Keyword, "exclusive") {
		outside, inside = bound, new(big.Rat).Add(bound, step)
	}
	list := []Variant{c.set(decimal(outside), specs.OverBound, json.Number(decimal(outside)))}
	if c.parameter.in != "path" {
		list = append(list, c.set(decimal(inside), "", json.Number(decimal(inside))))
	}
	return list
}

// decimal writes a number without losing digits; the contracts' bounds have at
// most four places.
func decimal(r *big.Rat) string {
	if r.IsInt() {
		return r.Num().String()
	}
	return strings.TrimRight(r.FloatString(4), "0")
}

func (c Constraint) multiples() []Variant {
	text, ok := number(c.value)
	step, parsed := new(big.Rat).SetString(text.String())
	if !ok || !parsed {
		return nil
	}
	between := new(big.Rat).Mul(step, big.NewRat(5, 2))
	return []Variant{c.set(decimal(between), specs.MorePrecision, json.Number(decimal(between)))}
}

func (c Constraint) counts() []Variant {
	bound, ok := number(c.value)
	n, err := strconv.Atoi(bound.String())
	if !ok || err != nil || n > 1000 {
		return nil
	}
	want := n + 1
	if c.Keyword == "minItems" {
		if want = n - 1; want < 0 {
			return nil
		}
	}
	return []Variant{c.change(fmt.Sprintf("%d elements", want), specs.OverBound, func(call *Call) {
		list, _ := value(call.Body, c.at).([]any)
		if len(list) == 0 {
			return
		}
		var other []any
		for i := range want {
			other = append(other, list[i%len(list)])
		}
		if other == nil {
			other = []any{}
		}
		call.Body = assign(call.Body, c.at, other)
	})}
}

// value returns what is at a place of a body, or nil.
func value(body any, at []string) any {
	found, _ := Value(body, at)
	return found
}

// assign sets what is at a place of a body, and returns the body.
func assign(body any, at []string, to any) any {
	if len(at) == 0 {
		return to
	}
	switch parent := value(body, at[:len(at)-1]).(type) {
	case map[string]any:
		parent[at[len(at)-1]] = to
	case []any:
		if i, err := strconv.Atoi(at[len(at)-1]); err == nil && i < len(parent) {
			parent[i] = to
		}
	}
	return body
}

// remove takes a member out of a body, and returns the body.
func remove(body any, at []string) any {
	if parent, ok := value(body, at[:len(at)-1]).(map[string]any); ok {
		delete(parent, at[len(at)-1])
	}
	return body
}
