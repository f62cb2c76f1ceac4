package vendors

import (
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/internal/strangers/akinon"
	"github.com/plumbline-api/plumbline/internal/strangers/altazion"
	"github.com/plumbline-api/plumbline/internal/strangers/bridge"
	"github.com/plumbline-api/plumbline/internal/strangers/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/internal/strangers/komet"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
)

// strangers are servers that were written from a document alone, in several
// ways that it allows.
func strangers() map[string]map[string]func() http.Handler {
	return map[string]map[string]func() http.Handler{
		"akinon": {
			"natural": func() http.Handler { return akinon.New(akinon.Natural) },
			"other":   func() http.Handler { return akinon.New(akinon.Other) },
		},
		"altazion": {
			"usual":     func() http.Handler { return altazion.New(altazion.Usual) },
			"contrary":  func() http.Handler { return altazion.New(altazion.Contrary) },
			"published": func() http.Handler { return altazion.New(altazion.Published) },
		},
		"bridge": {
			"plain": func() http.Handler { return bridge.New(bridge.Plain) },
			"other": func() http.Handler { return bridge.New(bridge.Other) },
		},
		"deliveryoptimizer": {
			"natural": func() http.Handler { return deliveryoptimizer.New(deliveryoptimizer.Natural) },
			"other":   func() http.Handler { return deliveryoptimizer.New(deliveryoptimizer.Other) },
		},
		"komet": {
			"plain": func() http.Handler { return komet.New(komet.Plain) },
			"other": func() http.Handler { return komet.New(komet.Other) },
		},
	}
}

// TestStrangersPass judges servers that share no code with the judge: none of
// them breaks a binding rule.
func TestStrangersPass(t *testing.T) {
	if testing.Short() {
		t.Skip("takes a minute, most of it waiting")
	}
	all := strangers()
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		for variant, serve := range all[v.Book.Vendor] {
			t.Run(variant, func(t *testing.T) {
				t.Parallel()
				server := httptest.NewServer(serve())
				t.Cleanup(server.Close)
				judgeStranger(t, v, server.URL)
			})
		}
	})
}

func judgeStranger(t *testing.T, v Vendor, address string) {
	t.Helper()
	judged := v.Conformance()
	profile, err := conformance.LoadProfile(filepath.Join("..", "strangers", v.Book.Vendor, "profile.yaml"), []*conformance.Vendor{judged})
	if err != nil {
		t.Fatal(err)
	}
	profile.Target = address
	began := time.Now()
	out, err := conformance.Run(t.Context(), judged, conformance.Options{Profile: profile, RandomSeed: 1})
	if err != nil {
		t.Fatal(err)
	}
	if out.Unreachable != "" || out.Stopped != "" {
		t.Fatalf("the run ended early: %s%s", out.Unreachable, out.Stopped)
	}
	count := map[report.Verdict]int{}
	for _, r := range out.Rules {
		count[r.Verdict]++
		if r.Verdict == report.Fail || r.Verdict == report.Error {
			describe(t, r)
			t.Errorf("%s: %s", r.ID, r.Verdict)
		}
		if r.Verdict == report.Warning && slices.Contains([]string{string(specs.Documented), string(specs.Integrity)}, r.Basis) {
			t.Logf("%s (%s): %s", r.ID, r.Basis, r.Reason)
		}
	}
	t.Logf("%d requests in %s: %v", out.Requests, time.Since(began).Round(time.Millisecond), count)
	if apply := len(out.Rules) - count[report.NotApplicable]; count[report.Pass] < apply/2 {
		t.Error("less than half of the rules that apply were found to hold: a judge that shrugs is no judge")
	}
}
