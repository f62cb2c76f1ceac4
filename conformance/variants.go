package conformance

import (
	"encoding/json"
	"fmt"
	"math/big"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// variant is a request that differs from a correct one in one respect.
type variant struct {
	name     string
	accepted bool // whether the contract still allows it
	// apply changes the call; a raw body, where it returns one, replaces the
	// encoded one.
	apply func(call *Call) (raw []byte, replaced bool)
}

// variants returns the requests that break a constraint, and those that just
// keep to it.
func (c constraint) variants() []variant {
	switch c.keyword {
	case "body":
		return []variant{
			{name: "no body", apply: func(*Call) ([]byte, bool) { return nil, true }},
		}
	case "parameter":
		return []variant{c.change("left out", false, func(call *Call) { call.Query.Del(c.parameter.name) })}
	case "required":
		return c.required()
	case "type":
		return c.wrongTypes()
	case "enum":
		return c.enum()
	case "const":
		return []variant{c.set("another value", false, "plumbline-no-such-value")}
	case "format":
		return c.formats()
	case "pattern":
		return []variant{c.set("a text that the pattern excludes", false, "\u00a7")}
	case "minLength", "maxLength":
		return c.lengths()
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum":
		return c.bounds()
	case "multipleOf":
		return c.multiples()
	case "minItems", "maxItems":
		return c.counts()
	case "additionalProperties":
		return []variant{c.change("a member that is not allowed", false, func(call *Call) {
			call.Body = assign(call.Body, append(slices.Clone(c.at), "plumblineUndocumented"), "x")
		})}
	}
	return nil
}

// place names where the constraint holds, for people.
func (c constraint) place() string {
	if c.parameter.name != "" {
		return c.parameter.name + " in the " + c.parameter.in
	}
	if len(c.at) == 0 {
		return "the body"
	}
	return "/" + strings.Join(c.at, "/")
}

func (c constraint) change(what string, accepted bool, apply func(*Call)) variant {
	return variant{name: c.place() + ": " + what, accepted: accepted, apply: func(call *Call) ([]byte, bool) {
		apply(call)
		return nil, false
	}}
}

// set returns the variant with another value at the constraint's place.
func (c constraint) set(what string, accepted bool, value any) variant {
	return c.change(what, accepted, func(call *Call) {
		switch c.parameter.in {
		case "path":
			call.Path[c.parameter.name] = fmt.Sprint(value)
		case "query":
			if call.Query == nil {
				call.Query = url.Values{}
			}
			call.Query.Set(c.parameter.name, fmt.Sprint(value))
		default:
			call.Body = assign(call.Body, c.at, value)
		}
	})
}

func (c constraint) required() []variant {
	names, _ := c.value.([]any)
	var list []variant
	for _, n := range names {
		name := fmt.Sprint(n)
		at := append(slices.Clone(c.at), name)
		list = append(list, variant{name: "/" + strings.Join(at, "/") + ": left out", apply: func(call *Call) ([]byte, bool) {
			call.Body = remove(call.Body, at)
			return nil, false
		}})
	}
	if len(c.at) == 0 {
		list = append(list, c.change("only the required members", true, func(call *Call) {
			object, _ := call.Body.(map[string]any)
			for name := range object {
				if !slices.Contains(names, any(name)) {
					delete(object, name)
				}
			}
		}))
	}
	return list
}

func (c constraint) wrongTypes() []variant {
	if c.parameter.name != "" {
		if allowed := types(c.schema); slices.Contains(allowed, "integer") {
			return []variant{c.set("letters", false, "abc"), c.set("a fraction", false, "1.5")}
		}
		return nil // any text is a string
	}
	allowed := types(c.schema)
	samples := []struct {
		name, is string
		value    any
	}{
		{"a text", "string", "text"}, {"a number", "number", json.Number("1.5")}, {"true", "boolean", true},
		{"an array", "array", []any{}}, {"an object", "object", map[string]any{}}, {"null", "null", nil},
	}
	var list []variant
	for _, s := range samples {
		if slices.Contains(allowed, s.is) {
			continue
		}
		list = append(list, c.set(s.name+" in place of "+strings.Join(allowed, " or "), false, s.value))
	}
	if len(c.at) == 0 {
		list = append(list,
			variant{name: "the body: cut off in the middle", apply: func(call *Call) ([]byte, bool) {
				whole, err := json.Marshal(call.Body)
				return whole[:len(whole)/2], err == nil
			}},
			variant{name: "the body: followed by another value", apply: func(call *Call) ([]byte, bool) {
				whole, err := json.Marshal(call.Body)
				return append(whole, " {}"...), err == nil
			}},
		)
	}
	return list
}

func (c constraint) enum() []variant {
	list := []variant{c.set("a value that is not listed", false, "plumbline-no-such-value")}
	values, _ := c.value.([]any)
	if n, ok := unlisted(values); ok {
		list = append(list, c.set("a number that is not listed", false, n))
	}
	for _, v := range values {
		list = append(list, c.set(fmt.Sprintf("%v", v), true, v))
	}
	return list
}

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

func (c constraint) formats() []variant {
	wrong := map[string][]string{
		"uuid":      {"not-a-guid", "3fa85f64-5717-4562-b3fc-2c963f66afa"},
		"date-time": {"yesterday", "2026-02-30T10:00:00Z"},
		"date":      {"yesterday", "2026-02-30"},
		"email":     {"no address"},
		"uri":       {"no address"},
	}
	format, _ := c.value.(string)
	var list []variant
	for _, text := range wrong[format] {
		list = append(list, c.set(fmt.Sprintf("%q", text), false, text))
	}
	return list
}

// longest is how long a text is made to reach a bound; beyond it a bound is not
// tried.
const longest = 100_000

func (c constraint) lengths() []variant {
	bound, ok := number(c.value)
	n, err := strconv.Atoi(bound.String())
	if !ok || err != nil || n > longest || c.parameter.in == "path" || c.schema["pattern"] != nil || c.schema["format"] != nil || c.schema["enum"] != nil {
		return nil
	}
	if c.keyword == "maxLength" {
		return []variant{
			c.set(fmt.Sprintf("%d characters", n+1), false, strings.Repeat("x", n+1)),
			c.set(fmt.Sprintf("%d characters", n), true, strings.Repeat("x", n)),
		}
	}
	if n == 0 {
		return nil
	}
	return []variant{c.set(fmt.Sprintf("%d characters", n-1), false, strings.Repeat("x", n-1))}
}

func (c constraint) bounds() []variant {
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
	if strings.HasSuffix(c.keyword, "aximum") {
		step.Neg(step)
	}
	// From here on, adding step leads into what is allowed.
	outside := new(big.Rat).Sub(bound, step)
	inside := bound
	if strings.HasPrefix(c.keyword, "exclusive") {
		outside, inside = bound, new(big.Rat).Add(bound, step)
	}
	list := []variant{c.set(decimal(outside), false, json.Number(decimal(outside)))}
	if c.parameter.in != "path" {
		list = append(list, c.set(decimal(inside), true, json.Number(decimal(inside))))
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

func (c constraint) multiples() []variant {
	text, ok := number(c.value)
	step, parsed := new(big.Rat).SetString(text.String())
	if !ok || !parsed {
		return nil
	}
	between := new(big.Rat).Mul(step, big.NewRat(5, 2))
	return []variant{c.set(decimal(between), false, json.Number(decimal(between)))}
}

func (c constraint) counts() []variant {
	bound, ok := number(c.value)
	n, err := strconv.Atoi(bound.String())
	if !ok || err != nil || n > 1000 {
		return nil
	}
	want := n + 1
	if c.keyword == "minItems" {
		if want = n - 1; want < 0 {
			return nil
		}
	}
	return []variant{c.change(fmt.Sprintf("%d elements", want), false, func(call *Call) {
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

// value returns what is at a place of a body.
func value(body any, at []string) any {
	for _, segment := range at {
		switch node := body.(type) {
		case map[string]any:
			body = node[segment]
		case []any:
			i, err := strconv.Atoi(segment)
			if err != nil || i >= len(node) {
				return nil
			}
			body = node[i]
		default:
			return nil
		}
	}
	return body
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
