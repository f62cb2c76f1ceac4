package target

import (
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/plumbline-api/plumbline/report"
)

const (
	redacted = "[redacted]"
	// withheld stands for a text that is escaped more often than is read.
	withheld = "[redacted: escaped too often to be read]"
	// kept is how much of a body a record holds, in bytes.
	kept = 16 << 10
	// mostEscaped is how many bytes an escape makes of one.
	mostEscaped = 12
)

// redactor writes exchanges down without secrets: known texts, in every form
// in which they travel, and the headers that carry credentials.
type redactor struct {
	mu      sync.RWMutex
	known   map[string]bool
	needles needles
	longest int // bytes of a secret

	places   places // of personal data
	personal int    // values of it that are looked for
}

func newRedactor(secrets []string, pointers ...string) *redactor {
	r := &redactor{known: map[string]bool{}, places: newPlaces(pointers)}
	r.learn(secrets...)
	return r
}

// learn adds secrets, for everything that is recorded from now on.
func (r *redactor) learn(secrets ...string) {
	r.mu.RLock()
	secrets = slices.DeleteFunc(slices.Clone(secrets), func(s string) bool { return s == "" || r.known[s] })
	r.mu.RUnlock()
	if len(secrets) == 0 {
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, secret := range secrets {
		if !r.known[secret] {
			r.known[secret] = true
			r.needles.add(secret)
			r.longest = max(r.longest, len(secret))
		}
	}
}

// text replaces the secrets in a text.
func (r *redactor) text(s string) string { return r.replace(s, false) }

// message replaces the secrets in a text that may quote part of a body, and the
// start of a secret where the quotation was cut.
func (r *redactor) message(s string) string { return r.replace(s, true) }

func (r *redactor) replace(s string, quoted bool) string {
	r.mu.RLock()
	found, all := r.needles.find(s, quoted)
	r.mu.RUnlock()
	if !all {
		return withheld
	}
	return without(s, found)
}

// without replaces parts of a text.
func without(s string, parts []span) string {
	if len(parts) == 0 {
		return s
	}
	var out strings.Builder
	at := 0
	for _, part := range parts {
		out.WriteString(s[at:part.from])
		out.WriteString(redacted)
		at = part.to
	}
	return out.String() + s[at:]
}

func (r *redactor) request(req *http.Request, body []byte) report.Exchange {
	address := r.impersonalQuery(req.URL.String())
	text, cut := r.body(r.impersonal(body, false))
	return report.Exchange{
		Method: req.Method, URL: r.text(address),
		RequestHeaders: r.headers(req.Header), RequestBody: text, Truncated: cut,
	}
}

func (r *redactor) response(e *report.Exchange, a *Answer) {
	text, cut := r.body(r.impersonal(a.Body, true))
	e.Status, e.ResponseHeaders, e.ResponseBody = a.Status, r.headers(a.Header), text
	e.Truncated = e.Truncated || cut
}

// body redacts before it cuts: half a secret is still one. It does not read more
// of a long body than can be kept, and a secret that begins there.
func (r *redactor) body(body []byte) (text string, cut bool) {
	r.mu.RLock()
	defer r.mu.RUnlock()
	s := string(body[:min(len(body), 2*kept+mostEscaped*r.longest)])
	found, all := r.needles.find(s, false)
	switch {
	case !all:
		return withheld, len(body) > kept
	case len(body) <= kept:
		text = without(s, found)
	default:
		end := kept
		for i, part := range found {
			if part.to > kept {
				end, found = min(kept, part.from), found[:i]
				break
			}
		}
		text, cut = without(s[:end], found), true
	}
	if len(text) > kept {
		return text[:kept], true
	}
	return text, cut
}

func (r *redactor) headers(h http.Header) map[string][]string {
	if len(h) == 0 {
		return nil
	}
	out := make(map[string][]string, len(h))
	for name, values := range h {
		if sensitive(name) {
			out[name] = []string{redacted}
			continue
		}
		for _, value := range values {
			text, _ := r.body([]byte(value))
			out[r.text(name)] = append(out[r.text(name)], text)
		}
	}
	return out
}

// sensitive tells whether a header carries credentials, by its name.
func sensitive(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc([]string{"authorization", "cookie", "token", "api-key", "apikey", "secret", "password"},
		func(part string) bool { return strings.Contains(name, part) })
}

// learnHeaders keeps what a request is authorized with out of all records: a
// server may give it back in a body.
func (r *redactor) learnHeaders(h http.Header) {
	for name, values := range h {
		if !sensitive(name) {
			continue
		}
		for _, value := range values {
			switch name {
			case "Authorization", "Proxy-Authorization":
				r.learn(value[strings.IndexByte(value, ' ')+1:]) // without the scheme
			case "Cookie":
				for pair := range strings.SplitSeq(value, ";") {
					_, value, _ := strings.Cut(pair, "=")
					r.learn(value)
				}
			default:
				r.learn(value)
			}
		}
	}
}
