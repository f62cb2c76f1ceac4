package simulator_test

import (
	"context"
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/event"
	"github.com/plumbline-api/plumbline/simulator/fault"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// TestEveryRequestIsObservedOnce takes the ways that a request can end.
func TestEveryRequestIsObservedOnce(t *testing.T) {
	held := func(r ...string) (list []journal.Consultation) {
		for _, name := range r {
			rule, outcome, _ := strings.Cut(name, " ")
			list = append(list, journal.Consultation{Rule: "toy/" + rule, Outcome: journal.Outcome(outcome)})
		}
		return list
	}
	reset := fault.Fault{Effect: fault.Effect{Kind: fault.AnswerReset}}
	busy := fault.Fault{Effect: fault.Effect{Kind: fault.RefuseStatus, Status: 503}}
	for name, tt := range map[string]struct {
		method, path, body string
		fault              *fault.Fault
		store              func(*failingStore)
		want               simulator.Observation
	}{
		"a success": {"PUT", "/@w/toy/things/a", `{"qty": 1}`, nil, nil, simulator.Observation{
			World: "w", Vendor: "toy", Operation: "putThing", Status: 200, Journal: 1, Consulted: held("heavy held", "tone decided")}},
		"refused by the service": {"PUT", "/@w/toy/things/a", `{"qty": 101}`, nil, nil, simulator.Observation{
			World: "w", Vendor: "toy", Operation: "putThing", Status: 422, Journal: 1, Refused: []string{"toy/heavy"}, Consulted: held("heavy decided")}},
		"refused by the contract": {"PUT", "/@w/toy/things/a", `{"qty": 0}`, nil, nil, simulator.Observation{
			World: "w", Vendor: "toy", Operation: "putThing", Status: 400, Journal: 1, Refused: []string{"toy/quantity"}, Consulted: held("quantity decided")}},
		"it took its time, and a rule was asked twice": {"POST", "/@w/toy/do", "", nil, nil, simulator.Observation{
			World: "w", Vendor: "toy", Operation: "do", Status: 200, Journal: 1, Duration: 3 * time.Second, Refused: []string{"toy/heavy"}, Consulted: held("heavy decided")}},
		"no operation":          {"GET", "/@w/toy/nosuch", "", nil, nil, simulator.Observation{World: "w", Vendor: "toy", Status: 404, Journal: 1}},
		"no such vendor":        {"GET", "/@w/nosuch", "", nil, nil, simulator.Observation{Status: 404}},
		"a world without its @": {"GET", "/w/toy/things/a", "", nil, nil, simulator.Observation{Status: 404, Nearest: []string{"GET /@w/toy/things/a"}}},
		"a bad name of world":   {"GET", "/@a%20b/toy", "", nil, nil, simulator.Observation{Status: 400}},
		"a body too long":       {"PUT", "/@w/toy/things/a", strings.Repeat(" ", 100), nil, nil, simulator.Observation{Vendor: "toy", Status: 413}},
		"an answer that a fault lost": {"PUT", "/@w/toy/things/a", `{"qty": 1}`, &reset, nil, simulator.Observation{
			World: "w", Vendor: "toy", Operation: "putThing", Status: 0, Journal: 1, Consulted: held("heavy held", "tone decided"), Fault: fault.AnswerReset}},
		"a fault that refuses": {"GET", "/@w/toy/things/a", "", &busy, nil, simulator.Observation{
			World: "w", Vendor: "toy", Operation: "getThing", Status: 503, Journal: 1, Fault: fault.RefuseStatus}},
		"a panic":            {"PUT", "/@panic/toy/things/a", `{"qty": 1}`, nil, nil, simulator.Observation{World: "panic", Vendor: "toy", Status: 500}},
		"a store that fails": {"GET", "/@w/toy/things/a", "", nil, func(s *failingStore) { s.commit = true }, simulator.Observation{World: "w", Vendor: "toy", Status: 503}},
		"bindings not read":  {"GET", "/toy/things/a", "", nil, func(s *failingStore) { s.update = true }, simulator.Observation{Vendor: "toy", Status: 503}},
		"run again, told once": {"PUT", "/@w/toy/things/a", `{"qty": 101}`, nil, func(s *failingStore) { s.again = true }, simulator.Observation{
			World: "w", Vendor: "toy", Operation: "putThing", Status: 422, Journal: 1, Refused: []string{"toy/heavy"}, Consulted: held("heavy decided")}},
	} {
		t.Run(name, func(t *testing.T) {
			now := noon
			backend := &failingStore{Memory: store.NewMemory()}
			var got []simulator.Observation
			engine := newEngine(t, simulator.Options{
				Store: backend, BodyLimit: 50, Now: func() time.Time { return now },
				Observer: simulator.Observer{Request: func(_ context.Context, o simulator.Observation) { got = append(got, o) }},
			}, toyVendor(func(env *simulator.Env, _ http.ResponseWriter) error {
				now = now.Add(3 * time.Second)
				env.Violates(toyHeavy, true)
				env.Violates(toyHeavy, true)
				return nil
			}, nil))
			if tt.fault != nil {
				setFaults(t, engine, "w", *tt.fault)
			}
			if tt.store != nil {
				tt.store(backend)
			}
			if strings.Contains(tt.path, "panic") {
				backend.tx = func(string, string) error { panic("a bug") }
			}
			fetch(inProcess(engine), "http://sim.test", tt.method, tt.path, tt.body)
			if len(got) == 1 && len(got[0].Consulted) == 0 {
				got[0].Consulted = nil // an empty list is as good as none
			}
			_, below, _ := strings.Cut(strings.TrimPrefix(tt.path, "/@"), "/")
			if tt.want.Method, tt.want.URL = tt.method, "/"+below; !strings.HasPrefix(tt.path, "/@") {
				tt.want.URL = tt.path
			}
			if len(got) != 1 || !reflect.DeepEqual(got[0], tt.want) {
				t.Errorf("observed\n%+v, want one:\n%+v", got, tt.want)
			}
		})
	}
}

func TestAttemptsToDeliverAreObserved(t *testing.T) {
	for name, tt := range map[string]struct {
		answer    func(context.CancelFunc) (*http.Response, error)
		confirmed bool
		want      event.Attempt // status, refused and stopped
	}{
		"confirmed":    {func(context.CancelFunc) (*http.Response, error) { return answerWith(200, "") }, true, event.Attempt{Status: 200}},
		"not accepted": {func(context.CancelFunc) (*http.Response, error) { return answerWith(500, "") }, false, event.Attempt{Status: 500}},
		"no answer":    {func(context.CancelFunc) (*http.Response, error) { return nil, errors.New("away") }, false, event.Attempt{}},
		"not tried":    {func(context.CancelFunc) (*http.Response, error) { return nil, event.ErrPrivateTarget }, false, event.Attempt{Refused: true}},
		"interrupted": {func(stop context.CancelFunc) (*http.Response, error) {
			stop()
			return nil, context.Canceled
		}, false, event.Attempt{Stopped: true}},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, stop := context.WithCancel(t.Context())
			defer stop()
			var got []simulator.DeliveryAttempt
			engine := newEngine(t, simulator.Options{
				Deliver:  &subscriber{answer: func(int, *http.Request) (*http.Response, error) { return tt.answer(stop) }},
				Observer: simulator.Observer{Attempt: func(a simulator.DeliveryAttempt) { got = append(got, a) }},
			}, toy())
			err := engine.With(t.Context(), world, "toy", func(env *simulator.Env) error { return env.Emit(notice("done")) })
			if err != nil {
				t.Fatal(err)
			}
			_, _ = engine.Deliver(ctx, world) // of the one that is interrupted, the context's error
			if len(got) != 1 {
				t.Fatalf("%d attempts were observed: %+v", len(got), got)
			}
			a := got[0].Attempt
			if a.Status != tt.want.Status || a.Refused != tt.want.Refused || a.Stopped != tt.want.Stopped || got[0].Confirmed != tt.confirmed {
				t.Errorf("observed %+v", got[0])
			}
			if got[0].World != world || got[0].Vendor != "toy" || got[0].Event != "done" {
				t.Errorf("observed %+v", got[0])
			}
		})
	}
}

func TestFailuresOfTheStoreAreObserved(t *testing.T) {
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for name, tt := range map[string]struct {
		fail func(*failingStore)
		do   func(*simulator.Engine)
		want int
	}{
		"a request":            {func(s *failingStore) { s.commit = true }, func(e *simulator.Engine) { send(e, "GET", "/@w/toy/things/a", "") }, 1},
		"within a transaction": {failAt("get", "toy.thing"), func(e *simulator.Engine) { send(e, "GET", "/@w/toy/things/a", "") }, 1},
		"the list of worlds":   {func(s *failingStore) { s.worlds = true }, func(e *simulator.Engine) { _, _ = e.Worlds(gone) }, 1},
		"the control API":      {func(s *failingStore) { s.update = true }, func(e *simulator.Engine) { _, _ = e.Clock(t.Context(), "w") }, 1},
		"readiness":            {func(s *failingStore) { s.update = true }, func(e *simulator.Engine) { _ = e.Ready(t.Context()) }, 1},
		"a caller's own error": {func(*failingStore) {}, func(e *simulator.Engine) { _ = e.Seed(t.Context(), "w", "toy", []byte(`{"a": -1}`)) }, 0},
		"a caller who left":    {func(*failingStore) {}, func(e *simulator.Engine) { _, _ = e.Clock(gone, "w") }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			backend := &failingStore{Memory: store.NewMemory()}
			tt.fail(backend)
			var got []error
			engine := newEngine(t, simulator.Options{
				Store: backend, Observer: simulator.Observer{StoreFailed: func(err error) { got = append(got, err) }},
			}, toy())
			tt.do(engine)
			if len(got) != tt.want || slices.ContainsFunc(got, func(err error) bool { return !errors.Is(err, errStore) }) {
				t.Errorf("observed %v, want %d of the store's", got, tt.want)
			}
		})
	}
}

// TestNotificationsLeadToTheirRequest follows headers from a request to what it
// causes: at once, by a timer later, by a retry; and to nothing else.
func TestNotificationsLeadToTheirRequest(t *testing.T) {
	to := answering(500, 200)
	emit := func(env *simulator.Env, name string) error {
		return env.Emit(event.Event{Name: name, Method: "POST", URL: "http://subscriber.test/" + name, Retries: 1})
	}
	vendor := toyVendor(
		func(env *simulator.Env, _ http.ResponseWriter) error {
			return errors.Join(emit(env, "now"), env.After(time.Hour, "ring", "one"))
		},
		func(env *simulator.Env, payload string) error {
			if payload == "one" {
				return env.After(time.Hour, "ring", "two")
			}
			return emit(env, "later")
		})
	engine := newEngine(t, simulator.Options{Deliver: to, Observer: simulator.Observer{
		Propagate: func(ctx context.Context) http.Header { return http.Header{"X-Cause": {ctx.Value(causeKey{}).(string)}} },
	}}, vendor)
	r, err := http.NewRequestWithContext(context.WithValue(t.Context(), causeKey{}, "request 1"), "POST", "http://sim.test/@w/toy/do", nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := simulator.Transport{Handler: engine}.RoundTrip(r)
	read(t, response, err)
	if _, err := engine.ChangeClock(t.Context(), "w", simulator.ClockChange{Advance: 2 * time.Hour}); err != nil {
		t.Fatal(err)
	}
	if err := engine.With(t.Context(), "w", "toy", func(env *simulator.Env) error { return emit(env, "byhand") }); err != nil {
		t.Fatal(err)
	}
	if _, err := engine.Deliver(t.Context(), "w"); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range to.got {
		got = append(got, r.URL.Path+" "+r.Header.Get("X-Cause"))
	}
	if want := []string{"/now request 1", "/now request 1", "/later request 1", "/byhand "}; !slices.Equal(got, want) {
		t.Errorf("sent %q, want %q", got, want)
	}
	d, err := engine.Delivery(t.Context(), "w", 1)
	if err != nil || d.Cause.Get("X-Cause") != "request 1" {
		t.Errorf("the ledger has %v (%v)", d.Cause, err)
	}
}

type causeKey struct{}
