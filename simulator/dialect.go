package simulator

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/internal/nearest"
	"github.com/plumbline-api/plumbline/specs"
)

// CheckDialect returns an error that names the first entry which says nothing
// of the vendors that are served. An entry is one of
//
//	RULE: READING
//	RULE: departs                      an assumed rule that is Free
//	VENDOR/OPERATION: not-offered      an operation that only a supplement has
//	VENDOR:POINTER#CLASS: tolerates    or refuses: a breach that no document settles
func (e *Engine) CheckDialect(dialect map[string]string) error {
	for _, key := range slices.Sorted(maps.Keys(dialect)) {
		said := dialect[key]
		var err error
		vendor, place, ofPlace := strings.Cut(key, ":/")
		switch {
		case ofPlace:
			err = e.checkStrictness(vendor, "/"+place, said)
		case said == specs.NotOffered:
			err = e.checkOperation(key)
		default:
			err = e.checkReading(key, said)
		}
		if err != nil {
			return fmt.Errorf("simulator: dialect: %w", err)
		}
	}
	return nil
}

func (e *Engine) checkReading(id, reading string) error {
	rule := e.rules[id]
	if rule == nil {
		several := func(r *specs.Rule) bool { return len(r.Readings) > 0 }
		return fmt.Errorf("no vendor that is served has a rule %s%s; %s", id, e.nearestRule(id), e.known(id, several))
	}
	if reading == specs.Departs {
		if rule.Free {
			return nil
		}
		return fmt.Errorf("%s: a legal server does not depart from it; --defect %s breaks it", id, id)
	}
	var names []string
	for _, r := range rule.Readings {
		names = append(names, r.Name)
	}
	if !slices.Contains(names, reading) {
		return fmt.Errorf("%s has no reading %q%s; it has %s", id, reading, nearest.DidYouMean(reading, names), cmp.Or(strings.Join(names, ", "), "none"))
	}
	return nil
}

func (e *Engine) checkStrictness(vendor, place, does string) error {
	v := e.vendors[vendor]
	if v == nil {
		return fmt.Errorf("%s:%s: the vendors are %s", vendor, place, strings.Join(e.names, ", "))
	}
	if does != specs.Refuses && does != specs.Tolerates {
		return fmt.Errorf("%s:%s: %q is neither %s nor %s", vendor, place, does, specs.Refuses, specs.Tolerates)
	}
	pointer, _ := specs.Place(place)
	if !e.hasPlace(vendor, pointer) {
		return fmt.Errorf("%s:%s: specs/%s/openapi.yaml has no such place", vendor, place, vendor)
	}
	return nil
}

// hasPlace tells whether a pointer leads somewhere in a vendor's contract, where
// that is loaded already.
func (e *Engine) hasPlace(vendor, pointer string) bool {
	s := e.served[vendor]
	if s == nil {
		return true // the engine is being made, and looks again when it is
	}
	_, err := s.contract.Resolve(pointer)
	return err == nil
}

func (e *Engine) checkOperation(key string) error {
	vendor, id, _ := strings.Cut(key, "/")
	s := e.served[vendor]
	switch {
	case e.vendors[vendor] == nil:
		return fmt.Errorf("%s: the vendors are %s", key, strings.Join(e.names, ", "))
	case s != nil && s.contract.Operation(id) == nil:
		return fmt.Errorf("%s: %s has no operation %s", key, vendor, id)
	case s != nil && !s.supplementary[id]:
		return fmt.Errorf("%s: the document itself has this operation, so a legal server offers it", key)
	}
	return nil
}

// notOffered tells whether this world's dialect leaves an operation out.
func (c *call) notOffered(operation string) bool {
	if !c.served.supplementary[operation] {
		return false
	}
	said, _ := c.env.spoken(c.vendor.Book.Vendor + "/" + operation)
	return said == specs.NotOffered
}
