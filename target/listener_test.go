package target

import (
	"bytes"
	"net/http"
	"strings"
	"testing"
	"time"
)

// TestListenerKeepsWhatWasExpected sends events to addresses that a session was
// given, and to others.
func TestListenerKeepsWhatWasExpected(t *testing.T) {
	l, err := Listen(ListenerOptions{Listen: "127.0.0.1:0"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	s := newTarget(t, Options{Transport: answering(200, nil, ""), Listener: l}).Session()
	address, heard := s.Subscriber("one")
	if !heard || !strings.HasPrefix(address, "http://127.0.0.1:") {
		t.Fatalf("address %q, %v", address, heard)
	}
	post := func(address, body string) int {
		resp, err := http.Post(address, "application/json", strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		return resp.StatusCode
	}
	if got := post(strings.ReplaceAll(address, "one", "two"), "{}"); got != http.StatusNotFound {
		t.Errorf("an address that nobody was given: %d", got)
	}
	if got := post(address, `{"a": 1}`); got != http.StatusOK {
		t.Errorf("an event: %d", got)
	}
	if err := s.Elapse(t.Context(), time.Hour, time.Millisecond); err != nil {
		t.Fatal(err)
	}
	list, err := s.Deliveries(t.Context(), DeliveryFilter{})
	if err != nil || len(list) != 1 || list[0].Event.URL != address || list[0].Event.Body != `{"a": 1}` || list[0].Event.Method != http.MethodPost {
		t.Fatalf("heard was %+v, %v", list, err)
	}
	if got := post(address, string(bytes.Repeat([]byte(" "), mostOfEvent+1))); got != http.StatusServiceUnavailable && got != http.StatusRequestEntityTooLarge {
		t.Errorf("an event that is too long: %d", got)
	}
	if _, err := s.Deliveries(t.Context(), DeliveryFilter{}); err == nil || !strings.Contains(err.Error(), "more than it keeps") {
		t.Errorf("after it: %v", err)
	}
}
