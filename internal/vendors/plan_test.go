package vendors

import (
	"math"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
)

// planned is by how much a run may differ from its plan.
const planned = 0.1

// TestThePlanTellsTheRun compares a plan with its run on a sound simulator that
// is reached over a socket, has no control API, and fewer fixtures than would
// settle everything.
func TestThePlanTellsTheRun(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute, most of it waiting")
	}
	const few = 25
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		t.Parallel()
		began := time.Now()
		const faster = 20
		now := func() time.Time { return began.Add(faster * time.Since(began)) }
		engine, err := simulator.New(simulator.Options{Now: now, RandomSeed: 7, Deliver: nobodyThere{}}, v.Simulator())
		if err != nil {
			t.Fatal(err)
		}
		server := httptest.NewServer(engine)
		t.Cleanup(server.Close)
		judged := v.Conformance()
		profile := judged.Sample()
		if err := supply(t.Context(), engine, v, profile, func(string) int { return few }); err != nil {
			t.Fatal(err)
		}
		profile.Target, profile.Control = server.URL+"/"+v.Book.Vendor, "off"
		profile.Limits.Settle = "300ms" // six seconds to the simulator
		o := conformance.Options{Profile: profile, RandomSeed: 1}
		plan, err := PreviewAt(t.Context(), v, o)
		if err != nil {
			t.Fatal(err)
		}
		t.Logf("planned in %s", time.Since(began).Round(time.Millisecond))
		out, err := conformance.Run(t.Context(), judged, o)
		if err != nil {
			t.Fatal(err)
		}
		near(t, "requests", plan.Requests, out.Requests)
		near(t, "open rules", len(plan.Open), len(openRules(out)))
		if len(plan.Open) == 0 {
			t.Error("without a control API no rule would stay open: the plan can't be right")
		}
	})
}

func openRules(out report.Vendor) []string {
	var open []string
	for _, r := range out.Rules {
		if r.Verdict == report.Inconclusive || r.Verdict == report.NotApplicable {
			open = append(open, r.ID)
		}
	}
	return open
}

// near wants a number within a tenth of the plan's.
func near(t *testing.T, what string, plan, run int) {
	t.Helper()
	t.Logf("%s: %d planned, %d in the run", what, plan, run)
	if math.Abs(float64(run-plan)) > planned*float64(plan) {
		t.Errorf("%s: %d planned, %d in the run", what, plan, run)
	}
}
