package akinon_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/akinon"
	"github.com/plumbline-api/plumbline/simulator/fault"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
)

// TestFaultsForceDocumentedErrors has a fault answer with the refusals of rules.
func TestFaultsForceDocumentedErrors(t *testing.T) {
	for name, tt := range map[string]struct {
		rule   string
		status int
		header string
	}{
		"no key":               {rules.KeyRequired.ID, 401, ""},
		"no right":             {rules.RightRequired.ID, 403, ""},
		"too many calls":       {rules.RateLimited.ID, 429, "60"},
		"no JSON taken":        {rules.UnacceptableIs406.ID, 406, ""},
		"no such package":      {rules.UnknownPackageIs404.ID, 404, ""},
		"not waiting any more": {rules.OnlyFromWaiting.ID, 400, ""},
		"a malformed command":  {rules.MalformedIs400.ID, 400, ""},
	} {
		t.Run(name, func(t *testing.T) {
			engine, err := simulator.New(simulator.Options{Now: func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }}, akinon.New())
			if err != nil {
				t.Fatal(err)
			}
			forced := fault.Fault{Vendor: "akinon", Operation: "preparePackage", Effect: fault.Effect{Kind: fault.RefuseDocumented, Rule: tt.rule}}
			if err := engine.SetFaults(t.Context(), "default", []fault.Fault{forced}); err != nil {
				t.Fatal(err)
			}
			w := httptest.NewRecorder()
			engine.ServeHTTP(w, httptest.NewRequest("POST", "/akinon/api/v1/oms/packages/123/command/", strings.NewReader(`{}`)))
			if w.Code != tt.status || w.Header().Get("Retry-After") != tt.header {
				t.Errorf("%d, Retry-After %q, want %d, %q", w.Code, w.Header().Get("Retry-After"), tt.status, tt.header)
			}
		})
	}
}
