package file

import (
	"context"
	"slices"

	"github.com/plumbline-api/plumbline/simulator/store/internal/layer"
)

// world is one that is in use. What is not on disk yet, or was not when it was
// last looked at, is in pending; everything else is in the file.
type world struct {
	name    string
	users   int           // guarded by Store.mu
	turn    chan struct{} // holds a token while somebody works on the world, who alone uses what follows
	pending *layer.Map
	batches []*batch // that pending is made of, the oldest first
}

// enter waits for its turn on a world.
func (s *Store) enter(ctx context.Context, name string) (*world, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	s.mu.Lock()
	w := s.worlds[name]
	if w == nil {
		w = &world{name: name, turn: make(chan struct{}, 1), pending: layer.NewMap()}
		s.worlds[name] = w
	}
	w.users++
	s.mu.Unlock()
	select {
	case w.turn <- struct{}{}:
		return w, nil
	case <-ctx.Done():
		s.leave(w)
		return nil, ctx.Err()
	}
}

// yield ends the turn.
func (w *world) yield() { <-w.turn }

// leave forgets a world that nobody uses any more. Whoever wrote to it has
// waited for the disk, so that nothing is pending then.
func (s *Store) leave(w *world) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if w.users--; w.users == 0 {
		delete(s.worlds, w.name)
	}
}

// enterAll enters several worlds, always in the same order, so that no two
// callers wait for each other.
func (s *Store) enterAll(ctx context.Context, names []string) (worlds []*world, leave func(), err error) {
	leave = func() {
		for _, w := range worlds {
			w.yield()
			s.leave(w)
		}
	}
	for _, name := range slices.Sorted(slices.Values(names)) {
		w, err := s.enter(ctx, name)
		if err != nil {
			leave()
			return nil, nil, err
		}
		worlds = append(worlds, w)
	}
	return worlds, leave, nil
}

// settle lets go of what has reached the disk. A batch that failed stays: the
// store accepts nothing after it.
func (w *world) settle() {
	for len(w.batches) > 0 && w.batches[0].written() {
		for _, write := range w.batches[0].writes {
			if newest, _ := w.pending.Get(write.Path); newest == write.Entry {
				w.pending.Delete(write.Path)
			}
		}
		w.batches = w.batches[1:]
	}
}

// last returns the newest batch, nil when all is on disk.
func (w *world) last() *batch {
	if len(w.batches) == 0 {
		return nil
	}
	return w.batches[len(w.batches)-1]
}
