package cli

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
)

type verifyCommand struct {
	Vendors []string `arg:"" optional:"" name:"vendor" help:"Vendors to check: ${vendors}. Default: the vendor of --profile, or all without a profile."`

	Spec              string            `help:"OpenAPI document of your own API (3.0 or 3.1, YAML or JSON). Its rules are derived from the document." placeholder:"FILE" type:"path"`
	Features          string            `help:"Folder of feature files for that API." placeholder:"DIR" type:"path"`
	Target            string            `help:"Base URL of the API under test: everything before the documented paths. Needs exactly one vendor, or a profile. Default: the built-in simulators are checked." placeholder:"URL"`
	Profile           string            `help:"File that describes the target: credentials, fixtures, limits. plumbline profile init writes one." placeholder:"FILE" type:"path"`
	Rules             []string          `help:"Check only rules that match. * matches any part of a name." placeholder:"PATTERN"`
	Case              []string          `help:"Run only cases of exactly this name. The repeat line of a failure contains it. Needs exactly one vendor." placeholder:"NAME" sep:"none"`
	Level             string            `help:"Lowest level whose rules can fail: must or should." enum:"must,should" default:"must"`
	Phase             []string          `help:"Run only this phase: contract, rules or explore. Exploration runs only with this flag or --explore." enum:"contract,rules,explore" placeholder:"PHASE"`
	Explore           int               `help:"Send about N random requests to the target and to the simulator, and compare the responses. Default with --phase explore: 500." placeholder:"N"`
	Corpus            string            `help:"File of request sequences that showed a difference. They run first, and new ones are added." placeholder:"FILE" type:"path"`
	RandomSeed        uint64            `help:"Seed of all random choices. The same seed sends the same requests. 0 draws one." placeholder:"N"`
	Dialect           string            `help:"Dialect file that the built-in simulators follow." placeholder:"FILE" type:"path"`
	Defect            []string          `help:"Rule that the built-in simulators break, to see its checks fail." placeholder:"RULE"`
	Report            map[string]string `help:"Reports to write: html, json, junit, markdown, cucumber, ctrf, badge (SVG), har (the exchanges in the report) or github (annotations). - is the standard output. Markdown to $$GITHUB_STEP_SUMMARY is appended." mapsep:"," placeholder:"FORMAT=FILE"`
	Statement         string            `help:"Write a conformance statement: what was checked, the deviations, and what was not checked. - is the standard output." placeholder:"FILE" type:"path"`
	StatementKey      string            `help:"Sign the statement with this ed25519 key (PEM, from openssl genpkey -algorithm ed25519)." placeholder:"FILE" type:"path"`
	Shard             string            `help:"Check only part I of N of the rules. The ID alone decides which part a rule is in; all parts together cover all rules." placeholder:"I/N"`
	RerunFailed       string            `help:"Check only rules that failed, ended in an error or were inconclusive in this JSON report." placeholder:"REPORT" type:"path"`
	FailFast          bool              `help:"Stop after the first rule that fails. The rest is inconclusive."`
	Hostile           bool              `help:"Vary everything that the documents leave open in the built-in simulators: readings, strictness, missing operations, order and delays. The random seed decides."`
	SaveDialect       string            `help:"Write the dialect that --hostile drew, to run it again with --dialect. - is the standard output." placeholder:"FILE" type:"path"`
	Learn             string            `help:"Write the dialect that the target follows. plumbline simulate --dialect imitates it. - is the standard output." placeholder:"FILE" type:"path"`
	Ledger            string            `help:"Record every change to the target in this file before it is sent. plumbline cleanup undoes what a killed run left." placeholder:"FILE" type:"path"`
	Plan              bool              `help:"Print every case with its effect and its number of requests, and what is held back and why. Sends nothing."`
	AllowInconclusive bool              `help:"Exit with 0 even if some rules are inconclusive."`
	Parallel          int               `help:"Number of cases at a time on a simulator. Any other target gets one at a time." default:"${parallel}" placeholder:"N"`
	Verbose           bool              `help:"Show every failed case with its exchanges, and everything the run created and used on the target." short:"v"`

	only   []string           // IDs of the rules of --rerun-failed
	signer ed25519.PrivateKey // of the statement
	found  []corpusLine       // by exploring
	ledger *target.Ledger     // of the run; nil for none
}

func (c *verifyCommand) Run(ctx context.Context, s streams, all vendors.Table) error {
	list, err := c.chosen(all)
	if err != nil {
		return err
	}
	profile, err := c.profile(all, list)
	if err != nil {
		return err
	}
	dialect, err := c.check(list)
	if err != nil {
		return err
	}
	if list, err = c.rerun(list, targetName(profile)); err != nil {
		return err
	}
	if c.RandomSeed == 0 {
		c.RandomSeed = rand.Uint64N(1<<32) + 1
	}
	if c.Hostile {
		if dialect, err = hostileDialect(list, c.RandomSeed, dialect, c.SaveDialect, s); err != nil {
			return err
		}
	}
	if len(c.Vendors) == 0 && len(c.Rules) > 0 {
		list = slices.DeleteFunc(list, func(v vendors.Vendor) bool { return c.selection().CheckSelection([]specs.Book{v.Book}) != nil })
	}
	if len(c.Case) > 0 && len(list) != 1 {
		return usage("--case needs exactly one vendor; known: %s", strings.Join(all.Names(), ", "))
	}
	if c.Plan {
		return c.plan(ctx, s, list, profile, dialect)
	}
	closeLedger, err := c.openLedger(profile)
	if err != nil {
		return err
	}
	defer closeLedger()
	r := &report.Report{Schema: report.Schema, Version: version(), Started: time.Now().UTC(), RandomSeed: c.RandomSeed, Shard: c.Shard}
	for _, v := range list {
		judged, err := c.judge(ctx, s, v, profile, dialect, r)
		if errors.Is(err, conformance.ErrProfile) || errors.Is(err, conformance.ErrSelection) {
			return usage("%v", err)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", v.Book.Vendor, err)
		}
		r.Vendors = append(r.Vendors, judged)
	}
	r.Duration, r.Interrupted = time.Since(r.Started), ctx.Err() != nil
	if err := c.writeCorpus(); err != nil {
		return err
	}
	if err := writeOutputs(s, c.outputs(s, list, r)); err != nil {
		return err
	}
	if code := r.Exit(c.AllowInconclusive); code != report.ExitConformant {
		return exit(code)
	}
	return nil
}

// profile reads the profile of a run against a target; it is nil for the
// simulators in this process.
func (c *verifyCommand) profile(all vendors.Table, list []vendors.Vendor) (*conformance.Profile, error) {
	if c.Target == "" && c.Profile == "" {
		return nil, nil
	}
	if len(c.Vendors) != 1 {
		return nil, usage("--target and --profile need exactly one vendor, or none where the profile names it; known: %s", strings.Join(all.Names(), ", "))
	}
	if len(c.Defect) > 0 || c.Dialect != "" || c.Hostile {
		return nil, usage("--defect, --dialect and --hostile change the built-in simulators; for another, give them to plumbline simulate")
	}
	if list[0].Conformance == nil {
		return &conformance.Profile{}, nil
	}
	p := &conformance.Profile{Vendor: list[0].Book.Vendor}
	if c.Profile != "" {
		var err error
		if p, err = conformance.LoadProfile(c.Profile, c.known(all, list)); err != nil {
			return nil, usage("%v", err)
		}
	}
	if p.Vendor != list[0].Book.Vendor {
		return nil, usage("profile %s is for %s and not for %s", c.Profile, p.Vendor, list[0].Book.Vendor)
	}
	if c.Target != "" {
		if _, err := target.CheckAddress(c.Target); err != nil {
			return nil, usage("--target: %s", strings.TrimPrefix(err.Error(), "target: "))
		}
		p.Target = c.Target
	}
	if p.Target == "" {
		return nil, usage("profile %s has no target; add one to it, or give --target URL", c.Profile)
	}
	return p, nil
}

// judged returns the vendors that can be judged.
func judged(all vendors.Table) []*conformance.Vendor {
	var list []*conformance.Vendor
	for _, v := range all {
		if v.Conformance != nil {
			list = append(list, v.Conformance())
		}
	}
	return list
}

// check compares what the flags name with what there is, and reads the
// dialect.
func (c *verifyCommand) check(list []vendors.Vendor) (map[string]string, error) {
	for format := range c.Report {
		if !slices.Contains(report.Formats(), format) {
			return nil, usage("--report: unknown format %q; known: %s", format, strings.Join(report.Formats(), ", "))
		}
	}
	if err := c.readStatementKey(); err != nil {
		return nil, err
	}
	if err := checkOutputs(c.outputs(streams{}, nil, nil)); err != nil {
		return nil, err
	}
	if c.Shard != "" {
		if _, err := conformance.ParseShard(c.Shard); err != nil {
			return nil, usage("--shard: %v", err)
		}
	}
	if c.Explore < 0 {
		return nil, usage("--explore %d: give 1 or more", c.Explore)
	}
	if c.Parallel < 1 {
		return nil, usage("--parallel %d: give 1 or more", c.Parallel)
	}
	var books []specs.Book
	for _, v := range list {
		if v.Conformance != nil {
			books = append(books, v.Book)
		}
	}
	if err := c.selection().CheckSelection(books); err != nil && len(books) > 0 {
		return nil, usage("%v%s", err, meantRule(c.Rules, books))
	}
	if err := checkDefects(list, c.Defect); err != nil {
		return nil, err
	}
	return readDialect(list, c.Dialect)
}

// selection is what of the rules is judged. The shard has been checked.
func (c *verifyCommand) selection() conformance.Selection {
	s := conformance.Selection{Rules: c.Rules, Cases: c.Case, Only: c.only, Level: specs.Level(c.Level)}
	for _, phase := range c.Phase {
		s.Phases = append(s.Phases, conformance.Phase(phase))
	}
	if c.Shard != "" {
		s.Shard, _ = conformance.ParseShard(c.Shard)
	}
	return s
}

// parallelDefault is how many cases run at a time on a simulator.
func parallelDefault() string { return fmt.Sprint(runtime.GOMAXPROCS(0)) }
