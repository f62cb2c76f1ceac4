package akinon_test

import (
	"testing"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/client"
)

// TestPackageStatesAreCounted prepares the sample's package: the client report
// has met the transition that the document has.
func TestPackageStatesAreCounted(t *testing.T) {
	w := newWorld(t, simulator.Options{})
	w.prepare("").is(200)
	w.good()
	r, err := client.Judge(t.Context(), w.engine, simulator.DefaultWorld)
	if err != nil {
		t.Fatal(err)
	}
	met := r.Vendors[0].Coverage.Lifecycles
	if len(met) != 1 || len(met[0].Transitions) != 1 || met[0].Transitions[0] != (client.Met{Name: "Waiting → Preparing", Times: 1}) {
		t.Errorf("met %+v", met)
	}
}
