package vendors

import (
	"maps"
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
// any API is judged, with the credentials and with what else a profile can say:
// nothing may fail, and what stays open is told.
func TestSpecAlone(t *testing.T) {
	for vendor, with := range map[string]struct {
		credentials map[string]string // by the security schemes' names
		more        func(*conformance.Profile)
		passed      int // rules with more, at least
	}{
		"altazion": {
			map[string]string{"basic-user": "sample-app", "basic-password": "sample-key"},
			func(p *conformance.Profile) {
				lines := []any{map[string]any{"Reference": "A1", "QtePreparee": 1}}
				p.Values = map[string]map[string]any{"savePreparation": {"/Lignes": lines}}
			}, 8,
		},
		"akinon": {
			map[string]string{"token": "Token not-a-real-key"},
			func(p *conformance.Profile) { p.Unique = map[string][]string{"preparePackage": {}} }, 10,
		},
		"deliveryoptimizer": {map[string]string{"basic-user": "sample-oms", "basic-password": "sample-password"}, nil, 50},
		"bridge":            {nil, nil, 0},
		"komet": {
			map[string]string{"token": "token_info_goes_here"},
			func(p *conformance.Profile) {
				p.Refusal = &conformance.Refusal{At: "/status", Is: 0}
				p.Values = map[string]map[string]any{
					"createPrebook":      {"/authenticationToken": "token_info_goes_here"},
					"listPurchaseOrders": {"query orderDate": "2026-11-30"},
				}
			}, 10,
		},
	} {
		v, _ := All().Find(vendor)
		t.Run(vendor, func(t *testing.T) { specAlone(t, v, with.credentials, nil, 0) })
		if with.more != nil {
			t.Run(vendor+" with a profile", func(t *testing.T) { specAlone(t, v, with.credentials, with.more, with.passed) })
		}
	}
}

func specAlone(t *testing.T, v Vendor, credentials map[string]string, more func(*conformance.Profile), passed int) {
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
	o.Profile = &conformance.Profile{Vendor: judged.Book.Vendor, Target: o.Profile.Target, Credentials: map[string]conformance.Secret{}}
	for name, value := range credentials {
		o.Profile.Credentials[name] = conformance.Secret{Value: value}
	}
	if more != nil {
		more(o.Profile)
	}
	o.ControlTransport, o.RandomSeed = nil, 5 // any API has no control API
	got, err := conformance.Run(t.Context(), judged, o)
	if err != nil {
		t.Fatal(err)
	}
	if got.Unreachable != "" || got.Stopped != "" {
		t.Fatalf("not judged: %s %s", got.Unreachable, got.Stopped)
	}
	count, open := map[report.Verdict]int{}, map[string]int{}
	for _, r := range got.Rules {
		count[r.Verdict]++
		if r.Verdict == report.Inconclusive {
			open[r.Reason]++
		}
		for _, c := range r.Cases {
			if c.Verdict == report.Fail || c.Verdict == report.Error {
				t.Errorf("%s: %s: %s %v", r.ID, c.Name, c.Reason, c.Mismatches)
			}
		}
	}
	for _, reason := range slices.Sorted(maps.Keys(open)) {
		t.Logf("open (%d rules): %.300s", open[reason], reason)
	}
	t.Logf("%v, %d requests", count, got.Requests)
	if count[report.Pass] < passed {
		t.Errorf("%d rules passed, want %d at least", count[report.Pass], passed)
	}
}
