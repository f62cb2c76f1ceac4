package file_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/simulator/store/file"
)

const (
	// crashingStore makes the test binary a process that writes to the file of
	// that name until it is killed.
	crashingStore = "PLUMBLINE_TEST_CRASHING_STORE"
	// crashes is the variable that says how often to kill it; make test-crash
	// sets it.
	crashes = "PLUMBLINE_TEST_CRASHES"

	crashClients = 8
	crashWorlds  = 3
)

func TestMain(m *testing.M) {
	if path := os.Getenv(crashingStore); path != "" {
		fmt.Fprintln(os.Stderr, writeForEver(path))
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// writeForEver has clients write one number after another, and tell each when
// it is acknowledged. In the same transaction a client adds to what all of its
// world have in common, and now and then it copies and drops worlds.
func writeForEver(path string) error {
	s, err := file.Open(path)
	if err != nil {
		return err
	}
	failed := make(chan error)
	for client := range crashClients {
		go func() {
			for n := 0; ; n++ {
				var number int64
				err := s.Update(context.Background(), crashWorld(client), func(tx store.Tx) (err error) {
					number, err = add(tx, client)
					return err
				})
				if err == nil && n%20 == 19 {
					err = s.Copy(context.Background(), crashWorld(client), "copy")
				}
				if err == nil && n%50 == 49 {
					err = s.Drop(context.Background(), "copy")
				}
				if err != nil {
					failed <- err
				}
				fmt.Printf("%d %d\n", client, number) // one write, which a kill does not cut
			}
		}()
	}
	return <-failed
}

func crashWorld(client int) string { return fmt.Sprint("world ", client%crashWorlds) }

func add(tx store.Tx, client int) (int64, error) {
	number, _, err := numbers.Get(tx, strconv.Itoa(client))
	if err != nil {
		return 0, err
	}
	all, _, err := numbers.Get(tx, "all")
	return number + 1, errors.Join(err, numbers.Put(tx, strconv.Itoa(client), number+1), numbers.Put(tx, "all", all+1))
}

// TestKilled kills a process that writes, at random moments, and looks each time
// at what is there: all that was acknowledged, and of each client at most the
// one write that was under way.
func TestKilled(t *testing.T) {
	times := 5
	if text := os.Getenv(crashes); text != "" {
		var err error
		if times, err = strconv.Atoi(text); err != nil {
			t.Fatalf("%s: %v", crashes, err)
		}
	}
	path := filepath.Join(t.TempDir(), "store")
	acknowledged := make([]int64, crashClients)
	for n := range times {
		before := total(acknowledged)
		killWhileWriting(t, path, time.Duration(rand.Int64N(int64(100*time.Millisecond))), acknowledged)
		if total(acknowledged) == before {
			t.Fatalf("kill %d: nothing was acknowledged before it", n)
		}
		s, err := file.Open(path)
		if err != nil {
			t.Fatalf("kill %d: %v", n, err)
		}
		found := checkAfterCrash(t, s, acknowledged)
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Fatalf("kill %d", n)
		}
		copy(acknowledged, found) // the next process goes on from there
	}
	t.Logf("%d kills, %d writes", times, total(acknowledged))
}

func total(numbers []int64) (n int64) {
	for _, number := range numbers {
		n += number
	}
	return n
}

// killWhileWriting kills the process some time after its first acknowledgement.
func killWhileWriting(t *testing.T, path string, after time.Duration, acknowledged []int64) {
	t.Helper()
	binary, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	child := exec.Command(binary)
	child.Env = append(os.Environ(), crashingStore+"="+path)
	child.Stderr = os.Stderr
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	kill := func() { _ = child.Process.Kill() } // it has ended, or will
	defer time.AfterFunc(time.Minute, kill).Stop()
	lines := bufio.NewReader(out)
	for first := true; ; first = false {
		line, err := lines.ReadString('\n')
		if err != nil {
			if !errors.Is(err, io.EOF) || line != "" {
				t.Errorf("read %q: %v", line, err)
			}
			break
		}
		var client int
		var number int64
		if _, err := fmt.Sscanf(line, "%d %d\n", &client, &number); err != nil {
			t.Errorf("read %q: %v", line, err)
			continue
		}
		acknowledged[client] = number
		if first {
			defer time.AfterFunc(after, kill).Stop()
		}
	}
	if err := child.Wait(); err == nil || child.ProcessState.Exited() {
		t.Errorf("the process was to be killed, and ended by itself: %v", err)
	}
}

func checkAfterCrash(t *testing.T, s *file.Store, acknowledged []int64) (found []int64) {
	t.Helper()
	found = make([]int64, crashClients)
	for world := range crashWorlds {
		err := s.Update(t.Context(), crashWorld(world), func(tx store.Tx) error {
			sum := int64(0)
			for client := world; client < crashClients; client += crashWorlds {
				number, _, err := numbers.Get(tx, strconv.Itoa(client))
				if err != nil {
					return err
				}
				if found[client] = number; number != acknowledged[client] && number != acknowledged[client]+1 {
					t.Errorf("client %d is at %d; %d were acknowledged", client, number, acknowledged[client])
				}
				sum += number
			}
			all, _, err := numbers.Get(tx, "all")
			if err == nil && all != sum {
				t.Errorf("%s: the clients are at %d together, what they have in common at %d", crashWorld(world), sum, all)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	}
	return found
}
