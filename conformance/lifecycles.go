package conformance

import (
	"slices"

	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
)

// lifecyclesOf tells of the book's lifecycles what the verdicts on its rules
// say of their transitions.
func lifecyclesOf(book specs.Book, rules []report.Rule) []report.Lifecycle {
	verdicts := map[string]report.Verdict{}
	for _, r := range rules {
		verdicts[r.ID] = r.Verdict
	}
	var list []report.Lifecycle
	for _, l := range book.Lifecycles {
		out := report.Lifecycle{Entity: l.Entity, States: l.States}
		for _, t := range l.Transitions {
			made := report.Transition{From: t.From, To: t.To}
			for _, rule := range t.Rules {
				made.Rules = append(made.Rules, rule.ID)
				made.Verdict = graver(made.Verdict, verdicts[rule.ID])
			}
			out.Transitions = append(out.Transitions, made)
		}
		list = append(list, out)
	}
	return list
}

// graver returns the verdict that counts for a transition of which two rules
// speak. One that was not judged leaves it to the other.
func graver(a, b report.Verdict) report.Verdict {
	order := []report.Verdict{report.Pass, report.Inconclusive, report.Warning, report.Fail, report.Error}
	if slices.Index(order, b) > slices.Index(order, a) {
		return b
	}
	return a
}
