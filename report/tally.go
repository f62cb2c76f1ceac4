package report

import (
	"fmt"
	"strings"
)

// tally sums a report up. The exit status and the last line of the terminal
// are both drawn from it, so that they cannot disagree.
type tally struct {
	built                        int      // vendors that could be judged
	errors, failed, inconclusive int      // rules
	unreachable                  []string // vendors
	unjudged                     []string // reachable vendors of which no binding rule was judged
	notBuilt                     []string // vendors
}

func (r *Report) tally() tally {
	var t tally
	for i := range r.Vendors {
		v := &r.Vendors[i]
		if v.NotBuilt {
			t.notBuilt = append(t.notBuilt, v.Name)
			continue
		}
		t.built++
		c := v.Count()
		t.errors += c[Error]
		t.failed += c[Fail]
		t.inconclusive += c[Inconclusive]
		if v.Unreachable != "" {
			t.unreachable = append(t.unreachable, v.Name)
		} else if !v.judgedBindingRule() {
			t.unjudged = append(t.unjudged, v.Name)
		}
	}
	return t
}

// standing is what is to be said of a vendor rather than of a rule, where
// nothing of it could be judged.
type standing struct {
	name    string // as of a case: what should be so
	kind    string // in one word; empty for what nobody is to act on
	why     string
	verdict Verdict
}

func (v *Vendor) standing() (standing, bool) {
	switch {
	case v.NotBuilt:
		return standing{"the vendor is built", "", "not built yet", Skip}, true
	case v.Unreachable != "":
		return standing{"the target is reached", "unreachable", v.Target + ": " + v.Unreachable, Inconclusive}, true
	case !v.judgedBindingRule():
		return standing{"a binding rule is judged", "not-proven", "no rule of level must was judged", Inconclusive}, true
	}
	return standing{}, false
}

// conclusion puts the exit status of the run into words.
func (r *Report) conclusion(allowInconclusive bool) string {
	t := r.tally()
	facts := t.facts(allowInconclusive)
	status := r.Exit(allowInconclusive)
	if len(facts) == 0 && status == ExitInterrupted {
		facts = []string{"what was not reached was not judged"}
	}
	if status == ExitConformant {
		facts = append([]string{"every rule that was judged holds"}, facts...)
	}
	return heading(status) + ": " + strings.Join(facts, "; ")
}

func heading(status int) string {
	switch status {
	case ExitConformant:
		return "conformant"
	case ExitNot:
		return "not conformant"
	case ExitNotProven:
		return "not proven"
	case ExitUnreachable:
		return "unreachable"
	case ExitInterrupted:
		return "interrupted"
	}
	return "own fault"
}

// facts lists what is to be said of the run beside the passes, the gravest
// first.
func (t tally) facts(allowInconclusive bool) []string {
	var facts []string
	say := func(applies bool, format string, args ...any) {
		if applies {
			facts = append(facts, fmt.Sprintf(format, args...))
		}
	}
	say(t.errors > 0, "%s in an error of plumbline itself", plural(t.errors, "rule ends", "rules end"))
	say(len(t.unreachable) > 0, "first contact or log-in failed at %s", strings.Join(t.unreachable, ", "))
	say(t.failed > 0, "%s", plural(t.failed, "rule fails", "rules fail"))
	say(t.inconclusive > 0 && !allowInconclusive, "%s inconclusive", plural(t.inconclusive, "rule is", "rules are"))
	say(t.inconclusive > 0 && allowInconclusive, "%s allowed", plural(t.inconclusive, "inconclusive rule", "inconclusive rules"))
	say(len(t.unjudged) > 0, "no binding rule was judged of %s", strings.Join(t.unjudged, ", "))
	say(len(t.notBuilt) > 0, "not built yet: %s", strings.Join(t.notBuilt, ", "))
	say(t.built+len(t.notBuilt) == 0, "no vendor was selected")
	return facts
}

// plural puts a number before the word that fits it.
func plural(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
