package simulator_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/journal"
)

func TestAForkGoesOnByItself(t *testing.T) {
	engine, ctx := newEngine(t, simulator.Options{}, toy()), t.Context()
	want(t, send(engine, "PUT", "/@a/toy/things/x", `{"qty": 1}`), 200, "polite")
	want(t, send(engine, "PUT", "/@b/toy/things/old", `{"qty": 9}`), 200, "polite")
	if err := engine.ChangeDialect(ctx, "a", map[string]string{toyTone.ID: "rude"}); err != nil {
		t.Fatal(err)
	}
	if err := engine.Fork(ctx, "a", "b"); err != nil {
		t.Fatal(err)
	}
	want(t, send(engine, "GET", "/@b/toy/things/x", ""), 200, "1")
	want(t, send(engine, "GET", "/@b/toy/things/old", ""), 404, "")
	want(t, send(engine, "PUT", "/@b/toy/things/x", `{"qty": 2}`), 200, "rude")
	want(t, send(engine, "GET", "/@a/toy/things/x", ""), 200, "1")
	if list, err := engine.Journal(ctx, "b", journal.Filter{}); err != nil || len(list) != 4 || list[0].ID != 4 {
		t.Errorf("the fork's journal has %d entries (%v), want that of its origin and three more", len(list), err)
	}
}

func TestARestoredWorldIsWhatItWas(t *testing.T) {
	engine, ctx := newEngine(t, simulator.Options{}, toy()), t.Context()
	if _, err := engine.ChangeClock(ctx, "a", simulator.ClockChange{Freeze: true}); err != nil {
		t.Fatal(err)
	}
	want(t, send(engine, "PUT", "/@a/toy/things/x", `{"qty": 1}`), 200, "polite")
	if err := engine.Snapshot(ctx, "a", "one"); err != nil {
		t.Fatal(err)
	}
	for range 2 { // a snapshot can be restored again and again
		want(t, send(engine, "PUT", "/@a/toy/things/x", `{"qty": 2}`), 200, "polite")
		if _, err := engine.ChangeClock(ctx, "a", simulator.ClockChange{Advance: time.Hour}); err != nil {
			t.Fatal(err)
		}
		if err := engine.Restore(ctx, "a", "one"); err != nil {
			t.Fatal(err)
		}
		want(t, send(engine, "GET", "/@a/toy/things/x", ""), 200, "1")
		if state, err := engine.Clock(ctx, "a"); err != nil || !state.Now.Equal(noon) {
			t.Errorf("the clock shows %s (%v), want %s", state.Now, err, noon)
		}
	}
	if names, err := engine.Worlds(ctx); err != nil || !slices.Equal(names, []string{"a"}) {
		t.Errorf("worlds %q (%v): a snapshot is none", names, err)
	}
}

func TestSnapshotsGoWithTheirWorld(t *testing.T) {
	engine, ctx := newEngine(t, simulator.Options{}, toy()), t.Context()
	for _, name := range []string{"two", "one"} {
		if err := engine.Snapshot(ctx, "a", name); err != nil {
			t.Fatal(err)
		}
	}
	if names, err := engine.Snapshots(ctx, "a"); err != nil || !slices.Equal(names, []string{"one", "two"}) {
		t.Errorf("snapshots %q (%v)", names, err)
	}
	if err := engine.DropSnapshot(ctx, "a", "two"); err != nil {
		t.Fatal(err)
	}
	var unknown *simulator.UnknownError
	err := engine.Restore(ctx, "a", "two")
	if !errors.As(err, &unknown) || err.Error() != `world a has no snapshot "two"; it has: one` {
		t.Errorf("restoring what is not there: %v", err)
	}
	if err := engine.Drop(ctx, "a"); err != nil {
		t.Fatal(err)
	}
	if names, err := engine.Snapshots(ctx, "a"); err != nil || len(names) > 0 {
		t.Errorf("snapshots of a dropped world: %q (%v)", names, err)
	}
}

func TestCopiesWantGoodNames(t *testing.T) {
	engine, ctx := newEngine(t, simulator.Options{}, toy()), t.Context()
	_, badWorld := engine.Snapshots(ctx, "a b")
	for name, err := range map[string]error{
		"fork to no name":      engine.Fork(ctx, "a", "b@c"),
		"fork to itself":       engine.Fork(ctx, "a", "a"),
		"fork of no name":      engine.Fork(ctx, "a b", "c"),
		"snapshot of no name":  engine.Snapshot(ctx, "a", "x/y"),
		"snapshots of no name": badWorld,
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func TestIdleWorldsAreDropped(t *testing.T) {
	now := noon
	engine, ctx := newEngine(t, simulator.Options{Now: func() time.Time { return now }, WorldLifetime: time.Hour}, toy()), t.Context()
	use := func(world string) {
		want(t, send(engine, "PUT", "/@"+world+"/toy/things/x", `{"qty": 1}`), 200, "polite")
	}
	use("default")
	use("idle")
	if err := engine.Snapshot(ctx, "idle", "kept"); err != nil {
		t.Fatal(err)
	}
	use("busy")
	now = now.Add(40 * time.Minute)
	use("busy")
	now = now.Add(40 * time.Minute)
	use("new") // a world that is new is when the engine looks
	if names, err := engine.Worlds(ctx); err != nil || !slices.Equal(names, []string{"busy", "default", "new"}) {
		t.Errorf("worlds %q (%v), want those used within the hour, and the default one", names, err)
	}
	want(t, send(engine, "GET", "/@idle/toy/things/x", ""), 404, "")
	if names, _ := engine.Snapshots(ctx, "idle"); len(names) > 0 {
		t.Errorf("snapshots %q outlived their world", names)
	}
	now = now.Add(2 * time.Hour)
	if names, _ := engine.Worlds(ctx); !slices.Equal(names, []string{"default"}) {
		t.Errorf("listing shows %q, want no world that is overdue", names)
	}
}

func TestWorldsStayWithoutALifetime(t *testing.T) {
	now := noon
	engine := newEngine(t, simulator.Options{Now: func() time.Time { return now }}, toy())
	want(t, send(engine, "PUT", "/@a/toy/things/x", `{"qty": 1}`), 200, "polite")
	now = now.AddDate(10, 0, 0)
	want(t, send(engine, "GET", "/@b/toy/things/x", ""), 404, "")
	want(t, send(engine, "GET", "/@a/toy/things/x", ""), 200, "1")
	if _, err := simulator.New(simulator.Options{Now: noonNow, WorldLifetime: -1}); err == nil {
		t.Error("a lifetime below zero is taken")
	}
}

func TestACredentialChoosesAWorld(t *testing.T) {
	vendor := toy()
	engine, ctx := newEngine(t, simulator.Options{}, vendor), t.Context()
	if err := engine.Bind(ctx, "bound", "toy", "Bearer mine"); err != nil {
		t.Fatal(err)
	}
	want(t, send(engine, "PUT", "/toy/things/x", `{"qty": 7}`, "Authorization: Bearer mine"), 200, "polite")
	want(t, send(engine, "GET", "/@bound/toy/things/x", ""), 200, "7")
	for name, headers := range map[string][]string{
		"no credential": nil, "another one": {"Authorization: Bearer other"},
		"a header names a world": {"Authorization: Bearer mine", "Plumbline-World: w"},
	} {
		if w := send(engine, "GET", "/toy/things/x", "", headers...); w.Code != 404 {
			t.Errorf("%s: %d, want the 404 of another world", name, w.Code)
		}
	}
	want(t, send(engine, "GET", "/@other/toy/things/x", "", "Authorization: Bearer mine"), 404, "")
	if err := engine.Bind(ctx, "bound-2", "toy", "Bearer mine"); err != nil {
		t.Fatal(err)
	}
	want(t, send(engine, "GET", "/toy/things/x", "", "Authorization: Bearer mine"), 404, "")
	if names, _ := engine.Worlds(ctx); slices.ContainsFunc(names, func(n string) bool { return simulator.CheckWorldName(n) != nil }) {
		t.Errorf("worlds %q: where the bindings are kept is none", names)
	}
	for name, err := range map[string]error{
		"no such vendor": engine.Bind(ctx, "a", "nosuch", "x"), "no world": engine.Bind(ctx, "a b", "toy", "x"), "empty": engine.Bind(ctx, "a", "toy", ""),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
