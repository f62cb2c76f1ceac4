package main

import (
	"bufio"
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline"
	"github.com/plumbline-api/plumbline/vendortest"

	"example.com/own-api/server"
	"example.com/own-api/shop"
)

// asProgram makes the test's own program the command line of own-plumbline.
const asProgram = "OWN_PLUMBLINE"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		os.Exit(plumbline.Main(shop.Vendor()))
	}
	os.Exit(m.Run())
}

// TestPower is the second place: rules, power and specificity of the vendor in Go.
func TestPower(t *testing.T) { vendortest.Run(t, shop.Vendor()) }

// program is a run of own-plumbline that has not started.
func program(t *testing.T, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), self, args...)
	c.Env = append(os.Environ(), asProgram+"=1")
	return c
}

// says runs own-plumbline and looks at its exit status and what it prints.
func says(t *testing.T, status int, text string, args ...string) {
	t.Helper()
	out, err := program(t, args...).CombinedOutput()
	code := 0
	if exit, failed := err.(*exec.ExitError); failed {
		code = exit.ExitCode()
	} else if err != nil {
		t.Fatal(err)
	}
	if code != status || !strings.Contains(string(out), text) {
		t.Errorf("%v: exit status %d, want %d and %q in\n%s", args, code, status, text, out)
	}
}

func TestRules(t *testing.T) {
	says(t, 0, "shop-orders/confirmed-once", "rules", "shop-orders")
	says(t, 0, "scenario: A second confirmation is refused", "rules", "shop-orders/confirmed-once")
	says(t, 0, "komet/", "rules", "komet")
}

// TestVerify judges the simulator in the process, and the API of this module.
func TestVerify(t *testing.T) {
	says(t, 0, "conformant: every rule that was judged holds", "verify", "shop-orders")
	profile := filepath.Join(t.TempDir(), "profile.yaml")
	if err := os.WriteFile(profile, []byte("vendor: shop-orders\ncredentials:\n  token: {value: token-of-anna}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		faults []string
		status int
		text   string
	}{
		{nil, 0, "conformant: every rule that was judged holds"},
		{[]string{"confirms-twice"}, 1, "shop-orders/confirmed-once"},
		{[]string{"adds-up-wrongly"}, 1, "shop-orders/total-is-the-sum"},
		{[]string{"takes-no-credentials"}, 1, "shop-orders/token-required"},
	} {
		api, err := server.New(tt.faults...)
		if err != nil {
			t.Fatal(err)
		}
		at := httptest.NewServer(api)
		says(t, tt.status, tt.text, "verify", "shop-orders", "--target", at.URL, "--profile", profile)
		at.Close()
	}
}

func TestReport(t *testing.T) {
	dir := t.TempDir()
	html, junit := filepath.Join(dir, "report.html"), filepath.Join(dir, "report.xml")
	says(t, 1, "shop-orders/confirmed-once", "verify", "shop-orders", "--defect", "shop-orders/confirmed-once", "--report", "html="+html+",junit="+junit)
	for _, file := range []string{html, junit} {
		text, err := os.ReadFile(file)
		if err != nil || !bytes.Contains(text, []byte("shop-orders/confirmed-once")) {
			t.Errorf("%s does not have the rule: %v", file, err)
		}
	}
}

func TestSimulate(t *testing.T) {
	c := program(t, "simulate", "shop-orders", "--listen", "127.0.0.1:0", "--control", "off", "--log", "off")
	var complaint bytes.Buffer
	c.Stderr = &complaint
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Process.Kill(); _ = c.Wait() }() // it is killed, which is no error here
	line, err := bufio.NewReader(out).ReadString('\n')
	address, ready := strings.CutPrefix(strings.TrimSpace(line), "ready vendors=")
	if err != nil || !ready {
		t.Fatalf("it began with %q: %v\n%s", line, err, complaint.String())
	}
	body := `{"reference": "R-1", "customer": {"email": "ada@example.com"}, "lines": [{"sku": "TEA-100", "quantity": 2, "price": 450}]}`
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address+"/shop-orders/orders", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer token-of-anna")
	req.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var shown bytes.Buffer
	if _, err := shown.ReadFrom(answer.Body); err != nil || answer.StatusCode != http.StatusCreated || !strings.Contains(shown.String(), `"total":900`) {
		t.Errorf("%d %s %v", answer.StatusCode, shown.String(), err)
	}
}
