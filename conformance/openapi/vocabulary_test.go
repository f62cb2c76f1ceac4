package openapi_test

import (
	"flag"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/plumbline-api/plumbline/conformance/openapi"
)

var update = flag.Bool("update", false, "write the files that the tests compare with")

// TestVocabularyIsListed holds docs/any-api.md to the steps.
func TestVocabularyIsListed(t *testing.T) {
	const file, begin, end = "../../docs/any-api.md", "VocabularyIsListed -update -->\n", "<!-- end of steps -->"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(text), begin)
	_, after, ended := strings.Cut(rest, end)
	if !found || !ended {
		t.Fatal("the page has no place for the steps")
	}
	var b strings.Builder
	for _, step := range openapi.Vocabulary() {
		b.WriteString("\n" + step.Text + "\n\n```gherkin\n" + step.Kind + " " + step.Example + "\n```\n")
	}
	want := before + begin + b.String() + "\n" + end + after
	if *update {
		if err := os.WriteFile(file, []byte(want), 0o600); err != nil {
			t.Fatal(err)
		}
		return
	}
	if string(text) != want {
		t.Error("docs/any-api.md does not list the steps as they are; run the test with -update")
	}
}

// TestExamplesAreSteps tries the example of each step against the expressions: one
// takes it, and no other does.
func TestExamplesAreSteps(t *testing.T) {
	for _, step := range openapi.Vocabulary() {
		line, _, _ := strings.Cut(step.Example, "\n")
		taken := 0
		for _, other := range openapi.Vocabulary() {
			if other.Expression != "" && regexp.MustCompile(other.Expression).MatchString(line) {
				taken++
			}
		}
		if taken != 1 {
			t.Errorf("%q is taken by %d expressions", line, taken)
		}
	}
}

const small = `
openapi: 3.1.0
info: {title: Small, version: "1"}
paths:
  /things:
    post:
      operationId: makeThing
      requestBody: {content: {application/json: {schema: {type: object, properties: {name: {type: string}}}}}}
      responses: {"201": {description: made, content: {application/json: {schema: {type: object, properties: {id: {type: string}}}}}}}
`

// TestCheck has one mistake in each scenario.
func TestCheck(t *testing.T) {
	d, err := openapi.Read(fstest.MapFS{"a.yaml": {Data: []byte(small)}}, "a.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct{ feature, want string }{
		"nothing":                           {"Feature: f\n  @r\n  Rule: r\n    Scenario: s\n      When makeThing is called with\n        | /name | x |\n      Then the response's /id is there\n", ""},
		"an undefined step":                 {"Feature: f\n  @r\n  Rule: r\n    Scenario: s\n      When makeThing is callled\n", `5: no step is "makeThing is callled"; did you mean: `},
		"an unknown operation":              {"Feature: f\n  @r\n  Rule: r\n    Scenario: s\n      When makeThings is called\n", "5: the document has no operation makeThings; it has: makeThing"},
		"an unknown member":                 {"Feature: f\n  @r\n  Rule: r\n    Scenario: s\n      When makeThing is called with\n        | /nam | x |\n", "6: the body of makeThing has no member nam; it has: name"},
		"an unknown member of the response": {"Feature: f\n  @r\n  Rule: r\n    Scenario: s\n      When makeThing is called\n      Then the response's /key is x\n", "6: a response of makeThing has no member key; it has: id"},
		"an unknown parameter":              {"Feature: f\n  @r\n  Rule: r\n    Scenario: s\n      When makeThing is called with\n        | query q | x |\n", "6: makeThing has no parameter q in the query"},
		"a tag that selects nothing":        {"Feature: f\n  @r\n  Rule: empty\n  @q\n  Rule: q\n    Scenario: s\n      When makeThing is called\n", `3: the rule "empty" has no scenario: its tag selects nothing`},
		"a tag that means nothing":          {"Feature: f\n  @r @mood:good\n  Rule: r\n    Scenario: s\n      When makeThing is called\n", "2: the tag @mood:good means nothing"},
		"no rule":                           {"Feature: f\n  Scenario: lonely one\n    When makeThing is called\n", `2: the scenario "lonely one" is the case of no rule`},
	} {
		t.Run(name, func(t *testing.T) {
			problems, err := openapi.Check(d, fstest.MapFS{"x.feature": {Data: []byte(test.feature)}})
			if err != nil {
				t.Fatal(err)
			}
			var told []string
			for _, p := range problems {
				told = append(told, strings.TrimSpace(strings.Join([]string{strconv.Itoa(p.Line), p.Text}, ": ")))
			}
			if test.want == "" && len(told) > 0 || test.want != "" && (len(told) != 1 || !strings.HasPrefix(told[0], test.want)) {
				t.Errorf("told %q, want %q", told, test.want)
			}
		})
	}
}
