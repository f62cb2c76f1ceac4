package features

import (
	"strings"
	"testing"
)

// riddles are titles that name a circumstance and not the example, and with
// which a reader has to guess: they stood here once, and none comes back.
var riddles = []string{
	"Neither", "There is no such order", "It does", "It need not", "It has to", "The hand does not move it",
	"In both ways", "A bon that stands twice", "An item that stands twice", "Nothing makes a repeat known as one",
	"Who accepts no JSON is refused with 406", "Of several causes the first of the documented order decides",
}

var vendorsOfTitles = []string{"akinon", "altazion", "bridge", "deliveryoptimizer", "komet"}

// TestTitlesAreSentences holds that a scenario's title tells the example: at
// least four words with the example's values in them, none of the riddles, and
// no two alike in a feature.
func TestTitlesAreSentences(t *testing.T) {
	for _, vendor := range vendorsOfTitles {
		scenarios, err := Scenarios(vendor)
		if err != nil || len(scenarios) == 0 {
			t.Fatalf("%s: %d scenarios, %v", vendor, len(scenarios), err)
		}
		for _, fault := range titleFaults(scenarios) {
			t.Errorf("%s:%d: %q %s", fault.File, fault.Line, fault.Name, fault.is)
		}
	}
}

type titleFault struct {
	Scenario
	is string
}

func titleFaults(scenarios []Scenario) (faults []titleFault) {
	seen := map[[2]string]bool{}
	for _, s := range scenarios {
		if len(strings.Fields(s.Name)) < 4 {
			faults = append(faults, titleFault{s, "has fewer than four words"})
		}
		for _, riddle := range riddles {
			if strings.EqualFold(s.Name, riddle) {
				faults = append(faults, titleFault{s, "does not tell the example"})
			}
		}
		if strings.ContainsAny(s.Name, "<>") {
			faults = append(faults, titleFault{s, "names a column that the examples don't have"})
		}
		title := [2]string{s.File, strings.ToLower(s.Name)}
		if seen[title] {
			faults = append(faults, titleFault{s, "is the title of an earlier scenario of the feature"})
		}
		seen[title] = true
	}
	return faults
}

// TestRulesAreNotRiddles holds that no rule has a riddle for a title, fewer than
// three words, or the title of another rule of its feature.
func TestRulesAreNotRiddles(t *testing.T) {
	for _, vendor := range vendorsOfTitles {
		for file, titles := range ruleTitles(t, vendor) {
			seen := map[string]bool{}
			for _, title := range titles {
				for _, riddle := range riddles {
					if strings.EqualFold(title, riddle) {
						t.Errorf("%s: the rule %q does not tell what is required", file, title)
					}
				}
				if len(strings.Fields(title)) < 3 {
					t.Errorf("%s: the rule %q is no sentence", file, title)
				}
				if seen[title] {
					t.Errorf("%s: two rules are titled %q", file, title)
				}
				seen[title] = true
			}
		}
	}
}

// ruleTitles lists the titles of the rules of each feature file of a vendor.
func ruleTitles(t *testing.T, vendor string) map[string][]string {
	t.Helper()
	names, err := embedded.ReadDir(vendor)
	if err != nil {
		t.Fatal(err)
	}
	all, count := map[string][]string{}, 0
	for _, entry := range names {
		file := vendor + "/" + entry.Name()
		text, err := embedded.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if title, found := strings.CutPrefix(strings.TrimSpace(line), "Rule: "); found {
				all[file] = append(all[file], title)
				count++
			}
		}
	}
	if count == 0 {
		t.Fatalf("%s has no rules", vendor)
	}
	return all
}

// TestTitleFaultsAreFound holds that the checks above find what they are for.
func TestTitleFaultsAreFound(t *testing.T) {
	for name, test := range map[string]struct {
		titles []string
		want   string // of the last title; empty: no fault
	}{
		"a sentence":             {[]string{"An order without a payment is not confirmed"}, ""},
		"three words":            {[]string{"The second step"}, "has fewer than four words"},
		"a riddle":               {[]string{"There is no such order"}, "does not tell the example"},
		"a riddle in lower case": {[]string{"the hand does not move it"}, "does not tell the example"},
		"a title twice":          {[]string{"A key is sent twice", "A key is sent twice"}, "is the title of an earlier scenario of the feature"},
		"a column that is none":  {[]string{"A user with <key> is refused"}, "names a column that the examples don't have"},
	} {
		t.Run(name, func(t *testing.T) {
			var scenarios []Scenario
			for _, title := range test.titles {
				scenarios = append(scenarios, Scenario{File: "toy/a.feature", Name: title})
			}
			got := ""
			for _, fault := range titleFaults(scenarios) {
				got += fault.is
			}
			if got != test.want {
				t.Errorf("got %q, want %q", got, test.want)
			}
		})
	}
}
