package akinon

import (
	"errors"
	"fmt"
	"math"

	"github.com/plumbline-api/plumbline/conformance"
	steps "github.com/plumbline-api/plumbline/features/akinon"
)

// The fixtures that are no packages.
const (
	command         = "command"
	otherCommand    = "other-command"
	product         = "product"
	denialReason    = "denial-reason"
	denialReasonOff = "denial-reason-inactive"
)

func fixtureNames() map[string]string {
	names := map[string]string{
		command:         "[{transition: NUMBER, slug: TEXT}]: the names that the installation has for the Prepare Package command; required",
		otherCommand:    "[{transition: NUMBER, slug: TEXT}]: the names of any other command",
		product:         "[{sku: TEXT}, {sku: TEXT}]: two products that may take the place of others",
		denialReason:    "[{id: NUMBER}]: an active denial reason",
		denialReasonOff: "[{id: NUMBER}]: a denial reason that is not active",
	}
	for kind, what := range steps.Kinds() {
		names[kind] = "[{id: NUMBER}, …]: each " + what + "; each is used once, unless a case leaves it as it was"
	}
	return names
}

// seeded lists the fixtures that a simulator's control API stands in for.
func seeded() []string {
	list := []string{product, denialReason, denialReasonOff}
	for kind := range steps.Kinds() {
		list = append(list, kind)
	}
	return list
}

func isPackage(need string) bool {
	_, known := steps.Kinds()[need]
	return known
}

// readFixtures reads a profile's fixtures.
func readFixtures(p *conformance.Profile) (steps.Fixtures, error) {
	var f steps.Fixtures
	var err error
	if f.Command, err = readCommand(p, command); err != nil {
		return f, err
	}
	if f.Command.Slug == "" {
		return f, errors.New("fixtures.command: say how the installation names the command, such as [{transition: 71, slug: PREPARE_PACKAGE_COMMAND}]")
	}
	if f.Other, err = readCommand(p, otherCommand); err != nil {
		return f, err
	}
	for i, entry := range p.Fixtures[product] {
		sku, isText := entry["sku"].(string)
		if !isText || sku == "" || len(entry) != 1 {
			return f, fmt.Errorf(`fixtures.product[%d]: say the SKU as text, such as {sku: "10034"}`, i)
		}
		if i < len(f.Products) {
			f.Products[i] = sku
		}
	}
	for name, into := range map[string]*int64{denialReason: &f.Reason, denialReasonOff: &f.Inactive} {
		ids, err := readIDs(p, name)
		if err != nil {
			return f, err
		}
		if len(ids) > 0 {
			*into = ids[0]
		}
	}
	f.Packages, err = readPackages(p)
	return f, err
}

// readPackages reads the packages. None may stand there twice: two cases would
// use it.
func readPackages(p *conformance.Profile) (*steps.Packages, error) {
	free, seen := map[string][]int64{}, map[int64]string{}
	for kind := range steps.Kinds() {
		ids, err := readIDs(p, kind)
		if err != nil {
			return nil, err
		}
		for i, id := range ids {
			if other := seen[id]; other != "" {
				return nil, fmt.Errorf("fixtures.%s[%d]: the package %d stands in fixtures.%s as well", kind, i, id, other)
			}
			seen[id] = kind
		}
		free[kind] = ids
	}
	return steps.NewPackages(free), nil
}

func readIDs(p *conformance.Profile, name string) ([]int64, error) {
	var ids []int64
	for i, entry := range p.Fixtures[name] {
		id := wholeNumber(entry["id"])
		if id < 1 || len(entry) != 1 {
			return nil, fmt.Errorf("fixtures.%s[%d]: say the id as a number, such as {id: 123}", name, i)
		}
		ids = append(ids, id)
	}
	return ids, nil
}

func readCommand(p *conformance.Profile, name string) (steps.Command, error) {
	list := p.Fixtures[name]
	if len(list) == 0 {
		return steps.Command{}, nil
	}
	transition := wholeNumber(list[0]["transition"])
	slug, isText := list[0]["slug"].(string)
	if len(list) != 1 || len(list[0]) != 2 || transition < 1 || !isText || slug == "" {
		return steps.Command{}, fmt.Errorf("fixtures.%s: say one command by both of its names, such as [{transition: 71, slug: PREPARE_PACKAGE_COMMAND}]", name)
	}
	return steps.Command{Transition: transition, Slug: slug}, nil
}

// wholeNumber reads a number of a profile; 0 where it is none that an id can be.
func wholeNumber(value any) int64 {
	switch n := value.(type) {
	case int:
		return int64(n)
	case int64:
		return n
	case uint64:
		if n <= math.MaxInt64 {
			return int64(n)
		}
	}
	return 0
}
