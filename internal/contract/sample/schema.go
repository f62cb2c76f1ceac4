// Package sample makes values that a schema allows: from the examples of an
// OpenAPI document first, else from the schema alone.
package sample

import (
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
)

// Schemas are those of a document, which references lead to.
type Schemas struct{ Tree any }

// deepest is how deep schemas are followed, for those that contain themselves.
const deepest = 8

// Follow resolves a node that is a reference.
func (s Schemas) Follow(node any) map[string]any {
	object, _ := node.(map[string]any)
	for range 32 {
		ref, ok := object["$ref"].(string)
		if !ok {
			return object
		}
		found, err := contract.Find(s.Tree, strings.TrimPrefix(ref, "#"))
		if err != nil {
			return nil
		}
		object, _ = found.(map[string]any)
	}
	return nil
}

// Flat returns a schema without allOf and with the first of oneOf and anyOf: what
// the members and bounds of one value are.
func (s Schemas) Flat(node any) map[string]any { return s.flat(node, 0) }

func (s Schemas) flat(node any, depth int) map[string]any {
	schema := s.Follow(node)
	parts := []any{}
	if all, ok := schema["allOf"].([]any); ok {
		parts = append(parts, all...)
	}
	for _, choice := range []string{"oneOf", "anyOf"} {
		if list, ok := schema[choice].([]any); ok && len(list) > 0 {
			first := slices.IndexFunc(list, func(one any) bool { return s.Follow(one)["type"] != "null" })
			parts = append(parts, list[max(first, 0)])
		}
	}
	if len(parts) == 0 || depth > deepest {
		return schema
	}
	out := map[string]any{}
	merge := func(from map[string]any) {
		for name, value := range from {
			switch name {
			case "allOf", "oneOf", "anyOf":
			case "properties":
				properties, _ := out[name].(map[string]any)
				merged := map[string]any{}
				for member, of := range properties {
					merged[member] = of
				}
				more, _ := value.(map[string]any)
				for member, of := range more {
					if already, twice := merged[member]; twice {
						of = map[string]any{"allOf": []any{already, of}}
					}
					merged[member] = of
				}
				out[name] = merged
			case "required":
				already, _ := out[name].([]any)
				more, _ := value.([]any)
				out[name] = append(slices.Clone(already), more...)
			default:
				out[name] = value
			}
		}
	}
	for _, part := range parts {
		merge(s.flat(part, depth+1))
	}
	merge(schema)
	return out
}

// Types returns the types that a schema names, without null.
func Types(schema map[string]any) []string {
	var list []string
	switch t := schema["type"].(type) {
	case string:
		list = []string{t}
	case []any:
		for _, one := range t {
			if text, ok := one.(string); ok && text != "null" {
				list = append(list, text)
			}
		}
	}
	if len(list) == 0 && schema["properties"] != nil {
		return []string{"object"}
	}
	if len(list) == 0 && schema["items"] != nil {
		return []string{"array"}
	}
	return list
}

// Properties returns the members that a flat schema names.
func Properties(schema map[string]any) map[string]any {
	properties, _ := schema["properties"].(map[string]any)
	return properties
}

// Required tells whether a flat schema requires a member.
func Required(schema map[string]any, name string) bool {
	list, _ := schema["required"].([]any)
	return slices.Contains(list, any(name))
}

// JSONMedia returns the JSON form of a content: its media type and what is said of
// it.
func (s Schemas) JSONMedia(content any) (name string, media map[string]any) {
	object, _ := content.(map[string]any)
	if media, ok := object["application/json"].(map[string]any); ok {
		return "application/json", media
	}
	var names []string
	for name := range object {
		if strings.HasSuffix(name, "+json") || strings.HasPrefix(name, "application/json;") {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return "", nil
	}
	slices.Sort(names)
	media, _ = object[names[0]].(map[string]any)
	return names[0], media
}

// Example returns the first example of a media type, a parameter or a schema.
func (s Schemas) Example(of map[string]any) (any, bool) {
	if value, there := of["example"]; there {
		return value, true
	}
	switch list := of["examples"].(type) {
	case []any: // of a schema
		if len(list) > 0 {
			return list[0], true
		}
	case map[string]any:
		var names []string
		for name := range list {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			if value, there := s.Follow(list[name])["value"]; there {
				return value, true
			}
		}
	}
	return nil, false
}
