package cli

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/specs"
)

// judge judges one vendor: the simulator in this process, or the target. The
// report has the vendors before it.
func (c *verifyCommand) judge(ctx context.Context, s streams, v vendors.Vendor, profile *conformance.Profile, dialect map[string]string, before *report.Report) (report.Vendor, error) {
	if v.Conformance == nil {
		return report.Vendor{Name: v.Book.Vendor, Title: v.Book.Title, NotBuilt: true}, nil
	}
	o, err := c.options(ctx, v, profile)
	if err != nil {
		return report.Vendor{}, err
	}
	if c.FailFast && before.Exit(true) == report.ExitNot {
		o.Stopped = "a rule of a vendor before this one failed, and with --fail-fast a run ends there"
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
		Profile: profile, Selection: c.selection(), RandomSeed: c.RandomSeed, Parallel: c.Parallel, FailFast: c.FailFast, Ledger: c.ledger,
		Repeat: func(rule, name string) string { return c.repeat(v.Book.Vendor, rule, name) },
	}
	if err := c.explore(v, &o); err != nil {
		return o, err
	}
	if v.Simulator == nil || !c.Plan && (profile == nil || profile.Limits.Requests == 0) {
		return o, nil
	}
	var err error
	o.Cost, err = vendors.Costs(ctx, v, o)
	return o, err
}

// engine is how the simulator in this process behaves.
func (c *verifyCommand) engine(v vendors.Vendor, dialect map[string]string) simulator.Options {
	return simulator.Options{
		Now: time.Now, RandomSeed: c.RandomSeed, Hostile: c.Hostile,
		Defects: only(c.Defect, v.Book), Dialect: onlyKeys(dialect, v.Book),
	}
}

// targetName is what a report calls the target of a profile, or the simulators.
func targetName(p *conformance.Profile) string {
	if p == nil {
		return conformance.InProcess
	}
	return p.Target
}

// only keeps the IDs of a book's rules.
func only(ids []string, book specs.Book) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return book.Rule(id) == nil })
}

// repeat is the command that runs one case of a rule again; all of the rule where
// the case has no name.
func (c *verifyCommand) repeat(vendor, rule, name string) string {
	command := []string{"plumbline verify", vendor}
	if c.Spec != "" {
		command = append(command[:1], c.ofSpec()...)
	}
	if c.Target != "" {
		command = append(command, "--target", quoted(c.Target))
	}
	if c.Profile != "" {
		command = append(command, "--profile", quoted(c.Profile))
	}
	if len(c.Defect) > 0 {
		command = append(command, "--defect", strings.Join(c.Defect, ","))
	}
	if c.Dialect != "" {
		command = append(command, "--dialect", quoted(c.Dialect))
	}
	if c.Hostile {
		command = append(command, "--hostile")
	}
	command = append(command, "--rules", rule)
	if name != "" {
		command = append(command, "--case", quoted(name))
	}
	return strings.Join(append(command, "--random-seed", fmt.Sprint(c.RandomSeed)), " ")
}

// quoted quotes a word for a POSIX shell where it needs that.
func quoted(word string) string {
	if strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:@%+=") == "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
