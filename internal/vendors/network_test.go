package vendors

import (
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/specs"
)

// TestJudgedWithoutControl judges the simulators as a live server is judged: over
// a socket, without a control API, with nothing but a profile and the fixtures
// in it. Which rules can be judged so is a committed list; those that can't
// stand below, each with the reason that its report gives.
func TestJudgedWithoutControl(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute, most of it waiting")
	}
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		t.Parallel()
		out := judgeSupplied(t, v)
		judged, open := []string{}, []string{}
		for _, r := range out.Rules {
			switch {
			case r.Verdict == report.Pass:
				judged = append(judged, r.ID)
			case r.Verdict != report.Inconclusive && r.Verdict != report.NotApplicable:
				describe(t, r)
				t.Errorf("%s: %s: %s", r.ID, r.Verdict, r.Reason)
			case r.Reason == "":
				t.Errorf("%s was not judged (%s) and the report does not say why", r.ID, r.Verdict)
			default:
				open = append(open, r.ID+": "+r.Reason)
			}
		}
		for _, r := range v.Book.Rules {
			known := func(out report.Rule) bool { return out.ID == r.ID }
			if r.Binds == specs.Server && !slices.ContainsFunc(out.Rules, known) {
				t.Errorf("the report does not name %s", r.ID)
			}
		}
		slices.Sort(judged)
		slices.Sort(open)
		text := fmt.Sprintf("# What is judged of %s over the network, with the fixtures of a profile and no control API.\n%s\n"+
			"\n# What is not, and why.\n%s\n", v.Book.Vendor, strings.Join(judged, "\n"), strings.Join(open, "\n"))
		same(t, filepath.Join("..", "..", "conformance", v.Book.Vendor, "testdata", "judged-without-control.txt"), text)
	})
}

// judgeSupplied runs everything against a vendor's simulator with the supplied
// profile.
func judgeSupplied(t *testing.T, v Vendor) report.Vendor {
	t.Helper()
	began := time.Now()
	// What takes a simulator seconds to follow a call is waited for in earnest here,
	// so its time goes faster.
	const faster = 20
	now := func() time.Time { return began.Add(faster * time.Since(began)) }
	engine, err := simulator.New(simulator.Options{Now: now, RandomSeed: 1, Deliver: nobodyThere{}}, v.Simulator())
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(engine)
	t.Cleanup(server.Close)
	judged := v.Conformance()
	profile := judged.Sample()
	if err := supply(t.Context(), engine, v, profile, enough); err != nil {
		t.Fatal(err)
	}
	profile.Target, profile.Control = server.URL+"/"+v.Book.Vendor, "off"
	profile.Limits.Settle = "300ms" // six seconds to the simulator
	out, err := conformance.Run(t.Context(), judged, conformance.Options{Profile: profile, RandomSeed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if out.Unreachable != "" || out.Stopped != "" {
		t.Fatalf("the run ended early: %s%s", out.Unreachable, out.Stopped)
	}
	t.Logf("%d requests in %s", out.Requests, time.Since(began).Round(time.Millisecond))
	return out
}

// same compares a text with a committed file.
func same(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v (go test ./internal/vendors -update writes it)", err)
	}
	lines, wanted := strings.Split(got, "\n"), strings.Split(string(want), "\n")
	for i := range max(len(lines), len(wanted)) {
		if i >= len(lines) || i >= len(wanted) || lines[i] != wanted[i] {
			t.Fatalf("%s:%d differs; see what changed, and write it anew with go test ./internal/vendors -update\n got %q\nwant %q",
				file, i+1, lineOf(lines, i), lineOf(wanted, i))
		}
	}
}

func lineOf(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "the end of the file"
}
