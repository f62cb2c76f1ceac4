package main

import (
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/report"
)

// write prints the report and writes the files that were asked for.
func (c *verifyCommand) write(s streams, r *report.Report) error {
	if c.Learn != "-" && !slices.Contains(slices.Collect(maps.Values(c.Report)), "-") {
		o := report.TerminalOptions{Colour: isTerminal(s.out), Verbose: c.Verbose, AllowInconclusive: c.AllowInconclusive}
		if err := r.Terminal(s.out, o); err != nil {
			return fmt.Errorf("write the report: %w", err)
		}
	}
	for _, format := range slices.Sorted(maps.Keys(c.Report)) {
		if err := writeFile(s, r, report.Format(format), c.Report[format]); err != nil {
			return fmt.Errorf("write the %s report: %w", format, err)
		}
	}
	return nil
}

func writeFile(s streams, r *report.Report, format report.Format, name string) error {
	if name == "-" {
		return r.Write(format, s.out)
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := r.Write(format, f); err != nil {
		_ = f.Close() // the first error is the one that tells
		return err
	}
	return f.Close()
}

// isTerminal tells whether a stream shows what is written to a person.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok || os.Getenv("NO_COLOR") != "" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// learn writes the readings that were found out.
func (c *verifyCommand) learn(s streams, list []vendors.Vendor, r *report.Report) error {
	if c.Learn == "" {
		return nil
	}
	var text strings.Builder
	for i, v := range list {
		if !r.Vendors[i].NotBuilt {
			text.WriteString(conformance.Learned(v.Book, r.Vendors[i]))
		}
	}
	if c.Learn == "-" {
		_, err := fmt.Fprint(s.out, text.String())
		return err
	}
	if err := os.WriteFile(c.Learn, []byte(text.String()), 0o666); err != nil {
		return fmt.Errorf("write the dialect: %w", err)
	}
	return nil
}

// writable creates a file, so that a run does not find out in the end that its
// report can't be written.
func writable(name string) error {
	if name == "-" {
		return nil
	}
	f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY, 0o666)
	if err != nil {
		return err
	}
	return f.Close()
}
