package file

import (
	"bytes"
	"slices"
	"strings"

	"go.etcd.io/bbolt"

	"github.com/plumbline-api/plumbline/simulator/store"
)

// tx writes in place into what is pending of its world, and remembers what was
// there before.
type tx struct {
	store  *Store
	world  *world
	before map[string]*entry // by key; nil: nothing was pending
}

var _ store.Tx = (*tx)(nil)

// path is the key of an entry within its world. No kind's name has a zero byte.
func path(kind, key string) string { return kind + "\x00" + key }

// Get implements store.Tx.
func (t *tx) Get(kind store.Codec, key string) (any, bool, error) {
	data, err := t.read(path(kind.Name(), key))
	if err != nil || data == nil {
		return nil, false, err
	}
	value, err := kind.Decode(data)
	return value, err == nil, err
}

// read returns nil where there is nothing.
func (t *tx) read(key string) (data []byte, err error) {
	if e, found := t.world.pending.Get(key); found {
		return e.data, nil
	}
	err = t.store.view(func(tx *bbolt.Tx) (err error) {
		if b := bucketOf(tx, t.world.name); b != nil {
			data, err = unseal([]byte(key), b.Get([]byte(key)))
		}
		return err
	})
	return data, err
}

// Put implements store.Tx.
func (t *tx) Put(kind store.Codec, key string, value any) error {
	data, err := kind.Encode(value)
	if err != nil {
		return err
	}
	if err := checkSize(kind.Name(), key, data); err != nil {
		return err
	}
	if data == nil {
		data = []byte{}
	}
	t.set(path(kind.Name(), key), data)
	return nil
}

// Delete implements store.Tx.
func (t *tx) Delete(kind store.Codec, key string) (bool, error) {
	old, err := t.read(path(kind.Name(), key))
	if err != nil || old == nil {
		return false, err
	}
	t.set(path(kind.Name(), key), nil)
	return true, nil
}

func (t *tx) set(key string, data []byte) {
	old, _ := t.world.pending.Set(key, &entry{data: data})
	if _, known := t.before[key]; !known {
		t.before[key] = old
	}
}

func (t *tx) rollback() {
	for key, old := range t.before {
		if old == nil {
			t.world.pending.Delete(key)
		} else {
			t.world.pending.Set(key, old)
		}
	}
}

// batch makes one of what the transaction wrote, the newest of its world.
func (t *tx) batch() *batch {
	keys := make([]string, 0, len(t.before))
	for key := range t.before {
		keys = append(keys, key)
	}
	slices.Sort(keys) // pages are then written in the order in which they lie
	entries := make([]*entry, len(keys))
	b := newBatch(func(tx *bbolt.Tx) error { return write(tx, t.world.name, keys, entries) })
	b.keys = keys
	for i, key := range keys {
		entries[i], _ = t.world.pending.Get(key)
		entries[i].batch = b
	}
	t.world.batches = append(t.world.batches, b)
	return b
}

// Scan implements store.Tx. It reads some entries at a time, so that visit may
// do what it likes, and a scan for the first one stays cheap.
func (t *tx) Scan(kind store.Codec, prefix string, visit func(string, any) bool) error {
	base := path(kind.Name(), "")
	for from, size := base+prefix, 4; from != ""; size = min(4*size, 1024) {
		rows, next, err := t.some(from, base+prefix, size)
		if err != nil {
			return err
		}
		for _, row := range rows {
			value, err := kind.Decode(row.data)
			if err != nil {
				return err
			}
			if !visit(row.key[len(base):], value) {
				return nil
			}
		}
		from = next
	}
	return nil
}

type row struct {
	key  string
	data []byte
}

// some returns entries with the prefix, beginning at a key, and the key to go
// on with, empty in the end. It looks at so many on disk and so many pending
// ones, and returns no more than it can be sure of.
func (t *tx) some(from, prefix string, size int) (rows []row, next string, err error) {
	stored, err := t.stored(from, prefix, size)
	if err != nil {
		return nil, "", err
	}
	pending := t.pending(from, prefix, size)
	for _, list := range [][]row{stored, pending} {
		if len(list) == size { // there may be more of these
			if end := list[size-1].key + "\x00"; next == "" || end < next {
				next = end
			}
		}
	}
	for len(stored)+len(pending) > 0 {
		var first row
		switch {
		case len(pending) == 0 || len(stored) > 0 && stored[0].key < pending[0].key:
			first, stored = stored[0], stored[1:]
		case len(stored) > 0 && stored[0].key == pending[0].key:
			stored = stored[1:]
			fallthrough
		default:
			first, pending = pending[0], pending[1:]
		}
		if next != "" && first.key >= next {
			break
		}
		if first.data != nil {
			rows = append(rows, first)
		}
	}
	return rows, next, nil
}

func (t *tx) stored(from, prefix string, size int) (rows []row, err error) {
	err = t.store.view(func(tx *bbolt.Tx) error {
		b := bucketOf(tx, t.world.name)
		if b == nil {
			return nil
		}
		cursor := b.Cursor()
		for k, v := cursor.Seek([]byte(from)); k != nil && bytes.HasPrefix(k, []byte(prefix)) && len(rows) < size; k, v = cursor.Next() {
			data, err := unseal(k, v)
			if err != nil {
				return err
			}
			rows = append(rows, row{string(k), data})
		}
		return nil
	})
	return rows, err
}

func (t *tx) pending(from, prefix string, size int) (rows []row) {
	t.world.pending.Ascend(from, func(key string, e *entry) bool {
		if !strings.HasPrefix(key, prefix) || len(rows) == size {
			return false
		}
		rows = append(rows, row{key, e.data})
		return true
	})
	return rows
}
