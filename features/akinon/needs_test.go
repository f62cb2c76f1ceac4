package akinon

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"
)

// needed maps what a step says to what the scenario can't do without.
func needed() map[string]*regexp.Regexp {
	return map[string]*regexp.Regexp{
		Waiting:                  regexp.MustCompile(`^an?(other)? waiting package$`),
		ReadyForPackaging:        regexp.MustCompile(`^a package in Ready for Packaging$`),
		Packed:                   regexp.MustCompile(`^a package in Packed$`),
		OutOfStock:               regexp.MustCompile(`^a package in Out of Stock$`),
		"product":                regexp.MustCompile(`a(nother)? new product`),
		"denial-reason":          regexp.MustCompile(`one of the installation`),
		"denial-reason-inactive": regexp.MustCompile(`one that is inactive`),
		"other-command":          regexp.MustCompile(`OTHER_`),
		"stranger":               regexp.MustCompile(`^the caller has no right to packages$`),
		"login":                  regexp.MustCompile(`logs in`),
		"control":                regexp.MustCompile(`^the installation |comes from Omnitron$`),
		"events":                 regexp.MustCompile(`^the software (?:is told|gets)|each delivery`),
		"clock":                  regexp.MustCompile(`^a day passes$`),
	}
}

// TestScenariosSayWhatTheyNeed compares the steps with the tags @needs:…, by
// which a target without a control API is asked for fixtures.
func TestScenariosSayWhatTheyNeed(t *testing.T) {
	files, err := filepath.Glob("*.feature")
	if err != nil || len(files) == 0 {
		t.Fatalf("features: %v, %v", files, err)
	}
	used := map[string]bool{}
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		ids := &messages.Incrementing{}
		doc, err := gherkin.ParseGherkinDocument(strings.NewReader(string(source)), ids.NewId)
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		for _, pickle := range gherkin.Pickles(*doc, file, ids.NewId) {
			for need, phrase := range needed() {
				if need == "events" && tagged(pickle, "control") {
					continue // a simulator of ours, of which the ledger tells as well
				}
				if !slices.ContainsFunc(saidIn(pickle), phrase.MatchString) {
					continue
				}
				used[need] = true
				if !tagged(pickle, need) {
					t.Errorf("%s: %q has no tag @needs:%s", file, pickle.Name, need)
				}
			}
		}
	}
	for need := range needed() {
		if !used[need] {
			t.Errorf("no scenario needs %s", need)
		}
	}
}

func tagged(pickle *messages.Pickle, need string) bool {
	return slices.ContainsFunc(pickle.Tags, func(tag *messages.PickleTag) bool { return tag.Name == "@needs:"+need })
}

// saidIn lists the texts of a scenario's steps, with their tables and bodies.
func saidIn(pickle *messages.Pickle) []string {
	var all []string
	for _, step := range pickle.Steps {
		all = append(all, step.Text)
		if step.Argument == nil {
			continue
		}
		if step.Argument.DocString != nil {
			all = append(all, step.Argument.DocString.Content)
		}
		if step.Argument.DataTable == nil {
			continue
		}
		for _, row := range step.Argument.DataTable.Rows {
			for _, cell := range row.Cells {
				all = append(all, cell.Value)
			}
		}
	}
	return all
}
