package report

import (
	"fmt"
	"slices"
)

// group is the cases of one rule that went wrong in the same way. One is shown
// for all, so that a thousand failures are read as five.
type group struct {
	first *Case
	alike []string // names of the others
}

func (g group) size() int {
	return 1 + len(g.alike)
}

func casesIn(groups []group) int {
	n := 0
	for _, g := range groups {
		n += g.size()
	}
	return n
}

// brokenGroups groups the failed and erroneous cases of a rule, in the order
// in which they ran.
func (r *Rule) brokenGroups() []group {
	var groups []group
	at := map[string]int{}
	for i := range r.Cases {
		c := &r.Cases[i]
		if !c.Verdict.appearance().broken {
			continue
		}
		key := fmt.Sprintf("%q %q %q %q", c.Verdict, c.Reading, c.Reason, c.Mismatches)
		if n, ok := at[key]; ok {
			groups[n].alike = append(groups[n].alike, c.Name)
			continue
		}
		at[key] = len(groups)
		groups = append(groups, group{first: c})
	}
	return groups
}

// sharedReason is one reason with the rules that have it.
type sharedReason struct {
	reason string
	rules  []string
}

// byReason groups the vendor's rules of one verdict by why they have it: one
// missing fixture holds up many rules, and is read once.
func (v *Vendor) byReason(verdict Verdict) []sharedReason {
	var shared []sharedReason
	for i := range v.Rules {
		r := &v.Rules[i]
		if r.Verdict != verdict {
			continue
		}
		why := r.why()
		n := slices.IndexFunc(shared, func(s sharedReason) bool { return s.reason == why })
		if n < 0 {
			n = len(shared)
			shared = append(shared, sharedReason{reason: why})
		}
		shared[n].rules = append(shared[n].rules, r.ID)
	}
	return shared
}
