package target

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestDeliveriesAreReadFromTheSessionsWorld(t *testing.T) {
	const one = `[{"id":7,"at":"2026-11-20T09:00:00Z","vendor":"toy","state":"given-up","tried":1,
		"event":{"name":"Préparé","method":"POST","url":"http://127.0.0.1:9/h","header":{"Authorization":["[redacted]"]},"body":"{\"a\": 1}"},
		"attempts":[{"at":"2026-11-20T09:00:00Z","duration":1,"refused":true}]}]`
	for _, test := range []struct {
		name, answer string
		status       int
		inconclusive bool
		says         string // of the error; none where empty
	}{
		{name: "one", answer: one, status: http.StatusOK},
		{name: "wants a token", status: http.StatusUnauthorized, inconclusive: true, says: "wants a token"},
		{name: "refuses", status: http.StatusBadRequest, says: "refused: 400"},
		{name: "no list", answer: `{"id":7}`, status: http.StatusOK, inconclusive: true, says: "deliveries"},
	} {
		t.Run(test.name, func(t *testing.T) {
			asked := ""
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				asked = r.URL.Path + " " + r.URL.Query().Encode()
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(test.status)
				_, _ = w.Write([]byte(test.answer))
			}))
			defer server.Close()
			target := newTarget(t, Options{Base: "http://127.0.0.1:1/@ci-7/toy"})
			if err := target.UseControl(server.URL, "toy", http.DefaultTransport); err != nil {
				t.Fatal(err)
			}
			list, err := target.Session().Deliveries(t.Context(), DeliveryFilter{Event: "Préparé"})
			if want := "/worlds/ci-7/deliveries event=Pr%C3%A9par%C3%A9&limit=1000&vendor=toy"; asked != want {
				t.Errorf("asked %s, want %s", asked, want)
			}
			var inconclusive *Inconclusive
			if test.says != "" {
				if err == nil || !strings.Contains(err.Error(), test.says) || errors.As(err, &inconclusive) != test.inconclusive {
					t.Errorf("got %v", err)
				}
				return
			}
			if err != nil || len(list) != 1 {
				t.Fatalf("%d deliveries, %v", len(list), err)
			}
			d := list[0]
			if d.ID != 7 || d.State != DeliveryGivenUp || d.Event.Name != "Préparé" || d.Event.Body != `{"a": 1}` ||
				d.Event.Header.Get("Authorization") != "[redacted]" || len(d.Attempts) != 1 || !d.Attempts[0].Refused || d.Attempts[0].At.IsZero() {
				t.Errorf("got %+v", d)
			}
		})
	}
}

func TestWithoutControlThereAreNoDeliveries(t *testing.T) {
	var inconclusive *Inconclusive
	if _, err := newTarget(t, Options{}).Session().Deliveries(t.Context(), DeliveryFilter{}); !errors.As(err, &inconclusive) {
		t.Errorf("got %v, want an *Inconclusive", err)
	}
}
