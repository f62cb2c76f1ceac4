package target

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/plumbline-api/plumbline/report"
)

func TestLedgerSaysWhatBecameOfEachChange(t *testing.T) {
	target := newTarget(t, Options{Transport: answering(404, nil, ""), Secrets: []string{"hunter22"}})
	s := target.Session()
	fine := func(context.Context) error { return nil }
	s.Created(Entity{"order", "1"}, fine)
	s.Created(Entity{"order", "2"}, func(context.Context) error { return errors.New("answered with 500: hunter22") })
	s.Created(Entity{"prebook", "3"}, nil)
	s.Created(Entity{"order", "4"}, fine).Refused()
	s.Undo(fine)
	s.Undo(func(context.Context) error { return errors.New("the setting of tenant 1") })
	nothing := func(context.Context) error { return ErrNothingFound }
	s.Undo(nothing).Refused()
	s.Undo(nothing)
	kept := s.Used("bon", "BP-1")
	s.Used("bon", "BP-2")
	kept()
	if err := s.Close(t.Context()); err == nil || !strings.Contains(err.Error(), "answered with 500") {
		t.Errorf("what is left behind: %v", err)
	}
	created, used := s.Ledger()
	want := []report.Created{
		{What: "order", ID: "1", Undone: true},
		{What: "order", ID: "2", Reason: "answered with 500: [redacted]"},
		{What: "prebook", ID: "3", Reason: "the API has no call that takes it back"},
		{What: "change", ID: "of this case", Reason: "the setting of tenant 1"},
		{What: "change", ID: "of this case", Reason: "nothing was found that could be taken back"},
	}
	if !slices.Equal(created, want) {
		t.Errorf("created %+v", created)
	}
	if want := []report.Used{{Fixture: "bon", ID: "BP-1", Kept: true}, {Fixture: "bon", ID: "BP-2"}}; !slices.Equal(used, want) {
		t.Errorf("used %+v", used)
	}
	if left, _ := target.Left(); left != 0-target.Requests() {
		t.Errorf("requests stay reserved: %d", left)
	}
}

// TestLedgerNamesWritesWithoutAnswer: where nothing takes them back, somebody
// has to look.
func TestLedgerNamesWritesWithoutAnswer(t *testing.T) {
	for _, test := range []struct {
		name, method string
		undo         func(context.Context) error
		listed       bool
	}{
		{"a read", "GET", nil, false},
		{"a write", "PUT", nil, true},
		{"a write that is taken back", "PUT", func(context.Context) error { return nil }, false},
		{"a write that could not be taken back", "PUT", func(context.Context) error { return errors.New("gone") }, true},
	} {
		t.Run(test.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newTarget(t, Options{Transport: transport(hanging)}).Session()
				if _, err := send(t, s, test.method, "{}"); err == nil {
					t.Fatal("an answer came")
				}
				if test.undo != nil {
					s.Created(Entity{"thing", "1"}, test.undo)
				}
				_ = s.Close(t.Context()) // what it says is in the ledger
				created, _ := s.Ledger()
				listed := slices.ContainsFunc(created, func(c report.Created) bool {
					return c.What == "request" && strings.HasSuffix(c.ID, "/things/1") && strings.Contains(c.Reason, "whether it took effect is not known")
				})
				if listed != test.listed {
					t.Errorf("the ledger has %+v", created)
				}
			})
		})
	}
}
