package akinon_test

import (
	"maps"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
)

// row triggers what one rule, or one reading of it, is about.
type row struct {
	run func(w *world)
	// breach: the rule acts through a schema, so some request of the row has to
	// break a keyword that the rule owns. (The journal then has the breach.)
	breach bool
	// silent: the rule takes effect outside of any call, where there is no
	// journal, or only through a schema.
	silent bool
}

// rows has every server rule by its ID, and every reading by ID=NAME.
func rows() map[string]row {
	all := map[string]row{}
	for _, part := range []map[string]row{accessRows(), commandRows(), itemRows(), itemReadingRows(), packageRows(), webhookRows()} {
		maps.Copy(all, part)
	}
	return all
}

func TestEveryServerRule(t *testing.T) {
	table := rows()
	for _, rule := range rules.Book().Rules {
		if rule.Binds != specs.Server || rule.Basis == specs.Integrity { // the engine's own
			continue
		}
		if len(rule.Readings) == 0 {
			proves(t, rule.ID, rule, nil, table)
		}
		for _, reading := range rule.Readings {
			proves(t, rule.ID+"="+reading.Name, rule, map[string]string{rule.ID: reading.Name}, table)
		}
	}
	for name := range table {
		t.Errorf("the row %s belongs to no server rule", name)
	}
}

// proves runs a row as it is and once more with the rule switched off, and
// takes it from the table.
func proves(t *testing.T, name string, rule *specs.Rule, dialect map[string]string, table map[string]row) {
	r, there := table[name]
	delete(table, name)
	t.Run(strings.TrimPrefix(name, "akinon/"), func(t *testing.T) {
		if !there {
			t.Fatalf("no row for %s", name)
		}
		sound := newWorld(t, simulator.Options{Dialect: dialect})
		r.run(sound)
		for _, complaint := range append(sound.wrong, sound.breaches...) {
			t.Error(complaint)
		}
		journalNames(t, sound, rule, r)
		defective := newWorld(t, simulator.Options{Dialect: dialect, Defects: []string{rule.ID}})
		r.run(defective)
		if len(defective.wrong) == 0 {
			t.Error("nothing is found wrong where the rule is switched off")
		}
	})
}

// journalNames asserts that the journal names the rule as the deciding one.
func journalNames(t *testing.T, w *world, rule *specs.Rule, r row) {
	t.Helper()
	entries, err := w.engine.Journal(t.Context(), simulator.DefaultWorld, journal.Filter{Vendor: "akinon"})
	if err != nil {
		t.Fatal(err)
	}
	decided, broken := false, false
	for _, entry := range entries {
		for _, c := range entry.Consulted {
			decided = decided || c.Rule == rule.ID && c.Outcome == journal.Decided
		}
		for _, b := range entry.Breaches {
			broken = broken || owner(b.Pointer) == rule.ID
		}
	}
	if !decided && !r.silent {
		t.Error("the journal does not name the rule as the deciding one")
	}
	if broken != r.breach {
		t.Errorf("a schema of the rule was broken: %v, want %v", broken, r.breach)
	}
}

// owner is the rule with the longest pointer that the keyword lies below.
func owner(pointer string) string {
	id, longest := "", 0
	for _, rule := range rules.Book().Rules {
		for _, p := range rule.Schema {
			if len(p) > longest && (pointer == p || strings.HasPrefix(pointer, p+"/")) {
				id, longest = rule.ID, len(p)
			}
		}
	}
	return id
}
