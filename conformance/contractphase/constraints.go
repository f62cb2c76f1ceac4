// Package contractphase reads from a contract what it asks of a request, one
// constraint at a time, and makes the requests that keep and break each.
package contractphase

import (
	"encoding/json"
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
)

// Constraint is one promise that the contract makes of a request.
type Constraint struct {
	Pointer   string         // of the keyword in the contract
	Keyword   string         //
	value     any            // of the keyword
	schema    map[string]any // that holds the keyword
	parameter parameter      // without a name for the body
	at        []string       // place in the body: members, and "0" for elements
	optional  bool           // the place may be left out
	readOnly  []string       // members that only responses have
}

// parameter is a part of a request beside its body.
type parameter struct {
	in   string // path or query
	name string
}

// Constraints lists what the contract asks of the requests of an operation, in
// a stable order: parameters of path and query, then the body from the outside in.
func Constraints(c *contract.Contract, op *contract.Operation) ([]Constraint, error) {
	w := walker{contract: c}
	item := contract.Pointer("paths", op.Path)
	for _, pointer := range []string{item + "/parameters", op.Pointer() + "/parameters"} {
		node, err := c.Resolve(pointer)
		if err != nil {
			continue // this level declares none
		}
		list, _ := node.([]any)
		for i := range list {
			if err := w.walkParameter(list[i], fmt.Sprintf("%s/%d", pointer, i)); err != nil {
				return nil, err
			}
		}
	}
	if body := op.Pointer() + "/requestBody"; op.Operation.RequestBody != nil {
		if err := w.walkBody(body); err != nil {
			return nil, err
		}
	}
	return w.found, nil
}

type walker struct {
	contract *contract.Contract
	found    []Constraint
}

func (w *walker) walkParameter(node any, pointer string) error {
	p, pointer, err := w.follow(node, pointer)
	if err != nil {
		return err
	}
	name, _ := p["name"].(string)
	in, _ := p["in"].(string)
	if in != "path" && in != "query" {
		return nil // headers have their own probes
	}
	one := parameter{in, name}
	required, _ := p["required"].(bool)
	if required && in == "query" { // without the other the path is another one
		w.add(Constraint{Pointer: pointer + "/required", Keyword: "parameter", value: true, parameter: one})
	}
	return w.walkSchema(p["schema"], pointer+"/schema", Constraint{parameter: one, optional: !required}, 0)
}

func (w *walker) walkBody(pointer string) error {
	node, err := w.contract.Resolve(pointer)
	if err != nil {
		return err
	}
	body, pointer, err := w.follow(node, pointer)
	if err != nil {
		return err
	}
	if required, _ := body["required"].(bool); required {
		w.add(Constraint{Pointer: pointer + "/required", Keyword: "body", value: true})
	}
	content, _ := body["content"].(map[string]any)
	media, _ := content["application/json"].(map[string]any)
	if media == nil {
		return nil
	}
	pointer += contract.Pointer("content", "application/json")
	w.add(Constraint{Pointer: pointer, Keyword: "json"})
	return w.walkSchema(media["schema"], pointer+"/schema", Constraint{}, 0)
}

// maxNesting bounds how deep schemas are followed, for those that contain
// themselves.
const maxNesting = 12

// keywords are those whose breach can be made from a correct value without
// knowing more than the keyword.
func keywords() []string {
	return []string{
		"type", "enum", "const", "format", "pattern", "minLength", "maxLength",
		"minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf",
		"minItems", "maxItems", "required", "additionalProperties",
	}
}

// walkSchema adds the constraints of a schema and of all below it; place tells
// where in the request it holds.
func (w *walker) walkSchema(node any, pointer string, place Constraint, depth int) error {
	if depth > maxNesting {
		return nil
	}
	schema, pointer, err := w.follow(node, pointer)
	if err != nil {
		return err
	}
	place.schema, place.readOnly = schema, w.readOnly(schema)
	for _, keyword := range keywords() {
		value, there := schema[keyword]
		if !there || keyword == "additionalProperties" && value != false {
			continue
		}
		c := place
		c.Pointer, c.Keyword, c.value = pointer+"/"+keyword, keyword, value
		w.add(c)
	}
	required, _ := schema["required"].([]any)
	properties, _ := schema["properties"].(map[string]any)
	for _, name := range sortedNames(properties) {
		if slices.Contains(place.readOnly, name) {
			continue // no request has it
		}
		below := place
		below.at = append(place.at[:len(place.at):len(place.at)], name)
		below.optional = !slices.Contains(required, any(name))
		if err := w.walkSchema(properties[name], pointer+contract.Pointer("properties", name), below, depth+1); err != nil {
			return err
		}
	}
	if items := schema["items"]; items != nil {
		below := place
		below.at = append(place.at[:len(place.at):len(place.at)], "0")
		below.optional = false
		return w.walkSchema(items, pointer+"/items", below, depth+1)
	}
	return nil
}

// readOnly lists the members of a schema that only responses have.
func (w *walker) readOnly(schema map[string]any) []string {
	properties, _ := schema["properties"].(map[string]any)
	var names []string
	for _, name := range sortedNames(properties) {
		if member, _, err := w.follow(properties[name], ""); err == nil && member["readOnly"] == true {
			names = append(names, name)
		}
	}
	return names
}

func (w *walker) add(c Constraint) { w.found = append(w.found, c) }

// follow resolves references and returns where they led.
func (w *walker) follow(node any, pointer string) (map[string]any, string, error) {
	for range maxNesting {
		object, ok := node.(map[string]any)
		if !ok {
			return nil, pointer, nil // a schema that is true says nothing
		}
		ref, ok := object["$ref"].(string)
		if !ok {
			return object, pointer, nil
		}
		pointer = strings.TrimPrefix(ref, "#")
		var err error
		if node, err = w.contract.Resolve(pointer); err != nil {
			return nil, pointer, err
		}
	}
	return nil, pointer, fmt.Errorf("contract phase: the references at %s go in a circle", pointer)
}

func sortedNames(m map[string]any) []string {
	names := make([]string, 0, len(m))
	for name := range m {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

// types returns the types that a schema names.
func types(schema map[string]any) []string {
	switch t := schema["type"].(type) {
	case string:
		return []string{t}
	case []any:
		var list []string
		for _, one := range t {
			if text, ok := one.(string); ok {
				list = append(list, text)
			}
		}
		return list
	}
	return nil
}

// number returns the value of a numeric keyword as it is written.
func number(value any) (json.Number, bool) {
	n, ok := value.(json.Number)
	return n, ok
}

// SaidByFormat tells whether the constraint is a bound that the format int32
// beside it sets as well.
func (c Constraint) SaidByFormat() bool {
	n, _ := number(c.value)
	return c.schema["format"] == "int32" &&
		(c.Keyword == "maximum" && n == "2147483647" || c.Keyword == "minimum" && n == "-2147483648")
}
