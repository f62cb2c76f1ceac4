package redis

import (
	"context"
	"errors"
	"time"

	"github.com/redis/go-redis/v9"

	"github.com/plumbline-api/plumbline/simulator/store"
)

var _ store.Prober = (*Store)(nil)

// probeSeconds is how long a probe's keys live.
const probeSeconds = 60

// Probe implements store.Prober: it writes a key to every master, and waits for as
// many replicas as a change does. A server that is out of memory, can't keep what it
// is given or has become a replica answers reads all the same.
func (s *Store) Probe(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	written := 1
	if _, cluster := s.client.(*redis.ClusterClient); cluster {
		written = shards // every master has some
	}
	key := func(n int) string { return shardPrefix(n) + "probe:" + s.process }
	token := s.token()
	_, err := s.client.Pipelined(ctx, func(p redis.Pipeliner) error {
		for n := range written {
			p.Set(ctx, key(n), token, probeSeconds*time.Second)
		}
		return nil
	})
	if err == nil {
		var done bool
		if done, err = s.settle(ctx, keys{shard: shardPrefix(0)}, key(0), token); err == nil && !done {
			err = errors.New("another server took over that does not have the probe")
		}
	}
	if err != nil {
		return s.away(err, false)
	}
	return nil
}
