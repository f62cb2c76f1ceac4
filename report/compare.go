package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Comparison is what is otherwise in a later report of the same targets.
type Comparison struct {
	Old, New *Report
	Changes  []Change // by vendor, then the gravest first
}

// Change is one thing that is otherwise.
type Change struct {
	Vendor string
	What   ChangeKind
	Of     string // a rule's ID, a place in the contract, or a note
	Was    string
	Is     string
	Why    string
}

// ChangeKind sorts changes by what a reader has to do about them.
type ChangeKind int

// The kinds, the gravest first.
const (
	NewFailure ChangeKind = iota // fails now, and did not
	NotJudged                    // was judged, and is open or left out now
	Fixed                        // failed, and does not fail now
	ReadingChanged
	StrictnessChanged
	NoteNew
	RuleNew
	RuleGone
)

func (k ChangeKind) heading() string {
	switch k {
	case NewFailure:
		return "Newly failing"
	case NotJudged:
		return "No longer judged"
	case Fixed:
		return "Fixed"
	case ReadingChanged:
		return "Readings changed"
	case StrictnessChanged:
		return "Strictness changed"
	case NoteNew:
		return "New notes"
	case RuleNew:
		return "Rules that are new"
	}
	return "Rules that are gone"
}

// Compare finds what is otherwise in the later of two reports. A vendor that only
// one of them has is compared with nothing.
func Compare(before, after *Report) Comparison {
	c := Comparison{Old: before, New: after}
	for i := range after.Vendors {
		is := &after.Vendors[i]
		was := before.vendor(is.Name)
		if was == nil {
			was = &Vendor{Name: is.Name}
		}
		c.vendor(was, is)
	}
	slices.SortStableFunc(c.Changes, func(a, b Change) int { return cmp.Compare(a.What, b.What) })
	return c
}

// Failed tells whether something fails that did not.
func (c Comparison) Failed() bool {
	return slices.ContainsFunc(c.Changes, func(change Change) bool { return change.What == NewFailure })
}

func (r *Report) vendor(name string) *Vendor {
	for i := range r.Vendors {
		if r.Vendors[i].Name == name {
			return &r.Vendors[i]
		}
	}
	return nil
}

func (c *Comparison) add(change Change) { c.Changes = append(c.Changes, change) }

func (c *Comparison) vendor(was, is *Vendor) {
	if is.Unreachable != "" && was.Unreachable == "" {
		c.add(Change{is.Name, NewFailure, is.Name, "reached", "not reached", is.Unreachable})
	}
	before := map[string]*Rule{}
	for i := range was.Rules {
		before[was.Rules[i].ID] = &was.Rules[i]
	}
	for i := range is.Rules {
		r := &is.Rules[i]
		c.rule(is.Name, before[r.ID], r)
		delete(before, r.ID)
	}
	for _, id := range slices.Sorted(maps.Keys(before)) {
		c.add(Change{is.Name, RuleGone, id, string(before[id].Verdict), "", ""})
	}
	for _, id := range slices.Sorted(maps.Keys(is.Dialect)) {
		if old := was.Dialect[id]; old != "" && old != is.Dialect[id] {
			c.add(Change{is.Name, ReadingChanged, id, old, is.Dialect[id], ""})
		}
	}
	c.strictness(was, is)
	known := was.notes()
	for _, note := range slices.Sorted(maps.Keys(is.notes())) {
		if !known[note] && len(was.Rules) > 0 {
			c.add(Change{is.Name, NoteNew, note, "", "", ""})
		}
	}
}

func (c *Comparison) rule(vendor string, was, is *Rule) {
	change := Change{Vendor: vendor, Of: is.ID, Is: string(is.Verdict)}
	if was != nil {
		change.Was = string(was.Verdict)
	}
	broke, broken := was != nil && was.Verdict.appearance().broken, is.Verdict.appearance().broken
	judged := func(v Verdict) bool { return v == Pass || v == Warning || v.appearance().broken }
	switch {
	case broken && !broke:
		change.What, change.Why = NewFailure, is.why()
	case was == nil:
		change.What = RuleNew
	case broke && judged(is.Verdict) && !broken:
		change.What = Fixed
	case judged(was.Verdict) && !judged(is.Verdict):
		change.What, change.Why = NotJudged, is.why()
	default:
		return
	}
	c.add(change)
}

func (c *Comparison) strictness(was, is *Vendor) {
	before := map[string]string{}
	for _, s := range was.Strictness {
		before[s.Pointer+" "+s.Class] = s.told()
	}
	for _, s := range is.Strictness {
		if old := before[s.Pointer+" "+s.Class]; old != "" && old != s.told() {
			c.add(Change{is.Name, StrictnessChanged, s.Pointer + " " + s.Class, old, s.told(), ""})
		}
	}
}

func (s Strictness) told() string {
	if s.Became == "" {
		return s.Does
	}
	return s.Does + " (" + s.Became + ")"
}

// notes are what was noted beside any case, once each.
func (v *Vendor) notes() map[string]bool {
	found := map[string]bool{}
	for _, r := range v.Rules {
		for _, c := range r.Cases {
			for _, e := range c.Exchanges {
				for _, note := range e.Notes {
					found[e.Method+" "+e.template()+": "+note] = true
				}
			}
		}
	}
	return found
}

// String tells a change in a line.
func (c Change) String() string {
	text := c.Of
	if c.Was != "" || c.Is != "" {
		text += ": " + strings.TrimSpace(cmp.Or(c.Was, "(not there)")+" → "+cmp.Or(c.Is, "(gone)"))
	}
	if c.Why != "" {
		text += fmt.Sprintf("; %s", c.Why)
	}
	return text
}
