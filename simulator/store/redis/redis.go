// Package redis keeps worlds in Redis or a Redis Cluster, where several
// simulator processes share them.
//
// A world has a version, which every change replaces by a new one. A
// transaction reads at one version, gathers its writes, and hands them in with
// the version in one script: they are made if nobody has changed the world
// meanwhile; otherwise the transaction runs again. The transactions that one
// process has for a world queue up there, so that only processes meet.
//
// What has been read stays known to the process for as long as the version
// lasts; a transaction begins with asking for that.
package redis

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/internal/layer"
)

// Options of a Store; both are required.
type Options struct {
	// Wait passes real time; it returns early, with an error, when the context
	// ends.
	Wait func(ctx context.Context, d time.Duration) error
	// Random returns numbers from 0 to below 1, which spread the attempts of
	// processes that met.
	Random func() float64
}

// Store is a store.Store in Redis.
type Store struct {
	server
	options Options
	process string        // tells this Store from all others
	serial  atomic.Uint64 // of its changes

	mu    sync.Mutex
	views map[string]*view
}

var _ store.Store = (*Store)(nil)

const (
	// maxAttempts bounds how often a transaction runs again. Others make progress
	// each time, and wait for a claim, so reaching it takes a crowd.
	maxAttempts = 100
	// The waits between attempts grow from firstWait to longestWait.
	firstWait, longestWait = time.Millisecond, 50 * time.Millisecond
)

// Open connects to redis://[USER:PASSWORD@]HOST[:PORT][/DATABASE], the same
// with rediss for TLS, or to redis+cluster://HOST[:PORT],HOST[:PORT]… or
// rediss+cluster. The options of go-redis may follow as a query, in its own
// spelling: ?read_timeout=2s; and ours: ca_file, cert_file and key_file, for
// TLS, and wait_replicas, how many replicas have to have a change before it is
// acknowledged. A server that can't be reached is an error.
func Open(ctx context.Context, address string, options Options) (*Store, error) {
	if options.Wait == nil || options.Random == nil {
		return nil, errors.New("redis store: Options.Wait and Options.Random are required")
	}
	s := &Store{options: options, process: rand.Text(), views: map[string]*view{}}
	var err error
	if s.server, err = connect(address); err != nil {
		return nil, err
	}
	if err := s.checkLayout(ctx); err != nil {
		return nil, errors.Join(err, s.client.Close())
	}
	return s, nil
}

// Update implements store.Store.
func (s *Store) Update(ctx context.Context, world string, fn func(store.Tx) error) error {
	v, err := s.enter(ctx, world)
	if err != nil {
		return err
	}
	defer s.leave(v)
	return s.repeat(ctx, world, func() (done bool, err error) { return s.attempt(ctx, v, fn) })
}

// repeat makes attempts, with waits between them, until one is done. After some
// it claims the world.
func (s *Store) repeat(ctx context.Context, world string, attempt func() (done bool, err error)) error {
	wait, claimed := firstWait, false
	defer func() {
		if claimed {
			s.yield(ctx, world)
		}
	}()
	for n := range maxAttempts {
		if n >= claimAfter {
			claimed = true
			s.claim(ctx, world)
		}
		done, err := attempt()
		if done || err != nil {
			return err
		}
		if err := s.options.Wait(ctx, time.Duration(s.options.Random()*float64(wait))); err != nil {
			return err
		}
		wait = min(2*wait, longestWait)
	}
	return s.away(fmt.Errorf("other processes changed world %q during each of %d attempts", world, maxAttempts), false)
}

// attempt runs a transaction once. It is done unless another process has
// changed the world meanwhile.
func (s *Store) attempt(ctx context.Context, v *view, fn func(store.Tx) error) (done bool, err error) {
	if err := s.renew(ctx, v); err != nil {
		return false, s.away(err, false)
	}
	base := &snapshot{ctx: ctx, store: s, view: v}
	tx := layer.NewTx(base, layer.NewMap())
	err = run(tx, fn)
	switch {
	case errors.Is(tx.Failed(), errOutdated):
		v.forget()
		return false, nil
	case tx.Failed() != nil:
		return false, s.away(tx.Failed(), false)
	case err != nil:
		return false, err
	}
	writes := tx.Writes()
	if len(writes) == 0 {
		return s.seen(ctx, v) // all that was read was so when the version was asked for
	}
	return s.commit(ctx, v, writes)
}

// seen waits until what was read can't be lost any more. A change needs no such
// wait: it is settled with what it was made upon.
func (s *Store) seen(ctx context.Context, v *view) (done bool, err error) {
	k := keysOf(v.world)
	done, err = s.settle(ctx, k, k.version, v.version)
	if err != nil {
		return false, s.away(err, false)
	}
	return done, nil
}

// run runs fn. What fn makes of a failure, a panic over what it could not read
// included, does not count: the failure does.
func run(tx *layer.Tx, fn func(store.Tx) error) error {
	defer func() {
		if tx.Failed() != nil {
			_ = recover()
		}
	}()
	return fn(tx)
}

// commit hands in the writes. A caller that goes away does not interrupt it:
// nobody would know then whether they were made.
func (s *Store) commit(ctx context.Context, v *view, writes []layer.Write) (done bool, err error) {
	k, token := keysOf(v.world), s.token()
	args := []any{v.version, s.process, 0}
	var puts []any
	for _, w := range writes {
		if w.Entry.Data == nil {
			args = append(args, w.Path)
		} else {
			puts = append(puts, w.Path, w.Entry.Data)
		}
	}
	args[2] = len(args) - 3
	done, err = s.change(context.WithoutCancel(ctx), commitScript, k, k.mark(s.process), token, []string{k.claim()}, append(args, puts...)...)
	if err != nil || !done {
		v.forget()
		return false, err
	}
	v.advance(token, writes)
	return true, nil
}

// change runs a script that changes a world, and tells whether it has. The
// scripts know a change by its token, which they keep under the mark, and make
// it once, so that the client may repeat a call that got no answer.
func (s *Store) change(ctx context.Context, script *redis.Script, k keys, mark, token string, more []string, args ...any) (done bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	keys := append([]string{mark, k.version, k.data, k.index, k.worlds}, more...)
	done, err = script.Run(ctx, s.client, keys, append([]any{token, k.world, markSeconds}, args...)...).Bool()
	if err == nil && !done {
		return false, nil
	}
	if refused(err) {
		return s.despite(ctx, mark, token, err)
	}
	if err == nil {
		done, err = s.settle(ctx, k, mark, token)
	}
	if err == nil && !done {
		err = errors.New("another server took over that does not have the change")
	}
	if err != nil {
		return false, s.away(err, true)
	}
	return true, nil
}

// refused tells whether Redis has run no part of a script: it is out of memory, or
// can't keep what it is given.
func refused(err error) bool {
	return redis.HasErrorPrefix(err, "OOM") || redis.HasErrorPrefix(err, "MISCONF")
}

// despite finds out whether a change was made before the refusal came, by a call
// whose answer was lost: the mark, which can be read, has its token then.
func (s *Store) despite(ctx context.Context, mark, token string, why error) (done bool, err error) {
	held, err := s.client.Get(ctx, mark).Result()
	switch {
	case err == nil && held == token:
		return true, nil
	case err == nil, errors.Is(err, redis.Nil):
		return false, s.away(why, false)
	}
	return false, s.away(errors.Join(why, err), true)
}

func (s *Store) token() string {
	return s.process + "." + strconv.FormatUint(s.serial.Add(1), 10)
}

// away says that Redis could not be reached, or did not do its part. Another
// server may have taken the place of the one that was asked.
func (s *Store) away(err error, unsure bool) error {
	s.lookAround()
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("no answer within %s: %w", s.timeout, err)
	}
	return &store.UnavailableError{Unsure: unsure, Err: fmt.Errorf("the Redis store at %s: %w", s.address, err)}
}

// Worlds implements store.Store.
func (s *Store) Worlds(ctx context.Context, prefix string) ([]string, error) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	var lists [shards]*redis.StringSliceCmd
	_, err := s.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		from, to := bounds(prefix, prefix)
		for n := range lists {
			lists[n] = p.ZRangeArgs(ctx, redis.ZRangeArgs{Key: worldsKey(n), Start: from, Stop: to, ByLex: true})
		}
		return nil
	})
	if err != nil {
		return nil, s.away(err, false)
	}
	var names []string
	for _, list := range lists {
		names = append(names, list.Val()...)
	}
	slices.Sort(names)
	return names, nil
}

// Drop implements store.Store.
func (s *Store) Drop(ctx context.Context, world string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	k, token := keysOf(world), s.token()
	_, err := s.change(ctx, dropScript, k, k.markOf(token), token, nil)
	return err
}

// Close implements store.Store.
func (s *Store) Close() error {
	if err := s.client.Close(); err != nil && !errors.Is(err, redis.ErrClosed) {
		return fmt.Errorf("close the Redis store at %s: %w", s.address, err)
	}
	return nil
}
