package cli

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/plumbline-api/plumbline/report"
)

// TestPrismServesDocumentsOfOthers judges documents that come with a package of a
// registry, by themselves alone, on the mock server Prism. It keeps no state, so
// what depends on state fails there, and nothing else does.
func TestPrismServesDocumentsOfOthers(t *testing.T) {
	prism := os.Getenv("PLUMBLINE_PRISM")
	if prism == "" {
		t.Skip("PLUMBLINE_PRISM is not set: make test-stub runs this")
	}
	for name, test := range map[string]struct {
		fails  []string // each a fault of a server without state
		passed int      // rules, at least
	}{
		"uspto": {nil, 10},
		"petstore": {[]string{
			"swagger-petstore/get-user-by-name-404",  // a user whom nobody has created is shown
			"swagger-petstore/keeps-what-it-accepts", // a user is shown with other texts than were sent
		}, 15},
	} {
		t.Run(name, func(t *testing.T) {
			document := filepath.Join("testdata", "documents", name+".json")
			file := filepath.Join(t.TempDir(), "r.json")
			o := command(t, 2*patience, "verify", "--spec", document, "--target", startPrism(t, prism, document), "--random-seed", "1", "--report", "json="+file)
			if o.status != report.ExitNot && o.status != report.ExitNotProven {
				t.Fatalf("exit status %d:\n%s%s", o.status, clipped(o.out), o.errors)
			}
			var failed []string
			passed := 0
			for _, r := range onlyVendor(t, file).Rules {
				switch {
				case r.Verdict == report.Fail || r.Verdict == report.Error:
					failed = append(failed, r.ID)
				case r.Verdict == report.Inconclusive && r.Reason == "":
					t.Errorf("%s is inconclusive and does not say why", r.ID)
				case r.Verdict == report.Pass:
					passed++
				}
			}
			slices.Sort(failed)
			if !slices.Equal(failed, test.fails) || passed < test.passed {
				t.Errorf("failed %v, want %v; %d rules passed, want %d at least", failed, test.fails, passed, test.passed)
			}
		})
	}
}
