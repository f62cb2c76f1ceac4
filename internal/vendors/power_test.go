package vendors

import (
	"runtime"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/specs"
)

// forEachBuilt runs check for every vendor that can be simulated and judged.
func forEachBuilt(t *testing.T, check func(t *testing.T, v Vendor)) {
	t.Helper()
	for _, v := range All() {
		if v.Simulator != nil && v.Conformance != nil {
			t.Run(v.Book.Vendor, func(t *testing.T) { check(t, v) })
		}
	}
}

func judgeLocal(t *testing.T, v Vendor, engine simulator.Options, selection conformance.Selection) report.Vendor {
	t.Helper()
	engine.Now = time.Now
	out, err := JudgeLocal(t.Context(), v, engine, conformance.Options{
		Selection: selection, RandomSeed: 1, Parallel: runtime.GOMAXPROCS(0),
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

func TestWithoutDefectEveryServerRulePasses(t *testing.T) {
	forEachBuilt(t, func(t *testing.T, v Vendor) {
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
	})
}

// TestEveryDefectIsCaughtByItsOwnChecks switches off one rule after the other:
// a check that cannot fail would be found here.
func TestEveryDefectIsCaughtByItsOwnChecks(t *testing.T) {
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		for _, rule := range v.Book.Rules {
			if rule.Binds != specs.Server {
				continue
			}
			t.Run(rule.ID, func(t *testing.T) {
				t.Parallel()
				out := judgeLocal(t, v, simulator.Options{Defects: []string{rule.ID}}, conformance.Selection{Rules: []string{rule.ID}})
				want := report.Fail
				if rule.Basis == specs.Assumed || rule.Level == specs.Should {
					want = report.Warning
				}
				for _, r := range out.Rules {
					if r.ID == rule.ID && r.Verdict != want {
						describe(t, r)
						t.Errorf("with the rule switched off its verdict is %s, want %s", r.Verdict, want)
					}
				}
			})
		}
	})
}

// TestEveryReadingIsFoundOut lets the simulator speak each reading of each
// rule: the judge has to find out which, and no other.
func TestEveryReadingIsFoundOut(t *testing.T) {
	forEachBuilt(t, func(t *testing.T, v Vendor) {
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
						if r.ID != rule.ID {
							continue
						}
						if r.Verdict != report.Pass || len(r.Readings) != 1 || r.Readings[0] != reading.Name {
							describe(t, r)
							t.Errorf("found %v, %s", r.Readings, r.Verdict)
						}
					}
				})
			}
		}
	})
}
