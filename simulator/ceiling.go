package simulator

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/plumbline-api/plumbline/simulator/store"
)

// ceiling bounds how many worlds there are, their snapshots counted. It knows
// those that this process has met, and asks the store before it refuses one. In
// memory the idle world that was used least recently makes room; on a store
// nothing is dropped that nobody asked to drop.
type ceiling struct {
	most    int  // any number when 0
	evicts  bool // the worlds are this process's own, and end with it
	evicted atomic.Int64

	mu     sync.RWMutex
	looked bool // at what the store held before
	known  map[string]*room
	uses   atomic.Int64
}

// room is what is known of a world or a snapshot.
type room struct {
	last  atomic.Int64 // the number of its last use
	using atomic.Int64 // calls that are in it
}

// FullError says that there are as many worlds as there may be, and what to do.
type FullError struct{ Most int }

func (e *FullError) Error() string {
	return fmt.Sprintf("there are %d worlds and snapshots, which is all that --worlds allows: drop some by the control API, DELETE /worlds/NAME, or start the simulator with a larger --worlds or with --world-lifetime", e.Most)
}

// errNoRoom undoes the transaction that would begin a world too many.
var errNoRoom = errors.New("simulator: no room for another world")

// stay is one call in a world.
type stay struct {
	ceiling *ceiling
	world   string
	room    *room // nil: there is no such world yet, as far as is known
	began   bool  // it came into being by this call
}

func (c *ceiling) enter(world string) stay {
	s := stay{ceiling: c, world: world}
	if c.most == 0 {
		return s
	}
	c.mu.RLock()
	defer c.mu.RUnlock()
	s.take(c.known[world])
	return s
}

func (s *stay) take(r *room) {
	if s.room = r; r != nil {
		r.last.Store(s.ceiling.uses.Add(1))
		r.using.Add(1)
	}
}

// admit makes the world one of those that there are, or returns errNoRoom.
func (s *stay) admit() error {
	c := s.ceiling
	if c.most == 0 || s.room != nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known[s.world] == nil {
		if s.world != DefaultWorld && (!c.looked || len(c.known) >= c.most) {
			return errNoRoom
		}
		c.known[s.world], s.began = &room{}, true
	}
	s.take(c.known[s.world])
	return nil
}

// leave ends the stay. A world that did not come into being is forgotten; where it
// was there before, it is found again.
func (s *stay) leave(failed bool) {
	if s.room == nil {
		return
	}
	s.room.using.Add(-1)
	if failed && s.began {
		s.ceiling.forget(s.world)
	}
}

// forget is for what was dropped.
func (c *ceiling) forget(world string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.known, world)
}

// is replaces what is known by what the store holds. What is in use stays: it may
// be about to be stored.
func (c *ceiling) is(names []string) {
	if c.most == 0 {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	known := make(map[string]*room, len(names))
	for _, name := range names {
		if strings.HasPrefix(name, ofSnapshot) {
			continue // our own
		}
		if known[name] = c.known[name]; known[name] == nil {
			known[name] = &room{} // used by others, or before this process began
		}
	}
	for name, r := range c.known {
		if r.using.Load() > 0 {
			known[name] = r
		}
	}
	c.known, c.looked = known, true
}

func (c *ceiling) count() int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return len(c.known)
}

// idlest returns the world that was used least recently, of those that nobody is
// using; empty where there is none.
func (c *ceiling) idlest() (world string) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	var least int64
	for name, r := range c.known {
		if name == DefaultWorld || strings.Contains(name, ofSnapshot) || r.using.Load() > 0 {
			continue
		}
		if last := r.last.Load(); world == "" || last < least {
			world, least = name, last
		}
	}
	return world
}

// makeRoom is called where a world did not fit in. An error is a *FullError where
// none can.
func (e *Engine) makeRoom(ctx context.Context) error {
	c := &e.ceiling
	names, err := e.store.Worlds(ctx, "")
	if err := e.ofStore(err); err != nil {
		return err
	}
	c.is(names)
	if c.count() < c.most {
		return nil
	}
	world := ""
	if c.evicts {
		world = c.idlest()
	}
	if world == "" {
		return &FullError{c.most}
	}
	if c.evicted.Add(1) == 1 {
		e.log.Warn("worlds that nobody uses are dropped from now on to make room for new ones: there are as many as --worlds allows", "worlds", c.most, "dropped", world)
	}
	return e.Drop(ctx, world)
}

// admits runs fn, which may begin a world, again where room had to be made for it.
func (e *Engine) admits(ctx context.Context, world string, fn func(*stay) error) error {
	for {
		s := e.ceiling.enter(world)
		err := fn(&s)
		s.leave(err != nil)
		if !errors.Is(err, errNoRoom) {
			return err
		}
		if err := e.makeRoom(ctx); err != nil {
			return err
		}
	}
}

// inMemory tells whether worlds end with this process.
func inMemory(s store.Store) bool {
	_, is := s.(*store.Memory)
	return is
}
