// Package servicetest is what helpers share that run real servers for tests.
package servicetest

import (
	"cmp"
	"context"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"strconv"
	"testing"
	"time"
)

const (
	// Required is the variable that makes a test fail, rather than be skipped,
	// where there is no server to run.
	Required = "PLUMBLINE_REQUIRE_SERVICES"

	loopback = "127.0.0.1"
	patience = 20 * time.Second
	pause    = 10 * time.Millisecond

	// Ports are drawn from those that no system hands out by itself: a connection
	// of anyone's could have the server's while it is away.
	lowestPort, ports = 10_000, 20_000
)

// Missing skips the test, or fails it if services are required. The remedy says
// how to come by the server: "install it".
func Missing(t testing.TB, err error, remedy string) {
	t.Helper()
	if os.Getenv(Required) == "1" {
		t.Fatalf("%v: %s, or unset %s", err, remedy, Required)
	}
	t.Skipf("SKIPPED, NOTHING WAS TESTED: %v; %s, and set %s=1 to make this a failure", err, remedy, Required)
}

// Tools wants the named programs on the PATH, else the test ends as Missing says.
func Tools(t testing.TB, names ...string) {
	t.Helper()
	for _, name := range names {
		if _, err := exec.LookPath(name); err != nil {
			Missing(t, err, "install "+name)
		}
	}
}

// FreePort returns a port of loopback on which nobody listens.
func FreePort(t testing.TB) int {
	t.Helper()
	var err error
	for range 100 {
		var l net.Listener
		port := lowestPort + rand.IntN(ports)
		if l, err = net.Listen("tcp", Addr(port)); err == nil {
			_ = l.Close()
			return port
		}
	}
	t.Fatal(err)
	return 0
}

// Addr returns host and port of a port of loopback.
func Addr(port int) string { return net.JoinHostPort(loopback, strconv.Itoa(port)) }

// Eventually asks until there is no error.
func Eventually(t testing.TB, ask func(context.Context) error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var last error
	for {
		err := ask(ctx)
		if err == nil {
			return
		}
		if ctx.Err() != nil { // then err says no more than that
			t.Fatalf("not within %s: %v", patience, cmp.Or(last, err))
		}
		last = err
		time.Sleep(pause)
	}
}

// Process is the process of a server. It ends with the test that started it.
type Process struct {
	binary   string
	args     []string
	ready    func(context.Context) error
	errors   io.Writer
	launched *exec.Cmd // nil when it was killed
}

// Start starts a process, and waits until the server is ready.
func Start(t testing.TB, ready func(context.Context) error, binary string, args ...string) *Process {
	t.Helper()
	p := &Process{binary: binary, args: args, ready: ready, errors: t.Output()}
	t.Cleanup(p.end)
	p.Restart(t)
	return p
}

// Restart starts the process again, on what the killed one has left.
func (p *Process) Restart(t testing.TB) {
	t.Helper()
	p.launched = exec.Command(p.binary, p.args...)
	p.launched.Stderr = p.errors
	if err := p.launched.Start(); err != nil {
		p.launched = nil
		t.Fatal(err)
	}
	Eventually(t, p.ready)
}

// Kill ends the process without warning.
func (p *Process) Kill(t testing.TB) {
	t.Helper()
	if err := p.launched.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = p.launched.Wait() // it was killed, and says so
	p.launched = nil
}

func (p *Process) end() {
	if p.launched != nil {
		_ = p.launched.Process.Kill() // also one that is stopped
		_ = p.launched.Wait()
	}
}
