package cli

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/internal/vendors"
)

// patience bounds what should take no time; no test is about how long it took.
const patience = 60 * time.Second

// outcome is what a command left.
type outcome struct {
	status      int
	out, errors string
}

// command runs the command line within a time of its own: a run that hangs
// ends as interrupted.
func command(t *testing.T, within time.Duration, args ...string) outcome {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), within)
	defer cancel()
	var out, errors bytes.Buffer
	status := run(ctx, vendors.All(), args, &out, &errors)
	if ctx.Err() != nil {
		t.Fatalf("plumbline %s did not end within %s:\n%s%s", strings.Join(args, " "), within, &out, &errors)
	}
	return outcome{status, out.String(), errors.String()}
}

// simulation is a running `plumbline simulate`.
type simulation struct {
	vendors, control string
	stop             func() int // ends it, and returns the exit status
}

// ready is the whole of the first line.
var ready = regexp.MustCompile(`^ready vendors=(https?://127\.0\.0\.1:\d+) control=(http://127\.0\.0\.1:\d+)$`)

// simulate starts the command in this process, on free ports.
func simulate(t *testing.T, args ...string) simulation {
	t.Helper()
	return simulateAt(t, ready, args...)
}

// simulateAt is simulate with another first line.
func simulateAt(t *testing.T, ready *regexp.Regexp, args ...string) simulation {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	out, in := io.Pipe()
	ended := make(chan int, 1)
	go func() {
		status := run(ctx, vendors.All(), append([]string{"simulate", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"}, args...), in, io.Discard)
		_ = in.Close()
		ended <- status
	}()
	lines := bufio.NewReader(out)
	first, err := lines.ReadString('\n')
	match := ready.FindStringSubmatch(strings.TrimSuffix(first, "\n"))
	if err != nil || match == nil {
		cancel()
		t.Fatalf("the first line is %q (%v)", first, err)
	}
	drained := make(chan struct{})
	go func() {
		defer close(drained)
		_, _ = io.Copy(io.Discard, lines) // until the command closes it
	}()
	s := simulation{vendors: match[1], control: match[2]}
	stopped := false
	s.stop = func() int {
		stopped = true
		cancel()
		select {
		case status := <-ended:
			<-drained
			return status
		case <-time.After(patience):
			t.Fatal("simulate did not end")
			return -1
		}
	}
	t.Cleanup(func() {
		if !stopped {
			s.stop()
		}
	})
	return s
}

// profileFor writes a profile of the sample world for a target, with more
// lines at its end.
func profileFor(t *testing.T, target string, more ...string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", "examples", "deliveryoptimizer.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	lines := regexp.MustCompile(`(?m)^(target|limits): .*\n`).ReplaceAllString(string(text), "")
	lines += fmt.Sprintf("target: %s\n%s\n", target, strings.Join(more, "\n"))
	name := filepath.Join(t.TempDir(), "profile.yaml")
	if err := os.WriteFile(name, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}
