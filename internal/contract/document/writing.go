package document

import (
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
)

// splitWriting gives requests schemas of their own where a member is required and
// only responses have it: OpenAPI requires it of responses alone, and JSON Schema
// knows no such difference.
func (d *Document) splitWriting(root map[string]any) {
	w := &writing{d: d, root: root, copies: map[string]string{}}
	paths, _ := root["paths"].(map[string]any)
	for _, path := range sorted(paths) {
		item, _ := paths[path].(map[string]any)
		for _, method := range sorted(item) {
			op, _ := item[method].(map[string]any)
			body, _ := op["requestBody"].(map[string]any)
			if ref, ok := body["$ref"].(string); ok {
				found, err := contract.Find(root, strings.TrimPrefix(ref, "#"))
				if err != nil {
					continue
				}
				body, _ = found.(map[string]any)
			}
			content, _ := body["content"].(map[string]any)
			for _, media := range sorted(content) {
				of, _ := content[media].(map[string]any)
				if of["schema"] != nil {
					of["schema"] = w.schema(of["schema"])
				}
			}
		}
	}
}

type writing struct {
	d      *Document
	root   map[string]any
	copies map[string]string // of components, by pointer
}

// schema is a schema for requests: itself, where nothing in it differs.
func (w *writing) schema(node any) any {
	switch node := node.(type) {
	case []any:
		for i := range node {
			node[i] = w.schema(node[i])
		}
	case map[string]any:
		if ref, ok := node["$ref"].(string); ok {
			at := strings.TrimPrefix(ref, "#")
			if !w.differs(at, map[string]bool{}) || !strings.HasPrefix(at, "/components/schemas/") {
				return node
			}
			return map[string]any{"$ref": "#" + w.copied(at)}
		}
		leaveOut(node)
		for _, name := range sorted(node) {
			if opaque(name, true) {
				continue
			}
			if name == "properties" || name == "$defs" || name == "patternProperties" {
				members, _ := node[name].(map[string]any)
				for _, member := range sorted(members) {
					members[member] = w.schema(members[member])
				}
				continue
			}
			node[name] = w.schema(node[name])
		}
	}
	return node
}

// leaveOut takes members that only responses have out of those that are required.
func leaveOut(schema map[string]any) {
	required, _ := schema["required"].([]any)
	properties, _ := schema["properties"].(map[string]any)
	if len(required) == 0 {
		return
	}
	kept := slices.DeleteFunc(slices.Clone(required), func(name any) bool {
		text, _ := name.(string)
		member, _ := properties[text].(map[string]any)
		return member["readOnly"] == true
	})
	if len(kept) == 0 {
		delete(schema, "required")
		return
	}
	schema["required"] = kept
}

// differs tells whether a component, or one that it refers to, requires a member
// that only responses have.
func (w *writing) differs(pointer string, seen map[string]bool) bool {
	if seen[pointer] {
		return false
	}
	seen[pointer] = true
	node, err := contract.Find(w.root, pointer)
	return err == nil && w.differsBelow(node, seen)
}

func (w *writing) differsBelow(node any, seen map[string]bool) bool {
	switch node := node.(type) {
	case []any:
		return slices.ContainsFunc(node, func(one any) bool { return w.differsBelow(one, seen) })
	case map[string]any:
		if ref, ok := node["$ref"].(string); ok {
			return w.differs(strings.TrimPrefix(ref, "#"), seen)
		}
		required, _ := node["required"].([]any)
		properties, _ := node["properties"].(map[string]any)
		for _, name := range required {
			text, _ := name.(string)
			if member, _ := properties[text].(map[string]any); member["readOnly"] == true {
				return true
			}
		}
		for _, name := range sorted(node) {
			if !opaque(name, true) && w.differsBelow(node[name], seen) {
				return true
			}
		}
	}
	return false
}

// copied is the copy of a component for requests.
func (w *writing) copied(pointer string) string {
	if at, known := w.copies[pointer]; known {
		return at
	}
	components, _ := w.root["components"].(map[string]any)
	schemas, _ := components["schemas"].(map[string]any)
	name := contract.Tokens(pointer)[2] + "ToWrite"
	for schemas[name] != nil {
		name += "_"
	}
	at := contract.Pointer("components", "schemas", name)
	from := place{w.d.Name, pointer}
	if original, moved := w.d.origin[pointer]; moved {
		from = original
	}
	w.copies[pointer], w.d.origin[at] = at, from
	schemas[name] = clone(schemas[contract.Tokens(pointer)[2]])
	schemas[name] = w.schema(schemas[name])
	return at
}
