package main

import (
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/specs"
)

// checkDefects compares the rules that are to be broken with those that the
// simulators of the vendors can break.
func checkDefects(list []vendors.Vendor, ids []string) error {
	for _, id := range ids {
		rule, err := findRule(list, "--defect", id)
		if err != nil {
			return err
		}
		if rule.Binds != specs.Server {
			return usage("--defect: %s binds the caller, so a simulator can't break it; plumbline rules tells whom a rule binds", id)
		}
	}
	return nil
}

// readDialect reads a file of rule IDs and readings, and compares them with
// the readings that there are.
func readDialect(list []vendors.Vendor, file string) (map[string]string, error) {
	if file == "" {
		return nil, nil
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, usage("--dialect: %v", err)
	}
	var dialect map[string]string
	if err := yaml.Unmarshal(data, &dialect); err != nil {
		line, _, _ := strings.Cut(err.Error(), "\n")
		return nil, usage("--dialect %s: %s; each line is RULE: READING", file, line)
	}
	for _, id := range slices.Sorted(maps.Keys(dialect)) {
		rule, err := findRule(list, "--dialect "+file, id)
		if err != nil {
			return nil, err
		}
		var known []string
		for _, reading := range rule.Readings {
			known = append(known, reading.Name)
		}
		if len(known) == 0 {
			return nil, usage("--dialect %s: %s has no readings; plumbline rules %s shows it", file, id, id)
		}
		if !slices.Contains(known, dialect[id]) {
			return nil, usage("--dialect %s: %s has no reading %q; known: %s", file, id, dialect[id], strings.Join(known, ", "))
		}
	}
	return dialect, nil
}

// findRule returns a rule of a vendor that has a simulator.
func findRule(list []vendors.Vendor, place, id string) (*specs.Rule, error) {
	var names []string
	for _, v := range list {
		if v.Simulator == nil {
			continue
		}
		if r := v.Book.Rule(id); r != nil {
			return r, nil
		}
		names = append(names, v.Book.Vendor)
	}
	return nil, usage("%s: unknown rule %q; plumbline rules lists those of %s", place, id, strings.Join(names, ", "))
}
