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
	s.answer, err = s.client().Details(ctx, day.AddDate(0, 0, after).Format(time.DateOnly), f)
	return err
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
	if err := needed("prebook.details.list", Succeeded(s.answer), s.answer); err != nil {
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
