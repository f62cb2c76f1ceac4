package report

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// TestConsumers has what is written read by the packages of npm that others read
// it with: Cucumber's HTML and pretty formatters, its query, and CTRF's own
// validator. `make consumers` installs them.
func TestConsumers(t *testing.T) {
	got := readByOthers(t, fixture())

	// by hand from the fixture, in cases: 16 of one rule that fail, one that ends in an error, and a rule that
	// fails though its case passes; 5 that pass, and 2 rules that warn; 3 rules, and one of bridge, that are
	// inconclusive, and a vendor that was not reached; 2 rules and a vendor that were not judged
	want := map[string]int{"FAILED": 18, "PASSED": 7, "PENDING": 5, "SKIPPED": 3, "AMBIGUOUS": 0, "UNDEFINED": 0, "UNKNOWN": 0}
	all := 0
	for status, n := range want {
		all += n
		if got.Statuses[status] != n {
			t.Errorf("%s: Cucumber counts %d scenarios, want %d", status, got.Statuses[status], n)
		}
	}
	if got.Started != all {
		t.Errorf("Cucumber counts %d scenarios, want %d", got.Started, all)
	}
	if lines := strings.Count(string(written(t, FormatCucumber, fixture())), "\n"); !got.Page || got.Embedded != lines {
		t.Errorf("the HTML formatter made a page: %v, with %d messages of %d", got.Page, got.Embedded, lines)
	}
	for _, says := range []string{
		"Rule: deliveryoptimizer/order-members-typed", "Scenario: orderId of another type", "expected 400 or 422, got 200",
		"@deliveryoptimizer/order-members-typed @must @documented @verdict:fail", "inconclusive: no bon that may be shipped",
	} {
		if !strings.Contains(got.Pretty, says) {
			t.Errorf("the pretty formatter does not say %q:\n%s", says, got.Pretty)
		}
	}
	if !got.CTRF.Valid || len(got.CTRF.Errors) > 0 {
		t.Errorf("CTRF's validator: %+v", got.CTRF)
	}
	var ours ctrfReport
	if err := json.Unmarshal(written(t, FormatCTRF, fixture()), &ours); err != nil {
		t.Fatal(err)
	}
	if s := ours.Results.Summary; got.CTRFSummary.Tests != s.Tests || got.CTRFSummary.Passed != s.Passed || got.CTRFSummary.Failed != s.Failed || got.CTRFSummary.Skipped != s.Skipped || got.CTRFSummary.Other != s.Other {
		t.Errorf("CTRF counts %+v, the report says %+v", got.CTRFSummary, s)
	}
}

// TestConsumersSeeWhatIsWrong: a validator that takes everything shows nothing.
func TestConsumersSeeWhatIsWrong(t *testing.T) {
	text := strings.Replace(string(written(t, FormatCTRF, fixture())), `"status": "failed"`, `"status": "broken"`, 1)
	if got := readFilesByOthers(t, written(t, FormatCucumber, fixture()), []byte(text)); got.CTRF.Valid {
		t.Error("CTRF's validator takes a status that there is not")
	}
}

// consumed is what tools/consumers/read.mjs prints.
type consumed struct {
	Started  int
	Statuses map[string]int
	Pretty   string
	Page     bool
	Embedded int
	CTRF     struct {
		Valid  bool
		Errors []any
	}
	CTRFSummary ctrfSummary
}

func readByOthers(t *testing.T, r *Report) consumed {
	t.Helper()
	return readFilesByOthers(t, written(t, FormatCucumber, r), written(t, FormatCTRF, r))
}

func readFilesByOthers(t *testing.T, messages, ctrf []byte) consumed {
	t.Helper()
	script, err := filepath.Abs("../bin/consumers/read.mjs")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(script), "node_modules")); err != nil {
		missing(t, "what others read reports with is not installed: make consumers (needs Node.js 20)")
	}
	node, err := exec.LookPath("node")
	if err != nil {
		missing(t, "Node.js is not installed")
	}
	dir := t.TempDir()
	for name, text := range map[string][]byte{"messages.ndjson": messages, "ctrf.json": ctrf} {
		if err := os.WriteFile(filepath.Join(dir, name), text, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var errors strings.Builder
	c := exec.Command(node, script, filepath.Join(dir, "messages.ndjson"), filepath.Join(dir, "ctrf.json"))
	c.Stderr = &errors
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%v: %s", err, errors.String())
	}
	var got consumed
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatal(err)
	}
	return got
}

// missing ends a test that needs what is not there: it is left out where nobody
// says that it has to run.
func missing(t *testing.T, what string) {
	t.Helper()
	if os.Getenv("PLUMBLINE_REQUIRE_SERVICES") == "1" {
		t.Fatal(what)
	}
	t.Skip(what)
}
