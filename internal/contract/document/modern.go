package document

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
)

func decode(raw []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var tree any
	err := dec.Decode(&tree)
	return tree, err
}

// modernise writes the schemas of OpenAPI 3.0 as those of 3.1: nullable as a type,
// exclusive bounds as numbers, and a reference without what stands beside it,
// which 3.0 does not read.
func modernise(node any, inSchema bool) {
	switch node := node.(type) {
	case []any:
		for _, one := range node {
			modernise(one, inSchema)
		}
	case map[string]any:
		if inSchema {
			moderniseSchema(node)
		}
		for name, below := range node {
			if opaque(name, inSchema) && !inSchema {
				continue
			}
			switch name {
			case "schema", "items", "not", "additionalProperties", "allOf", "anyOf", "oneOf":
				modernise(below, true)
			case "properties", "schemas":
				object, _ := below.(map[string]any)
				for _, schema := range object {
					modernise(schema, true)
				}
			default:
				if !inSchema {
					modernise(below, false)
				}
			}
		}
	}
}

func moderniseSchema(s map[string]any) {
	if ref, there := s["$ref"]; there {
		clear(s)
		s["$ref"] = ref
		return
	}
	if s["nullable"] == true {
		if kind, ok := s["type"].(string); ok {
			s["type"] = []any{kind, "null"}
		}
		if list, ok := s["enum"].([]any); ok && !slices.Contains(list, nil) {
			s["enum"] = append(list, nil)
		}
	}
	delete(s, "nullable")
	for keyword, bound := range map[string]string{"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"} {
		exclusive, isFlag := s[keyword].(bool)
		if !isFlag {
			continue
		}
		delete(s, keyword)
		if value, there := s[bound]; exclusive && there {
			s[keyword] = value
			delete(s, bound)
		}
	}
}

// Silent marks a response that the document does not have: it says nothing of
// these statuses, so that one is no departure from it.
const Silent = "not documented"

// settleOperations gives every operation a name of its own, takes out what can't
// be judged, and notes that the document says nothing of other refusals.
func (d *Document) settleOperations(root map[string]any) {
	paths, _ := root["paths"].(map[string]any)
	taken := map[string]bool{}
	methods := []string{"get", "put", "post", "delete", "patch", "head", "options", "trace"}
	for _, path := range slices.Sorted(maps.Keys(paths)) {
		item, _ := paths[path].(map[string]any)
		for _, method := range methods {
			op, ok := item[method].(map[string]any)
			if !ok {
				continue
			}
			if why := unsupported(root, path, item, op); why != "" {
				d.LeftOut = append(d.LeftOut, fmt.Sprintf("%s %s: %s", strings.ToUpper(method), path, why))
				delete(item, method)
				continue
			}
			id, _ := op["operationId"].(string)
			if id == "" || taken[id] {
				id = method + camel(path)
			}
			for i := 2; taken[id]; i++ {
				id = fmt.Sprintf("%s%s%d", method, camel(path), i)
			}
			taken[id], op["operationId"] = true, id
			responses, _ := op["responses"].(map[string]any)
			if responses == nil {
				responses = map[string]any{}
				op["responses"] = responses
			}
			if _, rest := responses["default"]; rest {
				continue
			}
			for _, class := range []string{"4XX", "5XX"} {
				if _, there := responses[class]; !there {
					responses[class] = map[string]any{"description": Silent, "x-basis": "assumed"}
				}
			}
		}
	}
}

// unsupported says why an operation can't be judged.
func unsupported(root any, path string, item, op map[string]any) string {
	for segment := range strings.SplitSeq(path, "/") {
		if strings.ContainsAny(segment, "{}") && (!strings.HasPrefix(segment, "{") || !strings.HasSuffix(segment, "}") || strings.Count(segment, "{") > 1) {
			return "a parameter has to be a whole segment of the path"
		}
	}
	for _, of := range []map[string]any{item, op} {
		list, _ := of["parameters"].([]any)
		for _, one := range list {
			p, _ := one.(map[string]any)
			if ref, ok := p["$ref"].(string); ok {
				found, err := contract.Find(root, strings.TrimPrefix(ref, "#"))
				if err != nil {
					return "the parameter " + ref + " is not there"
				}
				p, _ = found.(map[string]any)
			}
			if p["schema"] == nil {
				return fmt.Sprintf("the parameter %v has no schema", p["name"])
			}
		}
	}
	return ""
}

// camel writes a path as a part of a name: /orders/{orderId} as OrdersOrderId.
func camel(path string) string {
	var b strings.Builder
	for word := range strings.FieldsFuncSeq(path, func(c rune) bool {
		return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", c)
	}) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return b.String()
}
