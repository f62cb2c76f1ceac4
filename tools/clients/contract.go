package main

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// contract is what of an OpenAPI document the clients are written from, in the
// order of the document.
type contract struct {
	types      []named
	operations []operation
}

// named is a type of the document's own: an object, or another name of a type.
type named struct {
	name, doc string
	of        typ
}

// typ is a type. Its kind is one of any, array, boolean, enum, integer, map,
// number, object, ref and string.
type typ struct {
	kind   string
	ref    string   // of a ref
	elem   *typ     // of an array, of a map
	values []string // of an enum
	fields []field  // of an object
}

type field struct {
	name, doc string
	of        typ
	required  bool
}

type operation struct {
	id, doc, method, path string
	inPath, inQuery       []field
	body, result          *typ
	form                  string // of the result: none, json, text or events
}

// reader reads a document, and gathers the types that it meets.
type reader struct {
	root  *yaml.Node
	types []named
}

func readContract(data []byte) (contract, error) {
	var doc yaml.Node
	if err := yaml.Unmarshal(data, &doc); err != nil {
		return contract{}, err
	}
	r := &reader{root: doc.Content[0]}
	for name, schema := range pairs(at(r.root, "components", "schemas")) {
		r.name(name, schema)
	}
	var operations []operation
	for path, item := range pairs(at(r.root, "paths")) {
		for method, op := range pairs(item) {
			if !slices.Contains([]string{"get", "put", "post", "patch", "delete"}, method) {
				continue
			}
			read, err := r.operation(path, method, item, op)
			if err != nil {
				return contract{}, fmt.Errorf("%s %s: %w", method, path, err)
			}
			operations = append(operations, read)
		}
	}
	return contract{types: r.types, operations: operations}, nil
}

func (r *reader) operation(path, method string, item, op *yaml.Node) (operation, error) {
	o := operation{id: text(op, "operationId"), doc: text(op, "summary"), method: strings.ToUpper(method), path: path, form: "none"}
	if o.id == "" {
		return o, fmt.Errorf("has no operationId")
	}
	var parameters []*yaml.Node
	for _, of := range []*yaml.Node{item, op} {
		if list := at(of, "parameters"); list != nil {
			parameters = append(parameters, list.Content...)
		}
	}
	for _, p := range parameters {
		p = r.resolved(p)
		f := field{name: text(p, "name"), doc: text(p, "description"), of: r.typ(at(p, "schema"), ""), required: text(p, "required") == "true"}
		switch text(p, "in") {
		case "path":
			o.inPath = append(o.inPath, f)
		case "query":
			o.inQuery = append(o.inQuery, f)
		}
	}
	if schema := at(op, "requestBody", "content", "application/json", "schema"); schema != nil {
		body := r.typ(schema, upper(o.id)+"Body")
		o.body = &body
	}
	for status, response := range pairs(at(op, "responses")) {
		if strings.HasPrefix(status, "2") && o.form == "none" {
			o.form, o.result = r.result(o.id, r.resolved(response))
		}
	}
	return o, nil
}

// result is what an operation returns. Where it has several forms, JSON is
// taken.
func (r *reader) result(id string, response *yaml.Node) (string, *typ) {
	content := at(response, "content")
	if schema := at(content, "application/json", "schema"); schema != nil {
		result := r.typ(schema, upper(id)+"Result")
		return "json", &result
	}
	for media := range pairs(content) {
		if media == "text/event-stream" {
			return "events", &typ{kind: "any"}
		}
		return "text", &typ{kind: "string"}
	}
	return "none", nil
}

// name makes a schema a named type.
func (r *reader) name(name string, schema *yaml.Node) typ {
	place := len(r.types)
	r.types = append(r.types, named{name: name, doc: text(schema, "description")})
	r.types[place].of = r.inline(schema, name)
	return typ{kind: "ref", ref: name}
}

// typ reads a schema. An object with members gets a name: its own, or that of
// the place where it stands.
func (r *reader) typ(schema *yaml.Node, place string) typ {
	if ref := text(schema, "$ref"); ref != "" {
		return typ{kind: "ref", ref: ref[strings.LastIndex(ref, "/")+1:]}
	}
	if place != "" && at(schema, "properties") != nil {
		return r.name(place, schema)
	}
	return r.inline(schema, place)
}

func (r *reader) inline(schema *yaml.Node, place string) typ {
	if values := at(schema, "enum"); values != nil {
		t := typ{kind: "enum"}
		for _, v := range values.Content {
			t.values = append(t.values, v.Value)
		}
		return t
	}
	switch kind := text(schema, "type"); kind {
	case "array":
		elem := r.typ(at(schema, "items"), place+"Item")
		return typ{kind: "array", elem: &elem}
	case "object":
		if properties := at(schema, "properties"); properties != nil {
			return r.object(schema, properties, place)
		}
		elem := typ{kind: "any"}
		if of := at(schema, "additionalProperties"); of != nil && of.Kind == yaml.MappingNode {
			elem = r.typ(of, place+"Value")
		}
		return typ{kind: "map", elem: &elem}
	case "string", "integer", "number", "boolean":
		return typ{kind: kind}
	}
	return typ{kind: "any"} // no type, or several
}

func (r *reader) object(schema, properties *yaml.Node, place string) typ {
	var required []string
	if list := at(schema, "required"); list != nil {
		for _, name := range list.Content {
			required = append(required, name.Value)
		}
	}
	t := typ{kind: "object"}
	for name, of := range pairs(properties) {
		t.fields = append(t.fields, field{
			name: name, doc: text(of, "description"), of: r.typ(of, place+upper(name)), required: slices.Contains(required, name),
		})
	}
	return t
}

// resolved follows a reference within the document.
func (r *reader) resolved(n *yaml.Node) *yaml.Node {
	ref := text(n, "$ref")
	if ref == "" {
		return n
	}
	return at(r.root, strings.Split(strings.TrimPrefix(ref, "#/"), "/")...)
}

// at is the node at a path of keys, nil where there is none.
func at(n *yaml.Node, keys ...string) *yaml.Node {
	for _, key := range keys {
		var found *yaml.Node
		for name, value := range pairs(n) {
			if name == key {
				found = value
			}
		}
		if found == nil {
			return nil
		}
		n = found
	}
	return n
}

func text(n *yaml.Node, key string) string {
	if found := at(n, key); found != nil && found.Kind == yaml.ScalarNode {
		return strings.Join(strings.Fields(found.Value), " ")
	}
	return ""
}

// pairs yields the keys and values of a mapping, in the order of the document.
func pairs(n *yaml.Node) func(func(string, *yaml.Node) bool) {
	return func(yield func(string, *yaml.Node) bool) {
		if n == nil || n.Kind != yaml.MappingNode {
			return
		}
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(n.Content[i].Value, n.Content[i+1]) {
				return
			}
		}
	}
}

func upper(name string) string { return strings.ToUpper(name[:1]) + name[1:] }
