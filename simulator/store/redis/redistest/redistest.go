// Package redistest runs real Redis servers for tests.
package redistest

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"
)

const (
	// Required is the variable that makes a test fail, rather than be skipped,
	// where there is no server to run.
	Required = "PLUMBLINE_REQUIRE_SERVICES"

	binary   = "redis-server"
	patience = 20 * time.Second
	pause    = 10 * time.Millisecond

	log    = "redis.log"
	logged = 2000 // bytes of it that are shown where a test fails
)

// Server is a process of redis-server, on loopback, that syncs every write. It
// ends with the test.
type Server struct {
	port, bus, tls int // tls is 0 where there is none
	folder         string
	settings       []string
	process        *exec.Cmd
}

// Start starts a server, with settings beside its own: "--appendfsync", "no".
// Where none is installed, the test is skipped, or fails if services are
// required.
func Start(t testing.TB, settings ...string) *Server {
	t.Helper()
	if _, err := exec.LookPath(binary); err != nil {
		if os.Getenv(Required) == "1" {
			t.Fatalf("%v: install it (apt-get install redis-server), or unset %s", err, Required)
		}
		t.Skipf("SKIPPED, NOTHING WAS TESTED: %v; install it (apt-get install redis-server), and set %s=1 to make this a failure", err, Required)
	}
	s := &Server{port: freePort(t), bus: freePort(t), folder: t.TempDir(), settings: settings}
	t.Cleanup(func() { s.end(t) })
	s.Restart(t)
	return s
}

// TLS is what a server shows, and whom it believes: files in PEM.
type TLS struct{ Certificate, Key, Authority string }

// StartTLS starts a server that speaks TLS, too, to clients that show a
// certificate of the authority; or skips as Start does.
func StartTLS(t testing.TB, files TLS, settings ...string) *Server {
	t.Helper()
	port := freePort(t)
	s := Start(t, append([]string{
		"--tls-port", strconv.Itoa(port), "--tls-cert-file", files.Certificate, "--tls-key-file", files.Key, "--tls-ca-cert-file", files.Authority,
	}, settings...)...)
	s.tls = port
	return s
}

// Ports are drawn from those that no system hands out by itself: a connection
// of anyone's could have the server's while it is away.
const lowestPort, ports = 10_000, 20_000

func freePort(t testing.TB) int {
	t.Helper()
	var err error
	for range 100 {
		var l net.Listener
		port := lowestPort + rand.IntN(ports)
		if l, err = net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port))); err == nil {
			_ = l.Close()
			return port
		}
	}
	t.Fatal(err)
	return 0
}

// Addr returns host and port.
func (s *Server) Addr() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(s.port)) }

// TLSAddr returns host and port for TLS.
func (s *Server) TLSAddr() string { return net.JoinHostPort("127.0.0.1", strconv.Itoa(s.tls)) }

// URL returns the address for a store.
func (s *Server) URL() string { return "redis://" + s.Addr() + "/0" }

// Restart starts the server's process, on what an earlier one has left.
func (s *Server) Restart(t testing.TB) {
	t.Helper()
	args := append([]string{
		"--port", strconv.Itoa(s.port), "--bind", "127.0.0.1", "--dir", s.folder, "--logfile", log, "--save", "",
		"--cluster-port", strconv.Itoa(s.bus), "--appendonly", "yes", "--appendfsync", "always",
	}, s.settings...)
	s.process = exec.Command(binary, args...)
	if err := s.process.Start(); err != nil {
		t.Fatal(err)
	}
	eventually(t, func(ctx context.Context) error {
		return s.with(func(c *redis.Client) error { return c.Ping(ctx).Err() })
	})
}

// with lends a client.
func (s *Server) with(fn func(*redis.Client) error) error {
	client := redis.NewClient(&redis.Options{Addr: s.Addr(), MaxRetries: -1, DialerRetries: 1})
	return errors.Join(fn(client), client.Close())
}

// Kill ends the process without warning.
func (s *Server) Kill(t testing.TB) {
	t.Helper()
	if err := s.process.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = s.process.Wait() // it was killed, and says so
	s.process = nil
}

// Pause stops the process, and Resume lets it go on.
func (s *Server) Pause(t testing.TB) { s.signal(t, syscall.SIGSTOP) }

// Resume ends a Pause.
func (s *Server) Resume(t testing.TB) { s.signal(t, syscall.SIGCONT) }

func (s *Server) signal(t testing.TB, signal os.Signal) {
	t.Helper()
	if err := s.process.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
}

func (s *Server) end(t testing.TB) {
	if s.process != nil {
		_ = s.process.Process.Kill() // also one that is stopped
		_ = s.process.Wait()
	}
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

// eventually asks until there is no error.
func eventually(t testing.TB, ask func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var last error
	for {
		err := ask(ctx)
		if err == nil {
			return
		}
		if ctx.Err() != nil {
			t.Fatalf("not within %s: %v", patience, cmp.Or(last, err))
		}
		last = err
		time.Sleep(pause)
	}
}
