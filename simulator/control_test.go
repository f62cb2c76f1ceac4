package simulator_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	generated "github.com/plumbline-api/plumbline/generated/control"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/control"
	"github.com/plumbline-api/plumbline/simulator/event"
	"github.com/plumbline-api/plumbline/simulator/journal"
)

// controlOf returns the handler of an engine's control API and a client of it.
func controlOf(t testing.TB, engine *simulator.Engine, token string) (http.Handler, *generated.ClientWithResponses) {
	t.Helper()
	handler, err := control.New(engine, "v1.2.3", token, "control.test", "example.com")
	if err != nil {
		t.Fatal(err)
	}
	client, err := generated.NewClientWithResponses("http://control.test", generated.WithHTTPClient(&http.Client{
		Transport: simulator.Transport{Handler: handler},
	}), generated.WithRequestEditorFn(asJSON))
	if err != nil {
		t.Fatal(err)
	}
	return handler, client
}

// asJSON gives a POST without a body the content type that it needs.
func asJSON(_ context.Context, r *http.Request) error {
	r.Header.Set("Content-Type", "application/json")
	return nil
}

// answered ends the test unless the call gave that status.
func answered(t *testing.T, err error, response *http.Response, status int, body []byte) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != status {
		t.Fatalf("%d %s, want %d", response.StatusCode, body, status)
	}
}

// controlled is an engine whose operation do rings in a minute and notifies a
// subscriber, with a client of its control API.
func controlled(t *testing.T, options simulator.Options) (*simulator.Engine, *generated.ClientWithResponses) {
	t.Helper()
	engine := newEngine(t, options, toyVendor(
		func(env *simulator.Env, _ http.ResponseWriter) error {
			if err := env.Emit(event.Event{Name: "done", Method: "POST", URL: "http://subscriber.test/", Body: []byte("\xff it is done")}); err != nil {
				return err
			}
			return env.After(time.Minute, "ring", "")
		},
		func(*simulator.Env, string) error { return nil },
	))
	_, client := controlOf(t, engine, "")
	return engine, client
}

func TestControlTellsWhatIsServed(t *testing.T) {
	_, client := controlled(t, simulator.Options{})
	r, err := client.GetHealthWithResponse(t.Context())
	answered(t, err, r.HTTPResponse, 200, r.Body)
	if h := r.JSON200; h.Status != "ok" || h.Version != "v1.2.3" || len(h.Vendors) != 1 || h.Vendors[0].Name != "toy" || h.Vendors[0].Actions["lose"] != "Everything is lost." {
		t.Errorf("health %+v", h)
	}
}

func TestControlOfAWorldAndItsState(t *testing.T) {
	engine, client := controlled(t, simulator.Options{})
	seeded, err := client.SeedVendorWithResponse(t.Context(), world, "toy", json.RawMessage(`{"a": 1, "b": 2}`))
	answered(t, err, seeded.HTTPResponse, 204, seeded.Body)
	state, err := client.GetStateWithResponse(t.Context(), world, "toy", nil)
	answered(t, err, state.HTTPResponse, 200, state.Body)
	if got := strings.TrimSpace(string(state.Body)); got != `{"a":1,"b":2,"c":0}` {
		t.Errorf("state %s", got)
	}
	acted, err := client.ActWithResponse(t.Context(), world, "toy", "lose")
	answered(t, err, acted.HTTPResponse, 204, acted.Body)
	want(t, send(engine, "GET", "/@w/toy/things/a", ""), 404, "")

	listed, err := client.ListWorldsWithResponse(t.Context())
	answered(t, err, listed.HTTPResponse, 200, listed.Body)
	if !slices.Equal(*listed.JSON200, []string{world}) {
		t.Errorf("worlds %v", *listed.JSON200)
	}
	for range 2 {
		dropped, err := client.DropWorldWithResponse(t.Context(), world)
		answered(t, err, dropped.HTTPResponse, 204, dropped.Body)
	}
	listed, err = client.ListWorldsWithResponse(t.Context())
	answered(t, err, listed.HTTPResponse, 200, listed.Body)
	if len(*listed.JSON200) > 0 {
		t.Errorf("worlds %v", *listed.JSON200)
	}
}

func TestControlOfADialect(t *testing.T) {
	_, client := controlled(t, simulator.Options{})
	changed, err := client.ChangeDialectWithResponse(t.Context(), world, generated.Dialect{toyTone.ID: "rude"})
	answered(t, err, changed.HTTPResponse, 200, changed.Body)
	read, err := client.GetDialectWithResponse(t.Context(), world)
	answered(t, err, read.HTTPResponse, 200, read.Body)
	if (*changed.JSON200)[toyTone.ID] != "rude" || (*read.JSON200)[toyTone.ID] != "rude" || len(*read.JSON200) != 1 {
		t.Errorf("dialect %v, then %v", *changed.JSON200, *read.JSON200)
	}
}

func TestControlOfAJournal(t *testing.T) {
	engine, client := controlled(t, simulator.Options{})
	send(engine, "PUT", "/@w/toy/things/a", `{"qty": 101}`)
	send(engine, "PUT", "/@w/toy/things/a", "{\"qty\": 0, \"\xff\": 0}")
	send(engine, "GET", "/@w/toy/things/a", "")
	limit, vendor, operation := 1, "toy", "putThing"
	r, err := client.ListJournalWithResponse(t.Context(), world, &generated.ListJournalParams{Limit: &limit, Vendor: &vendor, Operation: &operation})
	answered(t, err, r.HTTPResponse, 200, r.Body)
	if list := *r.JSON200; len(list) != 1 || list[0].ID != 2 || len(*list[0].Breaches) != 1 || string(*list[0].Request.BodyBase64) != "{\"qty\": 0, \"\xff\": 0}" {
		t.Errorf("journal %s", r.Body)
	}
	one, err := client.GetEntryWithResponse(t.Context(), world, 1)
	answered(t, err, one.HTTPResponse, 200, one.Body)
	e := one.JSON200
	if e.ID != 1 || *e.Operation != "putThing" || *e.Response.Status != 422 || *e.Request.Method != "PUT" || (*e.Consulted)[0].Outcome != "decided" ||
		!strings.Contains(strings.Join(e.Explanation, " "), "The rule toy/heavy decided: A thing of more than a hundred is refused.") {
		t.Errorf("entry %s", one.Body)
	}
}

func TestControlOfAClock(t *testing.T) {
	real := noon
	engine, client := controlled(t, simulator.Options{Now: func() time.Time { return real }})
	change := func(c generated.ClockChange) *generated.Clock {
		t.Helper()
		r, err := client.ChangeClockWithResponse(t.Context(), world, c)
		answered(t, err, r.HTTPResponse, 200, r.Body)
		return r.JSON200
	}
	send(engine, "POST", "/@w/toy/do", "")
	if c := change(generated.ClockChange{Advance: new("1h"), Freeze: new(true)}); !c.Now.Equal(noon.Add(time.Hour)) || !c.Frozen || c.Scale != 0 ||
		*c.FiredCount != 1 || (*c.Fired)[0].Timer != "ring" || !(*c.Fired)[0].At.Equal(noon.Add(time.Minute)) {
		t.Errorf("clock %+v", c)
	}
	change(generated.ClockChange{Set: new(noon.Add(2 * time.Hour)), Scale: new(60.0)})
	real = real.Add(time.Minute)
	read, err := client.GetClockWithResponse(t.Context(), world)
	answered(t, err, read.HTTPResponse, 200, read.Body)
	if c := read.JSON200; !c.Now.Equal(noon.Add(3*time.Hour)) || c.Frozen || c.Scale != 60 || *c.FiredCount != 0 {
		t.Errorf("clock %s", read.Body)
	}
	if c := change(generated.ClockChange{Resume: new(true)}); c.Scale != 1 || !c.Now.Equal(noon.Add(3*time.Hour)) {
		t.Errorf("clock %+v", c)
	}
}

func TestControlOfWhatDisturbsAWorld(t *testing.T) {
	engine, client := controlled(t, simulator.Options{})
	set, err := client.SetFaultsWithResponse(t.Context(), world, generated.Faults{{
		Vendor: new("toy"), Operation: new("getThing"), Effect: generated.Effect{Kind: "refuse-status", Status: new(418)},
	}})
	answered(t, err, set.HTTPResponse, 200, set.Body)
	want(t, send(engine, "GET", "/@w/toy/things/a", ""), 418, "")
	read, err := client.ListFaultsWithResponse(t.Context(), world)
	answered(t, err, read.HTTPResponse, 200, read.Body)
	if list := *read.JSON200; len(*set.JSON200) != 1 || len(list) != 1 || *list[0].Operation != "getThing" || *list[0].Effect.Status != 418 || *list[0].Struck != 1 {
		t.Errorf("faults %s, then %s", set.Body, read.Body)
	}
	set, err = client.SetFaultsWithResponse(t.Context(), world, generated.Faults{})
	answered(t, err, set.HTTPResponse, 200, set.Body)
	want(t, send(engine, "GET", "/@w/toy/things/a", ""), 404, "")

	latitude, err := client.SetLatitudeWithResponse(t.Context(), world, generated.Latitude{Hostile: true})
	answered(t, err, latitude.HTTPResponse, 204, latitude.Body)
	disturbed, err := client.SetDisturbanceWithResponse(t.Context(), world, generated.Disturbance{Duplicate: new(1.0)})
	answered(t, err, disturbed.HTTPResponse, 204, disturbed.Body)
	send(engine, "POST", "/@w/toy/do", "")
	listed, err := client.ListDeliveriesWithResponse(t.Context(), world, nil)
	answered(t, err, listed.HTTPResponse, 200, listed.Body)
	if len(*listed.JSON200) != 2 {
		t.Errorf("deliveries %s, want one twice", listed.Body)
	}
}

func TestControlOfDeliveries(t *testing.T) {
	subscriber := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	engine, client := controlled(t, simulator.Options{Deliver: simulator.Transport{Handler: subscriber}})
	for range 2 {
		send(engine, "POST", "/@w/toy/do", "")
	}
	for name, tt := range map[string]struct {
		params generated.ListDeliveriesParams
		count  int
	}{
		"all":              {generated.ListDeliveriesParams{}, 2},
		"one":              {generated.ListDeliveriesParams{Limit: new(1)}, 1},
		"of a vendor":      {generated.ListDeliveriesParams{Vendor: new("toy"), Event: new("done")}, 2},
		"of another":       {generated.ListDeliveriesParams{Vendor: new("other")}, 0},
		"of another event": {generated.ListDeliveriesParams{Event: new("other")}, 0},
	} {
		r, err := client.ListDeliveriesWithResponse(t.Context(), world, &tt.params)
		answered(t, err, r.HTTPResponse, 200, r.Body)
		if len(*r.JSON200) != tt.count {
			t.Errorf("%s: %s, want %d", name, r.Body, tt.count)
		}
	}
	r, err := client.RedeliverWithResponse(t.Context(), world, 2)
	answered(t, err, r.HTTPResponse, 200, r.Body)
	var d struct {
		ID    uint64
		State string
		Event struct {
			Name, URL  string
			BodyBase64 []byte
		}
	}
	if err := json.Unmarshal(r.Body, &d); err != nil || d.ID != 2 || d.State == "" || d.Event.Name != "done" || string(d.Event.BodyBase64) != "\xff it is done" {
		t.Errorf("delivery %s (%v)", r.Body, err)
	}
}

func TestControlTellsOfTheCallers(t *testing.T) {
	engine, client := controlled(t, simulator.Options{})
	send(engine, "GET", "/@w/toy/things/a", "")
	r, err := client.GetClientReportWithResponse(t.Context(), world)
	answered(t, err, r.HTTPResponse, 200, r.Body)
	var report map[string]any
	if err := json.Unmarshal(r.Body, &report); err != nil || report["schema"] == nil || !strings.Contains(string(r.Body), toyCaller.ID) {
		t.Errorf("report %.300s (%v)", r.Body, err)
	}
}

func TestAnAnswerOfTheClockListsTheFirstThousandTimers(t *testing.T) {
	engine := newEngine(t, simulator.Options{}, toyVendor(
		func(env *simulator.Env, _ http.ResponseWriter) error { return env.After(time.Second, "ring", "") },
		func(env *simulator.Env, _ string) error { return env.After(time.Second, "ring", "") },
	))
	_, client := controlOf(t, engine, "")
	send(engine, "POST", "/@w/toy/do", "")
	advance := "1001s"
	r, err := client.ChangeClockWithResponse(t.Context(), world, generated.ClockChange{Advance: &advance})
	answered(t, err, r.HTTPResponse, 200, r.Body)
	if len(*r.JSON200.Fired) != 1000 || *r.JSON200.FiredCount != 1001 {
		t.Errorf("%d listed of %d", len(*r.JSON200.Fired), *r.JSON200.FiredCount)
	}
}

// TestWorldsInParallel uses one engine from many sides at once; the race
// detector looks on.
func TestWorldsInParallel(t *testing.T) {
	engine := newEngine(t, simulator.Options{}, toy())
	_, client := controlOf(t, engine, "")
	var group sync.WaitGroup
	for worker := range 8 {
		group.Go(func() {
			name := fmt.Sprintf("w%d", worker%4) // two workers share a world
			for n := range 50 {
				if err := busy(t.Context(), engine, client, name, n); err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	group.Wait()
	for worker := range 4 {
		list, err := engine.Journal(t.Context(), fmt.Sprintf("w%d", worker), journal.Filter{})
		if err != nil || len(list) != 200 || list[0].ID != 200 {
			t.Errorf("world %d: %d entries (%v), want 200", worker, len(list), err)
		}
	}
}

// busy does a bit of everything in a world: two requests to the vendor.
func busy(ctx context.Context, engine *simulator.Engine, client *generated.ClientWithResponses, name string, n int) error {
	if w := send(engine, "PUT", "/@"+name+"/toy/things/a", `{"qty": 1}`); w.Code != 200 {
		return fmt.Errorf("%d %s", w.Code, w.Body)
	}
	if w := send(engine, "GET", "/toy/things/a", "", "Plumbline-World: "+name); w.Code != 200 || w.Body.String() != "1" {
		return fmt.Errorf("%d %s", w.Code, w.Body)
	}
	engine.AnnounceControl(fmt.Sprint("http://control.test/", n))
	advance, reading := "1s", []string{"rude", "polite"}[n%2]
	clock, err := client.ChangeClockWithResponse(ctx, name, generated.ClockChange{Advance: &advance})
	if err != nil || clock.JSON200 == nil {
		return fmt.Errorf("clock: %w", err)
	}
	dialect, err := client.ChangeDialectWithResponse(ctx, name, generated.Dialect{toyTone.ID: reading})
	if err != nil || dialect.JSON200 == nil {
		return fmt.Errorf("dialect: %w", err)
	}
	state, err := client.GetStateWithResponse(ctx, name, "toy", nil)
	if err != nil || strings.TrimSpace(string(state.Body)) != `{"a":1}` {
		return fmt.Errorf("state: %w", err)
	}
	_, err = client.ListWorldsWithResponse(ctx)
	return err
}
