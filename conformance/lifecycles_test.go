package conformance

import (
	"testing"

	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
)

func TestTransitionIsAsGoodAsItsRules(t *testing.T) {
	a, b := &specs.Rule{ID: "toy/a"}, &specs.Rule{ID: "toy/b"}
	for _, test := range []struct {
		name         string
		a, b, wanted report.Verdict
	}{
		{"both pass", report.Pass, report.Pass, report.Pass},
		{"one was not judged", report.Pass, report.Skip, report.Pass},
		{"one is not applicable", report.NotApplicable, report.Pass, report.Pass},
		{"none was judged", report.Skip, report.NotApplicable, ""},
		{"one is open", report.Pass, report.Inconclusive, report.Inconclusive},
		{"one fails", report.Fail, report.Pass, report.Fail},
		{"one can only warn", report.Warning, report.Inconclusive, report.Warning},
		{"failure before warning", report.Warning, report.Fail, report.Fail},
		{"own fault", report.Error, report.Fail, report.Error},
	} {
		t.Run(test.name, func(t *testing.T) {
			book := specs.Book{Lifecycles: []specs.Lifecycle{{
				Entity: "toy", States: []string{"new", "old"}, Transitions: []specs.Transition{{From: "new", To: "old", Rules: []*specs.Rule{a, b}}},
			}}}
			got := lifecyclesOf(book, []report.Rule{{ID: "toy/a", Verdict: test.a}, {ID: "toy/b", Verdict: test.b}})
			if len(got) != 1 || len(got[0].Transitions) != 1 || len(got[0].Transitions[0].Rules) != 2 {
				t.Fatalf("got %+v", got)
			}
			if v := got[0].Transitions[0].Verdict; v != test.wanted {
				t.Errorf("got %q, want %q", v, test.wanted)
			}
		})
	}
}
