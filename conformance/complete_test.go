package conformance

import (
	"strings"
	"testing"
)

// TestAPlanIsComplete leaves out what a run can't do without: it is told by name,
// and nothing is sent.
func TestAPlanIsComplete(t *testing.T) {
	v := toyVendor()
	prepare := v.Prepare
	v.Prepare = func(p *Profile) (*Plan, error) {
		plan, err := prepare(p)
		if err != nil {
			return nil, err
		}
		plan.Contact, plan.Missing, plan.Refused = nil, nil, nil
		return plan, nil
	}
	server := &toyServer{}
	_, err := Run(t.Context(), v, Options{Profile: &Profile{Vendor: "toy", Target: "http://localhost"}, Transport: server})
	if err == nil || !strings.Contains(err.Error(), "its Plan has to set Missing, Contact, Refused") {
		t.Errorf("the error is %v", err)
	}
	if server.requests > 0 {
		t.Errorf("%d requests were sent", server.requests)
	}
}
