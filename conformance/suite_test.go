package conformance

import (
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/features"
)

// TestSuiteSendsWhatTheProfileAllows: on other people's servers features of
// anyone's own are held to what the runner's cases are.
func TestSuiteSendsWhatTheProfileAllows(t *testing.T) {
	const away = "https://shop.example.test"
	for _, test := range []struct {
		name      string
		profile   Profile
		operation string // empty: none of the contract's
		says      string // empty: it is sent
	}{
		{"reading", Profile{Target: away}, "read", ""},
		{"writing", Profile{Target: away}, "write", "writes: allowed"},
		{"writing where that is allowed", Profile{Target: away, Writes: "allowed"}, "write", ""},
		{"writing on loopback", Profile{Target: "http://127.0.0.1:1"}, "write", ""},
		{"reaching further", Profile{Target: away, Writes: "allowed"}, "replace", "destructive: allowed"},
		{"reaching further where that is allowed", Profile{Target: away, Writes: "allowed", Destructive: "allowed"}, "replace", ""},
		{"an operation whose effect nobody knows", Profile{Target: away}, "other", "writes: allowed"},
		{"no operation", Profile{Target: away}, "", "writes: allowed"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := &runner{options: Options{Profile: &test.profile}, plan: &Plan{Effects: map[string]features.Effect{
				"read": features.Read, "write": features.Spending, "replace": features.Destructive,
			}}}
			var op *contract.Operation
			if test.operation != "" {
				op = &contract.Operation{ID: test.operation}
			}
			err := r.onlyAllowed(nil, op)
			if (err == nil) != (test.says == "") || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v, want %q", err, test.says)
			}
		})
	}
}
