package simulator_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/journal"
)

func TestAWorldIsNamedByPathElseByHeader(t *testing.T) {
	for name, tt := range map[string]struct {
		prefix, header, world string
	}{
		"neither":                     {"", "", "default"},
		"the path":                    {"/@ci-7", "", "ci-7"},
		"the header":                  {"", "ci-7", "ci-7"},
		"both, the path wins":         {"/@path", "header", "path"},
		"an escaped name":             {"/@ci%2D7", "", "ci-7"},
		"the default one by its name": {"/@default", "", "default"},
		"all that a name may hold":    {"/@0a.B_-", "", "0a.B_-"},
		"64 letters":                  {"/@" + strings.Repeat("w", 64), "", strings.Repeat("w", 64)},
	} {
		t.Run(name, func(t *testing.T) {
			engine := newEngine(t, simulator.Options{}, toy())
			var headers []string
			if tt.header != "" {
				headers = append(headers, "Plumbline-World: "+tt.header)
			}
			want(t, send(engine, "PUT", tt.prefix+"/toy/things/a", `{"qty": 5}`, headers...), 200, "polite")
			want(t, send(engine, "GET", tt.prefix+"/toy/things/a", "", headers...), 200, "5")
			worlds, err := engine.Worlds(t.Context())
			if err != nil || !slices.Equal(worlds, []string{tt.world}) {
				t.Errorf("worlds %q (%v), want %q", worlds, err, tt.world)
			}
		})
	}
}

func TestABadNameOfAWorldIsRefused(t *testing.T) {
	engine := newEngine(t, simulator.Options{}, toy())
	for name, bad := range map[string]string{
		"a space":               "a b",
		"a slash":               "a/b",
		"a dot in front":        ".a",
		"a dash in front":       "-a",
		"an accent":             "é",
		"a line's end":          "a\n",
		"a zero byte":           "a\x00",
		"65 letters":            strings.Repeat("w", 65),
		"an @":                  "@",
		"nothing but a percent": "%",
	} {
		t.Run(name, func(t *testing.T) {
			if w := send(engine, "GET", "/toy/things/a", "", "Plumbline-World: "+bad); w.Code != 400 || !strings.Contains(w.Body.String(), "is no name of a world") {
				t.Errorf("by header: %d %s", w.Code, w.Body)
			}
			if _, err := engine.Clock(t.Context(), bad); !errors.As(err, new(*simulator.UnknownError)) {
				t.Errorf("by Clock: %v", err)
			}
			if err := engine.Seed(t.Context(), bad, "toy", []byte("{}")); !errors.As(err, new(*simulator.UnknownError)) {
				t.Errorf("by Seed: %v", err)
			}
		})
	}
	for _, prefix := range []string{"/@", "/@a%20b", "/@a%2Fb", "/@%zz"} {
		request, err := http.NewRequest("GET", "http://sim.test/toy/things/a", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.URL.RawPath = prefix + "/toy/things/a"
		if request.URL.Path, err = url.PathUnescape(request.URL.RawPath); err != nil {
			request.URL.Path = request.URL.RawPath
		}
		response, err := simulator.Transport{Handler: engine}.RoundTrip(request)
		if body := read(t, response, err); response.StatusCode != 400 || !strings.Contains(body, "is no name of a world") {
			t.Errorf("%s: %d %s", prefix, response.StatusCode, body)
		}
	}
	if worlds, _ := engine.Worlds(t.Context()); len(worlds) > 0 {
		t.Errorf("the refused names made worlds: %q", worlds)
	}
}

func TestAnUnknownVendorIsNamedWithThoseThatAreServed(t *testing.T) {
	engine := newEngine(t, simulator.Options{}, toy())
	for name, target := range map[string]string{
		"unknown": "/nosuch/things/a", "unknown in a world": "/@w/nosuch/things/a", "none": "/", "a world alone": "/@w", "in another case": "/Toy/things/a",
	} {
		t.Run(name, func(t *testing.T) {
			w := send(engine, "GET", target, "")
			if w.Code != 404 || !strings.Contains(w.Body.String(), "there are: toy.") {
				t.Errorf("%d %s", w.Code, w.Body)
			}
		})
	}
	if err := engine.Seed(t.Context(), "w", "nosuch", nil); err == nil || !strings.Contains(err.Error(), "there are: toy") {
		t.Errorf("Seed: %v", err)
	}
	if worlds, _ := engine.Worlds(t.Context()); len(worlds) > 0 {
		t.Errorf("worlds %q came into being", worlds)
	}
}

func TestWorldsNeverSeeEachOther(t *testing.T) {
	engine, ctx := newEngine(t, simulator.Options{}, toy()), t.Context()
	want(t, send(engine, "PUT", "/@a/toy/things/x", `{"qty": 1}`), 200, "polite")
	if err := engine.ChangeDialect(ctx, "a", map[string]string{toyTone.ID: "rude"}); err != nil {
		t.Fatal(err)
	}
	if _, err := engine.ChangeClock(ctx, "a", simulator.ClockChange{To: noon.AddDate(1, 0, 0), Freeze: true}); err != nil {
		t.Fatal(err)
	}
	want(t, send(engine, "GET", "/@b/toy/things/x", ""), 404, "")
	want(t, send(engine, "PUT", "/@b/toy/things/x", `{"qty": 2}`), 200, "polite")
	want(t, send(engine, "GET", "/@a/toy/things/x", ""), 200, "1")
	want(t, send(engine, "PUT", "/@a/toy/things/x", `{"qty": 3}`), 200, "rude")
	if state, err := engine.Clock(ctx, "b"); err != nil || !state.Now.Equal(noon) || state.Scale != 1 {
		t.Errorf("the clock of b is %+v (%v)", state, err)
	}
	for world, count := range map[string]int{"a": 3, "b": 2} {
		list, err := engine.Journal(ctx, world, journal.Filter{})
		if err != nil || len(list) != count || list[0].ID != uint64(count) {
			t.Errorf("the journal of %s has %d entries (%v), want %d, numbered from 1", world, len(list), err, count)
		}
	}
	if err := engine.Act(ctx, "a", "toy", "lose"); err != nil {
		t.Fatal(err)
	}
	want(t, send(engine, "GET", "/@b/toy/things/x", ""), 200, "2")
}

func TestDropForgetsEverythingOfAWorld(t *testing.T) {
	engine, ctx := newEngine(t, simulator.Options{}, toy()), t.Context()
	want(t, send(engine, "PUT", "/@a/toy/things/x", `{"qty": 1}`), 200, "polite")
	want(t, send(engine, "PUT", "/@b/toy/things/x", `{"qty": 1}`), 200, "polite")
	for name, err := range map[string]error{
		"dialect":        engine.ChangeDialect(ctx, "a", map[string]string{toyTone.ID: "rude"}),
		"drop":           engine.Drop(ctx, "a"),
		"drop, again":    engine.Drop(ctx, "a"),
		"drop, not used": engine.Drop(ctx, "never"),
	} {
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if worlds, _ := engine.Worlds(ctx); !slices.Equal(worlds, []string{"b"}) {
		t.Errorf("worlds %q", worlds)
	}
	want(t, send(engine, "GET", "/@a/toy/things/x", ""), 404, "")
	want(t, send(engine, "PUT", "/@a/toy/things/x", `{"qty": 1}`), 200, "polite")
	want(t, send(engine, "GET", "/@b/toy/things/x", ""), 200, "1")
	if list, err := engine.Journal(ctx, "a", journal.Filter{}); err != nil || len(list) != 2 || list[1].ID != 1 {
		t.Errorf("%d entries, want those since the drop (%v)", len(list), err)
	}
}

func TestANewWorldHasTheSeedsOfTheOptions(t *testing.T) {
	engine := newEngine(t, simulator.Options{Seeds: map[string]json.RawMessage{"toy": json.RawMessage(`{"a": 7}`)}}, toy())
	want(t, send(engine, "GET", "/@one/toy/things/a", ""), 200, "7")
	want(t, send(engine, "PUT", "/@one/toy/things/a", `{"qty": 8}`), 200, "polite")
	want(t, send(engine, "GET", "/@one/toy/things/a", ""), 200, "8")
	want(t, send(engine, "GET", "/@two/toy/things/a", ""), 200, "7")
}

func TestASeedThatDoesNotFitIsToldWithEveryUse(t *testing.T) {
	engine := newEngine(t, simulator.Options{Seeds: map[string]json.RawMessage{"toy": json.RawMessage(`{"a": 0}`)}}, toy())
	for range 2 {
		w := send(engine, "GET", "/@one/toy/things/a", "")
		if w.Code != 500 || !strings.Contains(w.Body.String(), "begin toy in world one: toy: a quantity below one") {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	}
}
