package conformance

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/cucumber/godog"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/target"
)

// Suite runs features of anyone's own, written with a vendor's steps, against a
// target: a simulator, or an installation that the profile describes.
type Suite struct {
	Vendor  *Vendor  // such as akinon.New() of the package conformance/akinon
	Profile *Profile // of the target; Vendor.Sample() is that of a simulator's sample world, without an address
	// Transport reaches a simulator in the same process, and ControlTransport its
	// control API; the network when nil. With a control API each scenario has a
	// world to itself, and what it needs is seeded. Without one the profile's
	// fixtures are used up.
	Transport, ControlTransport http.RoundTripper
	// RandomSeed is where the names and ids come from that scenarios make up.
	// Suites that share a target at the same time, or one that keeps what it is
	// given, need different ones.
	RandomSeed uint64
}

// Run runs all scenarios of the feature files in files, or in those paths of it,
// as subtests. Selecting none is a failure, and so is a step that nobody has
// defined, and one that could not be judged.
func (s Suite) Run(t *testing.T, files fs.FS, paths ...string) {
	t.Helper()
	steps, err := s.Steps(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if len(paths) == 0 {
		paths = []string{"."}
	}
	var ran atomic.Int64
	status := godog.TestSuite{
		Name: s.Vendor.Book.Vendor,
		ScenarioInitializer: func(sc *godog.ScenarioContext) {
			steps(sc)
			sc.After(func(ctx context.Context, _ *godog.Scenario, _ error) (context.Context, error) {
				ran.Add(1)
				return ctx, nil
			})
		},
		Options: &godog.Options{
			FS: files, Paths: paths, Format: "progress", Output: t.Output(), NoColors: true, Strict: true, TestingT: t, DefaultContext: t.Context(),
		},
	}.Run()
	switch {
	case ran.Load() == 0:
		t.Errorf("no scenario ran: there is none in %v", paths)
	case status != 0:
		t.Errorf("godog ends with status %d", status)
	}
}

// Steps gets in touch with the target and returns what registers the vendor's
// steps in a scenario: the ScenarioInitializer of a godog.TestSuite, or a part
// of it beside steps of one's own. When a scenario ends, what it changed is
// taken back where the API can do that, and an answer that departed from the
// contract fails it. Off loopback nothing is sent that the profile does not
// allow.
func (s Suite) Steps(ctx context.Context) (func(*godog.ScenarioContext), error) {
	r, err := newRunner(s.Vendor, Options{
		Profile: s.Profile, Transport: s.Transport, ControlTransport: s.ControlTransport, RandomSeed: s.RandomSeed,
	})
	if err != nil {
		return nil, err
	}
	r.target.Guard(r.onlyAllowed)
	reason, err := r.contact(ctx)
	if err != nil {
		return nil, err
	}
	if reason != "" {
		return nil, fmt.Errorf("conformance: %s was not reached at %s: %s", s.Vendor.Book.Vendor, r.name(), reason)
	}
	if r.stopped != "" {
		return nil, fmt.Errorf("conformance: %s can't be judged now: %s", s.Vendor.Book.Vendor, r.stopped)
	}
	var scenarios atomic.Uint64
	var expressions features.Expressions
	return func(sc *godog.ScenarioContext) {
		session := r.target.Session()
		r.plan.steps(session, rand.New(rand.NewPCG(s.RandomSeed, scenarios.Add(1))))(features.NewSteps(sc, &expressions))
		sc.After(func(ctx context.Context, _ *godog.Scenario, _ error) (context.Context, error) {
			closing := session.Close(context.WithoutCancel(ctx))
			r.target.CloseIdle() // of the last scenario nobody else would
			if closing != nil {
				closing = fmt.Errorf("left behind: %w", closing)
			}
			return ctx, errors.Join(r.departed(session), closing)
		})
	}, nil
}

// departed is what was wrong with a session's answers by the contract.
func (r *runner) departed(session *target.Session) error {
	var list []report.Mismatch
	for _, a := range session.Answers() {
		for _, f := range a.Findings {
			list = append(list, cleaned(report.Mismatch{
				What: fmt.Sprintf("answer %d of %s", a.Status, a.Operation.ID), Want: []string{"what the contract has at " + f.Pointer}, Got: f.Message,
			}, r.target.Clean))
		}
	}
	if list == nil {
		return nil
	}
	return &target.Mismatched{Mismatches: list}
}

// onlyRead refuses a request that may change something. What HTTP itself calls
// safe may have any path.
func (r *runner) onlyRead(request *http.Request, op *contract.Operation) error {
	if request.Method == http.MethodGet || request.Method == http.MethodHead || request.Method == http.MethodOptions {
		return nil
	}
	if err := r.onlyAllowed(request, op); err != nil {
		return &target.Inconclusive{Reason: err.Error()}
	}
	return nil
}

// onlyAllowed refuses a request that the profile does not allow.
func (r *runner) onlyAllowed(_ *http.Request, op *contract.Operation) error {
	effect := features.Spending // of what is no operation nobody knows
	if op != nil {
		effect = r.plan.Effects[op.ID]
	}
	if why := r.heldBack(effect); why != "" {
		return errors.New(why)
	}
	return nil
}
