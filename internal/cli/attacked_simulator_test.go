//go:build unix

package cli

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"
)

const (
	// mostOfSimulator is what a simulator may take at its peak, in MB.
	mostOfSimulator = 500
	// soundWithin is how long a sound request may take while it is attacked.
	soundWithin = 2 * time.Second
)

// assault is a way to be hostile to a simulator: on a connection to one of its ports.
type assault struct {
	kind, name string
	short      bool
	control    bool                                            // to the control API
	raw        string                                          // what is sent; then the sending side is closed
	do         func(t *testing.T, p *attackedSimulator) string // in place of raw; returns what came of it
	want       []string                                        // statuses, "closed" for none
}

// attackedSimulator is the process that is attacked.
type attackedSimulator struct {
	vendors, control string // host:port
	errs             *bytes.Buffer
	stop             func() (status int, peak int64)
}

// startAttacked starts the built program, or that of the tests, and waits until it is
// ready.
func startAttacked(t *testing.T, args ...string) *attackedSimulator {
	t.Helper()
	out, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }() // the process has its own
	args = append([]string{"simulate", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0", "--log", "off", "--client-report", "off"}, args...)
	cmd, errs, ended := startedTo(t, in, args...)
	lines := bufio.NewReader(out)
	first, err := lines.ReadString('\n')
	match := ready.FindStringSubmatch(strings.TrimSuffix(first, "\n"))
	if err != nil || match == nil {
		t.Fatalf("the first line is %q (%v): %s", first, err, errs)
	}
	go func() { _, _ = io.Copy(io.Discard, lines); _ = out.Close() }() // until the process ends
	p := &attackedSimulator{strings.TrimPrefix(match[1], "http://"), strings.TrimPrefix(match[2], "http://"), errs, nil}
	p.stop = func() (int, int64) {
		_ = cmd.Process.Signal(syscall.SIGTERM) // if it is gone, the status tells
		select {
		case <-ended: //nolint:errcheck // the exit status tells
		case <-time.After(time.Minute):
			t.Error("it does not stop")
			_ = cmd.Process.Kill()
			<-ended //nolint:errcheck // likewise
		}
		usage, _ := cmd.ProcessState.SysUsage().(*syscall.Rusage)
		return cmd.ProcessState.ExitCode(), usage.Maxrss >> 10
	}
	return p
}

// sound wants that other callers notice nothing.
func (p *attackedSimulator) sound(t *testing.T) {
	t.Helper()
	client := &http.Client{Timeout: soundWithin, Transport: &http.Transport{DisableKeepAlives: true}}
	for _, address := range []string{p.vendors + "/@sound/altazion/api/logistique/preparation/BP-1001", p.control + "/ready"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.SetBasicAuth("sample-app", "sample-key")
		resp, err := client.Do(r)
		if err != nil {
			t.Errorf("a sound request: %v", err)
			continue
		}
		_, _ = io.Copy(io.Discard, resp.Body) // its status counts
		_ = resp.Body.Close()
		if resp.StatusCode >= 300 {
			t.Errorf("a sound request to %s is answered %d", address, resp.StatusCode)
		}
	}
}

// exchange sends bytes and returns the statuses of what comes back, without repetition.
func exchange(t *testing.T, address, raw string) string {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Error(err)
		return ""
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(patience)) // a connection has deadlines
	// Who closes its side while it waits for an answer is taken for gone.
	complete := strings.Contains(raw, "Connection: close") && !strings.HasSuffix(raw, "\n{")
	go func() {
		_, _ = io.WriteString(conn, raw) // it may be refused half-way
		if tcp, is := conn.(*net.TCPConn); is && !complete {
			_ = tcp.CloseWrite()
		}
	}()
	var statuses []string
	lines := bufio.NewReader(conn)
	for begins := true; err == nil; begins = !errors.Is(err, bufio.ErrBufferFull) {
		var line []byte
		if line, err = lines.ReadSlice('\n'); errors.Is(err, bufio.ErrBufferFull) {
			err = nil
		}
		status, isStatus := strings.CutPrefix(string(line[:min(len(line), 20)]), "HTTP/1.")
		if begins && isStatus && len(status) > 5 && !slices.Contains(statuses, status[2:5]) {
			statuses = append(statuses, status[2:5])
		}
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("no end within %s", patience)
	}
	if len(statuses) == 0 {
		return "closed"
	}
	return strings.Join(statuses, " ")
}

// TestAttackSimulator is hostile to a simulator; each way is followed by sound
// requests, which notice nothing. With -update it writes its table.
func TestAttackSimulator(t *testing.T) {
	p := startAttacked(t, "--worlds", "100")
	list := slices.Concat(malformed(), unbounded(), browsers(), ceilings(), slow())
	var table strings.Builder
	table.WriteString("| what is hostile | how | answer | took |\n|---|---|---|--:|\n")
	tried := 0
	for _, a := range list {
		if !a.short && os.Getenv(attacking) == "" {
			continue
		}
		t.Run(a.kind+"/"+a.name, func(t *testing.T) {
			began := time.Now()
			var got string
			if a.do != nil {
				got = a.do(t, p)
			} else if a.control {
				got = exchange(t, p.control, a.raw)
			} else {
				got = exchange(t, p.vendors, a.raw)
			}
			if !slices.Contains(a.want, got) {
				t.Errorf("it is answered %q, want one of %q", got, a.want)
			}
			took := time.Since(began)
			p.sound(t)
			tried++
			fmt.Fprintf(&table, "| %s | %s | %s | %s |\n", a.kind, a.name, got, milliseconds(took))
		})
	}
	status, peak := p.stop()
	if text := p.errs.String(); status != 0 || peak > mostOfSimulator || strings.Contains(text, "goroutine ") || strings.Contains(text, "panic") {
		t.Errorf("it ends with status %d after at most %d MB: %s", status, peak, clipped(text))
	}
	fmt.Fprintf(&table, "\n%d attacks, no fault: no hang, no panic, no 5xx but 501 and 505; two sound requests after each were answered within %s. Peak memory %d MB (bound: %d MB), exit status 0.\n",
		tried, soundWithin, peak, mostOfSimulator)
	if os.Getenv(attacking) == "" || t.Failed() || tried != len(list) {
		return
	}
	t.Log("\n" + table.String())
	if *update {
		keepTable(t, "simulate", table.String())
	}
}
