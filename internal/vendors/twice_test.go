package vendors

import (
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store/file"
)

// TestTwiceOnTheSameStore judges a simulator that keeps what it is given, without
// a control API, and then again with the same profile: the fixtures are used by
// then. The second run judges what they allow, blames nobody, and says of every
// rule that it leaves open and the first did not which fixtures would settle it.
func TestTwiceOnTheSameStore(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute, most of it waiting")
	}
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		t.Parallel()
		began := time.Now()
		const faster, each = 20, 3
		now := func() time.Time { return began.Add(faster * time.Since(began)) }
		kept, err := file.Open(filepath.Join(t.TempDir(), "store"))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = kept.Close() }) // nobody reads it again
		engine, err := simulator.New(simulator.Options{Now: now, RandomSeed: 1, Deliver: nobodyThere{}, Store: kept}, v.Simulator())
		if err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(engine)
		t.Cleanup(server.Close)
		profile := v.Conformance().Sample()
		if err := supply(t.Context(), engine, v, profile, func(string) int { return each }); err != nil {
			t.Fatal(err)
		}
		profile.Target, profile.Control = server.URL+"/"+v.Book.Vendor, "off"
		profile.Limits.Settle = "300ms"
		var judged [2]map[string]bool
		for i := range judged {
			out, err := conformance.Run(t.Context(), v.Conformance(), conformance.Options{Profile: profile, RandomSeed: uint64(i) + 1})
			if err != nil || out.Unreachable != "" || out.Stopped != "" {
				t.Fatalf("run %d ended early: %v %s%s", i+1, err, out.Unreachable, out.Stopped)
			}
			judged[i] = map[string]bool{}
			for _, r := range out.Rules {
				switch {
				case r.Verdict == report.Pass, r.Verdict == report.Warning:
					judged[i][r.ID] = true
				case r.Verdict != report.Inconclusive && r.Verdict != report.NotApplicable:
					describe(t, r)
					t.Errorf("run %d: %s: %s: %s", i+1, r.ID, r.Verdict, r.Reason)
				case i == 1 && judged[0][r.ID] && !strings.Contains(r.Reason, "fixtures."):
					describe(t, r)
					t.Errorf("the second run leaves %s open and does not say which fixtures would settle it: %s", r.ID, r.Reason)
				}
			}
			t.Logf("run %d: %d rules judged, %d requests", i+1, len(judged[i]), out.Requests)
		}
		if len(judged[1]) == 0 || 2*len(judged[1]) < len(judged[0]) {
			t.Errorf("the second run judges %d rules, the first %d", len(judged[1]), len(judged[0]))
		}
	})
}
