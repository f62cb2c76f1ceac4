package vendors

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/conformance/reference"
	"github.com/plumbline-api/plumbline/report"
)

// TestRecordersAgree judges what three programs recorded of one page, before a
// sound simulator and one with a defect: the verdicts are the same.
func TestRecordersAgree(t *testing.T) {
	for _, row := range []struct {
		kind   string
		exit   int
		failed string
	}{
		{"sound", report.ExitConformant, ""},
		{"defect", report.ExitNot, "deliveryoptimizer/delete-removes"},
	} {
		files, err := filepath.Glob("testdata/traffic/" + row.kind + "-*.har")
		if err != nil || len(files) != 3 {
			t.Fatalf("%d files, %v; want those of three programs", len(files), err)
		}
		verdicts := map[string]map[string]report.Verdict{}
		for _, file := range files {
			r := &report.Report{Vendors: []report.Vendor{judgedFile(t, file)}}
			if code := r.Exit(false); code != row.exit {
				t.Errorf("%s: exit %d, want %d: %q", file, code, row.exit, r.Vendors[0].Notes)
			}
			verdicts[file] = map[string]report.Verdict{}
			var failed []string
			for _, rule := range r.Vendors[0].Rules {
				verdicts[file][rule.ID] = rule.Verdict
				if rule.Verdict == report.Fail {
					failed = append(failed, rule.ID)
				}
			}
			if got := strings.Join(failed, " "); got != row.failed {
				t.Errorf("%s: failed %q, want %q", file, got, row.failed)
			}
			if !maps.Equal(verdicts[file], verdicts[files[0]]) {
				t.Errorf("%s and %s give other verdicts:\n%v\n%v", file, files[0], verdicts[file], verdicts[files[0]])
			}
		}
	}
}

// judgedFile judges a recording of Delivery Optimizer.
func judgedFile(t *testing.T, file string) report.Vendor {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	list, err := reference.ReadTraffic(data)
	if err != nil {
		t.Fatal(err)
	}
	v := named(t, "deliveryoptimizer")
	m, err := Reference(v, 1)
	if err != nil {
		t.Fatal(err)
	}
	traffic, err := conformance.NewTraffic(t.Context(), v.Conformance(), m, "http://"+conformance.UnknownTarget, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range list {
		if _, err := traffic.Take(t.Context(), x); err != nil {
			t.Fatal(err)
		}
	}
	out := traffic.Report()
	if err := traffic.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if compared := slices.IndexFunc(out.Notes, func(n string) bool { return strings.Contains(n, " requests were answered as the reference") }); compared < 0 {
		t.Errorf("%s: %q", file, out.Notes)
	}
	return out
}
