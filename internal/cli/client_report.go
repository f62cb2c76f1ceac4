package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/client"
	"github.com/plumbline-api/plumbline/simulator/obligation"
)

// checkReports finds out at the start what would go wrong with the reports when
// the simulator stops.
func (c *simulateCommand) checkReports() error {
	for format := range c.Report {
		if !slices.Contains(client.Formats(), format) {
			return usage("--report: unknown format %q; known: %s", format, strings.Join(client.Formats(), ", "))
		}
	}
	return checkOutputs(c.reports(nil))
}

// reports lists what is written of the clients' reports.
func (c *simulateCommand) reports(of []client.Report) []output {
	var all []output
	for _, format := range slices.Sorted(maps.Keys(c.Report)) {
		all = append(all, output{flag: "--report " + format, name: c.Report[format], write: func(w io.Writer) error {
			return client.Write(w, format, of)
		}})
	}
	return all
}

// mostReported is how many worlds the report is of, the busiest.
const mostReported = 100

// report prints what the clients of every world did right and wrong, and
// writes the files that were asked for.
func (c *simulateCommand) report(ctx context.Context, s streams, engine *simulator.Engine) error {
	if c.ClientReport == "off" && len(c.Report) == 0 && c.FailOn == "none" {
		return nil
	}
	reports, others, err := client.JudgeAll(context.WithoutCancel(ctx), engine, mostReported) // the end of ctx is what brought us here
	switch {
	case errors.As(err, new(*simulator.UnreadableError)):
		fmt.Fprintf(s.err, "client report: %v\n", err)
	case err != nil:
		return fmt.Errorf("client report: %w", err)
	}
	if others > 0 {
		fmt.Fprintf(s.err, "client report: the busiest %d worlds; it leaves out %d others (GET /worlds/NAME/client-report of the control API while the simulator runs)\n", len(reports), others)
	}
	all := c.reports(reports)
	toStdout := slices.ContainsFunc(all, func(o output) bool { return o.name == "-" })
	if c.ClientReport != "off" && !toStdout && len(reports) > 0 {
		all = append(all, output{flag: "the client report", name: "-", write: func(w io.Writer) error {
			if _, err := fmt.Fprintln(w); err != nil {
				return err
			}
			return client.Write(w, "text", reports)
		}})
	}
	if err := writeOutputs(s, all); err != nil {
		return err
	}
	return c.failOn(s.err, reports)
}

// failOn is exit status 1 where a client broke what it must keep, or did not come
// to where it could, as far as the flag asks for it.
func (c *simulateCommand) failOn(w io.Writer, reports []client.Report) error {
	if c.FailOn == "none" {
		return nil
	}
	broken, unseen := 0, 0
	for _, r := range reports {
		for _, v := range r.Vendors {
			for _, rule := range v.Rules {
				if rule.Fails() {
					broken++
				}
				if rule.Standing == obligation.NotSeen {
					unseen++
				}
			}
		}
	}
	switch {
	case broken > 0:
		fmt.Fprintf(w, "plumbline: --fail-on %s: %d rules of the caller are broken\n", c.FailOn, broken)
		return exit(1)
	case unseen > 0 && c.FailOn == "not-seen":
		fmt.Fprintf(w, "plumbline: --fail-on %s: %d rules of the caller were not seen\n", c.FailOn, unseen)
		return exit(1)
	case len(reports) == 0 && c.FailOn == "not-seen":
		fmt.Fprintf(w, "plumbline: --fail-on %s: no request came\n", c.FailOn)
		return exit(1)
	}
	return nil
}
