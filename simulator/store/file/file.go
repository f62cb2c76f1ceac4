// Package file keeps worlds in one file on a local disk, by bbolt. An Update
// that has returned survives the end of the process, and loss of power as far
// as the disk keeps what it was told to sync.
//
// Transactions of a world run one after another, those of several worlds side
// by side. One goroutine writes to the file: it takes all transactions that
// have ended since it wrote last, and syncs them at once. Meanwhile the next
// transaction of a world goes on from what is not on disk yet; it can't be
// acknowledged before what it has seen, since the writes are in order.
package file

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"go.etcd.io/bbolt"

	"github.com/plumbline-api/plumbline/simulator/store"
)

// Store is a store.Store in a file.
type Store struct {
	path   string
	db     *bbolt.DB
	writer *writer

	mu     sync.Mutex
	worlds map[string]*world // those that are in use
}

var _ store.Store = (*Store)(nil)

// ErrClosed says that the store has been closed.
var ErrClosed = errors.New("the file store is closed")

// Open opens the file, which comes into being if it is not there. A file that
// another process has open, that is damaged, of another program or of a newer
// version is an error that says what to do.
func Open(path string) (*Store, error) {
	db, err := open(path)
	if err != nil {
		return nil, err
	}
	s := &Store{path: path, db: db, worlds: map[string]*world{}}
	s.writer = startWriter(path, db)
	return s, nil
}

// Update implements store.Store. It returns when the transaction, and all that
// it has seen, is on disk.
func (s *Store) Update(ctx context.Context, name string, fn func(store.Tx) error) error {
	w, err := s.enter(ctx, name)
	if err != nil {
		return err
	}
	defer s.leave(w)
	last, err := s.transact(w, fn)
	lost := last.wait() // an error of fn, too, may tell of what it has seen
	if err != nil {
		return err
	}
	return lost
}

// transact runs fn and hands what it wrote to the writer. The next transaction
// of the world may begin when it returns.
func (s *Store) transact(w *world, fn func(store.Tx) error) (last *batch, err error) {
	defer w.yield()
	if err := s.writer.failure(); err != nil {
		return nil, err
	}
	w.settle()
	t := &tx{store: s, world: w, before: map[string]*entry{}}
	done := false
	defer func() {
		if !done { // an error, a panic, or the end of the goroutine
			t.rollback()
		}
	}()
	if err := fn(t); err != nil {
		return w.last(), err
	}
	if len(t.before) > 0 {
		if err := s.writer.submit(t.batch()); err != nil {
			return nil, err
		}
	}
	done = true
	return w.last(), nil
}

// Worlds implements store.Store.
func (s *Store) Worlds(ctx context.Context, prefix string) ([]string, error) {
	if err := errors.Join(ctx.Err(), s.writer.failure()); err != nil {
		return nil, err
	}
	var names []string
	err := s.view(func(tx *bbolt.Tx) error {
		names = namesOf(tx, prefix)
		return nil
	})
	return names, err
}

// Copy implements store.Store. It holds up both worlds, and the writes of all
// others, until it is done.
func (s *Store) Copy(ctx context.Context, from, to string) error {
	if from == to {
		return ctx.Err()
	}
	return s.alone(ctx, []string{from, to}, func(tx *bbolt.Tx) error { return copyWorld(tx, from, to) })
}

// Drop implements store.Store.
func (s *Store) Drop(ctx context.Context, world string) error {
	return s.alone(ctx, []string{world}, func(tx *bbolt.Tx) error { return dropWorld(tx, world) })
}

// alone applies a change while no transaction of the worlds runs.
func (s *Store) alone(ctx context.Context, names []string, apply func(*bbolt.Tx) error) error {
	worlds, leave, err := s.enterAll(ctx, names)
	if err != nil {
		return err
	}
	defer leave()
	b := newBatch(apply)
	if err := s.writer.submit(b); err != nil {
		return err
	}
	err = b.wait()
	for _, w := range worlds {
		w.settle() // all that the worlds wrote came before
	}
	return err
}

// Close writes what has been handed in and closes the file. Transactions that
// have not ended by then fail.
func (s *Store) Close() error {
	if !s.writer.stop() {
		return nil // closed before
	}
	if err := errors.Join(os.Remove(ownerFile(s.path)), s.db.Close()); err != nil {
		return fmt.Errorf("close the file store %s: %w", s.path, err)
	}
	return nil
}

// view runs fn on what is on disk. It has to be brief, and must not nest: the
// library lets the file grow between two of them only.
func (s *Store) view(fn func(*bbolt.Tx) error) error {
	return guarded(s.path, func() error { return s.db.View(fn) })
}
