package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// The bounds of a body that is read as JSON. A deeper or larger one is shown as
// it came.
const (
	mostTreeDepth = 64
	mostTreeBytes = 1 << 20
)

// tree is a JSON value with its members in the order in which they came. A
// duplicated name stays two members, since that may be what is wrong.
type tree struct {
	text    string // of a value that has no members, as it came: what is unescaped may be a secret that was not known in that form
	open    string // { or [ of one that has; empty otherwise
	members []member
	pruned  bool // some members have been left out
}

type member struct {
	name  string // of an object's member; of an element its index
	label string // the name as it came, quoted
	value tree
}

// parseTree reads one JSON value and nothing beside it.
func parseTree(text string) (tree, bool) {
	if len(text) > mostTreeBytes || strings.TrimSpace(text) == "" {
		return tree{}, false
	}
	r := treeReader{json.NewDecoder(strings.NewReader(text)), text}
	r.dec.UseNumber()
	n, err := r.value(0)
	if err != nil {
		return tree{}, false
	}
	_, err = r.dec.Token()
	return n, errors.Is(err, io.EOF)
}

// treeReader reads a value token by token.
type treeReader struct {
	dec  *json.Decoder
	text string
}

// next returns a token, and the bytes that it was made of.
func (r treeReader) next() (token json.Token, raw string, err error) {
	before := r.dec.InputOffset()
	token, err = r.dec.Token()
	if err != nil {
		return nil, "", err
	}
	return token, strings.TrimLeft(r.text[before:r.dec.InputOffset()], " \t\r\n,:"), nil
}

func (r treeReader) value(depth int) (tree, error) {
	token, raw, err := r.next()
	if err != nil {
		return tree{}, err
	}
	delim, ok := token.(json.Delim)
	if !ok {
		return tree{text: raw}, nil
	}
	if depth == mostTreeDepth {
		return tree{}, fmt.Errorf("deeper than %d", mostTreeDepth)
	}
	n := tree{open: delim.String()}
	for i := 0; r.dec.More(); i++ {
		m := member{name: strconv.Itoa(i)}
		if n.open == "{" {
			key, raw, err := r.next()
			if err != nil {
				return tree{}, err
			}
			m.name, _ = key.(string) // a decoder gives nothing else for a name
			m.label = raw + ": "
		}
		if m.value, err = r.value(depth + 1); err != nil {
			return tree{}, err
		}
		n.members = append(n.members, m)
	}
	_, _, err = r.next() // the end of it
	return n, err
}

func (n tree) close() string {
	if n.open == "[" {
		return "]"
	}
	return "}"
}

// treeLine is one line of a value written over several, with the place of the
// member that begins in it.
type treeLine struct{ text, pointer string }

// lines writes the value over several lines, two spaces a level.
func (n tree) lines() []treeLine {
	return n.appendLines(nil, "", "", "", "")
}

func (n tree) appendLines(out []treeLine, indent, label, pointer, comma string) []treeLine {
	if len(n.members) == 0 {
		return append(out, treeLine{indent + label + n.short(0) + comma, pointer})
	}
	out = append(out, treeLine{indent + label + n.open, pointer})
	for i, m := range n.members {
		after := ","
		if i == len(n.members)-1 {
			after = ""
		}
		out = m.value.appendLines(out, indent+"  ", m.label, pointer+"/"+escapePointer(m.name), after)
	}
	return append(out, treeLine{indent + n.close() + comma, ""})
}

func escapePointer(name string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}

// whole writes the value on one line.
func (n tree) whole() string {
	if n.open == "" {
		return n.text
	}
	parts := make([]string, len(n.members))
	for i, m := range n.members {
		parts[i] = m.label + m.value.whole()
	}
	if n.pruned {
		parts = append(parts, "…")
	}
	return n.open + strings.Join(parts, ", ") + n.close()
}

// short writes the value on one line of about so many columns, the members that
// do not fit counted.
func (n tree) short(columns int) string {
	if n.open == "" {
		return n.text
	}
	if len(n.members) == 0 {
		return n.open + n.close()
	}
	if whole := n.whole(); cells(whole) <= columns {
		return whole
	}
	var parts []string
	left := columns - len("{, … 99 more}")
	for i, m := range n.members {
		part := m.label + m.value.brief(left-cells(m.label))
		if left -= cells(part) + len(", "); left < 0 {
			rest := fmt.Sprintf("… %d more", len(n.members)-i)
			if i == 0 {
				rest = fmt.Sprintf("… %s", plural(len(n.members), "member", "members"))
			}
			parts = append(parts, rest)
			break
		}
		parts = append(parts, part)
	}
	return n.open + strings.Join(parts, ", ") + n.close()
}

// brief writes a member's value: whole where it fits, else only what it is.
func (n tree) brief(columns int) string {
	whole := n.whole()
	switch {
	case n.open == "":
		return fitWords(whole, max(columns/2, 24))
	case cells(whole) <= columns/3:
		return whole
	case n.open == "[":
		return fmt.Sprintf("[… %d]", len(n.members))
	}
	return "{…}"
}

// shortBody writes a body, or any value of a mismatch, on one line of so many
// columns: JSON by whole members, other text from its start.
func shortBody(text string, columns int) string {
	text = strings.TrimRight(text, "\r\n")
	at := strings.IndexAny(text, "{[")
	if at < 0 {
		return fitWords(printable(text), columns)
	}
	before, rest := text[:at], text[at:]
	n, ok := parseTree(rest)
	if !ok {
		return fitWords(printable(text), columns)
	}
	before = printable(strings.TrimRight(before, " \n\r\t"))
	if before != "" {
		before += " "
	}
	return fitWords(before+printable(n.short(max(columns-cells(before), 20))), columns)
}
