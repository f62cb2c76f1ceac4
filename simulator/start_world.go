package simulator

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/simulator/fault"
	"github.com/plumbline-api/plumbline/simulator/journal"
)

// SetFaults sets the faults of the world; none ends them.
func (w *World) SetFaults(faults ...fault.Fault) {
	w.running.t.Helper()
	w.must(w.running.engine.SetFaults(context.Background(), w.name, faults))
}

// Faults returns the faults of the world, with how often each struck.
func (w *World) Faults() []fault.Fault {
	w.running.t.Helper()
	list, err := w.running.engine.Faults(context.Background(), w.name)
	w.must(err)
	return list
}

// Fork copies the world with all that is in it to another, which is returned.
// Both go on by themselves from there.
func (w *World) Fork(name string) *World {
	w.running.t.Helper()
	w.must(w.running.engine.Fork(context.Background(), w.name, name))
	return &World{running: w.running, name: name}
}

// Snapshot keeps the world as it is now, and returns what makes it so again.
func (w *World) Snapshot(name string) (restore func()) {
	w.running.t.Helper()
	w.must(w.running.engine.Snapshot(context.Background(), w.name, name))
	return func() {
		w.running.t.Helper()
		w.must(w.running.engine.Restore(context.Background(), w.name, name))
	}
}

// Bind lets a credential choose this world where a request names none.
func (w *World) Bind(vendor, credential string) {
	w.running.t.Helper()
	w.must(w.running.engine.Bind(context.Background(), w.name, vendor, credential))
}

// Wait returns the requests that the filter chooses, the newest first, as soon
// as there are so many; those of before count. It fails the test when they have
// not come within the time, which is real time.
func (w *World) Wait(filter journal.Filter, atLeast int, within time.Duration) []journal.Entry {
	w.running.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), within)
	defer cancel()
	list, err := w.running.engine.Await(ctx, w.name, filter, atLeast)
	if err != nil {
		w.running.t.Fatalf("%v; %s", err, w.came())
	}
	return list
}

// Count fails the test unless the filter chooses exactly so many requests of
// those that the journal keeps.
func (w *World) Count(filter journal.Filter, want int) {
	w.running.t.Helper()
	list, err := w.running.engine.Journal(context.Background(), w.name, filter)
	w.must(err)
	if len(list) != want {
		w.running.t.Fatalf("world %s: %d requests, want %d; %s", w.name, len(list), want, w.came())
	}
}

// came tells of the latest requests, for messages.
func (w *World) came() string {
	const most = 10
	list, err := w.running.engine.Journal(context.Background(), w.name, journal.Filter{Limit: most})
	if err != nil {
		return err.Error()
	}
	var lines []string
	for _, e := range list {
		lines = append(lines, fmt.Sprintf("%s %s: %d", e.Request.Method, e.Request.URL, e.Response.Status))
	}
	if len(lines) == 0 {
		return "no request came at all"
	}
	return "the latest are\n\t" + strings.Join(lines, "\n\t")
}
