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
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"

	"go.etcd.io/bbolt"

	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/internal/layer"
)

// Store is a store.Store in a file.
type Store struct {
	path   string
	db     *bbolt.DB
	note   *note
	writer *writer

	mu     sync.Mutex
	worlds map[string]*world // those that are in use
}

var (
	_ store.Store  = (*Store)(nil)
	_ store.Prober = (*Store)(nil)
)

// ErrClosed says that the store has been closed.
var ErrClosed = errors.New("the file store is closed")

// Open opens the file, which comes into being if it is not there. A file that
// another process has open, that is damaged, of another program or of a newer
// version is an error that says what to do.
func Open(path string) (*Store, error) {
	db, note, err := open(path)
	if err != nil {
		return nil, err
	}
	s := &Store{path: path, db: db, note: note, worlds: map[string]*world{}}
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
	t := layer.NewTx(onDisk{s, w.name}, w.pending)
	done := false
	defer func() {
		if !done { // an error, a panic, or the end of the goroutine
			t.Rollback()
		}
	}()
	if err := cmp.Or(fn(t), t.Failed()); err != nil {
		return w.last(), err
	}
	if err := s.hand(w, t.Writes()); err != nil {
		return w.last(), err
	}
	done = true
	return w.last(), nil
}

// hand gives the writer what a transaction wrote.
func (s *Store) hand(w *world, writes []layer.Write) error {
	if len(writes) == 0 {
		return nil
	}
	if err := check(writes); err != nil {
		return err
	}
	b := newBatch(func(tx *bbolt.Tx) error { return write(tx, w.name, writes) })
	b.writes = writes
	if err := s.writer.submit(b); err != nil {
		return err
	}
	w.batches = append(w.batches, b)
	return nil
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
	if err := errors.Join(s.note.remove(), s.db.Close()); err != nil {
		return fmt.Errorf("close the file store %s: %w", s.path, err)
	}
	return nil
}

// view runs fn on what is on disk. It has to be brief, and must not nest: the
// library lets the file grow between two of them only.
func (s *Store) view(fn func(*bbolt.Tx) error) error {
	return guarded(s.path, func() error { return s.db.View(fn) })
}

// onDisk is what the file has of a world.
type onDisk struct {
	store *Store
	world string
}

// Read implements layer.Base.
func (d onDisk) Read(path string) (data []byte, err error) {
	err = d.store.view(func(tx *bbolt.Tx) (err error) {
		if b := bucketOf(tx, d.world); b != nil {
			data, err = unseal([]byte(path), b.Get([]byte(path)))
		}
		return err
	})
	return data, err
}

// Expect implements layer.Base; all is near.
func (onDisk) Expect([]string) error { return nil }

// Range implements layer.Base.
func (d onDisk) Range(from, prefix string, size int) (rows []layer.Row, err error) {
	err = d.store.view(func(tx *bbolt.Tx) error {
		b := bucketOf(tx, d.world)
		if b == nil {
			return nil
		}
		cursor := b.Cursor()
		for k, v := cursor.Seek([]byte(from)); k != nil && bytes.HasPrefix(k, []byte(prefix)) && len(rows) < size; k, v = cursor.Next() {
			data, err := unseal(k, v)
			if err != nil {
				return err
			}
			rows = append(rows, layer.Row{Path: string(k), Data: data})
		}
		return nil
	})
	return rows, err
}
