package redis_test

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"strconv"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator/store/redis"
	"github.com/plumbline-api/plumbline/simulator/store/redis/redistest"
	"github.com/plumbline-api/plumbline/simulator/store/storetest"
)

const (
	// exerciseAt makes the test binary a process that works on the store at that
	// address, with clients from exerciseFrom on, and prints what happened.
	exerciseAt   = "PLUMBLINE_TEST_EXERCISE_AT"
	exerciseFrom = "PLUMBLINE_TEST_EXERCISE_FROM"

	exerciseClients, exerciseOperations = 4, 150
)

func TestMain(m *testing.M) {
	if address := os.Getenv(exerciseAt); address != "" {
		if err := exercise(address); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func exercise(address string) error {
	from, err := strconv.Atoi(os.Getenv(exerciseFrom))
	if err != nil {
		return err
	}
	s, err := redis.Open(context.Background(), address, options())
	if err != nil {
		return err
	}
	history := storetest.Exercise(s, from, exerciseClients, exerciseOperations, nil, func(_ storetest.Operation, err error) {
		fmt.Fprintln(os.Stderr, err)
	})
	if err := json.NewEncoder(os.Stdout).Encode(history); err != nil {
		return err
	}
	return s.Close()
}

// TestTwoProcesses has two processes work on the same entries.
func TestTwoProcesses(t *testing.T) {
	address := redistest.Start(t).URL()
	var history []storetest.Operation
	var mu sync.Mutex
	var wg sync.WaitGroup
	for n := range 2 {
		wg.Go(func() {
			child := exec.Command(os.Args[0])
			child.Env = append(os.Environ(), exerciseAt+"="+address, fmt.Sprintf("%s=%d", exerciseFrom, n*exerciseClients))
			child.Stderr = os.Stderr
			out, err := child.Output()
			if err != nil {
				t.Error(err)
			}
			var part []storetest.Operation
			if err := json.Unmarshal(out, &part); err != nil {
				t.Errorf("%v in %.100s", err, out)
			}
			mu.Lock()
			defer mu.Unlock()
			history = append(history, part...)
		})
	}
	wg.Wait()
	if want := 2 * exerciseClients * exerciseOperations; len(history) != want {
		t.Errorf("there are %d operations, want %d", len(history), want)
	}
	if err := storetest.CheckLinearizable(history); err != nil {
		t.Error(err)
	}
}

// load has clients of two stores work on the same entries until it is ended.
type load struct {
	stop    chan struct{}
	running sync.WaitGroup

	mu       sync.Mutex
	history  []storetest.Operation
	failures []storetest.Operation
}

func begin(stores ...*redis.Store) *load {
	l := &load{stop: make(chan struct{})}
	for n, s := range stores {
		l.running.Go(func() {
			part := storetest.Exercise(s, n*exerciseClients, exerciseClients, math.MaxInt, l.stop, func(o storetest.Operation, _ error) {
				l.mu.Lock()
				defer l.mu.Unlock()
				l.failures = append(l.failures, o)
			})
			l.mu.Lock()
			defer l.mu.Unlock()
			l.history = append(l.history, part...)
		})
	}
	return l
}

func (l *load) end() {
	close(l.stop)
	l.running.Wait()
}

// TestLateAnswers stops the server for longer than the client waits for an
// answer: the client asks again, the server gets both, and does it once.
func TestLateAnswers(t *testing.T) {
	server := redistest.Start(t)
	l := begin(open(t, server.URL()), open(t, server.URL()))
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
			l := begin(open(t, server.URL()), open(t, server.URL()))
			time.Sleep(200 * time.Millisecond)
			began := time.Now()
			outage.begin(server, t)
			time.Sleep(4 * time.Second) // longer than a call goes on
			outage.end(server, t)
			ended := time.Now()
			time.Sleep(time.Second)
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
