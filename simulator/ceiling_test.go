package simulator_test

import (
	"bytes"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/file"
)

func worldsOf(t *testing.T, engine *simulator.Engine) []string {
	t.Helper()
	names, err := engine.Worlds(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestTheIdlestWorldMakesRoom: in memory there are never more worlds than allowed,
// and what goes is what was used least recently.
func TestTheIdlestWorldMakesRoom(t *testing.T) {
	var log bytes.Buffer
	engine := newEngine(t, simulator.Options{Worlds: 4, Log: slog.New(slog.NewTextHandler(&log, nil))}, toy())
	handler, _ := controlOf(t, engine, "")
	use := func(world string) {
		want(t, send(engine, "PUT", "/@"+world+"/toy/things/a", `{"qty": 5}`), 200, "polite")
	}
	for _, step := range []struct {
		name   string
		do     func()
		worlds []string
	}{
		{"as many as fit in", func() { use("default"); use("a"); use("b"); use("c") }, []string{"a", "b", "c", "default"}},
		{"one is looked at and two do not exist", func() {
			want(t, send(engine, "GET", "/@a/toy/things/a", ""), 200, "5")
			want(t, send(handler, "GET", "/worlds/nosuch/journal-count", ""), 200, `{"count":0}`)
			want(t, send(handler, "GET", "/worlds/nosuch-2/faults", ""), 200, "[]")
		}, []string{"a", "b", "c", "default"}},
		{"one more: the default world stays", func() { use("d") }, []string{"a", "c", "d", "default"}},
		{"one that is set up", func() { want(t, send(handler, "POST", "/worlds/e/vendors/toy/seed", "{}"), 204, "") }, []string{"a", "d", "default", "e"}},
		{"a fork", func() { want(t, send(handler, "POST", "/worlds/e/fork", `{"to": "f"}`), 204, "") }, []string{"d", "default", "e", "f"}},
		{"a snapshot takes room, too", func() { want(t, send(handler, "PUT", "/worlds/e/snapshots/s", ""), 204, "") }, []string{"default", "e", "f"}},
		{"a world goes with its snapshots", func() { use("f"); use("g"); use("h") }, []string{"default", "f", "g", "h"}},
		{"what was dropped leaves room", func() { want(t, send(handler, "DELETE", "/worlds/f", ""), 204, ""); use("i") }, []string{"default", "g", "h", "i"}},
		{"what is undone does not count", func() {
			want(t, send(handler, "DELETE", "/worlds/g", ""), 204, "")
			for i := range 9 {
				if w := send(handler, "POST", fmt.Sprintf("/worlds/bad-%d/vendors/toy/seed", i), `{"a": -1}`); w.Code != 400 {
					t.Errorf("%d %s", w.Code, w.Body)
				}
			}
		}, []string{"default", "h", "i"}},
	} {
		step.do()
		if got := worldsOf(t, engine); !slices.Equal(got, step.worlds) {
			t.Errorf("%s: worlds %q, want %q", step.name, got, step.worlds)
		}
	}
	if told := strings.Count(log.String(), "--worlds"); told != 1 {
		t.Errorf("the log tells of it %d times: %s", told, &log)
	}
}

// TestAStoreKeepsItsWorlds: on a store a world too many is refused, by whatever way
// it comes, and nothing is dropped.
func TestAStoreKeepsItsWorlds(t *testing.T) {
	backend, err := file.Open(filepath.Join(t.TempDir(), "store"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = backend.Close() }()
	before := newEngine(t, simulator.Options{Store: backend}, toy())
	for _, world := range []string{"a", "b"} {
		want(t, send(before, "PUT", "/@"+world+"/toy/things/a", `{"qty": 5}`), 200, "polite")
	}
	engine := newEngine(t, simulator.Options{Store: backend, Worlds: 3, Deliver: simulator.Transport{}}, toy())
	handler, _ := controlOf(t, engine, "")
	want(t, send(engine, "PUT", "/@c/toy/things/a", `{"qty": 5}`), 200, "polite")
	const remedy = "DELETE /worlds/NAME"
	if w := send(engine, "GET", "/@d/toy/things/a", ""); w.Code != 429 || !strings.Contains(w.Body.String(), remedy) || !strings.Contains(w.Body.String(), "--worlds") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
	for call, body := range map[string]string{
		"POST /worlds/d/vendors/toy/seed": "{}", "POST /worlds/d/clock": `{"freeze": true}`, "POST /worlds/a/fork": `{"to": "d"}`,
		"PUT /worlds/a/snapshots/s": "", "PUT /worlds/d/faults": `[{"effect": {"kind": "answer-reset"}}]`, "PUT /worlds/d/latitude": `{"hostile": true}`,
		"PATCH /worlds/d/dialect": `{"toy/tone": "rude"}`, "POST /worlds/d/vendors/toy/actions/lose": "", "PUT /worlds/d/disturbance": `{"duplicate": 1}`,
		"GET /worlds/d/vendors/toy/state": "",
	} {
		method, path, _ := strings.Cut(call, " ")
		w := send(handler, method, path, body)
		if says := problemOf(t, w.Result(), w.Body.Bytes(), 429); !strings.Contains(says, remedy) {
			t.Errorf("%s says %q", call, says)
		}
	}
	want(t, send(engine, "GET", "/@a/toy/things/a", ""), 200, "5") // from before this engine
	want(t, send(engine, "GET", "/toy/things/a", ""), 404, "")     // the default world is always served
	want(t, send(handler, "DELETE", "/worlds/b", ""), 204, "")
	want(t, send(handler, "DELETE", "/worlds/c", ""), 204, "")
	want(t, send(engine, "PUT", "/@d/toy/things/a", `{"qty": 5}`), 200, "polite")
	if got := worldsOf(t, engine); !slices.Equal(got, []string{"a", "d", "default"}) {
		t.Errorf("worlds %q", got)
	}
}

// TestManyBeginWorldsAtOnce: the ceiling holds among callers who come together, and
// each of them is answered.
func TestManyBeginWorldsAtOnce(t *testing.T) {
	engine := newEngine(t, simulator.Options{Worlds: 10}, toy())
	var callers sync.WaitGroup
	for n := range 8 {
		callers.Go(func() {
			for i := range 100 {
				if w := send(engine, "PUT", fmt.Sprintf("/@w-%d-%d/toy/things/a", n, i), `{"qty": 5}`); w.Code != http.StatusOK {
					t.Errorf("%d %s", w.Code, w.Body)
				}
				if worlds := worldsOf(t, engine); len(worlds) > 10+8 { // what is in use beside
					t.Errorf("%d worlds", len(worlds))
				}
			}
		})
	}
	callers.Wait()
	if worlds := worldsOf(t, engine); len(worlds) > 10 {
		t.Errorf("%d worlds in the end", len(worlds))
	}
}

func TestAStoreThatFailsWhileRoomIsMade(t *testing.T) {
	backend := &failingStore{Memory: store.NewMemory()}
	engine := newEngine(t, simulator.Options{Store: backend, Worlds: 1}, toy())
	want(t, send(engine, "PUT", "/@a/toy/things/a", `{"qty": 5}`), 200, "polite")
	backend.worlds = true
	err := engine.Seed(t.Context(), "b", "toy", []byte("{}"))
	if full := new(simulator.FullError); err == nil || errors.As(err, &full) || !errors.Is(err, errStore) {
		t.Errorf("got %v", err)
	}
	if w := send(engine, "PUT", "/@b/toy/things/a", `{"qty": 5}`); w.Code != 503 {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
