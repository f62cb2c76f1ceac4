package report

import (
	"strings"
	"testing"
)

// binding makes a vendor with one must rule of each verdict.
func binding(name string, verdicts ...Verdict) Vendor {
	v := Vendor{Name: name}
	for _, verdict := range verdicts {
		v.Rules = append(v.Rules, rule(name+"/"+string(verdict), verdict, ""))
	}
	return v
}

// should makes a vendor with one should rule of each verdict.
func should(name string, verdicts ...Verdict) Vendor {
	v := binding(name, verdicts...)
	for i := range v.Rules {
		v.Rules[i].Level = "should"
	}
	return v
}

func unreachable(v Vendor) Vendor {
	v.Unreachable = "connection refused"
	return v
}

func TestExit(t *testing.T) {
	notBuilt := Vendor{Name: "komet", NotBuilt: true}
	for _, test := range []struct {
		name        string
		vendors     []Vendor
		allow       bool
		interrupted bool
		want        int
		words       string // of the last line
	}{
		{name: "all pass", vendors: []Vendor{binding("a", Pass, Pass)},
			want: 0, words: "conformant: every rule that was judged holds"},
		{name: "a warning does not block", vendors: []Vendor{binding("a", Pass, Warning)},
			want: 0, words: "conformant: every rule that was judged holds"},
		{name: "a skip does not block", vendors: []Vendor{binding("a", Pass, Skip)},
			want: 0, words: "conformant: every rule that was judged holds"},
		{name: "not applicable does not block", vendors: []Vendor{binding("a", Pass, NotApplicable)},
			want: 0, words: "conformant: every rule that was judged holds"},
		{name: "a not-built vendor beside another", vendors: []Vendor{binding("a", Pass), notBuilt},
			want: 0, words: "conformant: every rule that was judged holds; not built yet: komet"},
		{name: "inconclusive, allowed", vendors: []Vendor{binding("a", Pass, Inconclusive)}, allow: true,
			want: 0, words: "conformant: every rule that was judged holds; 1 inconclusive rule allowed"},
		{name: "a failure", vendors: []Vendor{binding("a", Pass, Fail)},
			want: 1, words: "not conformant: 1 rule fails"},
		{name: "a failing should rule", vendors: []Vendor{binding("a", Pass), should("b", Fail)},
			want: 1, words: "not conformant: 1 rule fails; no binding rule was judged of b"},
		{name: "failures in two vendors", vendors: []Vendor{binding("a", Fail, Fail), binding("b", Fail)},
			want: 1, words: "not conformant: 3 rules fail"},
		{name: "failure before not proven", vendors: []Vendor{binding("a", Fail, Inconclusive)},
			want: 1, words: "not conformant: 1 rule fails; 1 rule is inconclusive"},
		{name: "inconclusive", vendors: []Vendor{binding("a", Pass, Inconclusive, Inconclusive)},
			want: 3, words: "not proven: 2 rules are inconclusive"},
		{name: "only should rules pass", vendors: []Vendor{should("a", Pass)},
			want: 3, words: "not proven: no binding rule was judged of a"},
		{name: "one of two vendors not judged", vendors: []Vendor{binding("a", Pass), binding("b", Skip, Warning, NotApplicable)},
			want: 3, words: "not proven: no binding rule was judged of b"},
		{name: "allowing inconclusive proves nothing of a vendor", vendors: []Vendor{binding("a", Inconclusive)}, allow: true,
			want: 3, words: "not proven: 1 inconclusive rule allowed; no binding rule was judged of a"},
		{name: "a vendor without rules", vendors: []Vendor{binding("a")},
			want: 3, words: "not proven: no binding rule was judged of a"},
		{name: "a not-built vendor alone", vendors: []Vendor{notBuilt},
			want: 3, words: "not proven: not built yet: komet"},
		{name: "only not-built vendors", vendors: []Vendor{notBuilt, notBuilt},
			want: 3, words: "not proven: not built yet: komet, komet"},
		{name: "no vendor",
			want: 3, words: "not proven: no vendor was selected"},
		{name: "unreachable", vendors: []Vendor{unreachable(binding("a"))},
			want: 4, words: "unreachable: first contact or log-in failed at a"},
		{name: "unreachable before failure", vendors: []Vendor{unreachable(binding("a")), binding("b", Fail)},
			want: 4, words: "unreachable: first contact or log-in failed at a; 1 rule fails"},
		{name: "unreachable before not proven", vendors: []Vendor{unreachable(binding("a")), binding("b", Inconclusive)},
			want: 4, words: "unreachable: first contact or log-in failed at a; 1 rule is inconclusive; no binding rule was judged of b"},
		{name: "own fault", vendors: []Vendor{binding("a", Pass, Error)},
			want: 5, words: "own fault: 1 rule ends in an error of plumbline itself"},
		{name: "own fault of a should rule", vendors: []Vendor{binding("a", Pass), should("b", Error, Error)},
			want: 5, words: "own fault: 2 rules end in an error of plumbline itself; no binding rule was judged of b"},
		{name: "own fault before unreachable and failure", vendors: []Vendor{binding("a", Error, Fail), unreachable(binding("b"))},
			want: 5, words: "own fault: 1 rule ends in an error of plumbline itself; first contact or log-in failed at b; 1 rule fails"},
		{name: "what is no verdict is our own fault", vendors: []Vendor{binding("a", Pass, ""), binding("b", Pass, "passed")},
			want: 5, words: "own fault: 2 rules end in an error of plumbline itself"},
		{name: "interrupted", vendors: []Vendor{binding("a", Pass)}, interrupted: true,
			want: 130, words: "interrupted: what was not reached was not judged"},
		{name: "interrupted before all else", vendors: []Vendor{binding("a", Error, Fail), unreachable(binding("b"))}, interrupted: true,
			want: 130, words: "interrupted: 1 rule ends in an error of plumbline itself; first contact or log-in failed at b; 1 rule fails"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := &Report{Vendors: test.vendors, Interrupted: test.interrupted}
			if got := r.Exit(test.allow); got != test.want {
				t.Errorf("exit %d, want %d", got, test.want)
			}
			var b strings.Builder
			if err := r.Terminal(&b, TerminalOptions{AllowInconclusive: test.allow}); err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(strings.TrimSpace(b.String()), "\n")
			if got := strings.TrimSuffix(lines[len(lines)-1], " (0 ms)"); got != test.words {
				t.Errorf("last line\n got %q\nwant %q", got, test.words)
			}
		})
	}
}
