package simulator_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/altazion"
	"github.com/plumbline-api/plumbline/simulator/event"
)

func TestLedgerShowsNoSecrets(t *testing.T) {
	to := &subscriber{answer: func(int, *http.Request) (*http.Response, error) {
		r, _ := answerWith(200, "")
		r.Header.Set("Set-Cookie", "session=hush")
		r.Header.Set("X-Seen", "yes")
		return r, nil
	}}
	s := newSender(t, to)
	s.emit(event.Event{
		Name: "E", Method: "GET", URL: "https://u:hush@hook.example.test/in?token=hush&order=7&%zz=hush", Secrets: []string{"token", "x-key"},
		Header: http.Header{"Authorization": {"Bearer hush"}, "X-Key": {"hush"}, "X-Store": {"2"}},
	})
	s.advance(0)
	d := s.delivery(1)
	list, err := s.engine.Deliveries(context.Background(), "w", event.Filter{})
	s.must(err)
	again, err := s.engine.Redeliver(context.Background(), "w", 1)
	s.must(err)
	waited, err := s.engine.WaitForDelivery(context.Background(), "w", event.Filter{}, nil)
	s.must(err)
	for name, shown := range map[string]event.Delivery{"Delivery": d, "Deliveries": list[0], "Redeliver": again, "WaitForDelivery": waited} {
		if text := fmt.Sprintf("%+v", shown); strings.Contains(text, "hush") || !strings.Contains(text, "order=7") || !strings.Contains(text, "X-Store:[2]") || !strings.Contains(text, "X-Seen:[yes]") {
			t.Errorf("%s shows %s", name, text)
		}
	}
	for _, r := range to.got {
		if r.Method != "GET" || r.URL.Query().Get("token") != "hush" || r.Header.Get("X-Key") != "hush" || r.Header.Get("Authorization") != "Bearer hush" {
			t.Errorf("sent: %s %s %v", r.Method, r.URL, r.Header)
		}
		if r.Header.Get("Plumbline-World") != "w" || r.Header.Get("Plumbline-Delivery") != "1" {
			t.Errorf("of the ledger it says %v", r.Header)
		}
	}
	if len(to.got) != 2 {
		t.Errorf("%d requests, want 2", len(to.got))
	}
}

func TestCredentialsInTheAddressAreSent(t *testing.T) {
	to := answering(200)
	s := newSender(t, to)
	e := notice("E")
	e.URL = "https://u:hush@hook.example.test/"
	s.emit(e)
	s.advance(0)
	if user, password, given := to.got[0].BasicAuth(); !given || user != "u" || password != "hush" {
		t.Errorf("sent as %q with %q", user, password)
	}
}

func TestAttemptIsBounded(t *testing.T) {
	for name, row := range map[string]struct {
		event  func(*event.Event)
		answer func(int, *http.Request) (*http.Response, error)
		check  func(event.Attempt) bool
	}{
		"4 KiB fit": {
			answer: func(int, *http.Request) (*http.Response, error) { return answerWith(200, strings.Repeat("x", 4096)) },
			check:  func(a event.Attempt) bool { return len(a.Body) == 4096 && !a.Truncated && a.Error == "" },
		},
		"more do not": {
			answer: func(int, *http.Request) (*http.Response, error) { return answerWith(200, strings.Repeat("x", 1<<20)) },
			check: func(a event.Attempt) bool {
				return len(a.Body) == 4096 && a.Truncated && a.Status == 200 && a.Error == ""
			},
		},
		"time": {
			event: func(e *event.Event) { e.Timeout = time.Millisecond },
			answer: func(_ int, r *http.Request) (*http.Response, error) {
				<-r.Context().Done()
				return nil, r.Context().Err()
			},
			check: func(a event.Attempt) bool { return a.Status == 0 && a.Error == "no whole answer within 1ms" },
		},
		"an address that is none": {
			event:  func(e *event.Event) { e.URL = "http://hush:%zz" },
			answer: func(int, *http.Request) (*http.Response, error) { return answerWith(200, "") },
			check:  func(a event.Attempt) bool { return a.Error == "the method or the address is not valid" },
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSender(t, &subscriber{answer: row.answer})
			e := notice("E")
			if row.event != nil {
				row.event(&e)
			}
			s.emit(e)
			s.advance(0)
			if d := s.delivery(1); len(d.Attempts) != 1 || !row.check(d.Attempts[0]) {
				t.Errorf("%d attempts: %+v", len(d.Attempts), d.Attempts)
			}
		})
	}
}

// TestAttemptTakesTime of the clocks that run.
func TestAttemptTakesTime(t *testing.T) {
	now := noon
	to := &subscriber{answer: func(int, *http.Request) (*http.Response, error) {
		now = now.Add(3 * time.Second)
		return answerWith(500, "")
	}}
	s := sender{t, newEngine(t, simulator.Options{Deliver: to, Now: func() time.Time { return now }}, altazion.New())}
	s.emit(notice("E"))
	if _, err := s.engine.Deliver(context.Background(), "w"); err != nil {
		t.Fatal(err)
	}
	d := s.delivery(1)
	if d.Attempts[0].Duration != 3*time.Second || !d.Next.Equal(noon.Add(time.Minute+3*time.Second)) {
		t.Errorf("took %s, next at %s", d.Attempts[0].Duration, d.Next)
	}
}

func TestNothingIsSentByDefault(t *testing.T) {
	s := newSender(t, nil)
	s.emit(notice("E"))
	if fired := s.advance(time.Hour); len(fired) != 0 {
		t.Errorf("fired %v", fired)
	}
	if d := s.delivery(1); d.State != "not-sent" || len(d.Attempts) != 0 || !d.Next.IsZero() {
		t.Errorf("%+v", d)
	}
	if _, err := s.engine.Redeliver(context.Background(), "w", 1); err == nil {
		t.Error("redelivered")
	}
	ticks := make(chan time.Time, 1)
	ticks <- time.Time{}
	close(ticks)
	s.engine.Run(context.Background(), ticks) // finds nothing to send
	if d := s.delivery(1); len(d.Attempts) != 0 {
		t.Errorf("sent by Run: %+v", d)
	}
}

func TestRedeliver(t *testing.T) {
	to := answering(500, 200, 200, 500, 200)
	s := newSender(t, to)
	s.emit(notice("E"))
	for _, step := range []struct {
		name     string
		advance  time.Duration
		attempts string
		state    event.State
	}{
		{"a pending one takes its turn", 0, "0 0", "delivered"},
		{"a delivered one too", time.Hour, "0 0 60", "delivered"},
		{"and the retries begin anew", 0, "0 0 60 60", "pending"},
		{"which then go on", time.Minute, "0 0 60 60 61 61", "delivered"},
	} {
		s.advance(step.advance)
		d, err := s.engine.Redeliver(context.Background(), "w", 1)
		if err != nil || attemptMinutes(d) != step.attempts || d.State != step.state {
			t.Errorf("%s: attempts at %s, %s, %v; want %s, %s", step.name, attemptMinutes(d), d.State, err, step.attempts, step.state)
		}
	}
	var unknown *simulator.UnknownError
	if _, err := s.engine.Redeliver(context.Background(), "w", 2); !errors.As(err, &unknown) {
		t.Errorf("an unknown number: %v", err)
	}
	if _, err := s.engine.Delivery(context.Background(), "w", 2); !errors.As(err, &unknown) {
		t.Errorf("an unknown number: %v", err)
	}
}

func TestDeliveriesAreFilteredAndBounded(t *testing.T) {
	to := answering(200)
	s := sender{t, newEngine(t, simulator.Options{Deliver: to, JournalLimit: 3}, altazion.New())}
	s.emit(notice("a"), notice("b"), notice("c"), notice("b"), notice("c"))
	for name, row := range map[string]struct {
		filter event.Filter
		want   string
	}{
		"all that are kept": {event.Filter{}, "5 4 3"},
		"limit":             {event.Filter{Limit: 2}, "5 4"},
		"event":             {event.Filter{Event: "c"}, "5 3"},
		"vendor":            {event.Filter{Vendor: "komet"}, ""},
		"state":             {event.Filter{State: "pending", Vendor: "altazion", Event: "b"}, "4"},
		"other state":       {event.Filter{State: "delivered"}, ""},
	} {
		list, err := s.engine.Deliveries(context.Background(), "w", row.filter)
		s.must(err)
		var got []string
		for _, d := range list {
			got = append(got, fmt.Sprint(d.ID))
		}
		if strings.Join(got, " ") != row.want {
			t.Errorf("%s: %v, want %s", name, got, row.want)
		}
	}
	s.advance(0)
	if len(to.got) != 3 {
		t.Errorf("%d were sent, want those 3 that are kept", len(to.got))
	}
}

func TestDisturbance(t *testing.T) {
	// arrivals of forty events, by number in the ledger.
	arrivals := func(seed uint64, d event.Disturbance) (arrived string, copies int) {
		to := answering(200)
		s := sender{t, newEngine(t, simulator.Options{Deliver: to, RandomSeed: seed}, altazion.New())}
		s.must(s.engine.SetDisturbance(context.Background(), "w", d))
		for range 40 {
			s.emit(notice("E"))
		}
		s.advance(0)
		s.advance(10 * time.Second)
		list, err := s.engine.Deliveries(context.Background(), "w", event.Filter{State: "delivered"})
		s.must(err)
		if len(list) != len(to.got) {
			t.Errorf("%v: %d of %d delivered", d, len(list), len(to.got))
		}
		for _, one := range list {
			if one.CopyOf != 0 {
				copies++
			}
		}
		for _, r := range to.got {
			arrived += r.Header.Get("Plumbline-Delivery") + " "
		}
		return arrived, copies
	}
	in, copies := arrivals(1, event.Disturbance{})
	if !strings.HasPrefix(in, "1 2 3 4 5 ") || copies != 0 {
		t.Errorf("undisturbed: %s, %d copies", in, copies)
	}
	if got, copies := arrivals(1, event.Disturbance{Duplicate: 1}); copies != 40 || !strings.HasSuffix(got, " 79 80 ") {
		t.Errorf("duplicated: %d copies of 40: %s", copies, got)
	}
	if got, copies := arrivals(1, event.Disturbance{Duplicate: 0.5}); copies < 10 || copies > 30 {
		t.Errorf("duplicated by half: %d copies of 40: %s", copies, got)
	}
	reordered, copies := arrivals(1, event.Disturbance{Reorder: 1})
	if reordered == in || len(reordered) != len(in) || copies != 0 {
		t.Errorf("reordered: %s", reordered)
	}
	if again, _ := arrivals(1, event.Disturbance{Reorder: 1}); again != reordered {
		t.Errorf("the same seed gives another order: %s, %s", again, reordered)
	}
	if other, _ := arrivals(2, event.Disturbance{Reorder: 1}); other == reordered {
		t.Error("another seed gives the same order")
	}
	s := newSender(t, answering(200))
	for _, wrong := range []float64{-0.1, 1.1, math.NaN()} {
		if s.engine.SetDisturbance(context.Background(), "w", event.Disturbance{Duplicate: wrong}) == nil ||
			s.engine.SetDisturbance(context.Background(), "w", event.Disturbance{Reorder: wrong}) == nil {
			t.Errorf("%v was taken", wrong)
		}
	}
	set := event.Disturbance{Duplicate: 0.25, Reorder: 1}
	s.must(s.engine.SetDisturbance(context.Background(), "w", set))
	if got, err := s.engine.Disturbance(context.Background(), "w"); err != nil || got != set {
		t.Errorf("%v, %v", got, err)
	}
}

// TestRun is in a bubble, which fails if a goroutine is left behind.
func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		lets := make(chan struct{})
		to := &subscriber{answer: func(_ int, r *http.Request) (*http.Response, error) {
			if r.Header.Get("Plumbline-World") == "hangs" {
				<-r.Context().Done()
				<-lets
				return nil, r.Context().Err()
			}
			return answerWith(200, "")
		}}
		v, now := altazion.New(), noon
		v.Timers["later"] = func(env *simulator.Env, _ string) error { return env.Emit(notice("late")) }
		s := sender{t, newEngine(t, simulator.Options{Deliver: to, Now: func() time.Time { return now }}, v)}
		for range 2 { // the second has to wait for the first
			s.must(s.engine.With(context.Background(), "hangs", "altazion", func(env *simulator.Env) error { return env.Emit(notice("E")) }))
		}
		s.must(s.engine.With(context.Background(), "w", "altazion", func(env *simulator.Env) error { return env.After(2*time.Second, "later", "") }))
		ctx, stop := context.WithCancel(context.Background())
		tick, ended := make(chan time.Time), false
		go func() { s.engine.Run(ctx, tick); ended = true }()
		tick <- noon
		synctest.Wait()
		now = now.Add(2 * time.Second)
		for range 3 { // the world that hangs is left alone
			tick <- noon
			synctest.Wait()
		}
		if d := s.delivery(1); d.State != "delivered" || !d.At.Equal(now) || len(to.got) != 2 {
			t.Errorf("what the timer caused is %s, of %s, after %d requests", d.State, d.At, len(to.got))
		}
		stop()
		synctest.Wait()
		if ended {
			t.Error("Run ended while an attempt was under way")
		}
		close(lets)
		synctest.Wait()
		if !ended {
			t.Error("Run goes on")
		}
		d, err := s.engine.Delivery(context.Background(), "hangs", 1)
		if err != nil || d.State != "pending" || len(d.Attempts) != 1 || !d.Attempts[0].Stopped {
			t.Errorf("the interrupted one: %+v, %v", d, err)
		}
	})
}

func TestWaitForDelivery(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newSender(t, answering(200))
		tick, ctx := make(chan time.Time), context.Background()
		var got event.Delivery
		var failed error
		go func() {
			got, failed = s.engine.WaitForDelivery(ctx, "w", event.Filter{Event: "E", State: "delivered"}, tick)
		}()
		tick <- noon
		synctest.Wait()
		if got.ID != 0 {
			t.Fatal("found before it was there")
		}
		s.emit(notice("other"), notice("E"))
		tick <- noon
		synctest.Wait()
		if got.ID != 2 || failed != nil {
			t.Errorf("%+v, %v", got, failed)
		}
		ctx, stop := context.WithCancel(ctx)
		stop()
		if _, err := s.engine.WaitForDelivery(ctx, "w", event.Filter{}, nil); !errors.Is(err, context.Canceled) {
			t.Errorf("after its context is done: %v", err)
		}
	})
}
