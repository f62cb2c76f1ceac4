package komet

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

// needs are the steps that something is needed for, with the tag of it: a
// target without a control API is asked for it by the tags.
var needs = map[string]string{
	`a customer with a delivery address`:                     NeedsShipTo,
	`a future sales order of 10 boxes`:                       NeedsFutureOrder,
	`a company with several locations`:                       NeedsPlaces,
	`a user of the company`:                                  NeedsUser,
	`a company and a token of one of its customers`:          NeedsCustomerToken,
	`a company and a token of one of its vendors`:            NeedsVendorToken,
	`a company and a token that is limited to .*`:            NeedsLimitedToken,
	`another company`:                                        NeedsOther,
	`a company (?:with one location|that .*|with \d+ .*)`:    "control",
	`a customer whose id is \d+`:                             "control",
	`a future sales order \S+ of (?:10|40) boxes`:            "control",
	`an inventory of:`:                                       "control",
	`a subscriber of the company`:                            "control",
	`(?:\d+ (?:days?|minutes) pass(?:es)?|it is \d+ .* UTC)`: "clock",
}

func TestScenariosSayWhatTheyNeed(t *testing.T) {
	files, err := filepath.Glob("*.feature")
	if err != nil || len(files) == 0 {
		t.Fatalf("features: %v, %v", files, err)
	}
	used := map[string]bool{}
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
			for _, step := range pickle.Steps {
				for pattern, need := range needs {
					if !regexp.MustCompile("^" + pattern + "$").MatchString(step.Text) {
						continue
					}
					used[pattern] = true
					if !slices.ContainsFunc(pickle.Tags, func(tag *messages.PickleTag) bool { return tag.Name == "@needs:"+need }) {
						t.Errorf("%s: %q has no tag @needs:%s", file, pickle.Name, need)
					}
				}
			}
		}
	}
	for pattern := range needs {
		if !used[pattern] {
			t.Errorf("no scenario has a step %q", pattern)
		}
	}
}
