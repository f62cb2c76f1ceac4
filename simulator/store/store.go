// Package store keeps the state of worlds. A backend offers serializable
// transactions on one world at a time; worlds never wait for each other.
package store

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
)

// Store is a backend.
type Store interface {
	// Update runs fn in a serializable transaction on one world, which comes
	// into being on first use. An error of fn undoes everything fn did. A
	// backend may run fn again after a conflict, so fn keeps no state outside.
	Update(ctx context.Context, world string, fn func(Tx) error) error
	// Worlds lists the names, sorted, of the worlds that hold anything and begin
	// with the prefix.
	Worlds(ctx context.Context, prefix string) ([]string, error)
	// Copy makes a world hold what another holds at one moment, and nothing
	// else; they share nothing afterwards.
	Copy(ctx context.Context, from, to string) error
	// Drop forgets a world. A world that is not there is no error.
	Drop(ctx context.Context, world string) error
	Close() error
}

// Prober is a Store that can find out whether a write would be kept, without one to
// a world: a disk may be full, or a server take no more, while all reads succeed. A
// probe that fails has done no harm to the store.
type Prober interface {
	Probe(ctx context.Context) error
}

// UnavailableError says that a backend can't be reached, or that it gave up. The
// same call may succeed later, unless the backend has stopped.
type UnavailableError struct {
	Unsure  bool // what was asked for may have happened all the same
	Stopped bool // nothing will be written any more until the backend is started again
	Err     error
}

func (e *UnavailableError) Error() string { return e.Err.Error() }
func (e *UnavailableError) Unwrap() error { return e.Err }

// ValueError says that a value of a world can't be read or written: it is of another
// program, or damaged. The same call will not succeed later.
type ValueError struct{ Err error }

func (e *ValueError) Error() string { return e.Err.Error() }
func (e *ValueError) Unwrap() error { return e.Err }

// Tx is a transaction on one world. Use it through a Kind. Where the backend
// can't read, the transaction fails, or is run again, whatever its function
// makes of it.
type Tx interface {
	Get(kind Codec, key string) (value any, found bool, err error)
	Put(kind Codec, key string, value any) error
	Delete(kind Codec, key string) (found bool, err error)
	// Scan visits the entries whose key has the prefix, in the order of their
	// keys and beginning at the key from, until visit returns false. Visit must
	// not write to the kind.
	Scan(kind Codec, prefix, from string, visit func(key string, value any) bool) error
	// Expect tells which entries are about to be read one by one, so that a
	// backend that is far away reads them together.
	Expect(kind Codec, keys []string) error
}

// Codec is how a backend that keeps bytes turns values of a kind into them.
type Codec interface {
	Name() string
	Encode(value any) ([]byte, error)
	Decode(data []byte) (any, error)
}

// Kind is one sort of entry, with values of type T. A value that was put or
// got is shared with the store and must not be changed afterwards.
type Kind[T any] struct{ name string }

// NewKind names a kind. Names are "vendor.thing", and stay what they are once
// a backend has written them.
func NewKind[T any](name string) Kind[T] { return Kind[T]{name} }

// Name returns the name of the kind.
func (k Kind[T]) Name() string { return k.name }

// Encode turns a value into JSON. An error is a *ValueError.
func (k Kind[T]) Encode(value any) ([]byte, error) {
	data, err := json.Marshal(value)
	if err != nil {
		return nil, &ValueError{fmt.Errorf("store: kind %s: %w", k.name, err)}
	}
	return data, nil
}

// Decode turns JSON into a value. An error is a *ValueError.
func (k Kind[T]) Decode(data []byte) (any, error) {
	var value T
	if err := json.Unmarshal(data, &value); err != nil {
		return nil, &ValueError{fmt.Errorf("store: kind %s: %w", k.name, err)}
	}
	return value, nil
}

// Get returns the value under key.
func (k Kind[T]) Get(tx Tx, key string) (value T, found bool, err error) {
	raw, found, err := tx.Get(k, key)
	if err != nil || !found {
		return value, false, err
	}
	value, ok := raw.(T)
	if !ok {
		return value, false, k.other(key, raw)
	}
	return value, true, nil
}

func (k Kind[T]) other(key string, raw any) error {
	return &ValueError{fmt.Errorf("store: kind %s holds a %T under %q", k.name, raw, key)}
}

// Expect tells that the values under these keys are about to be read.
func (k Kind[T]) Expect(tx Tx, keys []string) error { return tx.Expect(k, keys) }

// Put sets the value under key.
func (k Kind[T]) Put(tx Tx, key string, value T) error { return tx.Put(k, key, value) }

// Delete removes the value under key and tells whether there was one.
func (k Kind[T]) Delete(tx Tx, key string) (found bool, err error) { return tx.Delete(k, key) }

// Scan visits the values whose key has the prefix, in the order of keys, until
// visit returns false.
func (k Kind[T]) Scan(tx Tx, prefix string, visit func(key string, value T) bool) error {
	return k.ScanFrom(tx, prefix, "", visit)
}

// ScanFrom is Scan of the keys that are not less than from.
func (k Kind[T]) ScanFrom(tx Tx, prefix, from string, visit func(key string, value T) bool) error {
	var wrong error
	err := tx.Scan(k, prefix, from, func(key string, raw any) bool {
		value, ok := raw.(T)
		if !ok {
			wrong = k.other(key, raw)
			return false
		}
		return visit(key, value)
	})
	if err != nil {
		return err
	}
	return wrong
}

// DeleteAll removes every entry whose key has the prefix and returns how many
// there were.
func (k Kind[T]) DeleteAll(tx Tx, prefix string) (int, error) {
	return k.DeleteSome(tx, prefix, math.MaxInt)
}

// DeleteSome is DeleteAll of at most so many entries, the first ones.
func (k Kind[T]) DeleteSome(tx Tx, prefix string, most int) (int, error) {
	var keys []string
	if err := tx.Scan(k, prefix, "", func(key string, _ any) bool {
		if len(keys) < most {
			keys = append(keys, key)
		}
		return len(keys) < most
	}); err != nil {
		return 0, err
	}
	if err := tx.Expect(k, keys); err != nil {
		return 0, err
	}
	for _, key := range keys {
		if _, err := tx.Delete(k, key); err != nil {
			return 0, err
		}
	}
	return len(keys), nil
}
