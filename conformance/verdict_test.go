package conformance

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
)

// of makes a case, of a reading where one is named.
func of(verdict report.Verdict, reading ...string) report.Case {
	return report.Case{Verdict: verdict, Reason: "because " + string(verdict), Reading: strings.Join(reading, "")}
}

func TestSettle(t *testing.T) {
	const (
		pass, fail, open, skip = report.Pass, report.Fail, report.Inconclusive, report.Skip
		without, ours, warning = report.NotApplicable, report.Error, report.Warning
	)
	both := []specs.Reading{{Name: "a"}, {Name: "b"}}
	for _, test := range []struct {
		name     string
		rule     specs.Rule
		cases    []report.Case
		select_  Selection
		verdict  report.Verdict
		readings []string
		says     string
	}{
		{name: "pass", cases: []report.Case{of(pass), of(pass)}, verdict: pass},
		{name: "one fails", cases: []report.Case{of(pass), of(fail), of(pass)}, verdict: fail, says: "because fail"},
		{name: "one is left open", cases: []report.Case{of(pass), of(open)}, verdict: open, says: "because inconclusive"},
		{name: "failure before open", cases: []report.Case{of(open), of(fail)}, verdict: fail},
		{name: "our fault before failure", cases: []report.Case{of(fail), of(ours), of(open)}, verdict: ours, says: "because error"},
		{name: "some not applicable", cases: []report.Case{of(without), of(pass)}, verdict: pass},
		{name: "none applicable", cases: []report.Case{of(without), of(skip)}, verdict: without},
		{name: "skipped", cases: []report.Case{of(skip)}, verdict: skip},
		{name: "some skipped", cases: []report.Case{of(skip), of(pass)}, verdict: pass},
		{name: "no cases", verdict: open, says: "no check of this rule could be made"},
		{name: "no cases, not selected", select_: Selection{Rules: []string{"toy/other"}}, verdict: skip, says: "not selected by --rules"},
		{name: "what is no verdict", cases: []report.Case{of("passed"), of(pass)}, verdict: "passed"}, // our own fault to the report

		{name: "assumed, fails", rule: specs.Rule{Basis: specs.Assumed}, cases: []report.Case{of(fail)}, verdict: warning, says: "not documented (our assumption)"},
		{name: "assumed, passes", rule: specs.Rule{Basis: specs.Assumed}, cases: []report.Case{of(pass)}, verdict: pass},
		{name: "assumed, open", rule: specs.Rule{Basis: specs.Assumed}, cases: []report.Case{of(open)}, verdict: open},
		{name: "assumed, our fault", rule: specs.Rule{Basis: specs.Assumed}, cases: []report.Case{of(ours)}, verdict: ours},
		{name: "supplement, fails", rule: specs.Rule{Basis: specs.Supplement}, cases: []report.Case{of(fail)}, verdict: fail},
		{name: "should, fails", rule: specs.Rule{Level: specs.Should}, cases: []report.Case{of(fail)}, verdict: warning, says: "recommended, not required"},
		{name: "should, fails and is asked for", rule: specs.Rule{Level: specs.Should}, select_: Selection{Level: specs.Should}, cases: []report.Case{of(fail)}, verdict: fail},
		{name: "assumed should that is asked for", rule: specs.Rule{Level: specs.Should, Basis: specs.Assumed}, select_: Selection{Level: specs.Should}, cases: []report.Case{of(fail)}, verdict: warning},

		{name: "no reading holds, and there is no other", rule: specs.Rule{Readings: both, Closed: "the table lists all"}, cases: []report.Case{of(fail, "a"), of(fail, "b")}, verdict: fail, says: "matches none of the readings"},
		{name: "no reading holds, and others are legal", rule: specs.Rule{Readings: both}, cases: []report.Case{of(fail, "a"), of(fail, "b")}, verdict: warning, says: "the document leaves other readings open"},
		{name: "one reading holds", rule: specs.Rule{Readings: both}, cases: []report.Case{of(fail, "a"), of(pass, "b")}, verdict: pass, readings: []string{"b"}},
		{name: "both readings hold", rule: specs.Rule{Readings: both}, cases: []report.Case{of(pass, "a"), of(pass, "b")}, verdict: pass, readings: []string{"a", "b"}},
		{name: "one of a reading's cases fails", rule: specs.Rule{Readings: both, Closed: "both are printed"}, cases: []report.Case{of(pass, "a"), of(fail, "a"), of(fail, "b")}, verdict: fail},
		{name: "one fails, one is open", rule: specs.Rule{Readings: both}, cases: []report.Case{of(fail, "a"), of(open, "b")}, verdict: open, says: "because inconclusive"},
		{name: "one is open, one not applicable", rule: specs.Rule{Readings: both}, cases: []report.Case{of(without, "a"), of(open, "b")}, verdict: open},
		{name: "one holds, one is open", rule: specs.Rule{Readings: both}, cases: []report.Case{of(pass, "a"), of(open, "b")}, verdict: pass, readings: []string{"a"}},
		{name: "one holds, one is our fault", rule: specs.Rule{Readings: both}, cases: []report.Case{of(pass, "a"), of(ours, "b")}, verdict: ours, readings: []string{"a"}},
		{name: "all readings skipped", rule: specs.Rule{Readings: both}, cases: []report.Case{of(skip, "a"), of(skip, "b")}, verdict: skip},
		{name: "assumed, no reading holds", rule: specs.Rule{Readings: both, Basis: specs.Assumed}, cases: []report.Case{of(fail, "a"), of(fail, "b")}, verdict: warning},
		{name: "readings without a case", rule: specs.Rule{Readings: both}, cases: []report.Case{of(pass)}, verdict: open, says: "no check of the rule's readings could be made"},
		{name: "a common case fails", rule: specs.Rule{Readings: both}, cases: []report.Case{of(fail), of(pass, "a"), of(fail, "b")}, verdict: fail, readings: []string{"a"}, says: "because fail"},
		{name: "a common case is open", rule: specs.Rule{Readings: both}, cases: []report.Case{of(open), of(pass, "a"), of(fail, "b")}, verdict: open, readings: []string{"a"}},
		{name: "a common case passes, no reading holds", rule: specs.Rule{Readings: both, Closed: "both are printed"}, cases: []report.Case{of(pass), of(fail, "a"), of(fail, "b")}, verdict: fail},
		{name: "a common case passes, the readings do not apply", rule: specs.Rule{Readings: both}, cases: []report.Case{of(pass), of(without, "a"), of(without, "b")}, verdict: without},
		{name: "a common case is skipped", rule: specs.Rule{Readings: both}, cases: []report.Case{of(skip), of(pass, "a"), of(fail, "b")}, verdict: pass, readings: []string{"a"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.rule.ID = "toy/rule"
			got := report.Rule{ID: test.rule.ID, Cases: test.cases}
			settle(&test.rule, &got, test.select_)
			if got.Verdict != test.verdict || !slices.Equal(got.Readings, test.readings) || !strings.Contains(got.Reason, test.says) {
				t.Errorf("got %s with readings %q because of %q, want %s, %q, %q", got.Verdict, got.Readings, got.Reason, test.verdict, test.readings, test.says)
			}
			if got.Verdict == report.Pass && got.Reason != "" {
				t.Errorf("a pass has the reason %q", got.Reason)
			}
			for _, c := range got.Cases {
				if got.Verdict == report.Pass && c.Verdict == report.Fail {
					t.Errorf("a failure is left in a rule that holds: %+v", c)
				}
			}
		})
	}
}

func TestCasesOfOtherReadingsSayWhichHolds(t *testing.T) {
	rule := specs.Rule{ID: "toy/rule", Readings: []specs.Reading{{Name: "a"}, {Name: "b"}}}
	got := report.Rule{ID: rule.ID, Cases: []report.Case{of(report.Fail, "a"), of(report.Pass, "b")}}
	settle(&rule, &got, Selection{})
	if c := got.Cases[0]; c.Verdict != report.NotApplicable || c.Reason != "the target follows another reading: b" {
		t.Errorf("got %+v", c)
	}
	if d := dialectOf(specs.Book{Rules: []*specs.Rule{&rule}}, []report.Rule{got}); len(d) != 1 || d["toy/rule"] != "b" {
		t.Errorf("dialect %v", d)
	}
	got.Readings = []string{"a", "b"}
	if d := dialectOf(specs.Book{Rules: []*specs.Rule{&rule}}, []report.Rule{got}); len(d) != 0 {
		t.Errorf("an undetermined rule is in the dialect: %v", d)
	}
}

func TestRankOrdersEveryVerdict(t *testing.T) {
	order := []report.Verdict{"", report.Skip, report.NotApplicable, report.Pass, report.Warning, report.Inconclusive, report.Fail, report.Error, "no verdict"}
	for i := range order[1:] {
		if rank(order[i]) >= rank(order[i+1]) {
			t.Errorf("%q does not come before %q", order[i], order[i+1])
		}
	}
}

func TestOwnerIsTheNearestClaim(t *testing.T) {
	whole, part := &specs.Rule{Schema: []string{"/a", "/x"}}, &specs.Rule{Schema: []string{"/a/b"}}
	book := specs.Book{Rules: []*specs.Rule{whole, part}}
	for pointer, want := range map[string]*specs.Rule{"/a": whole, "/a/c": whole, "/a/b": part, "/a/b/c": part, "/a/bc": whole, "/ab": nil, "/x/y": whole, "": nil} {
		if got := book.Owner(pointer); got != want {
			t.Errorf("%s: got %v", pointer, got)
		}
	}
}

func TestDecide(t *testing.T) {
	const here, away = "http://127.0.0.1:1/toy", "http://orders.example.test"
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for _, test := range []struct {
		name    string
		profile Profile
		c       Case
		select_ Selection
		ctx     context.Context
		stopped string
		control string // why there is none
		verdict report.Verdict
		says    string
	}{
		{name: "runs", profile: Profile{Target: here}, c: Case{Effect: features.Destructive}},
		{name: "another rule is selected", profile: Profile{Target: here}, select_: Selection{Rules: []string{"toy/members"}}, verdict: report.Skip, says: "not selected by --rules"},
		{name: "its rule is selected", profile: Profile{Target: here}, select_: Selection{Rules: []string{"toy/x", "toy/pro*"}}},
		{name: "another phase is selected", profile: Profile{Target: here}, select_: Selection{Phases: []Phase{ContractPhase}}, verdict: report.Skip, says: "not selected by --phase"},
		{name: "its phase is selected", profile: Profile{Target: here}, select_: Selection{Phases: Phases()}},
		{name: "a clock that is not there", profile: Profile{Target: here}, c: Case{Needs: []string{NeedsClock}}, verdict: report.NotApplicable, says: "does not have"},
		{name: "a control API that is not used", profile: Profile{Target: here}, c: Case{Needs: []string{NeedsControl}}, control: "it is on another host", verdict: report.NotApplicable, says: "it is on another host"},
		{name: "a fixture that is missing", profile: Profile{Target: here}, c: Case{Needs: []string{"a-fixture"}}, verdict: report.Inconclusive, says: "give the profile fixtures.a-fixture"},
		{name: "a fixture that is there", profile: Profile{Target: here}, c: Case{Needs: []string{"another"}}},
		{name: "reading off loopback", profile: Profile{Target: away}, c: Case{Effect: features.Read}},
		{name: "writing off loopback", profile: Profile{Target: away}, c: Case{Effect: features.Reversible}, verdict: report.Inconclusive, says: "writes: allowed"},
		{name: "spending off loopback", profile: Profile{Target: away}, c: Case{Effect: features.Spending}, verdict: report.Inconclusive, says: "writes: allowed"},
		{name: "writing off loopback, allowed", profile: Profile{Target: away, Writes: "allowed"}, c: Case{Effect: features.Spending}},
		{name: "destroying off loopback", profile: Profile{Target: away, Writes: "allowed"}, c: Case{Effect: features.Destructive}, verdict: report.Inconclusive, says: "destructive: allowed"},
		{name: "destroying off loopback, allowed", profile: Profile{Target: away, Writes: "allowed", Destructive: "allowed"}, c: Case{Effect: features.Destructive}},
		{name: "destroying is writing", profile: Profile{Target: away, Destructive: "allowed"}, c: Case{Effect: features.Destructive}, verdict: report.Inconclusive, says: "writes: allowed"},
		{name: "interrupted", profile: Profile{Target: here}, ctx: ended, verdict: report.Inconclusive, says: "interrupted"},
		{name: "stopped", profile: Profile{Target: here}, stopped: "the target is gone", verdict: report.Inconclusive, says: "the target is gone"},
		{name: "not selected, though stopped", profile: Profile{Target: here}, stopped: "gone", select_: Selection{Rules: []string{"toy/x"}}, verdict: report.Skip},
	} {
		t.Run(test.name, func(t *testing.T) {
			r, err := newRunner(toyVendor(), Options{Profile: &test.profile, Selection: test.select_})
			if err != nil {
				t.Fatal(err)
			}
			r.stopped, r.control = test.stopped, test.control
			test.c.Rule, test.c.Phase = toyProbed, RulesPhase
			if test.c.Effect == "" {
				test.c.Effect = features.Read
			}
			if test.ctx == nil {
				test.ctx = t.Context()
			}
			verdict, reason := r.decide(test.ctx, scheduled{Case: test.c})
			if verdict != test.verdict || !strings.Contains(reason, test.says) {
				t.Errorf("got %q, %q; want %q, %q", verdict, reason, test.verdict, test.says)
			}
		})
	}
}

func TestSelectionHasToSelect(t *testing.T) {
	books := []specs.Book{toyVendor().Book}
	for _, test := range []struct {
		pattern string
		says    string // nothing where it selects
	}{
		{"toy/members", ""}, {"toy/*", ""}, {"toy/m?mbers", ""}, {"toy/[a-m]*", ""},
		{"toy/member", "selects no server rule of toy"}, {"*", "selects no server rule"}, {"", "selects no server rule"},
		{"toy/caller", "selects no server rule"}, {"[", "is no pattern"},
	} {
		err := Selection{Rules: []string{"toy/members", test.pattern}}.CheckSelection(books)
		if (err == nil) != (test.says == "") || err != nil && !strings.Contains(err.Error(), test.says) {
			t.Errorf("%q: got %v, want %q", test.pattern, err, test.says)
		}
	}
	if err := (Selection{}).CheckSelection(books); err != nil {
		t.Error(err)
	}
}
