package simulator_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/contract"
	generated "github.com/plumbline-api/plumbline/generated/control"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/specs/control"
)

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
	engine := newEngine(t, simulator.Options{Deliver: simulator.Transport{}}, toy())
	handler, _ := controlOf(t, engine, "")
	for name, tt := range map[string]struct {
		method, path, body string
		status             int
		says               string
	}{
		"unknown path":                     {"GET", "/nosuch", "", 404, "the control API has no such path"},
		"below the console":                {"GET", "/console/nosuch.js", "", 404, "the control API has no such path"},
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
		"contract: unknown member":         {"POST", "/worlds/w/clock", `{"advnace": "1s"}`, 400, `"advnace"; did you mean advance?`},
		"contract: unknown parameter":      {"GET", "/worlds/w/journal?limt=1", "", 400, `"limt"; did you mean limit?`},
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
		"unknown delivery":                 {"POST", "/worlds/w/deliveries/17/redeliver", "", 404, "17"},
		"faults: unknown vendor":           {"PUT", "/worlds/w/faults", `[{"vendor": "nosuch", "effect": {"kind": "answer-reset"}}]`, 404, "there are: toy"},
		"faults: unknown operation":        {"PUT", "/worlds/w/faults", `[{"vendor": "toy", "operation": "x", "effect": {"kind": "answer-reset"}}]`, 404, "it has: "},
		"faults: no duration":              {"PUT", "/worlds/w/faults", `[{"effect": {"kind": "answer-slow", "delay": "soon"}}]`, 400, `"soon" is no duration`},
		"faults: twice":                    {"PUT", "/worlds/w/faults", `[{"id": "a", "effect": {"kind": "answer-reset"}}, {"id": "a", "effect": {"kind": "answer-reset"}}]`, 400, "there twice"},
		"contract: effect of a fault":      {"PUT", "/worlds/w/faults", `[{"effect": {"kind": "explode"}}]`, 400, "/0/effect/kind"},
		"contract: latitude":               {"PUT", "/worlds/w/latitude", `{}`, 400, "hostile"},
		"contract: disturbance":            {"PUT", "/worlds/w/disturbance", `{"duplicate": 2}`, 400, "/duplicate"},
		"contract: limit of deliveries":    {"GET", "/worlds/w/deliveries?limit=1001", "", 400, "query limit"},
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
				if op.ID == "getHealth" || op.ID == "getReady" { // who watches over processes has no token
					if w.Code/100 != 2 {
						t.Errorf("%s: not open: %d", header, w.Code)
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
	engine := newEngine(t, simulator.Options{
		Store: &failingStore{Memory: store.NewMemory(), update: true, worlds: true}, Deliver: simulator.Transport{},
	}, toy())
	handler, _ := controlOf(t, engine, "")
	for name, tt := range map[string]struct{ method, path, body string }{
		"getReady":      {"GET", "/ready", ""},
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
		"faults":        {"GET", "/worlds/w/faults", ""},
		"setFaults":     {"PUT", "/worlds/w/faults", "[]"},
		"latitude":      {"PUT", "/worlds/w/latitude", `{"hostile": true}`},
		"disturbance":   {"PUT", "/worlds/w/disturbance", "{}"},
		"deliveries":    {"GET", "/worlds/w/deliveries", ""},
		"redeliver":     {"POST", "/worlds/w/deliveries/1/redeliver", ""},
		"client report": {"GET", "/worlds/w/client-report", ""},
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
