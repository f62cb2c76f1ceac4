package simulator_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// TestReadinessFollowsTheStore: a simulator whose store fails is alive and not
// ready, and both come back with it.
func TestReadinessFollowsTheStore(t *testing.T) {
	backend := &failingStore{Memory: store.NewMemory()}
	var log bytes.Buffer
	engine := newEngine(t, simulator.Options{Store: backend, Log: slog.New(slog.NewTextHandler(&log, nil))}, toy())
	handler, _ := controlOf(t, engine, "hush")
	for _, step := range []struct {
		name string
		fail func(*failingStore)
		want int
	}{
		{"at first", func(*failingStore) {}, 204},
		{"transactions fail", func(s *failingStore) { s.update = true }, 503},
		{"what is read fails", failAt("get", "plumbline.binding"), 503},
		{"commits fail", func(s *failingStore) { s.commit = true }, 503},
		{"in the end", func(*failingStore) {}, 204},
	} {
		*backend = failingStore{Memory: backend.Memory}
		step.fail(backend)
		w := send(handler, "GET", "/ready", "")
		if w.Code != step.want {
			t.Errorf("%s: %d %s, want %d", step.name, w.Code, w.Body, step.want)
		}
		if step.want == 503 {
			says := problemOf(t, w.Result(), w.Body.Bytes(), 503)
			if strings.Contains(says, errStore.Error()) || w.Header().Get("Retry-After") == "" {
				t.Errorf("%s: it says %q with %v, want no word of the store's own and Retry-After", step.name, says, w.Header())
			}
		}
		if w := send(handler, "GET", "/health", ""); w.Code != 200 {
			t.Errorf("%s: health %d", step.name, w.Code)
		}
	}
	if got := strings.Count(log.String(), errStore.Error()); got != 3 {
		t.Errorf("the log has the store's error %d times, want 3: %s", got, &log)
	}
	if worlds, err := engine.Worlds(t.Context()); err != nil || len(worlds) != 0 {
		t.Errorf("the probes have made worlds: %v (%v)", worlds, err)
	}
}

// fullStore reads, and would keep nothing.
type fullStore struct {
	*store.Memory
	full   bool
	probes int
}

func (s *fullStore) Probe(context.Context) error {
	if s.probes++; s.full {
		return errStore
	}
	return nil
}

// A store that can be read and takes no writes is not ready. It is written to at most
// every five seconds, however often it is asked for.
func TestReadinessWritesNowAndThen(t *testing.T) {
	backend, now := &fullStore{Memory: store.NewMemory()}, noon
	engine := newEngine(t, simulator.Options{Store: backend, Now: func() time.Time { return now }}, toy())
	for _, step := range []struct {
		passes time.Duration
		full   bool
		probes int
		err    error
	}{
		{0, false, 1, nil},
		{4 * time.Second, true, 1, nil},
		{time.Second, true, 2, errStore},
		{4 * time.Second, false, 2, errStore},
		{time.Second, false, 3, nil},
		{-time.Hour, true, 4, errStore},
	} {
		now, backend.full = now.Add(step.passes), step.full
		if err := engine.Ready(t.Context()); !errors.Is(err, step.err) || (err == nil) != (step.err == nil) {
			t.Errorf("%s later: %v, want %v", step.passes, err, step.err)
		}
		if backend.probes != step.probes {
			t.Errorf("%s later: %d probes, want %d", step.passes, backend.probes, step.probes)
		}
	}
}

// hungStore answers reads, and its disk does not come back.
type hungStore struct {
	*store.Memory
	probes atomic.Int32
	back   chan struct{}
}

func (s *hungStore) Probe(context.Context) error {
	s.probes.Add(1)
	<-s.back
	return nil
}

func TestADiskThatHangsIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		backend := &hungStore{Memory: store.NewMemory(), back: make(chan struct{})}
		engine := newEngine(t, simulator.Options{Store: backend}, toy())
		for range 3 {
			if err := engine.Ready(t.Context()); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("ready: %v", err)
			}
		}
		if n := backend.probes.Load(); n != 1 {
			t.Errorf("%d probes are under way, want one", n)
		}
		close(backend.back)
		synctest.Wait()
		if err := engine.Ready(t.Context()); err != nil {
			t.Errorf("when it is back: %v", err)
		}
	})
}

// silentStore never answers.
type silentStore struct{ *store.Memory }

func (silentStore) Update(ctx context.Context, _ string, _ func(store.Tx) error) error {
	<-ctx.Done()
	return ctx.Err()
}

func TestAStoreThatDoesNotAnswerIsNotWaitedFor(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		engine := newEngine(t, simulator.Options{Store: silentStore{store.NewMemory()}}, toy())
		if err := engine.Ready(t.Context()); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("ready: %v", err)
		}
	})
}

func TestMetricsOfTheControlAPI(t *testing.T) {
	const text = "# TYPE plumbline_worlds gauge\nplumbline_worlds 1\n"
	for name, tt := range map[string]struct {
		write  func(io.Writer) error
		status int
		says   string
	}{
		"some":   {func(w io.Writer) error { _, err := io.WriteString(w, text); return err }, 200, text},
		"none":   {nil, 404, "this simulator keeps no metrics"},
		"broken": {func(io.Writer) error { return errors.New("two metrics of one name") }, 500, "two metrics of one name"},
	} {
		t.Run(name, func(t *testing.T) {
			engine := newEngine(t, simulator.Options{Observer: simulator.Observer{WriteMetrics: tt.write}}, toy())
			handler, _ := controlOf(t, engine, "")
			w := send(handler, "GET", "/metrics", "")
			if tt.status != 200 {
				if says := problemOf(t, w.Result(), w.Body.Bytes(), tt.status); !strings.Contains(says, tt.says) {
					t.Errorf("it says %q, want %q", says, tt.says)
				}
				return
			}
			if got := w.Header().Get("Content-Type"); w.Code != 200 || got != "text/plain; version=0.0.4; charset=utf-8" || w.Body.String() != tt.says {
				t.Errorf("%d %s %q", w.Code, got, w.Body)
			}
		})
	}
}
