package komet_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/komet"
)

// row shows one rule, or one reading of it, at work.
type row struct {
	rule    *specs.Rule
	reading string
	run     func(*try)
	// outside says that the rule acts where no request is: nothing is in the
	// journal then.
	outside bool
}

func rows() []row {
	return slices.Concat(accessRows(), headerRows(), partyRows(), itemRows(), breakdownRows(), answerRows(), refusalRows(), orderRows(), stockRows(), listRows(), eventRows())
}

// TestEveryRule runs the rows of every server rule and of every reading, and
// shows of each row that it fails where its rule is switched off.
func TestEveryRule(t *testing.T) {
	all := rows()
	sound := newEngine(t, nil, nil) // every row has a world of its own in it
	for _, rule := range rules.Book().Rules {
		if rule.Binds != specs.Server || rule.Basis == specs.Integrity { // the engine's own
			continue
		}
		readings := []string{""}
		if len(rule.Readings) > 0 {
			readings = nil
			for _, reading := range rule.Readings {
				readings = append(readings, reading.Name)
			}
		}
		for _, reading := range readings {
			i := slices.IndexFunc(all, func(r row) bool { return r.rule == rule && r.reading == reading })
			if i < 0 {
				t.Errorf("%s %s has no row", rule.ID, reading)
				continue
			}
			t.Run(strings.TrimPrefix(rule.ID, "komet/")+"/"+reading, func(t *testing.T) {
				t.Parallel()
				all[i].test(t, sound)
			})
		}
	}
}

func (r *row) test(t *testing.T, engine *simulator.Engine) {
	world := strings.TrimPrefix(r.rule.ID, "komet/") + "." + r.reading
	var dialect map[string]string
	if r.reading != "" {
		dialect = map[string]string{r.rule.ID: r.reading}
		if err := engine.ChangeDialect(t.Context(), world, dialect); err != nil {
			t.Fatal(err)
		}
	}
	sound := &try{t: t, engine: engine, world: world, strict: true}
	r.run(sound)
	for _, wrong := range sound.wrong {
		t.Error(wrong)
	}
	if !r.outside && !decides(t, engine, world, r.rule) {
		t.Errorf("no entry of the journal names %s as deciding", r.rule.ID)
	}
	defective := &try{t: t, engine: newEngine(t, []string{r.rule.ID}, dialect), world: world}
	r.run(defective)
	if len(defective.wrong) == 0 {
		t.Errorf("nothing fails without %s", r.rule.ID)
	}
}

// decides tells whether the journal has an entry in which the rule made the
// difference: in code, or as the owner of a keyword that was broken.
func decides(t *testing.T, engine *simulator.Engine, world string, rule *specs.Rule) bool {
	t.Helper()
	entries, err := engine.Journal(context.Background(), world, journal.Filter{Vendor: "komet"})
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if slices.Contains(e.Consulted, journal.Consultation{Rule: rule.ID, Outcome: journal.Decided}) {
			return true
		}
		for _, b := range e.Breaches {
			if owner(b.Pointer) == rule {
				return true
			}
		}
	}
	return false
}

// owner is the server rule whose pointer is the longest beginning of a keyword's.
func owner(pointer string) (owner *specs.Rule) {
	longest := 0
	for _, rule := range rules.Book().Rules {
		for _, p := range rule.Schema {
			if (pointer == p || strings.HasPrefix(pointer, p+"/")) && len(p) > longest && rule.Binds == specs.Server {
				owner, longest = rule, len(p)
			}
		}
	}
	return owner
}
