package cli

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/internal/input"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/target"
)

// openLedger begins a run in the ledger that flag or profile name. Without a
// target there is nothing to be taken back.
func (c *verifyCommand) openLedger(p *conformance.Profile) (closes func(), err error) {
	if p == nil {
		if c.Ledger != "" {
			return nil, usage("--ledger needs --target or --profile; the built-in simulators keep nothing")
		}
		return func() {}, nil
	}
	name := cmp.Or(c.Ledger, p.LedgerFile())
	if name == "" {
		return func() {}, nil
	}
	f, err := appendTo(name)
	if err != nil {
		return nil, usage("--ledger: %v", err)
	}
	profile := ""
	if c.Profile != "" {
		if profile, err = filepath.Abs(c.Profile); err != nil {
			profile = c.Profile
		}
	}
	c.ledger = target.NewLedger(f, time.Now)
	err = c.ledger.Write(target.LedgerLine{Event: target.LedgerRun, Schema: target.LedgerSchema, Vendor: p.Vendor, Target: p.Target, Profile: profile})
	if err != nil {
		_ = f.Close() // the first error is the one that tells
		return nil, usage("--ledger: %v", err)
	}
	return func() { _ = f.Close() }, nil // each line was written when it came
}

// appendTo opens a ledger for further lines. What a run that was killed has left of
// a line ends there.
func appendTo(name string) (*os.File, error) {
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	last := []byte("\n")
	if err == nil && info.Mode().IsRegular() && info.Size() > 0 {
		_, err = f.ReadAt(last, info.Size()-1)
	}
	if err == nil && last[0] != '\n' {
		_, err = f.WriteString("\n")
	}
	if err != nil {
		_ = f.Close() // the first error is the one that tells
		return nil, err
	}
	return f, nil
}

type cleanupCommand struct {
	Ledger  string `arg:"" help:"Ledger of the run, from plumbline verify --ledger." type:"path"`
	Profile string `help:"Profile of the target. Default: the profile of the run." placeholder:"FILE" type:"path"`
	Spec    string `help:"OpenAPI document of the API, for the ledger of an API of your own." placeholder:"FILE" type:"path"`
}

func (c *cleanupCommand) Run(ctx context.Context, s streams, all vendors.Table) error {
	runs, err := readLedger(c.Ledger)
	if err != nil {
		return err
	}
	code := report.ExitConformant
	for _, run := range runs {
		left := target.LeftBy(run)
		fmt.Fprintf(s.out, "%s at %s: the ledger names %d that may be left\n", run[0].Vendor, run[0].Target, len(left.Entities)+len(left.Requests))
		if len(left.Entities) == 0 && len(left.Requests) == 0 {
			continue
		}
		cleaned, err := c.clean(ctx, all, run[0], left)
		switch {
		case errors.Is(err, conformance.ErrUnreachable):
			fmt.Fprintf(s.err, "plumbline: %v; nothing was taken back there\n", err)
			code = report.ExitUnreachable
			continue
		case errors.Is(err, conformance.ErrProfile):
			return usage("%v", err)
		case err != nil:
			return err
		}
		if tellCleaned(s, cleaned) > 0 && code == report.ExitConformant {
			code = report.ExitNot
		}
	}
	if code != report.ExitConformant {
		return exit(code)
	}
	return ctx.Err()
}

// tellCleaned prints what became of each thing, and returns how many are left.
func tellCleaned(s streams, cleaned []conformance.Cleaned) int {
	left := 0
	for _, done := range cleaned {
		if done.Left == "" {
			fmt.Fprintf(s.out, "  taken back: %s\n", done.What)
			continue
		}
		left++
		fmt.Fprintf(s.out, "  left: %s: %s\n", done.What, done.Left)
	}
	fmt.Fprintf(s.out, "  %d taken back, %d left\n", len(cleaned)-left, left)
	return left
}

// clean takes back what the runs against one target have left, and adds to the
// ledger what it did.
func (c *cleanupCommand) clean(ctx context.Context, all vendors.Table, run target.LedgerLine, left target.Left) ([]conformance.Cleaned, error) {
	name := cmp.Or(c.Profile, run.Profile)
	if name == "" {
		return nil, usage("the run at %s had no profile: give --profile", run.Target)
	}
	check := profileCheckCommand{What: name, Spec: c.Spec}
	p, v, err := check.load(all)
	if err != nil {
		return nil, err
	}
	if p.Vendor != run.Vendor {
		return nil, usage("profile %s is for %s, and the ledger of %s", name, p.Vendor, run.Vendor)
	}
	p.Target = run.Target // which --target may have named
	f, err := appendTo(c.Ledger)
	if err != nil {
		return nil, usage("%v", err)
	}
	defer func() { _ = f.Close() }() // each line was written and its error seen
	ledger := target.NewLedger(f, time.Now)
	if err := ledger.Write(target.LedgerLine{Event: target.LedgerRun, Schema: target.LedgerSchema, Vendor: run.Vendor, Target: run.Target, Profile: run.Profile}); err != nil {
		return nil, err
	}
	return conformance.Cleanup(ctx, v, conformance.Options{Profile: p, Ledger: ledger, RandomSeed: uint64(time.Now().UnixNano())}, left)
}

// mostOfLedger is how many bytes of a ledger are read.
const mostOfLedger = 256 << 20

// readLedger reads the lines of all runs, those against one target together. A
// line that is cut short is that of a run that was killed while it wrote: nothing
// of that run follows it.
func readLedger(name string) ([][]target.LedgerLine, error) {
	text, err := input.Read(name, mostOfLedger)
	if err != nil {
		return nil, usage("%v", err)
	}
	var runs [][]target.LedgerLine
	at, count, cut := -1, int64(0), error(nil)
	for i, line := range strings.Split(string(text), "\n") {
		var l target.LedgerLine
		if line == "" || cut == nil && json.Unmarshal([]byte(line), &l) != nil {
			if line != "" {
				cut = usage("%s:%d: this is not a line of a ledger", name, i+1)
			}
			continue
		}
		if cut != nil && (json.Unmarshal([]byte(line), &l) != nil || l.Event != target.LedgerRun) {
			return nil, cut
		}
		cut = nil
		if l.Event == target.LedgerRun {
			if l.Schema != target.LedgerSchema {
				return nil, usage("%s:%d: the ledger is %q; this version reads %s", name, i+1, l.Schema, target.LedgerSchema)
			}
			count++
			at = slices.IndexFunc(runs, func(r []target.LedgerLine) bool { return r[0].Vendor == l.Vendor && r[0].Target == l.Target })
			if at < 0 {
				at = len(runs)
				runs = append(runs, nil)
			}
		}
		if at < 0 {
			return nil, usage("%s:%d: a ledger begins with the line of a run", name, i+1)
		}
		if l.Number > 0 {
			l.Number += count << 32 // each run counts anew
		}
		runs[at] = append(runs[at], l)
	}
	if len(runs) == 0 {
		return nil, usage("%s records no run", name)
	}
	return runs, nil
}
