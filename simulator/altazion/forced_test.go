package altazion_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/altazion"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
)

// TestFaultsForceDocumentedErrors has a fault answer with each status of the
// document's table of errors, and with the refusals of rules.
func TestFaultsForceDocumentedErrors(t *testing.T) {
	for name, tt := range map[string]struct {
		effect  simulator.Effect
		dialect map[string]string
		status  int
	}{
		"400":                       {simulator.Effect{Code: "400"}, nil, 400},
		"404":                       {simulator.Effect{Code: "404"}, nil, 404},
		"405":                       {simulator.Effect{Code: "405"}, nil, 405},
		"409":                       {simulator.Effect{Code: "409"}, nil, 409},
		"422":                       {simulator.Effect{Code: "422"}, nil, 422},
		"no credentials":            {simulator.Effect{Rule: rules.BasicOrToken.ID}, nil, 401},
		"no permission":             {simulator.Effect{Rule: rules.LackingPermissionIs403.ID}, nil, 403},
		"no such bon":               {simulator.Effect{Rule: rules.UnusableIdentifierIs404.ID}, nil, 404},
		"a bon that is cancelled":   {simulator.Effect{Rule: rules.StateForbidsIs405.ID}, nil, 405},
		"a finished bon":            {simulator.Effect{Rule: rules.FinishedIs409.ID}, nil, 409},
		"the same, another reading": {simulator.Effect{Rule: rules.FinishedIs409.ID}, map[string]string{rules.FinishedIs409.ID: "405"}, 405},
		"more than contained":       {simulator.Effect{Rule: rules.ShippedMoreThanContainedIs422.ID}, nil, 422},
	} {
		t.Run(name, func(t *testing.T) {
			engine, err := simulator.New(simulator.Options{Now: func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) }, Dialect: tt.dialect}, altazion.New())
			if err != nil {
				t.Fatal(err)
			}
			tt.effect.Kind = simulator.RefuseDocumented
			fault := simulator.Fault{Vendor: "altazion", Operation: "shipBon", Effect: tt.effect}
			if err := engine.SetFaults(t.Context(), "default", []simulator.Fault{fault}); err != nil {
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
