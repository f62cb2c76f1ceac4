package store

import (
	"context"
	"sort"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/tidwall/btree"
)

// degree of the trees: small, since most worlds hold few entries and ten
// thousand worlds have to be cheap.
const degree = 8

// Memory keeps worlds in the process, values as they are, one lock a world.
type Memory struct {
	mu     sync.RWMutex
	worlds map[string]*memoryWorld
}

type memoryWorld struct {
	mu    sync.Mutex
	kinds map[string]*btree.Map[string, any]
	holds atomic.Bool // whether there is any entry, for those who do not hold mu
	gone  bool        // it held nothing, and its name leads to it no more
}

// NewMemory returns an empty store.
func NewMemory() *Memory {
	return &Memory{worlds: map[string]*memoryWorld{}}
}

// Update implements Store. A panic of fn is undone as well, then goes on.
func (m *Memory) Update(ctx context.Context, world string, fn func(Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	w := m.lock(world)
	defer w.mu.Unlock()
	defer m.settle(world, w)
	tx := &memoryTx{world: w}
	done := false
	defer func() {
		if !done {
			tx.rollback()
		}
	}()
	if err := fn(tx); err != nil {
		return err
	}
	done = true
	return nil
}

// lock returns a world, locked.
func (m *Memory) lock(name string) *memoryWorld {
	for {
		w := m.world(name)
		if w.mu.Lock(); !w.gone {
			return w
		}
		w.mu.Unlock()
	}
}

// settle notes whether a locked world holds anything. One that does not is
// forgotten: names that are only asked for cost nothing.
func (m *Memory) settle(name string, w *memoryWorld) {
	holds := w.entries() > 0
	if w.holds.Store(holds); holds {
		return
	}
	w.gone = true
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.worlds[name] == w {
		delete(m.worlds, name)
	}
}

func (w *memoryWorld) entries() int {
	n := 0
	for _, tree := range w.kinds {
		n += tree.Len()
	}
	return n
}

func (m *Memory) world(name string) *memoryWorld {
	m.mu.RLock()
	w := m.worlds[name]
	m.mu.RUnlock()
	if w != nil {
		return w
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if w = m.worlds[name]; w == nil {
		w = &memoryWorld{kinds: map[string]*btree.Map[string, any]{}}
		m.worlds[name] = w
	}
	return w
}

// Copy implements Store. The trees are copied as they are written to.
func (m *Memory) Copy(ctx context.Context, from, to string) error {
	if err := ctx.Err(); err != nil || from == to {
		return err
	}
	kinds := map[string]*btree.Map[string, any]{}
	origin := m.lock(from)
	for name, tree := range origin.kinds {
		kinds[name] = tree.Copy()
	}
	m.settle(from, origin)
	origin.mu.Unlock()
	w := m.lock(to)
	defer w.mu.Unlock()
	w.kinds = kinds
	m.settle(to, w)
	return nil
}

// Worlds implements Store.
func (m *Memory) Worlds(_ context.Context, prefix string) ([]string, error) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	var names []string
	for name, w := range m.worlds {
		if strings.HasPrefix(name, prefix) && w.holds.Load() {
			names = append(names, name)
		}
	}
	sort.Strings(names)
	return names, nil
}

// Drop implements Store.
func (m *Memory) Drop(_ context.Context, world string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.worlds, world)
	return nil
}

// Close implements Store; there is nothing to release.
func (m *Memory) Close() error { return nil }

// memoryTx writes in place and remembers how to take every write back.
type memoryTx struct {
	world *memoryWorld
	undo  []undo
}

type undo struct {
	kind, key string
	value     any
	had       bool
}

func (t *memoryTx) tree(kind string, create bool) *btree.Map[string, any] {
	tree := t.world.kinds[kind]
	if tree == nil && create {
		tree = btree.NewMap[string, any](degree)
		t.world.kinds[kind] = tree
	}
	return tree
}

func (t *memoryTx) Get(kind Codec, key string) (any, bool, error) {
	tree := t.tree(kind.Name(), false)
	if tree == nil {
		return nil, false, nil
	}
	value, found := tree.Get(key)
	return value, found, nil
}

func (t *memoryTx) Put(kind Codec, key string, value any) error {
	old, had := t.tree(kind.Name(), true).Set(key, value)
	t.undo = append(t.undo, undo{kind.Name(), key, old, had})
	return nil
}

func (t *memoryTx) Delete(kind Codec, key string) (bool, error) {
	tree := t.tree(kind.Name(), false)
	if tree == nil {
		return false, nil
	}
	old, had := tree.Delete(key)
	if had {
		t.undo = append(t.undo, undo{kind.Name(), key, old, true})
	}
	return had, nil
}

func (t *memoryTx) Scan(kind Codec, prefix, from string, visit func(string, any) bool) error {
	tree := t.tree(kind.Name(), false)
	if tree == nil {
		return nil
	}
	tree.Ascend(max(prefix, from), func(key string, value any) bool {
		return strings.HasPrefix(key, prefix) && visit(key, value)
	})
	return nil
}

// Expect implements Tx; all is near.
func (t *memoryTx) Expect(Codec, []string) error { return nil }

// rollback takes the writes back, the last one first.
func (t *memoryTx) rollback() {
	for i := len(t.undo) - 1; i >= 0; i-- {
		u := t.undo[i]
		if u.had {
			t.tree(u.kind, true).Set(u.key, u.value)
		} else {
			t.tree(u.kind, true).Delete(u.key)
		}
	}
}
