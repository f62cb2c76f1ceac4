package bridge

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"
)

// TestScenariosSayWhichOrdersTheyNeed compares the orders in the steps with the
// tags @needs:…: a target without a control API is asked for them by the tags.
func TestScenariosSayWhichOrdersTheyNeed(t *testing.T) {
	files, err := filepath.Glob("*.feature")
	if err != nil || len(files) == 0 {
		t.Fatalf("features: %v, %v", files, err)
	}
	used := map[string]bool{"order-open": true, "order-paid": true} // by the contract phase
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		ids := &messages.Incrementing{}
		doc, err := gherkin.ParseGherkinDocument(strings.NewReader(string(text)), ids.NewId)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, pickle := range gherkin.Pickles(*doc, file, ids.NewId) {
			for _, fixture := range fixturesIn(t, pickle) {
				used[fixture] = true
				if !slices.ContainsFunc(pickle.Tags, func(tag *messages.PickleTag) bool { return tag.Name == "@needs:"+fixture }) {
					t.Errorf("%s: %q has no tag @needs:%s", file, pickle.Name, fixture)
				}
			}
		}
	}
	for _, k := range Kinds() {
		if !used[k.Fixture] {
			t.Errorf("no scenario needs %s", k.Fixture)
		}
	}
}

// fixturesIn lists the fixtures of the orders in a scenario's steps.
func fixturesIn(t *testing.T, pickle *messages.Pickle) []string {
	t.Helper()
	var list []string
	for _, step := range pickle.Steps {
		phrase, is := strings.CutPrefix(step.Text, "an order ")
		if !is {
			continue
		}
		k, found := findKind(func(k Kind) bool { return k.Phrase == phrase })
		if !found {
			t.Errorf("%q: there is no order %s", pickle.Name, phrase)
			continue
		}
		list = append(list, k.Fixture)
	}
	return list
}
