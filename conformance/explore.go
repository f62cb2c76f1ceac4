package conformance

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/conformance/reference"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
)

// Explore is how a target is compared with a reference by sequences of requests
// that are drawn.
type Explore struct {
	Model    reference.Model
	Requests int
	Dialect  map[string]string // what is known of the target's, beside what the run finds out
	Corpus   []reference.Trace // that showed a difference before
	// Found hears of the traces that showed one now.
	Found func(reference.Trace)
}

// explore draws sequences of requests and turns what they find into results.
func (r *runner) explore(ctx context.Context, before []result, out *report.Vendor) ([]result, error) {
	x := r.options.Explore
	switch {
	case x == nil, r.stopped != "", len(r.options.Selection.Phases) > 0 && !slices.Contains(r.options.Selection.Phases, ExplorePhase):
		return nil, nil
	case r.plan.Reference == nil || r.plan.Reference.Explore == nil:
		out.Notes = append(out.Notes, "exploration: no sequences can be drawn for this vendor")
		return nil, nil
	}
	dialect := maps.Clone(x.Dialect)
	if dialect == nil {
		dialect = map[string]string{}
	}
	maps.Copy(dialect, dialectOf(r.vendor.Book, r.rules(before)))
	found, err := reference.Explore(ctx, r.plan.Reference, x.Model, r.target, reference.ExploreOptions{
		Requests: x.Requests, RandomSeed: r.options.RandomSeed, Corpus: x.Corpus,
		Dialect: dialect,
		Allowed: func(operation string) bool { return r.heldBack(r.plan.Effects[operation]) == "" },
		Ended: func(s *target.Session) {
			r.enter(Case{Name: "a sequence", Rule: &specs.Rule{ID: r.vendor.Book.Vendor + "/exploration"}}, s)
		},
		Progress: r.options.Progress,
	})
	if err != nil && ctx.Err() == nil {
		return nil, err
	}
	for _, f := range found.Findings {
		if x.Found != nil {
			x.Found(f.Trace)
		}
	}
	out.Notes = append(out.Notes, explored(found)...)
	return r.exploredCases(found), nil
}

// explored says what was explored, and what of the target's own choices was met.
func explored(x *reference.Exploration) []string {
	notes := []string{fmt.Sprintf("exploration: %d requests were answered as the reference answers them; differences found: %d", x.Requests, len(x.Findings))}
	for _, l := range x.Learnt {
		notes = append(notes, fmt.Sprintf("exploration: %s: %s was %s, not %s, which is the target's own choice: %s",
			l.Request.Name, l.What.What, l.What.Got, l.What.Expected, strings.Join(l.Lines, "; ")))
	}
	for _, o := range x.Open {
		if len(o.Rules) == 0 {
			notes = append(notes, "exploration: "+o.Reason)
		}
	}
	return notes
}

// exploredCases makes a case of every finding, and one for each rule that decided
// where target and reference agree.
func (r *runner) exploredCases(x *reference.Exploration) []result {
	var list []result
	add := func(rule *specs.Rule, c report.Case) {
		if r.options.Selection.excludes(rule.ID) != "" {
			return
		}
		c.Phase = string(ExplorePhase)
		c.Reason = r.target.Clean(c.Reason)
		if c.Verdict != report.Pass && r.options.Repeat != nil {
			c.Repeat = fmt.Sprintf("%s --phase explore --explore %d", r.options.Repeat(rule.ID, ""), r.options.Explore.Requests)
		}
		list = append(list, result{Case{Rule: rule, Name: c.Name, Phase: ExplorePhase}, c})
	}
	for _, f := range x.Findings {
		rules := f.Rules
		if len(rules) == 0 {
			rules = []*specs.Rule{r.vendor.Book.Integrity.KeepsWhatItAccepts}
		}
		add(rules[0], r.finding(f, rules[1:]))
	}
	for _, o := range x.Open {
		if len(o.Rules) > 0 {
			add(o.Rules[0], report.Case{Name: "exploration", Verdict: report.Inconclusive, Reason: o.Reason})
		}
	}
	for _, rule := range r.vendor.Book.Rules {
		if n := x.Met[rule]; n > 0 {
			add(rule, report.Case{
				Name: fmt.Sprintf("decided %d times as in the reference", n), Reading: agreed(rule, x.Dialect), Verdict: report.Pass,
			})
		}
	}
	return list
}

// agreed is the reading in which target and reference agree.
func agreed(rule *specs.Rule, dialect map[string]string) string {
	if said := dialect[rule.ID]; said != "" && said != specs.Departs {
		return said
	}
	return rule.DefaultReading()
}

// finding is the case of one difference.
func (r *runner) finding(f reference.Finding, others []*specs.Rule) report.Case {
	c := report.Case{
		Name: "exploration: " + f.Trace.Steps[len(f.Trace.Steps)-1].Request.Name, Verdict: report.Fail, Exchanges: f.Exchanges,
		Reason:   fmt.Sprintf("target and reference differ; shrunk from %d requests to %d", f.Shrunk, len(f.Trace.Steps)),
		Scenario: r.target.Clean(r.plan.Reference.Scenario(f)),
	}
	for _, d := range f.Differences {
		c.Mismatches = append(c.Mismatches, cleaned(d.Mismatch(), r.target.Clean))
	}
	if len(others) > 0 {
		var ids []string
		for _, rule := range others {
			ids = append(ids, rule.ID)
		}
		c.Reason += "; in the reference these decided too: " + strings.Join(ids, ", ")
	}
	return c
}
