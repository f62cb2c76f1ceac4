package akinon

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/cucumber/godog"

	"github.com/plumbline-api/plumbline/target"
)

func (s *steps) bindNewPackages(sc *godog.ScenarioContext) {
	sc.Step(`^the packages of its order are noted$`, s.noteSiblings)
	sc.Step(`^a new package of the order holds (the belt)$`, s.someHolds)
	sc.Step(`^the new package of the order holds (.+) and nothing else$`, s.holdsExactly)
	sc.Step(`^the order has no new package$`, func(ctx context.Context) error {
		list, err := s.newPackages(ctx)
		if err != nil {
			return err
		}
		return target.Compare("new packages of the order", page{packages: list}.ids(), "")
	})
	sc.Step(`^it has an id and a number of its own, and the stock location of the first$`, func() error {
		before := s.pkg.before.members
		differences := []error{
			target.Compare("stock location", text(s.created, "stock_location", "id"), text(before, "stock_location", "id")),
		}
		if number := text(s.created, "number"); number == "" || number == text(before, "number") {
			differences = append(differences, target.Mismatch("number", number, "one of its own"))
		}
		return target.Mismatches(differences...)
	})
	sc.Step(`^it is in the state (\d+)$`, func(want string) error {
		return target.Compare("state of the new package", stateOf(s.created), want)
	})
}

// noteSiblings notes the packages that the package's order has already.
func (s *steps) noteSiblings(ctx context.Context) error {
	list, err := s.client.packagesOf(ctx, text(s.pkg.before.members, "order", "number"), s.pkg.ID)
	if err != nil {
		return err
	}
	var ids []int64
	for _, o := range list {
		ids = append(ids, whole(o, "id"))
	}
	s.pkg.siblings = &ids
	return nil
}

// newPackages lists the packages of the order that were not noted.
func (s *steps) newPackages(ctx context.Context) ([]members, error) {
	if s.pkg.siblings == nil {
		return nil, errors.New("akinon: the scenario looks for new packages and has not noted the old ones")
	}
	list, err := s.client.packagesOf(ctx, text(s.pkg.before.members, "order", "number"), s.pkg.ID)
	return slices.DeleteFunc(list, func(o members) bool { return slices.Contains(*s.pkg.siblings, whole(o, "id")) }), err
}

// inNewPackages returns what the new packages hold of an item.
func (s *steps) inNewPackages(ctx context.Context, it members) ([]members, error) {
	list, err := s.newPackages(ctx)
	if err != nil {
		return nil, err
	}
	var found []members
	for _, o := range list {
		for _, held := range objects(o, "packageitem_set") {
			if whole(held, "order_item", "id") == whole(it, "order_item", "id") {
				found = append(found, held)
			}
		}
	}
	return found, nil
}

func (s *steps) someHolds(ctx context.Context, item string) error {
	it, err := s.itemNamed(item)
	if err != nil {
		return err
	}
	found, err := s.inNewPackages(ctx, it)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return target.Mismatch("new packages of the order", "none with "+item, "one that holds "+item)
	}
	return nil
}

// holdsExactly wants one new package, and compares the order items in it.
func (s *steps) holdsExactly(ctx context.Context, names string) error {
	list, err := s.newPackages(ctx)
	if err != nil {
		return err
	}
	if len(list) != 1 {
		return target.Mismatch("new packages of the order", fmt.Sprint(len(list)), "one")
	}
	s.created = list[0]
	var want, got []string
	for name := range strings.SplitSeq(names, " and ") {
		it, err := s.itemNamed(name)
		if err != nil {
			return err
		}
		want = append(want, text(it, "order_item", "id"))
	}
	for _, held := range objects(s.created, "packageitem_set") {
		got = append(got, text(held, "order_item", "id"))
	}
	slices.Sort(got)
	return target.Compare("order items in the new package", strings.Join(got, ", "), strings.Join(want, ", "))
}
