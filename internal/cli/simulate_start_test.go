package cli

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/simulator/store/servicetest"
)

// TestThePrintedCommandsWork runs what --examples shell prints, from its first
// line to its last, in one shell on a new world: each operation of each contract
// is there, and nothing is refused.
func TestThePrintedCommandsWork(t *testing.T) {
	servicetest.Tools(t, "sh", "curl")
	running := simulate(t)
	printed := command(t, patience, "simulate", "--examples", "shell", "--listen", strings.TrimPrefix(running.vendors, "http://"))
	if printed.status != 0 {
		t.Fatalf("exit status %d: %s", printed.status, printed.errors)
	}
	dir := t.TempDir()
	log := filepath.Join(dir, "answers")
	settings := fmt.Sprintf("max-time = 60\nnoproxy = \"*\"\ndump-header = %q\n", log)
	if err := os.WriteFile(filepath.Join(dir, ".curlrc"), []byte(settings), 0o600); err != nil {
		t.Fatal(err)
	}
	script := "set -eu\n"
	for line := range strings.Lines(printed.out) {
		script += line
		if !strings.HasPrefix(line, "#") && strings.TrimSpace(line) != "" {
			script += fmt.Sprintf("\ncat %s >> %s.all\n", log, log)
		}
	}
	shell := exec.CommandContext(t.Context(), "sh", "-c", script)
	shell.Env = append(os.Environ(), "CURL_HOME="+dir)
	if out, err := shell.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	} else if strings.Contains(string(out), `"status":0`) || regexp.MustCompile(`"ack":[1-9]`).Match(out) {
		t.Errorf("a refusal that is answered as success: %s", out)
	}
	answers, err := os.ReadFile(log + ".all")
	if err != nil {
		t.Fatal(err)
	}
	for _, status := range regexp.MustCompile(`HTTP/1\.1 (\d+)`).FindAllStringSubmatch(string(answers), -1) {
		if status[1][0] != '2' {
			t.Errorf("a printed command is answered %s:\n%s", status[1], answers)
		}
	}
	covers(t, running)
}

// covers makes sure that the journal has each operation of each contract.
func covers(t *testing.T, running simulation) {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), "curl", "-sS", "--noproxy", "*", running.control+"/worlds/default/journal?limit=1000").Output()
	if err != nil {
		t.Fatal(errors.Join(err))
	}
	for _, v := range vendors.All() {
		c, err := contract.Load(v.Book.OpenAPI)
		if err != nil {
			t.Fatal(err)
		}
		for _, op := range c.Operations {
			if !strings.Contains(string(out), `"operation":"`+op.ID+`"`) {
				t.Errorf("no printed command calls %s of %s", op.ID, v.Book.Vendor)
			}
		}
	}
}

// TestTheCredentialsAreThoseOfTheSample: what is told of is there.
func TestTheCredentialsAreThoseOfTheSample(t *testing.T) {
	for _, v := range vendors.All() {
		sample, err := os.ReadFile(filepath.Join("..", "..", "simulator", v.Book.Vendor, "sample.json"))
		if err != nil {
			t.Fatal(err)
		}
		told := v.Simulator().Sample.Credentials
		if len(told) == 0 {
			t.Errorf("%s tells of no credential", v.Book.Vendor)
		}
		for _, c := range told {
			for _, word := range slices.DeleteFunc([]string{c.Name, c.Secret, c.Token}, func(w string) bool { return w == "" }) {
				if !strings.Contains(string(sample), `"`+word+`"`) {
					t.Errorf("%s: the sample has no %q", v.Book.Vendor, word)
				}
			}
		}
	}
}

func TestExamplesForAnEditor(t *testing.T) {
	o := command(t, patience, "simulate", "bridge", "--examples", "http")
	for _, part := range []string{
		"# @name logIn1\nPOST http://127.0.0.1:4010/bridge/auth/login\n",
		"X-Access-Token: {{logIn1.response.body.$.token}}\n",
		"### Confirm the order\n",
	} {
		if o.status != 0 || !strings.Contains(o.out, part) {
			t.Errorf("exit status %d, no %q in:\n%s", o.status, part, o.out)
		}
	}
	if o := command(t, patience, "simulate", "--examples", "shell", "--listen", "127.0.0.1:0"); o.status != 2 {
		t.Errorf("port 0: exit status %d", o.status)
	}
}
