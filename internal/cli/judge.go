package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/conformance/reference"
	"github.com/plumbline-api/plumbline/internal/input"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/report"
)

type judgeCommand struct {
	Vendor string `arg:"" help:"Vendor whose API was called: ${vendors}."`
	File   string `arg:"" help:"HAR file (version 1.2), or a journal of the control API as lines of JSON." type:"existingfile"`

	Target            string            `help:"Base URL of the API in the traffic: everything before the documented paths. Default: found by the paths." placeholder:"URL"`
	Dialect           string            `help:"Dialect file of the target, from verify --learn." placeholder:"FILE" type:"path"`
	Report            map[string]string `help:"Reports to write, in the formats of verify --report." mapsep:"," placeholder:"FORMAT=FILE"`
	AllowInconclusive bool              `help:"Exit with 0 even if something is inconclusive."`
	Verbose           bool              `help:"Print a line for every exchange, and show every failure with its exchanges." short:"v"`
}

// mostOfTraffic is how many bytes of a recording are read.
const mostOfTraffic = 512 << 20

func (c *judgeCommand) Run(ctx context.Context, s streams, all vendors.Table) error {
	t, done, err := newTraffic(ctx, all, c.Vendor, orUnknown(c.Target), c.Dialect, c.Report)
	if err != nil {
		return err
	}
	data, err := input.Read(c.File, mostOfTraffic)
	if err != nil {
		return usage("%v", err)
	}
	list, err := reference.ReadTraffic(data)
	if err != nil {
		return usage("%s: %v", c.File, err)
	}
	r := newTrafficReport()
	for _, x := range list {
		line, err := t.Take(ctx, x)
		if err != nil {
			return err
		}
		if c.Verbose || strings.Contains(line, ": DIFFERS: ") {
			fmt.Fprintln(s.err, line)
		}
	}
	return done(s, r, c.Verbose, c.AllowInconclusive)
}

// orUnknown is what a report calls a target whose address nobody gave.
func orUnknown(target string) string {
	if target == "" {
		return "http://" + conformance.UnknownTarget
	}
	return target
}

func newTrafficReport() *report.Report {
	return &report.Report{Schema: report.Schema, Version: version(), Started: time.Now().UTC()}
}

// newTraffic prepares the judging of a vendor's traffic; done writes what came of it.
func newTraffic(ctx context.Context, all vendors.Table, vendor, target, dialectFile string, formats map[string]string) (*conformance.Traffic, func(streams, *report.Report, bool, bool) error, error) {
	list, err := chosen(all, []string{vendor})
	if err != nil {
		return nil, nil, err
	}
	for format := range formats {
		if !slices.Contains(report.Formats(), format) {
			return nil, nil, usage("--report: unknown format %q; known: %s", format, strings.Join(report.Formats(), ", "))
		}
	}
	out := verifyCommand{Report: formats}
	if err := checkOutputs(out.outputs(streams{}, nil, nil)); err != nil {
		return nil, nil, err
	}
	dialect, err := readDialect(list, dialectFile)
	if err != nil {
		return nil, nil, err
	}
	m, err := vendors.Reference(list[0], 1)
	if err != nil {
		return nil, nil, err
	}
	t, err := conformance.NewTraffic(ctx, list[0].Conformance(), m, target, onlyKeys(dialect, list[0].Book))
	if err != nil {
		return nil, nil, usage("%v", err)
	}
	return t, func(s streams, r *report.Report, verbose, allow bool) error {
		out.Verbose = verbose
		r.Vendors = []report.Vendor{t.Report()}
		r.Duration = time.Since(r.Started)
		if err := t.Close(context.WithoutCancel(ctx)); err != nil {
			return err
		}
		if err := writeOutputs(s, out.outputs(s, list, r)); err != nil {
			return err
		}
		if code := r.Exit(allow); code != report.ExitConformant {
			return exit(code)
		}
		return nil
	}, nil
}
