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

const anItem = `(the shirt|the belt|the socks)`

func (s *steps) bindItems(sc *features.Steps) {
	sc.Step(`^`+anItem+` (?:is|are) (not )?out of stock$`, s.isMarked)
	sc.Step(`^`+anItem+` is listed in the state (\d+)$`, s.isListedIn)
	sc.Step(`^`+anItem+` (?:has|have) the (other )?new product$`, func(ctx context.Context, item, other string) error {
		want := s.Products[0]
		if other != "" {
			want = s.Products[1]
		}
		return s.hasNow(ctx, item, "product", want)
	})
	sc.Step(`^`+anItem+` (?:has|have) the barcode "([^"]*)"(, where barcodes are shown)?$`, func(ctx context.Context, item, want, ifShown string) error {
		err := s.hasNow(ctx, item, "barcode", want)
		if open := new(target.Inconclusive); ifShown != "" && errors.As(err, &open) {
			return nil
		}
		return err
	})
	sc.Step(`^`+anItem+` (?:has|have) the unit weight (\S+)$`, func(ctx context.Context, item, want string) error {
		return s.hasNow(ctx, item, "unit weight", want)
	})
	sc.Step(`^`+anItem+` keeps? (?:its|their) (product|barcode|unit weight)(, where it is listed)?$`, s.keeps)
	sc.Step(`^the quantity of `+anItem+` is what it was, where they are listed$`, func(ctx context.Context, item string) error {
		return s.keeps(ctx, item, "quantity", ", where they are listed")
	})
	sc.Step(`^no item of the package has changed(?: but `+anItem+`)?$`, s.noneChanged)
}

// property is something that an item shows, at one of several places.
type property struct {
	name   string
	places [][]string
	same   func(a, b string) bool
	// optional: it may be left out while there is none.
	optional bool
	numeric  bool
}

func properties() []property {
	sameText := func(a, b string) bool { return a == b }
	return []property{
		{"product", [][]string{{"order_item", "product", "sku"}, {"order_item", "sku"}, {"product", "sku"}, {"sku"}}, sameText, false, false},
		{"barcode", [][]string{{"barcode"}, {"order_item", "barcode"}}, sameText, false, false},
		{"unit weight", [][]string{{"unit_weight"}}, sameNumber, true, true},
		{"quantity", [][]string{{"quantity"}}, sameNumber, false, true},
	}
}

func propertyNamed(name string) property {
	all := properties()
	return all[slices.IndexFunc(all, func(p property) bool { return p.name == name })]
}

// shown reads the property of an item, and tells whether it is there.
func (p property) shown(it members) (string, bool) {
	value, there := first(it, p.places...)
	return asText(value), there
}

// of reads the property of an item. One that is not shown leaves the case open.
func (p property) of(it members) (string, error) {
	got, there := p.shown(it)
	if !there && !p.optional {
		return "", p.notShown()
	}
	return got, nil
}

func (p property) notShown() error {
	return &target.Inconclusive{Reason: "the items that are read do not show their " + p.name + ": there is no " + strings.Join(p.places[0], ".")}
}

func (p property) compare(item string, it members, want string) error {
	got, err := p.of(it)
	if err != nil || got == want || p.same(got, want) {
		return err
	}
	return target.Mismatch(p.name+" of "+item, none(got), none(want))
}

func none(text string) string {
	if text == "" {
		return "none"
	}
	return text
}

func (s *steps) isMarked(ctx context.Context, item, not string) error {
	it, v, err := s.item(ctx, item)
	if err != nil {
		return err
	}
	return s.guess(target.Compare(item+" is out of stock", v.marked(it), not == ""))
}

// item returns an item as it was, and the package as it is.
func (s *steps) item(ctx context.Context, name string) (members, view, error) {
	it, err := s.itemNamed(name)
	if err != nil {
		return nil, view{}, err
	}
	v, err := s.client.view(ctx, s.pkg.ID)
	return it, v, err
}

func (s *steps) isListedIn(ctx context.Context, item, state string) error {
	it, v, err := s.item(ctx, item)
	if err != nil {
		return err
	}
	now := v.itemOf(it)
	if now == nil {
		return target.Mismatch(item, "not listed", "listed in the state "+state)
	}
	return target.Compare("state of "+item, stateOf(now), state)
}

// hasNow wants an item of the package to be listed and to show something.
func (s *steps) hasNow(ctx context.Context, item, what, want string) error {
	p := propertyNamed(what)
	it, v, err := s.item(ctx, item)
	if err != nil {
		return err
	}
	now := v.itemOf(it)
	if now == nil && what == "product" {
		now = s.newcomer(v, want) // a replaced item may be a new one
	}
	if now == nil {
		return target.Mismatch(item, "not in the package", p.name+" "+want)
	}
	return s.guess(p.compare(item, now, want))
}

// newcomer returns an item that the package did not have before and that shows
// a product; nil where there is none.
func (s *steps) newcomer(v view, sku string) members {
	for _, it := range v.items {
		if got, _ := propertyNamed("product").shown(it); got == sku && s.pkg.before.itemOf(it) == nil {
			return it
		}
	}
	return nil
}

// keeps wants an item to show what it showed before, in its package and in the
// new one; not to be listed at all is allowed where the scenario says so.
func (s *steps) keeps(ctx context.Context, item, what, unlisted string) error {
	p := propertyNamed(what)
	it, v, err := s.item(ctx, item)
	if err != nil {
		return err
	}
	before, there := p.shown(it)
	if !there && !p.optional {
		return p.notShown()
	}
	listed := []members{v.itemOf(it)}
	if listed[0] == nil {
		switch {
		case unlisted == "":
			return target.Mismatch(item, "not in the package", p.name+" "+none(before))
		case s.pkg.unlisted != nil:
			return nil // no package is listed, and so not the item
		}
		if listed, err = s.inNewPackages(ctx, it); err != nil {
			return err
		}
	}
	var differences []error
	for _, now := range listed {
		differences = append(differences, p.compare(item, now, before))
	}
	return target.Mismatches(differences...)
}

// noneChanged compares all that the items show, and whether they are out of
// stock.
func (s *steps) noneChanged(ctx context.Context, but string) error {
	v, err := s.client.view(ctx, s.pkg.ID)
	if err != nil {
		return err
	}
	var spared members
	if but != "" {
		if spared, err = s.itemNamed(but); err != nil {
			return err
		}
	}
	var differences []error
	for _, it := range s.pkg.before.items {
		id := whole(it, "id")
		if spared != nil && id == whole(spared, "id") {
			continue
		}
		name := fmt.Sprintf("the item %d", id)
		now := v.itemOf(it)
		if now == nil || v.marked(it) {
			differences = append(differences, target.Mismatch(name, "out of stock", "unchanged"))
			continue
		}
		for _, p := range properties() {
			if before, there := p.shown(it); there {
				differences = append(differences, p.compare(name, now, before))
			}
		}
	}
	return target.Mismatches(differences...)
}
