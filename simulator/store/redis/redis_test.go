package redis_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/redis"
	"github.com/plumbline-api/plumbline/simulator/store/redis/redistest"
	"github.com/plumbline-api/plumbline/simulator/store/storetest"
)

var numbers = store.NewKind[int64]("test.number")

func options() redis.Options {
	return redis.Options{
		Random: rand.Float64,
		Wait: func(ctx context.Context, d time.Duration) error {
			select {
			case <-time.After(d):
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		},
	}
}

func open(t testing.TB, address string) *redis.Store {
	t.Helper()
	s, err := redis.Open(context.Background(), address, options())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestServer(t *testing.T) {
	server := redistest.Start(t)
	storetest.Run(t, func(t *testing.T) store.Store {
		server.Empty(t)
		return open(t, server.URL())
	})
}

func TestCluster(t *testing.T) {
	cluster := redistest.StartCluster(t)
	storetest.Run(t, func(t *testing.T) store.Store {
		cluster.Empty(t)
		return open(t, cluster.URL())
	})
	// One server of it is another kind of address, and has not all worlds.
	told := 0
	for _, server := range cluster {
		s, err := redis.Open(t.Context(), server.URL(), options())
		if err == nil {
			err = s.Close()
		}
		if err != nil && strings.Contains(err.Error(), "it is one of a cluster: redis+cluster://") {
			told++
		}
	}
	if told != len(cluster)-1 {
		t.Errorf("%d servers are refused by what they are, want all but one", told)
	}
}

// inTurn uses several stores one after another, as a balancer does with
// processes.
type inTurn struct {
	stores []*redis.Store
	next   *atomic.Uint64
}

func openTwo(t testing.TB, address string) inTurn {
	return inTurn{[]*redis.Store{open(t, address), open(t, address)}, &atomic.Uint64{}}
}

func (i inTurn) one() *redis.Store { return i.stores[i.next.Add(1)%uint64(len(i.stores))] }

func (i inTurn) Update(ctx context.Context, world string, fn func(store.Tx) error) error {
	return i.one().Update(ctx, world, fn)
}
func (i inTurn) Worlds(ctx context.Context, prefix string) ([]string, error) {
	return i.one().Worlds(ctx, prefix)
}
func (i inTurn) Copy(ctx context.Context, from, to string) error { return i.one().Copy(ctx, from, to) }
func (i inTurn) Drop(ctx context.Context, world string) error    { return i.one().Drop(ctx, world) }
func (i inTurn) Close() error                                    { return nil }

// Two stores on one server behave as one.
func TestTwoInTurn(t *testing.T) {
	server := redistest.Start(t)
	storetest.Run(t, func(t *testing.T) store.Store {
		server.Empty(t)
		return openTwo(t, server.URL())
	})
}

func TestServerIsLinearizable(t *testing.T) {
	address := redistest.Start(t).URL()
	storetest.Linearizable(t, open(t, address), open(t, address))
}

func TestClusterIsLinearizable(t *testing.T) {
	address := redistest.StartCluster(t).URL()
	storetest.Linearizable(t, open(t, address), open(t, address))
}
