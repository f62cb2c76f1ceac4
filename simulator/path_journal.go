package simulator

import (
	"net/http"

	"github.com/plumbline-api/plumbline/simulator/journal"
)

// record ends the entry with what the client sent and really saw, without
// secrets.
func (c *call) record() error {
	entry, clean := c.env.entry, c.served.redactor
	entry.Request = journal.NewMessage(c.http.Header, clean.CleanBody(c.body), c.vendor.Secret)
	if c.stream != nil {
		entry.Request = c.stream.message(entry.Request)
	}
	entry.Request.Method, entry.Request.URL = c.http.Method, clean.CleanURL(c.http.URL.RequestURI())
	entry.Request.Secure = c.http.TLS != nil
	if !c.answer.Lost() {
		seen := c.answer.Body.Bytes()
		if c.http.Method == http.MethodHead {
			seen = nil
		}
		entry.Response = journal.NewMessage(c.answer.Header(), clean.CleanBody(seen), c.vendor.Secret)
		entry.Response.Status = c.answer.Status
	}
	c.refusedBy()
	if len(c.env.refused) > 0 {
		entry.RefusedBy = c.env.refused[0]
	}
	entry.LeftOut = c.changes.LeftOut
	entry.Keep(&c.changes)
	return journal.Record(&c.env.world.tx, entry, uint64(c.engine.options.JournalLimit))
}
