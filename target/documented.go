package target

import (
	"bytes"
	"encoding/json"
	"fmt"
	"mime"
	"strconv"

	"github.com/getkin/kin-openapi/openapi3"
)

// Documented returns what an answer says as the contract understands it, for
// comparing what was seen at two times: its status, and its body without
// members that the contract does not name, in one order, without blanks. An
// answer that the contract has no schema for is returned as it came.
func (a *Answer) Documented() string {
	schema := a.schema()
	decoder := json.NewDecoder(bytes.NewReader(a.Body))
	decoder.UseNumber()
	var value any
	if schema == nil || decoder.Decode(&value) != nil {
		return fmt.Sprintf("%d %s", a.Status, a.Body)
	}
	text, err := json.Marshal(documented(value, []*openapi3.SchemaRef{schema}))
	if err != nil { // it was JSON just now
		return fmt.Sprintf("%d %s", a.Status, a.Body)
	}
	return fmt.Sprintf("%d %s", a.Status, text)
}

// schema is that of the answer's status and media type; nil where there is
// none.
func (a *Answer) schema() *openapi3.SchemaRef {
	if a.Operation == nil || a.Operation.Operation.Responses == nil {
		return nil
	}
	responses := a.Operation.Operation.Responses
	mediaType, _, err := mime.ParseMediaType(a.Header.Get("Content-Type"))
	if err != nil {
		return nil
	}
	for _, key := range []string{strconv.Itoa(a.Status), fmt.Sprintf("%dXX", a.Status/100), "default"} {
		if ref := responses.Value(key); ref != nil && ref.Value != nil {
			if media := ref.Value.Content.Get(mediaType); media != nil {
				return media.Schema
			}
			return nil
		}
	}
	return nil
}

// documented leaves out of objects what none of the schemas names. An object
// whose schemas name nothing, or allow members of any name by a schema, stays
// whole.
func documented(value any, schemas []*openapi3.SchemaRef) any {
	schemas = flat(schemas)
	switch v := value.(type) {
	case map[string]any:
		below := map[string][]*openapi3.SchemaRef{}
		for _, s := range schemas {
			if s.Value.AdditionalProperties.Schema != nil {
				return v
			}
			for name, property := range s.Value.Properties {
				below[name] = append(below[name], property)
			}
		}
		if len(below) == 0 {
			return v
		}
		kept := map[string]any{}
		for name, member := range v {
			if known := below[name]; known != nil {
				kept[name] = documented(member, known)
			}
		}
		return kept
	case []any:
		var below []*openapi3.SchemaRef
		for _, s := range schemas {
			if s.Value.Items != nil {
				below = append(below, s.Value.Items)
			}
		}
		kept := make([]any, len(v))
		for i := range v {
			kept[i] = documented(v[i], below)
		}
		return kept
	}
	return value
}

// flat adds the parts that schemas are composed of.
func flat(schemas []*openapi3.SchemaRef) []*openapi3.SchemaRef {
	const most = 100 // a contract of ours has a handful; one that contains itself would not end
	var list []*openapi3.SchemaRef
	for len(schemas) > 0 && len(list) < most {
		s := schemas[0]
		schemas = schemas[1:]
		if s == nil || s.Value == nil {
			continue
		}
		list = append(list, s)
		for _, parts := range []openapi3.SchemaRefs{s.Value.AllOf, s.Value.AnyOf, s.Value.OneOf} {
			schemas = append(schemas, parts...)
		}
	}
	return list
}
