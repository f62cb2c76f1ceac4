package vendors

import (
	"testing"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/specs"
)

// TestEachServerRuleHasAnExample wants a scenario of its own for each rule about
// the server, or a probe where Gherkin tells it badly. A check of the contract
// alone tells nobody what the rule means.
func TestEachServerRuleHasAnExample(t *testing.T) {
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		told := map[string]bool{}
		scenarios, err := features.Scenarios(v.Book.Vendor)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range scenarios {
			for _, id := range s.Rules {
				told[id] = true
			}
		}
		judged := v.Conformance()
		plan, err := judged.Prepare(judged.Sample())
		if err != nil {
			t.Fatal(err)
		}
		for _, probe := range plan.Probes {
			told[probe.Rule.ID] = true
		}
		for _, rule := range v.Book.Rules {
			if rule.Binds == specs.Server && rule.Basis != specs.Integrity && !told[rule.ID] {
				t.Errorf("%s has neither a scenario nor a probe", rule.ID)
			}
		}
	})
}
