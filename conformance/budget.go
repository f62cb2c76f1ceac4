package conformance

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
)

// scheduled is a case with what is known of it before it runs.
type scheduled struct {
	Case
	cost   int            // requests that it takes, about; 0 where that is not known
	uses   []string       // fixtures of which it uses one up
	held   report.Verdict // where it does not run: the verdict on it, and why
	reason string
}

// What is added to the cost of a case, in requests.
const (
	contactCost = 2 // first contact, and a log-in where there is one
	fixtureCost = 3 // an entity of the profile is looked at before and after, and its state compared
)

// schedule puts the cases in the order in which they run: those that change the
// least first. Where the profile's requests do not reach for all of them, those
// come first that settle the most rules per request, and the others are held
// back. Spent is how many requests have been sent already.
func (r *runner) schedule(cases []Case, spent int) []scheduled {
	list := make([]scheduled, len(cases))
	total := spent
	for i, c := range cases {
		list[i] = scheduled{Case: c, cost: r.cost(c), uses: r.uses(c)}
		if list[i].held, list[i].reason = r.hold(c); list[i].held == "" {
			total += list[i].cost
		}
	}
	budget := r.options.Profile.Limits.Requests
	if budget == 0 || r.options.Cost == nil || total <= budget {
		return list
	}
	stock := map[string]int{}
	for name, entities := range r.options.Profile.Fixtures {
		stock[name] = len(entities)
	}
	return within(list, budget-spent, stock, fmt.Sprintf(
		"left out: limits.requests is %d, and all that is selected takes about %d; raise it, or select less with --rules", budget, total))
}

// uses lists the fixtures of which a case uses one up.
func (r *runner) uses(c Case) []string {
	if r.plan.Seeds == nil || r.target.Control() != nil || c.Effect == features.Read || c.Effect == features.Reversible {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(c.Needs), func(need string) bool { return !r.plan.Seeds(need) || r.provisions(need) })
}

// cost is about how many requests a case takes on the target.
func (r *runner) cost(c Case) int {
	if r.options.Cost == nil {
		return 0
	}
	cost := r.options.Cost(c)
	for _, need := range c.Needs {
		if r.plan.Seeds != nil && r.plan.Seeds(need) && r.target.Control() == nil {
			cost += fixtureCost
		}
	}
	return cost
}

// ruleCases is the cases of one rule that can run.
type ruleCases struct {
	rule    *specs.Rule
	cases   []int // in the list
	cost    int   // of all of them
	dearest int   // of one of them
	open    bool  // another case of the rule can't run, so that the rule stays open anyway
}

// within chooses what fits into a number of requests: whole rules, the cheapest
// first among those that are equally binding, then single cases of what is left,
// which can still find a failure. One more run of a case is kept back, so that a
// failure can be repeated. The stock is how many entities there are to be used
// up.
func within(list []scheduled, left int, stock map[string]int, why string) []scheduled {
	var chosen, rest []scheduled
	take := func(i int) {
		left -= list[i].cost
		for _, name := range list[i].uses {
			stock[name]--
		}
		chosen = append(chosen, list[i])
	}
	var partly []ruleCases
	for _, g := range byWorth(list) {
		if g.open || left < g.cost+g.dearest || !inStock(list, g.cases, stock) {
			partly = append(partly, g)
			continue
		}
		for _, i := range g.cases {
			take(i)
		}
	}
	for _, g := range partly {
		for _, i := range g.cases {
			c := list[i]
			switch {
			case !inStock(list, []int{i}, stock):
				c.reason = "left out: within limits.requests, other cases use up what the profile has in fixtures." + strings.Join(c.uses, " and fixtures.")
			case left < 2*c.cost:
				c.reason = why
			default:
				take(i)
				continue
			}
			c.held = report.Inconclusive
			rest = append(rest, c)
		}
	}
	for _, c := range list {
		if c.held != "" {
			rest = append(rest, c)
		}
	}
	// An entity that one case uses up may be read by another before.
	slices.SortStableFunc(chosen, func(a, b scheduled) int { return slices.Index(effects(), a.Effect) - slices.Index(effects(), b.Effect) })
	return append(chosen, rest...)
}

// effects lists the effects of cases, the least first.
func effects() []features.Effect {
	return []features.Effect{features.Read, features.Reversible, features.Spending, features.Destructive}
}

// inStock tells whether there is enough to be used up for all of these cases.
func inStock(list []scheduled, cases []int, stock map[string]int) bool {
	left := maps.Clone(stock)
	for _, i := range cases {
		for _, name := range list[i].uses {
			if left[name]--; left[name] < 0 {
				return false
			}
		}
	}
	return true
}

// byWorth groups what can run by rule: MUST before SHOULD, what a document says
// before what is assumed, and then the cheapest first.
func byWorth(list []scheduled) []ruleCases {
	var groups []*ruleCases
	at := map[*specs.Rule]*ruleCases{}
	for i, c := range list {
		g := at[c.Rule]
		if g == nil {
			g = &ruleCases{rule: c.Rule}
			at[c.Rule] = g
			groups = append(groups, g)
		}
		switch c.held {
		case "":
			g.cases, g.cost, g.dearest = append(g.cases, i), g.cost+c.cost, max(g.dearest, c.cost)
		case report.Inconclusive:
			g.open = true
		}
	}
	slices.SortStableFunc(groups, func(a, b *ruleCases) int {
		return cmp.Or(binding(a.rule)-binding(b.rule), cmp.Compare(a.cost, b.cost))
	})
	var worth []ruleCases
	for _, g := range groups {
		worth = append(worth, *g)
	}
	return worth
}

// binding ranks rules, the most binding first.
func binding(r *specs.Rule) int {
	rank := 0
	if r.Basis == specs.Assumed {
		rank += 4
	}
	if r.Level != specs.Must {
		rank += 2
	}
	if r.Basis == specs.Supplement {
		rank++
	}
	return rank
}

// short says why a case does not start although it was chosen: cases before it
// took more requests than they were thought to. One more run of it is kept back.
func (r *runner) short(c scheduled) string {
	left, limited := r.target.Left()
	if !limited || left >= 2*c.cost {
		return ""
	}
	return fmt.Sprintf("left out: of limits.requests, which is %d, too few are left; raise it, or select less with --rules", r.options.Profile.Limits.Requests)
}
