package vendors

import (
	"context"
	"io"
	"math/rand/v2"
	"net/http"
	"strings"
	"testing"

	"github.com/cucumber/godog"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/internal/contract/judge"
	"github.com/plumbline-api/plumbline/target"
)

// refuses answers every request with a refusal.
type refuses struct{}

func (refuses) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{
		StatusCode: http.StatusForbidden, ProtoMajor: 1, ProtoMinor: 1, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("")), Request: r,
	}, nil
}

// TestEveryStepIsBoundOnce runs the scenarios against a target that refuses all
// there is. Godog looks a step up before it skips it, so each step of each
// scenario is seen: one that is undefined, pending or ambiguous is our fault.
func TestEveryStepIsBoundOnce(t *testing.T) {
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		steps := stepsOf(t, v)
		scenarios, err := features.Scenarios(v.Book.Vendor)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range scenarios {
			looked := 0
			bind := steps(rand.New(rand.NewPCG(1, 1)))
			_ = features.Run(t.Context(), s, func(sc *features.Steps) { // that it fails is to be expected
				bind(sc)
				sc.StepContext().After(func(ctx context.Context, step *godog.Step, status godog.StepResultStatus, err error) (context.Context, error) {
					looked++
					if status == godog.StepUndefined || status == godog.StepPending || status == godog.StepAmbiguous {
						t.Errorf("%s:%d: %q is %s: %v", s.File, s.Line, step.Text, status, err)
					}
					return ctx, nil
				})
			})
			if looked == 0 {
				t.Errorf("%s:%d: no step ran", s.File, s.Line)
			}
		}
	})
}

// stepsOf returns what registers a vendor's steps, bound to a target that
// refuses all there is.
func stepsOf(t *testing.T, v Vendor) func(*rand.Rand) func(*features.Steps) {
	t.Helper()
	c, err := contract.Load(v.Book.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	j, err := judge.New(c, v.Book.OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	judged := v.Conformance()
	profile := judged.Sample()
	profile.Target = localBase + v.Book.Vendor
	plan, err := judged.Prepare(profile)
	if err != nil {
		t.Fatal(err)
	}
	api, err := target.New(target.Options{
		Base: profile.Target, Contract: c, Judge: j, Transport: refuses{}, Authorize: plan.Authorize, Role: plan.Role,
	}, "steps")
	if err != nil {
		t.Fatal(err)
	}
	return func(random *rand.Rand) func(*features.Steps) { return plan.Steps(api.Session(), random) }
}
