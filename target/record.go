package target

import (
	"net/http"
	"regexp"
	"time"

	"github.com/plumbline-api/plumbline/report"
)

// secretMembers finds values that are named like credentials, in JSON and in forms.
var secretMembers = regexp.MustCompile(`(?i)"?(?:[a-z_-]*(?:token|secret|password)|api[-_]?key)"?\s*[:=]\s*"?([^"&,}\s]{4,})`)

// Record judges an exchange that somebody else made, and writes it down without
// secrets: those of headers that carry credentials, and values that are named like
// them. Findings and operation of the answer are filled in.
func (t *Target) Record(req *http.Request, body []byte, a *Answer, started time.Time, took time.Duration) report.Exchange {
	t.redactor.learnHeaders(req.Header)
	for _, text := range []string{req.URL.RawQuery, string(body), string(a.Body)} {
		for _, found := range secretMembers.FindAllStringSubmatch(text, -1) {
			t.redactor.learn(found[1])
		}
	}
	e := t.redactor.request(req, body)
	t.redactor.response(&e, a)
	e.Started, e.Duration = started.UTC(), took
	e.Notes = t.judge(req, a)
	return e
}
