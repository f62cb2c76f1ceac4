package conformance

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/internal/contract/judge"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
)

// Options of a run against one target.
type Options struct {
	Profile *Profile
	// Transport reaches a simulator in this process, and ControlTransport its
	// control API; the network when nil.
	Transport, ControlTransport http.RoundTripper
	Selection                   Selection
	RandomSeed                  uint64
	Parallel                    int    // cases at a time where each has a world to itself; else one
	FailFast                    bool   // the run ends with the first failure
	Rehearses                   string // address of the target that a simulator stands in for: what may not be sent there is not sent; else empty
	Stopped                     string // why nothing is to be sent at all, and every rule left open
	// Progress, when set, hears of every case that ended.
	Progress func(done, total int)
	// Cost, when set, returns about how many requests a case takes, or 0 where
	// that is not known; Measured hears how many it took.
	Cost     func(Case) int
	Measured func(c Case, requests int)
	// Ledger is written as the run goes; nil for none.
	Ledger *target.Ledger
	// Explore compares the target with a reference as well; nil: not.
	Explore *Explore
	// Repeat returns the command that runs one case of a rule again.
	Repeat func(rule, name string) string

	listener *target.Listener // of the profile's events
}

// lostInARow is after how many cases in a row that got no answer a run stops:
// the target is gone, and every further case would wait as long.
const lostInARow = 3

// InProcess is what a report calls a simulator in this process.
const InProcess = "simulator (in this process)"

// ErrSelection marks errors of what was selected.
var ErrSelection = errors.New("selection")

// ErrProfile marks errors of the profile, which are the user's to mend.
var ErrProfile = errors.New("profile")

// Run judges a target and returns what there is to report of it. It fails
// before anything is sent: with an ErrProfile, or through a fault of our own.
func Run(ctx context.Context, v *Vendor, o Options) (report.Vendor, error) {
	listener, err := o.Profile.listen()
	if err != nil {
		return report.Vendor{}, err
	}
	defer func() { _ = listener.Close() }() // nothing is lost with it
	o.listener = listener
	r, err := newRunner(v, o)
	if err != nil {
		return report.Vendor{}, err
	}
	defer r.target.CloseIdle()
	if o.Profile.onlyReads { // a case of its own accord sends nothing else; this holds it to that
		r.target.Guard(r.onlyRead)
	}
	cases, err := r.cases()
	if err != nil {
		return report.Vendor{}, err
	}
	out := report.Vendor{Name: v.Book.Vendor, Title: v.Book.Title, Target: r.name(), Notes: o.Profile.shortSecrets()}
	if o.Stopped != "" {
		r.stopped = o.Stopped
	} else if reason, err := r.contact(ctx); err != nil {
		return report.Vendor{}, err
	} else if reason != "" {
		out.Unreachable, out.Requests = reason, r.target.Requests()
		return out, nil
	}
	list := r.schedule(cases, r.target.Requests())
	for i := range list {
		if o.Stopped != "" && list[i].held != report.Skip {
			list[i].held, list[i].reason = report.Inconclusive, o.Stopped // what the target lacks was not looked at
		}
	}
	results := r.runAll(ctx, list)
	explored, err := r.explore(ctx, results, &out)
	if err != nil {
		return report.Vendor{}, err
	}
	results = append(results, explored...)
	out.Rules = r.rules(results)
	out.Dialect, out.Lifecycles = dialectOf(v.Book, out.Rules), lifecyclesOf(v.Book, out.Rules)
	out.Strictness = r.strict.list()
	out.Stopped, out.Requests = r.stopped, r.target.Requests()
	out.Notes = append(out.Notes, r.knownNotes...)
	out.Notes = append(out.Notes, r.target.Notes()...)
	out.Created, out.Used = r.created, r.used
	if len(o.Profile.Redact) > 0 {
		r.impersonal(&out)
	}
	return out, nil
}

// runner is the state of one run.
type runner struct {
	vendor     *Vendor
	options    Options
	plan       *Plan
	contract   *contract.Contract
	judge      *judge.Judge
	target     *target.Target
	ledger     ledger
	strict     strictness
	echoes     echoes
	plains     map[string]*plain // by operationId
	rests      map[string]int    // how often a run has waited for what must not come about, by operationId
	known      map[string]KnownFailure
	knownNotes []string // what became of entries of rules that have gone
	control    string   // why the control API that the target offers is not used
	met        string   // how first contact departed from the contract; empty where it did not
	// unproven says that the run was stopped since nothing shows whether the target
	// is the API.
	unproven bool
	// onlyReading keeps first contact from calls that may change something.
	onlyReading bool

	mu      sync.Mutex
	lost    int             // cases in a row that got no answer
	stopped string          // why the run ended early
	noted   map[string]bool // notes that a case which passed has told already
	created []report.Created
	fallen  map[*specs.Rule]map[string]bool // readings that do not hold
	// unprovided is why the profile's command made no fixture of a name.
	unprovided map[string]string
	used       []report.Used
}

func newRunner(v *Vendor, o Options) (*runner, error) {
	if _, err := target.CheckAddress(o.Profile.Target); err != nil {
		return nil, o.Profile.wrong(err)
	}
	if v.Prepare == nil {
		return nil, fmt.Errorf("conformance: the vendor %s has no Prepare", v.Book.Vendor)
	}
	plan, err := v.Prepare(o.Profile)
	if err != nil {
		return nil, o.Profile.wrong(o.Profile.allUnset(err))
	}
	if err := plan.complete(); err != nil {
		return nil, fmt.Errorf("conformance: the vendor %s: %w", v.Book.Vendor, err)
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
	var r *runner
	t, err := target.New(target.Options{
		Base: o.Profile.Target, Contract: c, Judge: j, Transport: transport,
		Authorize: o.Profile.authorize(plan.Authorize), Role: plan.Role, Secrets: o.Profile.secrets, Personal: o.Profile.Redact,
		Timeout: times.timeout, Settle: times.settle, MaxRequests: o.Profile.Limits.Requests, Pace: times.pace,
		Ledger: o.Ledger, Makes: plan.Makes, Listener: o.listener,
		Provide: func(ctx context.Context, fixture string) bool { return r.provideMore(ctx, fixture) },
	}, fmt.Sprintf("run-%016x", o.RandomSeed))
	if err != nil {
		return nil, o.Profile.wrong(err)
	}
	o.Profile.conceal = t.Conceal
	var known map[string]KnownFailure
	var notes []string
	if o.Profile.Known != "" {
		if known, notes, err = readKnown(o.Profile.path(o.Profile.Known), v.Book); err != nil {
			return nil, o.Profile.wrong(err)
		}
	}
	r = &runner{vendor: v, options: o, known: known, knownNotes: notes, plan: plan, contract: c, judge: j, target: t, noted: map[string]bool{}, plains: map[string]*plain{}, rests: map[string]int{}, unprovided: map[string]string{}, fallen: map[*specs.Rule]map[string]bool{}}
	return r, nil
}

// contact makes the first call and looks for a control API. It returns why the
// target cannot be judged at all, if it can't. A target that is merely too busy
// can't be judged now, which leaves every case open. An error is our own fault.
func (r *runner) contact(ctx context.Context) (string, error) {
	s := r.target.Session()
	err := r.plan.Contact(ctx, s)
	var mismatched *target.Mismatched
	var unsent *target.Unsent
	if errors.As(err, &unsent) {
		return "", fmt.Errorf("conformance: first contact: %w", err)
	}
	if ctx.Err() == nil && !s.Busy() {
		if evidence := r.foreign(s, err); evidence != "" {
			return r.target.Clean(evidence), nil
		}
	}
	switch {
	case err == nil, errors.As(err, &mismatched), ctx.Err() != nil:
	case s.Busy():
		r.stopped = err.Error()
	default:
		return r.target.Clean(err.Error()), nil
	}
	r.met = met(err, s)
	if r.options.ControlTransport != nil {
		return "", r.useControl()
	}
	if answers := s.Answers(); len(answers) > 0 && r.options.Profile.Control != "off" {
		if err := r.target.Discover(ctx, &answers[0], r.vendor.Book.Vendor); err != nil {
			r.control = r.target.Clean(err.Error())
		}
	}
	if r.stopped != "" {
		return "", nil
	}
	foreign, open := r.recognise(ctx, s)
	r.stopped, r.unproven = r.target.Clean(open), open != ""
	return r.target.Clean(foreign), nil
}

// met tells how the answers of first contact departed from the contract: such a
// target has not shown that it takes the log-in.
func met(err error, s *target.Session) string {
	if err != nil {
		return err.Error()
	}
	for _, a := range s.Answers() {
		for _, f := range a.Findings {
			return fmt.Sprintf("%s: %s", a.Operation.ID, f.Message)
		}
	}
	return ""
}

// useControl uses the control API of a simulator in this process.
func (r *runner) useControl() error {
	return r.target.UseControl("http://control.localhost", r.vendor.Book.Vendor, r.options.ControlTransport)
}

// name is what a report calls the target.
func (r *runner) name() string {
	if r.options.Transport != nil {
		return InProcess
	}
	return r.options.Profile.Target
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
	scenarios, err := r.vendor.Scenarios()
	if err != nil {
		return nil, err
	}
	all := slices.Concat(r.againCases(), fromContract, r.plan.Probes)
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
	return ordered, r.options.Selection.checkCases(ordered)
}

// Scenarios reads the vendor's features.
func (v *Vendor) Scenarios() ([]features.Scenario, error) {
	switch {
	case v.Features != nil:
		return features.ScenariosIn(v.Features, v.Book.Vendor)
	case v.Generic:
		return nil, nil
	}
	return features.Scenarios(v.Book.Vendor)
}

func (r *runner) scenarioCase(s features.Scenario, id string) (Case, error) {
	rule := r.vendor.Book.Rule(id)
	if rule == nil || rule.Binds != specs.Server {
		return Case{}, fmt.Errorf("%s:%d: there is no server rule %s", s.File, s.Line, id)
	}
	return Case{
		Rule: rule, Reading: s.Reading, Name: s.Name, Phase: RulesPhase, Needs: s.Needs, Effect: s.Effect,
		File: s.File, Line: s.Line, Steps: s.Steps,
		Run: func(ctx context.Context, session *target.Session, random *rand.Rand) error {
			return features.Run(ctx, s, r.plan.steps(session, random))
		},
	}, nil
}
