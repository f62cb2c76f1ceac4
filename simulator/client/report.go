// Package client reports on the callers of a world: which of the rules that bind
// them they kept and broke, and what of the vendors they have met. It stands above
// the engine, and uses what anybody can.
package client

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/obligation"
	"github.com/plumbline-api/plumbline/specs"
)

// Schema names the version of the report's JSON form.
const Schema = "plumbline.client-report/v1"

// Report tells what the callers of a world did right and wrong by the
// rules that bind them, and what of the vendors they have met. Callers of one
// world are not told apart.
type Report struct {
	Schema   string    `json:"schema"`
	World    string    `json:"world"`
	Now      time.Time `json:"now"`      // virtual
	Requests uint64    `json:"requests"` // all that the world has answered
	Lost     uint64    `json:"lost"`     // how many of them the journal no longer holds, so that they are not judged
	Vendors  []Vendor  `json:"vendors"`  // those that the journal holds requests to
	Unused   []string  `json:"unused"`   // the others that are served
}

// Vendor is the part of a report that is about one vendor.
type Vendor struct {
	Name      string   `json:"name"`
	Requests  int      `json:"requests"`
	Unmatched int      `json:"unmatched,omitempty"` // requests that are no operation of the contract
	Rules     []Rule   `json:"rules"`               // that bind the caller, in the order of the book
	Coverage  Coverage `json:"coverage"`
	// Assumptions are rules that decided answers and that no document states: what
	// the client was tried against, and where the vendor may do otherwise.
	Assumptions []Met `json:"assumptions,omitempty"`
}

// Rule is the finding on one rule that binds the caller.
type Rule struct {
	ID     string       `json:"id"`
	Text   string       `json:"text"`
	Level  specs.Level  `json:"level"`
	Basis  specs.Basis  `json:"basis"`
	Source specs.Source `json:"source"`
	obligation.Finding
	More int `json:"more,omitempty"` // entries that broke it beyond those that are named
}

// mostNamed is how many entries a report names for a rule: a journal may be long.
const mostNamed = 100

// Fails tells whether the caller broke what it must keep. Breaking a rule that
// only should be kept, or that no document states, is a warning.
func (r Rule) Fails() bool {
	return r.Standing == obligation.Broken && r.Level == specs.Must && r.Basis != specs.Assumed
}

// Judge judges the callers of a world from its journal.
func Judge(ctx context.Context, engine *simulator.Engine, world string) (Report, error) {
	past, err := engine.Past(ctx, world)
	if err != nil {
		return Report{}, err
	}
	held := uint64(len(past.Entries))
	r := Report{
		Schema: Schema, World: world, Now: past.Now, Requests: past.Requests, Lost: past.Requests - min(held, past.Requests),
		Vendors: []Vendor{}, Unused: []string{},
	}
	seen := map[string][]journal.Entry{} // by vendor
	for _, entry := range past.Entries {
		seen[entry.Vendor] = append(seen[entry.Vendor], entry)
	}
	for _, name := range engine.Vendors() {
		if len(seen[name]) == 0 {
			r.Unused = append(r.Unused, name)
			continue
		}
		h := obligation.History{Entries: seen[name], Lost: r.Lost, Now: r.Now, Contract: engine.Contract(name)}
		r.Vendors = append(r.Vendors, judgeVendor(engine.Vendor(name), h, past.Moves))
	}
	return r, nil
}

// JudgeAll judges the callers of the worlds that have answered requests, in the
// order of their names: of the busiest so many, since each report takes as much room
// as its world's journal gives it. Others is how many worlds that leaves out. Where
// worlds can't be read, the error joins a *simulator.UnreadableError for each, and the
// reports are those of the rest.
func JudgeAll(ctx context.Context, engine *simulator.Engine, most int) (reports []Report, others int, err error) {
	worlds, err := engine.Worlds(ctx)
	if err != nil {
		return nil, 0, err
	}
	var unreadable error
	requests := map[string]uint64{}
	for _, world := range worlds {
		n, err := engine.Requests(ctx, world)
		switch {
		case errors.As(err, new(*simulator.UnreadableError)):
			unreadable = errors.Join(unreadable, err)
		case err != nil:
			return nil, 0, err
		case n > 0:
			requests[world] = n
		}
	}
	used := slices.Sorted(maps.Keys(requests))
	slices.SortStableFunc(used, func(a, b string) int { return cmp.Compare(requests[b], requests[a]) })
	busiest := used[:min(most, len(used))]
	slices.Sort(busiest)
	reports = []Report{}
	for _, world := range busiest {
		r, err := Judge(ctx, engine, world)
		switch {
		case errors.As(err, new(*simulator.UnreadableError)):
			unreadable = errors.Join(unreadable, err)
		case err != nil:
			return nil, 0, err
		default:
			reports = append(reports, r)
		}
	}
	return reports, len(used) - len(busiest), unreadable
}

func judgeVendor(vendor *simulator.Vendor, h obligation.History, made map[string]int) Vendor {
	v := Vendor{
		Name: vendor.Book.Vendor, Requests: len(h.Entries), Rules: []Rule{},
		Coverage: coverageOf(vendor, h.Contract, h.Entries, made),
	}
	for _, met := range v.Coverage.Rules.Decided {
		if rule := vendor.Book.Rule(met.Name); rule != nil && rule.Basis == specs.Assumed {
			v.Assumptions = append(v.Assumptions, met)
		}
	}
	for i := range h.Entries {
		if h.Entries[i].Operation == "" {
			v.Unmatched++
		}
	}
	for _, rule := range vendor.Book.Rules {
		if rule.Binds != specs.Client {
			continue
		}
		h.Rule = rule
		finding := obligation.Finding{Standing: obligation.NotJudged, Reason: "It cannot be judged from the journal: the simulator has no obligation for it."}
		if judge := vendor.Obligations[rule]; judge != nil {
			finding = judge(h)
		}
		named := min(len(finding.BrokenBy), mostNamed)
		more := len(finding.BrokenBy) - named
		finding.BrokenBy = finding.BrokenBy[:named]
		v.Rules = append(v.Rules, Rule{
			ID: rule.ID, Text: rule.Text, Level: rule.Level, Basis: rule.Basis, Source: rule.Source, Finding: finding, More: more,
		})
	}
	return v
}
