package report

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

func writeJSON(t *testing.T, r *Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := r.Write(FormatJSON, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestJSON(t *testing.T) {
	r := fixture()
	text := writeJSON(t, r)
	golden(t, "report.json", text)
	if !reflect.DeepEqual(r, fixture()) {
		t.Error("writing changed the report")
	}
	back, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	// what was no UTF-8 is written as an escape first, as the character then
	again := bytes.ReplaceAll(writeJSON(t, back), []byte("\ufffd"), []byte(`\ufffd`))
	if !bytes.Equal(again, text) {
		t.Error("read and written again, it differs")
	}
	if back.RandomSeed != r.RandomSeed || !back.Started.Equal(r.Started) || back.Exit(false) != r.Exit(false) {
		t.Error("read back, it says something else")
	}
}

func TestParseRefuses(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"another schema", `{"schema": "plumbline.report/v2"}`, `schema is "plumbline.report/v2", this plumbline reads "plumbline.report/v1"`},
		{"no schema", `{}`, `schema is ""`},
		{"no JSON", `<html>`, "read JSON"},
		{"another type", `{"schema": "plumbline.report/v1", "vendors": 1}`, "read JSON"},
		{"an unknown verdict of a rule", `{"schema": "plumbline.report/v1", "vendors": [{"rules": [{"id": "a/b", "verdict": "Pass"}]}]}`,
			`rule a/b: unknown verdict "Pass"`},
		{"an unknown verdict of a case", `{"schema": "plumbline.report/v1", "vendors": [{"rules": [{"id": "a/b", "verdict": "pass", "cases": [{"name": "c"}]}]}]}`,
			`rule a/b: case "c": unknown verdict ""`},
		{"an unknown verdict of a transition", `{"schema": "plumbline.report/v1", "vendors": [{"name": "a", "lifecycles": [{"entity": "order", "transitions": [{"from": "b", "to": "c", "verdict": "met"}]}]}]}`,
			`a: order from b to c: unknown verdict "met"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, err := Parse([]byte(test.text))
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error %v, want %q", err, test.want)
			}
			if r != nil {
				t.Error("a report came with the error")
			}
		})
	}
}

// compiledSchema returns the schema, ready to validate with.
func compiledSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(JSONSchema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("report.schema.json", document); err != nil {
		t.Fatal(err)
	}
	return c.MustCompile("report.schema.json")
}

func TestJSONSchemaAcceptsReports(t *testing.T) {
	schema := compiledSchema(t)
	text, err := os.ReadFile("testdata/report.json")
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string][]byte{"the golden file": text, "an empty report": writeJSON(t, new(Report))} {
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(document); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	for _, change := range [][2]string{
		{`"verdict": "skip"`, `"verdict": "skipped"`}, {`"schema": "plumbline.report/v1"`, `"schema": "v2"`}, {`"requests": 388`, `"requests": "388"`},
	} {
		wrong := bytes.Replace(text, []byte(change[0]), []byte(change[1]), 1)
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(wrong))
		if err != nil || bytes.Equal(wrong, text) {
			t.Fatal("no change", change, err)
		}
		if schema.Validate(document) == nil {
			t.Errorf("%s is accepted", change[1])
		}
	}
}

// TestJSONSchemaNamesEveryMember keeps schema and Go types together: every
// member stands in both, and is required where Go always writes it.
func TestJSONSchemaNamesEveryMember(t *testing.T) {
	var schema struct {
		Defs map[string]struct {
			Required   []string
			Properties map[string]any
			Enum       []Verdict
		} `json:"$defs"`
	}
	if err := json.Unmarshal(JSONSchema(), &schema); err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]any{
		"report": Report{}, "vendor": Vendor{}, "rule": Rule{}, "source": Source{}, "case": Case{}, "mismatch": Mismatch{}, "exchange": Exchange{},
		"lifecycle": Lifecycle{}, "transition": Transition{},
	} {
		def := schema.Defs[name]
		kind := reflect.TypeOf(value)
		for i := range kind.NumField() {
			member, option, optional := strings.Cut(kind.Field(i).Tag.Get("json"), ",")
			optional = optional && strings.HasPrefix(option, "omit")
			if _, ok := def.Properties[member]; !ok {
				t.Errorf("%s: the schema lacks %q", name, member)
			}
			if slices.Contains(def.Required, member) == optional {
				t.Errorf("%s: %q is required in one of schema and Go only", name, member)
			}
		}
		if len(def.Properties) != kind.NumField() {
			t.Errorf("%s: the schema has %d members, Go %d", name, len(def.Properties), kind.NumField())
		}
	}
	known := schema.Defs["verdict"].Enum
	for _, v := range verdicts() {
		if !slices.Contains(known, v) || len(known) != len(verdicts()) || v.appearance().unknown {
			t.Errorf("verdict %q", v)
		}
	}
}
