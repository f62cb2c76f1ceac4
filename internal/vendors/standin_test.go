package vendors

import (
	"io/fs"
	"os"
	"testing"
	"testing/fstest"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/conformance/openapi"
	"github.com/plumbline-api/plumbline/examples/shapes"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
	simopenapi "github.com/plumbline-api/plumbline/simulator/openapi"
)

// TestStandIn judges the stand-in that is made from a document by that document:
// nothing may fail.
func TestStandIn(t *testing.T) {
	tests := map[string]struct {
		files  fs.FS
		file   string
		passed int // rules, at least
	}{
		"own-api":  {os.DirFS("../../examples/own-api"), "openapi.yaml", 80},
		"crud":     {shapes.Documents, "crud/openapi.json", 40},
		"nested":   {shapes.Documents, "nested/openapi.yaml", 70},
		"envelope": {shapes.Documents, "envelope/openapi.yaml", 5},
	}
	for _, v := range All() {
		tests[v.Book.Vendor] = struct {
			files  fs.FS
			file   string
			passed int
		}{fstest.MapFS{"openapi.yaml": {Data: v.Book.OpenAPI}}, "openapi.yaml", 0}
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			d, err := openapi.Read(test.files, test.file)
			if err != nil {
				t.Fatal(err)
			}
			judged, err := openapi.New(d, nil)
			if err != nil {
				t.Fatal(err)
			}
			simulated, err := simopenapi.Read(test.files, test.file, judged.Book.Rules)
			if err != nil {
				t.Fatal(err)
			}
			v := Vendor{
				Book: judged.Book, Conformance: func() *conformance.Vendor { return judged }, Simulator: func() *simulator.Vendor { return simulated },
			}
			got, err := JudgeLocal(t.Context(), v, simulator.Options{Now: time.Now, RandomSeed: 9}, conformance.Options{RandomSeed: 9, Parallel: 2})
			if err != nil {
				t.Fatal(err)
			}
			count := map[report.Verdict]int{}
			for _, r := range got.Rules {
				count[r.Verdict]++
				for _, c := range r.Cases {
					if c.Verdict == report.Fail || c.Verdict == report.Error {
						t.Errorf("%s: %s: %s %v", r.ID, c.Name, c.Reason, c.Mismatches)
					}
				}
			}
			t.Logf("%v, %d requests", count, got.Requests)
			if count[report.Pass] < test.passed {
				t.Errorf("%d rules passed, want %d at least", count[report.Pass], test.passed)
			}
		})
	}
}
