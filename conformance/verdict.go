package conformance

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/plumbline-api/plumbline/internal/contract"
	"github.com/plumbline-api/plumbline/internal/contract/judge"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
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

// departure is a place where an answer departed from the contract that a rule
// claims.
type departure struct {
	rule     *specs.Rule
	mismatch report.Mismatch
}

// ledger gathers, for each rule that claims an answer of the contract, what
// was wrong with such answers in the course of all cases. A departure counts
// once it has come back when its case was repeated.
type ledger struct {
	mu     sync.Mutex
	seen   map[*specs.Rule]int
	broken map[*specs.Rule][]report.Mismatch
	flaky  map[*specs.Rule][]report.Mismatch
}

// maxBroken is how many departures of one rule's answers are kept.
const maxBroken = 20

// take looks at a case's answers. What no rule claims, or the case's own rule,
// comes back as mismatches of the case; what a rule claims as departures.
func (l *ledger) take(book specs.Book, rule *specs.Rule, j *judge.Judge, answers []target.Answer, clean func(string) string) ([]report.Mismatch, []departure) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.seen == nil {
		l.seen = map[*specs.Rule]int{}
		l.broken, l.flaky = map[*specs.Rule][]report.Mismatch{}, map[*specs.Rule][]report.Mismatch{}
	}
	var own []report.Mismatch
	var departures []departure
	for _, a := range answers {
		if a.Operation == nil {
			continue
		}
		claims := answerOwner(book, j, a)
		if claims != nil {
			l.seen[claims]++
		}
		for _, f := range a.Findings {
			m := cleaned(report.Mismatch{
				What: fmt.Sprintf("answer %d of %s", a.Status, a.Operation.ID),
				Want: []string{"what the contract has at " + f.Pointer}, Got: f.Message,
			}, clean)
			by := claims
			if by == nil {
				by = owner(book, f.Pointer)
			}
			if by == nil || by == rule {
				own = append(own, m)
			}
			if by != nil {
				departures = append(departures, departure{by, m})
			}
		}
	}
	return own, departures
}

func cleaned(m report.Mismatch, clean func(string) string) report.Mismatch {
	m.What, m.Got = clean(m.What), clean(m.Got)
	m.Want = slices.Clone(m.Want)
	for i := range m.Want {
		m.Want[i] = clean(m.Want[i])
	}
	return m
}

// unconfirmed tells whether one of the departures is the first of its rule.
func (l *ledger) unconfirmed(departures []departure) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.ContainsFunc(departures, func(d departure) bool { return len(l.broken[d.rule]) == 0 })
}

// enter enters departures of rules that are known to be broken.
func (l *ledger) enter(departures []departure) { l.confirm(departures, departures) }

// confirm enters the departures of a case that came back when it was repeated,
// and the others as flaky.
func (l *ledger) confirm(first, again []departure) {
	l.mu.Lock()
	defer l.mu.Unlock()
	by := func(d departure) func(departure) bool {
		return func(other departure) bool { return other.rule == d.rule }
	}
	for _, d := range first {
		into := l.broken
		if len(l.broken[d.rule]) == 0 && !slices.ContainsFunc(again, by(d)) {
			into = l.flaky
		}
		keep(into, d)
	}
	for _, d := range again {
		if !slices.ContainsFunc(first, by(d)) {
			keep(l.flaky, d)
		}
	}
}

// brokenRules lists the rules whose answers departed from the contract.
func (l *ledger) brokenRules() []*specs.Rule {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Collect(maps.Keys(l.broken))
}

// keep adds a departure to those of its rule, unless it says what one of them
// says.
func keep(into map[*specs.Rule][]report.Mismatch, d departure) {
	same := func(m report.Mismatch) bool { return reflect.DeepEqual(m, d.mismatch) }
	if len(into[d.rule]) < maxBroken && !slices.ContainsFunc(into[d.rule], same) {
		into[d.rule] = append(into[d.rule], d.mismatch)
	}
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
	switch {
	case len(l.broken[rule]) > 0:
		c.Verdict, c.Mismatches = report.Fail, l.broken[rule]
	case len(l.flaky[rule]) > 0:
		c.Verdict, c.Mismatches = report.Inconclusive, l.flaky[rule]
		c.Reason = "flaky: an answer departed from the contract, and none did when its case was repeated"
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
		if known, listed := r.known[rule.ID]; listed {
			known.apply(&verdict, time.Now().UTC().Format(time.DateOnly))
		}
		out = append(out, verdict)
	}
	return out
}

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
		v.Verdict, v.Reason = report.Warning, "assumed: no document says it, and the target departs from it"
	case rule.Level == specs.Should && selection.Level != specs.Should:
		v.Verdict, v.Reason = report.Warning, "a should: the target departs from it"
	}
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
	case open.Verdict == "" && failed.Verdict == "":
		best = report.Case{Verdict: report.Inconclusive, Reason: "no check of the rule's readings could be made"}
	case open.Verdict == "":
		best = report.Case{Verdict: report.Fail, Reason: "none of the rule's readings holds"}
	}
	if rank(common.Verdict) > rank(report.Pass) {
		best = worse(best, common)
	}
	v.Verdict, v.Reason = best.Verdict, best.Reason
}

func worse(a, b report.Case) report.Case {
	if rank(b.Verdict) > rank(a.Verdict) {
		return b
	}
	return a
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
