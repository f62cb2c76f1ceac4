package komet

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/target"
)

// listDay lists the prebooks so many days after the ship date.
func (s *steps) listDay(ctx context.Context, after int, f Filter) error {
	day, err := time.Parse(time.DateOnly, s.shipDate())
	if err != nil {
		return fmt.Errorf("komet: ship date: %w", err)
	}
	s.again = func(ctx context.Context) (err error) {
		s.answer, err = s.client().Details(ctx, day.AddDate(0, 0, after).Format(time.DateOnly), f)
		return err
	}
	return s.again(ctx)
}

// listFiltered lists the ship date by a filter, whose value is in words or
// JSON, or the number of one of the scenario's prebooks.
func (s *steps) listFiltered(ctx context.Context, name, cell string) error {
	var value string
	if nth, is := strings.CutPrefix(cell, "the number of prebook "); is {
		n, err := strconv.Atoi(nth)
		if err != nil || n < 1 || n > len(s.answers) {
			return fmt.Errorf("komet: the scenario has no prebook %s", nth)
		}
		value = plain(members(s.answers[n-1])["prebookNumber"])
	} else {
		words, err := s.value(ctx, cell)
		if err != nil {
			return err
		}
		value = plain(words)
	}
	return s.listDay(ctx, 0, Filter{name: value})
}

// compareFound wants just those of the scenario's prebooks in the list, by the
// order in which they were created; others may be there, unless a filter was
// to leave them out.
func (s *steps) compareFound(numbers string) error {
	if err := needed("prebook.details.list", ListRead(s.answer), s.answer); err != nil {
		return err
	}
	var ids, got []string
	for _, p := range objects(members(s.answer), "prebooks") {
		ids = append(ids, plain(p["id"]))
	}
	for i, a := range s.answers {
		if slices.ContainsFunc(ids, func(id string) bool { return same(id, prebookID(a)) }) {
			got = append(got, strconv.Itoa(i+1))
		}
	}
	return target.Compare("prebooks of the scenario that are listed", strings.Join(got, " and "), numbers)
}

// noLineHas wants a prebook with lines, none of which has the value.
func (s *steps) noLineHas(ctx context.Context, name, cell string) error {
	p, err := s.prebook(ctx)
	if err != nil {
		return err
	}
	unwanted, err := s.value(ctx, cell)
	if err != nil {
		return err
	}
	lines := objects(p, "details")
	if len(lines) == 0 {
		return target.Mismatch("lines of the prebook", "0", "at least one")
	}
	for _, line := range lines {
		if same(plain(line[name]), plain(unwanted)) {
			return target.Mismatch(name+" of a line", written(line[name]), "another one")
		}
	}
	return nil
}

// linesAsAnswered wants as many lines as items that were told as added. Where
// the whole was refused there is no prebook to have lines.
func (s *steps) linesAsAnswered(ctx context.Context) error {
	if prebookID(s.last()) == "" || RefusedWhole(s.last()) {
		return nil
	}
	added := 0
	for _, item := range items(s.last()) {
		if status := plain(item["status"]); status != "" && same(status, "1") {
			added++
		}
	}
	return s.eventually(ctx, func() error {
		p, err := s.prebook(ctx)
		if err != nil {
			return err
		}
		return target.Compare("lines of the prebook", len(objects(p, "details")), added)
	})
}

// shipViaDiffers wants that the list tells the last two prebooks apart, where it
// tells from where they ship.
func (s *steps) shipViaDiffers(ctx context.Context) error {
	if len(s.answers) < 2 {
		return fmt.Errorf("komet: the scenario has one creation only")
	}
	return s.eventually(ctx, func() error {
		list, err := s.day(ctx)
		if err != nil {
			return err
		}
		var shown []string
		for _, a := range s.answers[len(s.answers)-2:] {
			for _, p := range list {
				if same(plain(p["id"]), prebookID(a)) {
					shown = append(shown, plain(p["shipVia"]))
				}
			}
		}
		if len(shown) < 2 {
			return target.Mismatch("prebooks on "+s.shipDate(), fmt.Sprintf("%d of the scenario's", len(shown)), "2 of the scenario's")
		}
		if shown[0] != "" && shown[0] == shown[1] {
			return target.Mismatch("shipVia of both prebooks", strconv.Quote(shown[0]), "one for the warehouse and another for the grower")
		}
		return nil
	})
}
