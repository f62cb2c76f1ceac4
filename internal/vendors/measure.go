package vendors

// What the tests of this package measure of Plumbline's vendors, vendortest
// measures of a vendor of anyone's own.

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/specs"
)

func judgeLocal(t *testing.T, v Vendor, engine simulator.Options, selection conformance.Selection) report.Vendor {
	t.Helper()
	return judgeSeeded(t, v, engine, selection, 1)
}

func judgeSeeded(t *testing.T, v Vendor, engine simulator.Options, selection conformance.Selection, randomSeed uint64) report.Vendor {
	t.Helper()
	engine.Now = time.Now
	out, err := JudgeLocal(t.Context(), v, engine, conformance.Options{
		Selection: selection, RandomSeed: randomSeed, Parallel: runtime.GOMAXPROCS(0),
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// describe tells of a rule's cases that did not pass.
func describe(t *testing.T, r report.Rule) {
	t.Helper()
	t.Logf("%s: %s: %s", r.ID, r.Verdict, r.Reason)
	for _, c := range r.Cases {
		if c.Verdict != report.Pass {
			t.Logf("  %s: %s %s %v", c.Name, c.Verdict, c.Reason, c.Mismatches)
		}
	}
}

// wanted is the verdict on a rule that is broken.
func wanted(rule *specs.Rule) report.Verdict {
	if rule.Basis == specs.Assumed || rule.Level == specs.Should {
		return report.Warning
	}
	return report.Fail
}

// PassesWithoutDefect judges the vendor's simulator as it is.
func PassesWithoutDefect(t *testing.T, v Vendor) {
	t.Helper()
	out := judgeLocal(t, v, simulator.Options{}, conformance.Selection{})
	seen := map[string]bool{}
	for _, r := range out.Rules {
		seen[r.ID] = true
		if r.Verdict != report.Pass {
			describe(t, r)
			t.Errorf("%s: %s", r.ID, r.Verdict)
		}
	}
	for _, r := range v.Book.Rules {
		if r.Binds == specs.Server && !seen[r.ID] {
			t.Errorf("%s was not judged", r.ID)
		}
	}
}

// CatchesDefects switches off one rule after the other: a check that cannot fail
// would be found here.
func CatchesDefects(t *testing.T, v Vendor) {
	t.Helper()
	for _, rule := range v.Book.Rules {
		if rule.Binds != specs.Server {
			continue
		}
		t.Run(rule.ID, func(t *testing.T) {
			t.Parallel()
			out := judgeLocal(t, v, simulator.Options{Defects: []string{rule.ID}}, conformance.Selection{Rules: []string{rule.ID}})
			for _, r := range out.Rules {
				if r.ID == rule.ID && r.Verdict != wanted(rule) {
					describe(t, r)
					t.Errorf("with the rule switched off its verdict is %s, want %s", r.Verdict, wanted(rule))
				}
			}
		})
	}
}

// FindsReadings lets the simulator speak each reading of each rule: the judge has
// to find out which, and no other.
func FindsReadings(t *testing.T, v Vendor) {
	t.Helper()
	for _, rule := range v.Book.Rules {
		for _, reading := range rule.Readings {
			if rule.Binds != specs.Server {
				continue
			}
			t.Run(rule.ID+"="+reading.Name, func(t *testing.T) {
				t.Parallel()
				out := judgeLocal(t, v,
					simulator.Options{Dialect: map[string]string{rule.ID: reading.Name}},
					conformance.Selection{Rules: []string{rule.ID}})
				for _, r := range out.Rules {
					if r.ID == rule.ID && (r.Verdict != report.Pass || len(r.Readings) != 1 || r.Readings[0] != reading.Name) {
						describe(t, r)
						t.Errorf("found %v, %s", r.Readings, r.Verdict)
					}
				}
			})
		}
	}
}

// CatchesHoles lets the simulator overlook one keyword of the contract after the
// other: the contract phase has to blame the rule that claims it.
func CatchesHoles(t *testing.T, v Vendor) {
	t.Helper()
	list, err := conformance.Constraints(v.Book)
	if err != nil {
		t.Fatal(err)
	}
	tried := map[string]bool{}
	for _, hole := range list {
		if hole.Rule == nil || tried[hole.Pointer] {
			continue // a matter of strictness; or broken in another way as well
		}
		tried[hole.Pointer] = true
		t.Run(hole.Pointer, func(t *testing.T) {
			t.Parallel()
			out := judgeLocal(t, v,
				simulator.Options{Holes: map[string][]string{v.Book.Vendor: {hole.Pointer}}},
				conformance.Selection{Rules: []string{hole.Rule.ID}, Phases: []conformance.Phase{conformance.ContractPhase}})
			for _, r := range out.Rules {
				if r.ID == hole.Rule.ID && r.Verdict != wanted(hole.Rule) {
					describe(t, r)
					t.Errorf("with %s not checked, the verdict on %s is %s, want %s", hole.Pointer, r.ID, r.Verdict, wanted(hole.Rule))
				}
			}
		})
	}
}

// SeesStrictness judges a simulator that refuses whatever no document settles, and
// one that tolerates it: the report has to say so of each breach. What can't be
// tolerated, such as a missing required member, is refused all the same.
func SeesStrictness(t *testing.T, v Vendor) {
	t.Helper()
	list, err := conformance.Constraints(v.Book)
	if err != nil {
		t.Fatal(err)
	}
	if v.Book.Integrity.RefusalChangesNothing == nil {
		t.Skip("strictness is looked at by the rule RefusalChangesNothing of Book.Integrity, which this book does not have")
	}
	for _, does := range []string{specs.Refuses, specs.Tolerates} {
		t.Run(does, func(t *testing.T) {
			dialect := map[string]string{}
			for _, c := range list {
				if c.Rule == nil {
					dialect[specs.StrictnessKey(v.Book.Vendor, c.Pointer, c.Class)] = does
				}
			}
			seenAs(t, v, dialect, does)
		})
	}
}

// seenAs judges a simulator of that dialect, which refuses all that is free, or
// tolerates it.
func seenAs(t *testing.T, v Vendor, dialect map[string]string, does string) {
	t.Helper()
	out := judgeLocal(t, v, simulator.Options{Dialect: dialect}, conformance.Selection{Phases: []conformance.Phase{conformance.ContractPhase}})
	seen := map[string]int{}
	for _, s := range out.Strictness {
		seen[s.Does]++
		if s.Does != does && does == specs.Refuses {
			t.Errorf("%s, %s: %s, want %s", s.Pointer, s.Class, s.Does, does)
		}
	}
	if len(dialect) > 0 && seen[does] == 0 {
		t.Errorf("of %d breaches none was seen as %s: %v", len(dialect), does, seen)
	}
	for _, r := range out.Rules {
		if r.Verdict == report.Fail || r.Verdict == report.Error {
			describe(t, r)
			t.Errorf("%s: %s", r.ID, r.Verdict)
		}
	}
}

// judgedShare is how much of the Documented rules has to be judged in a world
// where every operation is offered: a judge that shrugs is no judge.
const judgedShare = 0.9

// SparesLegal judges a legal simulator: nothing fails, nothing is our fault, and most
// of what the document says is judged. It returns what was not so.
func SparesLegal(t *testing.T, v Vendor, engine simulator.Options) (bad []string) {
	t.Helper()
	out := judgeLocal(t, v, engine, conformance.Selection{})
	documented, judged := 0, 0
	for _, r := range out.Rules {
		if r.Verdict == report.Fail || r.Verdict == report.Error {
			bad = append(bad, r.ID+": "+string(r.Verdict))
			describe(t, r)
			t.Error(bad[len(bad)-1])
		}
		if r.Basis == string(specs.Documented) {
			documented++
			if r.Verdict == report.Pass || r.Verdict == report.Warning {
				judged++
			}
		}
	}
	missing := false
	for _, value := range engine.Dialect {
		missing = missing || value == specs.NotOffered
	}
	if share := float64(judged) / float64(documented); !missing && share < judgedShare {
		bad = append(bad, fmt.Sprintf("%s: %d of %d documented rules were judged", v.Book.Vendor, judged, documented))
		t.Error(bad[len(bad)-1])
		for _, r := range out.Rules {
			if r.Basis == string(specs.Documented) && r.Verdict == report.Inconclusive {
				describe(t, r)
			}
		}
	}
	if len(bad) > 0 {
		t.Logf("the world, as a dialect file:\n%s", strings.Join(Lines(engine.Dialect), "\n"))
	}
	return bad
}
