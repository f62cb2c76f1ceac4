//go:build !unix

package servicetest

import "testing"

// Pause skips the test: there are no signals that stop a process here.
func (p *Process) Pause(t testing.TB) {
	t.Helper()
	t.Skip("a process can't be stopped on this system")
}

// Resume ends a Pause.
func (p *Process) Resume(testing.TB) {}
