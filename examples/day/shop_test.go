// Package day plays a shop's day over all five vendors, as a test of an
// integration would: in this process, on a virtual clock, with notifications
// that are received.
package day

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/akinon"
	"github.com/plumbline-api/plumbline/simulator/altazion"
	"github.com/plumbline-api/plumbline/simulator/bridge"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/komet"
)

// morning is when the day begins.
var morning = time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)

// shop is the code under test, if it were real: the client of five vendors.
type shop struct {
	t      *testing.T
	sim    *simulator.Running
	world  *simulator.World
	client *http.Client
	got    *mailbox

	noAnswer int // the status of a call without an answer, which a proxy may have
}

// open starts the five vendors in a world of its own, whose clock stands still
// until it is told to move.
func open(t *testing.T) *shop {
	t.Helper()
	got := &mailbox{}
	sim := simulator.Start(t, simulator.StartOptions{
		Now: func() time.Time { return morning }, RandomSeed: 1, Deliver: got,
	}, altazion.New(), akinon.New(), deliveryoptimizer.New(), bridge.New(), komet.New())
	world := sim.World("shop")
	world.ChangeClock(simulator.ClockChange{Freeze: true})
	return &shop{t: t, sim: sim, world: world, client: world.Client(), got: got}
}

// call sends JSON and returns status and body. A failure ends the test.
func (s *shop) call(method, path, body string, prove func(*http.Request)) (int, string) {
	s.t.Helper()
	r, err := http.NewRequestWithContext(s.t.Context(), method, "http://shop.test"+path, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	prove(r)
	answer, err := s.client.Do(r)
	if err != nil {
		return s.noAnswer, err.Error()
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return 0, err.Error()
	}
	return answer.StatusCode, string(text)
}

// expect fails the test, with the simulator's own explanation, unless status
// and parts of the body are those given.
func (s *shop) expect(what string, status int, body string, wantStatus int, parts ...string) {
	s.t.Helper()
	ok := status == wantStatus
	for _, part := range parts {
		ok = ok && strings.Contains(body, part)
	}
	if ok {
		s.t.Logf("%s  %s", s.world.Now().Format(time.TimeOnly), what)
		return
	}
	latest := s.world.Journal("", "")
	why := "no request came"
	if len(latest) > 0 {
		why = strings.Join(latest[0].Explain(s.sim.Engine().Citation), "\n\t")
	}
	s.t.Fatalf("%s: %d %s, want %d with %q\n\t%s", what, status, body, wantStatus, parts, why)
}

// member returns a member of a JSON object as text.
func (s *shop) member(body, name string) string {
	s.t.Helper()
	var object map[string]any
	if err := json.Unmarshal([]byte(body), &object); err != nil {
		s.t.Fatalf("%v in %s", err, body)
	}
	return fmt.Sprint(object[name])
}

// The vendors' ways to prove who calls.
func basic(user, password string) func(*http.Request) {
	return func(r *http.Request) { r.SetBasicAuth(user, password) }
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func inTheBody(*http.Request) {}

// mailbox receives the vendors' notifications in place of the shop's servers.
type mailbox struct {
	mu   sync.Mutex
	mail []string
}

// RoundTrip implements http.RoundTripper.
func (m *mailbox) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	m.mail = append(m.mail, r.URL.Host+" "+string(body))
	m.mu.Unlock()
	return &http.Response{StatusCode: http.StatusOK, Body: http.NoBody, Header: http.Header{}, Request: r}, nil
}

// from tells how many notifications came to a host that contain a text.
func (m *mailbox) from(host, part string) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := 0
	for _, letter := range m.mail {
		if strings.HasPrefix(letter, host+" ") && strings.Contains(letter, part) {
			n++
		}
	}
	return n
}
