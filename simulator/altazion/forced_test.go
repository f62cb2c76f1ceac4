package altazion_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/altazion"
	"github.com/plumbline-api/plumbline/simulator/fault"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
)

// TestFaultsForceDocumentedErrors has a fault answer with each status of the
// document's table of errors, and with the refusals of rules.
func TestFaultsForceDocumentedErrors(t *testing.T) {
	for name, tt := range map[string]struct {
		effect  fault.Effect
		dialect map[string]string
		status  int
	}{
		"400":                       {fault.Effect{Code: "400"}, nil, 400},
		"404":                       {fault.Effect{Code: "404"}, nil, 404},
		"405":                       {fault.Effect{Code: "405"}, nil, 405},
		"409":                       {fault.Effect{Code: "409"}, nil, 409},
		"422":                       {fault.Effect{Code: "422"}, nil, 422},
		"no credentials":            {fault.Effect{Rule: rules.BasicOrToken.ID}, nil, 401},
		"no permission":             {fault.Effect{Rule: rules.LackingPermissionIs403.ID}, nil, 403},
		"no such bon":               {fault.Effect{Rule: rules.UnusableIdentifierIs404.ID}, nil, 404},
		"a bon that is cancelled":   {fault.Effect{Rule: rules.StateForbidsIs405.ID}, nil, 405},
		"a finished bon":            {fault.Effect{Rule: rules.FinishedIs409.ID}, nil, 409},
		"the same, another reading": {fault.Effect{Rule: rules.FinishedIs409.ID}, map[string]string{rules.FinishedIs409.ID: "405"}, 405},
		"more than contained":       {fault.Effect{Rule: rules.ShippedMoreThanContainedIs422.ID}, nil, 422},
	} {
		t.Run(name, func(t *testing.T) {
			engine, err := simulator.New(simulator.Options{Now: func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }, Dialect: tt.dialect}, altazion.New())
			if err != nil {
				t.Fatal(err)
			}
			tt.effect.Kind = fault.RefuseDocumented
			forced := fault.Fault{Vendor: "altazion", Operation: "shipBon", Effect: tt.effect}
			if err := engine.SetFaults(t.Context(), "default", []fault.Fault{forced}); err != nil {
				t.Fatal(err)
			}
			w := httptest.NewRecorder()
			engine.ServeHTTP(w, httptest.NewRequest("POST", "/altazion/api/logistique/preparation/expe/BP-1001", strings.NewReader(`{}`)))
			if w.Code != tt.status || !strings.Contains(w.Body.String(), `"ErrorCode":`) {
				t.Errorf("%d %s, want %d in the vendor's envelope", w.Code, w.Body, tt.status)
			}
		})
	}
}
