// Package redistest runs real Redis servers for tests.
package redistest

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/plumbline-api/plumbline/simulator/store/servicetest"
)

const (
	// Required is the variable that makes a test fail, rather than be skipped,
	// where there is no server to run.
	Required = servicetest.Required

	binary = "redis-server"
)

// Server is a process of redis-server, on loopback, that syncs every write. It
// ends with the test.
type Server struct {
	*servicetest.Process
	port, bus int
}

// Start starts a server, with settings beside its own: "--appendfsync", "no".
// Where none is installed, the test is skipped, or fails if services are
// required.
func Start(t testing.TB, settings ...string) *Server {
	t.Helper()
	if _, err := exec.LookPath(binary); err != nil {
		servicetest.Missing(t, err, "install it (apt-get install redis-server)")
	}
	s := &Server{port: servicetest.FreePort(t), bus: servicetest.FreePort(t)}
	s.Process = servicetest.Start(t, s.ready, binary, append([]string{
		"--port", strconv.Itoa(s.port), "--bind", "127.0.0.1", "--dir", t.TempDir(), "--save", "",
		"--cluster-port", strconv.Itoa(s.bus), "--appendonly", "yes", "--appendfsync", "always",
	}, settings...)...)
	return s
}

// Addr returns host and port.
func (s *Server) Addr() string { return servicetest.Addr(s.port) }

// URL returns the address for a store.
func (s *Server) URL() string { return "redis://" + s.Addr() + "/0" }

func (s *Server) ready(ctx context.Context) error {
	return s.with(func(c *redis.Client) error { return c.Ping(ctx).Err() })
}

// with lends a client.
func (s *Server) with(fn func(*redis.Client) error) error {
	client := redis.NewClient(&redis.Options{Addr: s.Addr(), MaxRetries: -1, DialerRetries: 1})
	return errors.Join(fn(client), client.Close())
}

// Empty deletes everything.
func (s *Server) Empty(t testing.TB) {
	t.Helper()
	if err := s.with(func(c *redis.Client) error { return c.FlushAll(context.Background()).Err() }); err != nil {
		t.Fatal(err)
	}
}

// Cluster is three servers that share the keys.
type Cluster []*Server

const (
	nodes = 3
	slots = 16384
)

// StartCluster starts a cluster, or skips as Start does.
func StartCluster(t testing.TB) Cluster {
	t.Helper()
	var c Cluster
	for range nodes {
		c = append(c, Start(t, "--cluster-enabled", "yes", "--cluster-config-file", "nodes.conf"))
	}
	ctx := context.Background()
	for n, s := range c {
		err := s.with(func(client *redis.Client) error {
			err := client.ClusterAddSlotsRange(ctx, n*slots/nodes, (n+1)*slots/nodes-1).Err()
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
		servicetest.Eventually(t, s.inCluster)
	}
	return c
}

// inCluster tells what this node lacks to serve all slots.
func (s *Server) inCluster(ctx context.Context) error {
	return s.with(func(client *redis.Client) error {
		info, err := client.ClusterInfo(ctx).Result()
		if err == nil && (!strings.Contains(info, "cluster_state:ok") || !strings.Contains(info, fmt.Sprint("cluster_known_nodes:", nodes))) {
			return fmt.Errorf("the cluster is not whole: %s", info)
		}
		return err
	})
}

// URL returns the address for a store.
func (c Cluster) URL() string {
	var list []string
	for _, s := range c {
		list = append(list, s.Addr())
	}
	return "redis+cluster://" + strings.Join(list, ",")
}

// Empty deletes everything.
func (c Cluster) Empty(t testing.TB) {
	t.Helper()
	for _, s := range c {
		s.Empty(t)
	}
}
