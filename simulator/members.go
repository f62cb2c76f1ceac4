package simulator

import (
	"bytes"
	"cmp"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/go-json-experiment/json/jsontext"
)

// members are the names that a contract has in a JSON value, level by level. Where
// it names nothing, as in nil, everything is at home.
type members struct {
	named    map[string]*members // of an object
	folded   map[string]bool     // the same names in lower case
	others   *members            // what members of any other name hold, where the contract says so
	elements *members            // what the elements of an array hold
	integer  bool                // it may be a whole number
	instant  bool                // it is a time by RFC 3339
}

// membersOf gathers the names from the schema of an operation's JSON body.
func membersOf(op *openapi3.Operation) *members {
	m := &members{}
	if op == nil || op.RequestBody == nil || op.RequestBody.Value == nil {
		return m
	}
	for _, media := range op.RequestBody.Value.Content {
		m.add(media.Schema, 0)
	}
	return m
}

// deepest bounds how far schemas that hold themselves are followed.
const deepest = 12

func (m *members) add(ref *openapi3.SchemaRef, depth int) {
	if ref == nil || ref.Value == nil || depth > deepest {
		return
	}
	s := ref.Value
	m.integer = m.integer || s.Type.Includes(openapi3.TypeInteger)
	m.instant = m.instant || s.Format == "date-time"
	for name, property := range s.Properties {
		if m.named == nil {
			m.named, m.folded = map[string]*members{}, map[string]bool{}
		}
		m.named[name], m.folded[strings.ToLower(name)] = cmp.Or(m.named[name], &members{}), true
		m.named[name].add(property, depth+1)
	}
	if s.Items != nil {
		m.elements = cmp.Or(m.elements, &members{})
		m.elements.add(s.Items, depth+1)
	}
	if s.AdditionalProperties.Schema != nil {
		m.others = cmp.Or(m.others, &members{})
		m.others.add(s.AdditionalProperties.Schema, depth+1)
	}
	for _, list := range [][]*openapi3.SchemaRef{s.AllOf, s.AnyOf, s.OneOf} {
		for _, part := range list {
			m.add(part, depth+1)
		}
	}
}

// inner is what the member of that name holds.
func (m *members) inner(name string) *members {
	if m == nil {
		return nil
	}
	return cmp.Or(m.named[name], m.others)
}

// misspells tells whether a name differs from a known one in upper and lower case
// only: encoding/json would take one for the other, and to the contract it is an
// unknown member.
func (m *members) misspells(name string) bool {
	return m != nil && m.named[name] == nil && m.folded[strings.ToLower(name)]
}

// unknown tells whether the contract has no member of that name.
func (m *members) unknown(name string) bool {
	return m != nil && len(m.named) > 0 && m.named[name] == nil && m.others == nil
}

// anyMisspelt tells whether a decoded body has such a name on any level.
func (m *members) anyMisspelt(value any) bool {
	if m == nil {
		return false
	}
	switch v := value.(type) {
	case map[string]any:
		for name, member := range v {
			if m.misspells(name) || m.inner(name).anyMisspelt(member) {
				return true
			}
		}
	case []any:
		for _, element := range v {
			if m.elements.anyMisspelt(element) {
				return true
			}
		}
	}
	return false
}

// without returns a JSON text without the members that are to be dropped, and
// whether there were any.
func (m *members) without(body []byte, drop func(m *members, name string) bool) (kept []byte, dropped bool, err error) {
	again := jsontext.AllowDuplicateNames(true) // the contract's check has refused them
	var out bytes.Buffer
	f := filter{dec: jsontext.NewDecoder(bytes.NewReader(body), again), enc: jsontext.NewEncoder(&out, again), drop: drop}
	err = f.value(m)
	return out.Bytes(), f.dropped, err
}

// filter copies a JSON text, and leaves members out.
type filter struct {
	dec     *jsontext.Decoder
	enc     *jsontext.Encoder
	drop    func(m *members, name string) bool
	scalar  func(m *members, value jsontext.Value) jsontext.Value // nil leaves it as it is
	dropped bool
}

func (f *filter) value(m *members) error {
	kind := f.dec.PeekKind()
	if m == nil || kind != '{' && kind != '[' {
		value, err := f.dec.ReadValue()
		if err != nil {
			return err
		}
		if f.scalar != nil {
			value = f.scalar(m, value)
		}
		return f.enc.WriteValue(value)
	}
	if _, err := f.token(); err != nil {
		return err
	}
	for f.dec.PeekKind() != '}' && f.dec.PeekKind() != ']' {
		next := f.element
		if kind == '{' {
			next = f.member
		}
		if err := next(m); err != nil {
			return err
		}
	}
	_, err := f.token()
	return err
}

func (f *filter) element(m *members) error { return f.value(m.elements) }

func (f *filter) member(m *members) error {
	token, err := f.dec.ReadToken()
	if err != nil {
		return err
	}
	name := token.String()
	if f.drop(m, name) {
		f.dropped = true
		return f.dec.SkipValue()
	}
	if err := f.enc.WriteToken(token); err != nil {
		return err
	}
	return f.value(m.inner(name))
}

// token copies one.
func (f *filter) token() (jsontext.Token, error) {
	token, err := f.dec.ReadToken()
	if err != nil {
		return token, err
	}
	return token, f.enc.WriteToken(token)
}
