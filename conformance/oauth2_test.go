package conformance

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/report"
)

// tokenService gives a client a new token each time. Its tokens are good for so
// many seconds.
type tokenService struct {
	given   atomic.Int64
	seconds int
	refuses bool
}

func (s *tokenService) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	id, secret, _ := r.BasicAuth()
	w.Header().Set("Content-Type", "application/json")
	if s.refuses || id != "toy-client" || secret != "toy-secret" || r.FormValue("grant_type") != "client_credentials" || r.FormValue("scope") != "things more" {
		w.WriteHeader(http.StatusUnauthorized)
		fmt.Fprintf(w, `{"error":"invalid_client","error_description":%q}`, secret)
		return
	}
	fmt.Fprintf(w, `{"access_token":"toy-token-%d","token_type":"Bearer","expires_in":%d}`, s.given.Add(1), s.seconds)
}

// tokenProfile is a profile whose credential is a token of the service, and the
// toy with a vendor's own way to send it.
func tokenProfile(t *testing.T, service *tokenService) (*Vendor, *Profile) {
	t.Helper()
	server := httptest.NewServer(service)
	t.Cleanup(server.Close)
	t.Setenv("TOY_CLIENT", "toy-client")
	t.Setenv("TOY_SECRET", "toy-secret")
	v := namedToy()
	prepare := v.Prepare
	v.Prepare = func(p *Profile) (*Plan, error) {
		secret, err := p.Secret("password")
		if err != nil {
			return nil, err
		}
		plan, err := prepare(p)
		plan.Role = "clerk"
		plan.Authorize = func(r *http.Request, role string) error {
			if role != "" {
				r.Header.Set("Authorization", "Bearer "+secret)
			}
			return nil
		}
		return plan, err
	}
	p, err := ParseProfile([]byte(`vendor: toy
target: http://toy.test
credentials:
  password:
    oauth2: {token-url: `+server.URL+`/token, client-id: {env: TOY_CLIENT}, client-secret: {env: TOY_SECRET}, scope: things more}
`), []*Vendor{v})
	if err != nil {
		t.Fatal(err)
	}
	return v, p
}

func TestTokenIsGotAndRenewed(t *testing.T) {
	for _, test := range []struct {
		name    string
		seconds int
		tokens  func(requests int64) int64
	}{
		{"one that lasts", 3600, func(int64) int64 { return 1 }},
		// One so near its end is not used again.
		{"one that expires at once", 1, func(requests int64) int64 { return requests }},
	} {
		t.Run(test.name, func(t *testing.T) {
			service := &tokenService{seconds: test.seconds}
			v, p := tokenProfile(t, service)
			server := &toyServer{disturb: func(_ *toyServer, r *http.Request, _ []byte) *http.Response {
				if sent := r.Header.Get("Authorization"); !strings.HasPrefix(sent, "Bearer toy-token-") {
					return toyResponse(r, http.StatusUnauthorized, "")
				}
				if r.Method == http.MethodGet {
					return toyResponse(r, http.StatusTeapot, r.Header.Get("Authorization")) // so that the exchange is reported
				}
				return nil
			}}
			out, err := Run(t.Context(), v, toyOptions(server, Options{Profile: p, Selection: Selection{Rules: []string{"toy/members"}}}))
			if err != nil {
				t.Fatal(err)
			}
			if n := test.tokens(int64(server.requests)); service.given.Load() != n {
				t.Errorf("%d tokens for %d requests, want %d", service.given.Load(), server.requests, n)
			}
			text, err := json.Marshal(out)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(string(text), "[redacted]") || strings.Contains(string(text), "toy-token") || strings.Contains(string(text), "toy-secret") || strings.Contains(string(text), "plumbline-token") {
				t.Errorf("the report holds a secret, or the token was not sent:\n%s", text)
			}
		})
	}
}

func TestTokenServiceThatRefuses(t *testing.T) {
	v, p := tokenProfile(t, &tokenService{refuses: true})
	server := &toyServer{}
	out, err := Run(t.Context(), v, toyOptions(server, Options{Profile: p}))
	if err != nil {
		t.Fatal(err)
	}
	if want := "credentials.password.oauth2: the token service answered 401 invalid_client"; out.Unreachable != want || server.requests != 0 {
		t.Errorf("unreachable %q after %d requests, want %q", out.Unreachable, server.requests, want)
	}
}

// TestTokenServiceThatGoes lets the service refuse after the first token: cases
// are left open, and the run ends.
func TestTokenServiceThatGoes(t *testing.T) {
	service := &tokenService{seconds: 1}
	v, p := tokenProfile(t, service)
	server := &toyServer{disturb: func(*toyServer, *http.Request, []byte) *http.Response {
		service.refuses = true
		return nil
	}}
	out, err := Run(t.Context(), v, toyOptions(server, Options{Profile: p}))
	if err != nil {
		t.Fatal(err)
	}
	wants(t, verdictOf(t, out, toyMembers), report.Inconclusive, "the token service answered 401")
	if !strings.Contains(out.Stopped, "the token service answered 401") {
		t.Errorf("stopped: %q", out.Stopped)
	}
}

// TestTokenServiceThatGoesOn answers without end, in each way in which it may
// answer.
func TestTokenServiceThatGoesOn(t *testing.T) {
	for name, status := range map[string]int{"a token": http.StatusOK, "a refusal": http.StatusUnauthorized} {
		v, p := tokenProfile(t, &tokenService{})
		var sent atomic.Int64
		service := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_, err := io.WriteString(w, `{"access_token":"`)
			for more := strings.Repeat("x", 1<<16); err == nil; {
				_, err = io.WriteString(w, more)
				sent.Add(1)
			}
		}))
		t.Cleanup(service.Close)
		p.Credentials["password"].OAuth2.TokenURL = service.URL
		out, err := Run(t.Context(), v, toyOptions(&toyServer{}, Options{Profile: p}))
		if err != nil || !strings.HasPrefix(out.Unreachable, "credentials.password.oauth2: ") || len(out.Unreachable) > 1000 {
			t.Errorf("%s: unreachable %.200q, %v", name, out.Unreachable, err)
		}
		if n := sent.Load() << 16; n > 64<<20 {
			t.Errorf("%s: %d bytes were taken", name, n)
		}
	}
}

// TestTokenServiceThatHangs interrupts a run that waits for a token.
func TestTokenServiceThatHangs(t *testing.T) {
	v, p := tokenProfile(t, &tokenService{})
	ctx, cancel := context.WithCancel(t.Context())
	hangs := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		_, _ = io.Copy(io.Discard, r.Body) // else the server does not see that the caller went
		<-r.Context().Done()
	}))
	t.Cleanup(hangs.Close)
	p.Credentials["password"].OAuth2.TokenURL = hangs.URL
	started := time.Now()
	if _, err := Run(ctx, v, toyOptions(&toyServer{}, Options{Profile: p})); err != nil {
		t.Fatal(err)
	}
	if waited := time.Since(started); waited > patience/2 {
		t.Errorf("the interrupted run waited %s for a token", waited)
	}
}

func TestTokenMistakes(t *testing.T) {
	for says, oauth := range map[string]string{
		`credentials.password.oauth2.token-url: "http://login.test/token" is no address such as https://`: "{token-url: http://login.test/token, client-id: {env: A}, client-secret: {env: B}}",
		"credentials.password.oauth2.client-id: say exactly one of":                                       "{token-url: https://login.test/token, client-secret: {env: B}}",
		"credentials.password.oauth2: client-id and client-secret come from env or file":                  "{token-url: https://login.test/token, client-id: {env: TOY_A}, client-secret: {oauth2: {token-url: https://login.test}}}",
	} {
		t.Setenv("TOY_A", "a")
		p, err := ParseProfile([]byte("vendor: toy\ncredentials:\n  password: {oauth2: "+oauth+"}\n"), []*Vendor{namedToy()})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := p.Secret("password"); err == nil || !strings.HasPrefix(err.Error(), says) {
			t.Errorf("got %v, want %q", err, says)
		}
		if got := p.wrong(errors.New(says)); !strings.Contains(got.Error(), "profile: ") {
			t.Errorf("got %v", got)
		}
	}
}
