package simulator_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/altazion"
	"github.com/plumbline-api/plumbline/simulator/event"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
)

// subscriber is the network with one subscriber at its end, who answers the
// n-th request, from 1.
type subscriber struct {
	answer func(n int, r *http.Request) (*http.Response, error)

	mu  sync.Mutex
	got []*http.Request
}

func (s *subscriber) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	s.got = append(s.got, r)
	n := len(s.got)
	s.mu.Unlock()
	return s.answer(n, r)
}

func answerWith(status int, body string) (*http.Response, error) {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}, nil
}

// answering gives one status after the other, the last one for good.
func answering(statuses ...int) *subscriber {
	return &subscriber{answer: func(n int, _ *http.Request) (*http.Response, error) {
		return answerWith(statuses[min(n, len(statuses))-1], "")
	}}
}

// sender is a world with an engine that delivers to a subscriber. Real time
// stands still, so virtual time is what the test advances it to.
type sender struct {
	*testing.T
	engine *simulator.Engine
}

func newSender(t *testing.T, to http.RoundTripper, defects ...string) sender {
	t.Helper()
	return sender{t, newEngine(t, simulator.Options{Deliver: to, Defects: defects}, altazion.New())}
}

func (s sender) emit(events ...event.Event) {
	s.Helper()
	s.must(s.engine.With(context.Background(), "w", "altazion", func(env *simulator.Env) error {
		for _, e := range events {
			if err := env.Emit(e); err != nil {
				return err
			}
		}
		return nil
	}))
}

func (s sender) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

func (s sender) advance(d time.Duration) []simulator.Fired {
	s.Helper()
	state, err := s.engine.ChangeClock(context.Background(), "w", simulator.ClockChange{Advance: d})
	s.must(err)
	return state.Fired
}

func (s sender) delivery(id uint64) event.Delivery {
	s.Helper()
	d, err := s.engine.Delivery(context.Background(), "w", id)
	s.must(err)
	return d
}

// notice is a plain event.
func notice(name string) event.Event {
	return event.Event{Name: name, Method: "POST", URL: "https://hook.example.test/in", Body: []byte(`{"a":1}`)}
}

// attemptMinutes are those of the attempts after noon.
func attemptMinutes(d event.Delivery) string {
	var out []string
	for _, a := range d.Attempts {
		out = append(out, fmt.Sprint(a.At.Sub(noon).Minutes()))
	}
	return strings.Join(out, " ")
}

func TestDeliveryPolicies(t *testing.T) {
	body := func(text string) *subscriber {
		return &subscriber{answer: func(int, *http.Request) (*http.Response, error) { return answerWith(200, text) }}
	}
	broken := func(err error) *subscriber {
		return &subscriber{answer: func(int, *http.Request) (*http.Response, error) { return nil, err }}
	}
	one := event.Expectation{Member: "status", Value: "1"}
	either := event.Expectation{Member: "status", Value: "1", Or: `"1"`}
	for name, row := range map[string]struct {
		event    event.Event // its policy
		to       *subscriber
		attempts string // minutes after the event
		state    event.State
	}{
		"confirmed at once":          {to: answering(204), attempts: "0", state: "delivered"},
		"the defaults":               {to: answering(500), attempts: "0 1 3 7 15 31", state: "given-up"},
		"confirmed by a retry":       {to: answering(500, 404, 200), attempts: "0 1 3", state: "delivered"},
		"no redirect is followed":    {event: event.Event{Retries: 1}, to: answering(302), attempts: "0 1", state: "given-up"},
		"the network is down":        {event: event.Event{Retries: 1}, to: broken(errors.New("down")), attempts: "0 1", state: "given-up"},
		"no retries":                 {event: event.Event{Retries: event.NoRetries}, to: answering(500), attempts: "0", state: "given-up"},
		"retries and backoff":        {event: event.Event{Retries: 3, Backoff: 10 * time.Minute}, to: answering(500), attempts: "0 10 30 70", state: "given-up"},
		"backoff grows to a day":     {event: event.Event{Retries: 3, Backoff: 16 * time.Hour}, to: answering(500), attempts: "0 960 2400 3840", state: "given-up"},
		"countdown":                  {event: event.Event{Countdown: []time.Duration{2 * time.Minute, 0, 5 * time.Minute}}, to: answering(500), attempts: "0 2 2 7", state: "given-up"},
		"countdown before retries":   {event: event.Event{Retries: 9, Countdown: []time.Duration{time.Minute}}, to: answering(500), attempts: "0 1", state: "given-up"},
		"another 2xx than expected":  {event: event.Event{Expect: event.Expectation{Status: 200}, Retries: 1}, to: answering(204), attempts: "0 1", state: "given-up"},
		"the status that confirms":   {event: event.Event{Expect: event.Expectation{Status: 410}}, to: answering(410), attempts: "0", state: "delivered"},
		"the member that confirms":   {event: event.Event{Expect: one}, to: body(`{"status": 1, "message":""}`), attempts: "0", state: "delivered"},
		"the member that does not":   {event: event.Event{Expect: one, Retries: 1}, to: body(`{"status":0}`), attempts: "0 1", state: "given-up"},
		"the other value confirms":   {event: event.Event{Expect: either}, to: body(`{"status":"1"}`), attempts: "0", state: "delivered"},
		"neither value":              {event: event.Event{Expect: either, Retries: 1}, to: body(`{"status":"0"}`), attempts: "0 1", state: "given-up"},
		"neither member nor value":   {event: event.Event{Expect: one, Retries: 1}, to: body(`{}`), attempts: "0 1", state: "given-up"},
		"no member where one has to": {event: event.Event{Expect: one, Retries: 1}, to: body(`taken`), attempts: "0 1", state: "given-up"},
		"refused targets are final":  {to: broken(fmt.Errorf("dial: %w", event.ErrPrivateTarget)), attempts: "0", state: "given-up"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSender(t, row.to)
			e := notice("E")
			e.Expect, e.Retries, e.Backoff, e.Countdown = row.event.Expect, row.event.Retries, row.event.Backoff, row.event.Countdown
			s.emit(e)
			if d := s.delivery(1); d.State != "pending" || !d.Next.Equal(noon) || len(d.Attempts) != 0 {
				t.Errorf("before anything is sent it is %s, next at %s, with %d attempts", d.State, d.Next, len(d.Attempts))
			}
			s.advance(100 * 24 * time.Hour)
			d := s.delivery(1)
			if attemptMinutes(d) != row.attempts || d.State != row.state || !d.Next.IsZero() {
				t.Errorf("attempts at %s, %s, next %s; want %s, %s, none", attemptMinutes(d), d.State, d.Next, row.attempts, row.state)
			}
			if len(row.to.got) != len(d.Attempts) {
				t.Errorf("%d requests for %d attempts", len(row.to.got), len(d.Attempts))
			}
			if wait := s.advance(100 * 24 * time.Hour); len(wait) != 0 {
				t.Errorf("afterwards there is still %v", wait)
			}
		})
	}
}

// TestRetryIsDueOnTheVirtualClock wants nothing before its time.
func TestRetryIsDueOnTheVirtualClock(t *testing.T) {
	to := answering(500)
	s := newSender(t, to)
	s.emit(notice("E"))
	for _, step := range []struct {
		advance time.Duration
		total   int
	}{{0, 1}, {59 * time.Second, 1}, {time.Second, 2}, {0, 2}, {2 * time.Minute, 3}} {
		s.advance(step.advance)
		if len(to.got) != step.total {
			t.Errorf("after %s more: %d requests, want %d", step.advance, len(to.got), step.total)
		}
	}
	if d := s.delivery(1); d.Tried != 3 || !d.Next.Equal(noon.Add(7*time.Minute)) {
		t.Errorf("tried %d times, next at %s", d.Tried, d.Next)
	}
}

func TestFiredTellsTimersAndAttempts(t *testing.T) {
	v := altazion.New()
	v.Timers["later"] = func(env *simulator.Env, _ string) error {
		env.Applies(rules.RegisteredHandlerIsNotified)
		return env.Emit(notice("late"))
	}
	s := sender{t, newEngine(t, simulator.Options{Deliver: answering(500, 500, 500, 200)}, v)}
	s.must(s.engine.With(context.Background(), "w", "altazion", func(env *simulator.Env) error {
		if err := env.After(2*time.Minute, "later", ""); err != nil {
			return err
		}
		return env.Emit(notice("early"))
	}))
	var got []string
	for _, f := range s.advance(time.Hour) {
		got = append(got, fmt.Sprintf("%v %s %d", f.At.Sub(noon).Minutes(), f.Timer, f.Delivery))
		if want := f.Timer == "later"; want != slices.Contains(f.Consulted, journal.Consultation{Rule: rules.RegisteredHandlerIsNotified.ID, Outcome: journal.Decided}) {
			t.Errorf("%s at %s consulted %v", f.Timer, f.At, f.Consulted)
		}
	}
	want := "0 delivery 1, 1 delivery 1, 2 later 0, 2 delivery 2, 3 delivery 1, 3 delivery 2"
	if strings.Join(got, ", ") != want {
		t.Errorf("fired %s\n want %s", strings.Join(got, ", "), want)
	}
}

// TestRuleOfRetries is Altazion's UnconfirmedEventIsRepeated.
func TestRuleOfRetries(t *testing.T) {
	id := rules.UnconfirmedEventIsRepeated.ID
	for name, row := range map[string]struct {
		defects  []string
		statuses []int
		attempts string
		outcome  journal.Outcome
	}{
		"repeated until 200": {statuses: []int{500, 201, 200}, attempts: "0 1 3", outcome: journal.Decided},
		"not after 200":      {statuses: []int{200}, attempts: "0"},
		"with the defect":    {defects: []string{id}, statuses: []int{500}, attempts: "0", outcome: journal.LookedAway},
	} {
		t.Run(name, func(t *testing.T) {
			to := answering(row.statuses...)
			s := newSender(t, to, row.defects...)
			s.must(s.engine.Seed(context.Background(), "w", "altazion", []byte(
				`{"handlers":[{"name":"h","url":"https://h.example.test/","events":["AnnulationBcd"],"user":"u","password":"p"}],`+
					`"changes":[{"order":"CMD-1004","to":"cancelled"}]}`)))
			var consulted []journal.Consultation
			for _, f := range s.advance(time.Hour) {
				consulted = append(consulted, f.Consulted...)
			}
			d := s.delivery(1)
			if attemptMinutes(d) != row.attempts {
				t.Errorf("attempts at %s, want %s", attemptMinutes(d), row.attempts)
			}
			retried := row.outcome != ""
			want := journal.Consultation{Rule: id, Outcome: row.outcome}
			if slices.Contains(consulted, want) != retried || slices.Contains(d.Consulted, want) != retried {
				t.Errorf("consulted %v, in the ledger %v; want %v", consulted, d.Consulted, want)
			}
			for _, r := range to.got {
				if user, password, _ := r.BasicAuth(); user != "u" || password != "p" {
					t.Errorf("sent as %q with %q", user, password)
				}
			}
			if got := d.Event.Header.Get("Authorization"); got != "[redacted]" {
				t.Errorf("the ledger shows %q", got)
			}
		})
	}
}

// TestReplicas share a store: an attempt that one makes is not made by the
// other, until the one is long gone. No transaction is open meanwhile.
func TestReplicas(t *testing.T) {
	shared, now := store.NewMemory(), noon
	options := simulator.Options{Store: shared, Now: func() time.Time { return now }}
	var second *simulator.Engine
	deliver := func(want int) {
		t.Helper()
		fired, err := second.Deliver(context.Background(), "w")
		if err != nil || len(fired) != want {
			t.Errorf("the other replica made %d attempts, %v; want %d", len(fired), err, want)
		}
	}
	options.Deliver = answering(200)
	second = newEngine(t, options, altazion.New())
	options.Deliver = &subscriber{answer: func(int, *http.Request) (*http.Response, error) {
		deliver(0)
		now = now.Add(time.Minute)
		deliver(1)
		return answerWith(500, "")
	}}
	s := sender{t, newEngine(t, options, altazion.New())}
	s.emit(notice("E"))
	if _, err := s.engine.Deliver(context.Background(), "w"); err != nil {
		t.Fatal(err)
	}
	// The late failure of the first is kept, and decides nothing any more.
	if d := s.delivery(1); d.State != "delivered" || len(d.Attempts) != 2 || d.Attempts[1].Status != 500 {
		t.Errorf("%s after %+v", d.State, d.Attempts)
	}
}

// TestRedeliveredMeanwhile wants the attempt that was overtaken to decide
// nothing, though the new one waits under the same time.
func TestRedeliveredMeanwhile(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	var s sender
	s = newSender(t, &subscriber{answer: func(n int, r *http.Request) (*http.Response, error) {
		if n == 1 {
			if _, err := s.engine.Redeliver(ctx, "w", 1); !errors.Is(err, context.Canceled) {
				t.Errorf("Redeliver: %v", err)
			}
			return answerWith(500, "")
		}
		if n == 2 {
			stop()
			return nil, r.Context().Err()
		}
		return answerWith(200, "")
	}})
	s.emit(notice("E"))
	s.advance(0)
	d := s.delivery(1)
	if len(d.Attempts) != 3 || !d.Attempts[0].Stopped || d.Attempts[1].Status != 500 || d.Attempts[2].Status != 200 || d.Tried != 1 {
		t.Errorf("tried %d: %+v", d.Tried, d.Attempts)
	}
}

func TestDroppedWorldStaysDropped(t *testing.T) {
	v, begun := altazion.New(), 0
	begin := v.Begin
	v.Begin = func(env *simulator.Env) error { begun++; return begin(env) }
	var s sender
	to := &subscriber{answer: func(int, *http.Request) (*http.Response, error) {
		s.must(s.engine.Drop(context.Background(), "w"))
		return answerWith(500, "")
	}}
	s = sender{t, newEngine(t, simulator.Options{Deliver: to}, v)}
	s.emit(notice("E"))
	for range 2 {
		if _, err := s.engine.Deliver(context.Background(), "w"); err != nil {
			t.Fatal(err)
		}
	}
	if len(to.got) != 1 || begun != 1 {
		t.Errorf("%d requests, and the world began %d times", len(to.got), begun)
	}
}

// TestStoppedAttempt is made again, and its interruption does not count.
func TestStoppedAttempt(t *testing.T) {
	ctx, stop := context.WithCancel(context.Background())
	s := newSender(t, &subscriber{answer: func(n int, r *http.Request) (*http.Response, error) {
		if n == 1 {
			stop()
			return nil, r.Context().Err()
		}
		return answerWith(500, "")
	}})
	e := notice("E")
	e.Retries = 1
	s.emit(e)
	if _, err := s.engine.Deliver(ctx, "w"); !errors.Is(err, context.Canceled) {
		t.Errorf("Deliver: %v", err)
	}
	if d := s.delivery(1); d.State != "pending" || d.Tried != 0 || len(d.Attempts) != 1 || !d.Attempts[0].Stopped {
		t.Errorf("%s, tried %d: %+v", d.State, d.Tried, d.Attempts)
	}
	s.advance(time.Hour)
	if d := s.delivery(1); attemptMinutes(d) != "0 0 1" || d.State != "given-up" {
		t.Errorf("attempts at %s, %s", attemptMinutes(d), d.State)
	}
}
