package sample

import (
	"encoding/json"
	"math/big"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"
)

// Options say which value is made.
type Options struct {
	Optional bool                                   // with the members that may be left out
	Writing  bool                                   // without members that only responses have (readOnly); else without those of requests alone
	Skip     func(name string) bool                 // optional members that are left out all the same; nil: none
	Now      string                                 // RFC 3339; what a date-time is
	Text     func(name string, least, most int) any // makes a free text; nil: the schema's own
}

// Value returns a value that a schema allows, as decoded JSON with json.Number.
func (s Schemas) Value(schema any, o Options) any { return s.value("", schema, o, 0) }

func (s Schemas) value(name string, node any, o Options, depth int) any {
	schema := s.Flat(node)
	if schema == nil || depth > deepest {
		return nil
	}
	if v, there := schema["const"]; there {
		return Clone(v)
	}
	if v, there := s.Example(schema); there && !composed(v) {
		return Clone(v)
	}
	if v, there := schema["default"]; there && v != nil && !composed(v) {
		return Clone(v)
	}
	if list, ok := schema["enum"].([]any); ok && len(list) > 0 {
		return Clone(list[0])
	}
	types := Types(schema)
	switch {
	case slices.Contains(types, "object"):
		return s.object(schema, o, depth)
	case slices.Contains(types, "array"):
		return s.array(name, schema, o, depth)
	case slices.Contains(types, "boolean"):
		return true
	case slices.Contains(types, "integer"), slices.Contains(types, "number"):
		return number(schema)
	}
	return text(name, schema, o)
}

// composed tells whether an example is an object or an array, which is made of
// its schema, member by member, so that those that may be left out are there.
func composed(v any) bool {
	switch v.(type) {
	case map[string]any, []any:
		return true
	}
	return false
}

// Object completes an object, such as an example, with what its schema has.
func (s Schemas) Object(given any, schema any, o Options) any { return s.complete(given, schema, o, 0) }

func (s Schemas) complete(given any, node any, o Options, depth int) any {
	schema := s.Flat(node)
	switch g := given.(type) {
	case map[string]any:
		out := map[string]any{}
		for name, value := range g {
			out[name] = s.complete(value, Properties(schema)[name], o, depth+1)
		}
		if depth > deepest {
			return out
		}
		for name, of := range Properties(schema) {
			if _, there := out[name]; there || !s.wanted(schema, name, of, o) {
				continue
			}
			if made := s.value(name, of, o, depth+1); made != nil {
				out[name] = made
			}
		}
		return out
	case []any:
		out := []any{}
		for _, one := range g {
			out = append(out, s.complete(one, schema["items"], o, depth+1))
		}
		return out
	}
	return given
}

// wanted tells whether a member is made that is not given.
func (s Schemas) wanted(schema map[string]any, name string, of any, o Options) bool {
	member := s.Follow(of)
	switch {
	case o.Writing && member["readOnly"] == true, !o.Writing && member["writeOnly"] == true, member["deprecated"] == true:
		return false
	case Required(schema, name):
		return true
	}
	flat := s.Flat(of)
	_, example := s.Example(flat)
	if len(Types(flat)) == 0 && flat["enum"] == nil && flat["const"] == nil && !example {
		return false // what it is to be is not said
	}
	return o.Optional && (o.Skip == nil || !o.Skip(name))
}

func (s Schemas) object(schema map[string]any, o Options, depth int) any {
	example, _ := s.Example(schema)
	given, _ := example.(map[string]any)
	if given == nil {
		given = map[string]any{}
	}
	return s.complete(Clone(given), schema, o, depth)
}

func (s Schemas) array(name string, schema map[string]any, o Options, depth int) any {
	if example, there := s.Example(schema); there {
		return s.complete(Clone(example), schema, o, depth)
	}
	least, _ := bound(schema, "minItems")
	least = max(least, 1)
	if most, there := bound(schema, "maxItems"); there {
		least = min(least, most)
	}
	out := []any{}
	for range min(least, 100) {
		if one := s.value(name, schema["items"], o, depth+1); one != nil {
			out = append(out, one)
		}
	}
	return out
}

func bound(schema map[string]any, keyword string) (int, bool) {
	n, _ := schema[keyword].(json.Number)
	i, err := strconv.Atoi(n.String())
	return i, err == nil
}

// number is the least number that is allowed, from one on where that is.
func number(schema map[string]any) any {
	read := func(keyword string) *big.Rat {
		n, _ := schema[keyword].(json.Number)
		r, ok := new(big.Rat).SetString(n.String())
		if !ok {
			return nil
		}
		return r
	}
	value, one := big.NewRat(1, 1), big.NewRat(1, 1)
	step := read("multipleOf")
	if step != nil && step.Sign() > 0 {
		value, one = new(big.Rat).Set(step), step
	}
	if least := read("minimum"); least != nil && least.Cmp(value) > 0 {
		value = least
	}
	if least := read("exclusiveMinimum"); least != nil && least.Cmp(value) >= 0 {
		value = new(big.Rat).Add(least, one)
	}
	if most := read("maximum"); most != nil && value.Cmp(most) > 0 {
		value = most
	}
	if most := read("exclusiveMaximum"); most != nil && value.Cmp(most) >= 0 {
		value = new(big.Rat).Sub(most, one)
		if least := read("minimum"); least != nil && value.Cmp(least) < 0 {
			value = least
		}
	}
	if step != nil && step.Sign() > 0 {
		times := new(big.Rat).Quo(value, step)
		if !times.IsInt() {
			up := new(big.Int).Add(new(big.Int).Quo(times.Num(), times.Denom()), big.NewInt(1))
			value = new(big.Rat).Mul(new(big.Rat).SetInt(up), step)
		}
	}
	if value.IsInt() {
		return json.Number(value.Num().String())
	}
	return json.Number(strings.TrimRight(value.FloatString(6), "0"))
}

// text is a text of a schema's format, pattern and length.
func text(name string, schema map[string]any, o Options) any {
	now := o.Now
	if now == "" {
		now = "2026-01-15T12:00:00Z"
	}
	switch schema["format"] {
	case "uuid":
		if o.Text != nil {
			return o.Text("uuid", 36, 36)
		}
		return "3fa85f64-5717-4562-b3fc-2c963f66afa6"
	case "date-time":
		return now
	case "date":
		return now[:10]
	case "time":
		return "12:00:00Z"
	case "email", "idn-email":
		return "ada@example.com"
	case "uri", "url", "iri", "uri-reference":
		return "https://example.com/plumbline"
	case "hostname":
		return "example.com"
	case "ipv4":
		return "192.0.2.1"
	case "ipv6":
		return "2001:db8::1"
	case "byte":
		return "cGx1bWI="
	case "duration":
		return "PT1H"
	}
	if pattern, ok := schema["pattern"].(string); ok {
		if made, ok := Matching(pattern); ok {
			return made
		}
	}
	least, _ := bound(schema, "minLength")
	most, bounded := bound(schema, "maxLength")
	if !bounded {
		most = max(least, 60)
	}
	if o.Text != nil {
		return o.Text(name, least, most)
	}
	made := "plumbline"
	for len(made) < least {
		made += " plumbline"
	}
	return made[:min(len(made), most)]
}

// Matching makes a text that a pattern takes; false where none is found.
func Matching(pattern string) (string, bool) {
	re, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return "", false
	}
	var b strings.Builder
	if !write(&b, re.Simplify()) {
		return "", false
	}
	return b.String(), true
}

func write(b *strings.Builder, re *syntax.Regexp) bool {
	switch re.Op {
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpStar, syntax.OpQuest:
		return true
	case syntax.OpLiteral:
		b.WriteString(string(re.Rune))
		return true
	case syntax.OpCharClass:
		if len(re.Rune) == 0 {
			return false
		}
		b.WriteRune(likely(re.Rune))
		return true
	case syntax.OpAnyChar, syntax.OpAnyCharNotNL:
		b.WriteByte('a')
		return true
	case syntax.OpCapture, syntax.OpPlus:
		return write(b, re.Sub[0])
	case syntax.OpRepeat:
		for range max(re.Min, min(1, re.Max)) {
			if !write(b, re.Sub[0]) {
				return false
			}
		}
		return true
	case syntax.OpConcat:
		for _, sub := range re.Sub {
			if !write(b, sub) {
				return false
			}
		}
		return true
	case syntax.OpAlternate:
		return write(b, re.Sub[0])
	}
	return false // a word boundary, which depends on what is beside it
}

// likely picks a character of a class that is plain where there is one.
func likely(ranges []rune) rune {
	for _, plain := range "1aA_- " {
		for i := 0; i+1 < len(ranges); i += 2 {
			if ranges[i] <= plain && plain <= ranges[i+1] {
				return plain
			}
		}
	}
	return ranges[0]
}

// Clone is a deep copy of decoded JSON.
func Clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, value := range v {
			out[name] = Clone(value)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i := range v {
			out[i] = Clone(v[i])
		}
		return out
	}
	return v
}
