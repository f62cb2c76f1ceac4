// Package outside is a module of its own, as an integrator has one: it sees the
// public packages only.
package outside

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/cucumber/godog"

	"github.com/plumbline-api/plumbline/conformance"
	conform "github.com/plumbline-api/plumbline/conformance/bridge"
	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/bridge"
	"github.com/plumbline-api/plumbline/simulator/control"
)

// against starts a simulator and returns a suite that is run against it.
func against(t *testing.T, defects ...string) conformance.Suite {
	sim := simulator.Start(t, simulator.StartOptions{Now: time.Now, Defects: defects}, bridge.New())
	vendor := conform.New()
	profile := vendor.Sample()
	profile.Target = sim.URL("bridge")
	return conformance.Suite{Vendor: vendor, Profile: profile, ControlTransport: control.In(t, sim.Engine())}
}

func TestFeatures(t *testing.T) {
	against(t).Run(t, os.DirFS("features"), "orders.feature")
}

// TestOwnSteps registers steps beside Plumbline's, with godog's own suite.
func TestOwnSteps(t *testing.T) {
	steps, err := against(t).Steps(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ran := 0
	status := godog.TestSuite{
		ScenarioInitializer: func(sc *godog.ScenarioContext) {
			steps(sc)
			on := false
			sc.Step(`^our label printer is switched on$`, func() { on = true })
			sc.Step(`^our label printer has been asked$`, func() error {
				if !on {
					return errors.New("it is off")
				}
				return nil
			})
			sc.After(func(ctx context.Context, _ *godog.Scenario, err error) (context.Context, error) {
				ran++
				return ctx, err
			})
		},
		Options: &godog.Options{Paths: []string{"features"}, Tags: "@own-steps", Format: "progress", NoColors: true, Strict: true, TestingT: t},
	}.Run()
	if status != 0 || ran != 1 {
		t.Errorf("status %d, %d scenarios", status, ran)
	}
}

// TestRules judges a simulator rule by rule, with the features that Plumbline
// brings along.
func TestRules(t *testing.T) {
	s := against(t)
	out, err := conformance.Run(t.Context(), s.Vendor, conformance.Options{
		Profile: s.Profile, ControlTransport: s.ControlTransport, Selection: conformance.Selection{Rules: []string{"bridge/closed-is-final"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range out.Rules {
		if r.ID == "bridge/closed-is-final" && r.Verdict != "pass" {
			t.Errorf("%s: %s %s", r.ID, r.Verdict, r.Reason)
		}
	}
	scenarios, err := features.Scenarios("bridge")
	if err != nil || len(scenarios) == 0 {
		t.Errorf("%d scenarios: %v", len(scenarios), err)
	}
}

// TestBroken fails in every one of its parts; whoever runs it sees to that.
func TestBroken(t *testing.T) {
	t.Run("nothing selected", func(t *testing.T) { against(t).Run(t, os.DirFS(t.TempDir())) })
	t.Run("undefined step", func(t *testing.T) { against(t).Run(t, os.DirFS("broken"), "undefined.feature") })
	t.Run("broken rule", func(t *testing.T) {
		against(t, "bridge/confirmed-needs-payment").Run(t, os.DirFS("features"), "orders.feature")
	})
	t.Run("broken contract", func(t *testing.T) {
		against(t, "bridge/answer-envelope").Run(t, os.DirFS("broken"), "silent.feature")
	})
	t.Run("no order to be had", func(t *testing.T) {
		s := against(t)
		s.ControlTransport, s.Profile.Control = nil, "off"
		s.Profile.Fixtures = nil
		s.Run(t, os.DirFS("features"), "orders.feature")
	})
}
