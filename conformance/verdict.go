package conformance

import (
	"fmt"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
)

// rules turns the results of cases into verdicts on the server rules.
func (r *runner) rules(results []result) []report.Rule {
	byRule := map[*specs.Rule][]report.Case{}
	for _, x := range results {
		byRule[x.c.Rule] = append(byRule[x.c.Rule], x.r)
	}
	var out []report.Rule
	for _, rule := range r.vendor.Book.Rules {
		if rule.Binds != specs.Server {
			continue
		}
		cases := byRule[rule]
		if c, any := r.ledger.answersCase(rule); any && r.options.Selection.Matches(rule.ID) && (len(r.options.Selection.Cases) == 0 || worst(cases, selected).Verdict != "") {
			cases = append(cases, c)
		}
		if c, any := r.strict.secondsCase(); any && rule == r.vendor.Book.Integrity.RefusalChangesNothing && r.options.Selection.Matches(rule.ID) {
			cases = append(cases, c)
		}
		verdict := report.Rule{
			ID: rule.ID, Text: rule.Text, Level: string(rule.Level), Basis: string(rule.Basis),
			Source: report.Source(rule.Source), Cases: cases,
		}
		settle(rule, &verdict, r.options.Selection)
		if len(cases) == 0 && verdict.Verdict == report.Inconclusive && r.plan.Unjudged != nil {
			verdict.Reason = r.plan.Unjudged(rule)
		}
		if known, listed := r.known[rule.ID]; listed {
			known.apply(&verdict, time.Now().UTC().Format(time.DateOnly))
		}
		out = append(out, verdict)
	}
	return out
}

// selected tells whether a case was selected.
func selected(c report.Case) bool { return c.Verdict != report.Skip }

// settle gives a rule its verdict from those of its cases. A rule with
// readings holds when the cases of one of them hold.
func settle(rule *specs.Rule, v *report.Rule, selection Selection) {
	if len(v.Cases) == 0 {
		v.Verdict, v.Reason = report.Inconclusive, "no check of this rule could be made"
		if why := selection.excludes(rule.ID); why != "" {
			v.Verdict, v.Reason = report.Skip, why
		}
		return
	}
	common := worst(v.Cases, func(c report.Case) bool { return c.Reading == "" })
	if len(rule.Readings) == 0 {
		v.Verdict = common.Verdict
		v.Reason = common.Reason
	} else {
		settleReadings(rule, v, common)
	}
	if v.Verdict != report.Fail {
		return
	}
	switch {
	case rule.Basis == specs.Assumed:
		v.Verdict, v.Reason = report.Warning, "not documented (our assumption): "+departs(v)
	case rule.Level == specs.Should && selection.Level != specs.Should:
		v.Verdict, v.Reason = report.Warning, "recommended, not required: "+departs(v)
	}
}

// departs says in what a target departs from a rule: the first difference.
func departs(v *report.Rule) string {
	for _, c := range v.Cases {
		if c.Verdict == report.Fail && len(c.Mismatches) > 0 {
			m := c.Mismatches[0]
			return fmt.Sprintf("expected %s %s, got %s", m.What, strings.Join(m.Want, " or "), m.Got)
		}
	}
	return "the target departs from it"
}

// settleReadings finds the readings that the target follows. Cases of no
// reading in particular can make the verdict worse, not better: without one
// reading that holds the rule has not been found to hold.
func settleReadings(rule *specs.Rule, v *report.Rule, common report.Case) {
	var failed, open report.Case // the worst of the readings that fail, and of those that are left open
	for _, reading := range rule.Readings {
		switch c := worst(v.Cases, func(c report.Case) bool { return c.Reading == reading.Name }); {
		case c.Verdict == report.Pass:
			v.Readings = append(v.Readings, reading.Name)
		case rank(c.Verdict) >= rank(report.Fail):
			failed = worse(failed, c)
		default:
			open = worse(open, c)
		}
	}
	best := open
	switch {
	case rank(failed.Verdict) > rank(report.Fail): // our own fault, whatever else holds
		best = failed
	case len(v.Readings) > 0:
		best = report.Case{Verdict: report.Pass}
		for i := range v.Cases {
			if c := &v.Cases[i]; c.Reading != "" && c.Verdict == report.Fail {
				c.Verdict, c.Reason = report.NotApplicable, "the target follows another reading: "+strings.Join(v.Readings, " or ")
			}
		}
	case open.Verdict == report.Skip && failed.Verdict == report.Fail:
		best = report.Case{Verdict: report.Inconclusive, Reason: "a reading fails, and the cases of its other readings are not selected"}
	case open.Verdict == "" && failed.Verdict == "":
		best = report.Case{Verdict: report.Inconclusive, Reason: "no check of the rule's readings could be made"}
	case open.Verdict == "":
		best = report.Case{Verdict: report.Fail, Reason: matchesNone(v)}
		if rule.Open() {
			best.Verdict = report.Warning
			best.Reason += "; the document leaves other readings open"
			softenReadings(v)
		}
	}
	if rank(common.Verdict) > rank(report.Pass) {
		best = worse(best, common)
	}
	v.Verdict, v.Reason = best.Verdict, best.Reason
}

// matchesNone says what was seen where no reading holds: the first difference of
// each.
func matchesNone(v *report.Rule) string {
	var expected []string
	got := ""
	readings := map[string]bool{}
	for _, c := range v.Cases {
		if c.Reading == "" || c.Verdict != report.Fail || readings[c.Reading] || len(c.Mismatches) == 0 {
			continue
		}
		readings[c.Reading] = true
		m := c.Mismatches[0]
		expected = append(expected, m.What+" "+strings.Join(m.Want, " or "))
		if got == "" {
			got = m.Got
		}
	}
	return fmt.Sprintf("matches none of the readings: expected %s, got %s", strings.Join(expected, "; or "), got)
}

// softenReadings makes warnings of the readings' failures.
func softenReadings(v *report.Rule) {
	for i := range v.Cases {
		if c := &v.Cases[i]; c.Reading != "" && c.Verdict == report.Fail {
			c.Verdict = report.Warning
		}
	}
}

func worse(a, b report.Case) report.Case {
	if rank(b.Verdict) > rank(a.Verdict) {
		return b
	}
	return a
}

// rank orders verdicts: of several cases the highest counts.
func rank(v report.Verdict) int {
	order := []report.Verdict{"", report.Skip, report.NotApplicable, report.Pass, report.Warning, report.Inconclusive, report.Fail, report.Error}
	for i, o := range order {
		if o == v {
			return i
		}
	}
	return len(order)
}

// worst returns the case that counts among those that match; its verdict is
// empty where none does.
func worst(cases []report.Case, match func(report.Case) bool) report.Case {
	var found report.Case
	for _, c := range cases {
		if match(c) && rank(c.Verdict) > rank(found.Verdict) {
			found = c
		}
	}
	if found.Verdict == report.Pass {
		found.Reason = ""
	}
	return found
}

// dialectOf lists the readings that were found out; a rule of which several
// hold is undetermined and left out.
func dialectOf(book specs.Book, rules []report.Rule) map[string]string {
	dialect := map[string]string{}
	for _, v := range rules {
		if len(v.Readings) == 1 && book.Rule(v.ID) != nil {
			dialect[v.ID] = v.Readings[0]
		}
	}
	return dialect
}
