package komet_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/simulator/journal"
)

func TestATokenIsBoundToAWorld(t *testing.T) {
	engine := newEngine(t, nil, nil)
	if err := engine.Bind(t.Context(), "bound", "komet", token); err != nil {
		t.Fatal(err)
	}
	for _, r := range []struct{ method, target, body string }{
		{"POST", "/komet/api/prebook.create", `{"authenticationToken": "` + token + `"}`},
		{"GET", "/komet/api/customer.list?authenticationToken=" + token, ""},
		{"GET", "/komet/api/customer.list?authenticationToken=another", ""},
		{"POST", "/komet/api/prebook.create", `[]`},
	} {
		engine.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(r.method, r.target, strings.NewReader(r.body)))
	}
	for world, want := range map[string]int{"bound": 2, "default": 2} {
		list, err := engine.Journal(t.Context(), world, journal.Filter{})
		if err != nil || len(list) != want {
			t.Errorf("%d requests in the world %s (%v), want %d", len(list), world, err, want)
		}
	}
}
