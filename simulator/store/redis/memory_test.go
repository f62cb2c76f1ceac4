package redis_test

import (
	"errors"
	"net"
	"testing"

	goredis "github.com/redis/go-redis/v9"

	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/redis/redistest"
)

// TestOutOfMemory has a server that takes nothing any more: nothing was changed,
// and that is known.
func TestOutOfMemory(t *testing.T) {
	server := redistest.Start(t)
	s := open(t, server.URL())
	put := func(n int64) error {
		return s.Update(t.Context(), "w", func(tx store.Tx) error { return numbers.Put(tx, "n", n) })
	}
	if err := put(1); err != nil {
		t.Fatal(err)
	}
	client := goredis.NewClient(&goredis.Options{Addr: server.Addr()})
	defer func() { _ = client.Close() }()
	if err := client.ConfigSet(t.Context(), "maxmemory", "1").Err(); err != nil {
		t.Fatal(err)
	}
	away := new(store.UnavailableError)
	if err := put(2); !errors.As(err, &away) || away.Unsure {
		t.Errorf("got %v, want that nothing was changed", err)
	}
	if err := s.Probe(t.Context()); !errors.As(err, &away) {
		t.Errorf("probed out of memory: %v", err)
	}
	if err := client.ConfigSet(t.Context(), "maxmemory", "0").Err(); err != nil {
		t.Fatal(err)
	}
	if err := s.Probe(t.Context()); err != nil {
		t.Errorf("probed with room again: %v", err)
	}
	var got int64
	if err := s.Update(t.Context(), "w", func(tx store.Tx) (err error) { got, _, err = numbers.Get(tx, "n"); return err }); err != nil || got != 1 {
		t.Errorf("got %d, %v; want 1", got, err)
	}
	if err := put(3); err != nil {
		t.Error(err)
	}
}

// TestProbeOfAReplica has a server that others have made a replica: it answers reads,
// and refuses writes.
func TestProbeOfAReplica(t *testing.T) {
	server, master := redistest.Start(t), redistest.Start(t)
	s := open(t, server.URL())
	if err := s.Probe(t.Context()); err != nil {
		t.Fatal(err)
	}
	client := goredis.NewClient(&goredis.Options{Addr: server.Addr()})
	defer func() { _ = client.Close() }()
	host, port, err := net.SplitHostPort(master.Addr())
	if err != nil {
		t.Fatal(err)
	}
	if err := client.ReplicaOf(t.Context(), host, port).Err(); err != nil {
		t.Fatal(err)
	}
	if err := s.Update(t.Context(), "w", func(tx store.Tx) error { _, _, err := numbers.Get(tx, "n"); return err }); err != nil {
		t.Errorf("a replica can be read: %v", err)
	}
	if err := s.Probe(t.Context()); err == nil {
		t.Error("a server that takes no writes passes")
	}
}

func TestProbeOfACluster(t *testing.T) {
	if err := open(t, redistest.StartCluster(t).URL()).Probe(t.Context()); err != nil {
		t.Error(err)
	}
}
