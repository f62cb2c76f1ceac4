package main

import (
	"context"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/simulator"
)

// checkReports compares the formats of --report with those there are, so that
// a mistake is found at the start and not when the run is over.
func (c *simulateCommand) checkReports() error {
	for format := range c.Report {
		if !slices.Contains(simulator.ClientReportFormats(), format) {
			return usage("--report: unknown format %q; known: %s", format, strings.Join(simulator.ClientReportFormats(), ", "))
		}
	}
	return nil
}

// report prints what the clients of every world did right and wrong, and
// writes the files that were asked for.
func (c *simulateCommand) report(ctx context.Context, s streams, engine *simulator.Engine) error {
	if c.ClientReport == "off" && len(c.Report) == 0 {
		return nil
	}
	reports, err := engine.ClientReports(context.WithoutCancel(ctx)) // the end of it is what brought us here
	if err != nil {
		return fmt.Errorf("client report: %w", err)
	}
	toStdout := slices.Contains(slices.Collect(maps.Values(c.Report)), "-")
	if c.ClientReport != "off" && !toStdout && len(reports) > 0 {
		fmt.Fprintln(s.out)
		if err := simulator.WriteClientReports(s.out, "text", reports); err != nil {
			return err
		}
	}
	for _, format := range slices.Sorted(maps.Keys(c.Report)) {
		if err := writeClientReports(s, reports, format, c.Report[format]); err != nil {
			return fmt.Errorf("write the %s report: %w", format, err)
		}
	}
	return nil
}

func writeClientReports(s streams, reports []simulator.ClientReport, format, name string) error {
	if name == "-" {
		return simulator.WriteClientReports(s.out, format, reports)
	}
	f, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := simulator.WriteClientReports(f, format, reports); err != nil {
		_ = f.Close() // the first error is the one that tells
		return err
	}
	return f.Close()
}
