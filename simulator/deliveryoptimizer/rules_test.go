package deliveryoptimizer_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

// row shows one rule, in one of its readings where it has several.
type row struct {
	rule    *specs.Rule
	reading string
	act     func(*probe)
	// unseen says why no journal can name the rule.
	unseen string
}

func (r row) name() string {
	return strings.TrimSuffix(strings.TrimPrefix(r.rule.ID, "deliveryoptimizer/")+"="+r.reading, "=")
}

func allRows() []row {
	return slices.Concat(upsertRows(), replaceRows(), deleteRows(), getRows(), syncRows(), accessRows(), tenantRows())
}

// TestEveryServerRule wants one row for each reading of each rule that binds
// the server.
func TestEveryServerRule(t *testing.T) {
	missing := map[string]bool{}
	for _, rule := range rules.Book().Rules {
		if rule.Binds != specs.Server || rule.Basis == specs.Integrity { // the engine's own
			continue
		}
		for _, dialect := range dialects(rule) {
			missing[row{rule: rule, reading: dialect[rule.ID]}.name()] = true
		}
	}
	for _, r := range allRows() {
		if !missing[r.name()] {
			t.Errorf("the row %s is there twice, or of no such reading", r.name())
		}
		delete(missing, r.name())
		t.Run(r.name(), func(t *testing.T) {
			t.Parallel()
			r.test(t)
		})
	}
	for name := range missing {
		t.Errorf("no row shows %s", name)
	}
}

// dialects lists what a world can speak of a rule: nil alone where it has no
// readings.
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

// test wants the row to hold, its rule to be named as a deciding one, and the
// row to fail where the rule is switched off, in whatever dialect, or is read
// otherwise.
func (r row) test(t *testing.T) {
	var dialect map[string]string
	if r.reading != "" {
		dialect = map[string]string{r.rule.ID: r.reading}
	}
	sound := newProbe(t, dialect)
	r.act(sound)
	for _, wrong := range sound.wrong {
		t.Error(wrong)
	}
	if sound.decided(r.rule) == (r.unseen != "") {
		t.Errorf("the journal names the rule as a deciding one: %v", r.unseen != "")
	}
	for _, spoken := range dialects(r.rule) {
		broken := newProbe(t, spoken, r.rule.ID)
		if r.act(broken); len(broken.wrong) == 0 {
			t.Errorf("nothing fails where the rule is switched off, dialect %v", spoken)
		}
		if spoken[r.rule.ID] == r.reading {
			continue
		}
		misread := newProbe(t, spoken)
		if r.act(misread); len(misread.wrong) == 0 {
			t.Errorf("nothing fails in the dialect %v", spoken)
		}
	}
}
