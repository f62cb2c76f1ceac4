package cli

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/mattn/go-runewidth"

	"github.com/plumbline-api/plumbline/report"
)

// TestTwoFailuresTakeFortyRows judges simulators with two rules broken, and
// counts what the whole report takes of a screen: a line that is longer than the
// screen goes on in a second row.
func TestTwoFailuresTakeFortyRows(t *testing.T) {
	const most = 40
	for vendor, broken := range map[string]string{
		"deliveryoptimizer": "deliveryoptimizer/upsert-redefines-entirely,deliveryoptimizer/delete-removes",
		"bridge":            "bridge/same-state-is-1021,bridge/sent-or-closed-is-1023",
		"altazion":          "altazion/shipped-more-than-contained-is-422,altazion/unknown-line",
	} {
		t.Run(vendor, func(t *testing.T) {
			r := judgedInProcess(t, vendor, broken)
			failed := 0
			for _, v := range r.Vendors {
				failed += v.Count()[report.Fail]
			}
			if failed != 2 {
				t.Fatalf("%d rules fail, want 2", failed)
			}
			for _, columns := range []int{80, 120, 200} {
				var screen bytes.Buffer
				if err := r.Terminal(&screen, report.TerminalOptions{Columns: columns}); err != nil {
					t.Fatal(err)
				}
				if n := rowsOf(screen.String(), columns); n > most {
					t.Errorf("%d rows of %d columns, want at most %d:\n%s", n, columns, most, screen.String())
				}
			}
		})
	}
}

// judgedInProcess is the report on a simulator that breaks those rules, judged
// by them alone.
func judgedInProcess(t *testing.T, vendor, broken string) *report.Report {
	t.Helper()
	file := filepath.Join(t.TempDir(), "r.json")
	o := command(t, patience, "verify", vendor, "--random-seed", "1", "--defect", broken, "--rules", broken, "--report", "json="+file)
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v: %s", err, o.errors)
	}
	r, err := report.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func rowsOf(text string, columns int) int {
	n := 0
	for line := range strings.Lines(text) {
		n += max(1, (runewidth.StringWidth(strings.TrimSuffix(line, "\n"))+columns-1)/columns)
	}
	return n
}
