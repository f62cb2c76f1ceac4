package vendors

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/event"
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
	causes := causesOf(t)
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
			case causes[r.ID] == "":
				t.Errorf("%s is open, and testdata/without-control.yaml has no cause: %s", r.ID, r.Reason)
			default:
				open = append(open, fmt.Sprintf("%s (%s, %s): %s", r.ID, r.Basis, causes[r.ID], r.Reason))
			}
			if r.Verdict == report.Pass && causes[r.ID] != "" {
				t.Errorf("%s is judged, and testdata/without-control.yaml says why it can't be", r.ID)
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

// causesOf reads why a rule can't be judged without a control API.
func causesOf(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "without-control.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	causes := map[string]string{}
	if err := yaml.Unmarshal(text, &causes); err != nil {
		t.Fatal(err)
	}
	known := []string{"out-of-band", "not-observable", "time"}
	for id, cause := range causes {
		vendor, _, _ := strings.Cut(id, "/")
		if named(t, vendor).Book.Rule(id) == nil || !slices.Contains(known, cause) {
			t.Errorf("testdata/without-control.yaml: %s: %s: there is no such rule, or no such cause (%s)", id, cause, strings.Join(known, ", "))
		}
	}
	return causes
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
	engine, err := simulator.New(simulator.Options{Now: now, RandomSeed: 1, Deliver: event.NewDeliverer(true)}, v.Simulator())
	if err != nil {
		t.Fatal(err)
	}
	delivering(t, engine)
	server := httptest.NewServer(engine)
	t.Cleanup(server.Close)
	judged := v.Conformance()
	profile := judged.Sample()
	if err := supply(t.Context(), engine, v, profile, enough); err != nil {
		t.Fatal(err)
	}
	profile.Target, profile.Control = server.URL+"/"+v.Book.Vendor, "off"
	profile.Events = &conformance.Events{Listen: "127.0.0.1:0"}
	profile.Limits.Settle = "300ms" // six seconds to the simulator
	out, err := conformance.Run(t.Context(), judged, conformance.Options{Profile: profile, RandomSeed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if out.Unreachable != "" || out.Stopped != "" {
		t.Fatalf("the run ended early: %s%s", out.Unreachable, out.Stopped)
	}
	for kind, n := range usedUp(out) {
		if says := judged.Enough[kind]; n > says || says > n+n/4+2 {
			t.Errorf("a full run takes %d of fixtures.%s, and Enough says %d", n, kind, says)
		}
	}
	t.Logf("%d requests in %s", out.Requests, time.Since(began).Round(time.Millisecond))
	return out
}

// delivering lets an engine send its events until the test ends.
func delivering(t *testing.T, engine *simulator.Engine) {
	t.Helper()
	tick := time.NewTicker(10 * time.Millisecond)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		engine.Run(ctx, tick.C)
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
		tick.Stop()
	})
}

// usedUp counts the entities of each kind that a run used up, and one more where a
// case was given one that it left as it was.
func usedUp(out report.Vendor) map[string]int {
	gone, kept := map[string]map[string]bool{}, map[string]int{}
	for _, u := range out.Used {
		switch {
		case u.Kept:
			kept[u.Fixture] = 1
		case gone[u.Fixture] == nil:
			gone[u.Fixture] = map[string]bool{u.ID: true}
		default:
			gone[u.Fixture][u.ID] = true
		}
	}
	for kind, ids := range gone {
		kept[kind] += len(ids)
	}
	return kept
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
