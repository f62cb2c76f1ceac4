package simulator

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/specs"
)

// Journal returns the entries of a world that the filter chooses, the newest
// first.
func (e *Engine) Journal(ctx context.Context, world string, filter journal.Filter) ([]journal.Entry, error) {
	list, _, err := e.JournalPage(ctx, world, filter)
	return list, err
}

// JournalPage is Journal that tells whether the bounds of the filter have left out
// others, which come before the last entry of the list.
func (e *Engine) JournalPage(ctx context.Context, world string, filter journal.Filter) (list []journal.Entry, more bool, err error) {
	if err := filter.Check(); err != nil {
		return nil, false, err
	}
	err = e.within(ctx, world, func(w *worldTx) (err error) {
		list, more, err = journal.Select(&w.tx, filter)
		return err
	})
	return list, more, err
}

// CountJournal tells how many entries the filter chooses, whatever its bounds.
func (e *Engine) CountJournal(ctx context.Context, world string, filter journal.Filter) (n int, err error) {
	if err := filter.Check(); err != nil {
		return 0, err
	}
	err = e.within(ctx, world, func(w *worldTx) (err error) {
		n, err = journal.Count(&w.tx, filter)
		return err
	})
	return n, err
}

// Entry returns one entry of the journal, or an *UnknownError.
func (e *Engine) Entry(ctx context.Context, world string, id uint64) (journal.Entry, error) {
	var entry journal.Entry
	err := e.within(ctx, world, func(w *worldTx) error {
		found := false
		var err error
		if entry, found, err = journal.Find(&w.tx, id); err != nil {
			return err
		}
		if !found {
			return &UnknownError{fmt.Sprintf("the journal of world %s has no entry %d; it keeps the last %d", world, id, e.options.JournalLimit)}
		}
		return nil
	})
	return entry, err
}

// Citation returns a rule's text with its source, for explanations.
func (e *Engine) Citation(id string) string {
	r := e.rules[id]
	if r == nil {
		return id
	}
	return fmt.Sprintf("%s (%s, document %s, %s, %s)", r.Text, r.Basis, r.Source.Document, r.Source.Place, r.Source.URL)
}

// Rule returns a rule of the vendors that are served, or nil.
func (e *Engine) Rule(id string) *specs.Rule { return e.rules[id] }

// Assumed returns the rules that decided an entry and that no document states.
func (e *Engine) Assumed(entry *journal.Entry) []string {
	var ids []string
	for _, c := range entry.Consulted {
		if r := e.rules[c.Rule]; c.Outcome == journal.Decided && r != nil && r.Basis == specs.Assumed {
			ids = append(ids, c.Rule)
		}
	}
	return ids
}

// Await returns the entries that the filter chooses as soon as there are so
// many of them, those of before included. When ctx ends before, it returns
// what there is and an error that wraps ctx's.
func (e *Engine) Await(ctx context.Context, world string, filter journal.Filter, atLeast int) ([]journal.Entry, error) {
	_, late := e.AwaitCount(ctx, world, filter, atLeast)
	list, err := e.Journal(context.WithoutCancel(ctx), world, filter)
	if err == nil {
		err = late
	}
	return list, err
}

// AwaitCount is Await for who wants to know the number of the entries only, or
// reads them by pages.
func (e *Engine) AwaitCount(ctx context.Context, world string, filter journal.Filter, atLeast int) (int, error) {
	for {
		entered, done := e.entered.next()
		n, err := e.CountJournal(context.WithoutCancel(ctx), world, filter)
		if err != nil || n >= atLeast {
			done()
			return n, err
		}
		again, stop := e.lookAgain(ctx)
		select {
		case <-entered:
		case <-again:
		case <-ctx.Done():
		}
		stop()
		done()
		if ctx.Err() != nil {
			return n, fmt.Errorf("world %s: %d of %d requests came: %w", world, n, atLeast, ctx.Err())
		}
	}
}

// awaitStep is how often Await looks for requests that came to other processes.
const awaitStep = 200 * time.Millisecond

// lookAgain returns a channel that closes after a step, where other processes
// may have made an entry, and a function that has to be called in the end.
func (e *Engine) lookAgain(ctx context.Context) (again <-chan struct{}, stop func()) {
	if !e.options.Replicas {
		return nil, func() {}
	}
	ctx, stop = context.WithCancel(ctx)
	passed := make(chan struct{})
	go func() {
		defer close(passed)
		_ = e.options.Wait(ctx, awaitStep) // an error is the end of ctx, of which the caller knows
	}()
	return passed, stop
}

// bell tells those who wait that something happened. Ringing it costs nothing
// while nobody waits.
type bell struct {
	waiting atomic.Int64
	mu      sync.Mutex
	rung    chan struct{}
}

// next returns a channel that closes when the bell rings next, and a function
// that has to be called in the end.
func (b *bell) next() (rung <-chan struct{}, done func()) {
	b.waiting.Add(1)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rung == nil {
		b.rung = make(chan struct{})
	}
	return b.rung, func() { b.waiting.Add(-1) }
}

func (b *bell) ring() {
	if b.waiting.Load() == 0 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.rung != nil {
		close(b.rung)
		b.rung = nil
	}
}
