package simulator_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	generated "github.com/plumbline-api/plumbline/generated/control"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/journal"
)

func TestTheJournalCanBeSearched(t *testing.T) {
	engine := newEngine(t, simulator.Options{}, toy())
	send(engine, "PUT", "/toy/things/a", `{"qty": 1}`)
	send(engine, "PUT", "/toy/things/b", `{"qty": 101}`)
	send(engine, "GET", "/toy/things/a", "")
	send(engine, "PUT", "/toy/things/a", `{"qty": 0}`)
	for name, tt := range map[string]struct {
		filter journal.Filter
		ids    []uint64
	}{
		"method":          {journal.Filter{Method: "PUT"}, []uint64{4, 2, 1}},
		"an address":      {journal.Filter{URL: "/toy/things/a"}, []uint64{4, 3, 1}},
		"a pattern":       {journal.Filter{URL: "/toy/*/b"}, []uint64{2}},
		"status":          {journal.Filter{Status: 422}, []uint64{2}},
		"deciding rule":   {journal.Filter{Rule: toyHeavy.ID}, []uint64{2}},
		"body":            {journal.Filter{Body: `"qty": 1`}, []uint64{2, 1}},
		"after":           {journal.Filter{After: 2}, []uint64{4, 3}},
		"several at once": {journal.Filter{Method: "PUT", Status: 200}, []uint64{1}},
		"nothing":         {journal.Filter{Method: "POST"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			list, err := engine.Journal(t.Context(), simulator.DefaultWorld, tt.filter)
			var ids []uint64
			for _, e := range list {
				ids = append(ids, e.ID)
			}
			if err != nil || !slices.Equal(ids, tt.ids) {
				t.Errorf("entries %d (%v), want %d", ids, err, tt.ids)
			}
		})
	}
	if _, err := engine.Journal(t.Context(), "default", journal.Filter{URL: "[a"}); err == nil || !strings.Contains(err.Error(), "is no pattern") {
		t.Errorf("a broken pattern: %v", err)
	}
}

func TestAddressesAreSearchedWithoutTheWorld(t *testing.T) {
	engine := newEngine(t, simulator.Options{}, toy())
	send(engine, "GET", "/@w/toy/things/a", "")
	list, err := engine.Journal(t.Context(), "w", journal.Filter{URL: "/toy/things/*"})
	if err != nil || len(list) != 1 {
		t.Errorf("%d entries (%v), want 1", len(list), err)
	}
}

func TestAwaitReturnsWhenTheRequestsCame(t *testing.T) {
	engine := newEngine(t, simulator.Options{}, toy())
	send(engine, "GET", "/toy/things/before", "")
	came := make(chan int)
	go func() {
		list, err := engine.Await(t.Context(), "default", journal.Filter{Operation: "getThing"}, 3)
		if err != nil {
			t.Error(err)
		}
		came <- len(list)
	}()
	for n := range 2 {
		select {
		case got := <-came:
			t.Fatalf("returned with %d, want 3", got)
		default:
		}
		send(engine, "PUT", "/toy/things/other", `{"qty": 1}`)
		send(engine, "GET", fmt.Sprint("/toy/things/", n), "")
	}
	if got := <-came; got != 3 {
		t.Errorf("returned with %d, want 3", got)
	}
}

func TestAwaitEndsWithItsContext(t *testing.T) {
	engine := newEngine(t, simulator.Options{}, toy())
	send(engine, "GET", "/toy/things/a", "")
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	list, err := engine.Await(ctx, "default", journal.Filter{}, 2)
	if !errors.Is(err, context.DeadlineExceeded) || len(list) != 1 || !strings.Contains(err.Error(), "1 of 2 requests came") {
		t.Errorf("%d entries, %v", len(list), err)
	}
}

// really passes real time.
func really(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func TestControlCountsAndWaits(t *testing.T) {
	engine, client := controlled(t, simulator.Options{Wait: really})
	send(engine, "GET", "/toy/things/a", "")
	send(engine, "GET", "/toy/things/b", "")
	counted, err := client.CountJournalWithResponse(t.Context(), "default", &generated.CountJournalParams{URL: of("/toy/things/a")})
	answered(t, err, counted.HTTPResponse, http.StatusOK, counted.Body)
	if counted.JSON200.Count != 1 {
		t.Errorf("counted %d, want 1", counted.JSON200.Count)
	}
	late, err := client.ListJournalWithResponse(t.Context(), "default", &generated.ListJournalParams{AtLeast: of(3), Within: of("10ms")})
	answered(t, err, late.HTTPResponse, http.StatusRequestTimeout, late.Body)
	if detail := *late.ApplicationProblemJSONDefault.Detail; detail != "too late: 2 of 3 requests came within 10ms" {
		t.Errorf("detail %q", detail)
	}
	done := make(chan int)
	go func() {
		waited, err := client.ListJournalWithResponse(t.Context(), "default", &generated.ListJournalParams{Method: of("PUT"), Within: of("1m")})
		answered(t, err, waited.HTTPResponse, http.StatusOK, waited.Body)
		done <- len(*waited.JSON200)
	}()
	send(engine, "PUT", "/toy/things/a", `{"qty": 1}`)
	if n := <-done; n != 1 {
		t.Errorf("waited for %d entries, want 1", n)
	}
	bad, err := client.ListJournalWithResponse(t.Context(), "default", &generated.ListJournalParams{Within: of("soon")})
	answered(t, err, bad.HTTPResponse, http.StatusBadRequest, bad.Body)
}

// of returns a pointer to a value, for optional parameters.
func of[T any](v T) *T { return &v }

func TestControlForksSnapshotsAndBinds(t *testing.T) {
	engine, client := controlled(t, simulator.Options{})
	ctx := t.Context()
	send(engine, "PUT", "/toy/things/a", `{"qty": 1}`)
	kept, err := client.TakeSnapshotWithResponse(ctx, "default", "s")
	answered(t, err, kept.HTTPResponse, http.StatusNoContent, kept.Body)
	forked, err := client.ForkWorldWithResponse(ctx, "default", generated.ForkWorldJSONRequestBody{To: "fork"})
	answered(t, err, forked.HTTPResponse, http.StatusNoContent, forked.Body)
	send(engine, "PUT", "/toy/things/a", `{"qty": 2}`)
	want(t, send(engine, "GET", "/@fork/toy/things/a", ""), 200, "1")
	restored, err := client.RestoreSnapshotWithResponse(ctx, "default", "s")
	answered(t, err, restored.HTTPResponse, http.StatusNoContent, restored.Body)
	want(t, send(engine, "GET", "/toy/things/a", ""), 200, "1")
	listed, err := client.ListSnapshotsWithResponse(ctx, "default")
	answered(t, err, listed.HTTPResponse, http.StatusOK, listed.Body)
	if !slices.Equal(*listed.JSON200, []string{"s"}) {
		t.Errorf("snapshots %q", *listed.JSON200)
	}
	dropped, err := client.DropSnapshotWithResponse(ctx, "default", "s")
	answered(t, err, dropped.HTTPResponse, http.StatusNoContent, dropped.Body)
	missing, err := client.RestoreSnapshotWithResponse(ctx, "default", "s")
	answered(t, err, missing.HTTPResponse, http.StatusNotFound, missing.Body)
	bound, err := client.BindCredentialWithResponse(ctx, "fork", generated.BindCredentialJSONRequestBody{Vendor: "toy", Credential: "Bearer f"})
	answered(t, err, bound.HTTPResponse, http.StatusNoContent, bound.Body)
	send(engine, "PUT", "/@fork/toy/things/a", `{"qty": 3}`)
	want(t, send(engine, "GET", "/toy/things/a", "", "Authorization: Bearer f"), 200, "3")
}

func TestTheJournalTellsWhatBecameOfEntities(t *testing.T) {
	engine := newEngine(t, simulator.Options{}, toy())
	send(engine, "PUT", "/toy/things/a", `{"qty": 1}`)
	send(engine, "PUT", "/toy/things/a", `{"qty": 2}`)
	send(engine, "PUT", "/toy/things/a", `{"qty": 101}`)
	list := journalOf(t, engine)
	for i, wanted := range []string{"", `[{toy.thing a 1 2}]`, `[{toy.thing a <nil> 1}]`} {
		got := ""
		for _, c := range list[i].Changes {
			got += fmt.Sprintf("[{%s %s %v %v}]", c.Kind, c.Key, c.Before, c.After)
		}
		if got != wanted {
			t.Errorf("entry %d: %s, want %s", list[i].ID, got, wanted)
		}
	}
	if said := strings.Join(list[2].Explain(engine.Citation), " "); !strings.Contains(said, "toy.thing a came into being.") {
		t.Errorf("explained as %q", said)
	}
	_, client := controlOf(t, engine, "")
	entry, err := client.GetEntryWithResponse(t.Context(), "default", 2)
	answered(t, err, entry.HTTPResponse, http.StatusOK, entry.Body)
	if c := (*entry.JSON200.Changes)[0]; *c.Before != float64(1) || *c.After != float64(2) {
		t.Errorf("the control API tells of %+v", c)
	}
}
