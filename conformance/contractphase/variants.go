package contractphase

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/specs"
)

// Variant is a request that differs from a correct one in one respect.
type Variant struct {
	Name     string
	Pointer  string                                       // of the constraint, down to the element where the keyword is a list
	Class    specs.Class                                  // of the breach; empty where it is accepted
	Accepted bool                                         // the contract still allows it
	Optional bool                                         // its place may be left out
	At       []string                                     // its place in the body; nil where it is not one value of it
	Place    string                                       // what it changes: a JSON pointer into the body, or words
	Further  bool                                         // its place is in a second element, which the call need not have
	apply    func(call *Call) (raw []byte, replaced bool) // a raw body, where it returns one, replaces the encoded one
	header   func(http.Header)                            // changes the headers in the end
}

// Variants returns the requests that break the constraint, and those that just
// keep to it.
//
// What breaks it in the first element of a list is followed by one breach in the
// second, and in that of the list around it.
func (c Constraint) Variants() []Variant {
	list := c.variants()
	for _, at := range furtherPlaces(c.at) {
		in := c
		in.at = at
		list = append(list, firstOfEach(in.variants())...)
	}
	for i := range list {
		list[i].Optional = c.optional
		if list[i].Pointer == "" {
			list[i].Pointer = c.Pointer
		}
	}
	return list
}

// furtherPlaces are those of a place where the innermost list, or the outermost,
// has a second element in place of its first.
func furtherPlaces(at []string) [][]string {
	inner, outer := -1, -1
	for i, token := range at {
		if token == "0" {
			inner = i
			if outer < 0 {
				outer = i
			}
		}
	}
	var all [][]string
	for _, i := range slices.Compact([]int{inner, outer}) {
		if i >= 0 {
			second := slices.Clone(at)
			second[i] = "1"
			all = append(all, second)
		}
	}
	return all
}

// firstOfEach leaves of the variants the first breach of each place of the
// contract; of the wrong types the one that can't be taken for another spelling.
func firstOfEach(list []Variant) []Variant {
	chosen := map[string]Variant{}
	var order []string
	for _, v := range list {
		was, known := chosen[v.Pointer]
		if v.Accepted || known && (was.Class == specs.OtherType || v.Class != specs.OtherType) {
			continue
		}
		if !known {
			order = append(order, v.Pointer)
		}
		v.Further = true
		chosen[v.Pointer] = v
	}
	var all []Variant
	for _, pointer := range order {
		all = append(all, chosen[pointer])
	}
	return all
}

func (c Constraint) variants() []Variant {
	switch c.Keyword {
	case "body":
		return []Variant{{Name: "no body", Class: specs.NoBody, apply: func(*Call) ([]byte, bool) { return nil, true }}}
	case "json":
		return c.text()
	case "parameter":
		return []Variant{c.change("left out", specs.Missing, func(call *Call) { call.Query.Del(c.parameter.name) })}
	case "required":
		return c.required()
	case "type":
		return c.wrongTypes()
	case "enum":
		return c.enum()
	case "const":
		return []Variant{c.set("another value", specs.Unlisted, "plumbline-no-such-value")}
	case "format":
		return c.formats()
	case "pattern":
		return []Variant{c.set("a text that the pattern excludes", specs.Format, "\u00a7")}
	case "minLength", "maxLength":
		return c.lengths()
	case "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum":
		return c.bounds()
	case "multipleOf":
		return c.multiples()
	case "minItems", "maxItems":
		return c.counts()
	case "additionalProperties":
		return []Variant{c.change("a member that is not allowed", specs.ExtraMember, func(call *Call) {
			call.Body = assign(call.Body, append(slices.Clone(c.at), "plumblineUndocumented"), "x")
		})}
	}
	return nil
}

// place names where the constraint holds, for people.
func (c Constraint) place() string {
	if c.parameter.name != "" {
		return c.parameter.name + " in the " + c.parameter.in
	}
	if len(c.at) == 0 {
		return "the body"
	}
	return "/" + strings.Join(c.at, "/")
}

// change returns a variant; one without a class is accepted.
func (c Constraint) change(what string, class specs.Class, apply func(*Call)) Variant {
	return Variant{Name: c.place() + ": " + what, Place: c.place(), Class: class, Accepted: class == "", apply: func(call *Call) ([]byte, bool) {
		apply(call)
		return nil, false
	}}
}

// set returns the variant with another value at the constraint's place.
func (c Constraint) set(what string, class specs.Class, value any) Variant {
	return c.derive(what, class, func(any) (any, bool) { return value, true })
}

// derive returns the variant whose value at the constraint's place is made of
// the one that the call has there; the call stays as it is where none can be made.
func (c Constraint) derive(what string, class specs.Class, from func(any) (any, bool)) Variant {
	v := c.change(what, class, func(call *Call) {
		switch c.parameter.in {
		case "path":
			if to, ok := from(call.Path[c.parameter.name]); ok {
				call.Path[c.parameter.name] = fmt.Sprint(to)
			}
		case "query":
			if call.Query == nil {
				call.Query = url.Values{}
			}
			if to, ok := from(call.Query.Get(c.parameter.name)); ok {
				call.Query.Set(c.parameter.name, fmt.Sprint(to))
			}
		default:
			if to, ok := from(value(call.Body, c.at)); ok {
				call.Body = assign(call.Body, c.at, to)
			}
		}
	})
	if c.parameter.name == "" && len(c.at) > 0 {
		v.At = c.at
	}
	return v
}

func (c Constraint) required() []Variant {
	names, _ := c.value.([]any)
	var list []Variant
	for i, n := range names {
		name := fmt.Sprint(n)
		if slices.Contains(c.readOnly, name) {
			continue
		}
		at := append(slices.Clone(c.at), name)
		list = append(list, Variant{
			Name: "/" + strings.Join(at, "/") + ": left out", Place: "/" + strings.Join(at, "/"), Class: specs.Missing, Pointer: fmt.Sprintf("%s/%d", c.Pointer, i),
			apply: func(call *Call) ([]byte, bool) {
				call.Body = remove(call.Body, at)
				return nil, false
			},
		})
	}
	if len(c.at) == 0 {
		list = append(list, c.change("only the required members", "", func(call *Call) {
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

func (c Constraint) wrongTypes() []Variant {
	allowed := types(c.schema)
	has := func(t string) bool { return slices.Contains(allowed, t) }
	if c.parameter.name != "" {
		if has("integer") {
			return []Variant{c.set("letters", specs.OtherType, "abc"), c.set("a fraction", specs.OtherType, "1.5")}
		}
		return nil // any text is a string
	}
	in := " in place of " + strings.Join(allowed, " or ")
	numeric := has("number") || has("integer")
	var list []Variant
	add := func(ok bool, v Variant) {
		if ok {
			list = append(list, v)
		}
	}
	add(!has("string") && numeric, c.derive("the number as a text", specs.TextForNumber, quoted))
	add(!has("string") && has("boolean"), c.set("the text true"+in, specs.TextForBoolean, "true"))
	add(!has("string") && has("boolean"), c.set("the text false"+in, specs.TextForBoolean, "false"))
	add(!has("string"), c.set("a text"+in, specs.OtherType, "text"))
	add(!numeric, c.derive("a number"+in, numberClass(has("string")), asNumber))
	add(numeric && !has("number"), c.set("a fraction"+in, specs.OtherType, json.Number("1.5")))
	add(!has("boolean"), c.set("true"+in, specs.OtherType, true))
	add(!has("string") && has("boolean"), c.set("the text 1"+in, specs.OtherType, "1"))
	add(!numeric && has("boolean"), c.set("the number 1"+in, specs.OtherType, json.Number("1")))
	add(!has("array"), c.set("an array"+in, specs.OtherType, []any{}))
	add(!has("object"), c.set("an object"+in, specs.OtherType, map[string]any{}))
	add(!has("null"), c.set("null"+in, specs.Null, nil))
	return list
}

// text returns bodies that are not one JSON value.
func (c Constraint) text() []Variant {
	return []Variant{
		{Name: "the body: cut off in the middle", Class: specs.NotJSON, apply: func(call *Call) ([]byte, bool) {
			whole, err := json.Marshal(call.Body)
			return whole[:len(whole)/2], err == nil
		}},
		{Name: "the body: followed by another value", Class: specs.SecondValue, apply: func(call *Call) ([]byte, bool) {
			whole, err := json.Marshal(call.Body)
			return append(whole, " {}"...), err == nil
		}},
	}
}

// asNumber writes a text of digits as that number, so that a server which takes
// it means the same; anything else becomes a number that has nothing to do with it.
func asNumber(was any) (any, bool) {
	if text, _ := was.(string); json.Valid([]byte(text)) && strings.Trim(text, "0123456789") == "" {
		return json.Number(text), true
	}
	return json.Number("1.5"), true
}

func numberClass(ofText bool) specs.Class {
	if ofText {
		return specs.NumberForText
	}
	return specs.OtherType
}

// quoted writes a number as a text.
func quoted(v any) (any, bool) {
	n, ok := v.(json.Number)
	return n.String(), ok
}

func (c Constraint) enum() []Variant {
	list := []Variant{c.set("a value that is not listed", specs.Unlisted, "plumbline-no-such-value")}
	values, _ := c.value.([]any)
	for _, near := range nearMisses(values) {
		list = append(list, c.set("the word "+near+", which is nearly one", specs.Unlisted, near))
	}
	if c.parameter.name == "" {
		for _, spelt := range spellings(values) {
			list = append(list, c.set(fmt.Sprintf("the word %q, which is one written otherwise", spelt), specs.Spelling, spelt))
		}
	}
	if n, ok := unlisted(values); ok {
		list = append(list, c.set("a number that is not listed", specs.Unlisted, n))
	}
	for _, v := range values {
		list = append(list, c.set(fmt.Sprintf("%v", v), "", v))
	}
	return list
}

// nearMisses returns words that are none of those listed and nearly one: the
// first that is long enough, cut at its end and with a letter more.
func nearMisses(values []any) []string {
	for _, v := range values {
		word, _ := v.(string)
		cut := word[:max(0, len(word)-1)]
		if len(word) > 3 && !slices.Contains(values, any(cut)) && !slices.Contains(values, any(word+"x")) {
			return []string{cut, word + "x"}
		}
	}
	return nil
}

// spellings are the first word that is listed with letters of the other case, and
// with a blank after it, as far as they are not listed themselves.
func spellings(values []any) []string {
	for _, v := range values {
		word, isText := v.(string)
		if !isText || word == "" {
			continue
		}
		other := strings.ToUpper(word)
		if other == word {
			other = strings.ToLower(word)
		}
		return slices.DeleteFunc([]string{other, word + " "}, func(one string) bool { return slices.Contains(values, any(one)) })
	}
	return nil
}
