package control_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/plumbline-api/plumbline/internal/chromium"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/altazion"
	"github.com/plumbline-api/plumbline/simulator/control"
	"github.com/plumbline-api/plumbline/simulator/store"
)

func newHandler(t *testing.T, token string, hosts ...string) http.Handler {
	t.Helper()
	engine, err := simulator.New(simulator.Options{Now: time.Now, RandomSeed: 1, Store: store.NewMemory()}, altazion.New())
	if err != nil {
		t.Fatal(err)
	}
	handler, err := control.New(engine, "test", token, hosts...)
	if err != nil {
		t.Fatal(err)
	}
	return handler
}

// TestWhoseRequest sends what browsers send of pages, and what programs send.
func TestWhoseRequest(t *testing.T) {
	const act, worlds, clock = "POST /worlds/w/clock", "GET /worlds", "GET /worlds/w/clock"
	for name, tt := range map[string]struct {
		request string
		host    string
		header  string // name: value; more than one are separated by "; "
		token   string
		status  int
		says    string
	}{
		"a program":                       {worlds, "127.0.0.1:4011", "", "", 200, ""},
		"a program, by name":              {worlds, "localhost:4011", "", "", 200, ""},
		"a program, IPv6":                 {worlds, "[::1]:4011", "", "", 200, ""},
		"a program, in capitals":          {worlds, "LOCALHOST.:4011", "", "", 200, ""},
		"the bound name":                  {worlds, "ci.internal:4011", "", "", 200, ""},
		"a name that leads here":          {worlds, "rebound.example:4011", "", "", 403, "rebound.example"},
		"a name like loopback":            {worlds, "127.0.0.1.example:4011", "", "", 403, "--control-token"},
		"a name like the bound one":       {worlds, "ci.internal.example", "", "", 403, "ci.internal.example"},
		"no name":                         {worlds, "", "", "", 403, ""},
		"another address":                 {worlds, "10.0.0.7:4011", "", "", 403, "10.0.0.7"},
		"another address, with the token": {worlds, "10.0.0.7:4011", "Authorization: Bearer hush", "hush", 200, ""},
		"its own page":                    {worlds, "localhost:4011", "Origin: http://localhost:4011; Sec-Fetch-Site: same-origin", "", 200, ""},
		"its own page, over TLS":          {worlds, "localhost:4011", "Origin: https://localhost:4011; Sec-Fetch-Site: same-origin", "", 200, ""},
		"a typed address":                 {worlds, "localhost:4011", "Sec-Fetch-Site: none", "", 200, ""},
		"a page of another site":          {worlds, "localhost:4011", "Sec-Fetch-Site: cross-site", "", 403, "another origin"},
		"a page of another port":          {worlds, "localhost:4011", "Sec-Fetch-Site: same-site", "", 403, "another origin"},
		"a page, with the token":          {worlds, "localhost:4011", "Sec-Fetch-Site: cross-site; Authorization: Bearer hush", "hush", 403, "another origin"},
		"an origin":                       {worlds, "localhost:4011", "Origin: http://evil.example", "", 403, "evil.example"},
		"an origin of another port":       {worlds, "localhost:4011", "Origin: http://localhost:3000", "", 403, "3000"},
		"no origin: a file or a sandbox":  {worlds, "localhost:4011", "Origin: null", "", 403, "null"},
		"a probe by a page":               {"GET /health", "localhost:4011", "Sec-Fetch-Site: cross-site", "", 403, ""},
		"a probe by a name":               {"GET /health", "rebound.example", "", "", 403, ""},
		"a page's navigation":             {clock, "localhost:4011", "Sec-Fetch-Site: cross-site; Sec-Fetch-Mode: navigate; Sec-Fetch-Dest: document", "", 403, ""},
		"a preflight":                     {"OPTIONS /worlds/w/clock", "localhost:4011", "Origin: http://evil.example; Access-Control-Request-Method: POST", "", 403, ""},
		"a POST of JSON":                  {act, "localhost:4011", "Content-Type: application/json", "", 200, ""},
		"a POST of JSON, with a charset":  {act, "localhost:4011", "Content-Type: Application/JSON; charset=utf-8", "", 200, ""},
		"a POST of a form":                {act, "localhost:4011", "Content-Type: application/x-www-form-urlencoded", "", 415, "Content-Type: application/json"},
		"a POST of a form with files":     {act, "localhost:4011", "Content-Type: multipart/form-data", "", 415, ""},
		"a POST of text":                  {act, "localhost:4011", "Content-Type: text/plain", "", 415, ""},
		"a POST of text that names JSON":  {act, "localhost:4011", "Content-Type: text/plain, application/json", "", 415, ""},
		"a POST without a type":           {act, "localhost:4011", "", "", 415, ""},
		"a POST without a type or body":   {"POST /worlds/w/snapshots/s/restore", "localhost:4011", "", "", 415, ""},
		"a POST of JSON without a body":   {"POST /worlds/w/snapshots/s/restore", "localhost:4011", "Content-Type: application/json", "", 404, "snapshot"},
		"what takes a preflight as it is": {"DELETE /worlds/w", "localhost:4011", "", "", 204, ""},
	} {
		t.Run(name, func(t *testing.T) {
			method, path, _ := strings.Cut(tt.request, " ")
			body := ""
			if tt.request == act {
				body = `{"freeze": true}`
			}
			r := httptest.NewRequest(method, path, strings.NewReader(body))
			r.Host = tt.host
			for line := range strings.SplitSeq(tt.header, "; ") {
				if name, value, ok := strings.Cut(line, ": "); ok {
					r.Header.Set(name, value)
				}
			}
			w := httptest.NewRecorder()
			newHandler(t, tt.token, "ci.internal").ServeHTTP(w, r)
			if w.Code != tt.status || !strings.Contains(w.Body.String(), tt.says) {
				t.Errorf("%d %s, want %d and %q", w.Code, w.Body, tt.status, tt.says)
			}
			for name := range w.Header() {
				if strings.HasPrefix(name, "Access-Control-") {
					t.Errorf("%s: %s", name, w.Header().Get(name))
				}
			}
		})
	}
}

// seen is what reached the control API, and what it answered.
type seen struct {
	next http.Handler

	mu    sync.Mutex
	calls []string
}

func (s *seen) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	out := &statusOf{ResponseWriter: w}
	s.next.ServeHTTP(out, r)
	s.mu.Lock()
	defer s.mu.Unlock()
	if r.URL.Path != "/favicon.ico" {
		s.calls = append(s.calls, fmt.Sprintf("%s %s %d", r.Method, r.URL.Path, out.status))
	}
}

// since returns the calls since it was asked last.
func (s *seen) since() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	calls := strings.Join(s.calls, "; ")
	s.calls = nil
	return calls
}

type statusOf struct {
	http.ResponseWriter

	status int
}

func (w *statusOf) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

// TestPagesInABrowser lets pages of a real browser try it: one of another port,
// one of another host, one whose name leads here, and one of the API itself.
func TestPagesInABrowser(t *testing.T) {
	browser := withAttacker(t)
	calls := &seen{next: newHandler(t, "")}
	api := httptest.NewServer(calls)
	defer api.Close()
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprint(w, "<!doctype html><title>elsewhere</title>")
	}))
	defer elsewhere.Close()
	_, port, _ := net.SplitHostPort(api.Listener.Addr().String())
	_, other, _ := net.SplitHostPort(elsewhere.Listener.Addr().String())
	base := "http://127.0.0.1:" + port
	const (
		list    = `fetch("%s/worlds").then(r => r.text())`
		blind   = `fetch("%s/worlds/w/clock", {method: "POST", mode: "no-cors", body: '{"freeze": true}'}).then(r => r.type)`
		empty   = `fetch("%s/worlds/w/vendors/altazion/actions/x", {method: "POST", mode: "no-cors"}).then(r => r.type)`
		beacon  = `Promise.resolve(String(navigator.sendBeacon("%s/worlds/w/clock", '{"freeze": true}'))).then(v => new Promise(f => setTimeout(() => f(v), 300)))`
		write   = `fetch("%s/worlds/w/clock", {method: "POST", headers: {"Content-Type": "application/json"}, body: '{"freeze": true}'}).then(r => r.text())`
		remove  = `fetch("%s/worlds/w", {method: "DELETE"}).then(r => String(r.status))`
		picture = `new Promise(f => { const i = new Image(); i.onerror = () => f("no picture"); i.src = "%s/worlds/w/clock" })`
	)
	for _, tt := range []struct {
		name, page, script, base string
		calls                    string // what reached the API
		got                      string // what the page got
	}{
		{"another port reads", "http://127.0.0.1:" + other, list, base, "GET /worlds 403", "failed"},
		{"another host reads", "http://localhost:" + other, list, base, "GET /worlds 403", "failed"},
		{"another host posts blindly", "http://localhost:" + other, blind, base, "POST /worlds/w/clock 403", "got opaque"},
		{"another port posts blindly", "http://127.0.0.1:" + other, blind, base, "POST /worlds/w/clock 403", "got opaque"},
		{"another host posts nothing", "http://localhost:" + other, empty, base, "POST /worlds/w/vendors/altazion/actions/x 403", "got opaque"},
		{"another host sends a beacon", "http://localhost:" + other, beacon, base, "POST /worlds/w/clock 403", "got true"},
		{"another host writes", "http://localhost:" + other, write, base, "OPTIONS /worlds/w/clock 403", "failed"},
		{"another host deletes", "http://localhost:" + other, remove, base, "OPTIONS /worlds/w 403", "failed"},
		{"another host shows a picture", "http://localhost:" + other, picture, base, "GET /worlds/w/clock 403", "got no picture"},
		{"a name that leads here reads", "http://rebound.example:" + port + "/health", list, "", "GET /health 403; GET /worlds 403", "the host"},
		{"a name that leads here writes", "http://rebound.example:" + port + "/health", write, "", "GET /health 403; POST /worlds/w/clock 403", "the host"},
		{"its own page reads", base + "/health", list, "", "GET /health 200; GET /worlds 200", "got []"},
		{"its own page writes", base + "/health", write, "", "GET /health 200; POST /worlds/w/clock 200", "frozen"},
		{"its own page deletes", base + "/health", remove, "", "GET /health 200; DELETE /worlds/w 204", "got 204"},
		{"its own page, by name", "http://localhost:" + port + "/health", write, "", "GET /health 200; POST /worlds/w/clock 200", "frozen"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			ctx, cancel := chromedp.NewContext(browser)
			defer cancel()
			if err := chromedp.Do(ctx, chromedp.Navigate(tt.page)); err != nil {
				t.Fatal(err)
			}
			script := strings.ReplaceAll(tt.script, "%s", tt.base) + `.then(v => "got " + v, e => "failed " + e)`
			if _, err := chromedp.Run(ctx, chromedp.Evaluate[string](`window.done = ""; `+script+`.then(v => { window.done = v }); ""`)); err != nil {
				t.Fatal(err)
			}
			if _, err := chromedp.Run(ctx, chromedp.Poll[bool](`window.done !== ""`, chromedp.WithPollingTimeout(20*time.Second))); err != nil {
				t.Fatal(err)
			}
			got, err := chromedp.Run(ctx, chromedp.Evaluate[string]("window.done"))
			if err != nil {
				t.Fatal(err)
			}
			if reached := calls.since(); reached != tt.calls {
				t.Errorf("it reached the API with %q, want %q; the page: %s", reached, tt.calls, got)
			}
			if !strings.Contains(got, tt.got) {
				t.Errorf("the page %s, want %q", got, tt.got)
			}
		})
	}
}

// withAttacker starts the browser. The name rebound.example leads to this machine,
// as one of an attacker does.
func withAttacker(t *testing.T) context.Context {
	t.Helper()
	return chromium.Start(t, chromedp.Flag("host-resolver-rules", "MAP rebound.example 127.0.0.1"))
}
