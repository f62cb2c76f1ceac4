package cli

import (
	"encoding/xml"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
)

// verified runs verify against a simulation with the profile of the examples, and
// reads the JSON report.
func verified(t *testing.T, s simulation, args ...string) (outcome, report.Vendor) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "r.json")
	o := command(t, patience, append([]string{
		"verify", "deliveryoptimizer", "--target", s.vendors + "/deliveryoptimizer",
		"--profile", filepath.Join("..", "..", "examples", "deliveryoptimizer.yaml"), "--report", "json=" + file,
	}, args...)...)
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r, err := report.Parse(data)
	if err != nil || len(r.Vendors) != 1 {
		t.Fatalf("the report: %v\n%s", err, o.errors)
	}
	return o, r.Vendors[0]
}

func ruleOf(t *testing.T, v report.Vendor, id string) report.Rule {
	t.Helper()
	for _, r := range v.Rules {
		if r.ID == id {
			return r
		}
	}
	t.Fatalf("the report does not name %s", id)
	return report.Rule{}
}

func TestVerifyOverTheNetwork(t *testing.T) {
	before := runtime.NumGoroutine()
	s := simulate(t, "deliveryoptimizer")
	junit := filepath.Join(t.TempDir(), "r.xml")
	o, v := verified(t, s, "--report", "junit="+junit)
	if o.status != 0 || !strings.Contains(o.out, "\nconformant: every rule that was judged holds") {
		t.Errorf("exit status %d:\n%s%s", o.status, o.out, o.errors)
	}
	for _, r := range v.Rules {
		if r.Verdict != report.Pass {
			t.Errorf("%s: %s: %s", r.ID, r.Verdict, r.Reason)
		}
	}
	server := 0
	for _, found := range vendors.All() {
		for _, r := range found.Book.Rules {
			if found.Book.Vendor == v.Name && r.Binds == specs.Server {
				server++
			}
		}
	}
	if len(v.Rules) != server {
		t.Errorf("%d rules in the report, the vendor has %d that bind the server", len(v.Rules), server)
	}
	var suites struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
	}
	data, err := os.ReadFile(junit)
	if err != nil {
		t.Fatal(err)
	}
	if err := xml.Unmarshal(data, &suites); err != nil || suites.Tests != server || suites.Failures+suites.Errors != 0 {
		t.Errorf("the JUnit report has %+v (%v)", suites, err)
	}
	worlds := caller{t, &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}}.call("GET", s.control+"/worlds", "")
	if strings.Contains(worlds.body, "run-") {
		t.Errorf("the run left worlds behind: %s", worlds.body)
	}
	if status := s.stop(); status != 0 {
		t.Errorf("the simulation ended with %d", status)
	}
	noneLeft(t, before)
}

// TestDefectsAreFoundOverTheNetwork takes a rule of each kind with all cases of
// the vendor; the power tests of internal/vendors take every rule.
func TestDefectsAreFoundOverTheNetwork(t *testing.T) {
	for _, test := range []struct {
		name, rule string
		verdict    report.Verdict
	}{
		{"an answer", "deliveryoptimizer/upsert-tells-added-from-modified", report.Fail},
		{"a state", "deliveryoptimizer/order-without-lines-is-deleted", report.Fail},
		{"what has to be accepted", "deliveryoptimizer/three-types", report.Fail},
		{"who may call", "deliveryoptimizer/user-bound-to-tenant", report.Fail},
		{"what time brings", "deliveryoptimizer/batch-every-ten-minutes", report.Fail},
		{"one with readings", "deliveryoptimizer/empty-lines", report.Fail},
		{"one that is assumed", "deliveryoptimizer/unknown-order-is-404", report.Warning},
		{"an assumed status of what is documented", "deliveryoptimizer/credential-statuses", report.Warning},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			o, v := verified(t, simulate(t, "deliveryoptimizer", "--defect", test.rule))
			r := ruleOf(t, v, test.rule)
			if r.Verdict != test.verdict || r.Reason == "" && len(r.Cases) == 0 {
				t.Errorf("%s: %s: %s", r.ID, r.Verdict, r.Reason)
			}
			status, says := 1, "FAIL "+test.rule
			if test.verdict == report.Warning {
				status, says = 0, "warning "+test.rule+" (assumed)"
			}
			if o.status != status || !strings.Contains(o.out, says) {
				t.Errorf("exit status %d, want %d and %q:\n%s", o.status, status, says, o.out)
			}
		})
	}
}

// TestEveryDefectIsFoundOverTheNetwork takes every rule of the server's with
// its own cases.
func TestEveryDefectIsFoundOverTheNetwork(t *testing.T) {
	if testing.Short() {
		t.Skip("takes half a minute")
	}
	v, _ := vendors.All().Find("deliveryoptimizer")
	for _, rule := range v.Book.Rules {
		if rule.Binds != specs.Server {
			continue
		}
		t.Run(rule.ID, func(t *testing.T) {
			t.Parallel()
			o, judged := verified(t, simulate(t, "deliveryoptimizer", "--defect", rule.ID), "--rules", rule.ID)
			r := ruleOf(t, judged, rule.ID)
			status, verdict := 1, report.Fail
			if rule.Basis == specs.Assumed {
				status, verdict = 3, report.Warning // no rule that binds was judged
			}
			if o.status != status || r.Verdict != verdict {
				t.Errorf("exit status %d, %s: %s", o.status, r.Verdict, r.Reason)
			}
		})
	}
}
