package komet_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/fault"
	"github.com/plumbline-api/plumbline/simulator/komet"
	rules "github.com/plumbline-api/plumbline/specs/komet"
)

// TestFaultsForceDocumentedErrors has a fault answer with the refusals of
// rules, which are a status 0 in a 200 with a message.
func TestFaultsForceDocumentedErrors(t *testing.T) {
	for _, rule := range []string{
		rules.TokenIsChecked.ID, rules.DailyLimit.ID, rules.NamingEnforced.ID, rules.UnknownHeaderReference.ID, rules.BreachRefusesWhole.ID,
	} {
		t.Run(rule, func(t *testing.T) {
			engine, err := simulator.New(simulator.Options{Now: func() time.Time { return noon }}, komet.New())
			if err != nil {
				t.Fatal(err)
			}
			forced := fault.Fault{Vendor: "komet", Operation: "createPrebook", Effect: fault.Effect{Kind: fault.RefuseDocumented, Rule: rule}}
			if err := engine.SetFaults(t.Context(), "default", []fault.Fault{forced}); err != nil {
				t.Fatal(err)
			}
			w := httptest.NewRecorder()
			engine.ServeHTTP(w, httptest.NewRequest("POST", "/komet/api/prebook.create", strings.NewReader(`{}`)))
			if body := w.Body.String(); w.Code != 200 || !strings.Contains(body, `"status":0`) || !strings.Contains(body, `"message":"`) {
				t.Errorf("%d %s, want 200 with status 0 and a message", w.Code, body)
			}
		})
	}
	engine := newEngine(t, nil, nil)
	forced := fault.Fault{Vendor: "komet", Effect: fault.Effect{Kind: fault.RefuseDocumented, Rule: rules.SuccessMessages.ID}}
	if err := engine.SetFaults(t.Context(), "default", []fault.Fault{forced}); err == nil {
		t.Error("a rule that refuses nothing is taken")
	}
}
