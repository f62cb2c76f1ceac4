package vendors

import (
	"errors"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/target"
)

// exploredDefects are some that exploring finds soon, by vendor.
func exploredDefects() map[string][]string {
	return map[string][]string{
		"deliveryoptimizer": {"upsert-redefines-entirely", "keeps-what-it-accepts", "no-server-error"},
		"altazion":          {"repeat-replaces", "keeps-what-it-accepts", "refusal-changes-nothing"},
		"akinon":            {"product-replaced", "only-from-waiting", "refusal-changes-nothing"},
		"bridge":            {"answers-every-request", "no-server-error", "bystanders-unchanged"},
		"komet":             {"header-with-products", "keeps-what-it-accepts", "purchase-orders-approved"},
	}
}

// TestScenariosOfFindings pastes what exploring prints into a feature file: it has
// to fail on the defect, and to pass without it.
func TestScenariosOfFindings(t *testing.T) {
	forEachExplored(t, func(t *testing.T, v Vendor) {
		for _, name := range exploredDefects()[v.Book.Vendor] {
			id := v.Book.Vendor + "/" + name
			if v.Book.Rule(id) == nil {
				t.Errorf("there is no rule %s", id)
				continue
			}
			t.Run(name, func(t *testing.T) {
				broken := simulator.Options{Defects: []string{id}}
				scenarios := scenariosOf(explored(t, v, broken, 500, 1, nil))
				if len(scenarios) == 0 {
					t.Fatal("nothing was found")
				}
				for _, text := range scenarios {
					if err := played(t, v, simulator.Options{}, text); err != nil {
						t.Errorf("without the defect it fails: %v\n%s", err, text)
					}
					var mismatched *target.Mismatched
					if err := played(t, v, broken, text); !errors.As(err, &mismatched) {
						t.Errorf("with the defect it ends with %v, and has to fail:\n%s", err, text)
					}
				}
			})
		}
	})
}

func scenariosOf(out report.Vendor) []string {
	var list []string
	for _, r := range out.Rules {
		for _, c := range r.Cases {
			if c.Scenario != "" {
				list = append(list, c.Scenario)
			}
		}
	}
	return list
}

// played runs a scenario on a new simulator.
func played(t *testing.T, v Vendor, engine simulator.Options, scenario string) error {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(scenario), "\n")
	feature := "Feature: pasted\n  " + strings.Join(lines, "\n  ") + "\n"
	if dir := os.Getenv("PLUMBLINE_SCENARIOS"); dir != "" {
		t.Log(feature)
	}
	list, err := features.ScenariosIn(fstest.MapFS{"pasted.feature": {Data: []byte(feature)}}, v.Book.Vendor)
	if err != nil {
		return err
	}
	engine.Now = time.Now
	judged := v.Conformance()
	var o conformance.Options
	if err := local(v, engine, judged, &o); err != nil {
		return err
	}
	bind, err := conformance.Suite{Vendor: judged, Profile: o.Profile, Transport: o.Transport, ControlTransport: o.ControlTransport}.Steps(t.Context())
	if err != nil {
		return err
	}
	return features.Run(t.Context(), list[0], func(s *features.Steps) { bind(s.ScenarioContext) })
}
