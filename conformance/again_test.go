package conformance

import (
	"context"
	"errors"
	"net/http"
	"testing"

	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/target"
)

// TestCredentialsThatWorkOnceAreOneFinding lets a server take what proves who
// calls once: one rule fails, and nothing else is sent.
func TestCredentialsThatWorkOnceAreOneFinding(t *testing.T) {
	for _, row := range []struct {
		name    string
		taken   int // how often
		verdict report.Verdict
	}{{"always", 1 << 30, report.Pass}, {"once", 1, report.Fail}} {
		t.Run(row.name, func(t *testing.T) {
			taken := 0
			server := &toyServer{disturb: func(_ *toyServer, r *http.Request, _ []byte) *http.Response {
				if taken++; taken > row.taken {
					return toyResponse(r, http.StatusUnauthorized, "")
				}
				return nil
			}}
			vendor := toyVendor()
			prepare := vendor.Prepare
			vendor.Prepare = func(p *Profile) (*Plan, error) {
				plan, err := prepare(p)
				plan.Again.Rule = toyProbed
				plan.Contact = func(ctx context.Context, s *target.Session) error {
					req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.Base()+"things/contact", nil)
					if err != nil {
						return err
					}
					answer, err := s.Send(ctx, req)
					if err == nil && answer.Status == http.StatusUnauthorized {
						err = errors.New("the target refuses the profile's user")
					}
					return err
				}
				return plan, err
			}
			out, err := Run(t.Context(), vendor, toyOptions(server, Options{}))
			if err != nil {
				t.Fatal(err)
			}
			rule := verdictOf(t, out, toyProbed)
			if rule.Verdict != row.verdict {
				t.Errorf("%s: %s, want %s", rule.ID, rule.Verdict, row.verdict)
			}
			if row.verdict == report.Pass {
				return
			}
			wants(t, verdictOf(t, out, toyMembers), report.Inconclusive, "accepted once and then no more")
			const most = 3 // first contact, once more, and the failure repeated
			if out.Requests > most {
				t.Errorf("%d requests, want %d at most", out.Requests, most)
			}
		})
	}
}
