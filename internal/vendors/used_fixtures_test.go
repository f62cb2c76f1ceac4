package vendors

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
	simakinon "github.com/plumbline-api/plumbline/simulator/akinon"
)

// TestUsedFixturesArePassedOver judges a rule with a profile whose first package
// an earlier run has prepared, then with none that waits, then with a command
// that makes one.
func TestUsedFixturesArePassedOver(t *testing.T) {
	engine, err := simulator.New(simulator.Options{Now: time.Now}, simakinon.New())
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(engine)
	t.Cleanup(server.Close)
	prepared := 200
	door := simakinon.In(engine, simulator.DefaultWorld)
	if err := door.Seed(t.Context(), simakinon.Seed{Packages: []simakinon.SeedPackage{{ID: 123, State: &prepared}}}); err != nil {
		t.Fatal(err)
	}
	script := filepath.Join(t.TempDir(), "make.sh")
	if err := os.WriteFile(script, []byte("#!/bin/sh\necho '{\"id\": 124}'\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	judge := func(waiting []map[string]any, provision ...string) report.Rule {
		v := named(t, "akinon").Conformance()
		profile := v.Sample()
		profile.Target, profile.Control, profile.Provision = server.URL+"/akinon", "off", provision
		profile.Fixtures["package-waiting"] = waiting
		out, err := conformance.Run(t.Context(), v, conformance.Options{
			Profile: profile, Selection: conformance.Selection{Rules: []string{"akinon/becomes-preparing"}}, RandomSeed: 1,
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range out.Rules {
			if r.ID == "akinon/becomes-preparing" {
				return r
			}
		}
		t.Fatal("the rule was not judged")
		return report.Rule{}
	}
	used := map[string]any{"id": 123}
	r := judge([]map[string]any{used, {"id": 124}})
	if r.Cases[0].Verdict != report.Pass {
		t.Errorf("with a package left: %s %s", r.Cases[0].Verdict, r.Cases[0].Reason)
	}
	r = judge([]map[string]any{used})
	if want := "1 of them were found otherwise, the last: the package 123 is in the state 200"; r.Verdict != report.Inconclusive || !strings.Contains(r.Cases[0].Reason, want) {
		t.Errorf("with none left: %s %s", r.Verdict, r.Cases[0].Reason)
	}
	waits := 100
	if err := door.Seed(t.Context(), simakinon.Seed{Packages: []simakinon.SeedPackage{{ID: 124, State: &waits}}}); err != nil {
		t.Fatal(err)
	}
	if r = judge(nil, script); r.Cases[0].Verdict != report.Pass {
		t.Errorf("with a command that makes one: %s %s", r.Cases[0].Verdict, r.Cases[0].Reason)
	}
}

func named(t *testing.T, vendor string) Vendor {
	t.Helper()
	for _, v := range All() {
		if v.Book.Vendor == vendor {
			return v
		}
	}
	t.Fatalf("there is no vendor %s", vendor)
	return Vendor{}
}
