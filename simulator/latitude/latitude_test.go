package latitude

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/specs/akinon"
	"github.com/plumbline-api/plumbline/specs/altazion"
	"github.com/plumbline-api/plumbline/specs/bridge"
	"github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/specs/komet"
)

// Every example of an answer in the five contracts keeps to its schema however
// it is varied, and keeps its values.
func TestVariedExamplesKeepTheContract(t *testing.T) {
	for _, book := range []specs.Book{akinon.Book(), altazion.Book(), bridge.Book(), deliveryoptimizer.Book(), komet.Book()} {
		t.Run(book.Vendor, func(t *testing.T) {
			c, err := contract.Load(book.OpenAPI)
			if err != nil {
				t.Fatal(err)
			}
			compiler := compilerOf(t, c)
			examples, extended := 0, 0
			for _, op := range c.Operations {
				for status, ref := range op.Operation.Responses.Map() {
					media := ref.Value.Content["application/json"]
					if media == nil {
						continue
					}
					pointer := op.Pointer() + contract.Pointer("responses", status)
					if ref.Ref != "" {
						pointer = strings.TrimPrefix(ref.Ref, "#")
					}
					pointer += contract.Pointer("content", "application/json", "schema")
					schema, err := compiler.Compile("contract.json" + (&url.URL{Fragment: pointer}).String())
					if err != nil {
						t.Fatal(err)
					}
					for name, example := range media.Examples {
						examples++
						text, err := json.Marshal(example.Value.Value)
						if err != nil {
							t.Fatal(err)
						}
						extended += vary100(t, fmt.Sprintf("%s %s %s", op.ID, status, name), schema, viewsOf(media.Schema), text)
					}
				}
			}
			if examples == 0 || extended == 0 {
				t.Errorf("%d examples, %d times with an unknown member: this test showed nothing", examples, extended)
			}
		})
	}
}

func compilerOf(t *testing.T, c *contract.Contract) *jsonschema.Compiler {
	t.Helper()
	raw, err := json.Marshal(c.Tree())
	if err != nil {
		t.Fatal(err)
	}
	tree, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	compiler.AssertFormat()
	if err := compiler.AddResource("contract.json", tree); err != nil {
		t.Fatal(err)
	}
	return compiler
}

// vary100 varies a text by 100 seeds and returns how often it got an unknown
// member.
func vary100(t *testing.T, name string, schema *jsonschema.Schema, views views, text []byte) (extended int) {
	t.Helper()
	want := decoded(t, text)
	if err := schema.Validate(want); err != nil {
		t.Fatalf("%s: the example itself: %v", name, err)
	}
	for seed := range uint64(100) {
		v := Variation{random: rand.New(rand.NewPCG(seed, 0))}
		varied, ok := v.body(views, text)
		if !ok {
			t.Fatalf("%s: %s is taken for no JSON", name, text)
		}
		got := decoded(t, varied)
		if err := schema.Validate(got); err != nil {
			t.Fatalf("%s: %s: %v", name, varied, err)
		}
		before := fmt.Sprint(got)
		got = withoutAdded(got)
		if fmt.Sprint(got) != before {
			extended++
		}
		if !reflect.DeepEqual(got, want) {
			t.Fatalf("%s: %s, want the values of %s", name, varied, text)
		}
	}
	return extended
}

func decoded(t *testing.T, text []byte) any {
	t.Helper()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return value
}

// withoutAdded leaves out what latitude added.
func withoutAdded(value any) any {
	switch value := value.(type) {
	case map[string]any:
		for name, member := range value {
			if strings.HasPrefix(name, "undocumented") {
				delete(value, name)
			} else {
				value[name] = withoutAdded(member)
			}
		}
	case []any:
		for i := range value {
			value[i] = withoutAdded(value[i])
		}
	}
	return value
}

func TestVariedScalarsKeepTheirText(t *testing.T) {
	const text = `{ "a\"}\\" : 1.50, "b":[1e2 ,-0, 12345678901234567890], "c":"\u00e9\/ ]}", "d":null,"e":{},"f":[],"a\"}\\":true}`
	for seed := range uint64(50) {
		v := Variation{random: rand.New(rand.NewPCG(seed, 0))}
		varied, ok := v.body(nil, []byte(text))
		if !ok || !json.Valid(varied) {
			t.Fatalf("%s: %v", varied, ok)
		}
		for _, part := range []string{`"a\"}\\"`, "1.50", "1e2", "-0", "12345678901234567890", `"\u00e9\/ ]}"`, "null", "{}", "[]", "true"} {
			if !bytes.Contains(varied, []byte(part)) {
				t.Errorf("seed %d: %s lacks %s", seed, varied, part)
			}
		}
	}
	for _, text := range []string{"", "True", "{", `{"a":1}{`} {
		v := Variation{random: rand.New(rand.NewPCG(1, 0))}
		if varied, ok := v.body(nil, []byte(text)); ok {
			t.Errorf("%q, which is no JSON, became %q", text, varied)
		}
	}
}

func TestOnlyFreeArraysChangeTheirOrder(t *testing.T) {
	const text = `{"free":[1,2,3,4,5,6,7,8],"bound":[1,2,3,4,5,6,7,8],"each":[{"x":[1,2,3,4,5,6,7,8]}]}`
	changed := map[string]bool{}
	for seed := range uint64(20) {
		v := Variation{random: rand.New(rand.NewPCG(seed, 0)), free: []string{"/free", "/each/*/x"}}
		varied, _ := v.body(nil, []byte(text))
		var got struct {
			Free, Bound []int
			Each        []struct{ X []int }
		}
		if err := json.Unmarshal(varied, &got); err != nil {
			t.Fatal(err)
		}
		ordered := []int{1, 2, 3, 4, 5, 6, 7, 8}
		changed["free"] = changed["free"] || !reflect.DeepEqual(got.Free, ordered)
		changed["bound"] = changed["bound"] || !reflect.DeepEqual(got.Bound, ordered)
		changed["each"] = changed["each"] || !reflect.DeepEqual(got.Each[0].X, ordered)
	}
	if !changed["free"] || !changed["each"] || changed["bound"] {
		t.Errorf("changed order: %v, want free and each", changed)
	}
}

func TestClosedObjectsGetNoMember(t *testing.T) {
	for _, row := range []struct {
		name, schema string
		open         bool
	}{
		{"named members", `{"type":"object","properties":{"a":{}}}`, true},
		{"more members allowed", `{"properties":{"a":{}},"additionalProperties":true}`, true},
		{"composed", `{"allOf":[{"properties":{"a":{}}},{"properties":{"b":{}}}]}`, true},
		{"nothing said", `{}`, false},
		{"map", `{"type":"object","additionalProperties":{"type":"string"}}`, false},
		{"closed", `{"properties":{"a":{}},"additionalProperties":false}`, false},
		{"closed as a whole", `{"properties":{"a":{}},"unevaluatedProperties":false}`, false},
		{"one part closed", `{"oneOf":[{"properties":{"a":{}}},{"properties":{"b":{}},"additionalProperties":false}]}`, false},
		{"counted", `{"properties":{"a":{}},"maxProperties":2}`, false},
		{"named by pattern", `{"properties":{"a":{}},"propertyNames":{"pattern":"^[a-c]$"}}`, false},
		{"members by pattern", `{"properties":{"a":{}},"patternProperties":{"^u":{"type":"string"}}}`, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			document := `{"openapi":"3.1.0","info":{"title":"t","version":"1"},"paths":{"/a":{"get":{"operationId":"a","responses":{
				"200":{"description":"d","content":{"application/json":{"schema":` + row.schema + `}}}}}}}}`
			c, err := contract.Load([]byte(document))
			if err != nil {
				t.Fatal(err)
			}
			if got := responseSchemas(c.Operations[0], 200, "Application/JSON; charset=utf-8").open(); got != row.open {
				t.Errorf("open %v, want %v", got, row.open)
			}
		})
	}
}
