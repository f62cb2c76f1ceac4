package redis

import (
	"context"
	"fmt"
	"time"

	"github.com/redis/go-redis/v9"
)

// settleScript: a key, a key to write to; what the first one is to hold, seconds
// that the second one lives. WAIT waits for what its connection has written,
// and so for all that was written before.
var settleScript = redis.NewScript(`
if (redis.call('GET', KEYS[1]) or '') ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[2])
return 1`)

// settleWait is the time between two attempts.
const settleWait = 20 * time.Millisecond

// settle waits until so many replicas as the address wants have what a key of
// the world holds, with everything before it. It has failed where the key holds
// something else by now.
func (s *Store) settle(ctx context.Context, k keys, key, value string) (done bool, err error) {
	if s.replicas == 0 {
		return true, nil
	}
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	var wrong error
	for {
		done, replicas, err := s.settleOnce(ctx, k, key, value)
		switch {
		case err == nil && (!done || replicas >= s.replicas):
			return done, nil
		case err == nil:
			wrong = fmt.Errorf("%d replicas have what was asked for, and %d are wanted", replicas, s.replicas)
		case ctx.Err() == nil || wrong == nil:
			wrong = err
		}
		if s.options.Wait(ctx, settleWait) != nil {
			return false, wrong
		}
		s.lookAround()
	}
}

// settleOnce asks the master, on one connection: another one has written
// nothing that WAIT would wait for.
func (s *Store) settleOnce(ctx context.Context, k keys, key, value string) (done bool, replicas int, err error) {
	master, err := s.master(ctx, key)
	if err != nil {
		return false, 0, err
	}
	var holds, have *redis.Cmd
	_, err = master.Pipelined(ctx, func(p redis.Pipeliner) error {
		holds = settleScript.Eval(ctx, p, []string{key, k.settled()}, value, markSeconds)
		patience := s.timeout / tries / 2 // it has to answer before the client's ends
		have = p.Do(ctx, "wait", s.replicas, patience.Milliseconds())
		return nil
	})
	if err != nil {
		return false, 0, err
	}
	if done, err = holds.Bool(); err != nil {
		return false, 0, err
	}
	replicas, err = have.Int()
	return done, replicas, err
}

// master returns the client of the server that a key is on.
func (s *Store) master(ctx context.Context, key string) (*redis.Client, error) {
	switch client := s.client.(type) {
	case *redis.Client:
		return client, nil
	case *redis.ClusterClient:
		return client.MasterForKey(ctx, key)
	default:
		return nil, fmt.Errorf("a %T has no master", client)
	}
}

// lookAround has the client of a cluster ask where its masters are. It does so
// itself where a server tells it to, or once a minute, and so would go on asking
// one that is gone.
func (s *Store) lookAround() {
	if cluster, ok := s.client.(*redis.ClusterClient); ok {
		cluster.ReloadState(context.Background())
	}
}
