package simulator

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/simulator/journal"
)

// Past is what a world has seen so far, at one moment.
type Past struct {
	Now      time.Time       // virtual
	Requests uint64          // all that the world has answered
	Entries  []journal.Entry // that the journal still holds, the oldest first
	Moves    map[string]int  // changes of state of the vendors' entities, by Lifecycle.Move
}

// Past returns what a world has seen so far.
func (e *Engine) Past(ctx context.Context, world string) (p Past, err error) {
	err = e.within(ctx, world, func(w *worldTx) (err error) {
		p = Past{Now: w.now(), Moves: map[string]int{}}
		if p.Requests, _, err = sequences.Get(&w.tx, "journal"); err != nil {
			return err
		}
		if p.Entries, _, err = journal.Select(&w.tx, journal.Filter{}); err != nil {
			return err
		}
		slices.Reverse(p.Entries)
		return moves.Scan(&w.tx, "", func(move string, times int) bool {
			p.Moves[strings.Clone(move)] = times
			return true
		})
	})
	return p, err
}

// Requests returns how many requests a world has answered. It leaves the clock and
// the vendors of the world alone.
func (e *Engine) Requests(ctx context.Context, world string) (n uint64, err error) {
	err = e.update(ctx, world, func(w *worldTx) (err error) {
		n, _, err = sequences.Get(&w.tx, "journal")
		return err
	})
	return n, err
}

// Vendor returns a vendor that is served, or nil.
func (e *Engine) Vendor(name string) *Vendor { return e.vendors[name] }

// Contract returns the contract of a vendor that is served, or nil.
func (e *Engine) Contract(name string) *contract.Contract {
	if s := e.served[name]; s != nil {
		return s.contract
	}
	return nil
}
