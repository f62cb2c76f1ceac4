package cli

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator/store/redis/redistest"
)

// process is `plumbline simulate` in a process of its own.
type process struct {
	vendors, control string
	command          *exec.Cmd
}

// startProcess starts one on free ports; it is killed in the end.
func startProcess(t *testing.T, args ...string) *process {
	t.Helper()
	p := &process{command: exec.Command("plumbline", append([]string{"simulate", "deliveryoptimizer", "--listen", "127.0.0.1:0", "--control", "127.0.0.1:0"}, args...)...)}
	var complaints strings.Builder
	p.command.Stderr = &complaints
	out, err := p.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.kill)
	lines := bufio.NewReader(out)
	first, err := lines.ReadString('\n')
	match := ready.FindStringSubmatch(strings.TrimSuffix(first, "\n"))
	if err != nil || match == nil {
		t.Fatalf("the first line is %q (%v)\n%s", first, err, &complaints)
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }() // until the process ends
	p.vendors, p.control = match[1], match[2]
	return p
}

// kill ends the process without warning.
func (p *process) kill() {
	if p.command.ProcessState == nil {
		_ = p.command.Process.Kill() // it may have ended
		_ = p.command.Wait()
	}
}

func (p *process) orders() string { return p.vendors + "/deliveryoptimizer/1/order" }

func newCaller(t *testing.T) caller {
	return caller{t, &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: patience}}
}

func exampleOrder(t *testing.T) (order map[string]any) {
	t.Helper()
	if err := json.Unmarshal([]byte(example), &order); err != nil {
		t.Fatal(err)
	}
	return order
}

func TestOrdersSurviveTheProcess(t *testing.T) {
	store := "file:" + filepath.Join(t.TempDir(), "sandbox")
	c := newCaller(t)
	first := startProcess(t, "--store", store)
	c.wants(c.call("POST", first.orders(), example), http.StatusOK, "true")

	second := command(t, patience, "simulate", "--listen", "127.0.0.1:0", "--control", "off", "--store", store)
	if inUse := fmt.Sprintf("is in use by process %d ", first.command.Process.Pid); second.status != 2 || !strings.Contains(second.errors, inUse) {
		t.Errorf("a second process on the file: %+v, want exit status 2 and %q", second, inUse)
	}

	first.kill()
	again := startProcess(t, "--store", store)
	got := c.call("GET", again.orders()+"/"+exampleID, "")
	c.readsBack(got, exampleOrder(t))
	if got.journal != "2" {
		t.Errorf("the request is number %s of the journal, want 2", got.journal)
	}
}

// clockAnswer is what the control API says of a clock.
type clockAnswer struct {
	Now   time.Time
	Fired []struct {
		At    time.Time
		Timer string
	}
}

func (p *process) changeClock(c caller, change string) (clock clockAnswer) {
	c.t.Helper()
	answer := c.call("POST", p.control+"/worlds/default/clock", change)
	if err := json.Unmarshal([]byte(answer.body), &clock); err != nil || answer.status != http.StatusOK {
		c.t.Errorf("the clock answers %d %s (%v)", answer.status, answer.body, err)
	}
	return clock
}

// TestTwoProcessesAreOne has two processes share one Redis: what one stores the
// other serves, their clock is the same, and each ten-minute batch happens once.
func TestTwoProcessesAreOne(t *testing.T) {
	store := redistest.Start(t).URL()
	a, b := startProcess(t, "--store", store), startProcess(t, "--store", store)
	c := newCaller(t)
	c.wants(c.call("POST", a.orders(), example), http.StatusOK, "true")
	c.readsBack(c.call("GET", b.orders()+"/"+exampleID, ""), exampleOrder(t))
	c.wants(c.call("POST", b.orders(), example), http.StatusOK, "false")

	begin := a.changeClock(c, `{"freeze": true}`)
	const advances = 6 // of ten minutes, at each process
	var mu sync.Mutex
	var batches []string
	var wg sync.WaitGroup
	for _, p := range []*process{a, b} {
		wg.Go(func() {
			for range advances {
				for _, fired := range p.changeClock(c, `{"advance": "10m"}`).Fired {
					if fired.Timer == "batch" {
						mu.Lock()
						batches = append(batches, fired.At.Format(time.RFC3339Nano))
						mu.Unlock()
					}
				}
			}
		})
	}
	wg.Wait()
	slices.Sort(batches)
	if once := slices.Compact(slices.Clone(batches)); len(batches) != 2*advances || len(once) != len(batches) {
		t.Errorf("the batches were at %q, want %d of them, each once", batches, 2*advances)
	}
	if now := b.changeClock(c, `{}`).Now; !now.Equal(begin.Now.Add(2 * advances * 10 * time.Minute)) {
		t.Errorf("after two hours from %s it is %s", begin.Now, now)
	}
}

// TestRedisAway has requests refused while Redis is away, and answered again
// after it, by the same process.
func TestRedisAway(t *testing.T) {
	server := redistest.Start(t)
	p := startProcess(t, "--store", server.URL())
	c := newCaller(t)
	c.wants(c.call("POST", p.orders(), example), http.StatusOK, "true")
	server.Kill(t)
	refused, err := c.client.Get(p.orders() + "/" + exampleID)
	if err != nil {
		t.Fatal(err)
	}
	_ = refused.Body.Close()
	if refused.StatusCode != http.StatusServiceUnavailable || refused.Header.Get("Retry-After") == "" {
		t.Errorf("without Redis: %s, Retry-After %q", refused.Status, refused.Header.Get("Retry-After"))
	}
	server.Restart(t)
	c.readsBack(c.call("GET", p.orders()+"/"+exampleID, ""), exampleOrder(t))
}
