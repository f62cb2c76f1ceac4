package cli

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/report"
)

// TestStubs judges static servers: each answers every operation with the first
// example of its contract, whatever it is asked, and keeps nothing.
func TestStubs(t *testing.T) {
	for _, v := range vendors.All() {
		t.Run(v.Book.Vendor, func(t *testing.T) {
			t.Parallel()
			judgesStub(t, v, serves(t, static(t, v.Book.OpenAPI)), unchecked()[v.Book.Vendor])
		})
	}
}

// TestPrism judges servers that others wrote: Prism, which checks requests
// against a contract and answers with its examples. PLUMBLINE_PRISM names the
// command; `make test-stub` sets it.
func TestPrism(t *testing.T) {
	prism := os.Getenv("PLUMBLINE_PRISM")
	if prism == "" {
		t.Skip("PLUMBLINE_PRISM is not set: make test-stub runs this")
	}
	for _, v := range vendors.All() {
		t.Run(v.Book.Vendor, func(t *testing.T) {
			judgesStub(t, v, startPrism(t, prism, filepath.Join("..", "..", "specs", v.Book.Vendor, "openapi.yaml")), checked()[v.Book.Vendor])
		})
	}
}

// static answers with a contract's examples.
func static(t *testing.T, document []byte) http.HandlerFunc {
	t.Helper()
	c, err := contract.Load(document)
	if err != nil {
		t.Fatal(err)
	}
	return func(w http.ResponseWriter, r *http.Request) {
		op, _, allowed := c.Match(r.Method, r.URL.EscapedPath())
		switch {
		case op == nil && len(allowed) == 0:
			w.WriteHeader(http.StatusNotFound)
		case op == nil:
			w.WriteHeader(http.StatusMethodNotAllowed)
		default:
			sendExample(t, w, op)
		}
	}
}

// sendExample answers with the first example of an operation's successes, or with
// an empty success where none has a body. A contract that names no status has 2XX.
func sendExample(t *testing.T, w http.ResponseWriter, op *contract.Operation) {
	responses := op.Operation.Responses.Map()
	succeeds := false
	for _, code := range sortedNames(responses) {
		status, err := strconv.Atoi(strings.ReplaceAll(code, "XX", "00"))
		if err != nil || status/100 != 2 {
			continue
		}
		succeeds = true
		for _, media := range sortedNames(responses[code].Value.Content) {
			example := firstExample(responses[code].Value.Content[media])
			if example == nil {
				continue
			}
			body, err := json.Marshal(example)
			if err != nil {
				t.Errorf("%s: %v", op.ID, err)
			}
			w.Header().Set("Content-Type", media)
			w.WriteHeader(status)
			_, _ = w.Write(body)
			return
		}
	}
	if !succeeds {
		t.Errorf("%s: the contract has no success", op.ID)
	}
	w.WriteHeader(http.StatusOK)
}

func firstExample(content *openapi3.MediaType) any {
	for _, name := range sortedNames(content.Examples) {
		return content.Examples[name].Value.Value
	}
	return content.Example
}

func sortedNames[V any](m map[string]V) []string {
	var names []string
	for name := range m {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// startPrism starts Prism with a document, on a port that was free a
// moment ago.
func startPrism(t *testing.T, prism, document string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := l.Addr().String()
	_ = l.Close()
	_, port, _ := net.SplitHostPort(address)
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, prism, "mock", "-h", "127.0.0.1", "-p", port, document)
	cmd.Stdout, cmd.Stderr = io.Discard, io.Discard
	if err := cmd.Start(); err != nil {
		cancel()
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // ended by us
	})
	for began := time.Now(); time.Since(began) < patience; time.Sleep(100 * time.Millisecond) {
		if conn, err := net.Dial("tcp", address); err == nil {
			_ = conn.Close()
			return "http://" + address
		}
	}
	t.Fatalf("%s does not listen at %s", prism, address)
	return ""
}

// judgesStub judges a server without state. It is not conformant, no rule ends
// as our own error, and what is not judged says why.
func judgesStub(t *testing.T, v vendors.Vendor, address string, want []stubbed) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "r.json")
	o := command(t, 2*patience, "verify", v.Book.Vendor, "--profile", stubProfile(t, v, address), "--random-seed", "1", "--report", "json="+file)
	if o.status != report.ExitNot || strings.Contains(o.out+o.errors, "goroutine ") {
		t.Errorf("exit status %d, want %d:\n%s%s", o.status, report.ExitNot, clipped(o.out), o.errors)
	}
	judged := onlyVendor(t, file)
	for _, r := range judged.Rules {
		if r.Verdict == report.Error || r.Verdict == report.Inconclusive && r.Reason == "" {
			t.Errorf("%s: %s: %q", r.ID, r.Verdict, r.Reason)
		}
		for _, c := range r.Cases {
			if c.Verdict == report.Error || strings.Contains(c.Reason, "flaky") {
				t.Errorf("%s, %s: %s: %s", r.ID, c.Name, c.Verdict, c.Reason)
			}
			if c.Verdict == report.Fail && len(c.Mismatches) == 0 {
				t.Errorf("%s, %s: fails and does not say what came", r.ID, c.Name)
			}
		}
	}
	for _, w := range append(stateless()[v.Book.Vendor], want...) {
		r := ruleOf(t, judged, v.Book.Vendor+"/"+w.rule)
		if r.Verdict != w.verdict || !strings.Contains(r.Reason, w.says) {
			t.Errorf("%s: %s: %q, want %s and %q: %s", r.ID, r.Verdict, r.Reason, w.verdict, w.says, w.because)
		}
	}
}
