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
	"github.com/plumbline-api/plumbline/internal/contract"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/specs/control"
)

// controlOf returns the handler of an engine's control API and a client of it.
func controlOf(t testing.TB, engine *simulator.Engine, token string) (http.Handler, *generated.ClientWithResponses) {
	t.Helper()
	handler, err := engine.Control("v1.2.3", token)
	if err != nil {
		t.Fatal(err)
	}
	client, err := generated.NewClientWithResponses("http://control.test", generated.WithHTTPClient(&http.Client{
		Transport: simulator.Transport{Handler: handler},
	}))
	if err != nil {
		t.Fatal(err)
	}
	return handler, client
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

func TestTheControlAPI(t *testing.T) {
	real, ctx := noon, t.Context()
	engine := newEngine(t, simulator.Options{Now: func() time.Time { return real }}, toyVendor(
		func(env *simulator.Env, _ http.ResponseWriter) error { return env.After(time.Minute, "ring", "") },
		func(*simulator.Env, string) error { return nil },
	))
	_, client := controlOf(t, engine, "")

	t.Run("getHealth", func(t *testing.T) {
		r, err := client.GetHealthWithResponse(ctx)
		answered(t, err, r.HTTPResponse, 200, r.Body)
		if h := r.JSON200; h.Status != "ok" || h.Version != "v1.2.3" || len(h.Vendors) != 1 || h.Vendors[0].Name != "toy" || h.Vendors[0].Actions["lose"] != "Everything is lost." {
			t.Errorf("health %+v", h)
		}
	})
	t.Run("seedVendor and getState", func(t *testing.T) {
		seeded, err := client.SeedVendorWithResponse(ctx, world, "toy", json.RawMessage(`{"a": 1, "b": 2}`))
		answered(t, err, seeded.HTTPResponse, 204, seeded.Body)
		state, err := client.GetStateWithResponse(ctx, world, "toy")
		answered(t, err, state.HTTPResponse, 200, state.Body)
		if got := strings.TrimSpace(string(state.Body)); got != `{"a":1,"b":2,"c":0}` {
			t.Errorf("state %s", got)
		}
	})
	t.Run("listWorlds", func(t *testing.T) {
		r, err := client.ListWorldsWithResponse(ctx)
		answered(t, err, r.HTTPResponse, 200, r.Body)
		if !slices.Equal(*r.JSON200, []string{world}) {
			t.Errorf("worlds %v", *r.JSON200)
		}
	})
	t.Run("changeDialect and getDialect", func(t *testing.T) {
		changed, err := client.ChangeDialectWithResponse(ctx, world, generated.Dialect{toyTone.ID: "rude"})
		answered(t, err, changed.HTTPResponse, 200, changed.Body)
		read, err := client.GetDialectWithResponse(ctx, world)
		answered(t, err, read.HTTPResponse, 200, read.Body)
		if (*changed.JSON200)[toyTone.ID] != "rude" || (*read.JSON200)[toyTone.ID] != "rude" || len(*read.JSON200) != 1 {
			t.Errorf("dialect %v, then %v", *changed.JSON200, *read.JSON200)
		}
	})
	t.Run("listJournal and getEntry", func(t *testing.T) {
		send(engine, "PUT", "/@w/toy/things/a", `{"qty": 101}`)
		send(engine, "PUT", "/@w/toy/things/a", "{\"qty\": 0, \"\xff\": 0}")
		limit, vendor, operation := 1, "toy", "putThing"
		r, err := client.ListJournalWithResponse(ctx, world, &generated.ListJournalParams{Limit: &limit, Vendor: &vendor, Operation: &operation})
		answered(t, err, r.HTTPResponse, 200, r.Body)
		if list := *r.JSON200; len(list) != 1 || list[0].ID != 2 || len(*list[0].Breaches) != 1 || *list[0].Request.Body != "{\"qty\": 0, \"\uFFFD\": 0}" {
			t.Errorf("journal %s", r.Body)
		}
		one, err := client.GetEntryWithResponse(ctx, world, 1)
		answered(t, err, one.HTTPResponse, 200, one.Body)
		e := one.JSON200
		if e.ID != 1 || *e.Operation != "putThing" || *e.Response.Status != 422 || *e.Request.Method != "PUT" || (*e.Consulted)[0].Outcome != "decided" ||
			!strings.Contains(strings.Join(e.Explanation, " "), "The rule toy/heavy decided: A thing of more than a hundred is refused.") {
			t.Errorf("entry %s", one.Body)
		}
	})
	t.Run("getClock and changeClock", func(t *testing.T) {
		send(engine, "POST", "/@w/toy/do", "")
		advance, freeze := "1h", true
		changed, err := client.ChangeClockWithResponse(ctx, world, generated.ClockChange{Advance: &advance, Freeze: &freeze})
		answered(t, err, changed.HTTPResponse, 200, changed.Body)
		if c := changed.JSON200; !c.Now.Equal(noon.Add(time.Hour)) || !c.Frozen || c.Scale != 0 || *c.FiredCount != 1 || (*c.Fired)[0].Timer != "ring" || !(*c.Fired)[0].At.Equal(noon.Add(time.Minute)) {
			t.Errorf("clock %s", changed.Body)
		}
		set, scale := noon.Add(2*time.Hour), 60.0
		changed, err = client.ChangeClockWithResponse(ctx, world, generated.ClockChange{Set: &set, Scale: &scale})
		answered(t, err, changed.HTTPResponse, 200, changed.Body)
		real = real.Add(time.Minute)
		read, err := client.GetClockWithResponse(ctx, world)
		answered(t, err, read.HTTPResponse, 200, read.Body)
		if c := read.JSON200; !c.Now.Equal(noon.Add(3*time.Hour)) || c.Frozen || c.Scale != 60 || *c.FiredCount != 0 {
			t.Errorf("clock %s", read.Body)
		}
		resume := true
		changed, err = client.ChangeClockWithResponse(ctx, world, generated.ClockChange{Resume: &resume})
		answered(t, err, changed.HTTPResponse, 200, changed.Body)
		if changed.JSON200.Scale != 1 {
			t.Errorf("clock %s", changed.Body)
		}
	})
	t.Run("act", func(t *testing.T) {
		r, err := client.ActWithResponse(ctx, world, "toy", "lose")
		answered(t, err, r.HTTPResponse, 204, r.Body)
		want(t, send(engine, "GET", "/@w/toy/things/a", ""), 404, "")
	})
	t.Run("dropWorld", func(t *testing.T) {
		for range 2 {
			r, err := client.DropWorldWithResponse(ctx, world)
			answered(t, err, r.HTTPResponse, 204, r.Body)
		}
		if worlds, _ := engine.Worlds(ctx); len(worlds) > 0 {
			t.Errorf("worlds %v", worlds)
		}
	})
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

// problemOf wants an answer to be a problem of that status, and returns what it
// says.
func problemOf(t *testing.T, w *http.Response, body []byte, status int) string {
	t.Helper()
	var p generated.Problem
	if err := json.Unmarshal(body, &p); err != nil || p.Status != w.StatusCode || p.Title != http.StatusText(status) || p.Detail == nil || *p.Detail == "" {
		t.Errorf("no problem: %s (%v)", body, err)
		return ""
	}
	if got := w.Header.Get("Content-Type"); got != "application/problem+json" || w.StatusCode != status {
		t.Errorf("%d %s, want %d application/problem+json: %s", w.StatusCode, got, status, *p.Detail)
	}
	return *p.Detail
}

func TestTheControlAPIRefuses(t *testing.T) {
	engine := newEngine(t, simulator.Options{}, toy())
	handler, _ := controlOf(t, engine, "")
	for name, tt := range map[string]struct {
		method, path, body string
		status             int
		says               string
	}{
		"unknown path":                     {"GET", "/nosuch", "", 404, "the control API has no such path"},
		"root":                             {"GET", "/", "", 404, "the control API has no such path"},
		"unknown method":                   {"PUT", "/worlds/w/clock", "", 405, "this path takes"},
		"unknown vendor, seed":             {"POST", "/worlds/w/vendors/nosuch/seed", "{}", 404, `no vendor "nosuch" is served here; there are: toy`},
		"unknown vendor, state":            {"GET", "/worlds/w/vendors/nosuch/state", "", 404, "there are: toy"},
		"unknown action":                   {"POST", "/worlds/w/vendors/toy/actions/nosuch", "", 404, `toy has no action "nosuch"; it has: lose, panic`},
		"unknown entry":                    {"GET", "/worlds/w/journal/1000", "", 404, "the journal of world w has no entry 1000"},
		"unknown rule":                     {"PATCH", "/worlds/w/dialect", `{"toy/nosuch": "x"}`, 404, "there are toy/tone"},
		"unknown reading":                  {"PATCH", "/worlds/w/dialect", `{"toy/tone": "loud"}`, 404, "it has polite, rude"},
		"clock set back":                   {"POST", "/worlds/w/clock", `{"set": "2026-11-22T11:59:59Z"}`, 400, "does not go back"},
		"clock advanced backwards":         {"POST", "/worlds/w/clock", `{"advance": "-1s"}`, 400, "does not go back"},
		"no duration":                      {"POST", "/worlds/w/clock", `{"advance": "soon"}`, 400, `"soon" is no duration such as 10m`},
		"advance and set":                  {"POST", "/worlds/w/clock", `{"advance": "1s", "set": "2027-11-22T11:59:59Z"}`, 400, "exclude each other"},
		"contract: name of a world":        {"GET", "/worlds/a%20b/clock", "", 400, "path world"},
		"contract: name with a slash":      {"DELETE", "/worlds/a%2Fb", "", 400, "path world"},
		"contract: body is missing":        {"POST", "/worlds/w/clock", "", 400, "body is missing"},
		"contract: no JSON":                {"POST", "/worlds/w/clock", "{", 400, "body is not JSON"},
		"contract: unknown member":         {"POST", "/worlds/w/clock", `{"advnace": "1s"}`, 400, "'advnace' not allowed"},
		"contract: no date":                {"POST", "/worlds/w/clock", `{"set": "tomorrow"}`, 400, "/set"},
		"contract: pace of nought":         {"POST", "/worlds/w/clock", `{"scale": 0}`, 400, "/scale"},
		"contract: limit":                  {"GET", "/worlds/w/journal?limit=0", "", 400, "query limit"},
		"contract: limit as text":          {"GET", "/worlds/w/journal?limit=x", "", 400, "query limit"},
		"contract: entry":                  {"GET", "/worlds/w/journal/0", "", 400, "path id"},
		"contract: entry as text":          {"GET", "/worlds/w/journal/last", "", 400, "path id"},
		"an integer that Go does not read": {"GET", "/worlds/w/journal/1.0", "", 400, "id"},
		"a limit that Go does not read":    {"GET", "/worlds/w/journal?limit=1e2", "", 400, "limit"},
		"seed: no JSON":                    {"POST", "/worlds/w/vendors/toy/seed", `{"a": `, 400, "body is not JSON"},
		"seed: no object":                  {"POST", "/worlds/w/vendors/toy/seed", `[1]`, 400, "body"},
		"seed: of another form":            {"POST", "/worlds/w/vendors/toy/seed", `{"a": 5, "b": "many"}`, 400, "toy: json: cannot unmarshal"},
		"seed: refused halfway":            {"POST", "/worlds/w/vendors/toy/seed", `{"a": 5, "b": -1}`, 400, "toy: a quantity below one"},
		"a bug":                            {"POST", "/worlds/w/vendors/toy/actions/panic", "", 500, "The simulator has a bug"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := engine.Seed(t.Context(), world, "toy", []byte(`{"a": 1}`)); err != nil {
				t.Fatal(err)
			}
			w := send(handler, tt.method, tt.path, tt.body)
			if says := problemOf(t, w.Result(), w.Body.Bytes(), tt.status); !strings.Contains(says, tt.says) {
				t.Errorf("it says %q, want %q", says, tt.says)
			}
			if allow := w.Header().Get("Allow"); (tt.status == 405) != (allow != "") {
				t.Errorf("Allow: %q", allow)
			}
			want(t, send(engine, "GET", "/@w/toy/things/a", ""), 200, "1")
			shows(t, engine, noon, 1)
		})
	}
}

// TestEveryControlOperationWantsTheToken goes through all that the contract
// has, so that no operation is added without.
func TestEveryControlOperationWantsTheToken(t *testing.T) {
	engine := newEngine(t, simulator.Options{}, toy())
	handler, _ := controlOf(t, engine, "hush")
	c, err := contract.Load(control.OpenAPI())
	if err != nil {
		t.Fatal(err)
	}
	for _, op := range c.Operations {
		path := strings.NewReplacer("{world}", "w", "{vendor}", "toy", "{id}", "1", "{action}", "lose").Replace(op.Path)
		t.Run(op.ID, func(t *testing.T) {
			for _, header := range []string{"X-None: 1", "Authorization: hush", "Authorization: Bearer", "Authorization: Bearer hus", "Authorization: Bearer hush ", "Authorization: Basic hush"} {
				w := send(handler, op.Method, path, "", header)
				if op.ID == "getHealth" {
					if w.Code != 200 {
						t.Errorf("%s: health is not open: %d", header, w.Code)
					}
					continue
				}
				problemOf(t, w.Result(), w.Body.Bytes(), 401)
				if w.Header().Get("WWW-Authenticate") != "Bearer" {
					t.Errorf("headers %v", w.Header())
				}
			}
			if w := send(handler, op.Method, path, "", "Authorization: Bearer hush"); w.Code == 401 {
				t.Errorf("the token is not taken: %s", w.Body)
			}
		})
	}
	if worlds, _ := engine.Worlds(t.Context()); slices.Contains(worlds, "default") {
		t.Errorf("worlds %v", worlds)
	}
}

func TestTheControlAPIOfAStoreThatFails(t *testing.T) {
	engine := newEngine(t, simulator.Options{Store: &failingStore{Memory: store.NewMemory(), update: true, worlds: true}}, toy())
	handler, _ := controlOf(t, engine, "")
	for name, tt := range map[string]struct{ method, path, body string }{
		"listWorlds":    {"GET", "/worlds", ""},
		"dropWorld":     {"DELETE", "/worlds/w", ""},
		"getClock":      {"GET", "/worlds/w/clock", ""},
		"changeClock":   {"POST", "/worlds/w/clock", "{}"},
		"listJournal":   {"GET", "/worlds/w/journal", ""},
		"getEntry":      {"GET", "/worlds/w/journal/1", ""},
		"getDialect":    {"GET", "/worlds/w/dialect", ""},
		"changeDialect": {"PATCH", "/worlds/w/dialect", "{}"},
		"seedVendor":    {"POST", "/worlds/w/vendors/toy/seed", "{}"},
		"getState":      {"GET", "/worlds/w/vendors/toy/state", ""},
		"act":           {"POST", "/worlds/w/vendors/toy/actions/lose", ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := send(handler, tt.method, tt.path, tt.body)
			problemOf(t, w.Result(), w.Body.Bytes(), 503)
			if w.Header().Get("Retry-After") == "" {
				t.Error("no Retry-After")
			}
		})
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
		list, err := engine.Journal(t.Context(), fmt.Sprintf("w%d", worker), "", "", 1000)
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
	state, err := client.GetStateWithResponse(ctx, name, "toy")
	if err != nil || strings.TrimSpace(string(state.Body)) != `{"a":1}` {
		return fmt.Errorf("state: %w", err)
	}
	_, err = client.ListWorldsWithResponse(ctx)
	return err
}
