package akinon_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/akinon"
)

// FuzzAnyBytes holds that no request makes the simulator fail.
func FuzzAnyBytes(f *testing.F) {
	for _, seed := range []struct{ method, path, accept, body string }{
		{"POST", commandPath, "application/json", documentRequest},
		{"POST", commandPath, "", command(missing + replaced + labelled + `,"denial_reason":4,"unit_weights":[{"order_item":2045,"unit_weight":0.75}]`)},
		{"POST", otherCommand, "*/*;q=0", named(`"package":124,"slug":"PREPARE_PACKAGE_COMMAND",`)},
		{"GET", packagePath, "text/html", ""},
		{"GET", listPath + "?page=2&page_size=1&order_number=1", "", ""},
		{"POST", loginPath, "", readable},
		{"POST", hooksPath, "", hook(`,"secret_key":"s","additional_headers":{"X-Store":"2"},"retry_countdown_config":{"choice":"linear","kwargs":{"base":60,"limit":null}}`)},
		{"DELETE", "/%2e%2e//", "", "{"},
	} {
		f.Add(seed.method, seed.path, "Token not-a-real-key", seed.accept, "application/json", []byte(seed.body))
	}
	now := started
	engine, err := simulator.New(simulator.Options{Now: func() time.Time { return now }}, akinon.New())
	if err != nil {
		f.Fatal(err)
	}
	calls := 0
	f.Fuzz(func(t *testing.T, method, path, authorization, accept, contentType string, body []byte) {
		if calls++; calls%100 == 0 { // so that packages wait again, and the world stays small
			if err := engine.Drop(t.Context(), simulator.DefaultWorld); err != nil {
				t.Fatal(err)
			}
		}
		now = now.Add(time.Second)
		target, err := url.Parse("http://sim.test/akinon" + path)
		if err != nil {
			t.Skip("no URL, so no request")
		}
		r := (&http.Request{
			Method: method, URL: target, Host: "sim.test", Header: http.Header{
				"Authorization": {authorization}, "Accept": {accept}, "Content-Type": {contentType},
			},
			Body: io.NopCloser(bytes.NewReader(body)),
		}).WithContext(t.Context())
		recorder := httptest.NewRecorder()
		engine.ServeHTTP(recorder, r)
		if recorder.Code >= 500 {
			t.Errorf("%s %s answers %d: %s", method, path, recorder.Code, recorder.Body)
		}
	})
}
