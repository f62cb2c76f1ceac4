package simulator_test

import (
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/simulator"
)

// TestAVendorIsToldWhatItLacks: what has to be set is named before anything is
// served, and what need not be set may be missing.
func TestAVendorIsToldWhatItLacks(t *testing.T) {
	for name, forget := range map[string]func(*simulator.Vendor){
		"Book.Vendor":  func(v *simulator.Vendor) { v.Book.Vendor = "" },
		"Book.OpenAPI": func(v *simulator.Vendor) { v.Book.OpenAPI = nil },
		"Handler":      func(v *simulator.Vendor) { v.Handler = nil },
		"Refuse":       func(v *simulator.Vendor) { v.Refuse = nil },
		"NoRoute":      func(v *simulator.Vendor) { v.NoRoute = nil },
		"Careless":     func(v *simulator.Vendor) { v.Careless = nil },
	} {
		v := toyVendor(nil, nil)
		forget(v)
		if _, err := simulator.New(simulator.Options{Now: noonNow}, v); err == nil || !strings.HasSuffix(err.Error(), "has to set "+name) {
			t.Errorf("without %s: %v", name, err)
		}
	}
	v := toyVendor(nil, nil)
	v.Seed, v.State, v.Actions, v.Timers, v.Secret, v.Entities = nil, nil, nil, nil, nil, nil
	engine := newEngine(t, simulator.Options{}, v)
	if state, err := engine.State(t.Context(), simulator.DefaultWorld, "toy"); state != nil || err != nil {
		t.Errorf("state %v, %v", state, err)
	}
	if err := engine.Seed(t.Context(), simulator.DefaultWorld, "toy", []byte("{}")); err == nil || !strings.Contains(err.Error(), "the vendor toy takes no seed") {
		t.Errorf("seed: %v", err)
	}
}
