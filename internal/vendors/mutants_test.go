package vendors

import (
	"fmt"
	"net/http"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
)

// mutantRow is one bug, as data.
type mutantRow struct {
	Operation string `yaml:"operation"`
	Effect    string `yaml:"effect"`
	// Unseen, where it is set, says why nobody who calls the API can tell the bug.
	Unseen string `yaml:"unseen"`
	// Missed, where it is set, says which check is not there yet.
	Missed string `yaml:"missed"`
	// First is missed for what the first run of the table did not find.
	First string `yaml:"first"`
	// Warns, where it is set, is the rule that warns: no document says what is
	// right, so that nothing may fail.
	Warns string `yaml:"warns"`
}

// mutants reads the table, by vendor.
func mutants(t *testing.T) map[string][]mutantRow {
	t.Helper()
	data, err := os.ReadFile("testdata/mutants.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var table map[string][]mutantRow
	if err := yaml.UnmarshalWithOptions(data, &table, yaml.Strict()); err != nil {
		t.Fatal(err)
	}
	return table
}

// mutantsInCI is which part of the mutants is tried where nobody asks for all.
const mutantsInCI = 12

// TestMutantsAreFound puts a bug that no rule's defect stands for before each
// simulator, one at a time: a rule has to fail. make mutants tries all of them.
func TestMutantsAreFound(t *testing.T) {
	number := 0
	for _, v := range All() {
		for _, row := range mutants(t)[v.Book.Vendor] {
			number++
			if row.Unseen != "" || row.Missed != "" || !*whole && number%mutantsInCI != 0 {
				continue
			}
			t.Run(v.Book.Vendor+"/"+row.Operation+"/"+row.Effect, func(t *testing.T) {
				t.Parallel()
				out := judgeMutant(t, v, row)
				var failed []string
				for _, r := range out.Rules {
					if r.Verdict == report.Fail || row.Warns == r.ID && r.Verdict == report.Warning {
						failed = append(failed, r.ID)
					}
				}
				t.Logf("failed: %s", strings.Join(failed, ", "))
				if len(failed) == 0 && out.Unreachable == "" && out.Stopped == "" {
					t.Error("no rule fails")
				}
				if row.Effect == "token-once" && len(failed) != 1 {
					t.Errorf("%d rules fail, want one", len(failed))
				}
			})
		}
	}
}

func judgeMutant(t *testing.T, v Vendor, row mutantRow) report.Vendor {
	t.Helper()
	c, err := contract.Load(v.Book.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	if c.Operation(row.Operation) == nil {
		t.Fatalf("%s has no operation %s", v.Book.Vendor, row.Operation)
	}
	judged := v.Conformance()
	o := conformance.Options{RandomSeed: 1, Parallel: runtime.GOMAXPROCS(0)}
	if err := local(v, simulator.Options{Now: time.Now}, judged, &o); err != nil {
		t.Fatal(err)
	}
	o.Transport = &mutant{
		next: o.Transport, contract: c, root: "/" + v.Book.Vendor, operation: row.Operation, effect: row.Effect,
		success: map[string]seen{}, first: map[string]seen{}, sent: map[string][]kept{}, proof: map[string]http.Header{}, named: map[string][]string{},
		used: map[string]bool{}, under: map[string]bool{}, heard: map[string]bool{},
	}
	out, err := conformance.Run(t.Context(), judged, o)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestMutantsAreMany holds the size of the table, and that no bug stands in it
// twice.
func TestMutantsAreMany(t *testing.T) {
	var seen []string
	for vendor, rows := range mutants(t) {
		if !slices.Contains(All().Names(), vendor) {
			t.Errorf("there is no vendor %s", vendor)
		}
		for _, row := range rows {
			key := fmt.Sprintf("%s/%s/%s", vendor, row.Operation, row.Effect)
			if slices.Contains(seen, key) {
				t.Errorf("%s stands twice", key)
			}
			seen = append(seen, key)
		}
	}
	if len(seen) < 60 {
		t.Errorf("%d mutants, want 60 at least", len(seen))
	}
}
