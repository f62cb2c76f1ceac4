package target

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/plumbline-api/plumbline/report"
)

const (
	redacted = "[redacted]"
	// kept is how much of a body a record holds, in bytes.
	kept = 16 << 10
	// leastOfHalf is how much of a secret has to stand at a cut to be taken for
	// the first part of it.
	leastOfHalf = 4
)

// redactor writes exchanges down without secrets: known texts, in every form
// in which they travel, and the headers that carry credentials.
type redactor struct {
	mu       sync.RWMutex
	known    map[string]bool
	forms    []string // the longest first, so that a secret that holds another goes as a whole
	replacer *strings.Replacer
}

func newRedactor(secrets []string) *redactor {
	r := &redactor{known: map[string]bool{}, replacer: strings.NewReplacer()}
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
			r.forms = append(r.forms, formsOf(secret)...)
		}
	}
	slices.SortFunc(r.forms, func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, form := range r.forms {
		pairs = append(pairs, form, redacted)
	}
	r.replacer = strings.NewReplacer(pairs...)
}

// formsOf writes a secret in the ways in which a server may give it back.
func formsOf(secret string) []string {
	quoted := func(text string) string { return text[1 : len(text)-1] }
	var plain bytes.Buffer
	encoder := json.NewEncoder(&plain)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(secret)            // a string can always be encoded
	escaped, _ := json.Marshal(secret)    // likewise
	ascii := strconv.QuoteToASCII(secret) // like JSON's, as Python and .NET write it
	forms := []string{
		secret, quoted(strings.TrimSpace(plain.String())), quoted(string(escaped)), quoted(ascii), quoted(strconv.Quote(secret)),
		html.EscapeString(secret), strings.NewReplacer("&#34;", "&quot;", "&#39;", "&apos;").Replace(html.EscapeString(secret)),
		url.QueryEscape(secret), url.PathEscape(secret), strings.ReplaceAll(url.QueryEscape(secret), "+", "%20"),
	}
	for _, form := range slices.Clone(forms) {
		forms = append(forms, strings.ReplaceAll(form, "/", `\/`), lowerEscapes(form))
	}
	slices.Sort(forms)
	return append(slices.Compact(forms), base64Forms(secret)...)
}

// lowerEscapes writes the digits of escapes in lower case.
func lowerEscapes(form string) string {
	return regexp.MustCompile(`%[0-9A-F]{2}`).ReplaceAllStringFunc(form, strings.ToLower)
}

// base64Forms encodes a secret alone and as a part of a longer text, such as
// the name and password of HTTP Basic: three bytes become four letters, so what
// stays the same depends on where the secret begins.
func base64Forms(secret string) []string {
	forms := []string{base64.StdEncoding.EncodeToString([]byte(secret)), base64.URLEncoding.EncodeToString([]byte(secret))}
	for before := range 3 {
		text := append(make([]byte, before), secret...)
		from, to := (before*8+5)/6, len(text)*8/6
		for _, encoding := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
			if form := encoding.EncodeToString(text)[from:to]; len(form) >= leastOfHalf {
				forms = append(forms, form)
			}
		}
	}
	return forms
}

// text replaces the secrets in a text.
func (r *redactor) text(s string) string {
	r.mu.RLock()
	defer r.mu.RUnlock()
	return r.replacer.Replace(s)
}

// message replaces the secrets in a text that quotes part of a body, and the
// first part of a secret where the quotation was cut.
func (r *redactor) message(s string) string {
	s = r.text(s)
	r.mu.RLock()
	defer r.mu.RUnlock()
	for _, form := range r.forms {
		if len(form) < leastOfHalf || !strings.Contains(s, form[:leastOfHalf]) {
			continue
		}
		for n := len(form) - 1; n >= leastOfHalf; n-- {
			if strings.HasSuffix(s, form[:n]) {
				s = s[:len(s)-n] + redacted
			}
			for _, end := range []string{"…", `"`} {
				s = strings.ReplaceAll(s, form[:n]+end, redacted+end)
			}
		}
	}
	return s
}

func (r *redactor) request(req *http.Request, body []byte) report.Exchange {
	text, cut := r.body(body)
	return report.Exchange{
		Method: req.Method, URL: r.text(req.URL.String()),
		RequestHeaders: r.headers(req.Header), RequestBody: text, Truncated: cut,
	}
}

func (r *redactor) response(e *report.Exchange, a *Answer) {
	text, cut := r.body(a.Body)
	e.Status, e.ResponseHeaders, e.ResponseBody = a.Status, r.headers(a.Header), text
	e.Truncated = e.Truncated || cut
}

// body redacts before it cuts: half a secret is still one. It does not read
// more of a long body than can be kept.
func (r *redactor) body(body []byte) (text string, cut bool) {
	r.mu.RLock()
	longest := 0
	if len(r.forms) > 0 {
		longest = len(r.forms[0])
	}
	r.mu.RUnlock()
	if window := kept + longest; len(body) > window {
		text = r.text(string(body[:window]))
		return text[:max(0, min(kept, len(text)-longest))], true // a secret may be cut at the window's end
	}
	if text = r.text(string(body)); len(text) > kept {
		return text[:kept], true
	}
	return text, false
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
			r.learn(value[strings.LastIndexByte(value, ' ')+1:]) // without the scheme
		}
	}
}
