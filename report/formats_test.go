package report

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestCTRF reads what is written by the schema that ctrf.io publishes (in the
// npm package ctrf 0.3.0, MIT licence), and counts again what it says.
func TestCTRF(t *testing.T) {
	got := written(t, FormatCTRF, fixture())
	golden(t, "ctrf.json", got)
	file, err := os.Open("testdata/schemas/ctrf.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	text, err := jsonschema.UnmarshalJSON(file)
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("ctrf.json", text); err != nil {
		t.Fatal(err)
	}
	schema, err := compiler.Compile("ctrf.json")
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(got))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(value); err != nil {
		t.Error(err)
	}
	var back ctrfReport
	if err := json.Unmarshal(got, &back); err != nil {
		t.Fatal(err)
	}
	// by hand from the fixture: 14 rules and one standing each for akinon, which was not reached, and komet, which is not built
	s := back.Results.Summary
	s.Start, s.Stop = 0, 0
	if want := (ctrfSummary{Tests: 16, Passed: 5, Failed: 3, Skipped: 3, Other: 5, Suites: 5}); s != want {
		t.Errorf("says %+v, want %+v", s, want)
	}
}

func TestGitHub(t *testing.T) {
	got := written(t, FormatGitHub, fixture())
	golden(t, "github.txt", got)
	for line := range strings.Lines(string(got)) {
		if !strings.HasPrefix(line, "::error ") && !strings.HasPrefix(line, "::warning ") {
			t.Errorf("a line is no command: %q", line)
		}
	}
}

// TestAnnotation compares with what actions/toolkit escapes.
func TestAnnotation(t *testing.T) {
	got := annotation("error", "features/a,b:c.feature", 3, "komet/x: 50%", "expected a\nb, got 100%")
	want := "::error file=features/a%2Cb%3Ac.feature,line=3,title=komet/x%3A 50%25::expected a\\nb, got 100%25\n"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}

func TestAnnotationsAreBounded(t *testing.T) {
	r := &Report{Vendors: []Vendor{{Name: "a"}}}
	for range 30 {
		r.Vendors[0].Rules = append(r.Vendors[0].Rules, rule("a/b", Fail, "why"))
	}
	got := string(written(t, FormatGitHub, r))
	if n := strings.Count(got, "::error "); n != 10 || !strings.Contains(got, "21 more; the summary has them") {
		t.Errorf("%d annotations:\n%s", n, got)
	}
}
