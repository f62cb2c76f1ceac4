package vendors

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/specs"
)

// matrix is what fails beside a defect's own rule when the whole suite is run.
type matrix struct {
	// Reasons are sentences that several entries share, by name.
	Reasons map[string]string `yaml:"reasons"`
	// Beside has for a defect the rules that fail with it.
	Beside map[string][]dragged `yaml:"beside"`
}

// dragged are rules that fail with another's defect, and the one cause: a
// sentence, or the name of a reason.
type dragged struct {
	Because string   `yaml:"because"`
	Fail    []string `yaml:"fail"`
}

func readMatrix(t *testing.T, vendor string) matrix {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "power", vendor+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var m matrix
	if err := yaml.UnmarshalWithOptions(data, &m, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	return m
}

// pairs counts the rules that fail with another's defect.
func (m matrix) pairs() int {
	n := 0
	for _, beside := range m.Beside {
		for _, d := range beside {
			n += len(d.Fail)
		}
	}
	return n
}

const (
	matrixSeeds = 3
	// matrixInCI is which part of the defects is judged where nobody asks for all,
	// with one random seed.
	matrixInCI = 10
)

// TestPowerMatrix switches off one rule after the other and judges each defect
// with the whole suite. Its own rule has to be blamed; of the others those alone
// may fail that stand in testdata/power, and no entry there may be idle.
func TestPowerMatrix(t *testing.T) {
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		m := readMatrix(t, v.Book.Vendor)
		for i, rule := range serverRules(v) {
			if !*whole && i%matrixInCI != 0 {
				continue
			}
			t.Run(rule.ID, func(t *testing.T) {
				t.Parallel()
				judgeDefect(t, v, rule, m.Beside[rule.ID])
			})
		}
	})
}

func judgeDefect(t *testing.T, v Vendor, rule *specs.Rule, beside []dragged) {
	t.Helper()
	declared := map[string]bool{}
	for _, d := range beside {
		for _, id := range d.Fail {
			declared[id] = true
		}
	}
	seeds := 1
	if *whole {
		seeds = matrixSeeds
	}
	met := map[string]bool{}
	for seed := range uint64(seeds) {
		out := judgeSeeded(t, v, simulator.Options{Defects: []string{rule.ID}, RandomSeed: seed + 1}, conformance.Selection{}, seed+1)
		for _, r := range out.Rules {
			switch {
			case r.ID == rule.ID && r.Verdict != wanted(rule):
				describe(t, r)
				t.Errorf("random seed %d: with the rule switched off its verdict is %s, want %s", seed+1, r.Verdict, wanted(rule))
			case r.Verdict == report.Error:
				describe(t, r)
				t.Errorf("random seed %d: %s: %s", seed+1, r.ID, r.Verdict)
			case r.Verdict == report.Fail && r.ID != rule.ID && !declared[r.ID]:
				describe(t, r)
				t.Errorf("random seed %d: %s fails too, and does not stand beside %s", seed+1, r.ID, rule.ID)
			case r.Verdict == report.Fail:
				met[r.ID] = true
			}
		}
	}
	for _, id := range slices.Sorted(maps.Keys(declared)) {
		if *whole && !met[id] {
			t.Errorf("%s stands beside %s, and failed with none of %d random seeds", id, rule.ID, seeds)
		}
	}
}

func serverRules(v Vendor) []*specs.Rule {
	return slices.DeleteFunc(slices.Clone(v.Book.Rules), func(r *specs.Rule) bool { return r.Binds != specs.Server })
}

// TestPowerMatrixIsSound holds the names in the matrix to the rules and reasons
// that there are.
func TestPowerMatrixIsSound(t *testing.T) {
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		binds := map[string]bool{}
		for _, rule := range serverRules(v) {
			binds[rule.ID] = true
		}
		m := readMatrix(t, v.Book.Vendor)
		used := map[string]bool{}
		for defect, beside := range m.Beside {
			seen := map[string]bool{}
			for _, d := range beside {
				used[d.Because] = true
				if m.Reasons[d.Because] == "" && !strings.Contains(d.Because, " ") {
					t.Errorf("%s: %q is neither the name of a reason nor a sentence", defect, d.Because)
				}
				for _, id := range d.Fail {
					if !binds[defect] || !binds[id] || defect == id || seen[id] {
						t.Errorf("%s: %s: these are not two server rules, or stand twice", defect, id)
					}
					seen[id] = true
				}
			}
		}
		for name := range m.Reasons {
			if !used[name] {
				t.Errorf("the reason %s is given for nothing", name)
			}
		}
	})
}
