package target

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// worlds is a simulator with its control API, as far as finding the one from the
// other goes: it lists the worlds that requests were for.
type worlds struct {
	mu     sync.Mutex
	names  []string
	asked  []string // of the control API
	others []string // paths of other requests
}

func (s *worlds) RoundTrip(r *http.Request) (*http.Response, error) {
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w.Result(), nil
}

func (s *worlds) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rest, control := strings.CutPrefix(r.URL.Path, "/worlds")
	switch {
	case control && r.Method == http.MethodGet:
		s.asked = append(s.asked, "GET /worlds")
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(s.names) // to a client that looks at it
		return
	case control:
		s.asked = append(s.asked, r.Method+" /worlds/…")
		s.names = slices.DeleteFunc(s.names, func(n string) bool { return "/"+n == rest })
		w.WriteHeader(http.StatusNoContent)
		return
	}
	s.others = append(s.others, r.URL.Path)
	name := r.Header.Get("Plumbline-World")
	if first := strings.Split(r.URL.Path, "/")[1]; strings.HasPrefix(first, "@") {
		name = first[1:]
	}
	s.names = append(s.names, name)
	w.WriteHeader(http.StatusNotFound)
}

// TestControlProvesItself gives targets a control API that is not theirs, or
// does not behave. It is used only where it lists a world that the target was
// asked for a moment ago, and nothing is written to any other.
func TestControlProvesItself(t *testing.T) {
	for _, test := range []struct {
		name    string
		path    string // of the target's address
		control func(t *testing.T, own *worlds) http.Handler
		says    string // why it is not used; it is where this is empty
	}{
		{"its own", "/toy", func(_ *testing.T, own *worlds) http.Handler { return own }, ""},
		{"its own, of a target whose address names a world", "/@ci-7/toy", func(_ *testing.T, own *worlds) http.Handler { return own }, ""},
		{"somebody else's", "/toy", func(*testing.T, *worlds) http.Handler { return new(worlds) }, "does not list a world"},
		{"another program", "/toy", func(*testing.T, *worlds) http.Handler { return http.NotFoundHandler() }, "refused: 404"},
		{"one that wants a token", "/toy", func(*testing.T, *worlds) http.Handler { return status(http.StatusUnauthorized) }, "wants a token"},
		{"one that sends elsewhere", "/toy", func(t *testing.T, own *worlds) http.Handler {
			elsewhere := httptest.NewServer(own)
			t.Cleanup(elsewhere.Close)
			return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, elsewhere.URL+r.URL.Path, http.StatusTemporaryRedirect)
			})
		}, "answered 307"},
		{"one that lists all names there are", "/toy", func(*testing.T, *worlds) http.Handler { return endlessList{} }, "longer than 8388608 bytes"},
		{"one that is silent", "/toy", func(*testing.T, *worlds) http.Handler {
			return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
		}, "exceeded"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			own := new(worlds)
			simulator := httptest.NewServer(own)
			t.Cleanup(simulator.Close)
			handler := test.control(t, own)
			control := httptest.NewServer(handler)
			t.Cleanup(func() { control.CloseClientConnections(); control.Close() })
			target := newTarget(t, Options{Base: simulator.URL + test.path, Timeout: time.Second})
			err := target.Discover(t.Context(), &Answer{Header: http.Header{"Plumbline-Control": {control.URL}}}, "toy")
			if (target.Control() != nil) != (test.says == "") {
				t.Fatalf("used: %v, %v", target.Control() != nil, err)
			}
			if test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says)) {
				t.Errorf("error %v, want %q", err, test.says)
			}
			if test.says != "" && slices.ContainsFunc(own.asked, func(call string) bool { return call != "GET /worlds" }) || test.says == "" && len(own.names) != 0 {
				t.Errorf("the control API of the target was asked %q; worlds left: %q", own.asked, own.names)
			}
			if other, is := handler.(*worlds); is && other != own && !slices.Equal(other.asked, []string{"GET /worlds"}) {
				t.Errorf("somebody else's was asked %q", other.asked)
			}
		})
	}
}

func status(code int) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) })
}

// endlessList answers with a list that does not end.
type endlessList struct{}

func (endlessList) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	_, err := io.WriteString(w, "[")
	for more := strings.Repeat(`"name",`, 1000); err == nil; {
		_, err = io.WriteString(w, more)
	}
}

// TestControlIsNotFollowed lets a control API that has proved itself redirect
// what it is asked afterwards: nothing reaches the other host.
func TestControlIsNotFollowed(t *testing.T) {
	elsewhere := new(worlds)
	other := httptest.NewServer(elsewhere)
	t.Cleanup(other.Close)
	control := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other.URL+r.URL.Path, http.StatusTemporaryRedirect)
	}))
	t.Cleanup(control.Close)
	target := newTarget(t, Options{Base: "http://127.0.0.1:1/toy"})
	if err := target.UseControl(control.URL, "toy", nil); err != nil {
		t.Fatal(err)
	}
	s := target.Session()
	_, clock := s.Clock(t.Context())
	_, deliveries := s.Deliveries(t.Context(), DeliveryFilter{})
	for call, err := range map[string]error{
		"advance": s.Advance(t.Context(), time.Minute), "act": s.Act(t.Context(), "stop"), "seed": target.Control().Seed(t.Context(), s, []byte("{}")),
		"clock": clock, "deliveries": deliveries, "drop": s.Close(t.Context()),
	} {
		if err == nil || !strings.Contains(err.Error(), "307") {
			t.Errorf("%s: %v", call, err)
		}
	}
	if len(elsewhere.asked)+len(elsewhere.others) != 0 {
		t.Errorf("elsewhere was asked %q, %q", elsewhere.asked, elsewhere.others)
	}
}

// TestControlAnswersEnd reads answers of a control API that never end.
func TestControlAnswersEnd(t *testing.T) {
	for name, base := range map[string]string{
		"a body":              raw(t, endless("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n[", `{"id":1},`)),
		"a refusal":           raw(t, endless("HTTP/1.1 500 Oh\r\nContent-Type: text/plain\r\n\r\n", "sorry ")),
		"headers":             raw(t, endless("HTTP/1.1 200 OK\r\n", "X-More: and more\r\n")),
		"switching protocols": raw(t, func(conn net.Conn) { says("HTTP/1.1 101 Switching Protocols\r\n\r\n")(conn) }),
	} {
		target := newTarget(t, Options{Base: "http://127.0.0.1:1/toy"})
		if err := target.UseControl(base, "toy", nil); err != nil {
			t.Fatal(err)
		}
		s := target.Session()
		_, clock := s.Clock(t.Context())
		_, deliveries := s.Deliveries(t.Context(), DeliveryFilter{})
		for call, err := range map[string]error{
			"advance": s.Advance(t.Context(), time.Minute), "act": s.Act(t.Context(), "stop"), "seed": target.Control().Seed(t.Context(), s, []byte("{}")),
			"clock": clock, "deliveries": deliveries, "drop": s.Close(t.Context()),
		} {
			var open *Inconclusive
			if err == nil || len(err.Error()) > 3000 || name == "a body" && !errors.As(err, &open) {
				t.Errorf("%s, %s: %.100v", name, call, err)
			}
		}
	}
}
