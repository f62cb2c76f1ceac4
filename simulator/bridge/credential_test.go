package bridge_test

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/bridge"
	"github.com/plumbline-api/plumbline/simulator/journal"
)

// A client of Bridge can't be told a path of its own; its clientId, and the
// tokens that it gets, lead to the world that it is bound to.
func TestAClientIsBoundToAWorld(t *testing.T) {
	engine, err := simulator.New(simulator.Options{Now: func() time.Time { return start }}, bridge.New())
	if err != nil {
		t.Fatal(err)
	}
	if err := engine.Bind(t.Context(), "bound", "bridge", "example-client"); err != nil {
		t.Fatal(err)
	}
	call := func(path, token, body string) *httptest.ResponseRecorder {
		r := httptest.NewRequest("POST", "/bridge"+path, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		if token != "" {
			r.Header.Set("X-Access-Token", token)
		}
		w := httptest.NewRecorder()
		engine.ServeHTTP(w, r)
		return w
	}
	_, after, _ := strings.Cut(call("/auth/login", "", logInBody).Body.String(), `"token":"`)
	token, _, _ := strings.Cut(after, `"`)
	call("/auth/me", token, "")
	call("/auth/login", "", strings.Replace(logInBody, "example-client", "another", 1))
	call("/auth/me", "not.a.token", "")
	for world, want := range map[string]int{"bound": 2, "default": 2} {
		list, err := engine.Journal(t.Context(), world, journal.Filter{})
		if err != nil || len(list) != want {
			t.Errorf("%d requests in the world %s (%v), want %d", len(list), world, err, want)
		}
	}
}
