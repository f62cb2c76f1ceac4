package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/report"
)

// makeOrder is a command that makes fixtures: it puts an open order into the
// simulation whose control API is at $CONTROL. TestMain runs it by its name.
func makeOrder() {
	var need struct{ Fixture string }
	if err := json.NewDecoder(os.Stdin).Decode(&need); err != nil || need.Fixture != "order-open" {
		fmt.Fprintln(os.Stderr, "only open orders are made here:", need.Fixture, err)
		os.Exit(1)
	}
	number := fmt.Sprintf("P%d", time.Now().UnixNano())
	document := fmt.Sprintf(`{"channels": [{"code": "made"}], "orders": [{"number": %q, "channel": "made", "state": "open"}]}`, number)
	resp, err := http.Post(os.Getenv("CONTROL")+"/worlds/default/vendors/bridge/seed", "application/json", strings.NewReader(document))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	defer resp.Body.Close()
	if resp.StatusCode/100 != 2 {
		text, _ := io.ReadAll(resp.Body) // to be told
		fmt.Fprintln(os.Stderr, resp.Status, string(text))
		os.Exit(1)
	}
	fmt.Printf("{\"number\": %q}\n", number)
}

// TestProvision judges rules of orders with a profile that has none.
func TestProvision(t *testing.T) {
	s := simulate(t, "bridge")
	t.Setenv("CONTROL", s.control)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Symlink(self, filepath.Join(dir, "make-order")); err != nil {
		t.Fatal(err)
	}
	profile, file := filepath.Join(dir, "p.yaml"), filepath.Join(dir, "r.json")
	text := fmt.Sprintf("vendor: bridge\ntarget: %s/bridge\ncontrol: off\nprovision: [./make-order]\n"+
		"credentials: {client-id: {value: example-client}, client-secret: {value: not-a-real-secret}}\n", s.vendors)
	if err := os.WriteFile(profile, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	o := command(t, patience, "verify", "bridge", "--profile", profile, "--report", "json="+file,
		"--rules", "bridge/status-tells-state", "--rules", "bridge/cancelled-is-final")
	v := onlyVendor(t, file)
	if r := ruleOf(t, v, "bridge/status-tells-state"); r.Verdict != report.Pass {
		t.Errorf("%s: %s: %s\n%s", r.ID, r.Verdict, r.Reason, o.errors)
	}
	why := "provision: ./make-order for fixtures.order-paid: exit status 1; it says: only open orders are made here: order-paid"
	if r := ruleOf(t, v, "bridge/cancelled-is-final"); r.Verdict != report.Inconclusive || !strings.Contains(r.Cases[0].Reason, why) {
		t.Errorf("%s: %s: %+v", r.ID, r.Verdict, r.Cases)
	}
	if len(v.Used) == 0 || !strings.HasPrefix(v.Used[0].ID, "P") || !v.Used[0].Kept {
		t.Errorf("used were %+v", v.Used)
	}
}
