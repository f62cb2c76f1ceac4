package report

import (
	"fmt"
	"testing"
)

// laid lays out transitions given as pairs of states.
func laid(states []string, pairs ...[2]string) diagram {
	l := Lifecycle{Entity: "order", States: states}
	for _, p := range pairs {
		l.Transitions = append(l.Transitions, Transition{From: p[0], To: p[1]})
	}
	return newDiagram("a vendor", l, func(string) string { return "" }, printable)
}

// TestDiagramKeepsApart draws every transition that five states can have: no
// state covers another, and no two lines run one upon the other.
func TestDiagramKeepsApart(t *testing.T) {
	states := []string{"a", "b", "c", "d", "e"}
	var pairs [][2]string
	for _, from := range append([]string{""}, states...) {
		for _, to := range states {
			pairs = append(pairs, [2]string{from, to})
		}
	}
	d := laid(states, pairs...)
	if len(d.Nodes) != 6 || len(d.Edges) != 30 {
		t.Fatalf("%d states and %d transitions", len(d.Nodes), len(d.Edges))
	}
	for i, n := range d.Nodes {
		if n.X < 0 || n.Y < 0 || n.X+n.W > d.Width || n.Y+n.H > d.Height {
			t.Errorf("state %q lies outside", n.Label)
		}
		if i > 0 && n.Y < d.Nodes[i-1].Y+d.Nodes[i-1].H+nodeNear {
			t.Errorf("state %q lies upon %q", n.Label, d.Nodes[i-1].Label)
		}
	}
	ends := map[string]bool{}
	for i, e := range d.Edges {
		if e.X < badge || e.X > d.Width-badge {
			t.Errorf("%s → %s: its number lies outside", e.From, e.To)
		}
		for _, end := range []string{fmt.Sprint(e.from, e.back(), e.fromY), fmt.Sprint(e.to, e.back(), e.toY)} {
			if !e.straight() && ends[end] {
				t.Errorf("%s → %s meets a state where another does", e.From, e.To)
			}
			ends[end] = true
		}
		for _, o := range d.Edges[:i] {
			along := !e.straight() && !o.straight() && e.back() == o.back() && e.lane == o.lane
			low, high := max(min(e.fromY, e.toY), min(o.fromY, o.toY)), min(max(e.fromY, e.toY), max(o.fromY, o.toY))
			if along && low < high {
				t.Errorf("%s → %s runs upon %s → %s", e.From, e.To, o.From, o.To)
			}
		}
	}
}

func TestDiagramFitsAPhone(t *testing.T) {
	d := laid([]string{"open", "confirmed", "ready to pick", "sent", "closed", "cancelled"},
		[2]string{"", "open"}, [2]string{"open", "confirmed"}, [2]string{"open", "cancelled"}, [2]string{"confirmed", "cancelled"},
		[2]string{"ready to pick", "cancelled"}, [2]string{"sent", "cancelled"})
	if d.Width > 300 { // 360 pixels less the page's margins
		t.Errorf("it is %.0f pixels wide", d.Width)
	}
}

func TestDiagramHasStatesThatAreNotListed(t *testing.T) {
	d := laid(nil, [2]string{"a", "b"})
	if len(d.Nodes) != 2 || d.Nodes[0].Label != "a" || d.Nodes[1].Label != "b" {
		t.Errorf("states %+v", d.Nodes)
	}
}

func TestStandingOfATransition(t *testing.T) {
	for _, test := range []struct {
		verdict    Verdict
		kind, word string
	}{
		{Pass, "pass", "met"},
		{Fail, "fail", "failed"},
		{Warning, "warning", "warning"},
		{Inconclusive, "open", "inconclusive"},
		{NotApplicable, "open", "not judged"},
		{Skip, "open", "not judged"},
		{"", "open", "not judged"},
		{Error, "error", "error"},
		{"no verdict", "error", "error"},
	} {
		t.Run(string(test.verdict), func(t *testing.T) {
			if kind, word := (Transition{Verdict: test.verdict}).standing(); kind != test.kind || word != test.word {
				t.Errorf("got %s %q, want %s %q", kind, word, test.kind, test.word)
			}
		})
	}
}
