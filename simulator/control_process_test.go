package simulator_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"

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
