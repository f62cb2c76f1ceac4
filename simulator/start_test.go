package simulator_test

import (
	"fmt"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/control"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
)

// tester is a test that notes how it ended.
type tester struct {
	cleanups []func()
	failed   string
}

func (t *tester) Helper()          {}
func (t *tester) Cleanup(f func()) { t.cleanups = append(t.cleanups, f) }
func (t *tester) Fatalf(format string, args ...any) {
	t.failed = fmt.Sprintf(format, args...)
	runtime.Goexit()
}

// end does what is left to do when the test has ended.
func (t *tester) end() {
	for i := len(t.cleanups) - 1; i >= 0; i-- {
		t.cleanups[i]()
	}
}

// run runs a test of its own to its end, cleanups included, and returns why it
// failed.
func run(test func(*tester)) string {
	t, done := &tester{}, make(chan struct{})
	go func() {
		defer close(done)
		test(t)
	}()
	<-done
	t.end()
	return t.failed
}

func TestStart(t *testing.T) {
	sim := simulator.Start(t, simulator.StartOptions{Now: noonNow}, toy())
	for name, reach := range map[string]struct {
		client *http.Client
		base   string
	}{
		"a socket":              {http.DefaultClient, sim.URL("toy")},
		"a socket, a world":     {http.DefaultClient, sim.World("a").URL("toy")},
		"in process":            {sim.Client(), "http://anything.test/@b/toy"},
		"in process, a world":   {sim.World("c").Client(), "http://anything.test/toy"},
		"both, the path's wins": {sim.World("c").Client(), sim.World("d").URL("toy")},
	} {
		t.Run(name, func(t *testing.T) {
			for _, answer := range []string{"", "5"} {
				response, err := reach.client.Get(reach.base + "/things/x")
				if got := read(t, response, err); got != answer {
					t.Errorf("read %q, want %q", got, answer)
				}
				r, err := http.NewRequestWithContext(t.Context(), "PUT", reach.base+"/things/x", strings.NewReader(`{"qty": 5}`))
				if err != nil {
					t.Fatal(err)
				}
				r.Header.Set("Content-Type", "application/json")
				response, err = reach.client.Do(r)
				read(t, response, err)
				if len(r.Header) != 1 {
					t.Errorf("the client's own request was changed: %v", r.Header)
				}
			}
		})
	}
	if worlds, err := sim.Engine().Worlds(t.Context()); strings.Join(worlds, " ") != "a b c d default" {
		t.Errorf("worlds %v (%v)", worlds, err)
	}
	if first := sim.URL("toy"); first != sim.URL("toy") || sim.World("a").URL("toy") != strings.Replace(sim.URL("toy"), "/toy", "/@a/toy", 1) {
		t.Error("the listener moves about")
	}
}

func TestAWorldOfARunningSimulator(t *testing.T) {
	sim := simulator.Start(t, simulator.StartOptions{Now: noonNow}, toyVendor(
		func(env *simulator.Env, _ http.ResponseWriter) error { return env.After(time.Minute, "ring", "") },
		func(*simulator.Env, string) error { return nil },
	))
	w := sim.World(world)
	w.Seed("toy", `{"a": 7}`)
	w.SetDialect(map[string]string{toyTone.ID: "rude"})
	response, err := w.Client().Post("http://any/toy/do", "", nil)
	read(t, response, err)
	if fired := w.Advance(time.Hour); len(fired) != 1 || !w.Now().Equal(noon.Add(time.Hour)) {
		t.Errorf("fired %v, and it is %s", fired, w.Now())
	}
	w.ChangeClock(simulator.ClockChange{Freeze: true})
	response, err = w.Client().Get("http://any/toy/things/a")
	if got := read(t, response, err); got != "7" || !strings.HasPrefix(w.Explain(response), "The request is the operation getThing.\n") {
		t.Errorf("%s, because %s", got, w.Explain(response))
	}
	w.Act("toy", "lose")
	response, err = w.Client().Get("http://any/toy/things/a")
	read(t, response, err)
	if response.StatusCode != 404 || len(w.Journal("", "")) != 3 || len(w.Journal("toy", "getThing")) != 2 || len(w.Journal("other", "")) != 0 {
		t.Errorf("%s, journal %v", response.Status, w.Journal("", ""))
	}
	if w.Drop(); w.Name() != world || len(w.Journal("", "")) != 0 {
		t.Error("the world is still there")
	}
}

func TestWhatEndsATest(t *testing.T) {
	start := func(t *tester) *simulator.Running {
		return simulator.Start(t, simulator.StartOptions{Now: noonNow}, toy())
	}
	for name, tt := range map[string]struct {
		test func(*tester)
		says string
	}{
		"nothing":        {func(t *tester) { start(t).World(world).Advance(time.Second) }, ""},
		"no real time":   {func(t *tester) { simulator.Start(t, simulator.StartOptions{}, toy()) }, "simulator.StartOptions{Now: time.Now}"},
		"a bad option":   {func(t *tester) { simulator.Start(t, simulator.StartOptions{Now: noonNow, Defects: []string{"x"}}) }, "defect x"},
		"unknown vendor": {func(t *tester) { start(t).URL("nosuch") }, `no vendor "nosuch" is served here; there are: toy`},
		"bad name":       {func(t *tester) { start(t).World("a b") }, `"a b" is no name of a world`},
		"clock":          {func(t *tester) { start(t).World(world).Advance(-1) }, "world w: a virtual clock does not go back"},
		"dialect":        {func(t *tester) { start(t).World(world).SetDialect(map[string]string{"toy/tone": "x"}) }, "it has polite, rude"},
		"seed":           {func(t *tester) { start(t).World(world).Seed("toy", "{") }, "world w: toy: unexpected end of JSON input"},
		"action":         {func(t *tester) { start(t).World(world).Act("toy", "nosuch") }, "it has: lose, panic"},
		"no journal":     {func(t *tester) { start(t).World(world).Explain(&http.Response{Status: "404 Not Found"}) }, "the answer has no entry in the journal: 404 Not Found"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := run(tt.test); !strings.Contains(got, tt.says) || (got == "") != (tt.says == "") {
				t.Errorf("it ended with %q, want %q", got, tt.says)
			}
		})
	}
}

// TestNothingIsLeftOfATest counts goroutines after a test that left connections
// open and answers unread.
func TestNothingIsLeftOfATest(t *testing.T) {
	before := runtime.NumGoroutine()
	transport := &http.Transport{}
	var base string
	failed := run(func(t *tester) {
		sim := simulator.Start(t, simulator.StartOptions{Now: time.Now}, toy())
		base = sim.URL("toy")
		for n := range 10 {
			response, err := (&http.Client{Transport: transport}).Get(fmt.Sprint(sim.World("w").URL("toy"), "/things/", n))
			if err != nil {
				t.Fatalf("%v", err)
			}
			_, _ = io.Copy(io.Discard, response.Body) // not closed
		}
		simulator.Start(t, simulator.StartOptions{Now: time.Now}, toy()).URL("toy")
	})
	if failed != "" {
		t.Fatal(failed)
	}
	transport.CloseIdleConnections()
	for wait := time.Now().Add(5 * time.Second); runtime.NumGoroutine() > before && time.Now().Before(wait); {
		time.Sleep(time.Millisecond) // the goroutines of the client end by themselves
	}
	if after := runtime.NumGoroutine(); after > before {
		stacks := make([]byte, 1<<16)
		t.Errorf("%d goroutines, %d before:\n%s", after, before, stacks[:runtime.Stack(stacks, true)])
	}
	if response, err := http.Get(base + "/things/a"); err == nil {
		response.Body.Close()
		t.Error("it still listens")
	}
}

func TestControlNeedsNoSocket(t *testing.T) {
	sim := simulator.Start(t, simulator.StartOptions{Now: time.Now}, deliveryoptimizer.New())
	sim.World("seen").Advance(time.Minute)
	response, err := (&http.Client{Transport: control.In(t, sim.Engine())}).Get("http://any.host/worlds")
	if err != nil {
		t.Fatal(err)
	}
	if body := text(response); response.StatusCode != http.StatusOK || !strings.Contains(body, `"seen"`) {
		t.Errorf("%s: %s", response.Status, body)
	}
}
