package reference

import (
	"fmt"

	"github.com/plumbline-api/plumbline/contract"
)

// deepest bounds how far schemas that hold themselves are followed.
const deepest = 10

// documented lists the members that the contract names in an answer, as patterns
// with a * for each element.
func documented(c *contract.Contract, operation string, status int) map[string]bool {
	w := named{contract: c, at: map[string]bool{}}
	op := c.Operation(operation)
	if op == nil {
		return w.at
	}
	for _, key := range []string{fmt.Sprint(status), fmt.Sprintf("%dXX", status/100), "default"} {
		node, err := c.Resolve(op.Pointer() + contract.Pointer("responses", key))
		if err != nil {
			continue
		}
		content, _ := w.follow(node)["content"].(map[string]any)
		for _, media := range content {
			m, _ := media.(map[string]any)
			w.schema(m["schema"], "", 0)
		}
		break
	}
	return w.at
}

type named struct {
	contract *contract.Contract
	at       map[string]bool
}

// follow resolves references.
func (w *named) follow(node any) map[string]any {
	for range deepest {
		object, ok := node.(map[string]any)
		if !ok {
			return nil
		}
		ref, ok := object["$ref"].(string)
		if !ok {
			return object
		}
		next, err := w.contract.Resolve(ref[1:])
		if err != nil {
			return nil
		}
		node = next
	}
	return nil
}

func (w *named) schema(node any, pattern string, depth int) {
	s := w.follow(node)
	if s == nil || depth > deepest {
		return
	}
	properties, _ := s["properties"].(map[string]any)
	for name, property := range properties {
		below := pattern + contract.Pointer(name)
		w.at[below] = true
		w.schema(property, below, depth+1)
	}
	if s["items"] != nil {
		w.schema(s["items"], pattern+"/*", depth+1)
	}
	for _, keyword := range []string{"allOf", "anyOf", "oneOf"} {
		list, _ := s[keyword].([]any)
		for _, part := range list {
			w.schema(part, pattern, depth+1)
		}
	}
	for _, keyword := range []string{"then", "else"} {
		if s[keyword] != nil {
			w.schema(s[keyword], pattern, depth+1)
		}
	}
}
