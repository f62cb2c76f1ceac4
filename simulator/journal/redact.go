package journal

import (
	"regexp"
	"strings"
)

// Redacted stands in for a secret.
const Redacted = "[redacted]"

// Redactor takes a vendor's secrets out of bodies and addresses before they
// are written down. Its zero value takes out nothing.
type Redactor struct{ body, query *regexp.Regexp }

// NewRedactor knows secrets by the names of JSON members, which are those of
// query parameters too, without regard to case.
func NewRedactor(names []string) Redactor {
	if len(names) == 0 {
		return Redactor{}
	}
	quoted := make([]string, 0, len(names))
	for _, name := range names {
		quoted = append(quoted, regexp.QuoteMeta(name))
	}
	any := "(?:" + strings.Join(quoted, "|") + ")"
	return Redactor{
		// A text, or whatever stands there up to the next separator: a body need
		// not be JSON to hold a secret, and may be cut off in it.
		body:  regexp.MustCompile(`(?i)("` + any + `"\s*:\s*)(?:"(?:[^"\\]|\\.)*"?|[^",}\]\s]+)`),
		query: regexp.MustCompile(`(?i)([?&]` + any + `=)[^&#]*`),
	}
}

// CleanBody returns a body without the secrets; it shares what has none.
func (r Redactor) CleanBody(body []byte) []byte {
	if r.body == nil || !r.body.Match(body) {
		return body
	}
	return r.body.ReplaceAll(body, []byte(`${1}"`+Redacted+`"`))
}

// CleanURL returns an address without the secrets of its query.
func (r Redactor) CleanURL(address string) string {
	if r.query == nil {
		return address
	}
	return r.query.ReplaceAllString(address, "${1}"+Redacted)
}
