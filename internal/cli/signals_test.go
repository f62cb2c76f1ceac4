package cli

import (
	"errors"
	"io"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/report"
)

// launched starts the command line in a process of its own, which signals reach.
func launched(t *testing.T, args ...string) (*exec.Cmd, <-chan error) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), self, args...)
	cmd.Args[0] = "plumbline" // which TestMain runs
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	return cmd, ended
}

// TestSignals sends one signal to a run that waits for an answer. It ends at
// once, with its report.
func TestSignals(t *testing.T) {
	for _, sent := range []syscall.Signal{syscall.SIGINT, syscall.SIGTERM, syscall.SIGHUP} {
		t.Run(sent.String(), func(t *testing.T) {
			if signal.Ignored(sent) {
				t.Skipf("%s is ignored here, as below nohup, and plumbline keeps to that", sent)
			}
			t.Parallel()
			asked := make(chan struct{}, 100)
			address := serves(t, func(_ http.ResponseWriter, r *http.Request) {
				asked <- struct{}{}
				<-r.Context().Done()
			})
			file := filepath.Join(t.TempDir(), "r.json")
			cmd, ended := launched(t, "verify", "deliveryoptimizer", "--profile", profileFor(t, address, "limits: {timeout: 10m}"), "--report", "json="+file)
			<-asked
			if err := cmd.Process.Signal(sent); err != nil {
				t.Fatal(err)
			}
			select {
			case err := <-ended:
				var failed *exec.ExitError
				if !errors.As(err, &failed) || failed.ExitCode() != report.ExitInterrupted {
					t.Errorf("it ended with %v, want exit status %d", err, report.ExitInterrupted)
				}
			case <-time.After(patience):
				t.Fatal("it did not end")
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if r, err := report.Parse(data); err != nil || !r.Interrupted {
				t.Errorf("the report: %v, %+v", err, r)
			}
		})
	}
}

// TestSecondSignal sends signals to a run whose target does not answer the call
// that takes a change back. The first lets it wait for that; the second ends it.
func TestSecondSignal(t *testing.T) {
	var requests atomic.Int64
	asked := make(chan struct{}, 100)
	next := proxy(t, nil)
	address := serves(t, func(w http.ResponseWriter, r *http.Request) {
		if requests.Add(1) > 50 && r.Method == http.MethodDelete {
			_, _ = io.Copy(io.Discard, r.Body) // else the server does not see that the caller went
			asked <- struct{}{}
			<-r.Context().Done()
			return
		}
		next.ServeHTTP(w, r)
	})
	cmd, ended := launched(t, "verify", "deliveryoptimizer", "--profile", profileFor(t, address, "control: off", "limits: {timeout: 10m}"))
	<-asked
	for deadline := time.Now().Add(patience); ; {
		select {
		case err := <-ended:
			var failed *exec.ExitError
			if !errors.As(err, &failed) || !failed.Sys().(syscall.WaitStatus).Signaled() {
				t.Errorf("it ended with %v, want by the signal", err)
			}
			return
		case <-time.After(100 * time.Millisecond):
			if time.Now().After(deadline) {
				t.Fatal("it did not end")
			}
			_ = cmd.Process.Signal(os.Interrupt) // it may just have ended
		}
	}
}
