package features

import (
	"io/fs"
	"path"
	"slices"
	"testing"

	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/specs/akinon"
	"github.com/plumbline-api/plumbline/specs/altazion"
	"github.com/plumbline-api/plumbline/specs/bridge"
	"github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/specs/komet"
)

// TestScenariosAreCasesOfRules holds tags and rules together: a tag that names
// nothing would leave a rule without its check.
func TestScenariosAreCasesOfRules(t *testing.T) {
	judged := 0
	for _, book := range []specs.Book{altazion.Book(), akinon.Book(), deliveryoptimizer.Book(), bridge.Book(), komet.Book()} {
		t.Run(book.Vendor, func(t *testing.T) {
			list, err := Scenarios(book.Vendor)
			if err != nil {
				t.Fatal(err)
			}
			files, err := fs.Glob(embedded, path.Join(book.Vendor, "*.feature"))
			if err != nil {
				t.Fatal(err)
			}
			if len(files) == 0 {
				t.Skip("this vendor has no features yet")
			}
			judged += len(list)
			checkTags(t, book, list)
			checkNames(t, list)
		})
	}
	if judged == 0 {
		t.Error("no vendor has a scenario")
	}
}

func checkTags(t *testing.T, book specs.Book, list []Scenario) {
	t.Helper()
	readings := map[*specs.Rule][]string{}
	with := map[*specs.Rule]bool{} // rules that have scenarios
	for _, s := range list {
		for _, id := range s.Rules {
			rule := book.Rule(id)
			if rule == nil {
				t.Errorf("%s:%d: there is no rule %s", s.File, s.Line, id)
				continue
			}
			if rule.Binds != specs.Server {
				t.Errorf("%s:%d: %s binds the caller; a target can't be judged by it", s.File, s.Line, id)
			}
			with[rule] = true
			if s.Reading == "" {
				continue
			}
			readings[rule] = append(readings[rule], s.Reading)
			if !slices.ContainsFunc(rule.Readings, func(r specs.Reading) bool { return r.Name == s.Reading }) {
				t.Errorf("%s:%d: %s has no reading %q", s.File, s.Line, id, s.Reading)
			}
		}
	}
	for rule := range with {
		for _, reading := range rule.Readings {
			if !slices.Contains(readings[rule], reading.Name) {
				t.Errorf("%s: no scenario is about its reading %q", rule.ID, reading.Name)
			}
		}
	}
}

// checkNames wants a name once for a rule and reading: the random numbers of a
// case hang on it.
func checkNames(t *testing.T, list []Scenario) {
	t.Helper()
	seen := map[[3]string]bool{}
	for _, s := range list {
		for _, rule := range s.Rules {
			key := [3]string{rule, s.Reading, s.Name}
			if s.Name == "" || seen[key] {
				t.Errorf("%s:%d: the name %q is empty, or there twice for %s", s.File, s.Line, s.Name, rule)
			}
			seen[key] = true
		}
	}
}
