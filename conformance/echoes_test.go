package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"math/rand/v2"
	"net/http"
	"path"
	"testing"

	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/target"
)

// TestWhatWasToleratedMayBeShown has a server that stores whatever it is sent,
// and one that shows more that is wrong than it was sent.
func TestWhatWasToleratedMayBeShown(t *testing.T) {
	for _, test := range []struct {
		name    string
		shows   func(stored []byte) string
		verdict report.Verdict
		says    string
	}{
		{"as it was sent", func(stored []byte) string { return string(stored) }, report.Pass, ""},
		{"spoilt", func(stored []byte) string {
			if toyAllows(stored) {
				return string(stored)
			}
			return `{"name":"sixteen letters!"}`
		}, report.Fail, "answer 200 of getThing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			var last string // that was stored
			server := &toyServer{disturb: func(s *toyServer, r *http.Request, body []byte) *http.Response {
				id := path.Base(r.URL.Path)
				if r.Method == http.MethodPut && bytes.HasPrefix(body, []byte("{")) && json.Valid(body) {
					last = id
					s.things[id] = body
					return toyResponse(r, http.StatusOK, "")
				}
				if stored, known := s.things[id]; known && json.Valid(stored) {
					return toyResponse(r, http.StatusOK, test.shows(stored))
				}
				return nil
			}}
			vendor := toyVendor()
			prepare := vendor.Prepare
			vendor.Prepare = func(p *Profile) (*Plan, error) {
				plan, err := prepare(p)
				plan.CarriedOut = func(ctx context.Context, s *target.Session, _ *rand.Rand, _ string, _ *target.Answer) error {
					_, err := toyRead(ctx, s, last)
					return err
				}
				return plan, err
			}
			out, err := Run(t.Context(), vendor, toyOptions(server, Options{}))
			if err != nil {
				t.Fatal(err)
			}
			wants(t, verdictOf(t, out, toyAnswers), test.verdict, test.says)
			wants(t, verdictOf(t, out, toyMembers), report.Fail, "the contract forbids the request")
		})
	}
}
