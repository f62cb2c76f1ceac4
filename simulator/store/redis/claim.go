package redis

import (
	"context"
	"time"

	"github.com/redis/go-redis/v9"
)

// Processes that meet on a world are not equal: the one that has just changed it
// knows what it has read, and is done again before another one has read that
// anew. So a transaction that has failed some times claims the world for its
// process; until it yields, what others hand in is refused like what is outdated.
const (
	claimAfter = 5 // attempts
	// claimTime is for how long a process that ended holds up the others.
	claimTime = 500 * time.Millisecond
)

// claim is in vain while another process has the world. Whether Redis is there,
// the attempt that follows tells.
func (s *Store) claim(ctx context.Context, world string) {
	ctx, cancel := context.WithTimeout(ctx, s.timeout)
	defer cancel()
	_ = s.client.SetArgs(ctx, keysOf(world).claim(), s.process, redis.SetArgs{Mode: "NX", TTL: claimTime}).Err()
}

// yield ends a claim, which ends by itself where Redis does not hear of it.
func (s *Store) yield(ctx context.Context, world string) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), claimTime)
	defer cancel()
	_ = yieldScript.Run(ctx, s.client, []string{keysOf(world).claim()}, s.process).Err()
}
