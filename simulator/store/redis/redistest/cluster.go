package redistest

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/plumbline-api/plumbline/simulator/store/servicetest"
)

// Cluster is servers that share the keys: three masters, and then the replica
// of each, if they have some.
type Cluster []*Server

const (
	masters = 3
	slots   = 16384
)

// StartCluster starts a cluster of three masters, or skips as Start does.
func StartCluster(t testing.TB) Cluster {
	t.Helper()
	return startCluster(t, masters)
}

// StartReplicated starts a cluster of three masters with one replica each, with
// settings beside its own.
func StartReplicated(t testing.TB, settings ...string) Cluster {
	t.Helper()
	c := startCluster(t, 2*masters, append([]string{"--repl-diskless-sync-delay", "0"}, settings...)...)
	for n, replica := range c[masters:] {
		servicetest.Eventually(t, func(ctx context.Context) error {
			return c[n].with(func(master *redis.Client) error {
				id, err := master.ClusterMyID(ctx).Result()
				if err != nil {
					return err
				}
				return replica.with(func(client *redis.Client) error { return client.ClusterReplicate(ctx, id).Err() })
			})
		})
	}
	for _, replica := range c[masters:] {
		replica.AwaitReplica(t)
	}
	for _, s := range c { // those who will vote for a replica have to know it as one
		servicetest.Eventually(t, s.knowsReplicas)
	}
	return c
}

func startCluster(t testing.TB, nodes int, settings ...string) Cluster {
	t.Helper()
	var c Cluster
	for range nodes {
		c = append(c, Start(t, append([]string{"--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf"}, settings...)...))
	}
	ctx := context.Background()
	for n, s := range c {
		err := s.with(func(client *redis.Client) (err error) {
			if n < masters {
				err = client.ClusterAddSlotsRange(ctx, n*slots/masters, (n+1)*slots/masters-1).Err()
			}
			for _, other := range c[:n] {
				err = errors.Join(err, client.Do(ctx, "cluster", "meet", "127.0.0.1", other.port, other.bus).Err())
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, s := range c {
		servicetest.Eventually(t, func(ctx context.Context) error { return s.inCluster(ctx, nodes) })
	}
	return c
}

// BeCluster makes a server that has clusters enabled one by itself.
func (s *Server) BeCluster(t testing.TB) {
	t.Helper()
	if err := s.with(func(client *redis.Client) error { return client.ClusterAddSlotsRange(t.Context(), 0, slots-1).Err() }); err != nil {
		t.Fatal(err)
	}
	servicetest.Eventually(t, func(ctx context.Context) error { return s.inCluster(ctx, 1) })
}

// inCluster tells what this node lacks to know all and serve all slots.
func (s *Server) inCluster(ctx context.Context, nodes int) error {
	return s.with(func(client *redis.Client) error {
		info, err := client.ClusterInfo(ctx).Result()
		if err == nil && (!strings.Contains(info, "cluster_state:ok") || !strings.Contains(info, fmt.Sprint("cluster_known_nodes:", nodes))) {
			return fmt.Errorf("the cluster is not whole: %s", info)
		}
		return err
	})
}

func (s *Server) knowsReplicas(ctx context.Context) error {
	return s.with(func(client *redis.Client) error {
		list, err := client.ClusterNodes(ctx).Result()
		if err == nil && strings.Count(list, "slave") != masters {
			return fmt.Errorf("a node does not know all replicas: %s", list)
		}
		return err
	})
}

// Replicas returns those that began as replicas.
func (c Cluster) Replicas() []*Server { return c[masters:] }

// Owner waits for a master that has keys of a pattern, and returns it and its
// replica.
func (c Cluster) Owner(t testing.TB, pattern string) (master, replica *Server) {
	t.Helper()
	servicetest.Eventually(t, func(ctx context.Context) error {
		for n, s := range c {
			var role string
			var keys []string
			err := s.with(func(client *redis.Client) (err error) {
				if role, err = roleOf(ctx, client); err == nil {
					keys, err = client.Keys(ctx, pattern).Result()
				}
				return err
			})
			if err != nil {
				return err
			}
			if role == "master" && len(keys) > 0 {
				master, replica = s, c[(n+masters)%len(c)]
				return nil
			}
		}
		return fmt.Errorf("no master has keys %q", pattern)
	})
	return master, replica
}

// roleOf returns "master", "slave connected", or another state of a replica.
func roleOf(ctx context.Context, client *redis.Client) (string, error) {
	list, err := client.Do(ctx, "role").Slice()
	switch {
	case err != nil:
		return "", err
	case list[0] == "master":
		return "master", nil
	default:
		return fmt.Sprint(list[0], " ", list[3]), nil
	}
}

func (s *Server) awaitRole(t testing.TB, want string) {
	t.Helper()
	servicetest.Eventually(t, func(ctx context.Context) error {
		return s.with(func(client *redis.Client) error {
			role, err := roleOf(ctx, client)
			if err == nil && role != want {
				return fmt.Errorf("the server at %s is %s and not %s", s.Addr(), role, want)
			}
			return err
		})
	})
}

// AwaitMaster waits until a replica has taken its master's place.
func (s *Server) AwaitMaster(t testing.TB) { t.Helper(); s.awaitRole(t, "master") }

// AwaitReplica waits until the server follows its master.
func (s *Server) AwaitReplica(t testing.TB) { t.Helper(); s.awaitRole(t, "slave connected") }

// TakeOver has a replica and its master, who knows of it, change places.
func (s *Server) TakeOver(t testing.TB) {
	t.Helper()
	s.AwaitReplica(t)
	if err := s.with(func(client *redis.Client) error { return client.ClusterFailover(t.Context()).Err() }); err != nil {
		t.Fatal(err)
	}
	s.AwaitMaster(t)
}

// URL returns the address for a store.
func (c Cluster) URL() string {
	var list []string
	for _, s := range c {
		list = append(list, s.Addr())
	}
	return "redis+cluster://" + strings.Join(list, ",")
}

// Empty deletes everything of a cluster without replicas.
func (c Cluster) Empty(t testing.TB) {
	t.Helper()
	for _, s := range c {
		s.Empty(t)
	}
}
