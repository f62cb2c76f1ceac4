//go:build unix

package redis_test

import (
	"bufio"
	"cmp"
	"context"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"syscall"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator/store/redis"
	"github.com/plumbline-api/plumbline/simulator/store/redis/redistest"
	"github.com/plumbline-api/plumbline/simulator/store/storetest"
)

const (
	// exerciseAt makes the test binary a process that works on the store at that
	// address, with clients from exerciseFrom on, and tells what happens.
	exerciseAt   = "PLUMBLINE_TEST_EXERCISE_AT"
	exerciseFrom = "PLUMBLINE_TEST_EXERCISE_FROM"
	// exerciseTimes is how many operations each makes; unset, they go on until
	// the process is killed, or its standard input ends.
	exerciseTimes = "PLUMBLINE_TEST_EXERCISE_TIMES"

	exerciseClients, exerciseOperations = 4, 150
)

func TestMain(m *testing.M) {
	if address := os.Getenv(exerciseAt); address != "" {
		if err := exercise(address); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

func exercise(address string) error {
	redis.QuietLibrary()
	from, err := strconv.Atoi(os.Getenv(exerciseFrom))
	if err != nil {
		return err
	}
	times, err := strconv.Atoi(cmp.Or(os.Getenv(exerciseTimes), strconv.Itoa(math.MaxInt)))
	if err != nil {
		return err
	}
	stop := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin) // until the test is over, however it ends
		close(stop)
	}()
	s, err := redis.Open(context.Background(), address, options())
	for ; err != nil; s, err = redis.Open(context.Background(), address, options()) {
		select { // the server may be away
		case <-stop:
			return err
		case <-time.After(10 * time.Millisecond):
		}
	}
	storetest.Exercise(s, from, exerciseClients, times, stop, storetest.Tell(os.Stdout))
	return s.Close()
}

// worker is a process that exercises a store.
type worker struct {
	command *exec.Cmd
	stdin   io.Closer
	begun   chan struct{} // closed when it has told something
	ended   chan struct{} // closed when all is known
	history []storetest.Operation
	err     error
}

func startWorker(t *testing.T, address string, from int, times string) *worker {
	t.Helper()
	w := &worker{command: exec.Command(os.Args[0]), begun: make(chan struct{}), ended: make(chan struct{})}
	w.command.Env = append(os.Environ(), exerciseAt+"="+address, exerciseFrom+"="+strconv.Itoa(from), exerciseTimes+"="+times)
	w.command.Stderr = os.Stderr
	in, err := w.command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := w.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.command.Start(); err != nil {
		t.Fatal(err)
	}
	w.stdin = in
	t.Cleanup(func() { w.kill() })
	go func() {
		defer close(w.ended)
		first := bufio.NewReader(out)
		if _, err := first.Peek(1); err == nil {
			close(w.begun)
		}
		w.history, w.err = storetest.Heard(first)
		_ = w.command.Wait() // how it ended does not matter
	}()
	return w
}

// wait returns what the process did before it ended.
func (w *worker) wait(t *testing.T) []storetest.Operation {
	t.Helper()
	<-w.ended
	if w.err != nil {
		t.Error(w.err)
	}
	return w.history
}

// works waits until the process does something.
func (w *worker) works(t *testing.T) {
	t.Helper()
	select {
	case <-w.begun:
	case <-w.ended:
		t.Fatal("the process ended by itself")
	}
}

func (w *worker) signal(t *testing.T, signal os.Signal) {
	t.Helper()
	if err := w.command.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
}

func (w *worker) kill() {
	_ = w.command.Process.Kill() // it may have ended
	<-w.ended
}

// TestTwoProcesses has two processes work on the same entries.
func TestTwoProcesses(t *testing.T) {
	address := redistest.Start(t).URL()
	a := startWorker(t, address, 0, strconv.Itoa(exerciseOperations))
	b := startWorker(t, address, exerciseClients, strconv.Itoa(exerciseOperations))
	history := append(a.wait(t), b.wait(t)...)
	if want := 2 * exerciseClients * exerciseOperations; len(history) != want {
		t.Errorf("there are %d operations, want %d", len(history), want)
	}
	if err := storetest.CheckLinearizable(history); err != nil {
		t.Error(err)
	}
}

// TestAProcessIsDisturbed has two processes work on the same entries, and kills
// or stops one of them again and again, at any moment of its work. The other
// one, and the next one in its place, go on from what it has left.
func TestAProcessIsDisturbed(t *testing.T) {
	restart := func(server *redistest.Server) { server.Kill(t); server.Restart(t) }
	leave := func(*redistest.Server) {}
	for name, row := range map[string]struct {
		rounds    int
		pause     time.Duration // it is stopped for so long rather than killed
		meanwhile func(*redistest.Server)
	}{
		"killed":                         {8, 0, leave},
		"killed, and so is Redis":        {4, 0, restart},
		"stopped, for a late answer":     {2, 1500 * time.Millisecond, leave},
		"stopped, until calls are over":  {1, 3500 * time.Millisecond, leave},
		"stopped, while Redis is killed": {2, 1500 * time.Millisecond, restart},
	} {
		t.Run(name, func(t *testing.T) {
			server := redistest.Start(t)
			c := crew{address: server.URL()}
			steady, disturbed := c.hire(t), c.hire(t)
			for range row.rounds {
				disturbed.works(t)
				time.Sleep(time.Duration(rand.Int64N(int64(200 * time.Millisecond))))
				if row.pause > 0 {
					disturbed.signal(t, syscall.SIGSTOP)
					row.meanwhile(server)
					time.Sleep(row.pause)
					disturbed.signal(t, syscall.SIGCONT)
				} else {
					disturbed.kill()
					row.meanwhile(server)
					disturbed = c.hire(t)
				}
			}
			disturbed.works(t)
			time.Sleep(200 * time.Millisecond)
			disturbed.kill()
			steady.kill()
			c.judge(t)
		})
	}
}

// crew is all processes that ever worked on a store.
type crew struct {
	address string
	workers []*worker
}

func (c *crew) hire(t *testing.T) *worker {
	t.Helper()
	w := startWorker(t, c.address, len(c.workers)*exerciseClients, "")
	c.workers = append(c.workers, w)
	return w
}

// judge looks at what all of them did, and at what they have left.
func (c *crew) judge(t *testing.T) {
	t.Helper()
	last := len(c.workers) * exerciseClients
	history := storetest.Exercise(open(t, c.address), last, 1, exerciseOperations, nil, storetest.Watch{})
	unsure := 0
	for _, w := range c.workers {
		history = append(history, w.wait(t)...)
	}
	for _, o := range history {
		if o.Unsure {
			unsure++
		}
	}
	if err := storetest.CheckLinearizable(history); err != nil {
		t.Error(err)
	}
	t.Logf("%d operations, %d of them without an outcome", len(history), unsure)
}
