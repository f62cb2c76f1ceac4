package simulator

import (
	"regexp"
	"strings"
)

// redactor takes a vendor's secrets out of bodies and addresses before they
// are written down. Its zero value takes out nothing.
type redactor struct{ body, query *regexp.Regexp }

// newRedactor knows secrets by the names of JSON members, which are those of
// query parameters too, without regard to case.
func newRedactor(names []string) redactor {
	if len(names) == 0 {
		return redactor{}
	}
	quoted := make([]string, 0, len(names))
	for _, name := range names {
		quoted = append(quoted, regexp.QuoteMeta(name))
	}
	any := "(?:" + strings.Join(quoted, "|") + ")"
	return redactor{
		// A text, or whatever stands there up to the next separator: a body need
		// not be JSON to hold a secret, and may be cut off in it.
		body:  regexp.MustCompile(`(?i)("` + any + `"\s*:\s*)(?:"(?:[^"\\]|\\.)*"?|[^",}\]\s]+)`),
		query: regexp.MustCompile(`(?i)([?&]` + any + `=)[^&#]*`),
	}
}

func (r redactor) cleanBody(body []byte) []byte {
	if r.body == nil || !r.body.Match(body) {
		return body
	}
	return r.body.ReplaceAll(body, []byte(`${1}"`+redacted+`"`))
}

func (r redactor) cleanURL(address string) string {
	if r.query == nil {
		return address
	}
	return r.query.ReplaceAllString(address, "${1}"+redacted)
}
