package simulator

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-api/plumbline/simulator/journal"
)

// Tester is what Start needs of a test: *testing.T, *testing.B and *testing.F
// are Testers.
type Tester interface {
	Helper()
	Cleanup(func())
	Fatalf(format string, args ...any)
}

// StartOptions are those of New. Now has to be given here too: time.Now in most
// tests, and a function that always returns one instant where a test has to see
// the same dates in every run.
type StartOptions = Options

// Running is a simulator inside a test. Its methods and those of its worlds may
// be called from parallel tests; what fails ends the test that called Start.
type Running struct {
	t      Tester
	engine *Engine

	listen  sync.Once
	address string // of the listener, once there is one
}

// Start runs vendors inside the process until the test ends.
func Start(t Tester, options StartOptions, vendors ...*Vendor) *Running {
	t.Helper()
	if options.Now == nil {
		t.Fatalf("simulator: Start needs the real time: simulator.StartOptions{Now: time.Now}")
	}
	engine, err := New(options, vendors...)
	if err != nil {
		t.Fatalf("%v", err)
	}
	return &Running{t: t, engine: engine}
}

// Engine returns the engine, for what the methods here do not do.
func (r *Running) Engine() *Engine { return r.engine }

// Client returns a client that reaches the simulator without a socket, whatever
// host its requests name: GET http://any/VENDOR/...
func (r *Running) Client() *http.Client { return &http.Client{Transport: Transport{r.engine}} }

// URL returns the base URL of a vendor in the default world. The first call
// opens a listener on loopback, which the end of the test closes.
func (r *Running) URL(vendor string) string {
	r.t.Helper()
	return r.url("", vendor)
}

func (r *Running) url(prefix, vendor string) string {
	r.t.Helper()
	if !slices.Contains(r.engine.names, vendor) {
		r.t.Fatalf("simulator: no vendor %q is served here; there are: %s", vendor, strings.Join(r.engine.names, ", "))
	}
	r.listen.Do(r.serve)
	return r.address + prefix + "/" + vendor
}

// serve opens the listener. The cleanup waits for every connection, so that
// nothing of the simulator runs after the test.
func (r *Running) serve() {
	r.t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		r.t.Fatalf("simulator: %v", err)
	}
	r.address = "http://" + listener.Addr().String()
	var running sync.WaitGroup
	server := &http.Server{
		Handler:  r.engine,
		ErrorLog: slog.NewLogLogger(r.engine.log.Handler(), slog.LevelError),
		ConnState: func(_ net.Conn, state http.ConnState) {
			switch state {
			case http.StateNew:
				running.Add(1)
			case http.StateClosed, http.StateHijacked:
				running.Done()
			}
		},
	}
	running.Go(func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			r.engine.log.Error("the listener failed", "error", err)
		}
	})
	r.t.Cleanup(func() {
		_ = server.Close() // of connections that clients keep open
		running.Wait()
	})
}

// World returns a handle on a world, which comes into being on first use. A
// test that runs beside others has a world of its own.
func (r *Running) World(name string) *World {
	r.t.Helper()
	if err := CheckWorldName(name); err != nil {
		r.t.Fatalf("simulator: %v", err)
	}
	return &World{running: r, name: name}
}

// World is a handle on one world of a Running simulator.
type World struct {
	running *Running
	name    string
}

// Name returns the name of the world.
func (w *World) Name() string { return w.name }

// URL returns the base URL of a vendor in this world; see Running.URL.
func (w *World) URL(vendor string) string {
	w.running.t.Helper()
	return w.running.url("/@"+w.name, vendor)
}

// Client is Running.Client for this world.
func (w *World) Client() *http.Client {
	return &http.Client{Transport: inWorld{w.name, Transport{w.running.engine}}}
}

// inWorld names a world in every request.
type inWorld struct {
	world string
	next  http.RoundTripper
}

func (i inWorld) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Plumbline-World", i.world)
	return i.next.RoundTrip(r)
}

// must fails the test on an error.
func (w *World) must(err error) {
	w.running.t.Helper()
	if err != nil {
		w.running.t.Fatalf("world %s: %v", w.name, err)
	}
}

// Now returns the time of the world's clock.
func (w *World) Now() time.Time {
	w.running.t.Helper()
	state, err := w.running.engine.Clock(context.Background(), w.name)
	w.must(err)
	return state.Now
}

// Advance moves the world's clock on, and returns what happened on the way.
func (w *World) Advance(d time.Duration) []Fired {
	w.running.t.Helper()
	return w.ChangeClock(ClockChange{Advance: d})
}

// ChangeClock moves or paces the world's clock, and returns what happened on
// the way.
func (w *World) ChangeClock(change ClockChange) []Fired {
	w.running.t.Helper()
	state, err := w.running.engine.ChangeClock(context.Background(), w.name, change)
	w.must(err)
	return state.Fired
}

// SetDialect makes the world speak other readings, by rule ID.
func (w *World) SetDialect(dialect map[string]string) {
	w.running.t.Helper()
	w.must(w.running.engine.ChangeDialect(context.Background(), w.name, dialect))
}

// Seed adds entities to a vendor by its seed document. The vendors' packages
// have typed doors beside: In(running.Engine(), world).
func (w *World) Seed(vendor, document string) {
	w.running.t.Helper()
	w.must(w.running.engine.Seed(context.Background(), w.name, vendor, []byte(document)))
}

// Act lets something happen to a vendor's system from outside its API.
func (w *World) Act(vendor, action string) {
	w.running.t.Helper()
	w.must(w.running.engine.Act(context.Background(), w.name, vendor, action))
}

// Journal returns what the journal has kept, the newest entry first, of one
// vendor and one operation where these are not empty.
func (w *World) Journal(vendor, operation string) []journal.Entry {
	w.running.t.Helper()
	engine := w.running.engine
	list, err := engine.Journal(context.Background(), w.name, journal.Filter{Vendor: vendor, Operation: operation})
	w.must(err)
	return list
}

// Explain says in words why an answer of this world is what it is: with the
// rules that decided, and where the documents have them.
func (w *World) Explain(answer *http.Response) string {
	w.running.t.Helper()
	id, err := strconv.ParseUint(answer.Header.Get("Plumbline-Journal"), 10, 64)
	if err != nil {
		w.running.t.Fatalf("world %s: the answer has no entry in the journal: %s", w.name, answer.Status)
	}
	engine := w.running.engine
	entry, err := engine.Entry(context.Background(), w.name, id)
	w.must(err)
	return strings.Join(entry.Explain(engine.Citation), "\n")
}

// Drop forgets the world; its next use begins it anew.
func (w *World) Drop() {
	w.running.t.Helper()
	w.must(w.running.engine.Drop(context.Background(), w.name))
}
