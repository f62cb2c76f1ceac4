//go:build unix

package servicetest

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"
)

// Pause stops the process, and Resume lets it go on. It returns when each thread
// stands still, where the system tells: one that runs may answer once more.
func (p *Process) Pause(t testing.TB) {
	t.Helper()
	p.signal(t, syscall.SIGSTOP)
	const looks, pause = 500, 2 * time.Millisecond
	for range looks {
		if !p.runs() {
			return
		}
		time.Sleep(pause)
	}
	t.Fatal("the process does not stop")
}

// runs tells whether a thread of the process is not stopped; false where the
// system has no /proc.
func (p *Process) runs() bool {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/stat", p.launched.Process.Pid)) // the pattern is right
	for _, thread := range threads {
		stat, err := os.ReadFile(thread)
		if err != nil {
			continue // it has ended
		}
		// proc(5): the state stands behind the name, which is in parentheses.
		if _, state, found := bytes.Cut(stat, []byte(") ")); found && !bytes.HasPrefix(state, []byte("T")) {
			return true
		}
	}
	return false
}

// Resume ends a Pause.
func (p *Process) Resume(t testing.TB) { t.Helper(); p.signal(t, syscall.SIGCONT) }

func (p *Process) signal(t testing.TB, signal os.Signal) {
	t.Helper()
	if err := p.launched.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
}
