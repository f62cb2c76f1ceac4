package simulator

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/internal/contract"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/specs"
)

// ClientReportSchema names the version of the report's JSON form.
const ClientReportSchema = "plumbline.client-report/v1"

// Standing is what the journal says of a rule that binds the caller.
type Standing string

// The standings of a client rule.
const (
	Kept          Standing = "kept"
	Broken        Standing = "broken"
	NotSeen       Standing = "not-seen"       // the caller never came to where it could keep or break the rule
	NotApplicable Standing = "not-applicable" // the simulator lacks what the rule is about
	NotJudged     Standing = "not-judged"     // cannot be judged from the journal
)

// Finding is what an obligation found in the journal.
type Finding struct {
	Standing Standing `json:"standing"`
	Judged   int      `json:"judged,omitempty"`   // how often the caller came to keep or break the rule
	BrokenBy []uint64 `json:"brokenBy,omitempty"` // entries of the journal
	Reason   string   `json:"reason"`             // a sentence
}

// Obligation judges one rule that binds the caller.
type Obligation func(History) Finding

// History is what an obligation judges from.
type History struct {
	Rule    *specs.Rule     // the one that is judged
	Entries []journal.Entry // of the rule's vendor, the oldest first; not to be changed
	Lost    uint64          // requests to the world that the journal no longer holds
	Now     time.Time       // virtual

	contract *contract.Contract
}

// Concerns tells whether the entry is a call of one of the rule's operations.
func (h History) Concerns(e *journal.Entry) bool {
	return slices.Contains(h.Rule.Operations, e.Operation)
}

// Param returns a parameter of the path of an entry's request, unescaped, or
// nothing where there is none.
func (h History) Param(e *journal.Entry, name string) string {
	path, _, _ := strings.Cut(e.Request.URL, "?")
	_, _, rest := split(path)
	_, params, _ := h.contract.Match(e.Request.Method, rest)
	return params[name]
}

// ClientReport tells what the callers of a world did right and wrong by the
// rules that bind them, and what of the vendors they have met. Callers of one
// world are not told apart.
type ClientReport struct {
	Schema   string         `json:"schema"`
	World    string         `json:"world"`
	Now      time.Time      `json:"now"`      // virtual
	Requests uint64         `json:"requests"` // all that the world has answered
	Lost     uint64         `json:"lost"`     // how many of them the journal no longer holds, so that they are not judged
	Vendors  []ClientVendor `json:"vendors"`  // those that the journal holds requests to
	Unused   []string       `json:"unused"`   // the others that are served
}

// ClientVendor is the part of a report that is about one vendor.
type ClientVendor struct {
	Name      string       `json:"name"`
	Requests  int          `json:"requests"`
	Unmatched int          `json:"unmatched,omitempty"` // requests that are no operation of the contract
	Rules     []ClientRule `json:"rules"`               // that bind the caller, in the order of the book
	Coverage  Coverage     `json:"coverage"`
}

// ClientRule is the finding on one rule that binds the caller.
type ClientRule struct {
	ID     string       `json:"id"`
	Text   string       `json:"text"`
	Level  specs.Level  `json:"level"`
	Basis  specs.Basis  `json:"basis"`
	Source specs.Source `json:"source"`
	Finding
}

// Fails tells whether the caller broke what it must keep. Breaking a rule that
// only should be kept, or that no document states, is a warning.
func (r ClientRule) Fails() bool {
	return r.Standing == Broken && r.Level == specs.Must && r.Basis != specs.Assumed
}

// ClientReport judges the callers of a world from its journal.
func (e *Engine) ClientReport(ctx context.Context, world string) (ClientReport, error) {
	r := ClientReport{Schema: ClientReportSchema, World: world, Vendors: []ClientVendor{}, Unused: []string{}}
	seen, made := map[string][]journal.Entry{}, map[string]int{} // by vendor; by transition
	err := e.within(ctx, world, func(w *worldTx) (err error) {
		clear(seen) // the store may run this again
		clear(made)
		r.Now, r.Lost = w.now(), 0
		if r.Requests, _, err = sequences.Get(&w.tx, "journal"); err != nil {
			return err
		}
		list, err := journal.Select(&w.tx, journal.Filter{})
		for _, entry := range slices.Backward(list) {
			seen[entry.Vendor] = append(seen[entry.Vendor], entry)
		}
		held := uint64(len(list))
		r.Lost = r.Requests - min(held, r.Requests)
		if err != nil {
			return err
		}
		return moves.Scan(&w.tx, "", func(move string, times int) bool {
			made[strings.Clone(move)] = times
			return true
		})
	})
	if err != nil {
		return ClientReport{}, err
	}
	for _, name := range e.names {
		if len(seen[name]) == 0 {
			r.Unused = append(r.Unused, name)
			continue
		}
		r.Vendors = append(r.Vendors, e.clientVendor(name, History{Entries: seen[name], Lost: r.Lost, Now: r.Now}, made))
	}
	return r, nil
}

// ClientReports judges the callers of every world that has answered a request,
// in the order of their names.
func (e *Engine) ClientReports(ctx context.Context) ([]ClientReport, error) {
	worlds, err := e.Worlds(ctx)
	if err != nil {
		return nil, err
	}
	reports := []ClientReport{}
	for _, world := range worlds {
		used, err := e.used(ctx, world)
		if err != nil {
			return nil, err
		}
		if !used {
			continue
		}
		r, err := e.ClientReport(ctx, world)
		if err != nil {
			return nil, err
		}
		reports = append(reports, r)
	}
	return reports, nil
}

// used tells whether a world has answered a request. It leaves the clock and
// the vendors of the world alone.
func (e *Engine) used(ctx context.Context, world string) (used bool, err error) {
	err = e.store.Update(ctx, world, func(tx store.Tx) error {
		requests, _, err := sequences.Get(tx, "journal")
		used = requests > 0
		return err
	})
	return used, err
}

func (e *Engine) clientVendor(name string, h History, made map[string]int) ClientVendor {
	vendor, c := e.vendors[name], e.served[name].contract
	v := ClientVendor{
		Name: name, Requests: len(h.Entries), Rules: []ClientRule{},
		Coverage: coverageOf(vendor, c, h.Entries, made),
	}
	for i := range h.Entries {
		if h.Entries[i].Operation == "" {
			v.Unmatched++
		}
	}
	h.contract = c
	for _, rule := range vendor.Book.Rules {
		if rule.Binds != specs.Client {
			continue
		}
		h.Rule = rule
		finding := Finding{Standing: NotJudged, Reason: "It cannot be judged from the journal: the simulator has no obligation for it."}
		if judge := vendor.Obligations[rule]; judge != nil {
			finding = judge(h)
		}
		v.Rules = append(v.Rules, ClientRule{
			ID: rule.ID, Text: rule.Text, Level: rule.Level, Basis: rule.Basis, Source: rule.Source, Finding: finding,
		})
	}
	return v
}
