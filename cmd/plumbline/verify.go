package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/specs"
)

type verifyCommand struct {
	Vendors []string `arg:"" optional:"" name:"vendor" help:"Vendors to judge: ${vendors}. All when none is named."`

	Target            string            `help:"Address of the API under test, everything before the document's own paths. Needs exactly one vendor. Without it the simulators in this process are judged." placeholder:"URL"`
	Profile           string            `help:"File that describes the target: credentials, fixtures, limits." placeholder:"FILE" type:"path"`
	Rules             []string          `help:"Only rules that match; * stands for any part of a name." placeholder:"PATTERN"`
	Level             string            `help:"The level from which a departure is a failure: must or should." enum:"must,should" default:"must"`
	Phase             []string          `help:"Only this phase: contract or rules." enum:"contract,rules" placeholder:"PHASE"`
	RandomSeed        uint64            `help:"Seed of all random choices; a run with the same seed sends the same. Drawn when 0." placeholder:"N"`
	Dialect           string            `help:"File of readings that the simulators in this process speak." placeholder:"FILE" type:"path"`
	Defect            []string          `help:"Rule that the simulators in this process break, to see the checks fail." placeholder:"RULE"`
	Report            map[string]string `help:"Reports to write: html=FILE, json=FILE, junit=FILE, markdown=FILE, cucumber=FILE; - is the standard output." mapsep:"," placeholder:"FORMAT=FILE"`
	Plan              bool              `help:"Print what the run would do - every case with its effect and about how many requests it takes, what is held back and why - and send nothing."`
	AllowInconclusive bool              `help:"Exit with 0 although some rules could not be judged."`
	Parallel          int               `help:"Cases at a time on a simulator; any other target gets one at a time." default:"${parallel}" placeholder:"N"`
	Verbose           bool              `help:"Show every failed case with its exchanges." short:"v"`
}

func (c *verifyCommand) Run(ctx context.Context, s streams) error {
	list, err := chosen(c.Vendors)
	if err != nil {
		return err
	}
	profile, err := c.profile(list)
	if err != nil {
		return err
	}
	dialect, err := c.check(list)
	if err != nil {
		return err
	}
	if c.RandomSeed == 0 {
		c.RandomSeed = rand.Uint64N(1<<32) + 1
	}
	if len(c.Vendors) == 0 && len(c.Rules) > 0 {
		list = slices.DeleteFunc(list, func(v vendors.Vendor) bool { return c.selection().CheckSelection([]specs.Book{v.Book}) != nil })
	}
	if c.Plan {
		return c.plan(ctx, s, list, profile, dialect)
	}
	r := &report.Report{Schema: report.Schema, Version: version(), Started: time.Now().UTC(), RandomSeed: c.RandomSeed}
	for _, v := range list {
		judged, err := c.judge(ctx, s, v, profile, dialect)
		if errors.Is(err, conformance.ErrProfile) {
			return usage("%v", err)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", v.Book.Vendor, err)
		}
		r.Vendors = append(r.Vendors, judged)
	}
	r.Duration, r.Interrupted = time.Since(r.Started), ctx.Err() != nil
	if err := c.write(s, r); err != nil {
		return err
	}
	if code := r.Exit(c.AllowInconclusive); code != report.ExitConformant {
		return exit(code)
	}
	return nil
}

// profile reads the profile of a run against a target; it is nil for the
// simulators in this process.
func (c *verifyCommand) profile(list []vendors.Vendor) (*conformance.Profile, error) {
	if c.Target == "" && c.Profile == "" {
		return nil, nil
	}
	if len(c.Vendors) != 1 {
		return nil, usage("--target and --profile need exactly one vendor; there are: %s", strings.Join(vendors.Names(), ", "))
	}
	if len(c.Defect) > 0 || c.Dialect != "" {
		return nil, usage("--defect and --dialect are for the simulators in this process; start plumbline simulate with them")
	}
	if list[0].Conformance == nil {
		return &conformance.Profile{}, nil
	}
	p := &conformance.Profile{Vendor: list[0].Book.Vendor}
	if c.Profile != "" {
		var err error
		if p, err = conformance.LoadProfile(c.Profile, judged()); err != nil {
			return nil, usage("%v", err)
		}
	}
	if p.Vendor != list[0].Book.Vendor {
		return nil, usage("profile %s is for %s and not for %s", c.Profile, p.Vendor, list[0].Book.Vendor)
	}
	if c.Target != "" {
		p.Target = c.Target
	}
	if p.Target == "" {
		return nil, usage("profile %s has no target, and --target is not given", c.Profile)
	}
	return p, nil
}

// judged returns the vendors that can be judged.
func judged() []*conformance.Vendor {
	var list []*conformance.Vendor
	for _, v := range vendors.All() {
		if v.Conformance != nil {
			list = append(list, v.Conformance())
		}
	}
	return list
}

// check compares what the flags name with what there is, and reads the
// dialect.
func (c *verifyCommand) check(list []vendors.Vendor) (map[string]string, error) {
	for format, file := range c.Report {
		if !slices.Contains(report.Formats(), format) {
			return nil, usage("--report: unknown format %q; known: %s", format, strings.Join(report.Formats(), ", "))
		}
		if err := writable(file); err != nil {
			return nil, usage("--report %s: %v", format, err)
		}
	}
	if c.Parallel < 1 {
		return nil, usage("--parallel: %d cases at a time are none; give 1 or more", c.Parallel)
	}
	var books []specs.Book
	for _, v := range list {
		if v.Conformance != nil {
			books = append(books, v.Book)
		}
	}
	if err := c.selection().CheckSelection(books); err != nil && len(books) > 0 {
		return nil, usage("%v", err)
	}
	if err := checkDefects(list, c.Defect); err != nil {
		return nil, err
	}
	return readDialect(list, c.Dialect)
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

func (c *verifyCommand) selection() conformance.Selection {
	s := conformance.Selection{Rules: c.Rules, Level: specs.Level(c.Level)}
	for _, phase := range c.Phase {
		s.Phases = append(s.Phases, conformance.Phase(phase))
	}
	return s
}

// judge judges one vendor: the simulator in this process, or the target.
func (c *verifyCommand) judge(ctx context.Context, s streams, v vendors.Vendor, profile *conformance.Profile, dialect map[string]string) (report.Vendor, error) {
	if v.Conformance == nil {
		return report.Vendor{Name: v.Book.Vendor, Title: v.Book.Title, NotBuilt: true}, nil
	}
	o, err := c.options(ctx, v, profile)
	if err != nil {
		return report.Vendor{}, err
	}
	p := newProgress(s.err, v.Book.Vendor)
	o.Progress = p.step
	defer p.end()
	if profile != nil {
		return conformance.Run(ctx, v.Conformance(), o)
	}
	return vendors.JudgeLocal(ctx, v, c.engine(v, dialect), o)
}

// options is how a vendor is judged. What the cases cost is measured only where
// it is asked for: it takes a run against the simulator.
func (c *verifyCommand) options(ctx context.Context, v vendors.Vendor, profile *conformance.Profile) (conformance.Options, error) {
	o := conformance.Options{
		Profile: profile, Selection: c.selection(), RandomSeed: c.RandomSeed, Parallel: c.Parallel,
		Repeat: func(rule string) string { return c.repeat(v.Book.Vendor, rule) },
	}
	if !c.Plan && (profile == nil || profile.Limits.Requests == 0) {
		return o, nil
	}
	var err error
	o.Cost, err = vendors.Costs(ctx, v, o)
	return o, err
}

// engine is how the simulator in this process behaves.
func (c *verifyCommand) engine(v vendors.Vendor, dialect map[string]string) simulator.Options {
	return simulator.Options{
		Now: time.Now, RandomSeed: c.RandomSeed,
		Defects: only(c.Defect, v.Book), Dialect: onlyKeys(dialect, v.Book),
	}
}

// plan prints what the run would do.
func (c *verifyCommand) plan(ctx context.Context, s streams, list []vendors.Vendor, profile *conformance.Profile, dialect map[string]string) error {
	for _, v := range list {
		if v.Conformance == nil {
			fmt.Fprintf(s.out, "%s is not built yet\n\n", v.Book.Vendor)
			continue
		}
		o, err := c.options(ctx, v, profile)
		if err != nil {
			return fmt.Errorf("%s: %w", v.Book.Vendor, err)
		}
		var p conformance.Preview
		if profile != nil {
			p, err = conformance.NewPreview(v.Conformance(), o)
		} else {
			p, err = vendors.PreviewLocal(v, c.engine(v, dialect), o)
		}
		if errors.Is(err, conformance.ErrProfile) {
			return usage("%v", err)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", v.Book.Vendor, err)
		}
		if err := writePlan(s.out, p); err != nil {
			return err
		}
	}
	return nil
}

// only keeps the IDs of a book's rules.
func only(ids []string, book specs.Book) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return book.Rule(id) == nil })
}

func onlyKeys(dialect map[string]string, book specs.Book) map[string]string {
	own := maps.Clone(dialect)
	maps.DeleteFunc(own, func(id, _ string) bool { return book.Rule(id) == nil })
	return own
}

// repeat is the command that judges one rule again.
func (c *verifyCommand) repeat(vendor, rule string) string {
	command := []string{"plumbline verify", vendor}
	if c.Target != "" {
		command = append(command, "--target", quoted(c.Target))
	}
	if c.Profile != "" {
		command = append(command, "--profile", quoted(c.Profile))
	}
	for _, id := range c.Defect {
		command = append(command, "--defect", id)
	}
	if c.Dialect != "" {
		command = append(command, "--dialect", quoted(c.Dialect))
	}
	return strings.Join(append(command, "--rules", rule, "--random-seed", fmt.Sprint(c.RandomSeed)), " ")
}

// quoted quotes a word for a POSIX shell where it needs that.
func quoted(word string) string {
	if strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@%+=") == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}

// write prints the report and writes the files that were asked for.
func (c *verifyCommand) write(s streams, r *report.Report) error {
	if !slices.Contains(slices.Collect(maps.Values(c.Report)), "-") {
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

// parallelDefault is how many cases run at a time on a simulator.
func parallelDefault() string { return fmt.Sprint(runtime.GOMAXPROCS(0)) }
