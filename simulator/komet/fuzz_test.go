package komet_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/komet"
)

func bytesContain(b []byte, s string) bool { return bytes.Contains(b, []byte(s)) }

// FuzzAnyBytes sends any bytes to any path: no answer is a 5xx, and nothing
// panics (the engine answers a panic with a 500).
func FuzzAnyBytes(f *testing.F) {
	f.Add("POST", "/api/prebook.create", "application/json", []byte(sampleByID))
	f.Add("POST", "/api/prebook.create", "application/json; charset=utf-8", []byte(sampleByCode))
	f.Add("POST", "/api/prebook.create", "text/plain", []byte(`{"authenticationToken":"token_info_goes_here","boxes":5.0,"a":[[{}]]}`))
	f.Add("POST", "/api/prebook.create", "application/json", []byte(`{"authenticationToken":"token_info_goes_here","CUSTOMERID":"x","prebookItems":[{"Boxes":-1}]}`))
	f.Add("POST", "/api/login?username=jane.roe&password=not-a-password", "", []byte(nil))
	f.Add("GET", "/api/customer.list?authenticationToken=token_info_goes_here&name=o&id=18446744073709551616", "", []byte(nil))
	f.Add("GET", "/api/prebook.details.list?authenticationToken=sample-vendor-token&date=2014-04-10", "", []byte(nil))
	f.Add("GET", "/api/purchase.order.list?authenticationToken=token_info_goes_here&number=P000001,&status=Approved", "", []byte(nil))
	engine, err := simulator.New(simulator.Options{Now: func() time.Time { return noon }}, komet.New())
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, method, path, contentType string, body []byte) {
		u, err := url.ParseRequestURI("/komet" + path)
		if err != nil {
			t.Skip()
		}
		r := &http.Request{
			Method: method, URL: u, Host: "localhost", Header: http.Header{"Content-Type": {contentType}},
			Body: io.NopCloser(bytes.NewReader(body)), RequestURI: u.RequestURI(),
		}
		recorder := httptest.NewRecorder()
		engine.ServeHTTP(recorder, r)
		if recorder.Code >= http.StatusInternalServerError {
			t.Errorf("%s %s is answered %d: %s", method, path, recorder.Code, recorder.Body)
		}
		// The world is dropped before the daily limit refuses everything.
		if recorder.Header().Get("Plumbline-Journal") == "900" {
			if err := engine.Drop(t.Context(), simulator.DefaultWorld); err != nil {
				t.Error(err)
			}
		}
	})
}
