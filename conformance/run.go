package conformance

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/internal/contract"
	"github.com/plumbline-api/plumbline/internal/contract/judge"
	"github.com/plumbline-api/plumbline/internal/target"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
)

// Options of a run against one target.
type Options struct {
	Profile *Profile
	// Transport reaches a simulator in this process, and ControlTransport its
	// control API; the network when nil.
	Transport, ControlTransport http.RoundTripper
	Selection                   Selection
	RandomSeed                  uint64
	Parallel                    int // cases at a time where each has a world to itself; else one
	// Progress, when set, hears of every case that ended.
	Progress func(done, total int)
	// Cost, when set, returns about how many requests a case takes, or 0 where
	// that is not known; Measured hears how many it took.
	Cost     func(Case) int
	Measured func(c Case, requests int)
	// Repeat returns the command that judges one rule again.
	Repeat func(rule string) string
}

// lostInARow is after how many cases in a row that got no answer a run stops:
// the target is gone, and every further case would wait as long.
const lostInARow = 3

// ErrProfile marks errors of the profile, which are the user's to mend.
var ErrProfile = errors.New("profile")

// Run judges a target and returns what there is to report of it. It fails
// before anything is sent: with an ErrProfile, or through a fault of our own.
func Run(ctx context.Context, v *Vendor, o Options) (report.Vendor, error) {
	r, err := newRunner(v, o)
	if err != nil {
		return report.Vendor{}, err
	}
	defer r.target.CloseIdle()
	cases, err := r.cases()
	if err != nil {
		return report.Vendor{}, err
	}
	out := report.Vendor{Name: v.Book.Vendor, Title: v.Book.Title, Target: r.name()}
	if reason := r.contact(ctx); reason != "" {
		out.Unreachable, out.Requests = reason, r.target.Requests()
		return out, nil
	}
	results := r.runAll(ctx, r.schedule(cases, r.target.Requests()))
	out.Rules = r.rules(results)
	out.Dialect, out.Lifecycles = dialectOf(v.Book, out.Rules), lifecyclesOf(v.Book, out.Rules)
	out.Stopped, out.Requests = r.stopped, r.target.Requests()
	out.Created, out.Used = r.created, r.used
	return out, nil
}

// runner is the state of one run.
type runner struct {
	vendor   *Vendor
	options  Options
	plan     *Plan
	contract *contract.Contract
	judge    *judge.Judge
	target   *target.Target
	ledger   ledger
	known    map[string]KnownFailure
	control  string // why the control API that the target offers is not used

	mu      sync.Mutex
	lost    int             // cases in a row that got no answer
	stopped string          // why the run ended early
	noted   map[string]bool // notes that a case which passed has told already
	created []report.Created
	// unprovided is why the profile's command made no fixture of a name.
	unprovided map[string]string
	used       []report.Used
}

func newRunner(v *Vendor, o Options) (*runner, error) {
	if _, err := target.CheckAddress(o.Profile.Target); err != nil {
		return nil, o.Profile.wrong(err)
	}
	plan, err := v.Prepare(o.Profile)
	if err != nil {
		return nil, o.Profile.wrong(err)
	}
	c, err := contract.Load(v.Book.OpenAPI)
	if err != nil {
		return nil, err
	}
	j, err := judge.New(c, v.Book.OpenAPI)
	if err != nil {
		return nil, err
	}
	times, err := o.Profile.Limits.times()
	if err != nil {
		return nil, o.Profile.wrong(err)
	}
	transport := o.Transport
	if transport == nil {
		if transport, err = o.Profile.network().Transport(); err != nil {
			return nil, o.Profile.wrong(err)
		}
	}
	t, err := target.New(target.Options{
		Base: o.Profile.Target, Contract: c, Judge: j, Transport: transport,
		Authorize: o.Profile.authorize(plan.Authorize), Role: plan.Role, Secrets: o.Profile.secrets,
		Timeout: times.timeout, Settle: times.settle, MaxRequests: o.Profile.Limits.Requests, Pace: times.pace,
	}, fmt.Sprintf("run-%016x", o.RandomSeed))
	if err != nil {
		return nil, o.Profile.wrong(err)
	}
	o.Profile.conceal = t.Conceal
	var known map[string]KnownFailure
	if o.Profile.Known != "" {
		if known, err = readKnown(o.Profile.path(o.Profile.Known), v.Book); err != nil {
			return nil, o.Profile.wrong(err)
		}
	}
	return &runner{vendor: v, options: o, known: known, plan: plan, contract: c, judge: j, target: t, noted: map[string]bool{}, unprovided: map[string]string{}}, nil
}

// contact makes the first call and looks for a control API. It returns why the
// target cannot be judged at all, if it can't. A target that is merely too busy
// can't be judged now, which leaves every case open.
func (r *runner) contact(ctx context.Context) string {
	s := r.target.Session()
	err := r.plan.Contact(ctx, s)
	var mismatched *target.Mismatched
	switch {
	case err == nil, errors.As(err, &mismatched), ctx.Err() != nil:
	case s.Busy():
		r.stopped = err.Error()
	default:
		return r.target.Clean(err.Error())
	}
	if r.options.ControlTransport != nil {
		if err := r.useControl(); err != nil {
			return err.Error()
		}
	} else if answers := s.Answers(); len(answers) > 0 && r.options.Profile.Control != "off" {
		if err := r.target.Discover(&answers[0], r.vendor.Book.Vendor); err != nil {
			r.control = r.target.Clean(err.Error())
		}
	}
	return ""
}

// useControl uses the control API of a simulator in this process.
func (r *runner) useControl() error {
	return r.target.UseControl("http://control.invalid", r.vendor.Book.Vendor, r.options.ControlTransport)
}

// name is what a report calls the target.
func (r *runner) name() string {
	if r.options.Transport != nil {
		return "simulator (in this process)"
	}
	return r.options.Profile.Target
}

// result is a case with what came of it.
type result struct {
	c Case
	r report.Case
}

// runAll runs the cases: side by side where each has a world to itself, and one
// after the other on a target that they share.
func (r *runner) runAll(ctx context.Context, cases []scheduled) []result {
	parallel := 1
	if c := r.target.Control(); c != nil && c.OwnWorlds() {
		parallel = max(1, r.options.Parallel)
	}
	results := make([]result, len(cases))
	queue := make(chan int)
	var wg sync.WaitGroup
	var done int
	for range parallel {
		wg.Go(func() {
			for i := range queue {
				results[i] = result{cases[i].Case, r.runCase(ctx, cases[i])}
				r.mu.Lock()
				done++
				if r.options.Progress != nil {
					r.options.Progress(done, len(cases))
				}
				r.mu.Unlock()
			}
		})
	}
	for i := range cases {
		queue <- i
	}
	close(queue)
	wg.Wait()
	return results
}

// runCase decides whether a case runs, runs it, and repeats it when it failed:
// a failure that does not come back is no failure of the target's rules.
func (r *runner) runCase(ctx context.Context, s scheduled) report.Case {
	c := s.Case
	out := report.Case{Name: c.Name, Phase: string(c.Phase), Reading: c.Reading, File: c.File, Line: c.Line}
	if r.options.Repeat != nil {
		out.Repeat = r.options.Repeat(c.Rule.ID)
	}
	if verdict, reason := r.decide(ctx, s); verdict != "" {
		out.Verdict, out.Reason = verdict, reason
		return out
	}
	started := time.Now()
	departures := r.try(ctx, c, &out, 0)
	if r.loggedOut(ctx, &out) {
		return out
	}
	if (out.Verdict == report.Fail || r.ledger.unconfirmed(departures)) && ctx.Err() == nil {
		again := report.Case{}
		r.ledger.confirm(departures, r.try(ctx, c, &again, 1))
		confirmed(&out, again)
	} else {
		r.ledger.enter(departures)
	}
	out.Duration = time.Since(started)
	if out.Verdict == report.Pass {
		out.Exchanges, out.Repeat = r.notes(out.Exchanges), ""
	}
	return out
}

// loggedOut finds out, where a failed case was answered 401, whether the target
// still takes the log-in, as it did on first contact. Where it does not, nothing
// can be judged any more.
func (r *runner) loggedOut(ctx context.Context, out *report.Case) bool {
	refused := slices.ContainsFunc(out.Exchanges, func(e report.Exchange) bool { return e.Status == http.StatusUnauthorized })
	if out.Verdict != report.Fail || !refused || ctx.Err() != nil {
		return false
	}
	s := r.target.Session()
	err := errors.Join(r.plan.Contact(ctx, s), s.Close(context.WithoutCancel(ctx)))
	var mismatched *target.Mismatched
	if err == nil || errors.As(err, &mismatched) || s.LostAnswer() != "" || ctx.Err() != nil {
		return false
	}
	r.stop("the log-in, which was good on first contact, is no longer taken: " + r.target.Clean(err.Error()))
	out.Verdict, out.Reason, out.Mismatches = report.Inconclusive, r.stopped, nil
	return true
}

// stop ends the run of this vendor, for the first reason that comes up.
func (r *runner) stop(why string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.stopped == "" {
		r.stopped = why
	}
}

// confirmed compares a failure with what came of repeating it: one that does
// not come back is no failure of the target's rules.
func confirmed(out *report.Case, again report.Case) {
	switch {
	case out.Verdict != report.Fail || again.Verdict == report.Fail:
	case again.Verdict == report.Pass:
		out.Verdict, out.Reason = report.Inconclusive, "flaky: it failed, and passed when it was repeated"
	default:
		out.Verdict, out.Reason = again.Verdict, "it failed, and repeating it settled nothing: "+again.Reason
	}
}

// mostNotes is how many different notes a report holds of cases that passed.
const mostNotes = 100

// notes keeps the exchanges of a passed case in which there was something to
// note that no case before it has told.
func (r *runner) notes(exchanges []report.Exchange) []report.Exchange {
	r.mu.Lock()
	defer r.mu.Unlock()
	var kept []report.Exchange
	for _, e := range exchanges {
		told := true
		for _, note := range e.Notes {
			if key := e.Method + " " + note; !r.noted[key] && len(r.noted) < mostNotes {
				r.noted[key], told = true, false
			}
		}
		if !told {
			kept = append(kept, e)
		}
	}
	return kept
}

// try runs a case once, which has been repeated so often. It returns what was wrong with answers that other
// rules claim, and the case's own.
func (r *runner) try(ctx context.Context, c Case, out *report.Case, repeated int) []departure {
	s := r.target.Session()
	if s.World() != "" {
		repeated = 0 // nothing is left of the first time
	}
	err := r.call(ctx, c, s, r.random(c, repeated))
	out.Exchanges = s.Exchanges()
	if r.options.Measured != nil && repeated == 0 {
		r.options.Measured(c, s.Cost())
	}
	own, departures := r.ledger.take(r.vendor.Book, c.Rule, r.judge, s.Answers(), r.target.Clean)
	closing := s.Close(context.WithoutCancel(ctx))
	r.enter(c, s)
	out.Verdict, out.Reason, out.Mismatches = outcome(ctx, err, own)
	if closing != nil {
		out.Reason = strings.TrimPrefix(out.Reason+"; left behind: "+closing.Error(), "; ")
	}
	out.Reason = r.target.Clean(out.Reason)
	for i, m := range out.Mismatches {
		out.Mismatches[i] = cleaned(m, r.target.Clean)
	}
	r.countLost(s)
	return departures
}

// enter notes what a case made on the target and used of the profile.
func (r *runner) enter(c Case, s *target.Session) {
	r.mu.Lock()
	defer r.mu.Unlock()
	created, used := s.Ledger()
	for _, e := range created {
		e.Rule, e.Case = c.Rule.ID, c.Name
		r.created = append(r.created, e)
	}
	for _, u := range used {
		u.Rule, u.Case = c.Rule.ID, c.Name
		r.used = append(r.used, u)
	}
}

// call runs a case; a panic in it is our own fault and no end of the run.
func (r *runner) call(ctx context.Context, c Case, s *target.Session, random *rand.Rand) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
	}()
	return c.Run(ctx, s, random)
}

// outcome turns the error of a case into its verdict; own is what was wrong
// with its answers.
func outcome(ctx context.Context, err error, own []report.Mismatch) (report.Verdict, string, []report.Mismatch) {
	var mismatched *target.Mismatched
	var inconclusive *target.Inconclusive
	var without *notApplicable
	switch {
	case errors.As(err, &without):
		return report.NotApplicable, without.reason, nil
	case errors.As(err, &mismatched):
		return report.Fail, "", slices.Concat(mismatched.Mismatches, own)
	case err != nil && !errors.As(err, &inconclusive) && ctx.Err() == nil:
		return report.Error, err.Error(), own
	case len(own) > 0:
		return report.Fail, "", own
	case ctx.Err() != nil:
		return report.Inconclusive, "the run was interrupted", nil
	case inconclusive != nil:
		return report.Inconclusive, inconclusive.Reason, nil
	}
	return report.Pass, "", nil
}

// countLost stops the run when several cases in a row got no answer.
func (r *runner) countLost(s *target.Session) {
	r.mu.Lock()
	defer r.mu.Unlock()
	reason := s.LostAnswer()
	if reason == "" {
		r.lost = 0
		return
	}
	if r.lost++; r.lost >= lostInARow && r.stopped == "" {
		r.stopped = fmt.Sprintf("no answer could be judged in %d cases in a row, the last time because: %s", lostInARow, r.target.Clean(reason))
	}
}

// random returns the random numbers of a case, which depend on the run's seed
// and the case's name only, so that neither order nor selection changes them. A
// case that is repeated where its first time may have left something behind
// draws others.
func (r *runner) random(c Case, repeated int) *rand.Rand {
	h := fnv.New64a()
	_, _ = fmt.Fprintf(h, "%s\n%s\n%s\n%d", c.Rule.ID, c.Name, c.Reading, repeated) // a hash does not fail
	return rand.New(rand.NewPCG(r.options.RandomSeed, h.Sum64()))
}

// cases gathers the cases of the server rules, those that change the least
// first.
func (r *runner) cases() ([]Case, error) {
	fromContract, err := r.contractCases()
	if err != nil {
		return nil, err
	}
	scenarios, err := features.Scenarios(r.vendor.Book.Vendor)
	if err != nil {
		return nil, err
	}
	all := append(fromContract, r.plan.Probes...)
	for _, s := range scenarios {
		for _, id := range s.Rules {
			c, err := r.scenarioCase(s, id)
			if err != nil {
				return nil, err
			}
			all = append(all, c)
		}
	}
	var ordered []Case
	for _, effect := range effects() {
		for _, c := range all {
			if c.Effect == effect {
				ordered = append(ordered, c)
			}
		}
	}
	if len(ordered) != len(all) {
		return nil, fmt.Errorf("conformance: %s: a case has no effect", r.vendor.Book.Vendor)
	}
	return ordered, nil
}

func (r *runner) scenarioCase(s features.Scenario, id string) (Case, error) {
	rule := r.vendor.Book.Rule(id)
	if rule == nil || rule.Binds != specs.Server {
		return Case{}, fmt.Errorf("%s:%d: there is no server rule %s", s.File, s.Line, id)
	}
	return Case{
		Rule: rule, Reading: s.Reading, Name: s.Name, Phase: RulesPhase, Needs: s.Needs, Effect: s.Effect,
		File: s.File, Line: s.Line,
		Run: func(ctx context.Context, session *target.Session, random *rand.Rand) error {
			return features.Run(ctx, s, r.plan.Steps(session, random))
		},
	}, nil
}
