package simulator_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// failingStore is a memory store that fails where it is told to.
type failingStore struct {
	*store.Memory
	update bool                               // every transaction fails before it begins
	commit bool                               // every transaction fails in the end
	tx     func(operation, kind string) error // one operation within a transaction
	worlds bool                               // Worlds and Drop fail
	again  bool                               // every transaction runs twice, as after a conflict
}

var errStore = errors.New("the store is away")

func (s *failingStore) Update(ctx context.Context, world string, fn func(store.Tx) error) error {
	if s.update {
		return errStore
	}
	if s.again {
		_ = s.Memory.Update(ctx, world, func(tx store.Tx) error { // undone by its error
			_ = fn(tx)
			return errStore
		})
	}
	return s.Memory.Update(ctx, world, func(tx store.Tx) error {
		if s.tx != nil {
			tx = failingTx{tx, s.tx}
		}
		err := fn(tx)
		if s.commit && err == nil {
			return errStore
		}
		return err
	})
}

func (s *failingStore) Worlds(ctx context.Context, prefix string) ([]string, error) {
	if s.worlds {
		return nil, errStore
	}
	return s.Memory.Worlds(ctx, prefix)
}

func (s *failingStore) Drop(ctx context.Context, world string) error {
	if s.worlds {
		return errStore
	}
	return s.Memory.Drop(ctx, world)
}

type failingTx struct {
	store.Tx
	fail func(operation, kind string) error
}

func (t failingTx) Get(kind store.Codec, key string) (any, bool, error) {
	if err := t.fail("get", kind.Name()); err != nil {
		return nil, false, err
	}
	return t.Tx.Get(kind, key)
}

func (t failingTx) Put(kind store.Codec, key string, value any) error {
	if err := t.fail("put", kind.Name()); err != nil {
		return err
	}
	return t.Tx.Put(kind, key, value)
}

func (t failingTx) Delete(kind store.Codec, key string) (bool, error) {
	if err := t.fail("delete", kind.Name()); err != nil {
		return false, err
	}
	return t.Tx.Delete(kind, key)
}

func (t failingTx) Scan(kind store.Codec, prefix, from string, visit func(string, any) bool) error {
	if err := t.fail("scan", kind.Name()); err != nil {
		return err
	}
	return t.Tx.Scan(kind, prefix, from, visit)
}

// failAt fails one sort of operation on one kind.
func failAt(operation, kind string) func(*failingStore) {
	return func(s *failingStore) {
		s.tx = func(o, k string) error {
			if o == operation && k == kind {
				return errStore
			}
			return nil
		}
	}
}

func TestAStoreThatFailsIsA503AndNothingChanges(t *testing.T) {
	for name, fail := range map[string]func(*failingStore){
		"before the transaction":           func(s *failingStore) { s.update = true },
		"when it commits":                  func(s *failingStore) { s.commit = true },
		"reading the clock":                failAt("get", "plumbline.clock"),
		"looking for timers":               failAt("scan", "plumbline.timer"),
		"numbering the request":            failAt("put", "plumbline.sequence"),
		"writing the journal":              failAt("put", "plumbline.journal"),
		"in the service, which returns it": failAt("put", "toy.thing"),
		"where no error can be returned":   failAt("get", "plumbline.dialect"),
	} {
		t.Run(name, func(t *testing.T) {
			backend := &failingStore{Memory: store.NewMemory()}
			engine := newEngine(t, simulator.Options{Store: backend}, toy())
			want(t, send(engine, "PUT", "/toy/things/a", `{"qty": 1}`), 200, "polite")

			fail(backend)
			w := send(engine, "PUT", "/toy/things/a", `{"qty": 2}`)
			want(t, w, 503, "The simulator could not reach its store; nothing was changed.")
			if w.Header().Get("Retry-After") == "" || w.Header().Get("Plumbline-Journal") != "" {
				t.Errorf("headers %v, want Retry-After and no entry in the journal", w.Header())
			}

			*backend = failingStore{Memory: backend.Memory}
			w = send(engine, "GET", "/toy/things/a", "")
			want(t, w, 200, "1")
			if got := w.Header().Get("Plumbline-Journal"); got != "2" {
				t.Errorf("the next request is number %s, want 2", got)
			}
		})
	}
}

// A store that failed while it committed can't tell whether it did.
// One that has stopped asks nobody to come again.
func TestAStoreThatIsUnsureIsA503ThatSaysSo(t *testing.T) {
	for name, stopped := range map[string]bool{"for now": false, "until it is started again": true} {
		t.Run(name, func(t *testing.T) {
			engine := newEngine(t, simulator.Options{Store: unsureStore{store.NewMemory(), stopped}}, toy())
			w := send(engine, "PUT", "/toy/things/a", `{"qty": 1}`)
			want(t, w, 503, "The simulator could not reach its store; whether anything was changed is not known.")
			if (w.Header().Get("Retry-After") == "") != stopped {
				t.Errorf("headers %v, want Retry-After: %t", w.Header(), !stopped)
			}
		})
	}
}

type unsureStore struct {
	*store.Memory
	stopped bool
}

func (s unsureStore) Update(context.Context, string, func(store.Tx) error) error {
	return &store.UnavailableError{Unsure: true, Stopped: s.stopped, Err: errStore}
}

// TestAFailureThatAVendorHides fails the transaction all the same: some of a
// vendor's code has no way to return an error.
func TestAFailureThatAVendorHides(t *testing.T) {
	backend := &failingStore{Memory: store.NewMemory()}
	engine := newEngine(t, simulator.Options{Store: backend}, toyVendor(func(env *simulator.Env, w http.ResponseWriter) error {
		_ = things.Put(env.Store(), "a", 2)
		_, _, _ = things.Get(env.Store(), "a")
		_, err := w.Write([]byte("fine"))
		return err
	}, nil))
	failAt("get", "toy.thing")(backend)
	want(t, send(engine, "POST", "/toy/do", ""), 503, "The simulator could not reach its store; nothing was changed.")
	*backend = failingStore{Memory: backend.Memory}
	want(t, send(engine, "GET", "/toy/things/a", ""), 404, "")
}

func TestATransactionThatIsRunAgainAnswersOnce(t *testing.T) {
	runs := 0
	vendor := toyVendor(func(env *simulator.Env, w http.ResponseWriter) error {
		runs++
		env.Applies(toyHeavy)
		w.Header().Add("X-Run", "once")
		qty, _, err := things.Get(env.Store(), "a")
		if err != nil {
			return err
		}
		_, err = w.Write([]byte("done"))
		return errors.Join(err, things.Put(env.Store(), "a", qty+1))
	}, nil)
	engine := newEngine(t, simulator.Options{Store: &failingStore{Memory: store.NewMemory(), again: true}}, vendor)
	w := send(engine, "POST", "/toy/do", "")
	want(t, w, 200, "done")
	if runs != 2 || len(w.Header()["X-Run"]) != 1 || w.Header().Get("Plumbline-Journal") != "1" {
		t.Errorf("%d runs, headers %v", runs, w.Header())
	}
	list, err := engine.Journal(t.Context(), "default", journal.Filter{Limit: 10})
	if err != nil || len(list) != 1 || len(list[0].Consulted) != 1 {
		t.Errorf("journal %+v (%v), want one entry with one consultation", list, err)
	}
	if state, err := engine.State(t.Context(), "default", "toy"); err != nil || state.(map[string]int)["a"] != 1 {
		t.Errorf("state %v (%v)", state, err)
	}
	if state, err := engine.ChangeClock(t.Context(), "default", simulator.ClockChange{Advance: 1}); err != nil || !state.Now.Equal(noon.Add(1)) {
		t.Errorf("the clock went to %s (%v)", state.Now, err)
	}
	want(t, send(engine, "POST", "/toy/do", ""), 200, "done")
}

func TestAPanicIsA500AndItsTransactionIsUndone(t *testing.T) {
	var log bytes.Buffer
	vendor := toyVendor(func(env *simulator.Env, _ http.ResponseWriter) error {
		if err := things.Put(env.Store(), "a", 2); err != nil {
			return err
		}
		panic("a bug in the vendor")
	}, nil)
	engine := newEngine(t, simulator.Options{Log: slog.New(slog.NewTextHandler(&log, nil))}, vendor)
	want(t, send(engine, "PUT", "/toy/things/a", `{"qty": 1}`), 200, "polite")
	want(t, send(engine, "POST", "/toy/do", ""), 500, "The simulator has a bug; its log tells more.")
	want(t, send(engine, "GET", "/toy/things/a", ""), 200, "1")
	if !strings.Contains(log.String(), "a bug in the vendor") || !strings.Contains(log.String(), "serve_test.go") {
		t.Errorf("the log tells neither of the panic nor of its place: %s", &log)
	}
	if list, err := engine.Journal(t.Context(), "default", journal.Filter{Limit: 10}); err != nil || len(list) != 2 {
		t.Errorf("%d entries (%v), want those of the two other requests", len(list), err)
	}
}

func TestAnErrorOfAServiceThatIsNotTheStoresIsA500(t *testing.T) {
	vendor := toyVendor(func(*simulator.Env, http.ResponseWriter) error { return errors.New("a bug in the vendor") }, nil)
	engine := newEngine(t, simulator.Options{}, vendor)
	want(t, send(engine, "POST", "/toy/do", ""), 500, "The simulator failed; nothing was changed: a bug in the vendor")
}

func TestBodiesAreBounded(t *testing.T) {
	engine := newEngine(t, simulator.Options{BodyLimit: 20}, toy())
	for name, tt := range map[string]struct {
		body   string
		status int
	}{
		"as long as the limit": {`{"qty": 7          }`, 200},
		"one byte longer":      {`{"qty": 7           }`, 413},
		"much longer":          {`{"qty": 7}` + strings.Repeat(" ", 1<<20), 413},
	} {
		t.Run(name, func(t *testing.T) {
			for _, length := range []int64{int64(len(tt.body)), -1} { // told beforehand, or not
				r, err := http.NewRequest("PUT", "http://sim.test/@"+strings.ReplaceAll(name, " ", "-")+"/toy/things/a", strings.NewReader(tt.body))
				if err != nil {
					t.Fatal(err)
				}
				r.Header.Set("Content-Type", "application/json")
				r.ContentLength = length
				response, err := simulator.Transport{Handler: engine}.RoundTrip(r)
				if body := read(t, response, err); response.StatusCode != tt.status {
					t.Errorf("length %d: %d %s, want %d", length, response.StatusCode, body, tt.status)
				}
			}
		})
	}
	if _, err := simulator.New(simulator.Options{Now: noonNow, BodyLimit: -1}); err == nil {
		t.Error("a limit below zero is taken")
	}
}

func TestABodyThatBreaksOffIsRefused(t *testing.T) {
	engine := newEngine(t, simulator.Options{}, toy())
	r, err := http.NewRequest("PUT", "http://sim.test/toy/things/a", iotest.TimeoutReader(iotest.OneByteReader(strings.NewReader(`{"qty": 7}`))))
	if err != nil {
		t.Fatal(err)
	}
	response, err := simulator.Transport{Handler: engine}.RoundTrip(r)
	if body := read(t, response, err); response.StatusCode != 400 {
		t.Errorf("%d %s", response.StatusCode, body)
	}
}

func TestEveryAnswerLeadsToTheJournalAndToTheControlAPI(t *testing.T) {
	engine := newEngine(t, simulator.Options{}, toy())
	if w := send(engine, "GET", "/toy/things/a", ""); len(w.Header()["Plumbline-Control"]) > 0 {
		t.Errorf("an address is announced that nobody told: %v", w.Header())
	}
	engine.AnnounceControl("http://127.0.0.1:4011")
	for name, tt := range map[string]struct{ method, target, body, journal string }{
		"a success":           {"PUT", "/@success/toy/things/a", `{"qty": 1}`, "1"},
		"the vendor's 404":    {"GET", "/@unknown/toy/things/b", "", "1"},
		"a breach":            {"PUT", "/@breach/toy/things/a", `{"qty": 0}`, "1"},
		"no such path":        {"GET", "/@path/toy/nosuch", "", "1"},
		"no such vendor":      {"GET", "/nosuch", "", ""},
		"a bad name of world": {"GET", "/@a%20b/toy", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			w := send(engine, tt.method, tt.target, tt.body)
			if got := w.Header().Get("Plumbline-Journal"); got != tt.journal {
				t.Errorf("Plumbline-Journal %q, want %q", got, tt.journal)
			}
			if got := w.Header().Get("Plumbline-Control"); got != "http://127.0.0.1:4011" {
				t.Errorf("Plumbline-Control %q", got)
			}
		})
	}
}

func TestTheSelfCheckSeesEveryAnswerOfAnOperation(t *testing.T) {
	var seen []string
	var log bytes.Buffer
	engine := newEngine(t, simulator.Options{
		Log: slog.New(slog.NewTextHandler(&log, nil)),
		Inspect: func(vendor, operation, path string, status int, _ http.Header, _ []byte) []string {
			seen = append(seen, vendor+" "+operation+" "+path+" "+http.StatusText(status))
			return []string{"a finding of ours"}
		},
	}, toy())
	send(engine, "PUT", "/@w/toy/things/a", `{"qty": 1}`)
	send(engine, "PUT", "/@w/toy/things/a", `{"qty": 0}`)
	send(engine, "GET", "/@w/toy/nosuch", "")
	if got := strings.Join(seen, ", "); got != "toy putThing /things/a OK, toy putThing /things/a Bad Request" {
		t.Errorf("seen: %s", got)
	}
	if strings.Count(log.String(), "a finding of ours") != 2 {
		t.Errorf("the log: %s", &log)
	}
}

func TestTransportIsARoundTripper(t *testing.T) {
	engine := newEngine(t, simulator.Options{}, toy())
	client := &http.Client{Transport: simulator.Transport{Handler: engine}}
	response, err := client.Get("http://anything.test/toy/things/a")
	if body := read(t, response, err); response.Status != "404 Not Found" || body != "" || response.Request.URL.Host != "anything.test" {
		t.Errorf("%s %q of %s", response.Status, body, response.Request.URL)
	}
	body := &closeable{Reader: strings.NewReader(`{"qty": 1}`)}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r, err := http.NewRequestWithContext(ctx, "PUT", "http://anything.test/toy/things/a", body)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (simulator.Transport{Handler: engine}).RoundTrip(r); !errors.Is(err, context.Canceled) || !body.closed {
		t.Errorf("a request that was given up: %v, its body is closed: %v", err, body.closed)
	}
}

type closeable struct {
	*strings.Reader
	closed bool
}

func (c *closeable) Close() error { c.closed = true; return nil }
