package bridge_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
)

// row shows one rule, or one reading of it, at work. Its assertions go to the
// world, so that the same ones can be made where the rule is switched off.
type row struct {
	rule    *specs.Rule
	reading string
	do      func(*world)
}

func (r row) name() string {
	name := strings.TrimPrefix(r.rule.ID, "bridge/")
	if r.reading != "" {
		name += "=" + r.reading
	}
	return name
}

func allRows() []row {
	return slices.Concat(callRows(), answerRows(), stateRows(), paymentRows(), outsideRows(), flowRows(), statusRows(), tokenRows())
}

// TestEveryServerRule lets every row hold on a sound engine, with the rule
// named in the journal, and fail on one where the rule is switched off.
func TestEveryServerRule(t *testing.T) {
	missing := map[string]bool{}
	for _, rule := range rules.Book().Rules {
		if rule.Binds != specs.Server || rule.Basis == specs.Integrity { // the engine's own
			continue
		}
		if len(rule.Readings) == 0 {
			missing[row{rule: rule}.name()] = true
		}
		for _, reading := range rule.Readings {
			missing[row{rule: rule, reading: reading.Name}.name()] = true
		}
	}
	for _, r := range allRows() {
		delete(missing, r.name())
		t.Run(r.name(), func(t *testing.T) {
			var dialect map[string]string
			if r.reading != "" {
				dialect = map[string]string{r.rule.ID: r.reading}
			}
			sound := newWorld(t, dialect)
			r.do(sound)
			for _, failure := range sound.failures {
				t.Error(failure)
			}
			checkJournal(t, sound, r.rule)
			checkAnswers(t, sound)

			for _, other := range dialects(r.rule) {
				broken := newWorld(t, other, r.rule.ID)
				r.do(broken)
				if len(broken.failures) == 0 {
					t.Errorf("no assertion fails where the rule is switched off, dialect %v", other)
				}
				if other[r.rule.ID] == r.reading {
					continue
				}
				misread := newWorld(t, other)
				r.do(misread)
				if len(misread.failures) == 0 {
					t.Errorf("no assertion fails in the dialect %v", other)
				}
			}
		})
	}
	for name := range missing {
		t.Errorf("no row shows %s", name)
	}
}

// dialects lists what a world can speak of a rule, so that a defect is shown to
// fit no reading, and one reading not to pass for another.
func dialects(rule *specs.Rule) []map[string]string {
	if len(rule.Readings) == 0 {
		return []map[string]string{nil}
	}
	var list []map[string]string
	for _, reading := range rule.Readings {
		list = append(list, map[string]string{rule.ID: reading.Name})
	}
	return list
}

// checkJournal wants the rule to have decided in one of the world's calls, or
// to own the keyword that a call broke.
func checkJournal(t *testing.T, w *world, rule *specs.Rule) {
	t.Helper()
	entries, err := w.engine.Journal(t.Context(), w.name, journal.Filter{Vendor: "bridge"})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		for _, c := range e.Consulted {
			if c.Rule == rule.ID && c.Outcome == journal.Decided {
				return
			}
		}
		for _, b := range e.Breaches {
			if owner(b.Pointer) == rule {
				return
			}
		}
	}
	t.Error("the journal names the rule nowhere as the deciding one")
}

// owner is the rule that the keyword at the pointer enforces.
func owner(pointer string) *specs.Rule {
	var found *specs.Rule
	longest := 0
	for _, rule := range rules.Book().Rules {
		for _, p := range rule.Schema {
			if len(p) > longest && (p == pointer || strings.HasPrefix(pointer, p+"/")) {
				found, longest = rule, len(p)
			}
		}
	}
	return found
}
