package target

import (
	"context"
	"errors"

	"github.com/plumbline-api/plumbline/report"
)

// Entity is something on the target, for people who may have to look after it.
type Entity struct {
	What string // such as "order"
	ID   string // by which the target knows it
}

// ErrNothingFound is what an undo returns that found nothing to take back. Where
// the target did not refuse the change, that is no success: something may be left.
var ErrNothingFound = errors.New("nothing was found that could be taken back")

// Made is an entity that a session made, or may have made.
type Made struct {
	session *Session
	entry   *report.Created // nil where nobody said what it is
	refused *bool
}

// Refused takes the entity out of the ledger: the target refused to make it.
func (m Made) Refused() {
	if m.refused != nil {
		*m.refused = true
	}
	if m.entry != nil {
		m.session.enter(LedgerNotMade, Entity{m.entry.What, m.entry.ID}, "")
		m.entry.ID = ""
	}
}

// change is what Close takes back.
type change struct {
	undo  func(context.Context) error // nil where the API can't
	entry *report.Created             // nil where nobody said what it is
	// refused tells that the target refused the change.
	refused *bool
}

// noUndo is why an entity stays that no call of the API takes back.
const noUndo = "the API has no call that takes it back"

// Created notes an entity that the session made or may have made, and registers
// what takes it back; undo is nil where the API can't. One request of the budget
// is kept for it.
func (s *Session) Created(e Entity, undo func(context.Context) error) Made {
	entry := &report.Created{What: e.What, ID: e.ID, Reason: noUndo}
	s.enter(LedgerMade, e, "")
	refused := new(bool)
	s.changes = append(s.changes, change{undo, entry, refused})
	if undo != nil {
		s.target.reserved.Add(1)
	}
	return Made{s, entry, refused}
}

// Undo registers what takes back a change that Created does not name. One
// request of the budget is kept for it.
func (s *Session) Undo(fn func(context.Context) error) Made {
	refused := new(bool)
	s.changes = append(s.changes, change{undo: fn, refused: refused})
	s.target.reserved.Add(1)
	return Made{session: s, refused: refused}
}

// Used notes an entity of the profile that the session is given. Kept says that
// it left it as it was, so that it may be used again.
func (s *Session) Used(fixture, id string) (kept func()) {
	entry := &report.Used{Fixture: fixture, ID: id}
	s.used = append(s.used, entry)
	s.enterUse(LedgerUsed, entry)
	return func() {
		entry.Kept = true
		s.enterUse(LedgerKept, entry)
	}
}

// Ledger returns what the session made on the target and used of the profile,
// once it is closed. A simulator's world is gone by then, and all with it.
func (s *Session) Ledger() (created []report.Created, used []report.Used) {
	if s.world != "" {
		return nil, nil
	}
	open := false // a change that was not taken back
	for _, c := range s.changes {
		if c.entry == nil || c.entry.ID == "" {
			continue
		}
		open = open || !c.entry.Undone
		created = append(created, *c.entry)
	}
	if open || len(s.changes) == 0 {
		for _, request := range s.indeterminate {
			created = append(created, report.Created{What: "request", ID: request, Reason: "no answer came: whether it took effect is not known"})
		}
	}
	for _, u := range s.used {
		used = append(used, *u)
	}
	return created, used
}

// pending is how many requests of the budget the session's changes keep.
func (s *Session) pending() int {
	n := 0
	for _, c := range s.changes {
		if c.undo != nil {
			n++
		}
	}
	return n
}

// takeBack takes a change back and enters how that went.
func (s *Session) takeBack(ctx context.Context, c *change) error {
	if c.undo == nil {
		if c.entry != nil && c.entry.ID != "" {
			s.enter(LedgerLeft, Entity{c.entry.What, c.entry.ID}, noUndo)
		}
		return nil
	}
	s.target.reserved.Add(-1)
	err := c.undo(ctx)
	if *c.refused && errors.Is(err, ErrNothingFound) {
		err = nil // there was nothing to find
	}
	switch {
	case c.entry == nil && err != nil:
		c.entry = &report.Created{What: "change", ID: "of this case", Reason: s.target.Clean(err.Error())}
	case c.entry != nil && err != nil:
		c.entry.Reason = s.target.Clean(err.Error())
		s.enter(LedgerLeft, Entity{c.entry.What, c.entry.ID}, c.entry.Reason)
	case c.entry != nil:
		c.entry.Undone, c.entry.Reason = true, ""
		s.enter(LedgerUndone, Entity{c.entry.What, c.entry.ID}, "")
	}
	return err
}
