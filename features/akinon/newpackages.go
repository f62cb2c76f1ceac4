package akinon

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

func (s *steps) bindNewPackages(sc *features.Steps) {
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
			target.Compare("stock location", locationOf(s.created), locationOf(before)),
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

// noteSiblings notes the packages that the package's order has already. Where
// they can't be listed that is told when they are looked for.
func (s *steps) noteSiblings(ctx context.Context) error {
	list, err := s.client.packagesOf(ctx, orderNumberOf(s.pkg.before.members), s.pkg.ID)
	if open := new(target.Inconclusive); errors.As(err, &open) {
		s.pkg.unlisted = err
		return nil
	}
	ids := []int64{}
	for _, o := range list {
		ids = append(ids, whole(o, "id"))
	}
	s.pkg.siblings = ids
	return err
}

// newPackages lists the packages of the order that were not noted.
func (s *steps) newPackages(ctx context.Context) ([]members, error) {
	if s.pkg.unlisted != nil {
		return nil, s.pkg.unlisted
	}
	if s.pkg.siblings == nil {
		return nil, errors.New("akinon: the scenario looks for new packages and has not noted the old ones")
	}
	list, err := s.client.packagesOf(ctx, orderNumberOf(s.pkg.before.members), s.pkg.ID)
	return slices.DeleteFunc(list, func(o members) bool { return slices.Contains(s.pkg.siblings, whole(o, "id")) }), err
}

// awaited lists the new packages once there is one, or time is up: no page says
// that it is there when the command has been answered.
func (s *steps) awaited(ctx context.Context) (list []members, err error) {
	err = s.eventually(ctx, func() (bool, error) {
		list, err = s.newPackages(ctx)
		return len(list) > 0, err
	})
	return list, err
}

// inNewPackages returns what the new packages hold of an item.
func (s *steps) inNewPackages(ctx context.Context, it members) ([]members, error) {
	list, err := s.newPackages(ctx)
	if err != nil {
		return nil, err
	}
	return holding(list, it), nil
}

func holding(list []members, it members) []members {
	var found []members
	for _, o := range list {
		for _, held := range viewIn(o).items {
			if orderItemOf(held) == orderItemOf(it) {
				found = append(found, held)
			}
		}
	}
	return found
}

func (s *steps) someHolds(ctx context.Context, item string) error {
	it, err := s.itemNamed(item)
	if err != nil {
		return err
	}
	list, err := s.awaited(ctx)
	if err != nil {
		return err
	}
	if len(holding(list, it)) == 0 {
		return target.Mismatch("new packages of the order", "none with "+item, "one that holds "+item)
	}
	return nil
}

// holdsExactly wants one new package, and compares the order items in it.
func (s *steps) holdsExactly(ctx context.Context, names string) error {
	list, err := s.awaited(ctx)
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
		want = append(want, fmt.Sprint(orderItemOf(it)))
	}
	for _, held := range viewIn(s.created).items {
		got = append(got, fmt.Sprint(orderItemOf(held)))
	}
	slices.Sort(got)
	slices.Sort(want)
	return target.Compare("order items in the new package", strings.Join(got, ", "), strings.Join(want, ", "))
}
