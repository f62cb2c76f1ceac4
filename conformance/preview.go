package conformance

import (
	"encoding/json"
	"fmt"
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

// PreviewFixture is the entities of one name that the profile has, and how many
// cases that would run say that they need one.
type PreviewFixture struct {
	Name     string
	Entities []string // as JSON
	Needed   int
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
		f := PreviewFixture{Name: name, Needed: needed[name]}
		for _, entity := range o.Profile.Fixtures[name] {
			text, err := json.Marshal(entity)
			if err != nil {
				return Preview{}, fmt.Errorf("conformance: fixtures.%s: %w", name, err)
			}
			f.Entities = append(f.Entities, string(text))
		}
		p.Fixtures = append(p.Fixtures, f)
	}
	return p, nil
}
