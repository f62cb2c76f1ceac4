package redis_test

import (
	"context"
	"math/rand/v2"
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
}
