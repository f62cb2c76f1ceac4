// Package layer is a transaction of a backend that keeps bytes: what has been
// written lies on top of what the backend has.
package layer

import (
	"slices"
	"strings"

	"github.com/tidwall/btree"

	"github.com/plumbline-api/plumbline/simulator/store"
)

// Path is the key of an entry within its world. No kind's name has a zero byte.
func Path(kind, key string) string { return kind + "\x00" + key }

// KindOf returns the kind that a path begins with.
func KindOf(path string) string {
	kind, _, _ := strings.Cut(path, "\x00")
	return kind
}

// Row is an entry with its path.
type Row struct {
	Path string
	Data []byte
}

// Base is what lies below.
type Base interface {
	// Read returns nil where there is nothing.
	Read(path string) ([]byte, error)
	// Range returns up to so many entries that have the prefix, in order,
	// beginning at a path.
	Range(from, prefix string, size int) ([]Row, error)
	// Expect is told which paths will be read.
	Expect(paths []string) error
}

// Entry is what was written to a path; nil data says that it was deleted.
type Entry struct{ Data []byte }

// Map is a layer.
type Map = btree.Map[string, *Entry]

// degree of the trees, which are small.
const degree = 8

// NewMap returns an empty layer.
func NewMap() *Map { return btree.NewMap[string, *Entry](degree) }

// Tx is a store.Tx that writes into the layer on top, and remembers what was
// there before.
type Tx struct {
	base   Base
	top    *Map
	before map[string]*Entry // nil: nothing was there
	failed error             // of the base, the first one
}

var _ store.Tx = (*Tx)(nil)

// NewTx begins a transaction.
func NewTx(base Base, top *Map) *Tx { return &Tx{base: base, top: top, before: map[string]*Entry{}} }

// Failed returns the first failure of the base. The transaction fails by it,
// also where its function went on.
func (t *Tx) Failed() error { return t.failed }

func (t *Tx) watch(err error) {
	if t.failed == nil {
		t.failed = err
	}
}

// Rollback takes back what the transaction wrote.
func (t *Tx) Rollback() {
	for path, old := range t.before {
		if old == nil {
			t.top.Delete(path)
		} else {
			t.top.Set(path, old)
		}
	}
}

// Write is what a transaction made of an entry.
type Write struct {
	Path  string
	Entry *Entry
}

// Writes returns what the transaction wrote, in order.
func (t *Tx) Writes() []Write {
	list := make([]Write, 0, len(t.before))
	for path := range t.before {
		entry, _ := t.top.Get(path)
		list = append(list, Write{path, entry})
	}
	slices.SortFunc(list, func(a, b Write) int { return strings.Compare(a.Path, b.Path) })
	return list
}

// Get implements store.Tx.
func (t *Tx) Get(kind store.Codec, key string) (any, bool, error) {
	data, err := t.read(Path(kind.Name(), key))
	if err != nil || data == nil {
		return nil, false, err
	}
	value, err := kind.Decode(data)
	return value, err == nil, err
}

func (t *Tx) read(path string) ([]byte, error) {
	if entry, found := t.top.Get(path); found {
		return entry.Data, nil
	}
	data, err := t.base.Read(path)
	t.watch(err)
	return data, err
}

// Expect implements store.Tx.
func (t *Tx) Expect(kind store.Codec, keys []string) error {
	var paths []string
	for _, key := range keys {
		path := Path(kind.Name(), key)
		if _, written := t.top.Get(path); !written {
			paths = append(paths, path)
		}
	}
	err := t.base.Expect(paths)
	t.watch(err)
	return err
}

// Put implements store.Tx.
func (t *Tx) Put(kind store.Codec, key string, value any) error {
	data, err := kind.Encode(value)
	if err != nil {
		return err
	}
	if data == nil {
		data = []byte{}
	}
	t.set(Path(kind.Name(), key), data)
	return nil
}

// Delete implements store.Tx.
func (t *Tx) Delete(kind store.Codec, key string) (bool, error) {
	path := Path(kind.Name(), key)
	old, err := t.read(path)
	if err != nil || old == nil {
		return false, err
	}
	t.set(path, nil)
	return true, nil
}

func (t *Tx) set(path string, data []byte) {
	old, _ := t.top.Set(path, &Entry{data})
	if _, known := t.before[path]; !known {
		t.before[path] = old
	}
}

// A scan reads some entries at a time, more and more of them: visit may do what
// it likes meanwhile, and a scan for the first entry stays cheap.
const fewest, most = 4, 1024

// Scan implements store.Tx.
func (t *Tx) Scan(kind store.Codec, prefix, from string, visit func(string, any) bool) error {
	base := Path(kind.Name(), "")
	for at, size := base+max(prefix, from), fewest; at != ""; size = min(4*size, most) {
		rows, next, err := t.some(at, base+prefix, size)
		if err != nil {
			return err
		}
		for _, row := range rows {
			value, err := kind.Decode(row.Data)
			if err != nil {
				return err
			}
			if !visit(row.Path[len(base):], value) {
				return nil
			}
		}
		at = next
	}
	return nil
}

// some returns entries with the prefix, beginning at a path, and the path to go
// on with, empty in the end. It looks at so many of each layer, and returns
// those up to where both are known.
func (t *Tx) some(from, prefix string, size int) (rows []Row, next string, err error) {
	lower, err := t.base.Range(from, prefix, size)
	t.watch(err)
	if err != nil {
		return nil, "", err
	}
	upper := t.written(from, prefix, size)
	for _, list := range [][]Row{lower, upper} {
		if len(list) == size { // there may be more of these
			if end := list[size-1].Path + "\x00"; next == "" || end < next {
				next = end
			}
		}
	}
	for _, row := range merge(lower, upper) {
		if next != "" && row.Path >= next {
			break
		}
		if row.Data != nil {
			rows = append(rows, row)
		}
	}
	return rows, next, nil
}

func (t *Tx) written(from, prefix string, size int) (rows []Row) {
	t.top.Ascend(from, func(path string, entry *Entry) bool {
		if !strings.HasPrefix(path, prefix) || len(rows) == size {
			return false
		}
		rows = append(rows, Row{path, entry.Data})
		return true
	})
	return rows
}

// merge puts rows in order; where both have a path, the upper one counts.
func merge(lower, upper []Row) []Row {
	if len(upper) == 0 {
		return lower
	}
	merged := make([]Row, 0, len(lower)+len(upper))
	for _, row := range upper {
		for len(lower) > 0 && lower[0].Path < row.Path {
			merged, lower = append(merged, lower[0]), lower[1:]
		}
		if len(lower) > 0 && lower[0].Path == row.Path {
			lower = lower[1:]
		}
		merged = append(merged, row)
	}
	return append(merged, lower...)
}
