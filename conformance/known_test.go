package conformance

import (
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
)

func TestKnownFailureChangesTheVerdict(t *testing.T) {
	k := KnownFailure{Rule: "toy/members", Reason: "ticket 17", Owner: "the toy team", Expires: "2026-11-30"}
	for _, test := range []struct {
		name, today string
		before      report.Verdict
		after       report.Verdict
		says        string
	}{
		{"fails, accepted", "2026-11-29", report.Fail, report.Warning, "known failure, accepted until 2026-11-30 by the toy team: ticket 17; none of its readings holds"},
		{"fails on the last day", "2026-11-30", report.Fail, report.Warning, "ticket 17"},
		{"fails on the day after", "2026-12-01", report.Fail, report.Fail, "listed as a known failure until 2026-11-30, which is over: mend it, or let the toy team renew the entry"},
		{"passes by surprise", "2026-11-29", report.Pass, report.Fail, "passes now: take it off the list"},
		{"passes when the entry is over", "2026-12-01", report.Pass, report.Fail, "which is over"},
		{"is left open", "2026-11-29", report.Inconclusive, report.Inconclusive, "none of its readings holds"},
		{"is left open when the entry is over", "2026-12-01", report.Inconclusive, report.Fail, "which is over"},
		{"is assumed", "2026-11-29", report.Warning, report.Warning, "ticket 17"},
		{"was not selected", "2026-12-01", report.Skip, report.Skip, "none of its readings holds"},
		{"ended in an error of ours", "2026-12-01", report.Error, report.Error, "none of its readings holds"},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := report.Rule{Verdict: test.before, Reason: "none of its readings holds"}
			k.apply(&v, test.today)
			if v.Verdict != test.after || !strings.Contains(v.Reason, test.says) || v.Known == nil || v.Known.Owner != k.Owner {
				t.Errorf("got %s: %s", v.Verdict, v.Reason)
			}
		})
	}
}

func TestKnownFailuresAreRead(t *testing.T) {
	const good = "- {rule: toy/members, reason: ticket 17, owner: me, expires: 2026-11-30}\n"
	for _, test := range []struct{ name, text, says string }{
		{name: "an entry", text: good},
		{name: "none", text: "# none at present\n"},
		{"twice", good + good, "entry 2: toy/members is listed twice"},
		{"no such rule", strings.Replace(good, "members", "nosuch", 1), `entry 1: rule: "toy/nosuch" is no server rule of toy; plumbline rules toy lists them`},
		{"one that binds the caller", strings.Replace(good, "members", "caller", 1), `entry 1: rule: "toy/caller" is no server rule`},
		{"no rule", "- {reason: a, owner: b, expires: 2026-11-30}", "entry 1: rule: the ID of a rule is required"},
		{"no reason", strings.Replace(good, "ticket 17", "' '", 1), "entry 1: toy/members: reason: say why"},
		{"no owner", strings.Replace(good, "owner: me, ", "", 1), "entry 1: toy/members: owner: say who"},
		{"no day", strings.Replace(good, "expires: 2026-11-30", "expires: soon", 1), `entry 1: toy/members: expires: "soon" is no day such as`},
		{"a day that is none", strings.Replace(good, "11-30", "11-31", 1), `expires: "2026-11-31" is no day`},
		{"a misspelt key", strings.Replace(good, "owner", "woner", 1), `unknown field "woner"`},
		{"no list", "toy/members: ticket 17", "it is a list of entries with rule, reason, owner and expires"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, _, err := parseKnown([]byte(test.text), toyVendor().Book)
			if (err == nil) != (test.says == "") || err != nil && !strings.Contains(err.Error(), test.says) {
				t.Errorf("got %v, want %q", err, test.says)
			}
		})
	}
}

// TestKnownFailuresOfRulesThatHaveGone takes entries under an ID of former
// times for those of the rule that is there now.
func TestKnownFailuresOfRulesThatHaveGone(t *testing.T) {
	server := &specs.Rule{ID: "toy/now", Binds: specs.Server, Was: []string{"toy/once"}}
	client := &specs.Rule{ID: "toy/caller-now", Binds: specs.Client, Was: []string{"toy/lengths"}}
	text := "- {rule: toy/once, reason: it is known, owner: ada, expires: 2027-01-31}\n- {rule: toy/lengths}\n"
	known, notes, err := parseKnown([]byte(text), specs.Book{Vendor: "toy", Rules: []*specs.Rule{server, client}})
	if err != nil {
		t.Fatal(err)
	}
	if len(known) != 1 || known["toy/now"].Owner != "ada" {
		t.Errorf("known are %v, want that of toy/now alone", known)
	}
	want := []string{
		"known failures: there is no rule toy/once; it is toy/now now",
		"known failures: there is no rule toy/lengths; it is toy/caller-now now, which binds the caller",
	}
	if !slices.Equal(notes, want) {
		t.Errorf("notes are %q, want %q", notes, want)
	}
}
