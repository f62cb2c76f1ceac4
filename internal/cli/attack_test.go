//go:build unix

package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/report"
)

const (
	// attacking is the environment variable that turns the long tests of hostile
	// surroundings on; `make attack` sets it.
	attacking = "PLUMBLINE_ATTACK"
	// attackTimeout is the time that the profiles give a target for an answer.
	attackTimeout = time.Second
	// mostMemory is what a process may take at its peak, in MB.
	mostMemory = 300
)

// attack is one way to be hostile. Those that are short are tried by the normal
// tests too.
type attack struct {
	kind, name string
	short      bool
	exit       []int // the exit statuses that are right
	says       string
	// start begins it and returns the command line, and how long the process was
	// kept waiting, where that is seen from outside.
	start func(t *testing.T) (args []string, waited func() time.Duration)
	// await is start for a run that is sent a signal once it waits.
	await  func(t *testing.T) (args []string, waits <-chan struct{})
	signal os.Signal
}

// attacked is what came of one.
type attacked struct {
	attack
	status   int
	took     time.Duration
	longest  time.Duration // wait for one answer
	peak     int64         // MB
	requests int
}

// plumblineBinary is the built program, once for all attacks. The short tests
// take the program of the tests itself, which runs the same main.
var plumblineBinary = sync.OnceValues(func() (string, error) {
	if os.Getenv(attacking) == "" {
		return os.Executable()
	}
	file := filepath.Join(os.TempDir(), fmt.Sprintf("plumbline-attack-%d", os.Getpid()))
	out, err := exec.Command("go", "build", "-o", file, "../../cmd/plumbline").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("%w: %s", err, out)
	}
	return file, nil
})

// started starts the program; its output is complete when it has ended.
func started(t *testing.T, args ...string) (cmd *exec.Cmd, out, errs *bytes.Buffer, ended <-chan error) {
	t.Helper()
	out = new(bytes.Buffer)
	cmd, errs, ended = startedTo(t, out, args...)
	return cmd, out, errs, ended
}

// startedTo is started with another place for the output.
func startedTo(t *testing.T, out io.Writer, args ...string) (cmd *exec.Cmd, errs *bytes.Buffer, ended <-chan error) {
	t.Helper()
	binary, err := plumblineBinary()
	if err != nil {
		t.Fatal(err)
	}
	errs = new(bytes.Buffer)
	cmd = exec.CommandContext(t.Context(), binary, args...)
	cmd.Args[0] = "plumbline" // which TestMain runs
	cmd.Stdout, cmd.Stderr = out, errs
	cmd.Env = append(os.Environ(), "DO_USER=attack-user", "DO_PASSWORD=attack-password")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() { done <- cmd.Wait() }()
	return cmd, errs, done
}

// try runs an attack and checks what has to hold for each: it ends by itself,
// with a status that fits, without a panic, within the memory and the deadlines.
func (a attack) try(t *testing.T) attacked {
	t.Helper()
	if _, err := plumblineBinary(); err != nil { // building it is not part of the attack
		t.Fatal(err)
	}
	var args []string
	var waited func() time.Duration
	var waits <-chan struct{}
	if a.await != nil {
		args, waits = a.await(t)
	} else {
		args, waited = a.start(t)
	}
	dir, err := os.MkdirTemp("", "plumbline-attack") // t.TempDir has the test's name, whose commas --report separates at
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = os.RemoveAll(dir) }()
	file := filepath.Join(dir, "r.json")
	if args[0] == "verify" {
		args = append(args, "--random-seed", "1", "--report", "json="+file)
	}
	began := time.Now()
	cmd, out, errs, ended := started(t, args...)
	if waits != nil {
		waited = interrupt(t, cmd, waits, a.signal)
	}
	select {
	case <-ended: //nolint:errcheck // the exit status tells
	case <-time.After(5 * time.Minute):
		_ = cmd.Process.Kill()
		<-ended //nolint:errcheck // the exit status tells
		t.Errorf("it had not ended after 5 minutes:\n%s%s", clipped(out.String()), clipped(errs.String()))
	}
	got := attacked{attack: a, status: cmd.ProcessState.ExitCode(), took: time.Since(began)}
	if waited != nil {
		got.longest = waited()
	}
	if usage, known := cmd.ProcessState.SysUsage().(*syscall.Rusage); known {
		got.peak = usage.Maxrss >> 10 // kilobytes on Linux
	}
	if data, err := os.ReadFile(file); err == nil {
		r, err := report.Parse(data)
		if err != nil {
			t.Errorf("the report: %v", err)
		} else {
			requests, longest := ofReport(r)
			got.requests = requests
			if a.signal == nil { // else how long the run had waited already is none of its doing
				got.longest = max(got.longest, longest)
			} else if !r.Interrupted {
				t.Error("the report does not say that the run was interrupted")
			}
		}
	} else if got.status != report.ExitUsage && args[0] == "verify" && !slices.Contains(args, "--plan") {
		t.Errorf("there is no report: %v", err)
	}
	text := out.String() + errs.String()
	if !slices.Contains(a.exit, got.status) || !strings.Contains(strings.Join(strings.Fields(text), " "), a.says) {
		t.Errorf("exit status %d, want one of %v and %q:\n%s", got.status, a.exit, a.says, clipped(text))
	}
	if strings.Contains(text, "goroutine ") || strings.Contains(text, "attack-password") {
		t.Errorf("a panic or a secret was printed:\n%s", clipped(text))
	}
	if got.peak > mostMemory {
		t.Errorf("it took %d MB", got.peak)
	}
	if got.longest > 2*attackTimeout {
		t.Errorf("it waited %s for one answer", got.longest)
	}
	return got
}

// interrupt sends a signal when the run waits, and returns how long it took to end.
func interrupt(t *testing.T, cmd *exec.Cmd, waits <-chan struct{}, signal os.Signal) func() time.Duration {
	t.Helper()
	select {
	case <-waits:
	case <-time.After(patience):
		t.Error("it does not get as far as that")
	}
	sent := time.Now()
	if err := cmd.Process.Signal(signal); err != nil {
		t.Error(err)
	}
	return func() time.Duration { return time.Since(sent) }
}

// ofReport counts the requests of a report, and finds the longest wait in it.
func ofReport(r *report.Report) (requests int, longest time.Duration) {
	for _, v := range r.Vendors {
		requests += v.Requests
		for _, rule := range v.Rules {
			for _, c := range rule.Cases {
				for _, e := range c.Exchanges {
					longest = max(longest, e.Duration)
				}
			}
		}
	}
	return requests, longest
}

// attacks lists them all.
func attacks() []attack {
	return slices.Concat(attackingTargets(), attackingControls(), attackingSignals(), attackingFiles(), attackingStores())
}

// TestAttack tries every way to be hostile that is listed, and with -update
// writes the table into docs/reliability.md. Without PLUMBLINE_ATTACK it tries
// the short ones.
func TestAttack(t *testing.T) {
	var mu sync.Mutex
	var all []attacked
	list := attacks()
	t.Run("each", func(t *testing.T) {
		for _, a := range list {
			if !a.short && os.Getenv(attacking) == "" {
				continue
			}
			t.Run(a.kind+"/"+a.name, func(t *testing.T) {
				t.Parallel()
				got := a.try(t)
				mu.Lock()
				defer mu.Unlock()
				all = append(all, got)
			})
		}
	})
	if os.Getenv(attacking) == "" || t.Failed() || len(all) != len(list) {
		return // a selection, or not to be told as done
	}
	writeAttacks(t, all)
}

// writeAttacks prints the table, and with -update keeps it in the documentation.
func writeAttacks(t *testing.T, all []attacked) {
	order := attacks()
	slices.SortFunc(all, func(a, b attacked) int { return position(order, a) - position(order, b) })
	var table strings.Builder
	table.WriteString("| what is hostile | how | exit | requests | longest wait | took | peak memory |\n|---|---|--:|--:|--:|--:|--:|\n")
	var peak int64
	var longest time.Duration
	kinds := map[string]int{}
	for _, a := range all {
		fmt.Fprintf(&table, "| %s | %s | %d | %d | %s | %s | %d MB |\n", a.kind, a.name, a.status, a.requests, milliseconds(a.longest), milliseconds(a.took), a.peak)
		peak, longest = max(peak, a.peak), max(longest, a.longest)
		kinds[a.kind]++
	}
	fmt.Fprintf(&table, "\n%d attacks, no fault: no hang, no panic, no wrong exit status. Peak memory %d MB (bound: %d MB), longest wait for one answer %s (bound: %s, twice the timeout of the profiles).\n",
		len(all), peak, mostMemory, milliseconds(longest), milliseconds(2*attackTimeout))
	t.Log("\n" + table.String())
	if *update {
		keepTable(t, "verify", table.String())
	}
}

// keepTable writes a table into the documentation.
func keepTable(t *testing.T, name, table string) {
	file := filepath.Join("..", "..", "docs", "reliability.md")
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	between := regexp.MustCompile(`(?s)(<!-- attack: ` + name + ` -->\n).*(<!-- end of attack: ` + name + ` -->)`)
	if !between.Match(text) {
		t.Fatal(errors.New(file + " has no place for the table"))
	}
	if err := os.WriteFile(file, between.ReplaceAll(text, []byte("${1}"+strings.ReplaceAll(table, "$", "$$")+"${2}")), 0o644); err != nil {
		t.Fatal(err)
	}
}

func position(order []attack, of attacked) int {
	return slices.IndexFunc(order, func(a attack) bool { return a.kind == of.kind && a.name == of.name })
}

func milliseconds(d time.Duration) string { return d.Round(time.Millisecond).String() }
