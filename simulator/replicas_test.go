package simulator_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// replicas returns two engines on one store, as two processes have them.
func replicas(t *testing.T, options simulator.Options) (a, b *simulator.Engine) {
	t.Helper()
	options.Store, options.Replicas = store.NewMemory(), true
	if options.Wait == nil {
		options.Wait = really
	}
	return newEngine(t, options, toy()), newEngine(t, options, toy())
}

func TestReplicasNeedToWait(t *testing.T) {
	if _, err := simulator.New(simulator.Options{Now: noonNow, Replicas: true}, toy()); err == nil {
		t.Error("replicas without Wait are taken")
	}
}

func TestAReplicaGoesOnFromAnother(t *testing.T) {
	a, b := replicas(t, simulator.Options{})
	want(t, send(a, "PUT", "/toy/things/x", `{"qty": 7}`), 200, "polite")
	w := send(b, "GET", "/toy/things/x", "")
	want(t, w, 200, "7")
	if got := w.Header().Get("Plumbline-Journal"); got != "2" {
		t.Errorf("the second request is number %s, want 2", got)
	}
	if _, err := a.ChangeClock(t.Context(), "default", simulator.ClockChange{Advance: time.Hour, Freeze: true}); err != nil {
		t.Fatal(err)
	}
	clock, err := b.Clock(t.Context(), "default")
	if err != nil || !clock.Now.Equal(noon.Add(time.Hour)) || clock.Scale != 0 {
		t.Errorf("the other replica's clock is %+v (%v), want one that stands at 13:00", clock, err)
	}
}

func TestAwaitSeesRequestsToOtherReplicas(t *testing.T) {
	a, b := replicas(t, simulator.Options{})
	came := make(chan int)
	go func() {
		list, err := a.Await(t.Context(), "default", journal.Filter{Operation: "getThing"}, 1)
		if err != nil {
			t.Error(err)
		}
		came <- len(list)
	}()
	send(b, "GET", "/toy/things/x", "")
	if got := <-came; got != 1 {
		t.Errorf("returned with %d, want 1", got)
	}
}

// A binding holds at all replicas when Bind returns; the other one may go by
// what it knows for a second of real time.
func TestABindingHoldsAtAllReplicas(t *testing.T) {
	now := noon
	wait := func(_ context.Context, d time.Duration) error { now = now.Add(d); return nil }
	a, b := replicas(t, simulator.Options{Now: func() time.Time { return now }, Wait: wait})
	want(t, send(b, "PUT", "/@bound/toy/things/x", `{"qty": 7}`), 200, "polite")
	want(t, send(b, "GET", "/toy/things/x", "", "Authorization: Bearer mine"), 404, "") // it has looked
	if err := a.Bind(t.Context(), "bound", "toy", "Bearer mine"); err != nil {
		t.Fatal(err)
	}
	want(t, send(b, "GET", "/toy/things/x", "", "Authorization: Bearer mine"), 200, "7")
}

func TestAWorldThatAnotherReplicaUsesIsNotIdle(t *testing.T) {
	now := noon
	a, b := replicas(t, simulator.Options{Now: func() time.Time { return now }, WorldLifetime: time.Hour})
	for _, world := range []string{"idle", "busy"} {
		want(t, send(a, "PUT", "/@"+world+"/toy/things/x", `{"qty": 1}`), 200, "polite")
	}
	for range 3 {
		now = now.Add(25 * time.Minute)
		want(t, send(b, "GET", "/@busy/toy/things/x", ""), 200, "1")
	}
	if names, err := a.Worlds(t.Context()); err != nil || !slices.Equal(names, []string{"busy"}) {
		t.Errorf("worlds %q (%v), want the one that was used", names, err)
	}
}
