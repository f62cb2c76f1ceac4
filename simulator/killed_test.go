package simulator_test

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/event"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/redis"
	"github.com/plumbline-api/plumbline/simulator/store/redis/redistest"
)

const (
	// batchesAt makes the test binary a replica on the store at that address,
	// which has batches fire and their events sent to batchesTo, until it is
	// killed or its standard input ends.
	batchesAt = "PLUMBLINE_TEST_BATCHES_AT"
	batchesTo = "PLUMBLINE_TEST_BATCHES_TO"

	batchPeriod = 10 * time.Minute
)

func TestMain(m *testing.M) {
	if address := os.Getenv(batchesAt); address != "" {
		go func() {
			_, _ = io.Copy(io.Discard, os.Stdin) // until the test is over, however it ends
			os.Exit(1)
		}()
		fmt.Fprintln(os.Stderr, fireForEver(address, os.Getenv(batchesTo)))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

func fireForEver(address, subscriber string) error {
	redis.QuietLibrary()
	s, err := redis.Open(context.Background(), address, redis.Options{Wait: really, Random: rand.Float64})
	if err != nil {
		return err
	}
	e, err := batchEngine(s, subscriber, "mortal", time.Now)
	for err == nil {
		_, err = e.ChangeClock(context.Background(), "w", simulator.ClockChange{Advance: batchPeriod})
	}
	return err
}

// batches are counted by when they were due.
var batches = store.NewKind[int]("toy.batch")

// batchEngine has a batch fire every ten minutes, which tells the subscriber.
func batchEngine(s store.Store, subscriber, sender string, now func() time.Time) (*simulator.Engine, error) {
	v := toyVendor(
		func(*simulator.Env, http.ResponseWriter) error { return nil },
		func(env *simulator.Env, _ string) error {
			due := env.Now().Format(time.RFC3339Nano)
			n, _, err := batches.Get(env.Store(), due)
			if err != nil {
				return err
			}
			if err := batches.Put(env.Store(), due, n+1); err != nil {
				return err
			}
			if err := env.Emit(event.Event{Name: "batch", Method: http.MethodPost, URL: subscriber}); err != nil {
				return err
			}
			return env.After(batchPeriod, "ring", "")
		},
	)
	v.Begin = func(env *simulator.Env) error { return env.After(batchPeriod, "ring", "") }
	return simulator.New(simulator.Options{
		Now: now, Wait: really, Replicas: true, Store: s, JournalLimit: 1e6, Deliver: signed{sender, event.NewDeliverer(true)},
	}, v)
}

// signed tells the subscriber who sends.
type signed struct {
	sender string
	next   http.RoundTripper
}

func (s signed) RoundTrip(r *http.Request) (*http.Response, error) {
	r.Header.Set("Replica", s.sender)
	return s.next.RoundTrip(r)
}

// TestAReplicaIsKilled has two replicas fire the same batches and deliver the
// same events, and kills one of them again and again: while the subscriber has
// an event of it, and at any moment. Every batch fires once. Every event arrives,
// also those that the killed one had claimed: when the claims are over, the
// other one sends them.
func TestAReplicaIsKilled(t *testing.T) {
	const kills = 10
	server, subscriber := redistest.Start(t), newInbox(t)
	steady := startSteady(t, server, subscriber, time.Now)
	if err := steady.With(t.Context(), "w", "toy", func(*simulator.Env) error { return nil }); err != nil { // the world begins
		t.Fatal(err)
	}
	begin, err := steady.ChangeClock(t.Context(), "w", simulator.ClockChange{Freeze: true})
	if err != nil {
		t.Fatal(err)
	}
	for n := range kills {
		held := n%2 == 0
		subscriber.expect(1+rand.IntN(10), held)
		mortal := startMortal(t, server.URL(), subscriber.URL)
		for came, deadline := false, time.Now().Add(time.Minute); !came; {
			if time.Now().After(deadline) {
				t.Fatal("no event came of the replica that is to be killed")
			}
			if _, err := steady.ChangeClock(t.Context(), "w", simulator.ClockChange{Advance: batchPeriod}); err != nil {
				t.Fatal(err)
			}
			select {
			case <-subscriber.came:
				came = true
			default:
			}
		}
		if !held {
			time.Sleep(time.Duration(rand.Int64N(int64(20 * time.Millisecond))))
		}
		mortal.kill()
	}
	left := len(pending(t, steady))
	if left < kills/2 {
		t.Errorf("%d events have not arrived before the claims are over, want the %d that were held and others", left, kills/2)
	}
	later := startSteady(t, server, subscriber, func() time.Time { return time.Now().Add(time.Hour) })
	if _, err := later.Deliver(t.Context(), "w"); err != nil {
		t.Fatal(err)
	}
	judgeBatches(t, later, begin.Now, subscriber)
	t.Logf("%d events were claimed by those that were killed", left)
}

func startSteady(t *testing.T, server *redistest.Server, subscriber *inbox, now func() time.Time) *simulator.Engine {
	t.Helper()
	s, err := redis.Open(t.Context(), server.URL(), redis.Options{Wait: really, Random: rand.Float64})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	e, err := batchEngine(s, subscriber.URL, "steady", now)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func pending(t *testing.T, e *simulator.Engine) []event.Delivery {
	t.Helper()
	list, err := e.Deliveries(t.Context(), "w", event.Filter{State: event.Pending})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func judgeBatches(t *testing.T, e *simulator.Engine, begin time.Time, subscriber *inbox) {
	t.Helper()
	clock, err := e.Clock(t.Context(), "w")
	if err != nil {
		t.Fatal(err)
	}
	want := int(clock.Now.Sub(begin) / batchPeriod)
	fired := 0
	err = e.With(t.Context(), "w", "toy", func(env *simulator.Env) error {
		return batches.Scan(env.Store(), "", func(due string, times int) bool {
			if fired++; times != 1 {
				t.Errorf("the batch of %s fired %d times", due, times)
			}
			return true
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	all, err := e.Deliveries(t.Context(), "w", event.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	if fired != want || len(all) != want || len(pending(t, e)) != 0 {
		t.Errorf("%d batches fired and %d events came of them, of which %d have not arrived; want %d, %d and 0", fired, len(all), len(pending(t, e)), want, want)
	}
	twice := 0
	for _, d := range all {
		switch n := subscriber.arrived[fmt.Sprint(d.ID)]; {
		case n == 0:
			t.Errorf("event %d is %s, and has not arrived", d.ID, d.State)
		case n > 1:
			twice++
		}
	}
	t.Logf("%d batches, of whose events %d arrived more than once", fired, twice)
}

// inbox is a subscriber. It tells when an event has come of the mortal replica,
// and may hold it: it does not answer.
type inbox struct {
	*httptest.Server
	came chan struct{}

	mu      sync.Mutex
	arrived map[string]int // by the number of the delivery
	left    int            // events of the mortal replica until that one
	hold    bool
}

func newInbox(t *testing.T) *inbox {
	i := &inbox{came: make(chan struct{}, 1), arrived: map[string]int{}}
	i.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		last, hold := i.receive(r)
		if last {
			i.came <- struct{}{}
		}
		if hold {
			<-r.Context().Done() // the process is gone
		}
	}))
	t.Cleanup(i.Close)
	return i
}

func (i *inbox) receive(r *http.Request) (last, hold bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.arrived[r.Header.Get("Plumbline-Delivery")]++
	if r.Header.Get("Replica") == "mortal" {
		i.left--
		last = i.left == 0
	}
	return last, last && i.hold
}

func (i *inbox) expect(events int, hold bool) {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.left, i.hold = events, hold
}

// mortal is a replica that is going to be killed.
type mortal struct{ command *exec.Cmd }

func startMortal(t *testing.T, address, subscriber string) mortal {
	t.Helper()
	m := mortal{exec.Command(os.Args[0])}
	m.command.Env = append(os.Environ(), batchesAt+"="+address, batchesTo+"="+subscriber)
	m.command.Stderr = os.Stderr
	if _, err := m.command.StdinPipe(); err != nil { // which ends with this process
		t.Fatal(err)
	}
	if err := m.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(m.kill)
	return m
}

func (m mortal) kill() {
	if m.command.ProcessState == nil {
		_ = m.command.Process.Kill() // it may have ended
		_ = m.command.Wait()
	}
}
