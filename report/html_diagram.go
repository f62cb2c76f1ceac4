package report

import (
	"cmp"
	"fmt"
	"slices"
	"unicode/utf8"
)

// Sizes of a state diagram, in CSS pixels at full scale.
const (
	nodeWidth  = 132 // at least
	nodeHeight = 36  // at least
	nodeGap    = 46  // between two states, room for an arrow and its number
	nodeNear   = 18  // between two states without an arrow
	charWidth  = 7.6 // of the widest common letters of the label's font
	portStep   = 14  // between two arrows that meet a state on one side
	laneWidth  = 24
	badge      = 9 // radius of a number
	dot        = 7 // radius of the place where what comes into being comes from
	arrow      = 7 // length of an arrow's head
)

// pageDiagrams are the state diagrams of one vendor.
type pageDiagrams struct {
	Vendor, Title string
	Diagrams      []diagram
}

// diagram is the states of one sort of entity, one below the other in the order
// in which an entity passes them, so that it is as readable on a phone as on a
// wide screen. A transition to the next state is a straight arrow; one that
// passes states by runs on the right, one that leads back on the left, each in
// a lane of its own.
type diagram struct {
	Entity, Name  string // the name for those who can't see it
	Width, Height float64
	Nodes         []node
	Edges         []*edge
	Met           int
	left, right   float64 // edges of the column of states
}

type node struct {
	Label, State string
	Full         bool // entities are in it
	Begin        bool // a dot, from which what comes into being comes
	X, Y, W, H   float64
	TextX, TextY float64
	left, right  []port // from the top down, once placed
}

// edge is one transition.
type edge struct {
	Number     int
	From, To   string
	Kind, Word string
	Rules      []ruleLink
	Path, Head string // of the line, and of the arrow's head
	X, Y       float64
	TextY      float64
	from, to   int // places of the states
	lane       int
	fromY, toY float64
}

type ruleLink struct{ ID, Anchor string }

// port is where an edge meets a side of a state.
type port struct {
	e     *edge
	start bool
}

func (r *Report) pageDiagrams(ids anchors) []pageDiagrams {
	var all []pageDiagrams
	for i := range r.Vendors {
		v := &r.Vendors[i]
		p := pageDiagrams{Vendor: printable(v.Name), Title: v.pageTitle()}
		for _, l := range v.Lifecycles {
			p.Diagrams = append(p.Diagrams, newDiagram(p.Title, l, func(id string) string { return ids.of(i, id) }, printable))
		}
		if len(p.Diagrams) > 0 {
			all = append(all, p)
		}
	}
	return all
}

func newDiagram(vendor string, l Lifecycle, anchor, label func(string) string) diagram {
	d := diagram{Entity: printable(l.Entity)}
	places := map[string]int{}
	for _, name := range l.allStates() {
		places[name] = len(d.Nodes)
		d.Nodes = append(d.Nodes, node{Label: label(name), Begin: name == ""})
	}
	for i, t := range l.Transitions {
		e := &edge{Number: i + 1, From: printable(t.origin()), To: printable(t.To), from: places[t.From], to: places[t.To]}
		e.Kind, e.Word = t.standing()
		for _, id := range t.Rules {
			e.Rules = append(e.Rules, ruleLink{printable(id), anchor(id)})
		}
		if t.Verdict == Pass {
			d.Met++
		}
		d.Edges = append(d.Edges, e)
	}
	d.Name = fmt.Sprintf("States of %s at %s: %d of %s met. The list beside it says the same.",
		article(d.Entity), vendor, d.Met, plural(len(d.Edges), "transition", "transitions"))
	d.lay()
	return d
}

// standing is what a diagram says of a transition.
func (t Transition) standing() (kind, word string) {
	switch t.Verdict {
	case Pass:
		return string(Pass), "met"
	case Fail:
		return string(Fail), "failed"
	case Warning:
		return string(Warning), "warning"
	case "", Skip, NotApplicable:
		return "open", "not judged"
	case Inconclusive:
		return "open", "inconclusive"
	}
	return string(Error), "error"
}

// origin names the state that a transition leads from.
func (t Transition) origin() string {
	if t.From == "" {
		return "(new)"
	}
	return t.From
}

// allStates returns the states, with those that only a transition names. A
// state without a name is first: what comes into being comes from there.
func (l Lifecycle) allStates() []string {
	all := slices.Clone(l.States)
	if slices.ContainsFunc(l.Transitions, func(t Transition) bool { return t.From == "" }) {
		all = append([]string{""}, all...)
	}
	for _, t := range l.Transitions {
		for _, name := range []string{t.From, t.To} {
			if !slices.Contains(all, name) {
				all = append(all, name)
			}
		}
	}
	return all
}

// lay gives everything its place.
func (d *diagram) lay() {
	left, right := d.lanes()
	d.meet()
	width := float64(nodeWidth)
	for _, n := range d.Nodes {
		width = max(width, float64(utf8.RuneCountInString(n.Label))*charWidth+28)
	}
	x, y := 1+float64(left)*laneWidth, 1.0
	if left > 0 {
		x += badge
	}
	d.left, d.right = x, x+width
	for i := range d.Nodes {
		n := &d.Nodes[i]
		ports := max(len(n.left), len(n.right))
		n.X, n.Y, n.W, n.H = x, y, width, max(nodeHeight, float64(ports)*portStep+12)
		n.TextX, n.TextY = x+width/2, y+n.H/2+4.5
		if n.Begin {
			n.X, n.W, n.H = x+width/2-dot, 2*dot, max(2*dot, float64(ports)*portStep)
			n.TextY = y + n.H/2
		}
		spread(n.left, n)
		spread(n.right, n)
		d.Width, d.Height = x+width+float64(right)*laneWidth+1, y+n.H+1
		y += n.H + d.gap(i)
	}
	if right > 0 {
		d.Width += badge
	}
	for _, e := range d.Edges {
		e.draw(d)
	}
}

// gap is the room below a state.
func (d *diagram) gap(state int) float64 {
	if slices.ContainsFunc(d.Edges, func(e *edge) bool { return e.from == state && e.straight() }) {
		return nodeGap
	}
	return nodeNear
}

// straight tells whether an edge leads to the state right below.
func (e *edge) straight() bool { return e.to == e.from+1 }

// back tells whether it leads up.
func (e *edge) back() bool { return e.to < e.from }

// lanes gives each edge that isn't straight the innermost lane of its side in
// which no other runs beside the same states, and returns how many there are.
func (d *diagram) lanes() (left, right int) {
	var bent []*edge
	for _, e := range d.Edges {
		if !e.straight() {
			bent = append(bent, e)
		}
	}
	slices.SortStableFunc(bent, func(a, b *edge) int { return cmp.Compare(a.span(), b.span()) })
	for i, e := range bent {
		for taken := true; taken; {
			taken = slices.ContainsFunc(bent[:i], func(o *edge) bool { return o.lane == e.lane && o.back() == e.back() && o.beside(e) })
			if taken {
				e.lane++
			}
		}
		if e.back() {
			left = max(left, e.lane+1)
		} else {
			right = max(right, e.lane+1)
		}
	}
	return left, right
}

func (e *edge) span() int { return max(e.to-e.from, e.from-e.to) }

func (e *edge) beside(o *edge) bool {
	return min(e.from, e.to) < max(o.from, o.to) && min(o.from, o.to) < max(e.from, e.to) || e.from == e.to && o.from == o.to && e.from == o.from
}

// meet sorts the ends of bent edges at each state such that they cross as
// little as they can: what comes from above meets it above what leads below,
// and of those from above the inner lanes first, of those below the outer.
func (d *diagram) meet() {
	for i := range d.Nodes {
		n := &d.Nodes[i]
		for _, e := range d.Edges {
			if e.straight() {
				continue
			}
			side := &n.right
			if e.back() {
				side = &n.left
			}
			if e.to == i {
				*side = append(*side, port{e, false})
			}
			if e.from == i {
				*side = append(*side, port{e, true})
			}
		}
		above := func(p port) bool { return min(p.e.from, p.e.to) < i || p.e.from == p.e.to && !p.start }
		order := func(a, b port) int {
			switch {
			case above(a) != above(b) && above(a):
				return -1
			case above(a) != above(b):
				return 1
			case above(a):
				return cmp.Compare(a.e.lane, b.e.lane)
			}
			return cmp.Compare(b.e.lane, a.e.lane)
		}
		slices.SortStableFunc(n.left, order)
		slices.SortStableFunc(n.right, order)
	}
}

// spread places the ends at one side of a state around its middle.
func spread(ports []port, n *node) {
	for i, p := range ports {
		y := n.Y + n.H/2 + (float64(i)-float64(len(ports)-1)/2)*portStep
		if p.start {
			p.e.fromY = y
		} else {
			p.e.toY = y
		}
	}
}

// draw makes the lines of an edge: a straight one, or one that leaves a state
// sideways, runs along its lane and comes back, with rounded corners.
func (e *edge) draw(d *diagram) {
	const round = 8
	n, m := d.Nodes[e.from], d.Nodes[e.to]
	if e.straight() {
		x, y1, y2 := n.X+n.W/2, n.Y+n.H, m.Y
		e.Path = fmt.Sprintf("M%.1f %.1fV%.1f", x, y1, y2-arrow)
		e.Head = fmt.Sprintf("M%.1f %.1fl-4.5 -%dh9z", x, y2, arrow)
		e.place(x, (y1+y2-arrow)/2)
		return
	}
	side, fromX, toX := 1.0, n.X+n.W, m.X+m.W
	lane := d.right + (float64(e.lane)+1)*laneWidth
	if e.back() {
		side, fromX, toX = -1, n.X, m.X
		lane = d.left - (float64(e.lane)+1)*laneWidth
	}
	down := 1.0
	if e.toY < e.fromY {
		down = -1
	}
	e.Path = fmt.Sprintf("M%.1f %.1fH%.1fQ%.1f %.1f %.1f %.1fV%.1fQ%.1f %.1f %.1f %.1fH%.1f",
		fromX, e.fromY, lane-side*round, lane, e.fromY, lane, e.fromY+down*min(round, e.height()/2),
		e.toY-down*min(round, e.height()/2), lane, e.toY, lane-side*round, e.toY, toX+side*arrow)
	e.Head = fmt.Sprintf("M%.1f %.1fl%.1f -4.5v9z", toX, e.toY, side*arrow)
	e.place(lane, (e.fromY+e.toY)/2)
}

func (e *edge) height() float64 { return max(e.toY-e.fromY, e.fromY-e.toY) }

func (e *edge) place(x, y float64) { e.X, e.Y, e.TextY = x, y, y+3.5 }

func article(noun string) string {
	if noun != "" && slices.Contains([]byte("aeiou"), noun[0]) {
		return "an " + noun
	}
	return "a " + noun
}
