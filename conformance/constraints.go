package conformance

import (
	"encoding/json"
	"fmt"
	"sort"
	"strings"

	"github.com/plumbline-api/plumbline/internal/contract"
)

// constraint is one promise that the contract makes of a request.
type constraint struct {
	operation *contract.Operation
	pointer   string         // of the keyword in the contract
	keyword   string         //
	value     any            // of the keyword
	schema    map[string]any // that holds the keyword
	parameter parameter      // without a name for the body
	at        []string       // place in the body: members, and "0" for elements
}

// parameter is a part of a request beside its body.
type parameter struct {
	in   string // path or query
	name string
}

// constraints lists what the contract asks of the requests of an operation, in
// a stable order: parameters of path and query, then the body from the outside in.
func constraints(c *contract.Contract, op *contract.Operation) ([]constraint, error) {
	w := walker{contract: c, operation: op}
	item := contract.Pointer("paths", op.Path)
	for _, pointer := range []string{item + "/parameters", pointerOf(op) + "/parameters"} {
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
	if body := pointerOf(op) + "/requestBody"; op.Operation.RequestBody != nil {
		if err := w.walkBody(body); err != nil {
			return nil, err
		}
	}
	return w.found, nil
}

type walker struct {
	contract  *contract.Contract
	operation *contract.Operation
	found     []constraint
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
	if required, _ := p["required"].(bool); required && in == "query" { // without the other the path is another one
		w.add(constraint{pointer: pointer + "/required", keyword: "parameter", value: true, parameter: one})
	}
	return w.walkSchema(p["schema"], pointer+"/schema", one, nil, 0)
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
		w.add(constraint{pointer: pointer + "/required", keyword: "body", value: true})
	}
	content, _ := body["content"].(map[string]any)
	media, _ := content["application/json"].(map[string]any)
	if media == nil {
		return nil
	}
	return w.walkSchema(media["schema"], pointer+contract.Pointer("content", "application/json", "schema"), parameter{}, nil, 0)
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

func (w *walker) walkSchema(node any, pointer string, of parameter, at []string, depth int) error {
	if depth > maxNesting {
		return nil
	}
	schema, pointer, err := w.follow(node, pointer)
	if err != nil {
		return err
	}
	for _, keyword := range keywords() {
		value, there := schema[keyword]
		if !there || keyword == "additionalProperties" && value != false {
			continue
		}
		w.add(constraint{
			pointer: pointer + "/" + keyword, keyword: keyword, value: value, schema: schema,
			parameter: of, at: at,
		})
	}
	properties, _ := schema["properties"].(map[string]any)
	for _, name := range sortedNames(properties) {
		below := append(at[:len(at):len(at)], name)
		if err := w.walkSchema(properties[name], pointer+contract.Pointer("properties", name), of, below, depth+1); err != nil {
			return err
		}
	}
	if items := schema["items"]; items != nil {
		below := append(at[:len(at):len(at)], "0")
		return w.walkSchema(items, pointer+"/items", of, below, depth+1)
	}
	return nil
}

func (w *walker) add(c constraint) {
	c.operation = w.operation
	w.found = append(w.found, c)
}

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
	return nil, pointer, fmt.Errorf("conformance: the references at %s go in a circle", pointer)
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
