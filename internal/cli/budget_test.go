package cli

import (
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/plumbline-api/plumbline/report"
)

// TestBudget judges simulations that count what they are sent, without their
// control API and with 50 requests: the plan says what is left out, the run
// keeps to the plan, and nothing that it made stays.
func TestBudget(t *testing.T) {
	for _, test := range []struct {
		vendor, profile string
		least           int // rules that have to be judged
	}{
		{"deliveryoptimizer", "credentials: {user: {value: sample-oms}, password: {value: sample-password}}\nfixtures: {tenant: [{id: 1}]}\n", 9},
		{"bridge", "credentials: {client-id: {value: example-client}, client-secret: {value: not-a-real-secret}}\n" +
			"fixtures: {order-paid: [{number: \"00001\"}], order-open: [{number: \"00002\"}]}\n", 7},
		{"komet", "credentials: {token: {value: token_info_goes_here}}\n", 10},
	} {
		t.Run(test.vendor, func(t *testing.T) {
			t.Parallel()
			const budget = 50
			var sent atomic.Int64
			next := proxyOf(t, test.vendor, nil)
			address := serves(t, func(w http.ResponseWriter, r *http.Request) {
				sent.Add(1)
				next.ServeHTTP(w, r)
			})
			dir := t.TempDir()
			profile, file := filepath.Join(dir, "p.yaml"), filepath.Join(dir, "r.json")
			text := fmt.Sprintf("vendor: %s\ntarget: %s\ncontrol: off\nlimits: {requests: %d}\n%s", test.vendor, address, budget, test.profile)
			if err := os.WriteFile(profile, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			args := []string{"verify", test.vendor, "--profile", profile, "--random-seed", "7", "--report", "json=" + file}
			plan := command(t, patience, append(args, "--plan")...)
			if plan.status != 0 || sent.Load() != 0 {
				t.Fatalf("exit status %d, %d requests sent by the plan:\n%s", plan.status, sent.Load(), plan.errors)
			}
			if !strings.Contains(plan.out, "limits.requests is 50") || !strings.Contains(plan.out, "inconclusive: left out: limits.requests is 50, and all that is selected takes about") {
				t.Errorf("the plan does not say what is left out:\n%s", clipped(plan.out))
			}
			o := command(t, patience, args...)
			if o.status != report.ExitNotProven || sent.Load() > budget || sent.Load() < budget/2 {
				t.Errorf("exit status %d, %d requests of %d:\n%s", o.status, sent.Load(), budget, clipped(o.out))
			}
			v := onlyVendor(t, file)
			if v.Requests != int(sent.Load()) {
				t.Errorf("%d requests in the report, %d were sent", v.Requests, sent.Load())
			}
			wantsNothingLeft(t, v)
			judged := 0
			for _, r := range v.Rules {
				switch {
				case r.Verdict == report.Pass && !strings.Contains(plan.out, r.ID+" "):
					t.Errorf("%s was judged and is not in the plan", r.ID)
				case r.Verdict == report.Pass:
					judged++
				case r.Verdict == report.Fail, r.Verdict == report.Error:
					t.Errorf("%s: %s: %s", r.ID, r.Verdict, r.Reason)
				}
			}
			if judged < test.least {
				t.Errorf("%d rules were judged, want %d at the least", judged, test.least)
			}
		})
	}
}

// onlyVendor reads the report of one vendor.
func onlyVendor(t *testing.T, file string) report.Vendor {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r, err := report.Parse(data)
	if err != nil || len(r.Vendors) != 1 {
		t.Fatalf("the report: %v", err)
	}
	return r.Vendors[0]
}

// wantsNothingLeft looks at the ledger of a run: everything is taken back, and no
// fixture that was used up was used again.
func wantsNothingLeft(t *testing.T, v report.Vendor) {
	t.Helper()
	for _, c := range v.Created {
		if !c.Undone || c.Rule == "" || c.Case == "" || c.ID == "" {
			t.Errorf("the ledger has %+v", c)
		}
	}
	gone := map[string]bool{}
	for _, u := range v.Used {
		if id := u.Fixture + " " + u.ID; gone[id] {
			t.Errorf("%s was used again: %+v", id, u)
		} else {
			gone[id] = !u.Kept
		}
	}
	if made := map[string]int{"deliveryoptimizer": 10, "bridge": 0}[v.Name]; len(v.Created) < made {
		t.Errorf("the ledger has %d entities, at least %d were made", len(v.Created), made)
	}
	if used := map[string]int{"deliveryoptimizer": 0, "bridge": 2}[v.Name]; len(v.Used) < used {
		t.Errorf("the ledger has %d fixtures, at least %d were used", len(v.Used), used)
	}
}
