package openapi

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/conformance/contractphase"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/sample"
)

// shape is a way to make a body: with the document's example or without, with the
// members that may be left out or without, with texts of its own or those of the
// example.
type shape struct{ example, optional, fresh, all bool }

// bodies are the shapes of an operation's body that are tried, the fullest first.
func bodies(a *api, op *contract.Operation) []shape {
	media := a.content(op)
	if media == nil {
		return []shape{{}}
	}
	_, example := a.schemas.Example(media)
	if _, of := a.schemas.Example(a.schemas.Flat(media["schema"])); of {
		example = true
	}
	list := []shape{{example, true, true, false}, {example, true, true, true}}
	if example {
		list = append(list, shape{true, false, true, false}, shape{true, false, true, true}, shape{true, false, false, false})
	}
	list = append(list, shape{false, false, true, false}, shape{false, false, true, true}, shape{false, false, false, false})
	return list
}

// body makes the body of an operation.
func (c *caller) body(op *contract.Operation, s shape) any {
	media := c.content(op)
	if media == nil {
		return nil
	}
	schema := media["schema"]
	o := sample.Options{
		Optional: s.optional, Writing: true, Skip: serverOwned, Now: time.Now().UTC().Format(time.RFC3339),
		Text: func(name string, least, most int) any { return c.text(name, least, most, s.fresh) },
	}
	example, there := c.schemas.Example(media)
	if !there {
		example, there = c.schemas.Example(c.schemas.Flat(schema))
	}
	if !there || !s.example {
		return c.freshened(op, c.schemas.Value(schema, o), schema, s)
	}
	return c.freshened(op, c.schemas.Object(c.without(example, schema), schema, o), schema, s)
}

// without is an example without the members that only responses have.
func (c *caller) without(value, schema any) any {
	object, ok := sample.Clone(value).(map[string]any)
	if !ok {
		return value
	}
	for name, of := range sample.Properties(c.schemas.Flat(schema)) {
		if c.schemas.Follow(of)["readOnly"] == true {
			delete(object, name)
		}
	}
	return object
}

// freshText is a word that no request before has had.
func (c *caller) freshText(length int) string {
	const letters = "abcdefghijkmnpqrstuvwxyz23456789"
	text := make([]byte, length)
	for i := range text {
		text[i] = letters[c.random.IntN(len(letters))]
	}
	return string(text)
}

func (c *caller) text(name string, least, most int, fresh bool) any {
	if name == "uuid" && least == 36 {
		return c.uuid()
	}
	text := "plumbline"
	if fresh {
		text += " " + c.freshText(8)
	}
	for len(text) < least {
		text = "x" + text
	}
	return text[max(0, len(text)-most):]
}

func (c *caller) uuid() string {
	var id [16]byte
	for i := range id {
		id[i] = byte(c.random.Uint32())
	}
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", id[:4], id[4:6], id[6:8], id[8:10], id[10:])
}

// names that are often unique.
var identifying = regexp.MustCompile(`(?i)(reference|^ref$|ref$|name$|title|slug|key|email|login|external|subject)`)

// freshened replaces texts of an example by some that no other request has: those
// that the profile calls unique, else those whose name sounds so, or all.
func (c *caller) freshened(op *contract.Operation, value, schema any, s shape) any {
	object, ok := value.(map[string]any)
	if places, said := c.plan.unique[op.ID]; said && ok {
		for _, at := range places {
			tokens := contract.Tokens(at)
			if text, there := contractphase.Value(value, tokens); there {
				set(object, tokens, c.fresher(text, c.schemaAt(schema, tokens)))
			}
		}
		return object
	}
	if !ok || !s.fresh {
		return value
	}
	for name, one := range object {
		member := c.schemas.Flat(sample.Properties(c.schemas.Flat(schema))[name])
		switch v := one.(type) {
		case string:
			if s.all || identifying.MatchString(name) {
				object[name] = c.fresher(v, member)
			}
		case map[string]any:
			for inner, text := range v {
				if _, isText := text.(string); isText && (s.all || strings.Contains(strings.ToLower(inner), "email")) {
					v[inner] = c.fresher(text, c.schemas.Flat(sample.Properties(member)[inner]))
				}
			}
		}
	}
	return object
}

// fresher is another text of the same kind; the value itself where that is fixed.
func (c *caller) fresher(value any, schema map[string]any) any {
	text, ok := value.(string)
	if !ok || schema["enum"] != nil || schema["const"] != nil || schema["pattern"] != nil || strings.Contains(text, " "+"plumbline") {
		return value
	}
	word := c.freshText(6)
	switch format := schema["format"]; {
	case format == "uuid":
		return c.uuid()
	case format == "email" || format == nil && strings.Count(text, "@") == 1:
		local, domain, _ := strings.Cut(text, "@")
		text = local + "." + word + "@" + domain
	case format != nil:
		return value
	default:
		text += "-" + word
	}
	if most, there := number(schema["maxLength"]); there && len(text) > most {
		text = text[len(text)-most:]
	}
	return text
}

func number(v any) (int, bool) {
	n, ok := v.(json.Number)
	i, err := n.Int64()
	return int(i), ok && err == nil
}

func (a *api) schemaAt(schema any, tokens []string) map[string]any {
	flat := a.schemas.Flat(schema)
	for _, token := range tokens {
		if items := flat["items"]; items != nil {
			flat = a.schemas.Flat(items)
			continue
		}
		flat = a.schemas.Flat(sample.Properties(flat)[token])
	}
	return flat
}

// owned are names of members that a server sets by itself, whatever it was sent.
var owned = regexp.MustCompile(`^(_?id|uuid|guid|href|self|url|uri|_?links?|etag|version|revision|status|state|total.*|count|created.*|updated.*|modified.*|deleted.*|changed.*|last.*|.*[a-z](_at|At|_on|By|_by))$`)

func serverOwned(name string) bool { return owned.MatchString(name) }
