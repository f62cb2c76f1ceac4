package vendors

import (
	"maps"
	"net/http"
	"slices"
	"testing"
	"testing/fstest"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/conformance/openapi"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
)

// TestSpecAlone judges each vendor's simulator by its OpenAPI document alone, as
// any API is judged: nothing may fail, and what stays open is told.
func TestSpecAlone(t *testing.T) {
	credentials := map[string]map[string]string{ // by the security schemes' names
		"altazion":          {"basic-user": "sample-app", "basic-password": "sample-key"},
		"akinon":            {"token": "Token not-a-real-key"},
		"deliveryoptimizer": {"basic-user": "sample-oms", "basic-password": "sample-password"},
		"komet":             {"token": "token_info_goes_here"},
	}
	refusals := map[string]*conformance.Refusal{"komet": {At: "/status", Is: 0}}
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		specAlone(t, v, credentials[v.Book.Vendor], nil)
		if refusal := refusals[v.Book.Vendor]; refusal != nil {
			specAlone(t, v, credentials[v.Book.Vendor], refusal)
		}
	})
}

func specAlone(t *testing.T, v Vendor, credentials map[string]string, refusal *conformance.Refusal) {
	t.Helper()
	d, err := openapi.Read(fstest.MapFS{"openapi.yaml": {Data: v.Book.OpenAPI}}, "openapi.yaml")
	if err != nil {
		t.Fatal(err)
	}
	judged, err := openapi.New(d, nil)
	if err != nil {
		t.Fatal(err)
	}
	var o conformance.Options
	if err := local(v, simulator.Options{Now: time.Now, RandomSeed: 5}, v.Conformance(), &o); err != nil {
		t.Fatal(err)
	}
	o.Profile = &conformance.Profile{Vendor: judged.Book.Vendor, Target: o.Profile.Target, Credentials: map[string]conformance.Secret{}, Refusal: refusal}
	for name, value := range credentials {
		o.Profile.Credentials[name] = conformance.Secret{Value: value}
	}
	o.ControlTransport, o.RandomSeed = http.RoundTripper(nil), 5
	got, err := conformance.Run(t.Context(), judged, o)
	if err != nil {
		t.Fatal(err)
	}
	count := map[report.Verdict]int{}
	for _, r := range got.Rules {
		count[r.Verdict]++
		if r.Verdict != report.Fail && r.Verdict != report.Error {
			continue
		}
		for _, c := range r.Cases {
			if c.Verdict == r.Verdict {
				t.Errorf("%s: %s: %s %v", r.ID, c.Name, c.Reason, c.Mismatches)
			}
		}
	}
	open := map[string]int{}
	for _, r := range got.Rules {
		if r.Verdict == report.Inconclusive {
			open[r.Reason]++
		}
	}
	for _, reason := range slices.Sorted(maps.Keys(open)) {
		t.Logf("open (%d rules): %.300s", open[reason], reason)
	}
	t.Logf("%v, %d requests, unreachable: %q, stopped: %q", count, got.Requests, got.Unreachable, got.Stopped)
}
