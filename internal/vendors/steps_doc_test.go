package vendors

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gherkin "github.com/cucumber/gherkin/go/v26"
	"github.com/cucumber/godog"
	"github.com/cucumber/godog/colors"
	messages "github.com/cucumber/messages/go/v21"
	"github.com/plumbline-api/plumbline/features"
)

// TestStepsAreListed holds docs/steps.md to the steps that are registered and to
// the features that use them. A definition that no feature uses is dead.
func TestStepsAreListed(t *testing.T) {
	var b strings.Builder
	b.WriteString(stepsHead)
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		fmt.Fprintf(&b, "\n## %s\n", v.Book.Vendor)
		uses, used := usesOf(t, v.Book.Vendor), map[string]bool{}
		patterns := patternsOf(t, v)
		for _, kind := range []struct {
			heading string
			is      messages.PickleStepType
		}{{"Given", messages.PickleStepType_CONTEXT}, {"When", messages.PickleStepType_ACTION}, {"Then", messages.PickleStepType_OUTCOME}} {
			fmt.Fprintf(&b, "\n### %s: %s\n\n| step | as in |\n|---|---|\n", v.Book.Vendor, kind.heading)
			for _, pattern := range patterns {
				expression := regexp.MustCompile(pattern)
				first := slices.IndexFunc(uses, func(u use) bool { return u.kind == kind.is && expression.MatchString(u.text) })
				if first < 0 {
					continue
				}
				used[pattern] = true
				u := uses[first]
				fmt.Fprintf(&b, "| `%s` | %s ([%s:%d](../features/%s#L%[4]d)) |\n",
					cell(sentence(pattern)), cell(u.text), path.Base(u.file), u.line, u.file)
			}
		}
		for _, pattern := range patterns {
			if !used[pattern] {
				t.Errorf("no feature uses the step %s", pattern)
			}
		}
	})
	if !t.Failed() {
		same(t, filepath.Join("..", "..", "docs", "steps.md"), b.String())
	}
}

const stepsHead = `# The steps

These are the sentences in which the features of each vendor are written. Your own features can use them too:
[features.md](features.md) shows how.

` + "```gherkin" + `
Given an order that is open and reported as paid
When "confirmed" is asked for
Then the call is executed
` + "```" + `

How to read a step:

| written | means |
|---|---|
| ` + "`{number}`, `{word}`, `{text}`" + ` | fill in a number, one word, or any text |
| ` + "`{a\\|no}`" + ` | choose one of these |
| ` + "`[ not]`" + ` | may be left out |
| ` + "`[ or {number} …]`" + ` | may be left out or repeated |
| a colon at the end | a table or a text follows |

Beside each step stands the first place where a feature uses it. A step is listed under Given, When or Then as the features use it.

` + "`go test ./internal/vendors -run StepsAreListed -update`" + ` writes this page from the registered steps and the features.
`

// cell keeps a text within its cell of a table.
func cell(text string) string { return strings.ReplaceAll(text, "|", `\|`) }

// patternsOf lists the patterns of a vendor's step definitions, in alphabetical
// order: some are registered from maps, which have none.
func patternsOf(t *testing.T, v Vendor) []string {
	t.Helper()
	var out bytes.Buffer
	godog.TestSuite{
		Name: "steps",
		ScenarioInitializer: func(sc *godog.ScenarioContext) {
			stepsOf(t, v)(rand.New(rand.NewPCG(1, 1)))(features.NewSteps(sc, nil))
		},
		Options: &godog.Options{ShowStepDefinitions: true, Format: "progress", Output: colors.Uncolored(&out)},
	}.Run()
	var patterns []string
	for line := range strings.Lines(out.String()) {
		if pattern, _, found := cutLast(line, " # "); found {
			patterns = append(patterns, strings.TrimSpace(pattern))
		}
	}
	if len(patterns) == 0 {
		t.Fatalf("godog lists no step definitions: %s", out.String())
	}
	slices.Sort(patterns)
	return patterns
}

func cutLast(text, sep string) (before, after string, found bool) {
	i := strings.LastIndex(text, sep)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(sep):], true
}

// use is a step of a scenario.
type use struct {
	kind       messages.PickleStepType
	text, file string
	line       int64
}

// usesOf reads the steps of all scenarios of a vendor, in the order of files
// and lines. And and But are of the kind of the step before them.
func usesOf(t *testing.T, vendor string) []use {
	t.Helper()
	root := filepath.Join("..", "..", "features")
	names, err := filepath.Glob(filepath.Join(root, vendor, "*.feature"))
	if err != nil || len(names) == 0 {
		t.Fatalf("the features of %s: %v %v", vendor, names, err)
	}
	var uses []use
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		ids := &messages.Incrementing{}
		doc, err := gherkin.ParseGherkinDocument(bytes.NewReader(text), ids.NewId)
		if err != nil {
			t.Fatal(err)
		}
		lines := stepLines(doc)
		for _, pickle := range gherkin.Pickles(*doc, name, ids.NewId) {
			for _, step := range pickle.Steps {
				uses = append(uses, use{step.Type, step.Text, vendor + "/" + filepath.Base(name), lines[step.AstNodeIds[0]]})
			}
		}
	}
	return uses
}

// stepLines maps the IDs of a document's steps to their lines.
func stepLines(doc *messages.GherkinDocument) map[string]int64 {
	lines := map[string]int64{}
	take := func(steps []*messages.Step) {
		for _, s := range steps {
			lines[s.Id] = s.Location.Line
		}
	}
	both := func(b *messages.Background, s *messages.Scenario) {
		if b != nil {
			take(b.Steps)
		}
		if s != nil {
			take(s.Steps)
		}
	}
	for _, child := range doc.Feature.Children {
		both(child.Background, child.Scenario)
		if child.Rule == nil {
			continue
		}
		for _, inRule := range child.Rule.Children {
			both(inRule.Background, inRule.Scenario)
		}
	}
	return lines
}
