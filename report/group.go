package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// group is the cases of one rule that went wrong in the same way. One is shown
// for all, so that a thousand failures are read as five.
type group struct {
	first *Case
	alike []*Case // the others
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

// brokenGroups groups the failed and erroneous cases of a rule.
func (r *Rule) brokenGroups() []group {
	return r.groups(func(v Verdict) bool { return v.appearance().broken })
}

// openGroups groups all cases of which there is something to be told.
func (r *Rule) openGroups() []group {
	return r.groups(func(v Verdict) bool { return v.appearance().broken || v == Inconclusive || v == Warning })
}

// names lists the cases that went the same way as the first.
func (g group) names() []string {
	var list []string
	for _, c := range g.alike {
		list = append(list, c.Name)
	}
	return list
}

// groups groups the cases of certain verdicts, in the order in which they ran.
func (r *Rule) groups(of func(Verdict) bool) []group {
	var groups []group
	at := map[string]int{}
	for i := range r.Cases {
		c := &r.Cases[i]
		if !of(c.Verdict) {
			continue
		}
		key := fmt.Sprintf("%q %q %q %q", c.Verdict, c.Reading, c.Reason, c.Mismatches)
		if n, ok := at[key]; ok {
			groups[n].alike = append(groups[n].alike, c)
			continue
		}
		at[key] = len(groups)
		groups = append(groups, group{first: c})
	}
	return groups
}

// repeats returns each command that repeats a case once: the cases of a rule
// mostly share it.
func repeats(groups []group) []string {
	var commands []string
	for _, g := range groups {
		if again := g.first.Repeat; again != "" && !slices.Contains(commands, again) {
			commands = append(commands, again)
		}
	}
	return commands
}

// repeatsAll is the one command that repeats several rules, with all their
// cases; empty where their commands differ in more than what they name.
func repeatsAll(rules []*Rule) string {
	oneCase := regexp.MustCompile(` --case ('([^']|'\\'')*'|[^ ']+)`)
	var ids []string
	var before, after string
	for _, r := range rules {
		groups := r.brokenGroups()
		if len(groups) == 0 {
			return ""
		}
		command := oneCase.ReplaceAllString(groups[0].first.Repeat, "")
		head, tail, named := strings.Cut(command+" ", " --rules "+r.ID+" ")
		if !named || len(ids) > 0 && (head != before || tail != after) {
			return ""
		}
		before, after, ids = head, tail, append(ids, r.ID)
	}
	if len(ids) < 2 {
		return ""
	}
	return strings.TrimSpace(before + " --rules " + strings.Join(ids, ",") + " " + after)
}

// verdictOn is what a case's verdict comes to in its rule: a failure of a rule
// that can only warn is a warning.
func (r *Rule) verdictOn(c *Case) Verdict {
	if c.Verdict == Fail && r.Verdict == Warning {
		return Warning
	}
	return c.Verdict.known()
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
