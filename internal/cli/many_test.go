package cli

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer/mongodb/mongotest"
	"github.com/plumbline-api/plumbline/simulator/store/redis/redistest"
)

const (
	// manyOrders is the variable that says how many orders a tenant has in
	// TestManyOrders; make test-million sets it.
	manyOrders = "PLUMBLINE_TEST_ORDERS"
	// manyPatience is for one call about all of them.
	manyPatience = 30 * time.Minute
)

// TestManyOrders replaces all orders of a tenant by very many, on each store: in
// one request that neither side holds as a whole. Then the batch copies them,
// the live tier is lost and comes back, and a small request replaces them all.
func TestManyOrders(t *testing.T) {
	n := 3000
	if text := os.Getenv(manyOrders); text != "" {
		var err error
		if n, err = strconv.Atoi(text); err != nil {
			t.Fatalf("%s: %v", manyOrders, err)
		}
	}
	for name, args := range map[string]func(*testing.T) []string{
		"memory": func(*testing.T) []string { return nil },
		"file": func(t *testing.T) []string {
			return []string{"--store", "file:" + filepath.Join(t.TempDir(), "sandbox")}
		},
		"redis":   func(t *testing.T) []string { return []string{"--store", redistest.Start(t).URL()} },
		"mongodb": func(t *testing.T) []string { return []string{"--archive", mongotest.Start(t).URL()} },
	} {
		t.Run(name, func(t *testing.T) {
			n := n
			if name == "mongodb" {
				n = min(n, 10_000) // what stands in for MongoDB reads a whole collection for each page
			}
			m := many{caller: newCaller(t), process: startProcess(t, args(t)...), n: n}
			m.client.Timeout = manyPatience
			m.replaceAll()
			m.serves("after the replacement")
			m.throughTheArchive()
			m.serves("after the loss")
			m.timed("replacement by none", func() {
				m.caller.wants(m.call("PUT", m.vendors+"/deliveryoptimizer/1/orders", "[]"), http.StatusOK, "true")
			})
			if got := m.call("GET", m.order(n/2), ""); got.status != http.StatusNotFound {
				t.Errorf("after a replacement by none: %d %s", got.status, got.body)
			}
		})
	}
}

type many struct {
	caller
	*process

	n int
}

// timed logs how long something took, the most memory that the process has had
// by then, and what of it is its own now: the file of a store is mapped, and
// counts for the first.
func (m many) timed(what string, do func()) {
	m.t.Helper()
	began := time.Now()
	do()
	m.t.Logf("%d orders, %s: %s; memory %s at most, %s of its own", m.n, what, time.Since(began).Round(time.Millisecond), m.memory("VmHWM"), m.memory("RssAnon"))
}

// memory reads what the system says of the process.
func (m many) memory(line string) string {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", m.command.Process.Pid))
	match := regexp.MustCompile(line + `:\s*(\d+) kB`).FindSubmatch(status)
	if err != nil || match == nil {
		return "unknown"
	}
	kilobytes, _ := strconv.Atoi(string(match[1])) // digits
	return fmt.Sprintf("%d MB", kilobytes/1024)
}

func (m many) id(n int) string           { return uuid.NewSHA1(uuid.Nil, []byte(strconv.Itoa(n))).String() }
func (m many) text(n int) string         { return strings.Replace(example, exampleID, m.id(n), 1) }
func (m many) order(n int) string        { return m.orders() + "/" + m.id(n) }
func (m many) upsert(body string) answer { return m.call("POST", m.orders(), body) }

// replaceAll streams the orders, and wants the journal to have the digest of
// what was sent.
func (m many) replaceAll() {
	m.t.Helper()
	digest, size := sha256.New(), int64(0)
	m.timed("replacement of all", func() {
		body, in := io.Pipe()
		go func() {
			out := io.MultiWriter(in, digest)
			write := func(text string) {
				if _, err := io.WriteString(out, text); err == nil {
					size += int64(len(text))
				}
			}
			write("[")
			for n := range m.n {
				if n > 0 {
					write(",")
				}
				write(m.text(n))
			}
			write("]")
			_ = in.Close() // never fails
		}()
		r, err := http.NewRequestWithContext(m.t.Context(), "PUT", m.vendors+"/deliveryoptimizer/1/orders", body)
		if err != nil {
			m.t.Fatal(err)
		}
		r.SetBasicAuth("sample-oms", "sample-password")
		r.Header.Set("Content-Type", "application/json")
		resp, err := m.client.Do(r)
		if err != nil {
			m.t.Fatal(err)
		}
		defer resp.Body.Close()
		if answer, _ := io.ReadAll(resp.Body); resp.StatusCode != http.StatusOK || strings.TrimSpace(string(answer)) != "true" {
			m.t.Fatalf("the answer is %d %s", resp.StatusCode, answer)
		}
	})
	var entry struct {
		Request struct {
			Digest   string
			Size     int64
			Elements int
		}
	}
	told := m.call("GET", m.control+"/worlds/default/journal/1", "")
	if err := json.Unmarshal([]byte(told.body), &entry); err != nil {
		m.t.Fatalf("%s: %v", told.body, err)
	}
	if want := "sha-256:" + hex.EncodeToString(digest.Sum(nil)); entry.Request.Digest != want || entry.Request.Size != size || entry.Request.Elements != m.n {
		m.t.Errorf("the journal has %+v, want %d orders in %d bytes, %s", entry.Request, m.n, size, want)
	}
}

// serves reads and upserts some orders, which takes as long as beside a few.
func (m many) serves(when string) {
	m.t.Helper()
	const calls = 100
	m.timed(fmt.Sprintf("%d reads and upserts %s", calls, when), func() {
		for call := range calls {
			n := call * (m.n / calls)
			m.caller.wants(m.upsert(m.text(n)), http.StatusOK, "false")
			var want map[string]any
			if err := json.Unmarshal([]byte(m.text(n)), &want); err != nil {
				m.t.Fatal(err)
			}
			m.readsBack(m.call("GET", m.order(n), ""), want)
		}
	})
}

// throughTheArchive has the batch save what is there, changes it, and loses the
// live tier: what comes back is what the batch has saved.
func (m many) throughTheArchive() {
	m.t.Helper()
	m.caller.wants(m.call("PUT", m.vendors+"/deliveryoptimizer/1/config", `{"enableInternalOrderSync": true}`), http.StatusOK, "true")
	changed := strings.Replace(m.text(m.n/2), `"Order"`, `"Cart"`, 1)
	m.caller.wants(m.upsert(changed), http.StatusOK, "false")
	m.timed("the batch", func() { m.changeClock(m.caller, `{"advance": "10m"}`) })
	m.caller.wants(m.upsert(m.text(m.n/2)), http.StatusOK, "false")
	m.timed("loss of the live tier", func() {
		got := m.call("POST", m.control+"/worlds/default/vendors/deliveryoptimizer/actions/stop-live-tier", "")
		if got.status != http.StatusNoContent {
			m.t.Errorf("the live tier: %d %s", got.status, got.body)
		}
	})
	var want map[string]any
	if err := json.Unmarshal([]byte(changed), &want); err != nil {
		m.t.Fatal(err)
	}
	m.readsBack(m.call("GET", m.order(m.n/2), ""), want)
	m.caller.wants(m.call("DELETE", m.vendors+"/deliveryoptimizer/1/order/byid/"+m.id(m.n), ""), http.StatusOK, "false")
}
