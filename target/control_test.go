package target

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

func TestControlIsUsedOnTheTargetsHostOnly(t *testing.T) {
	for _, test := range []struct {
		name, base, announced string
		used                  bool
	}{
		{"not announced", "http://127.0.0.1:4010/toy", "", false},
		{"the same host", "http://127.0.0.1:4010/toy", "http://127.0.0.1:4011", true},
		{"both on this machine", "http://localhost:4010/toy", "http://127.0.0.1:4011", true},
		{"the same name", "https://sim.example.test/toy", "http://sim.example.test:4011", true},
		{"another host", "https://sim.example.test/toy", "http://evil.example.test:4011", false},
		{"a host that begins alike", "https://sim.example.test/toy", "http://sim.example.test.evil.test", false},
		{"a user that looks like the host", "https://sim.example.test/toy", "http://sim.example.test@evil.test", false},
		{"this machine, of a target elsewhere", "https://sim.example.test/toy", "http://127.0.0.1:4011", false},
		{"another machine, of a target here", "http://127.0.0.1:4010/toy", "http://10.0.0.1:4011", false},
		{"no address", "http://127.0.0.1:4010/toy", "::", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			target := newTarget(t, Options{Base: test.base, Transport: new(worlds)})
			answer := &Answer{Header: http.Header{}}
			if test.announced != "" {
				answer.Header.Set("Plumbline-Control", test.announced)
			}
			err := target.Discover(t.Context(), answer, "toy")
			if (target.Control() != nil) != test.used {
				t.Fatalf("used: %v, %v", !test.used, err)
			}
			if told := err != nil; told != (test.announced != "" && !test.used) {
				t.Errorf("error %v", err)
			}
			if err != nil && !strings.Contains(err.Error(), "is not on the target's host and is not used") {
				t.Errorf("error %v", err)
			}
		})
	}
}

func TestLoopback(t *testing.T) {
	for base, want := range map[string]bool{
		"http://127.0.0.1:1": true, "http://127.9.9.9": true, "http://localhost": true, "http://[::1]:8": true,
		"http://10.0.0.1": false, "http://example.test": false, "http://localhost.example.test": false, "http://[2001:db8::1]": false,
	} {
		if got := newTarget(t, Options{Base: base}).Loopback(); got != want {
			t.Errorf("%s: %v", base, got)
		}
	}
}

// recorder is a control API that notes what it is asked.
type recorder struct {
	mu     sync.Mutex
	asked  []string
	status int
}

func (c *recorder) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.asked = append(c.asked, r.Method+" "+r.URL.Path)
	w.WriteHeader(c.status)
}

func TestSessionsHaveWorldsAndDropThem(t *testing.T) {
	for _, test := range []struct {
		name, path string
		worlds     []string // of two sessions
		dropped    []string
		undone     bool // by the API instead
	}{
		{name: "worlds of their own", path: "/toy", worlds: []string{"run-1-1", "run-1-2"},
			dropped: []string{"DELETE /worlds/run-1-1", "DELETE /worlds/run-1-2"}},
		{name: "the world that the address names", path: "/@ci-7/toy", worlds: []string{"", ""}, undone: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			control := &recorder{status: http.StatusNoContent}
			server := httptest.NewServer(control)
			defer server.Close()
			var seen []string
			target := newTarget(t, Options{Base: "http://127.0.0.1:1" + test.path, Transport: transport(func(r *http.Request) (*http.Response, error) {
				seen = append(seen, r.Header.Get("Plumbline-World"))
				return response(r, 404, nil, ""), nil
			})})
			if err := target.UseControl(server.URL, "toy", http.DefaultTransport); err != nil {
				t.Fatal(err)
			}
			for range test.worlds {
				s := target.Session()
				undone := false
				s.Undo(func(context.Context) error { undone = true; return nil })
				if _, err := send(t, s, "GET", ""); err != nil {
					t.Fatal(err)
				}
				if err := s.Close(t.Context()); err != nil || undone != test.undone {
					t.Errorf("closed with %v, undone: %v", err, undone)
				}
			}
			if !slices.Equal(seen, test.worlds) || !slices.Equal(control.asked, test.dropped) {
				t.Errorf("worlds %q, asked %q", seen, control.asked)
			}
		})
	}
}

func TestControlCallsGoToTheSessionsWorld(t *testing.T) {
	for _, test := range []struct {
		name         string
		status       int
		inconclusive bool
		says         string // of the error; none where empty
	}{
		{name: "taken", status: http.StatusNoContent},
		{name: "wants a token", status: http.StatusUnauthorized, inconclusive: true, says: "wants a token"},
		{name: "refuses", status: http.StatusNotFound, says: "refused: 404"},
	} {
		t.Run(test.name, func(t *testing.T) {
			control := &recorder{status: test.status}
			server := httptest.NewServer(control)
			defer server.Close()
			target := newTarget(t, Options{Base: "http://127.0.0.1:1/@ci-7/toy"})
			if err := target.UseControl(server.URL, "toy", http.DefaultTransport); err != nil {
				t.Fatal(err)
			}
			s := target.Session()
			for _, err := range []error{
				s.Advance(t.Context(), 10*time.Minute), s.Act(t.Context(), "stop"), target.Control().Seed(t.Context(), s, []byte("{}")),
			} {
				var inconclusive *Inconclusive
				if (err == nil) != (test.says == "") || errors.As(err, &inconclusive) != test.inconclusive ||
					err != nil && !strings.Contains(err.Error(), test.says) {
					t.Errorf("got %v", err)
				}
			}
			for _, asked := range control.asked {
				if !strings.HasPrefix(strings.TrimPrefix(asked, "POST "), "/worlds/ci-7/") {
					t.Errorf("asked %s", asked)
				}
			}
		})
	}
}

func TestWithoutControlThereIsNoClock(t *testing.T) {
	s := newTarget(t, Options{}).Session()
	for _, err := range []error{s.Advance(t.Context(), time.Minute), s.Act(t.Context(), "stop")} {
		var inconclusive *Inconclusive
		if !errors.As(err, &inconclusive) {
			t.Errorf("got %v, want an *Inconclusive", err)
		}
	}
}

func TestControlThatIsGoneLeavesTheCaseOpen(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	target := newTarget(t, Options{Base: "http://127.0.0.1:1/toy"})
	if err := target.UseControl(server.URL, "toy", http.DefaultTransport); err != nil {
		t.Fatal(err)
	}
	var inconclusive *Inconclusive
	if err := target.Session().Advance(t.Context(), time.Minute); !errors.As(err, &inconclusive) {
		t.Errorf("got %v, want an *Inconclusive", err)
	}
}
