package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// licence is how a licence is known by its text, and whether Plumbline, which is under
// Apache-2.0, may be given away together with what is under it.
type licence struct {
	name  string
	parts []string // of its text, in lower case and with single spaces
	taken bool
}

// known are the licences, those first whose text contains that of others.
var known = []licence{
	{"MPL-2.0", []string{"mozilla public license", "2.0"}, true},
	{"AGPL-3.0", []string{"gnu affero general public license"}, false},
	{"LGPL", []string{"gnu lesser general public license version"}, false},
	{"GPL", []string{"gnu general public license version"}, false},
	{"Apache-2.0", []string{"apache license", "version 2.0"}, true},
	{"BSD-3-Clause", []string{"redistribution and use in source and binary forms", "neither the name"}, true},
	{"BSD-2-Clause", []string{"redistribution and use in source and binary forms"}, true},
	{"ISC", []string{"permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby granted"}, true},
	{"MIT", []string{"permission is hereby granted, free of charge", "the above copyright notice and this permission notice"}, true},
	{"Unlicense", []string{"this is free and unencumbered software released into the public domain"}, true},
}

var spaces = regexp.MustCompile(`[\s#*>]+`)

// licenceOf names the licence of a module by its text; empty where none is known.
func licenceOf(text string) licence {
	text = spaces.ReplaceAllString(strings.ToLower(text), " ")
	for _, l := range known {
		holds := true
		for _, part := range l.parts {
			holds = holds && strings.Contains(text, part)
		}
		if holds {
			return l
		}
	}
	return licence{}
}

var licenceFile = regexp.MustCompile(`(?i)^(licen[cs]e|copying|unlicense)([.-].*)?$`)

// licences lists the licences of all modules in docs/licences.md, or compares them
// with what is there. A module without a known licence that may be taken is an error.
func licences(root string, update bool) error {
	list, err := modules(root)
	if err != nil {
		return err
	}
	var b strings.Builder
	b.WriteString("# Licences of the dependencies\n\n`make supply-update` writes this page, and `make supply` checks it. Plumbline itself is under Apache-2.0.\n\n")
	b.WriteString("| module | version | licence | in the binary |\n|---|---|---|---|\n")
	var wrong error
	for _, m := range list {
		name, err := ofModule(m)
		wrong = errors.Join(wrong, err)
		linked := "no: tests or other platforms"
		if m.linked {
			linked = "yes"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", m.Path, m.Version, name, linked)
	}
	return errors.Join(wrong, said(filepath.Join(root, "docs", "licences.md"), b.String(), update))
}

func ofModule(m module) (name string, err error) {
	files, err := os.ReadDir(m.Dir)
	if err != nil {
		return "unknown", err
	}
	var names []string
	for _, f := range files {
		if f.IsDir() || !licenceFile.MatchString(f.Name()) {
			continue
		}
		text, err := os.ReadFile(filepath.Join(m.Dir, f.Name()))
		if err != nil {
			return "unknown", err
		}
		l := licenceOf(string(text))
		if !l.taken {
			return l.name + "?", fmt.Errorf("%s: %s is no licence that may be taken: %q", m.Path, f.Name(), l.name)
		}
		names = append(names, l.name)
	}
	if len(names) == 0 {
		return "unknown", fmt.Errorf("%s has no licence file", m.Path)
	}
	return strings.Join(names, " and "), nil
}
