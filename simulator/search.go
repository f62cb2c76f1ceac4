package simulator

import (
	"bytes"
	"context"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// JournalFilter chooses entries of a journal. What is empty chooses all.
type JournalFilter struct {
	Vendor    string
	Operation string
	Method    string
	URL       string // path and query from the vendor's name on; * stands for any part between slashes
	Status    int    // of the answer
	Rule      string // that decided
	Body      string // part of the request's body
	After     uint64 // only entries with a higher number
	Limit     int    // at most so many, the newest; all when 0
}

// check finds what can choose nothing.
func (f JournalFilter) check() error {
	if _, err := path.Match(f.URL, ""); err != nil {
		return fmt.Errorf("url: %q is no pattern: * stands for any part between slashes", f.URL)
	}
	return nil
}

func (f JournalFilter) chooses(e *Entry) bool {
	return (f.Vendor == "" || f.Vendor == e.Vendor) &&
		(f.Operation == "" || f.Operation == e.Operation) &&
		(f.Method == "" || f.Method == e.Request.Method) &&
		(f.URL == "" || f.matches(e.Request.URL)) &&
		(f.Status == 0 || f.Status == e.Response.Status) &&
		(f.Rule == "" || slices.Contains(e.Consulted, Consultation{Rule: f.Rule, Outcome: Decided})) &&
		(f.Body == "" || bytes.Contains(e.Request.Body, []byte(f.Body))) &&
		e.ID > f.After
}

func (f JournalFilter) matches(url string) bool {
	if strings.HasPrefix(url, "/@") { // a world
		_, rest, _ := strings.Cut(url[1:], "/")
		url = "/" + rest
	}
	matches, _ := path.Match(f.URL, url) // the pattern was checked
	return matches || f.URL == url
}

// Journal returns the entries of a world that the filter chooses, the newest
// first.
func (e *Engine) Journal(ctx context.Context, world string, filter JournalFilter) ([]Entry, error) {
	if err := filter.check(); err != nil {
		return nil, err
	}
	var list []Entry
	err := e.within(ctx, world, func(w *worldTx) error {
		list = nil
		return entries.Scan(&w.tx, "", func(_ string, entry Entry) bool {
			if filter.chooses(&entry) {
				list = append(list, entry)
			}
			return true
		})
	})
	slices.Reverse(list) // the keys are in the order of the numbers
	if filter.Limit > 0 && len(list) > filter.Limit {
		list = list[:filter.Limit]
	}
	return list, err
}

// Await returns the entries that the filter chooses as soon as there are so
// many of them, those of before included. When ctx ends before, it returns
// what there is and an error that wraps ctx's.
func (e *Engine) Await(ctx context.Context, world string, filter JournalFilter, atLeast int) ([]Entry, error) {
	for {
		entered, done := e.entered.next()
		list, err := e.Journal(context.WithoutCancel(ctx), world, filter)
		if err != nil || len(list) >= atLeast {
			done()
			return list, err
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
			return list, fmt.Errorf("world %s: %d of %d requests came: %w", world, len(list), atLeast, ctx.Err())
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
