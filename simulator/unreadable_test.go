package simulator_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/file"
)

// TestAWorldThatCannotBeRead puts into a world what this program can't read. It is
// told of, with the remedy, which works; other worlds go on.
func TestAWorldThatCannotBeRead(t *testing.T) {
	backends := map[string]func(*testing.T) store.Store{
		"memory": func(*testing.T) store.Store { return store.NewMemory() },
		"file": func(t *testing.T) store.Store {
			s, err := file.Open(filepath.Join(t.TempDir(), "store"))
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() { _ = s.Close() }) // the test is over
			return s
		},
	}
	for name, open := range backends {
		for _, kind := range []string{"plumbline.clock", "plumbline.timer", "toy.thing", "plumbline.journal"} {
			t.Run(name+" "+kind, func(t *testing.T) {
				backend := open(t)
				var log bytes.Buffer
				engine := newEngine(t, simulator.Options{Store: backend, Log: slog.New(slog.NewTextHandler(&log, nil)), Deliver: simulator.Transport{}}, toy())
				handler, _ := controlOf(t, engine, "")
				if err := engine.Seed(t.Context(), world, "toy", []byte(`{"a": 1}`)); err != nil {
					t.Fatal(err)
				}
				for _, key := range []string{"", "a", "00000000000000000001"} {
					err := backend.Update(t.Context(), world, func(tx store.Tx) error {
						return store.NewKind[[]string](kind).Put(tx, key, []string{"of another program"})
					})
					if err != nil {
						t.Fatal(err)
					}
				}
				calls := map[string]string{
					"plumbline.clock": "GET /worlds/w/clock", "plumbline.timer": "GET /worlds/w/clock",
					"toy.thing": "GET /worlds/w/vendors/toy/state", "plumbline.journal": "GET /worlds/w/journal",
				}
				method, path, _ := strings.Cut(calls[kind], " ")
				w := send(handler, method, path, "")
				if says := problemOf(t, w.Result(), w.Body.Bytes(), 500); !strings.Contains(says, "DELETE /worlds/w") || w.Header().Get("Retry-After") != "" {
					t.Errorf("it says %q with %v", says, w.Header())
				}
				if kind != "plumbline.journal" {
					if w := send(engine, "GET", "/@w/toy/things/a", ""); w.Code != 500 || !strings.Contains(w.Body.String(), "DELETE /worlds/w") {
						t.Errorf("the vendor: %d %s", w.Code, w.Body)
					}
				}
				ticks := make(chan time.Time)
				go func() {
					for range 5 {
						ticks <- time.Now()
					}
					close(ticks)
				}()
				engine.Run(t.Context(), ticks)
				if told := strings.Count(log.String(), "deliver:"); told > 1 {
					t.Errorf("five ticks are told of %d times: %s", told, &log)
				}
				want(t, send(handler, "DELETE", "/worlds/w", ""), 204, "")
				want(t, send(engine, "GET", "/@w/toy/things/a", ""), 404, "")
				want(t, send(handler, "GET", "/worlds/w/journal-count", ""), 200, `{"count":1}`)
			})
		}
	}
}

// TestTheClockEnds runs clocks past the year 9999, in which RFC 3339 ends, where
// nothing could be written any more.
func TestTheClockEnds(t *testing.T) {
	end := time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC)
	for name, start := range map[string][]simulator.ClockChange{
		"by real time":     {{To: end.Add(-time.Hour)}},
		"by a pace":        {{To: end.AddDate(-100, 0, 0), Scale: 1e9}},
		"by a great pace":  {{Scale: 1e300}, {}},
		"frozen at it":     {{To: end, Freeze: true}},
		"one second of it": {{To: end.Add(-time.Second), Scale: 3600}},
	} {
		t.Run(name, func(t *testing.T) {
			backend, err := file.Open(filepath.Join(t.TempDir(), "store"))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = backend.Close() }()
			r := newRingerOn(t, backend)
			engine := r.engine
			for _, c := range start {
				change(t, engine, c)
			}
			for range 40 { // a great pace comes there in steps of 292 years
				r.real = r.real.Add(2 * time.Hour)
				change(t, engine, simulator.ClockChange{})
				if state, err := engine.Clock(t.Context(), world); err != nil || state.Now.After(end) {
					t.Fatalf("%v, %v", state, err)
				}
			}
			state := change(t, engine, simulator.ClockChange{Freeze: true})
			if !state.Now.Equal(end) || state.Scale != 0 {
				t.Errorf("the clock is %v", state)
			}
			r.schedule(t, bell{1 << 62, "never"}, bell{time.Nanosecond, "nor this"}, bell{0, "now"})
			shows(t, engine, end, 0) // which lets the bell ring that is due
			if _, err := engine.ChangeClock(t.Context(), world, simulator.ClockChange{Advance: time.Second}); err == nil || !strings.Contains(err.Error(), "ends with the year 9999") {
				t.Errorf("it is advanced: %v", err)
			}
			change(t, engine, simulator.ClockChange{Resume: true})
			r.real = r.real.AddDate(100, 0, 0)
			if _, err := engine.Clock(t.Context(), world); err != nil {
				t.Error(err)
			}
			r.check(t, fmt.Sprintf("now %s", end.Sub(noon)))
		})
	}
}
