package conformance

import (
	"fmt"
	"strings"
	"sync"

	"github.com/plumbline-api/plumbline/internal/contract"
	"github.com/plumbline-api/plumbline/internal/contract/judge"
	"github.com/plumbline-api/plumbline/internal/target"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
)

// owner finds the rule that claims a place of the contract: the one with the
// longest pointer above it, or nil.
func owner(book specs.Book, pointer string) *specs.Rule {
	var found *specs.Rule
	longest := -1
	for _, r := range book.Rules {
		for _, claimed := range r.Schema {
			if len(claimed) > longest && (pointer == claimed || strings.HasPrefix(pointer, claimed+"/")) {
				found, longest = r, len(claimed)
			}
		}
	}
	return found
}

// ledger gathers, for each rule that claims an answer of the contract, what
// was wrong with such answers in the course of all cases.
type ledger struct {
	mu     sync.Mutex
	seen   map[*specs.Rule]int
	broken map[*specs.Rule][]report.Mismatch
}

// maxBroken is how many departures of one rule's answers are kept.
const maxBroken = 20

// take enters a case's answers. What no rule claims, or the case's own rule,
// comes back as mismatches of the case.
func (l *ledger) take(book specs.Book, rule *specs.Rule, j *judge.Judge, answers []target.Answer) []report.Mismatch {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.seen == nil {
		l.seen, l.broken = map[*specs.Rule]int{}, map[*specs.Rule][]report.Mismatch{}
	}
	var own []report.Mismatch
	for _, a := range answers {
		if a.Operation == nil {
			continue
		}
		claims := answerOwner(book, j, a)
		if claims != nil {
			l.seen[claims]++
		}
		for _, f := range a.Findings {
			m := report.Mismatch{
				What: fmt.Sprintf("answer %d of %s", a.Status, a.Operation.ID),
				Want: []string{"what the contract has at " + f.Pointer}, Got: f.Message,
			}
			by := claims
			if by == nil {
				by = owner(book, f.Pointer)
			}
			if by == nil || by == rule {
				own = append(own, m)
			}
			if by != nil && len(l.broken[by]) < maxBroken {
				l.broken[by] = append(l.broken[by], m)
			}
		}
	}
	return own
}

// answerOwner finds the rule that claims the response of an answer, where it
// stands or where its reference leads.
func answerOwner(book specs.Book, j *judge.Judge, a target.Answer) *specs.Rule {
	pointer, referred := j.ResponsePointer(a.Operation, a.Status)
	if pointer == "" {
		return nil
	}
	if r := owner(book, pointer); r != nil {
		return r
	}
	if referred == "" {
		return nil
	}
	return owner(book, referred)
}

// answersCase is the case of a rule that claims answers: none that came in the
// whole run departs from the contract. There is none where none came.
func (l *ledger) answersCase(rule *specs.Rule) (report.Case, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.seen[rule] == 0 {
		return report.Case{}, false
	}
	c := report.Case{
		Name: "every answer of the run keeps to the contract", Phase: string(ContractPhase), Verdict: report.Pass,
	}
	if len(l.broken[rule]) > 0 {
		c.Verdict, c.Mismatches = report.Fail, l.broken[rule]
	}
	return c, true
}

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
		if c, any := r.ledger.answersCase(rule); any && r.options.Selection.Matches(rule.ID) {
			cases = append(cases, c)
		}
		verdict := report.Rule{
			ID: rule.ID, Text: rule.Text, Level: string(rule.Level), Basis: string(rule.Basis),
			Source: report.Source(rule.Source), Cases: cases,
		}
		settle(rule, &verdict, r.options.Selection)
		out = append(out, verdict)
	}
	return out
}

// settle gives a rule its verdict from those of its cases. A rule with
// readings holds when the cases of one of them hold.
func settle(rule *specs.Rule, v *report.Rule, selection Selection) {
	if len(v.Cases) == 0 {
		v.Verdict, v.Reason = report.Inconclusive, "no check of this rule could be made"
		if !selection.Matches(rule.ID) {
			v.Verdict, v.Reason = report.Skip, "not selected by --rules"
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
		v.Verdict, v.Reason = report.Warning, "assumed: no document says it, and the target departs from it"
	case rule.Level == specs.Should && selection.Level != specs.Should:
		v.Verdict, v.Reason = report.Warning, "a should: the target departs from it"
	}
}

// settleReadings finds the readings that the target follows.
func settleReadings(rule *specs.Rule, v *report.Rule, common report.Case) {
	best := report.Case{Verdict: report.Fail, Reason: "none of the rule's readings holds"}
	for _, reading := range rule.Readings {
		c := worst(v.Cases, func(c report.Case) bool { return c.Reading == reading.Name })
		switch {
		case c.Verdict == report.Pass:
			v.Readings = append(v.Readings, reading.Name)
		case rank(c.Verdict) > rank(report.Fail), best.Verdict == report.Fail && c.Verdict != report.Fail && c.Verdict != "":
			best = c
		}
	}
	if len(v.Readings) > 0 {
		best = report.Case{Verdict: report.Pass}
		for i := range v.Cases {
			if c := &v.Cases[i]; c.Reading != "" && c.Verdict == report.Fail {
				c.Verdict, c.Reason = report.NotApplicable, "the target follows another reading: "+strings.Join(v.Readings, " or ")
			}
		}
	}
	if rank(common.Verdict) > rank(best.Verdict) {
		best = common
	}
	v.Verdict, v.Reason = best.Verdict, best.Reason
}

// rank orders verdicts: of several cases the highest counts.
func rank(v report.Verdict) int {
	order := []report.Verdict{"", report.Skip, report.NotApplicable, report.Pass, report.Inconclusive, report.Fail, report.Error}
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

// pointerOf joins the pointer of an operation.
func pointerOf(op *contract.Operation) string {
	return contract.Pointer("paths", op.Path, strings.ToLower(op.Method))
}
