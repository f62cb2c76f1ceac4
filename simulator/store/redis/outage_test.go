//go:build unix

package redis_test

import (
	"errors"
	"math"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/redis"
	"github.com/plumbline-api/plumbline/simulator/store/redis/redistest"
	"github.com/plumbline-api/plumbline/simulator/store/storetest"
)

const patience = 30 * time.Second

// load has clients of stores work on the same entries until it is ended.
type load struct {
	stop    chan struct{}
	running sync.WaitGroup

	mu       sync.Mutex
	history  []storetest.Operation
	failures []storetest.Operation
	latest   map[string]int64 // by world: the call of the operation that succeeded last
}

// begin wants no other error than that the store is away.
func begin(t *testing.T, stores ...*redis.Store) *load {
	l := &load{stop: make(chan struct{}), latest: map[string]int64{}}
	for n, s := range stores {
		l.running.Go(func() {
			part := storetest.Exercise(s, n*exerciseClients, exerciseClients, math.MaxInt, l.stop, storetest.Watch{Ends: func(o storetest.Operation, err error) {
				if err != nil && !errors.As(err, new(*store.UnavailableError)) {
					t.Errorf("%+v: %v", o, err)
				}
				l.mu.Lock()
				defer l.mu.Unlock()
				if err != nil {
					l.failures = append(l.failures, o)
				} else {
					l.latest[o.World] = o.Call
				}
			}})
			l.mu.Lock()
			defer l.mu.Unlock()
			l.history = append(l.history, part...)
		})
	}
	return l
}

// goesOn waits until an operation on the world succeeds.
func (l *load) goesOn(t *testing.T, world string) {
	t.Helper()
	latest := func() int64 {
		l.mu.Lock()
		defer l.mu.Unlock()
		return l.latest[world]
	}
	from := time.Now()
	for latest() < from.UnixNano() {
		if time.Since(from) > patience {
			t.Fatalf("no operation on world %q succeeded within %s", world, patience)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

func (l *load) end() {
	close(l.stop)
	l.running.Wait()
}

// TestLateAnswers stops the server for longer than the client waits for an
// answer: the client asks again, the server gets both, and does it once.
func TestLateAnswers(t *testing.T) {
	server := redistest.Start(t)
	l := begin(t, open(t, server.URL()), open(t, server.URL()))
	for range 3 {
		time.Sleep(100 * time.Millisecond)
		server.Pause(t)
		time.Sleep(1500 * time.Millisecond)
		server.Resume(t)
	}
	time.Sleep(100 * time.Millisecond)
	l.end()
	if len(l.history) < 100 {
		t.Errorf("only %d operations succeeded", len(l.history))
	}
	if err := storetest.CheckLinearizable(l.history); err != nil {
		t.Error(err)
	}
}

// TestOutage takes the server away under load. Nothing that was acknowledged is
// lost, errors come while it is away only, and the same stores go on after it.
func TestOutage(t *testing.T) {
	for name, outage := range map[string]struct {
		begin, end func(*redistest.Server, testing.TB)
	}{
		"paused": {(*redistest.Server).Pause, (*redistest.Server).Resume},
		"killed": {(*redistest.Server).Kill, (*redistest.Server).Restart},
	} {
		t.Run(name, func(t *testing.T) {
			server := redistest.Start(t)
			l := begin(t, open(t, server.URL()), open(t, server.URL()))
			time.Sleep(200 * time.Millisecond)
			began := time.Now()
			outage.begin(server, t)
			time.Sleep(4 * time.Second) // longer than a call goes on
			outage.end(server, t)
			time.Sleep(2 * time.Second) // after many failures the library tries to connect once a second
			ended := time.Now()
			time.Sleep(500 * time.Millisecond)
			l.end()
			judgeOutage(t, l.history, l.failures, began, ended)
		})
	}
}

func judgeOutage(t *testing.T, history []storetest.Operation, failures []storetest.Operation, began, ended time.Time) {
	t.Helper()
	if len(failures) == 0 {
		t.Error("no operation failed while the server was away")
	}
	for _, o := range failures {
		if o.Return < began.UnixNano() || o.Call > ended.UnixNano() {
			t.Errorf("an operation failed between %d and %d; the server was away from %d to %d", o.Call, o.Return, began.UnixNano(), ended.UnixNano())
		}
	}
	before, after, unsure := 0, 0, 0
	for _, operation := range history {
		switch {
		case operation.Unsure:
			unsure++
		case operation.Return < began.UnixNano():
			before++
		case operation.Call > ended.UnixNano():
			after++
		}
	}
	if before == 0 || after == 0 {
		t.Errorf("%d operations succeeded before the outage and %d after", before, after)
	}
	if err := storetest.CheckLinearizable(history); err != nil {
		t.Error(err)
	}
	t.Logf("%d operations before, %d after, %d failed, %d of them unsure", before, after, len(failures), unsure)
}
