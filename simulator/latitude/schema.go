package latitude

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/plumbline-api/plumbline/contract"
)

// views are the schemas that hold, or may hold, for one value of an answer: one
// schema with all those that it is composed of.
type views []*openapi3.Schema

// responseSchemas returns what the contract says of a response's body; nothing
// where it is silent.
func responseSchemas(op *contract.Operation, status int, contentType string) views {
	responses := op.Operation.Responses
	if responses == nil {
		return nil
	}
	ref := responses.Value(strconv.Itoa(status))
	if ref == nil {
		ref = responses.Value(fmt.Sprintf("%dXX", status/100))
	}
	if ref == nil {
		ref = responses.Value("default")
	}
	if ref == nil || ref.Value == nil {
		return nil
	}
	name, _, _ := strings.Cut(contentType, ";")
	media := ref.Value.Content[strings.ToLower(strings.TrimSpace(name))]
	if media == nil {
		return nil
	}
	return viewsOf(media.Schema)
}

// viewsOf gathers a schema and those that it is composed of.
func viewsOf(ref *openapi3.SchemaRef) views {
	if ref == nil || ref.Value == nil {
		return nil
	}
	s := ref.Value
	out := views{s}
	for _, part := range slices.Concat(s.AllOf, s.AnyOf, s.OneOf, openapi3.SchemaRefs{s.If, s.Then, s.Else}) {
		out = append(out, viewsOf(part)...)
	}
	for _, part := range s.DependentSchemas {
		out = append(out, viewsOf(part)...)
	}
	return out
}

// member returns the schemas of a named member of an object.
func (vs views) member(name string) views {
	var out views
	for _, s := range vs {
		out = append(out, viewsOf(s.Properties[name])...)
	}
	return out
}

// element returns the schemas of an array's elements.
func (vs views) element() views {
	var out views
	for _, s := range vs {
		out = append(out, viewsOf(s.Items)...)
		for _, item := range s.PrefixItems {
			out = append(out, viewsOf(item)...)
		}
	}
	return out
}

// open tells whether an object may have one more member that no schema names.
// Objects of free members, such as maps, are not taken for open: there every
// member means something.
func (vs views) open() bool {
	named := false
	for _, s := range vs {
		if closed(s) {
			return false
		}
		named = named || len(s.Properties) > 0
	}
	return named
}

func closed(s *openapi3.Schema) bool {
	more, unevaluated := s.AdditionalProperties, s.UnevaluatedProperties
	return more.Schema != nil || more.Has != nil && !*more.Has ||
		unevaluated.Schema != nil || unevaluated.Has != nil && !*unevaluated.Has ||
		s.MaxProps != nil || s.Not != nil || s.PropertyNames != nil || len(s.PatternProperties) > 0 ||
		len(s.Enum) > 0 || s.Const != nil
}
