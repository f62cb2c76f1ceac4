package bridge_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

const executionDelay = 2 * time.Second

// FuzzAnyBytes sends anything to any path, with a token that counts and one
// that does not: the answer is never a 5xx.
func FuzzAnyBytes(f *testing.F) {
	f.Add("POST", "/order/state/confirmed", "application/json", "", documentExample)
	f.Add("POST", "/order/state/%20", "application/json", "", `{}`)
	f.Add("POST", "/order/state", "", "x", `[`)
	f.Add("POST", "/order/status?x-access-token=a.b.c", "application/json", "a.b.c", statusBody)
	f.Add("POST", "/auth/login", "application/json", "~", logInBody)
	f.Add("POST", "/auth/me", "", invented, "")
	f.Add("GET", "/order/state/%2F%2e%2e", "text/plain", "", "\x00")
	f.Add("POST", "/order/status", "application/json", "", `{"internalOrderNumber":"0000`+"\\u0000"+`"}`)
	w := newWorld(f, nil)
	token := w.logIn()
	f.Fuzz(func(t *testing.T, method, path, contentType, given, body string) {
		u, err := url.ParseRequestURI("/@" + w.name + "/bridge" + path)
		if err != nil {
			t.Skip() // net/http would not have let it through
		}
		for _, credential := range []string{given, token} {
			r := &http.Request{
				Method: method, URL: u, Host: "localhost", ContentLength: int64(len(body)),
				Header: http.Header{"Content-Type": {contentType}, "X-Access-Token": {credential}},
			}
			r.Body = http.NoBody
			if body != "" {
				r.Body = readCloser{strings.NewReader(body)}
			}
			recorder := httptest.NewRecorder()
			w.engine.ServeHTTP(recorder, r)
			if recorder.Code >= 500 {
				t.Errorf("%s %s: %d %s", method, path, recorder.Code, recorder.Body)
			}
		}
	})
}

type readCloser struct{ *strings.Reader }

func (readCloser) Close() error { return nil }
