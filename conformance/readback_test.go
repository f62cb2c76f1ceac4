package conformance

import (
	"context"
	"errors"
	"net/http"
	"path"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/target"
)

// TestWriteWithoutAnswerIsReadBack loses the answers to two requests that the
// contract forbids, or allows.
func TestWriteWithoutAnswerIsReadBack(t *testing.T) {
	for _, test := range []struct {
		name     string
		allowed  bool // the requests whose answers are lost
		stores   bool // what they are lost for
		readable bool
		verdict  report.Verdict
		says     string
	}{
		{name: "a forbidden one that took effect", stores: true, readable: true, verdict: report.Fail, says: "state after a forbidden request that got no answer"},
		{name: "a forbidden one that did not", readable: true, verdict: report.Inconclusive, says: "whether the PUT took effect is not known; read back, the state is: "},
		{name: "an allowed one", allowed: true, stores: true, readable: true, verdict: report.Inconclusive, says: `whether the PUT took effect is not known; read back, the state is: {"name":`},
		{name: "one that can't be read back", stores: true, verdict: report.Inconclusive, says: "it could not be read back: "},
	} {
		t.Run(test.name, func(t *testing.T) {
			lost := map[string]bool{}
			n := 0
			server := &toyServer{disturb: func(s *toyServer, r *http.Request, body []byte) *http.Response {
				id := path.Base(r.URL.Path)
				switch {
				case r.Method == http.MethodGet && lost[id] && !test.readable:
					return cutOff(r)
				case r.Method == http.MethodGet || toyAllows(body) != test.allowed:
					return nil
				}
				if n++; n != 2 && n != 3 { // the second case, and its repetition if it fails
					return nil
				}
				if lost[id] = true; test.stores {
					s.things[id] = []byte(`{"name":"toyed"}`)
				}
				return cutOff(r)
			}}
			out := judgeToy(t, t.Context(), server, Options{Selection: Selection{Rules: []string{"toy/members"}}})
			wants(t, verdictOf(t, out, toyMembers), test.verdict, test.says)
		})
	}
}

// cutOff is an answer whose body ends too early.
func cutOff(r *http.Request) *http.Response {
	resp := toyResponse(r, http.StatusOK, "")
	resp.Body = &broken{}
	return resp
}

// refusesContact makes a 401 on first contact an error, as vendors do.
func refusesContact(contact func(context.Context, *target.Session) error) func(context.Context, *target.Session) error {
	return func(ctx context.Context, s *target.Session) error {
		if err := contact(ctx, s); err != nil {
			return err
		}
		if answers := s.Answers(); answers[len(answers)-1].Status == http.StatusUnauthorized {
			return errors.New("refused with 401")
		}
		return nil
	}
}

// TestLogInThatIsNoLongerTaken: a case that fails with 401 is no failure where
// first contact would be refused by now.
func TestLogInThatIsNoLongerTaken(t *testing.T) {
	for _, test := range []struct {
		name    string
		contact bool // whether first contact is refused as well
		verdict report.Verdict
		says    string
	}{
		{"everything is refused", true, report.Inconclusive, "the log-in, which was good on first contact, is no longer taken: refused with 401"},
		{"writing is refused", false, report.Fail, "got 401"},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := toyVendor()
			prepare := v.Prepare
			v.Prepare = func(p *Profile) (*Plan, error) {
				plan, err := prepare(p)
				plan.Contact = refusesContact(plan.Contact)
				return plan, err
			}
			server := &toyServer{disturb: func(s *toyServer, r *http.Request, _ []byte) *http.Response {
				contact := path.Base(r.URL.Path) == "contact"
				if s.requests > 20 && (r.Method == http.MethodPut && !contact || contact && test.contact) {
					return toyResponse(r, http.StatusUnauthorized, "")
				}
				return nil
			}}
			out, err := Run(t.Context(), v, toyOptions(server, Options{Selection: Selection{Rules: []string{"toy/members"}}}))
			if err != nil {
				t.Fatal(err)
			}
			wants(t, verdictOf(t, out, toyMembers), test.verdict, test.says)
			if stopped := strings.Contains(out.Stopped, "no longer taken"); stopped != test.contact {
				t.Errorf("stopped: %q", out.Stopped)
			}
		})
	}
}
