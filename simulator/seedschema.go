package simulator

import (
	"bytes"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/jsonschema-go/jsonschema"

	"github.com/plumbline-api/plumbline/internal/nearest"
	"github.com/plumbline-api/plumbline/specs/wire"
)

// SeedSchema describes a vendor's seed document as a JSON Schema. Members that
// are required by other members are not told: the vendor's own errors are.
func (e *Engine) SeedSchema(vendor string) ([]byte, error) {
	s := e.served[vendor]
	if s == nil {
		return nil, unknown("no vendor %q is served here; there are: %s", vendor, strings.Join(e.names, ", "))
	}
	schema, err := s.seed()
	if err != nil || schema == nil {
		return nil, fmt.Errorf("simulator: %s has no schema of its seed: %w", vendor, err)
	}
	told := *schema
	told.Schema = "https://json-schema.org/draft/2020-12/schema"
	told.Title = "Seed of " + e.vendors[vendor].Book.Title
	return json.MarshalIndent(&told, "", "  ")
}

// seedSchema derives the schema from the type that the vendor decodes its seed
// into; nil where it does not tell.
func seedSchema(form any) (*jsonschema.Schema, error) {
	if form == nil {
		return nil, nil
	}
	schemas := map[reflect.Type]*jsonschema.Schema{}
	ownForms(reflect.TypeOf(form), map[reflect.Type]bool{}, schemas)
	schema, err := jsonschema.ForType(reflect.TypeOf(form), &jsonschema.ForOptions{TypeSchemas: schemas})
	if err != nil {
		return nil, fmt.Errorf("simulator: seed: %w", err)
	}
	loosen(schema)
	return schema, nil
}

// ownForms notes the types that read JSON by themselves: a decimal is a number,
// of others nothing is known.
func ownForms(t reflect.Type, seen map[reflect.Type]bool, schemas map[reflect.Type]*jsonschema.Schema) {
	if seen[t] || t == reflect.TypeFor[time.Time]() {
		return
	}
	seen[t] = true
	switch {
	case t == reflect.TypeFor[wire.Decimal]():
		schemas[t] = &jsonschema.Schema{Type: "number"}
		return
	case t.Kind() != reflect.Pointer && reflect.PointerTo(t).Implements(reflect.TypeFor[json.Unmarshaler]()):
		schemas[t] = &jsonschema.Schema{}
		return
	case t.Kind() != reflect.Pointer && reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()):
		schemas[t] = &jsonschema.Schema{Type: "string"}
		return
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array, reflect.Map:
		ownForms(t.Elem(), seen, schemas)
	case reflect.Struct:
		for i := range t.NumField() {
			ownForms(t.Field(i).Type, seen, schemas)
		}
	default: // of its own
	}
}

// loosen takes out which members are required: decoding requires none.
func loosen(s *jsonschema.Schema) {
	if s == nil {
		return
	}
	s.Required, s.PropertyOrder = nil, nil
	for _, property := range s.Properties {
		loosen(property)
	}
	loosen(s.Items)
	if !closed(s) {
		loosen(s.AdditionalProperties)
	}
}

// closed tells whether an object has no members but those that are named.
func closed(s *jsonschema.Schema) bool {
	return s.AdditionalProperties != nil && s.AdditionalProperties.Not != nil
}

// checkSeed returns an error that names the first member of a seed document which
// the vendor does not know, and the nearest that it does. What is no JSON is left
// to the vendor.
func (e *Engine) checkSeed(vendor string, document []byte) error {
	schema, err := e.served[vendor].seed()
	if err != nil || schema == nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.UseNumber()
	var value any
	if decoder.Decode(&value) != nil {
		return nil
	}
	if at, name, known := stranger(schema, value, ""); name != "" {
		return fmt.Errorf("%s: seed: %s has no member %q%s; there are: %s", vendor, place(at), name, nearest.DidYouMean(name, known), strings.Join(known, ", "))
	}
	if decoder.More() {
		return errors.New(vendor + ": seed: something follows the document")
	}
	return nil
}

func place(at string) string {
	if at == "" {
		return "the document"
	}
	return at
}

// stranger finds a member that a schema does not name.
func stranger(s *jsonschema.Schema, value any, at string) (place, name string, known []string) {
	switch v := value.(type) {
	case map[string]any:
		for _, member := range slices.Sorted(maps.Keys(v)) {
			inner := s.Properties[member]
			switch {
			case inner != nil:
			case closed(s):
				return at, member, slices.Sorted(maps.Keys(s.Properties))
			case s.AdditionalProperties != nil:
				inner = s.AdditionalProperties
			default:
				continue
			}
			if place, name, known = stranger(inner, v[member], at+"/"+member); name != "" {
				return place, name, known
			}
		}
	case []any:
		for i, element := range v {
			if s.Items == nil {
				break
			}
			if place, name, known = stranger(s.Items, element, at+"/"+strconv.Itoa(i)); name != "" {
				return place, name, known
			}
		}
	}
	return "", "", nil
}
