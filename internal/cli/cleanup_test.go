//go:build unix

package cli

import (
	"fmt"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/target"
)

// TestCleanupTakesBackWhatAKilledRunLeft kills a run with the signal that nobody
// can catch while it takes an order back. The ledger names that order and no
// other, and cleaning up removes it and leaves an order of somebody else alone.
func TestCleanupTakesBackWhatAKilledRunLeft(t *testing.T) {
	s := simulate(t, "deliveryoptimizer")
	c := caller{t, http.DefaultClient}
	orders := s.vendors + "/deliveryoptimizer/1/order"
	c.wants(c.call("POST", orders, example), http.StatusOK, "true")
	real, err := url.Parse(s.vendors)
	if err != nil {
		t.Fatal(err)
	}
	through := httputil.NewSingleHostReverseProxy(real)
	deleting, once := make(chan struct{}), sync.Once{}
	address := serves(t, func(w http.ResponseWriter, r *http.Request) {
		first := false
		if r.Method == http.MethodDelete {
			once.Do(func() { first = true })
		}
		if first {
			close(deleting)
			<-r.Context().Done()
			return
		}
		through.ServeHTTP(w, r)
	})
	ledger := filepath.Join(t.TempDir(), "ledger.ndjson")
	profile := profileFor(t, address+"/deliveryoptimizer", "control: off", "ledger: "+ledger)
	killed := processOf(t, "verify", "--profile", profile, "--rules", "deliveryoptimizer/upsert-*")
	select {
	case <-deleting:
	case <-time.After(patience):
		t.Fatal("the run takes nothing back")
	}
	if err := killed.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = killed.Wait() // it was killed
	runs, err := readLedger(ledger)
	if err != nil {
		t.Fatal(err)
	}
	left := target.LeftBy(runs[0])
	if len(left.Entities) != 1 || left.Entities[0].What != "order" || len(left.Requests) != 1 || !strings.HasPrefix(left.Requests[0], "DELETE ") {
		t.Fatalf("the ledger names %+v", left)
	}
	id := left.Entities[0].ID
	if got := c.call("GET", orders+"/"+id, ""); got.status != http.StatusOK {
		t.Fatalf("the order that the ledger names is not there: %+v", got)
	}
	o := command(t, patience, "cleanup", ledger)
	for _, want := range []string{"taken back: order " + id, "1 taken back, 1 left", "left: request DELETE "} {
		if !strings.Contains(o.out, want) {
			t.Errorf("it does not say %q: %s%s", want, o.out, o.errors)
		}
	}
	if got := c.call("GET", orders+"/"+id, ""); got.status == http.StatusOK {
		t.Errorf("the order is still there: %+v", got)
	}
	if got := c.call("GET", orders+"/"+exampleID, ""); got.status != http.StatusOK {
		t.Errorf("the order of somebody else is gone: %+v", got)
	}
	if again := command(t, patience, "cleanup", ledger); strings.Contains(again.out, id) {
		t.Errorf("the second time: %s", again.out)
	}
}

// processOf starts plumbline as a process of its own.
func processOf(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program := filepath.Join(t.TempDir(), "plumbline") // TestMain runs main by that name
	if err := os.Symlink(self, program); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(program, args...)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill() }) // it has ended, where the test has passed
	return cmd
}

// TestCleanupRefuses names ledgers that nothing follows from, and targets that it
// may not change.
func TestCleanupRefuses(t *testing.T) {
	const run = `{"event":"run","schema":"plumbline.ledger/v1","vendor":"deliveryoptimizer","target":"http://orders.example.test","profile":"PROFILE"}` + "\n"
	made := `{"event":"made","what":"order","id":"3fa85f64-5717-4562-b3fc-2c963f66afa6"}` + "\n"
	for name, test := range map[string]struct{ ledger, says string }{
		"empty":            {"", "records no run"},
		"no ledger":        {"order 1\norder 2\n", "not a line of a ledger"},
		"cut in between":   {run + `{"event":"ma` + "\n" + made, "not a line of a ledger"},
		"another form":     {strings.ReplaceAll(run, "v1", "v9"), "this version reads plumbline.ledger/v1"},
		"no leave":         {run + made, "the profile's writes: allowed lets it write"},
		"the wrong vendor": {strings.ReplaceAll(run, "deliveryoptimizer", "bridge") + made, "is for deliveryoptimizer, and the ledger of bridge"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			profile, ledger := filepath.Join(dir, "profile.yaml"), filepath.Join(dir, "ledger.ndjson")
			if err := os.WriteFile(filepath.Join(dir, "me"), []byte("me"), 0o600); err != nil {
				t.Fatal(err)
			}
			text := "vendor: deliveryoptimizer\ntarget: http://orders.example.test\ncredentials: {user: {file: me}, password: {file: me}}\nfixtures: {tenant: [{id: 1}]}\n"
			if err := os.WriteFile(profile, []byte(text), 0o600); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(ledger, []byte(strings.ReplaceAll(test.ledger, "PROFILE", profile)), 0o600); err != nil {
				t.Fatal(err)
			}
			o := command(t, patience, "cleanup", ledger)
			if o.status != 2 || !strings.Contains(o.errors, test.says) {
				t.Errorf("exit status %d: %s%s", o.status, o.out, o.errors)
			}
		})
	}
}

// TestLedgerOutlivesACutLine adds a run to a ledger whose last line is half one.
func TestLedgerOutlivesACutLine(t *testing.T) {
	ledger := filepath.Join(t.TempDir(), "ledger.ndjson")
	text := fmt.Sprintf(`{"event":"run","schema":%q,"vendor":"komet","target":"http://127.0.0.1:1"}`, target.LedgerSchema) + "\n" + `{"event":"made","what":"prebook","id":"7"}` + "\n" + `{"event":"an`
	if err := os.WriteFile(ledger, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	profile := profileFor(t, "http://127.0.0.1:1/deliveryoptimizer", "ledger: "+ledger)
	command(t, patience, "verify", "--profile", profile) // reaches nobody
	runs, err := readLedger(ledger)
	if err != nil || len(runs) != 2 {
		t.Fatalf("%d runs, %v", len(runs), err)
	}
	if left := target.LeftBy(runs[0]).Entities; len(left) != 1 || left[0].ID != "7" {
		t.Errorf("left are %v", left)
	}
}
