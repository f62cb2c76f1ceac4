package vendors

import (
	"slices"
	"testing"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/specs"
)

// TestLifecyclesStandOnRules checks that every transition is documented by
// server rules of its own book, and that each state and transition is there
// once.
func TestLifecyclesStandOnRules(t *testing.T) {
	with := 0
	forEachBook(t, func(t *testing.T, book specs.Book, _ *contract.Contract) {
		for _, l := range book.Lifecycles {
			with++
			seen := map[[2]string]bool{}
			for i, state := range l.States {
				if state == "" || slices.Contains(l.States[:i], state) {
					t.Errorf("%s: state %q has no name, or that of another", l.Entity, state)
				}
			}
			for _, tr := range l.Transitions {
				name := l.Entity + " " + tr.From + " → " + tr.To
				if tr.From != "" && !slices.Contains(l.States, tr.From) || !slices.Contains(l.States, tr.To) {
					t.Errorf("%s: a state is not listed", name)
				}
				if seen[[2]string{tr.From, tr.To}] {
					t.Errorf("%s is there twice", name)
				}
				seen[[2]string{tr.From, tr.To}] = true
				if len(tr.Rules) == 0 {
					t.Errorf("%s: no rule documents it", name)
				}
				for _, rule := range tr.Rules {
					if book.Rule(rule.ID) != rule || rule.Binds != specs.Server {
						t.Errorf("%s: %s is no server rule of the book", name, rule.ID)
					}
				}
			}
		}
	})
	if with < 4 {
		t.Errorf("only %d lifecycles were looked at", with)
	}
}

// TestSimulatorsFollowTheBooksLifecycles keeps the two apart that must agree:
// what a simulator counts is a lifecycle of its book.
func TestSimulatorsFollowTheBooksLifecycles(t *testing.T) {
	for _, v := range All() {
		if v.Simulator == nil {
			continue
		}
		for _, l := range v.Simulator().Lifecycles {
			if !slices.ContainsFunc(v.Book.Lifecycles, func(of specs.Lifecycle) bool { return of.Entity == l.Entity }) {
				t.Errorf("%s: the book has no lifecycle of the %s", v.Book.Vendor, l.Entity)
			}
		}
	}
}
