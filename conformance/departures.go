package conformance

import (
	"fmt"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"sync"

	"github.com/plumbline-api/plumbline/internal/contract/judge"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
)

// departure is a place where an answer departed from the contract that a rule
// claims.
type departure struct {
	rule     *specs.Rule
	mismatch report.Mismatch
	assumed  bool // no document has the place: it is a warning
}

// ledger gathers, for each rule that claims an answer of the contract, what
// was wrong with such answers in the course of all cases. A departure counts
// once it has come back when its case was repeated.
type ledger struct {
	mu      sync.Mutex
	seen    map[*specs.Rule]int
	broken  map[*specs.Rule][]report.Mismatch
	flaky   map[*specs.Rule][]report.Mismatch
	accepts map[string]bool // operations, by ID, of which a request was answered with 2xx
	// assumed are departures at places that no document has.
	assumed map[*specs.Rule][]report.Mismatch
}

// heard enters that an answer came which a rule is about.
func (l *ledger) heard(rule *specs.Rule) {
	if l.seen == nil {
		l.seen, l.accepts = map[*specs.Rule]int{}, map[string]bool{}
		l.broken, l.flaky = map[*specs.Rule][]report.Mismatch{}, map[*specs.Rule][]report.Mismatch{}
		l.assumed = map[*specs.Rule][]report.Mismatch{}
	}
	if rule != nil {
		l.seen[rule]++
	}
}

// maxBroken is how many departures of one rule's answers are kept.
const maxBroken = 20

// takeAnswers looks at a case's answers. What no rule claims, or the case's own
// rule, comes back as mismatches of the case; what a rule claims as departures.
func (r *runner) takeAnswers(rule *specs.Rule, s *target.Session) (own []report.Mismatch, all []departure) {
	r.ledger.mu.Lock()
	defer r.ledger.mu.Unlock()
	r.ledger.heard(nil)
	for _, a := range s.Answers() {
		all = append(all, r.integrityOf(a)...)
		if a.Operation == nil {
			continue
		}
		r.ledger.accepts[a.Operation.ID] = r.ledger.accepts[a.Operation.ID] || a.Status/100 == 2
		claims := answerOwner(r.vendor.Book, r.judge, a)
		r.ledger.heard(claims)
		for _, f := range r.echoes.without(a) {
			d := departure{rule: claims, assumed: r.contract.Basis(f.Pointer) == string(specs.Assumed), mismatch: cleaned(report.Mismatch{
				What: fmt.Sprintf("answer %d of %s", a.Status, a.Operation.ID),
				Want: []string{"what the contract has at " + f.Pointer}, Got: f.Message,
			}, r.target.Clean)}
			if d.rule == nil {
				d.rule = r.vendor.Book.Owner(f.Pointer)
			}
			if d.rule != nil && d.rule.Binds != specs.Server {
				d.rule = nil
			}
			if (d.rule == nil || d.rule == rule) && !d.assumed {
				own = append(own, d.mismatch)
			}
			if d.rule != nil {
				all = append(all, d)
			}
		}
	}
	for _, lost := range s.Dropped() {
		r.ledger.heard(r.vendor.Book.Integrity.Answers)
		all = append(all, departure{rule: r.vendor.Book.Integrity.Answers, mismatch: cleaned(report.Mismatch{
			What: lost, Want: []string{"a response"}, Got: "the connection was closed without one",
		}, r.target.Clean)})
	}
	return own, slices.DeleteFunc(all, func(d departure) bool { return d.rule == nil })
}

// integrityOf judges an answer by what every user expects of any.
func (r *runner) integrityOf(a target.Answer) []departure {
	rules := r.vendor.Book.Integrity
	r.ledger.heard(rules.Answers)
	r.ledger.heard(rules.NoServerError)
	if a.Status < 500 || a.Status == http.StatusNotImplemented || a.Status == http.StatusServiceUnavailable {
		return nil
	}
	what := "status"
	if a.Operation != nil {
		what += " of " + a.Operation.ID
	}
	return []departure{{rule: rules.NoServerError, mismatch: report.Mismatch{
		What: what, Want: []string{"below 500, or 501 or 503"}, Got: strconv.Itoa(a.Status),
	}}}
}

func cleaned(m report.Mismatch, clean func(string) string) report.Mismatch {
	m.What, m.Got = clean(m.What), clean(m.Got)
	m.Want = slices.Clone(m.Want)
	for i := range m.Want {
		m.Want[i] = clean(m.Want[i])
	}
	return m
}

// offered tells whether the target has answered a request of an operation with
// 2xx in this run.
func (l *ledger) offered(operation string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.accepts[operation]
}

// unconfirmed tells whether one of the departures is the first of its rule.
func (l *ledger) unconfirmed(departures []departure) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.ContainsFunc(departures, func(d departure) bool { return !d.assumed && len(l.broken[d.rule]) == 0 })
}

// enter enters departures of rules that are known to be broken.
func (l *ledger) enter(departures []departure) { l.confirm(departures, departures) }

// confirm enters the departures of a case that came back when it was repeated,
// and the others as flaky.
func (l *ledger) confirm(first, again []departure) {
	l.mu.Lock()
	defer l.mu.Unlock()
	by := func(d departure) func(departure) bool {
		return func(other departure) bool { return other.rule == d.rule && !other.assumed }
	}
	for _, d := range first {
		if d.assumed {
			keep(l.assumed, d)
			continue
		}
		into := l.broken
		if len(l.broken[d.rule]) == 0 && !slices.ContainsFunc(again, by(d)) {
			into = l.flaky
		}
		keep(into, d)
	}
	for _, d := range again {
		if !d.assumed && !slices.ContainsFunc(first, by(d)) {
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
	if r := book.Owner(pointer); r != nil {
		return r
	}
	if referred == "" {
		return nil
	}
	return book.Owner(referred)
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
		Name: "every response of the run keeps to it", Phase: string(ContractPhase), Verdict: report.Pass,
	}
	switch {
	case len(l.broken[rule]) > 0:
		c.Verdict, c.Mismatches = report.Fail, l.broken[rule]
	case len(l.flaky[rule]) > 0:
		c.Verdict, c.Mismatches = report.Inconclusive, l.flaky[rule]
		c.Reason = "flaky: an answer departed from the contract, and none did when its case was repeated"
	case len(l.assumed[rule]) > 0:
		c.Verdict, c.Mismatches = report.Warning, l.assumed[rule]
		c.Reason = "no document has this part of the answer; the contract assumes it"
	}
	return c, true
}
