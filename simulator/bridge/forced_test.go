package bridge_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/bridge"
	"github.com/plumbline-api/plumbline/simulator/fault"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
)

// TestFaultsForceDocumentedErrors has a fault answer with each of the
// document's codes (section "Códigos de error"), and with the refusals of rules.
func TestFaultsForceDocumentedErrors(t *testing.T) {
	engine, err := simulator.New(simulator.Options{Now: func() time.Time { return start }}, bridge.New())
	if err != nil {
		t.Fatal(err)
	}
	force := func(t *testing.T, effect fault.Effect) string {
		t.Helper()
		effect.Kind = fault.RefuseDocumented
		world := fmt.Sprintf("w%d", count.Add(1))
		forced := fault.Fault{Vendor: "bridge", Operation: "changeOrderState", Effect: effect}
		if err := engine.SetFaults(t.Context(), world, []fault.Fault{forced}); err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		engine.ServeHTTP(w, httptest.NewRequest("POST", "/@"+world+"/bridge/order/state/confirmed", strings.NewReader(`{"internalNumber":"00001"}`)))
		return fmt.Sprintf("%d %s", w.Code, w.Body)
	}
	for _, code := range []string{"991", "1021", "1022", "1023", "1040", "9999"} {
		if got := force(t, fault.Effect{Code: code}); !strings.HasPrefix(got, `200 {"ack":`+code+`,`) {
			t.Errorf("code %s: %s", code, got)
		}
	}
	for rule, ack := range map[string]string{
		rules.SameStateIs1021.ID: "1021", rules.SentOrClosedIs1023.ID: "1023", rules.NumberRequired.ID: "991",
		rules.UnknownOrderIs1022.ID: "1022", rules.NewStateRequired.ID: "1040", rules.UnknownStates.ID: "9999",
		rules.TokenNeeded.ID: "9999", rules.ConfirmedNeedsPayment.ID: "9999",
	} {
		if got := force(t, fault.Effect{Rule: rule}); !strings.HasPrefix(got, `200 {"ack":`+ack+`,`) {
			t.Errorf("%s: %s", rule, got)
		}
	}
	for name, effect := range map[string]fault.Effect{
		"a code that the document does not have": {Code: "4711"}, "a rule that refuses nothing": {Rule: rules.HistoryGrows.ID},
	} {
		effect.Kind = fault.RefuseDocumented
		if err := engine.SetFaults(t.Context(), "w", []fault.Fault{{Vendor: "bridge", Effect: effect}}); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
