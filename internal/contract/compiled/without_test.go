package compiled

import (
	"slices"
	"testing"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/specs/akinon"
	"github.com/plumbline-api/plumbline/specs/altazion"
	"github.com/plumbline-api/plumbline/specs/bridge"
	"github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/specs/komet"
)

const removable = `
openapi: 3.1.0
info: {title: t, version: "1"}
paths:
  /things/{id}:
    parameters: [{$ref: "#/components/parameters/Id"}]
    post:
      operationId: write
      parameters:
        - {name: a, in: query, required: true, schema: {type: integer}}
        - {name: b, in: query, required: true, schema: {type: integer}}
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Thing"}}}
  /other:
    post:
      operationId: other
      requestBody: {$ref: "#/components/requestBodies/Other"}
components:
  parameters:
    Id: {name: id, in: path, required: true, schema: {type: string, format: uuid}}
  requestBodies:
    Other: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Kind"}}}}
  schemas:
    Thing:
      type: object
      required: [kind, qty, properties]
      properties:
        kind: {$ref: "#/components/schemas/Kind"}
        qty: {type: integer, minimum: 1, maximum: 9}
        parameters: {required: [x], minProperties: 1}
        properties: {type: string}
        lines: {type: array, items: {type: string}}
        items: {type: array}
      allOf:
        - {required: [first]}
        - {required: [second]}
        - {not: {required: [third]}}
    Kind: {type: string, enum: [A, B]}
`

// What each request breaks in the whole contract, and what it breaks once
// something is removed: exactly the matching breaches disappear.
func TestWithout(t *testing.T) {
	const (
		op    = "/paths/~1things~1{id}/post"
		thing = "/components/schemas/Thing"
		kind  = "/components/schemas/Kind"
	)
	wrong := Input{
		Path:        map[string]string{"id": "17"},
		Query:       map[string][]string{"a": {"x"}},
		ContentType: "application/json",
		Body:        []byte(`{"kind": 1, "qty": 0, "parameters": {}, "lines": [1], "items": 1, "properties": 1, "third": 3}`),
	}
	inParameters := []string{"/components/parameters/Id/schema/format", op + "/parameters/0/schema/type", op + "/parameters/1/required"}
	inProperties := []string{
		thing + "/properties/parameters/required", thing + "/properties/parameters/minProperties", thing + "/properties/properties/type",
		thing + "/properties/qty/minimum", thing + "/properties/lines/items/type", thing + "/properties/items/type", kind + "/type",
	}
	inAllOf := []string{thing + "/allOf/0/required", thing + "/allOf/1/required", thing + "/allOf/2/not"}
	inBody := slices.Concat(inProperties, inAllOf)
	all := slices.Concat(inParameters, inBody)
	empty := Input{Path: map[string]string{"id": id}, Query: map[string][]string{"a": {"1"}, "b": {"1"}}}
	bare := Input{Path: empty.Path, Query: empty.Query, ContentType: "application/json", Body: []byte(`{"first": 1, "second": 2}`)}
	other := Input{ContentType: "application/json", Body: []byte(`"C"`)}
	text := Input{ContentType: "text/plain", Body: []byte(`"C"`)}
	for name, tt := range map[string]struct {
		operation string
		in        Input
		all       []string
		without   []string
		gone      []string // of all; every one where nil
	}{
		"nothing":                       {"write", wrong, all, nil, []string{}},
		"something that is not there":   {"write", wrong, all, []string{"/nosuch", thing + "/properties/nosuch/type", thing + "/allOf/7", thing + "/allOf/x", thing + "/type/0/x"}, []string{}},
		"the whole document":            {"write", wrong, all, []string{""}, nil},
		"elsewhere":                     {"write", wrong, all, []string{"/security", "/info/title", "/components/securitySchemes"}, []string{}},
		"keyword":                       {"write", wrong, all, []string{thing + "/properties/qty/minimum"}, []string{thing + "/properties/qty/minimum"}},
		"property":                      {"write", wrong, all, []string{thing + "/properties/qty"}, []string{thing + "/properties/qty/minimum"}},
		"property called items":         {"write", wrong, all, []string{thing + "/properties/items"}, []string{thing + "/properties/items/type"}},
		"keyword below parameters":      {"write", wrong, all, []string{thing + "/properties/parameters/required"}, []string{thing + "/properties/parameters/required"}},
		"property called parameters":    {"write", wrong, all, []string{thing + "/properties/parameters"}, []string{thing + "/properties/parameters/required", thing + "/properties/parameters/minProperties"}},
		"keyword below properties":      {"write", wrong, all, []string{thing + "/properties/properties/type"}, []string{thing + "/properties/properties/type"}},
		"all properties":                {"write", wrong, all, []string{thing + "/properties"}, inProperties},
		"items":                         {"write", wrong, all, []string{thing + "/properties/lines/items"}, []string{thing + "/properties/lines/items/type"}},
		"component":                     {"write", wrong, all, []string{kind}, []string{kind + "/type"}},
		"component with all in it":      {"write", wrong, all, []string{thing}, inBody},
		"element of allOf":              {"write", wrong, all, []string{thing + "/allOf/0"}, []string{thing + "/allOf/0/required"}},
		"two elements of allOf":         {"write", wrong, all, []string{thing + "/allOf/0", thing + "/allOf/2"}, []string{thing + "/allOf/0/required", thing + "/allOf/2/not"}},
		"keyword in an element":         {"write", wrong, all, []string{thing + "/allOf/2/not"}, []string{thing + "/allOf/2/not"}},
		"element and what holds it":     {"write", wrong, all, []string{thing + "/allOf", thing + "/allOf/1"}, inAllOf},
		"parameter component":           {"write", wrong, all, []string{"/components/parameters/Id"}, []string{"/components/parameters/Id/schema/format"}},
		"keyword of a parameter":        {"write", wrong, all, []string{"/components/parameters/Id/schema/format"}, []string{"/components/parameters/Id/schema/format"}},
		"schema of a parameter":         {"write", wrong, all, []string{op + "/parameters/0/schema"}, []string{op + "/parameters/0/schema/type"}},
		"parameter in a list":           {"write", wrong, all, []string{op + "/parameters/0"}, []string{op + "/parameters/0/schema/type"}},
		"last parameter in a list":      {"write", wrong, all, []string{op + "/parameters/1"}, []string{op + "/parameters/1/required"}},
		"both parameters in a list":     {"write", wrong, all, []string{op + "/parameters/0", op + "/parameters/1"}, []string{op + "/parameters/0/schema/type", op + "/parameters/1/required"}},
		"reference to a parameter":      {"write", wrong, all, []string{"/paths/~1things~1{id}/parameters/0"}, []string{"/components/parameters/Id/schema/format"}},
		"required of a parameter":       {"write", wrong, all, []string{op + "/parameters/1/required"}, []string{op + "/parameters/1/required"}},
		"schema of the body":            {"write", wrong, all, []string{op + "/requestBody/content/application~1json/schema"}, inBody},
		"media type":                    {"write", wrong, all, []string{op + "/requestBody/content/application~1json"}, inBody},
		"request body":                  {"write", wrong, all, []string{op + "/requestBody"}, inBody},
		"operation":                     {"write", wrong, all, []string{op}, nil},
		"path":                          {"write", wrong, all, []string{"/paths/~1things~1{id}"}, nil},
		"required of the body":          {"write", empty, []string{op + "/requestBody/required"}, []string{op + "/requestBody/required"}, nil},
		"required, whole":               {"write", bare, []string{thing + "/required"}, []string{thing + "/required"}, nil},
		"required, every name":          {"write", bare, []string{thing + "/required"}, []string{thing + "/required/0", thing + "/required/1", thing + "/required/2"}, nil},
		"required, one name":            {"write", bare, []string{thing + "/required"}, []string{thing + "/required/1"}, []string{}},
		"enum":                          {"other", other, []string{kind + "/enum"}, []string{kind + "/enum"}, nil},
		"keyword beside the broken one": {"other", other, []string{kind + "/enum"}, []string{kind + "/type"}, []string{}},
		"content":                       {"other", text, []string{"/components/requestBodies/Other/content"}, []string{"/components/requestBodies/Other/content"}, nil},
		"request body component":        {"other", text, []string{"/components/requestBodies/Other/content"}, []string{"/components/requestBodies/Other"}, nil},
		"required of a body component":  {"other", Input{}, []string{"/components/requestBodies/Other/required"}, []string{"/components/requestBodies/Other/required"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if got := brokenKeywords(compile(t, []byte(removable)).Check(tt.operation, tt.in)); !slices.Equal(got, slices.Sorted(slices.Values(tt.all))) {
				t.Fatalf("the whole contract: breaks %q, want %q", got, tt.all)
			}
			want := slices.DeleteFunc(slices.Sorted(slices.Values(tt.all)), func(p string) bool {
				return tt.gone == nil || slices.Contains(tt.gone, p)
			})
			if got := brokenKeywords(compile(t, []byte(removable), tt.without...).Check(tt.operation, tt.in)); !slices.Equal(got, want) {
				t.Errorf("breaks %q, want %q", got, want)
			}
		})
	}
}

func TestWithoutOneNameTheOthersAreRequired(t *testing.T) {
	in := func(text string) Input {
		return Input{Path: map[string]string{"id": id}, Query: map[string][]string{"a": {"1"}, "b": {"1"}}, ContentType: "application/json", Body: []byte(text)}
	}
	s := compile(t, []byte(removable), "/components/schemas/Thing/required/1") // qty
	for text, breaches := range map[string]int{
		`{"first": 1, "second": 2, "kind": "A", "properties": ""}`:           0,
		`{"first": 1, "second": 2, "kind": "A", "properties": "", "qty": 0}`: 1,
		`{"first": 1, "second": 2, "kind": "A"}`:                             1,
		`{"first": 1, "second": 2, "properties": ""}`:                        1,
	} {
		if got := s.Check("write", in(text)); len(got) != breaches {
			t.Errorf("%s: breaches %+v, want %d", text, got, breaches)
		}
	}
}

func TestEveryRuleCanBeRemoved(t *testing.T) {
	for _, book := range []specs.Book{akinon.Book(), altazion.Book(), bridge.Book(), deliveryoptimizer.Book(), komet.Book()} {
		t.Run(book.Vendor, func(t *testing.T) {
			c, err := contract.Load(book.OpenAPI)
			if err != nil {
				t.Fatal(err)
			}
			var all []string
			for _, rule := range book.Rules {
				if _, err := Compile(c, rule.Schema); err != nil {
					t.Errorf("without %s: %v", rule.ID, err)
				}
				all = append(all, rule.Schema...)
			}
			if _, err := Compile(c, all); err != nil {
				t.Errorf("without all of them: %v", err)
			}
			if _, err := Compile(c, nil); err != nil {
				t.Errorf("whole: %v", err)
			}
		})
	}
}
