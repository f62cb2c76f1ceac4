//go:build unix

package servicetest

import (
	"os"
	"syscall"
	"testing"
)

// Pause stops the process, and Resume lets it go on.
func (p *Process) Pause(t testing.TB) { t.Helper(); p.signal(t, syscall.SIGSTOP) }

// Resume ends a Pause.
func (p *Process) Resume(t testing.TB) { t.Helper(); p.signal(t, syscall.SIGCONT) }

func (p *Process) signal(t testing.TB, signal os.Signal) {
	t.Helper()
	if err := p.launched.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
}
