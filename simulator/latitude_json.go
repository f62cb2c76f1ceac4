package simulator

import (
	"bytes"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/internal/contract"
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
func (v variation) body(schemas views, text []byte) (varied []byte, ok bool) {
	if !json.Valid(text) {
		return nil, false
	}
	p := jsonParser{text: text}
	value := p.value()
	v.value(&value, schemas, nil)
	var out bytes.Buffer
	printer := jsonPrinter{out: &out, style: v.random.IntN(3)}
	printer.value(value, 0)
	if v.oneIn(2) {
		out.WriteByte('\n')
	}
	return out.Bytes(), true
}

// value varies an object's members and, where it is free, an array's order.
// Path holds the tokens that lead to the value.
func (v variation) value(value *jsonValue, schemas views, path []string) {
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
func (v variation) unknownMember(object *jsonValue, schemas views) jsonMember {
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
func (v variation) freeOrder(path []string) bool {
	return slices.ContainsFunc(v.free, func(pointer string) bool {
		return slices.EqualFunc(contract.Tokens(pointer), path, func(want, got string) bool { return want == "*" || want == got })
	})
}

func (m *jsonMember) plainName() string {
	var name string
	_ = json.Unmarshal(m.name, &name) // it was valid before
	return name
}

// jsonParser takes valid JSON apart.
type jsonParser struct {
	text []byte
	at   int
}

// next skips whitespace and returns the character there.
func (p *jsonParser) next() byte {
	for strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
	return p.text[p.at]
}

func (p *jsonParser) value() jsonValue {
	v := jsonValue{kind: p.next()}
	switch v.kind {
	case '{':
		p.list('}', func() {
			name := p.scalar()
			p.next() // to the colon
			p.at++
			v.members = append(v.members, jsonMember{name: name, value: p.value()})
		})
	case '[':
		p.list(']', func() { v.elements = append(v.elements, p.value()) })
	default:
		v.kind, v.scalar = 0, p.scalar()
	}
	return v
}

// list parses items between commas up to the closing character.
func (p *jsonParser) list(closing byte, item func()) {
	p.at++
	for p.next() != closing {
		item()
		if p.next() == ',' {
			p.at++
			p.next()
		}
	}
	p.at++
}

// scalar returns the text of a string, a number or a word.
func (p *jsonParser) scalar() []byte {
	start := p.at
	if p.text[p.at] != '"' {
		for p.at < len(p.text) && strings.IndexByte(",]} \t\r\n", p.text[p.at]) < 0 {
			p.at++
		}
		return p.text[start:p.at]
	}
	for p.at++; p.text[p.at] != '"'; p.at++ {
		if p.text[p.at] == '\\' {
			p.at++
		}
	}
	p.at++
	return p.text[start:p.at]
}

// jsonPrinter writes a value in one of the styles: without whitespace, with a
// space after every comma and colon, indented.
type jsonPrinter struct {
	out   *bytes.Buffer
	style int
}

func (p jsonPrinter) value(v jsonValue, depth int) {
	switch v.kind {
	case '{':
		p.list('{', '}', len(v.members), depth, func(i int) {
			p.out.Write(v.members[i].name)
			p.out.WriteByte(':')
			if p.style > 0 {
				p.out.WriteByte(' ')
			}
			p.value(v.members[i].value, depth+1)
		})
	case '[':
		p.list('[', ']', len(v.elements), depth, func(i int) { p.value(v.elements[i], depth+1) })
	default:
		p.out.Write(v.scalar)
	}
}

func (p jsonPrinter) list(opening, closing byte, n, depth int, item func(i int)) {
	p.out.WriteByte(opening)
	for i := range n {
		if i > 0 {
			p.out.WriteByte(',')
			if p.style == 1 {
				p.out.WriteByte(' ')
			}
		}
		p.newline(depth + 1)
		item(i)
	}
	if n > 0 {
		p.newline(depth)
	}
	p.out.WriteByte(closing)
}

func (p jsonPrinter) newline(depth int) {
	if p.style == 2 {
		p.out.WriteByte('\n')
		p.out.WriteString(strings.Repeat("\t", depth))
	}
}
