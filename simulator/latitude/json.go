package latitude

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/plumbline-api/plumbline/contract"
)

// jsonValue is a JSON value with everything that it means, and the text of its
// scalars as it was written.
type jsonValue struct {
	kind     byte // '{', '[', or 0 for a scalar
	scalar   []byte
	members  []jsonMember // of an object
	elements []jsonValue  // of an array
}

type jsonMember struct {
	name  []byte // with its quotes
	value jsonValue
}

// body returns the JSON text with its free parts varied; ok is false where the
// text is no JSON. The schemas are those that hold for the value.
func (v Variation) body(schemas views, text []byte) (varied []byte, ok bool) {
	dec := jsontext.NewDecoder(bytes.NewReader(text), asItIs()...)
	value, err := parse(dec)
	if err != nil {
		return nil, false
	}
	if _, err := dec.ReadToken(); !errors.Is(err, io.EOF) {
		return nil, false
	}
	v.value(&value, schemas, nil)
	styles := [...][]jsontext.Options{
		{},
		{jsontext.SpaceAfterComma(true), jsontext.SpaceAfterColon(true)},
		{jsontext.Multiline(true), jsontext.WithIndent("\t")},
	}
	style := styles[v.random.IntN(len(styles))]
	out, err := jsontext.AppendFormat(nil, value.append(nil), append(style, asItIs()...)...)
	if err != nil {
		return nil, false
	}
	if v.oneIn(2) {
		out = append(out, '\n')
	}
	return out, true
}

// value varies an object's members and, where it is free, an array's order.
// Path holds the tokens that lead to the value.
func (v Variation) value(value *jsonValue, schemas views, path []string) {
	switch value.kind {
	case '{':
		for i := range value.members {
			m := &value.members[i]
			v.value(&m.value, schemas.member(m.plainName()), append(slices.Clip(path), m.plainName()))
		}
		if schemas.open() && v.oneIn(2) {
			value.members = append(value.members, v.unknownMember(value, schemas))
		}
		v.random.Shuffle(len(value.members), func(i, j int) {
			value.members[i], value.members[j] = value.members[j], value.members[i]
		})
	case '[':
		for i := range value.elements {
			v.value(&value.elements[i], schemas.element(), append(slices.Clip(path), strconv.Itoa(i)))
		}
		if v.freeOrder(path) {
			v.random.Shuffle(len(value.elements), func(i, j int) {
				value.elements[i], value.elements[j] = value.elements[j], value.elements[i]
			})
		}
	}
}

// unknownMember is one that neither the object nor its schemas have.
func (v Variation) unknownMember(object *jsonValue, schemas views) jsonMember {
	taken := func(name string) bool {
		return len(schemas.member(name)) > 0 ||
			slices.ContainsFunc(object.members, func(m jsonMember) bool { return m.plainName() == name })
	}
	name := "undocumented"
	for taken(name) {
		name += "_"
	}
	values := [...]string{`null`, `true`, `0`, `""`, `"text"`, `[]`, `{"undocumented":[1]}`}
	return jsonMember{
		name:  []byte(strconv.Quote(name)),
		value: jsonValue{scalar: []byte(values[v.random.IntN(len(values))])},
	}
}

// freeOrder tells whether the vendor leaves the order of the array open. A *
// in its pointers stands for any member or element.
func (v Variation) freeOrder(path []string) bool {
	return slices.ContainsFunc(v.free, func(pointer string) bool {
		return slices.EqualFunc(contract.Tokens(pointer), path, func(want, got string) bool { return want == "*" || want == got })
	})
}

func (m *jsonMember) plainName() string {
	name, _ := jsontext.AppendUnquote(nil, m.name) // it was valid before
	return string(name)
}

// asItIs takes and leaves texts as they were written: the values are the
// service's, whatever they are.
func asItIs() []jsontext.Options {
	return []jsontext.Options{jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true), jsontext.PreserveRawStrings(true)}
}

// parse reads one value.
func parse(dec *jsontext.Decoder) (v jsonValue, err error) {
	switch kind := dec.PeekKind(); kind {
	case '{', '[':
		v.kind = byte(kind)
		if _, err := dec.ReadToken(); err != nil {
			return v, err
		}
		for dec.PeekKind() == '"' || kind == '[' && dec.PeekKind() != ']' {
			var name jsontext.Value
			if kind == '{' {
				if name, err = scalar(dec); err != nil {
					return v, err
				}
			}
			inner, err := parse(dec)
			if err != nil {
				return v, err
			}
			if kind == '{' {
				v.members = append(v.members, jsonMember{name, inner})
			} else {
				v.elements = append(v.elements, inner)
			}
		}
		_, err = dec.ReadToken()
		return v, err
	}
	v.scalar, err = scalar(dec)
	return v, err
}

// scalar reads a scalar's text, of which the decoder keeps none.
func scalar(dec *jsontext.Decoder) (jsontext.Value, error) {
	value, err := dec.ReadValue()
	return value.Clone(), err
}

// append writes the value's text without whitespace.
func (v *jsonValue) append(out []byte) []byte {
	switch v.kind {
	case '{':
		out = append(out, '{')
		for i := range v.members {
			out = append(append(comma(out, i), v.members[i].name...), ':')
			out = v.members[i].value.append(out)
		}
		return append(out, '}')
	case '[':
		out = append(out, '[')
		for i := range v.elements {
			out = v.elements[i].append(comma(out, i))
		}
		return append(out, ']')
	}
	return append(out, v.scalar...)
}

func comma(out []byte, i int) []byte {
	if i > 0 {
		out = append(out, ',')
	}
	return out
}
