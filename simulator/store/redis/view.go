package redis

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/redis/go-redis/v9"

	"github.com/plumbline-api/plumbline/simulator/store/internal/layer"
)

// view is what this process knows of a world.
type view struct {
	world string
	users int           // guarded by Store.mu
	turn  chan struct{} // holds a token while a transaction runs, which alone uses what follows

	version string // that all below is of; empty where the world holds nothing
	read    map[string][]byte
	ranges  map[string]map[stretch][]layer.Row // by kind
}

// stretch is a question for a range.
type stretch struct {
	from, prefix string
	size         int
}

const (
	// maxViews bounds how many worlds are known at a time, beyond those in use.
	maxViews = 1000
	// maxRead bounds how many entries of a world are known. What a simulator
	// asks for in every request is far less.
	maxRead = 500
	// maxRange is how many entries a range may have to stay known.
	maxRange = 16
)

// enter waits for its turn on a world.
func (s *Store) enter(ctx context.Context, world string) (*view, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	v := s.viewOf(world)
	limited, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	select {
	case v.turn <- struct{}{}:
		return v, nil
	case <-limited.Done():
		s.release(v)
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		return nil, s.away(fmt.Errorf("other requests held world %q for %s", world, s.timeout), false)
	}
}

func (s *Store) viewOf(world string) *view {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := s.views[world]
	if v == nil {
		v = &view{world: world, turn: make(chan struct{}, 1)}
		v.forget()
		s.makeRoom()
		s.views[world] = v
	}
	v.users++
	return v
}

// makeRoom forgets a world that nobody uses now; of more than a few, any will
// do.
func (s *Store) makeRoom() {
	if len(s.views) < maxViews {
		return
	}
	for world, v := range s.views {
		if v.users == 0 {
			delete(s.views, world)
			return
		}
	}
}

func (s *Store) leave(v *view) {
	<-v.turn
	s.release(v)
}

func (s *Store) release(v *view) {
	s.mu.Lock()
	defer s.mu.Unlock()
	v.users--
}

// forget knows nothing any more.
func (v *view) forget() {
	v.version, v.read, v.ranges = "", map[string][]byte{}, map[string]map[stretch][]layer.Row{}
}

// renew asks for the version, and forgets what is of another one.
func (s *Store) renew(ctx context.Context, v *view) error {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	version, err := s.client.Get(ctx, keysOf(v.world).version).Result()
	if err != nil && !errors.Is(err, redis.Nil) {
		return err
	}
	if version != v.version || len(v.read) > maxRead {
		v.forget()
		v.version = version
	}
	return nil
}

// advance takes over what this process has written.
func (v *view) advance(version string, writes []layer.Write) {
	v.version = version
	for _, w := range writes {
		delete(v.ranges, layer.KindOf(w.Path))
		if _, known := v.read[w.Path]; known {
			v.read[w.Path] = w.Entry.Data
		}
	}
}

// errOutdated says that the world is not what the transaction began with.
var errOutdated = errors.New("the world has changed meanwhile")

// snapshot is a world as it was at the version of its view.
type snapshot struct {
	ctx   context.Context
	store *Store
	view  *view
}

// Read implements layer.Base.
func (s *snapshot) Read(path string) ([]byte, error) {
	if data, known := s.view.read[path]; known || s.view.version == "" {
		return data, nil
	}
	k := keysOf(s.view.world)
	values, err := s.ask(readScript, []string{k.version, k.data}, path)
	if err != nil {
		return nil, err
	}
	data := bytesOf(values[0])
	s.view.read[path] = data
	return data, nil
}

// mostExpected is how many entries are read together: the server does nothing
// else meanwhile.
const mostExpected = 500

// Expect implements layer.Base.
func (s *snapshot) Expect(paths []string) error {
	if s.view.version == "" {
		return nil
	}
	k := keysOf(s.view.world)
	unknown := slices.DeleteFunc(paths, func(path string) bool { _, known := s.view.read[path]; return known })
	for some := range slices.Chunk(unknown, mostExpected) {
		args := make([]any, 0, len(some))
		for _, path := range some {
			args = append(args, path)
		}
		values, err := s.ask(readScript, []string{k.version, k.data}, args...)
		if err != nil {
			return err
		}
		for n, path := range some {
			s.view.read[path] = bytesOf(values[n])
		}
	}
	return nil
}

// Range implements layer.Base.
func (s *snapshot) Range(from, prefix string, size int) ([]layer.Row, error) {
	kind, asked := layer.KindOf(prefix), stretch{from, prefix, size}
	if rows, known := s.view.ranges[kind][asked]; known || s.view.version == "" {
		return rows, nil
	}
	k := keysOf(s.view.world)
	first, last := bounds(from, prefix)
	values, err := s.ask(rangeScript, []string{k.version, k.data, k.index}, first, last, size)
	if err != nil {
		return nil, err
	}
	rows := rowsOf(values)
	if len(rows) <= maxRange {
		if s.view.ranges[kind] == nil {
			s.view.ranges[kind] = map[stretch][]layer.Row{}
		}
		s.view.ranges[kind][asked] = rows
	}
	return rows, nil
}

// ask runs a script that reads, and returns what follows the version in its
// answer.
func (s *snapshot) ask(script *redis.Script, keys []string, args ...any) ([]any, error) {
	ctx, cancel := context.WithTimeout(s.ctx, s.store.timeout)
	defer cancel()
	values, err := script.Run(ctx, s.store.client, keys, args...).Slice()
	if err != nil {
		return nil, err
	}
	if len(values) == 0 || string(bytesOf(values[0])) != s.view.version {
		return nil, errOutdated
	}
	return values[1:], nil
}

// bytesOf turns a value of an answer into bytes, nil where there is nothing.
func bytesOf(value any) []byte {
	if text, ok := value.(string); ok {
		return []byte(text)
	}
	return nil
}

// rowsOf takes paths and values in turn.
func rowsOf(values []any) []layer.Row {
	rows := make([]layer.Row, 0, len(values)/2)
	for n := 0; n+1 < len(values); n += 2 {
		rows = append(rows, layer.Row{Path: string(bytesOf(values[n])), Data: bytesOf(values[n+1])})
	}
	return rows
}
