package client

import (
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/specs"
)

// Coverage is what of a vendor the callers of a world have met.
type Coverage struct {
	Operations []OperationCoverage `json:"operations"`      // of the contract, in its order
	Codes      []Met               `json:"codes,omitempty"` // the vendor's own error codes, where it has any
	Rules      RuleCoverage        `json:"rules"`
	Lifecycles []LifecycleCoverage `json:"lifecycles,omitempty"` // where the vendor's entities have states; seeds and actions count too
}

// Met is something documented, with how often it was met.
type Met struct {
	Name  string `json:"name"`
	Times int    `json:"times"`
}

// OperationCoverage is one operation with its answers.
type OperationCoverage struct {
	ID     string `json:"id"`
	Calls  int    `json:"calls"`
	Errors []Met  `json:"errors"` // the error answers that the contract documents; 4XX and default where they were met
	// Undocumented are error answers that the contract does not have, such as
	// those of a fault.
	Undocumented []Met `json:"undocumented,omitempty"`
}

// RuleCoverage sorts the rules that bind the server by what the journal notes
// of them.
type RuleCoverage struct {
	Decided []Met    `json:"decided"` // made a difference to an answer
	Asked   []string `json:"asked"`   // were asked, and never made a difference
	Never   []string `json:"never"`   // were not even asked
}

func coverageOf(v *simulator.Vendor, c *contract.Contract, entries []journal.Entry, made map[string]int) Coverage {
	return Coverage{
		Operations: operationsMet(c, entries),
		Codes:      codesMet(v.ErrorCodes, entries),
		Rules:      rulesMet(v.Book, entries),
		Lifecycles: lifecyclesMet(v, made),
	}
}

func operationsMet(c *contract.Contract, entries []journal.Entry) []OperationCoverage {
	statuses := map[string]map[int]int{} // by operation
	for i := range entries {
		e := &entries[i]
		if statuses[e.Operation] == nil {
			statuses[e.Operation] = map[int]int{}
		}
		statuses[e.Operation][e.Response.Status]++
	}
	var list []OperationCoverage
	for _, op := range c.Operations {
		list = append(list, operationMet(op, statuses[op.ID]))
	}
	return list
}

func operationMet(op *contract.Operation, statuses map[int]int) OperationCoverage {
	o := OperationCoverage{ID: op.ID, Errors: []Met{}}
	documented := op.Operation.Responses.Map()
	times := map[string]int{}
	undocumented := map[string]int{}
	for status, n := range statuses {
		o.Calls += n
		if status < 400 {
			continue
		}
		exact := strconv.Itoa(status)
		name := exact
		for _, candidate := range []string{exact, exact[:1] + "XX", "default"} {
			if documented[candidate] != nil {
				name = candidate
				break
			}
		}
		if documented[name] == nil {
			undocumented[name] += n
		} else {
			times[name] += n
		}
	}
	for name := range documented {
		catchAll := name == "default" || strings.HasSuffix(name, "XX") // names no answer in particular
		if name >= "4" && (!catchAll || times[name] > 0) {             // "default" sorts behind the digits
			o.Errors = append(o.Errors, Met{Name: name, Times: times[name]})
		}
	}
	for name, n := range undocumented {
		o.Undocumented = append(o.Undocumented, Met{Name: name, Times: n})
	}
	byName := func(a, b Met) int { return strings.Compare(a.Name, b.Name) }
	slices.SortFunc(o.Errors, byName)
	slices.SortFunc(o.Undocumented, byName)
	return o
}

func codesMet(codes *simulator.ErrorCodes, entries []journal.Entry) []Met {
	if codes == nil {
		return nil
	}
	times := map[string]int{}
	for i := range entries {
		times[codes.Of(entries[i].Response)]++
	}
	var list []Met
	for _, code := range codes.Documented {
		list = append(list, Met{Name: code, Times: times[code]})
	}
	return list
}

func rulesMet(book specs.Book, entries []journal.Entry) RuleCoverage {
	asked, decided := map[string]bool{}, map[string]int{}
	for i := range entries {
		e := &entries[i]
		now := map[string]bool{} // a rule counts once for an entry
		for _, c := range e.Consulted {
			asked[c.Rule] = true
			now[c.Rule] = now[c.Rule] || c.Outcome == journal.Decided
		}
		for rule, met := range now {
			if met {
				decided[rule]++
			}
		}
	}
	r := RuleCoverage{Decided: []Met{}, Asked: []string{}, Never: []string{}}
	for _, rule := range book.Rules {
		switch {
		case rule.Binds != specs.Server:
		case decided[rule.ID] > 0:
			r.Decided = append(r.Decided, Met{Name: rule.ID, Times: decided[rule.ID]})
		case asked[rule.ID]:
			r.Asked = append(r.Asked, rule.ID)
		default:
			r.Never = append(r.Never, rule.ID)
		}
	}
	return r
}

// LifecycleCoverage tells how often an entity of that sort made each of the
// documented transitions.
type LifecycleCoverage struct {
	Entity      string `json:"entity"`
	Transitions []Met  `json:"transitions"` // such as "open → confirmed"

	states []string
	moves  [][2]string // from and to, of each transition
}

func lifecyclesMet(v *simulator.Vendor, made map[string]int) []LifecycleCoverage {
	var list []LifecycleCoverage
	for _, l := range v.Lifecycles {
		c := LifecycleCoverage{Entity: l.Entity, Transitions: []Met{}, states: l.States}
		for _, t := range l.Transitions {
			if t.From != "" {
				c.moves = append(c.moves, [2]string{t.From, t.To})
				c.Transitions = append(c.Transitions, Met{Name: t.From + " → " + t.To, Times: made[l.Move(t.From, t.To)]})
			}
		}
		list = append(list, c)
	}
	return list
}
