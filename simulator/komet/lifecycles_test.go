package komet_test

import (
	"testing"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/client"
)

// TestOrderStatesAreCounted has an order confirmed and then cancelled: the
// client report has met the transitions that the notifications tell of.
func TestOrderStatesAreCounted(t *testing.T) {
	w := &try{t: t, engine: newEngine(t, nil, nil), world: simulator.DefaultWorld, strict: true}
	w.created(w.create(header()))
	for _, action := range []string{"confirm-orders", "cancel-orders"} {
		w.must(w.engine.Act(t.Context(), w.world, "komet", action))
	}
	for _, complaint := range w.wrong {
		t.Error(complaint)
	}
	r, err := client.Judge(t.Context(), w.engine, w.world)
	if err != nil {
		t.Fatal(err)
	}
	met := map[string]int{}
	for _, l := range r.Vendors[0].Coverage.Lifecycles {
		for _, m := range l.Transitions {
			met[m.Name] = m.Times
		}
	}
	// an open order that is cancelled has not been confirmed
	if met["open → confirmed"] == 0 || met["confirmed → cancelled"] != met["open → confirmed"] || met["open → cancelled"] != 0 {
		t.Errorf("met %v", met)
	}
	if n := len(met); n != 3 {
		t.Errorf("%d transitions are counted, want 3", n)
	}
}
