package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/report"
)

// TestKnownFailures judges a simulation that breaks a rule, with lists of known
// failures.
func TestKnownFailures(t *testing.T) {
	const broken, kept = "deliveryoptimizer/delete-removes", "deliveryoptimizer/three-types"
	entry := func(rule, expires string) string {
		return "- {rule: " + rule + ", reason: ticket 17, owner: the orders team, expires: " + expires + "}\n"
	}
	s := simulate(t, "deliveryoptimizer", "--defect", broken)
	for _, test := range []struct {
		name, list string
		status     int
		says       []string
	}{
		{"none", "", 1, []string{"FAIL " + broken}},
		{"accepted", entry(broken, "2999-12-31"), 0, []string{"warning " + broken + " (known failure)", "accepted until 2999-12-31 by the orders team: ticket 17", "conformant: "}},
		{"over", entry(broken, "2020-01-31"), 1, []string{"FAIL " + broken, "until 2020-01-31, which is over"}},
		{"a surprising pass", entry(broken, "2999-12-31") + entry(kept, "2999-12-31"), 1, []string{"FAIL " + kept, "passes now: take it off the list"}},
		{"a rule that is none", entry("deliveryoptimizer/nosuch", "2999-12-31"), 2, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			profile := profileFor(t, s.vendors+"/deliveryoptimizer", "known-failures: known.yaml")
			if err := os.WriteFile(filepath.Join(filepath.Dir(profile), "known.yaml"), []byte(test.list), 0o600); err != nil {
				t.Fatal(err)
			}
			junit := filepath.Join(t.TempDir(), "r.xml")
			o := command(t, patience, "verify", "deliveryoptimizer", "--profile", profile, "--rules", broken, "--rules", kept, "--report", "junit="+junit)
			if o.status != test.status {
				t.Errorf("exit status %d, want %d:\n%s%s", o.status, test.status, clipped(o.out), o.errors)
			}
			for _, text := range test.says {
				if !strings.Contains(strings.Join(strings.Fields(o.out), " "), text) {
					t.Errorf("it does not say %q:\n%s", text, clipped(o.out))
				}
			}
			if test.status == report.ExitUsage {
				if want := `entry 1: rule: "deliveryoptimizer/nosuch" is no server rule of deliveryoptimizer`; !strings.Contains(o.errors, want) {
					t.Errorf("it does not say %q: %s", want, o.errors)
				}
				return
			}
			data, err := os.ReadFile(junit)
			if err != nil {
				t.Fatal(err)
			}
			if accepted := strings.Contains(string(data), "known failure, accepted until"); accepted != (strings.Contains(test.list, broken+", reason") && test.name != "over") {
				t.Errorf("the JUnit report says so: %v\n%s", accepted, clipped(string(data)))
			}
		})
	}
}
