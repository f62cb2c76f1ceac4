package conformance

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
)

// Selection is the user's own choice of what to judge.
type Selection struct {
	Rules  []string    // patterns such as komet/customer-*; all when empty
	Cases  []string    // names of cases; all when empty
	Only   []string    // IDs; all when empty
	Shard  Shard       // all rules when zero
	Phases []Phase     // all when empty
	Level  specs.Level // Should: a should that is not followed is a failure
}

// Matches tells whether a rule is selected.
func (s Selection) Matches(id string) bool { return s.excludes(id) == "" }

// excludes returns why a rule is not selected; it is empty for one that is.
func (s Selection) excludes(id string) string {
	matches := func(pattern string) bool {
		ok, err := path.Match(pattern, id)
		return err == nil && ok
	}
	switch {
	case len(s.Rules) > 0 && !slices.ContainsFunc(s.Rules, matches):
		return "not selected by --rules"
	case len(s.Only) > 0 && !slices.Contains(s.Only, id):
		return "not selected by --rerun-failed: it was not left open and did not fail"
	case !s.Shard.Holds(id):
		return "in another shard: this is --shard " + s.Shard.String()
	}
	return ""
}

// CheckSelection returns an error for a pattern that selects no server rule of
// the books.
func (s Selection) CheckSelection(books []specs.Book) error {
	for _, pattern := range s.Rules {
		if _, err := path.Match(pattern, ""); err != nil {
			return fmt.Errorf("--rules: %q is no pattern: * stands for any part of a name", pattern)
		}
		one, found, now := Selection{Rules: []string{pattern}}, false, ""
		for _, b := range books {
			now += b.NowCalled(pattern)
			for _, r := range b.Rules {
				found = found || r.Binds == specs.Server && one.Matches(r.ID)
			}
		}
		if !found {
			return fmt.Errorf("--rules: %q selects no server rule of %s%s; plumbline rules lists them", pattern, bookNames(books), now)
		}
	}
	return nil
}

// checkCases returns an error for a name that no selected case has.
func (s Selection) checkCases(cases []Case) error {
	for _, name := range s.Cases {
		if !slices.ContainsFunc(cases, func(c Case) bool { return c.Name == name && s.Matches(c.Rule.ID) }) {
			return fmt.Errorf("%w: --case: no case that is selected has the name %q; --plan lists the cases", ErrSelection, name)
		}
	}
	return nil
}

func bookNames(books []specs.Book) string {
	var names []string
	for _, b := range books {
		names = append(names, b.Vendor)
	}
	return strings.Join(names, ", ")
}

// noControl is why a case does not apply to most targets.
const noControl = "needs a simulator's control API, which the target does not have"

// decide returns the verdict on a case that does not run, and why; an empty
// verdict lets it run.
func (r *runner) decide(ctx context.Context, c scheduled) (report.Verdict, string) {
	if c.held != "" {
		return c.held, c.reason
	}
	if verdict, reason := r.hold(c.Case); verdict != "" {
		return verdict, reason // what was at hand in the beginning may be used up
	}
	r.mu.Lock()
	stopped := r.stopped
	r.mu.Unlock()
	switch {
	case ctx.Err() != nil:
		return report.Inconclusive, "the run was interrupted before it"
	case stopped != "":
		return report.Inconclusive, stopped
	}
	if why := r.unoffered(ctx, c.Case); why != "" {
		return report.NotApplicable, why
	}
	why := r.short(c)
	if why == "" {
		why = r.provide(ctx, c.Case)
	}
	if why != "" {
		return report.Inconclusive, why
	}
	return "", ""
}

// seeded tells whether a simulator's control API stands in for a fixture.
func (r *runner) seeded(need string) bool {
	return r.plan.Seeds != nil && r.target.Control() != nil && r.plan.Seeds(need)
}

// hold returns the verdict on a case that can't run, or is not to, and why: the
// user's choice, what the target lacks, what it may be asked for.
func (r *runner) hold(c Case) (report.Verdict, string) {
	why := r.options.Selection.excludes(c.Rule.ID)
	switch {
	case why != "":
		return report.Skip, why
	case len(r.options.Selection.Cases) > 0 && !slices.Contains(r.options.Selection.Cases, c.Name):
		return report.Skip, "not selected by --case"
	case len(r.options.Selection.Phases) > 0 && !slices.Contains(r.options.Selection.Phases, c.Phase):
		return report.Skip, "not selected by --phase"
	}
	return r.lacks(c)
}

// lacks returns the verdict on a case that can't run, and why: what the target
// lacks, and what it may be asked for.
func (r *runner) lacks(c Case) (report.Verdict, string) {
	for _, need := range c.Needs {
		if need == NeedsControl || need == NeedsClock {
			if r.target.Control() == nil {
				if r.control != "" {
					return report.NotApplicable, r.control
				}
				return report.NotApplicable, noControl
			}
			continue
		}
		if r.seeded(need) || (need == NeedsExpired || need == NeedsEvents) && r.target.Control() != nil {
			continue
		}
		if need == NeedsEvents {
			if r.options.Profile.Events == nil {
				return report.Inconclusive, "needs to hear what the target sends to subscribers: give the profile events, such as {listen: \"127.0.0.1:4080\"}"
			}
			continue
		}
		if missing := r.plan.Missing(need); missing != "" && !r.provisions(need) {
			r.mu.Lock()
			defer r.mu.Unlock()
			return report.Inconclusive, join(missing, r.unprovided[need])
		}
	}
	if why := r.heldBack(c.Effect); why != "" {
		return report.Inconclusive, why
	}
	return "", ""
}

// heldBack says why nothing with that effect may be sent to the target; it is
// empty where it may.
func (r *runner) heldBack(effect features.Effect) string {
	p := r.options.Profile
	address := cmp.Or(r.options.Rehearses, p.Target)
	switch {
	case p.onlyReads && effect != features.Read:
		return "held back: this run only reads"
	case Loopback(address) || r.options.Transport != nil && r.options.Rehearses == "":
	case effect != features.Read && p.Writes != "allowed":
		return "held back: off loopback a run only reads; the profile's writes: allowed lets it write"
	case effect == features.Destructive && p.Destructive != "allowed":
		return "held back: it reaches entities that the run did not make; the profile's destructive: allowed lets it"
	}
	return ""
}
