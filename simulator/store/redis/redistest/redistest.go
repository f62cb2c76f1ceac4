// Package redistest runs real Redis servers for tests.
package redistest

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/redis/go-redis/v9"

	"github.com/plumbline-api/plumbline/simulator/store/servicetest"
)

const (
	binary = "redis-server"
	log    = "redis.log"
	logged = 2000 // bytes of it that are shown where a test fails
)

// Server is a process of redis-server, on loopback, that syncs every write. It
// ends with the test.
type Server struct {
	*servicetest.Process
	port, bus, tls int // tls is 0 where there is none
	folder         string
}

// Start starts a server, with settings beside its own: "--appendfsync", "no".
// Where none is installed, the test is skipped, or fails if services are
// required.
func Start(t testing.TB, settings ...string) *Server {
	t.Helper()
	if _, err := exec.LookPath(binary); err != nil {
		servicetest.Missing(t, err, "install it (apt-get install redis-server)")
	}
	s := &Server{port: servicetest.FreePort(t), bus: servicetest.FreePort(t), folder: t.TempDir()}
	t.Cleanup(func() { s.tell(t) })
	args := append([]string{
		"--port", strconv.Itoa(s.port), "--bind", "127.0.0.1", "--dir", s.folder, "--logfile", log, "--save", "",
		"--cluster-port", strconv.Itoa(s.bus), "--appendonly", "yes", "--appendfsync", "always",
	}, settings...)
	s.Process = servicetest.Start(t, s.ready, binary, args...)
	return s
}

// TLS is what a server shows, and whom it believes: files in PEM.
type TLS struct{ Certificate, Key, Authority string }

// StartTLS starts a server that speaks TLS, too, to clients that show a
// certificate of the authority; or skips as Start does.
func StartTLS(t testing.TB, files TLS, settings ...string) *Server {
	t.Helper()
	port := servicetest.FreePort(t)
	s := Start(t, append([]string{
		"--tls-port", strconv.Itoa(port), "--tls-cert-file", files.Certificate, "--tls-key-file", files.Key, "--tls-ca-cert-file", files.Authority,
	}, settings...)...)
	s.tls = port
	return s
}

// Addr returns host and port.
func (s *Server) Addr() string { return servicetest.Addr(s.port) }

// TLSAddr returns host and port for TLS.
func (s *Server) TLSAddr() string { return servicetest.Addr(s.tls) }

// URL returns the address for a store.
func (s *Server) URL() string { return "redis://" + s.Addr() + "/0" }

// ready tells what the server lacks to answer.
func (s *Server) ready(ctx context.Context) error {
	return s.with(func(c *redis.Client) error { return c.Ping(ctx).Err() })
}

// with lends a client.
func (s *Server) with(fn func(*redis.Client) error) error {
	client := redis.NewClient(&redis.Options{Addr: s.Addr(), MaxRetries: -1, DialerRetries: 1})
	return errors.Join(fn(client), client.Close())
}

// tell shows the end of the server's log where the test has failed.
func (s *Server) tell(t testing.TB) {
	if t.Failed() {
		said, err := os.ReadFile(filepath.Join(s.folder, log))
		t.Logf("the server at %s said, in the end (%v):\n%s", s.Addr(), err, said[max(0, len(said)-logged):])
	}
}

// Empty deletes everything.
func (s *Server) Empty(t testing.TB) {
	t.Helper()
	if err := s.with(func(c *redis.Client) error { return c.FlushAll(context.Background()).Err() }); err != nil {
		t.Fatal(err)
	}
}
