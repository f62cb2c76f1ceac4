package target

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/plumbline-api/plumbline/report"
)

// Controlled tells whether the target is a simulator whose control API can be
// used, for what a case else needs a fixture of the profile for.
func (s *Session) Controlled() bool { return s.target.control != nil }

// Seed adds entities to a simulator, by the vendor's seed document.
func (s *Session) Seed(ctx context.Context, document []byte) error {
	if s.target.control == nil {
		return &Inconclusive{"the target offers no control API"}
	}
	return s.target.control.Seed(ctx, s, document)
}

// State reads a simulator's entities, in the form of the vendor's seed document.
func (s *Session) State(ctx context.Context) (json.RawMessage, error) {
	if s.target.control == nil {
		return nil, &Inconclusive{"the target offers no control API"}
	}
	return s.target.control.State(ctx, s)
}

// State reads the vendor's entities in the session's world.
func (c *Control) State(ctx context.Context, s *Session) (json.RawMessage, error) {
	resp, err := c.client.GetStateWithResponse(ctx, c.worldOf(s), c.vendor, nil)
	if err != nil {
		return nil, &Inconclusive{"the control API: " + err.Error()}
	}
	if resp.HTTPResponse.Header.Get("Link") != "" {
		return nil, &Inconclusive{"the control API: the world holds more entities than one page has"}
	}
	return resp.Body, refused(resp.HTTPResponse, resp.Body)
}

// Conceal keeps a secret that the target gave, such as a token, out of all
// records, those of this session that hold it already included.
func (s *Session) Conceal(secret string) {
	s.target.redactor.learn(secret)
	s.mu.Lock()
	defer s.mu.Unlock()
	answered := 0
	for i := range s.exchanges {
		e := &s.exchanges[i]
		if e.Error == "" {
			// A secret that holds another one, as a JWT does the client's name, is no
			// longer whole in what was written down.
			if body := s.answers[answered].Body; bytes.Contains(body, []byte(secret)) {
				e.ResponseBody, _ = s.target.redactor.body(body)
			}
			answered++
		}
		s.target.CleanExchange(e)
	}
}

// CleanExchange takes out of a record what has come to be known since it was made.
func (t *Target) CleanExchange(e *report.Exchange) {
	r := t.redactor
	e.URL, e.RequestBody, e.ResponseBody = r.text(e.URL), r.text(e.RequestBody), r.text(e.ResponseBody)
	e.RequestHeaders, e.ResponseHeaders = r.headers(e.RequestHeaders), r.headers(e.ResponseHeaders)
	e.Error = r.message(e.Error)
	for j, note := range e.Notes {
		e.Notes[j] = r.message(note)
	}
}
