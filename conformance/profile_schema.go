package conformance

import (
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// ProfileSchemaURL is where editors find the JSON Schema of profiles.
const ProfileSchemaURL = "https://raw.githubusercontent.com/plumbline-api/plumbline/main/docs/profile.schema.json"

// ProfileSchema returns the JSON Schema (draft 2020-12) of the profiles of
// these vendors, for editors. It is drawn from the fields of Profile and from
// the names that the vendors define.
func ProfileSchema(vendors []*Vendor) ([]byte, error) {
	schema := schemaOf(reflect.TypeFor[Profile](), "")
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	schema["$id"] = ProfileSchemaURL
	schema["title"] = "Profile of a target of plumbline verify"
	var names []string
	var each []any
	for _, v := range vendors {
		names = append(names, v.Book.Vendor)
		each = append(each, map[string]any{
			"if": object{"properties": object{"vendor": object{"const": v.Book.Vendor}}, "required": []string{"vendor"}},
			"then": object{"properties": object{
				"credentials": named(v.Credentials), "fixtures": named(v.Fixtures),
			}},
		})
	}
	schema["$defs"] = object{"secret": secretSchema()}
	schema["properties"].(object)["vendor"].(object)["enum"] = names
	schema["allOf"] = each
	text, err := json.MarshalIndent(schema, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("conformance: schema of profiles: %w", err)
	}
	return append(text, '\n'), nil
}

type object = map[string]any

// named allows the names that a vendor defines, with their meaning.
func named(meanings map[string]string) object {
	properties := object{}
	for name, meaning := range meanings {
		properties[name] = object{"description": meaning}
	}
	return object{"properties": properties, "propertyNames": object{"enum": slices.Sorted(maps.Keys(meanings))}}
}

// schemaOf describes a type of the profile. Its tag holds what the type does
// not say: meaning, choices, bounds.
func schemaOf(t reflect.Type, tag reflect.StructTag) object {
	s := object{}
	if doc := tag.Get("doc"); doc != "" {
		s["description"] = doc
	}
	choices := strings.FieldsFunc(tag.Get("enum"), func(r rune) bool { return r == ',' })
	switch t.Kind() {
	case reflect.Pointer:
		maps.Copy(s, schemaOf(t.Elem(), tag))
	case reflect.Struct:
		if t == reflect.TypeFor[Secret]() {
			s["$ref"] = "#/$defs/secret" // it holds others of its kind
			break
		}
		structSchema(t, s)
	case reflect.Map:
		s["type"] = []string{"object", "null"} // a heading with nothing but comments below
		s["additionalProperties"] = true
		if t.Elem().Kind() != reflect.Interface {
			s["additionalProperties"] = schemaOf(t.Elem(), "")
		}
	case reflect.Slice:
		s["type"] = "array"
		if t.Elem().Kind() == reflect.Map { // entities, each of which is there once
			s["uniqueItems"] = true
		}
		s["items"] = schemaOf(t.Elem(), "")
		if len(choices) > 0 {
			s["items"].(object)["enum"] = choices
		}
		if first := tag.Get("first"); first != "" {
			s["prefixItems"] = []any{object{"type": "string", "pattern": first}}
		}
	case reflect.Int:
		s["type"] = "integer"
		if least, err := strconv.Atoi(tag.Get("minimum")); err == nil {
			s["minimum"] = least
		}
	case reflect.Interface: // any value
	default:
		s["type"] = "string"
		if len(choices) > 0 {
			s["enum"] = choices
		}
		if pattern := tag.Get("pattern"); pattern != "" {
			s["pattern"] = pattern
		}
	}
	return s
}

func structSchema(t reflect.Type, s object) {
	properties := object{}
	var required []string
	for _, k := range keysOf(t) {
		properties[k.name] = schemaOf(k.typ, k.tag)
		if k.tag.Get("required") != "" {
			required = append(required, k.name)
		}
	}
	s["type"], s["properties"], s["additionalProperties"] = "object", properties, false
	if len(required) > 0 {
		s["required"] = required
	}
}

// secretSchema describes where a credential comes from: exactly one place.
func secretSchema() object {
	s := object{"minProperties": 1, "maxProperties": 1}
	structSchema(reflect.TypeFor[Secret](), s)
	return s
}
