package akinon

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

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
	f := steps.Fixtures{Packages: steps.NewPackages()}
	if len(p.Fixtures[command]) == 0 {
		return f, errors.New("fixtures.command: say how the installation names the command, such as [{transition: 71, slug: PREPARE_PACKAGE_COMMAND}]")
	}
	for _, name := range slices.Sorted(maps.Keys(p.Fixtures)) {
		for i, entry := range p.Fixtures[name] {
			if err := add(&f, name, i, entry); err != nil {
				return f, fmt.Errorf("fixtures.%s[%d]: %w", name, i, err)
			}
		}
	}
	return f, nil
}

// supply adds what the profile's command has made.
func (c calls) supply(name string, entry map[string]any) error {
	f := c.fixtures()
	at := 0
	if name == product && f.Products[0] != "" {
		at = 1
	}
	if err := add(&f, name, at, entry); err != nil {
		return err
	}
	c.has.Store(&f)
	return nil
}

// add enters one fixture, the i-th of its name; of more than are used the first
// count.
func add(f *steps.Fixtures, name string, i int, entry map[string]any) error {
	switch name {
	case command, otherCommand:
		into := map[string]*steps.Command{command: &f.Command, otherCommand: &f.Other}[name]
		read, err := readCommand(entry)
		if err == nil && i > 0 {
			err = errors.New("say one command by both of its names, such as [{transition: 71, slug: PREPARE_PACKAGE_COMMAND}]")
		}
		*into = read
		return err
	case product:
		sku, isText := entry["sku"].(string)
		if !isText || sku == "" || len(entry) != 1 {
			return errors.New(`say the SKU as text, such as {sku: "10034"}`)
		}
		if i < len(f.Products) {
			f.Products[i] = sku
		}
		return nil
	}
	id := wholeNumber(entry["id"])
	if id < 1 || len(entry) != 1 {
		return errors.New("say the id as a number, such as {id: 123}")
	}
	if isPackage(name) {
		return f.Packages.Add(name, id)
	}
	if into := map[string]*int64{denialReason: &f.Reason, denialReasonOff: &f.Inactive}[name]; into != nil && i == 0 {
		*into = id
	}
	return nil
}

func readCommand(entry map[string]any) (steps.Command, error) {
	transition := wholeNumber(entry["transition"])
	slug, isText := entry["slug"].(string)
	if len(entry) != 2 || transition < 1 || !isText || slug == "" {
		return steps.Command{}, errors.New("say one command by both of its names, such as [{transition: 71, slug: PREPARE_PACKAGE_COMMAND}]")
	}
	return steps.Command{Transition: transition, Slug: slug}, nil
}

// wholeNumber reads a number of a profile; 0 where it is none that an id can be.
func wholeNumber(value any) int64 {
	switch n := value.(type) {
	case json.Number: // of the profile's command
		if whole, err := n.Int64(); err == nil {
			return whole
		}
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
