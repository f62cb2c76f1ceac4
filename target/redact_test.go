package target

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// hard is a secret that every encoding writes in another way.
const hard = `p"äss/wörd <&'+=%>\ 9x`

// trace is a form in which a server may give a secret back, and the part of it
// that no record may hold.
type trace struct{ sent, secret string }

// lowerEscapes writes the digits of escapes in lower case.
func lowerEscapes(form string) string {
	return regexp.MustCompile(`%[0-9A-F]{2}`).ReplaceAllStringFunc(form, strings.ToLower)
}

// traces lists them, written with the standard library alone.
func traces(secret string) map[string]trace {
	asJSON, _ := json.Marshal(secret) // a string can always be encoded
	unquoted := strings.Trim(string(asJSON), `"`)
	forms := map[string]trace{}
	for name, text := range map[string]string{
		"plain":                secret,
		"query escaped":        url.QueryEscape(secret),
		"path escaped":         url.PathEscape(secret),
		"lower case escapes":   lowerEscapes(url.QueryEscape(secret)),
		"JSON":                 unquoted,
		"JSON, escaped slash":  strings.ReplaceAll(unquoted, "/", `\/`),
		"JSON, ASCII only":     strings.Trim(strconv.QuoteToASCII(secret), `"`),
		"HTML":                 html.EscapeString(secret),
		"XML":                  strings.NewReplacer("&#34;", "&quot;", "&#39;", "&apos;").Replace(html.EscapeString(secret)),
		"base64":               base64.StdEncoding.EncodeToString([]byte(secret)),
		"base64 for addresses": base64.RawURLEncoding.EncodeToString([]byte(secret)),
	} {
		forms[name] = trace{text, text}
	}
	for _, before := range []string{"clerk:", "x", "xy"} {
		text := base64.StdEncoding.EncodeToString([]byte(before + secret + ":"))
		// The letters that are made of bytes of the secret alone.
		from, to := (len(before)*8+5)/6, (len(before)+len(secret))*8/6
		forms["in base64 behind "+before] = trace{text, text[from:to]}
	}
	return forms
}

// leaks complains of every trace of a secret in a text.
func leaks(t *testing.T, where, text, secret string) {
	t.Helper()
	for form, trace := range traces(secret) {
		if strings.Contains(text, trace.secret) {
			t.Errorf("%s holds the secret: %s", where, form)
		}
	}
}

func TestNoFormOfASecretIsRecorded(t *testing.T) {
	for _, secret := range []string{hard, "plain-password-1", "s3cr3t-8", "日本語のパスワード"} {
		for form, one := range traces(secret) {
			t.Run(form, func(t *testing.T) {
				trace := one.sent
				header := http.Header{"Content-Type": {"application/json"}, "X-Echo": {trace}, "Location": {"/?p=" + trace}, "Set-Cookie": {"s=" + trace}}
				body := `{"echo":"` + trace + `","` + trace + `":1}`
				target := newTarget(t, Options{Secrets: []string{"clerk", secret}, Transport: answering(200, header, body)})
				s := target.Session()
				req, err := http.NewRequestWithContext(t.Context(), "PUT", s.Base()+"things/"+url.PathEscape(trace)+"?q="+url.QueryEscape(secret), strings.NewReader(body))
				if err != nil {
					t.Fatal(err)
				}
				req.Header.Set("X-Sent", url.QueryEscape(trace))
				if _, err := s.Send(t.Context(), req); err != nil {
					t.Fatal(err)
				}
				recorded := fmt.Sprintf("%+v", s.Exchanges())
				leaks(t, "the exchange", recorded, secret)
				if !strings.Contains(recorded, redacted) || strings.Contains(recorded, "s="+trace) {
					t.Errorf("nothing was redacted: %s", recorded)
				}
			})
		}
	}
}

func TestWhatTheTargetCallsIsCleaned(t *testing.T) {
	for form, one := range traces(hard) {
		t.Run(form, func(t *testing.T) {
			trace := one.sent
			target := newTarget(t, Options{Secrets: []string{"clerk", hard}, Transport: transport(func(*http.Request) (*http.Response, error) {
				return nil, errors.New("no route to " + trace)
			})})
			s := target.Session()
			if _, err := send(t, s, "GET", ""); err == nil {
				t.Fatal("no error")
			}
			leaks(t, "the exchange's error", s.Exchanges()[0].Error, hard)
			leaks(t, "a cleaned text", target.Clean("got "+trace+"!"), hard)
		})
	}
}

// TestHalfASecretIsOne cuts quotations in the middle of a secret. What was cut
// says so; the start of a secret anywhere else is ordinary text.
func TestHalfASecretIsOne(t *testing.T) {
	const secret = "correct-horse & battery"
	target := newTarget(t, Options{Secrets: []string{secret}})
	for n := LeastWhole; n <= len(secret); n++ {
		for name, quotation := range map[string]string{
			"as it is": secret[:n] + ellipsis, "in an address": url.QueryEscape(secret[:n]) + ellipsis, "in HTML": html.EscapeString(secret[:n]) + ellipsis,
			"in an escape": url.QueryEscape(secret[:n]) + "%2" + ellipsis, "in base64": base64.RawStdEncoding.EncodeToString([]byte(secret[:n])) + ellipsis,
		} {
			if got := target.Clean("got " + quotation); strings.Contains(got, quotation[:LeastWhole]) {
				t.Errorf("%s, %d letters: %s", name, n, got)
			}
		}
	}
	for _, harmless := range []string{
		"a correct answer", "cor…", "the horse", "correct…", "the body \"correct-horse\" is wrong", "got correct-horse", "correct-horses…",
	} {
		if got := target.Clean(harmless); got != harmless {
			t.Errorf("%q became %q", harmless, got)
		}
	}
}

func TestLongBodiesAreCutBehindRedaction(t *testing.T) {
	const secret = "correct-horse-battery"
	for _, test := range []struct {
		name  string
		body  string
		wants bool // that it is told to be cut
	}{
		{"exactly what is kept", strings.Repeat("a", kept), false},
		{"a byte more", strings.Repeat("a", kept+1), true},
		{"a secret across the limit", strings.Repeat("a", kept-5) + secret + strings.Repeat("b", 100), true},
		{"a secret across what is read", strings.Repeat("a", kept+20) + secret + strings.Repeat("b", kept), true},
		{"many secrets", strings.Repeat(secret, 4000), true},
	} {
		t.Run(test.name, func(t *testing.T) {
			target := newTarget(t, Options{Secrets: []string{secret}, Transport: answering(200, nil, test.body)})
			s := target.Session()
			if _, err := send(t, s, "GET", test.body); err != nil {
				t.Fatal(err)
			}
			e := s.Exchanges()[0]
			for _, body := range []string{e.RequestBody, e.ResponseBody} {
				if strings.Contains(body, secret[:4]) {
					t.Errorf("part of the secret is kept: …%s", body[max(0, len(body)-80):])
				}
				if len(body) > kept {
					t.Errorf("%d bytes are kept", len(body))
				}
			}
			if e.Truncated != test.wants {
				t.Errorf("cut: %v", e.Truncated)
			}
		})
	}
}

// TestWhatAuthorizesIsLearnt lets a server give back a token that no profile
// names: it was got by a log-in.
func TestWhatAuthorizesIsLearnt(t *testing.T) {
	for _, test := range []struct{ name, header, value, token string }{
		{"bearer", "Authorization", "Bearer tok-123456789", "tok-123456789"},
		{"basic", "Authorization", "Basic Y2xlcms6aHVudGVyMg==", "Y2xlcms6aHVudGVyMg=="},
		{"a header of its own", "X-Access-Token", "tok-123456789", "tok-123456789"},
		{"a cookie", "Cookie", "session=abcdefgh", "abcdefgh"},
	} {
		t.Run(test.name, func(t *testing.T) {
			target := newTarget(t, Options{
				Authorize: func(r *http.Request, _ string) error { r.Header.Set(test.header, test.value); return nil },
				Transport: transport(func(r *http.Request) (*http.Response, error) {
					return response(r, 200, http.Header{"X-Echo": {r.Header.Get(test.header)}}, `"`+r.Header.Get(test.header)+`"`), nil
				}),
			})
			s := target.Session()
			if _, err := send(t, s, "GET", ""); err != nil {
				t.Fatal(err)
			}
			if recorded := fmt.Sprintf("%+v", s.Exchanges()); strings.Contains(recorded, test.token) {
				t.Errorf("the exchange holds what authorizes: %s", recorded)
			}
		})
	}
}

func TestHarmlessHeadersStay(t *testing.T) {
	header := http.Header{"Www-Authenticate": {`Basic realm="toy"`}, "Content-Type": {"text/plain"}, "Idempotency-Key": {"1"}}
	got := newRedactor([]string{"hunter22"}).headers(header)
	for name, values := range header {
		if len(got[name]) != 1 || got[name][0] != values[0] {
			t.Errorf("%s became %q", name, got[name])
		}
	}
}

func TestSecretsAreRedactedWhileOthersAreLearnt(t *testing.T) {
	r := newRedactor([]string{"hunter22"})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 50 {
			r.learn(fmt.Sprintf("token-%d-abcdef", i))
		}
	}()
	for range 200 {
		if text := r.text("hunter22"); text != redacted {
			t.Fatalf("got %q", text)
		}
		_, _ = io.WriteString(io.Discard, r.message("hunter"))
	}
	<-done
	if text := r.text("token-49-abcdef"); text != redacted {
		t.Errorf("got %q", text)
	}
}

func TestConcealReachesWhatIsRecordedAlready(t *testing.T) {
	const token = "tok-123456789"
	header := http.Header{"Content-Type": {"application/json"}, "X-Given": {"is " + token}}
	target := newTarget(t, Options{Transport: answering(200, header, `{"name":"`+token+`"}`)})
	s := target.Session()
	if _, err := send(t, s, "PUT", token); err != nil {
		t.Fatal(err)
	}
	s.Conceal(token)
	leaks(t, "the exchange", fmt.Sprintf("%+v", s.Exchanges()), token)
	leaks(t, "a cleaned text", target.Clean("got "+token), token)
	if answer := s.Answers()[0]; !strings.Contains(string(answer.Body), token) {
		t.Error("the answer that is judged was changed as well")
	}
}
