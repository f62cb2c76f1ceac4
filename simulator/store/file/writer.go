package file

import (
	"fmt"
	"sync"

	"go.etcd.io/bbolt"

	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/internal/layer"
)

// batch is a change that is to reach the disk as a whole.
type batch struct {
	apply  func(*bbolt.Tx) error
	writes []layer.Write // of a transaction
	done   chan struct{}
	err    error // once done is closed
}

func newBatch(apply func(*bbolt.Tx) error) *batch {
	return &batch{apply: apply, done: make(chan struct{})}
}

// wait returns when the batch is on disk, or never will be. A nil batch has
// nothing to wait for.
func (b *batch) wait() error {
	if b == nil {
		return nil
	}
	<-b.done
	return b.err
}

// written tells whether the batch is on disk.
func (b *batch) written() bool {
	select {
	case <-b.done:
		return b.err == nil
	default:
		return false
	}
}

// writer brings batches to disk, in the order in which they were handed in, as
// many at a time as there are. After a failure it writes no more: what the
// system says of a file after a failed sync can't be relied on, and later
// batches rest on the one that failed.
type writer struct {
	path string
	db   *bbolt.DB
	wake chan struct{}
	end  chan struct{} // closed when the goroutine has ended

	mu     sync.Mutex
	queue  []*batch
	broken error // why nothing is accepted any more
}

func startWriter(path string, db *bbolt.DB) *writer {
	w := &writer{path: path, db: db, wake: make(chan struct{}, 1), end: make(chan struct{})}
	go w.run(w.wake)
	return w
}

func (w *writer) failure() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.broken
}

func (w *writer) submit(b *batch) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.broken != nil {
		return w.broken
	}
	w.queue = append(w.queue, b)
	select {
	case w.wake <- struct{}{}:
	default: // it will look anyway
	}
	return nil
}

// stop lets what was handed in reach the disk, and tells whether it was the
// first call to do so.
func (w *writer) stop() (first bool) {
	w.mu.Lock()
	first = w.wake != nil
	if first {
		close(w.wake)
		w.wake = nil
		if w.broken == nil {
			w.broken = ErrClosed
		}
	}
	w.mu.Unlock()
	<-w.end
	return first
}

// run gets its own wake, since stop takes away the writer's.
func (w *writer) run(wake <-chan struct{}) {
	defer close(w.end)
	for range wake {
		w.write()
	}
	w.write() // what came with the last call
}

func (w *writer) write() {
	w.mu.Lock()
	group := w.queue
	w.queue = nil
	w.mu.Unlock()
	if len(group) == 0 {
		return
	}
	err := guarded(w.path, func() error {
		return w.db.Update(func(tx *bbolt.Tx) error {
			for _, b := range group {
				if err := b.apply(tx); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		err = fmt.Errorf("the file store %s has stopped, since it could not be written: %w; what was acknowledged is safe: remove the cause and start again", w.path, err)
		err = &store.UnavailableError{Unsure: true, Stopped: true, Err: err}
		group = append(group, w.giveUp(err)...)
	}
	for _, b := range group {
		b.err = err
		close(b.done)
	}
}

// giveUp accepts nothing any more, and returns what waits in vain.
func (w *writer) giveUp(err error) []*batch {
	w.mu.Lock()
	defer w.mu.Unlock()
	waiting := w.queue
	w.queue, w.broken = nil, err
	return waiting
}
