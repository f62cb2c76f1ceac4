package target

import (
	"encoding/base64"
	"net/http"
	"net/url"
	"sort"
	"strings"

	"github.com/plumbline-api/plumbline/report"
)

const (
	redacted = "[redacted]"
	// kept is how much of a body a record holds, in bytes.
	kept = 16 << 10
)

// redactor writes exchanges down without secrets: known texts, in every form
// in which they travel, and the headers that carry credentials.
type redactor struct{ replacer *strings.Replacer }

func newRedactor(secrets []string) redactor {
	var forms []string
	for _, secret := range secrets {
		if secret != "" {
			forms = append(forms, secret, url.QueryEscape(secret), url.PathEscape(secret), base64.StdEncoding.EncodeToString([]byte(secret)))
		}
	}
	// The longest first, so that a secret that holds another goes as a whole.
	sort.SliceStable(forms, func(i, j int) bool { return len(forms[i]) > len(forms[j]) })
	var pairs []string
	for _, form := range forms {
		pairs = append(pairs, form, redacted)
	}
	return redactor{strings.NewReplacer(pairs...)}
}

func (r redactor) text(s string) string { return r.replacer.Replace(s) }

func (r redactor) request(req *http.Request, body []byte) report.Exchange {
	text, cut := r.body(body)
	return report.Exchange{
		Method: req.Method, URL: r.text(req.URL.String()),
		RequestHeaders: r.headers(req.Header), RequestBody: text, Truncated: cut,
	}
}

func (r redactor) response(e *report.Exchange, a *Answer) {
	text, cut := r.body(a.Body)
	e.Status, e.ResponseHeaders, e.ResponseBody = a.Status, r.headers(a.Header), text
	e.Truncated = e.Truncated || cut
}

func (r redactor) body(body []byte) (text string, cut bool) {
	text = r.text(string(body)) // before it is cut: half a secret is still one
	if len(text) > kept {
		return text[:kept], true
	}
	return text, false
}

func (r redactor) headers(h http.Header) map[string][]string {
	if len(h) == 0 {
		return nil
	}
	out := make(map[string][]string, len(h))
	for name, values := range h {
		switch name {
		case "Authorization", "Proxy-Authorization", "Cookie", "Set-Cookie", "X-Access-Token":
			out[name] = []string{redacted}
			continue
		}
		for _, value := range values {
			out[name] = append(out[name], r.text(value))
		}
	}
	return out
}
