package conformance

import (
	"maps"
	"slices"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
)

// Preview is what a run would do, found out without sending anything.
type Preview struct {
	Vendor, Target string
	Budget         int // the profile's limits.requests; 0 for none
	Requests       int // that the run would send, about, first contact included
	Cases          []PreviewCase
	Fixtures       []PreviewFixture
	// Open are the rules that would not be judged, each with why. It is known once
	// the run was rehearsed.
	Open []PreviewRule
}

// PreviewRule is a rule that a run would leave open.
type PreviewRule struct {
	ID, Reason string
	Verdict    report.Verdict
}

// Rehearsed enters what came of the same run on a simulator that stands in for
// the target: how many requests it took, and which rules it left open.
func (p *Preview) Rehearsed(out report.Vendor) {
	p.Requests, p.Open = out.Requests, nil
	for _, r := range out.Rules {
		if r.Verdict == report.Inconclusive || r.Verdict == report.NotApplicable {
			p.Open = append(p.Open, PreviewRule{r.ID, r.Reason, r.Verdict})
		}
	}
}

// PreviewCase is a case in the order in which the cases would run; those that
// would not come last.
type PreviewCase struct {
	Rule          *specs.Rule
	Name, Reading string
	Phase         Phase
	Effect        features.Effect
	Needs         []string
	Requests      int            // that it takes, about
	Held          report.Verdict // the verdict on it where it would not run; else empty
	Reason        string         // why it would not
}

// PreviewFixture is how many entities of one name the profile has, and how many
// cases that would run say that they need one.
type PreviewFixture struct {
	Name          string
	Has, NeededBy int
}

// NewPreview returns what Run would do with the same options. It fails as Run
// does before anything is sent.
func NewPreview(v *Vendor, o Options) (Preview, error) {
	r, err := newRunner(v, o)
	if err != nil {
		return Preview{}, err
	}
	defer r.target.CloseIdle()
	if o.ControlTransport != nil {
		if err := r.useControl(); err != nil {
			return Preview{}, err
		}
	} else {
		r.control = "needs a simulator's control API, which a run looks for on first contact"
	}
	cases, err := r.cases()
	if err != nil {
		return Preview{}, err
	}
	p := Preview{Vendor: v.Book.Vendor, Target: r.name(), Budget: o.Profile.Limits.Requests, Requests: contactCost}
	needed := map[string]int{}
	for _, c := range r.schedule(cases, contactCost) {
		p.Cases = append(p.Cases, PreviewCase{
			Rule: c.Rule, Name: c.Name, Reading: c.Reading, Phase: c.Phase, Effect: c.Effect, Needs: c.Needs,
			Requests: c.cost, Held: c.held, Reason: c.reason,
		})
		if c.held != "" {
			continue
		}
		p.Requests += c.cost
		for _, need := range c.Needs {
			needed[need]++
		}
	}
	slices.SortStableFunc(p.Cases, func(a, b PreviewCase) int {
		switch {
		case a.Held == "" && b.Held != "":
			return -1
		case a.Held != "" && b.Held == "":
			return 1
		}
		return 0
	})
	for _, name := range slices.Sorted(maps.Keys(o.Profile.Fixtures)) {
		p.Fixtures = append(p.Fixtures, PreviewFixture{Name: name, Has: len(o.Profile.Fixtures[name]), NeededBy: needed[name]})
	}
	return p, nil
}
