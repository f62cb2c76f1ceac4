package control

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/nearest"
)

// unknownParameter returns an error that names the first query parameter which an
// operation does not have, and the nearest that it does.
func unknownParameter(op *contract.Operation, query url.Values) error {
	var known []string
	for _, ref := range op.Parameters {
		if ref.Value.In == "query" {
			known = append(known, ref.Value.Name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(query)) {
		if slices.Contains(known, name) {
			continue
		}
		if len(known) == 0 {
			return fmt.Errorf("there is no query parameter %q: %s takes none", name, op.ID)
		}
		return fmt.Errorf("there is no query parameter %q%s; %s takes %s", name, nearest.DidYouMean(name, known), op.ID, strings.Join(known, ", "))
	}
	return nil
}

// told says what is wrong with a request, and what may have been meant where a
// name is unknown.
func (g guard) told(b contract.Breach, body []byte) error {
	parent, keyword, _ := cutLast(b.Pointer)
	schema, _ := g.resolve(parent)
	var value any
	if json.Unmarshal(body, &value) != nil {
		return fmt.Errorf("%s %s", b.At, b.Message)
	}
	here := valueAt(value, b.At)
	switch keyword {
	case "additionalProperties":
		properties, _ := schema["properties"].(map[string]any)
		known := slices.Sorted(maps.Keys(properties))
		object, _ := here.(map[string]any)
		for _, name := range slices.Sorted(maps.Keys(object)) {
			if !slices.Contains(known, name) {
				return fmt.Errorf("%s has no member %q%s; there are: %s", b.At, name, nearest.DidYouMean(name, known), strings.Join(known, ", "))
			}
		}
	case "enum":
		list, _ := schema["enum"].([]any)
		var known []string
		for _, one := range list {
			known = append(known, fmt.Sprint(one))
		}
		return fmt.Errorf("%s can't be %q%s; it is one of %s", b.At, fmt.Sprint(here), nearest.DidYouMean(fmt.Sprint(here), known), strings.Join(known, ", "))
	}
	return fmt.Errorf("%s %s", b.At, b.Message)
}

func (g guard) resolve(pointer string) (map[string]any, bool) {
	node, err := g.contract.Resolve(pointer)
	if err != nil {
		return nil, false
	}
	schema, ok := node.(map[string]any)
	return schema, ok
}

func cutLast(pointer string) (before, after string, found bool) {
	i := strings.LastIndexByte(pointer, '/')
	if i < 0 {
		return "", pointer, false
	}
	return pointer[:i], pointer[i+1:], true
}

// valueAt returns what is at the place of a breach in a body, or nil.
func valueAt(value any, at string) any {
	for _, token := range contract.Tokens(strings.TrimPrefix(at, "body")) {
		switch v := value.(type) {
		case map[string]any:
			value = v[token]
		case []any:
			i := 0
			if _, err := fmt.Sscanf(token, "%d", &i); err != nil || i < 0 || i >= len(v) {
				return nil
			}
			value = v[i]
		default:
			return nil
		}
	}
	return value
}
