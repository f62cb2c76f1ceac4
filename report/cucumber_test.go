package report

import (
	"bufio"
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	messages "github.com/cucumber/messages/go/v21"
)

func TestCucumber(t *testing.T) {
	text := written(t, FormatCucumber, fixture())
	golden(t, "messages.ndjson", text)
	readMessages(t, text)
}

// run is what messages say, by scenario.
type run struct {
	rules    map[string][]string // verdict tags of the scenarios of a rule
	statuses map[string][]string // of the steps, by scenario
	texts    []string            // of attachments and failures
	success  bool
	read     int
}

// readMessages reads messages as a formatter does, and checks that every ID
// they speak of is known by then.
func readMessages(t *testing.T, text []byte) run {
	t.Helper()
	out := run{rules: map[string][]string{}, statuses: map[string][]string{}}
	pickles, tests, started, steps := map[string]*messages.Pickle{}, map[string]string{}, map[string]string{}, map[string]bool{}
	lines := bufio.NewScanner(bytes.NewReader(text))
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		d := json.NewDecoder(bytes.NewReader(lines.Bytes()))
		d.DisallowUnknownFields()
		var e messages.Envelope
		if err := d.Decode(&e); err != nil {
			t.Fatalf("%v: %s", err, lines.Text())
		}
		out.read++
		switch {
		case e.Pickle != nil:
			pickles[e.Pickle.Id] = e.Pickle
			for _, tag := range e.Pickle.Tags {
				if strings.HasPrefix(tag.Name, "@verdict:") {
					out.rules[e.Pickle.Tags[0].Name] = append(out.rules[e.Pickle.Tags[0].Name], tag.Name)
				}
			}
		case e.TestCase != nil:
			p := pickles[e.TestCase.PickleId]
			if p == nil || len(p.Steps) != len(e.TestCase.TestSteps) {
				t.Fatalf("test case %+v of pickle %+v", e.TestCase, p)
			}
			tests[e.TestCase.Id] = p.Name
			for i, s := range e.TestCase.TestSteps {
				if s.PickleStepId != p.Steps[i].Id {
					t.Errorf("step %d of %s is another", i, p.Name)
				}
				steps[s.Id] = true
			}
		case e.TestCaseStarted != nil:
			started[e.TestCaseStarted.Id] = tests[e.TestCaseStarted.TestCaseId]
		case e.Attachment != nil:
			out.texts = append(out.texts, e.Attachment.FileName+": "+e.Attachment.Body)
		case e.TestStepFinished != nil:
			f := e.TestStepFinished
			name, ok := started[f.TestCaseStartedId]
			if !ok || !steps[f.TestStepId] {
				t.Errorf("a step that nobody announced: %+v", f)
			}
			out.statuses[name] = append(out.statuses[name], string(f.TestStepResult.Status))
			out.texts = append(out.texts, f.TestStepResult.Message)
		case e.TestRunFinished != nil:
			out.success = e.TestRunFinished.Success
		}
	}
	if len(tests) == 0 || len(started) != len(tests) {
		t.Errorf("%d scenarios are announced, and %d started", len(tests), len(started))
	}
	return out
}

// TestCucumberOfEachVerdict pins which status each verdict becomes.
func TestCucumberOfEachVerdict(t *testing.T) {
	for _, test := range []struct {
		verdict Verdict
		status  string
		success bool
	}{
		{Pass, "PASSED", true},
		{Fail, "FAILED", false},
		{Inconclusive, "PENDING", false},
		{Warning, "PASSED", true},
		{Skip, "SKIPPED", true},
		{NotApplicable, "SKIPPED", true},
		{Error, "FAILED", false},
		{"no verdict", "FAILED", false},
	} {
		t.Run(string(test.verdict), func(t *testing.T) {
			judged := rule("a/b", Pass, "", Case{Name: "holds", Verdict: Pass})
			other := rule("a/c", test.verdict, "why it is so", Case{Name: "a case", Verdict: test.verdict})
			got := readMessages(t, written(t, FormatCucumber, &Report{Vendors: []Vendor{{Name: "a", Rules: []Rule{judged, other}}}}))
			if s := strings.Join(got.statuses["a case"], " "); s != test.status || got.success != test.success {
				t.Errorf("status %s, success %v", s, got.success)
			}
		})
	}
}

// TestCucumberTellsEveryRule looks for the verdict of each rule among its
// scenarios: a rule may have no case, or a verdict that none of them has.
func TestCucumberTellsEveryRule(t *testing.T) {
	got := readMessages(t, written(t, FormatCucumber, fixture()))
	for _, v := range fixture().Vendors {
		for _, r := range v.Rules {
			want := "@verdict:" + string(r.Verdict)
			if !strings.Contains(strings.Join(got.rules["@"+r.ID], " ")+" ", want+" ") {
				t.Errorf("%s: its scenarios have %v, want %s", r.ID, got.rules["@"+r.ID], want)
			}
		}
	}
	all := strings.Join(got.texts, "\n")
	for _, want := range []string{
		"expected 400 or 422, got 200", "Authorization: Basic [redacted]", "note: undocumented header X-Debug",
		"by-hand.sh: curl -sS -i -X POST", "repeat.sh: plumbline verify deliveryoptimizer", "warning: the answer may be cached for 60 s",
		"inconclusive: http://127.0.0.1:9: dial tcp 127.0.0.1:9: connect: connection refused", "skipped: not built yet",
		"fail: listed as a known failure, and passes now: take it off the list",
	} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not told", want)
		}
	}
}

func TestHostileTextInCucumber(t *testing.T) {
	text := written(t, FormatCucumber, filledWith(hostile, addressed))
	got, want := readMessages(t, text), readMessages(t, written(t, FormatCucumber, filledWith("harmless", "no address")))
	if got.read != want.read {
		t.Errorf("%d messages, want %d", got.read, want.read)
	}
	var gotStatuses, wantStatuses int
	for _, s := range got.statuses {
		gotStatuses += len(s)
	}
	for _, s := range want.statuses {
		wantStatuses += len(s)
	}
	if gotStatuses != wantStatuses || !reflect.DeepEqual(got.success, want.success) {
		t.Errorf("%d steps, want %d", gotStatuses, wantStatuses)
	}
	mustBePrintable(t, strings.Join(got.texts, "")) // the texts as a reader decodes them
}

// TestCucumberTellsTheScenario has a case of each kind that is a scenario: its
// steps are the feature's, and what was wrong stands at the step that ended it.
func TestCucumberTellsTheScenario(t *testing.T) {
	steps := func(status ...StepStatus) []Step {
		return []Step{
			{Keyword: "Given", Text: "an order", Argument: "| id | qty |\n| 1 | a\\|b |", Status: status[0]},
			{Keyword: "When", Text: "it is sent", Argument: "\"\"\"\n{\"id\": 1}\n\"\"\"", Status: status[1]},
			{Keyword: "Feature:", Text: "it is stored", Argument: "Scenario: not ours", Status: status[2]},
		}
	}
	exchanges := []Exchange{{Method: "PUT", URL: "http://127.0.0.1/orders/1", Status: 500}}
	r := &Report{Vendors: []Vendor{{Name: "toy", Rules: []Rule{
		rule("toy/stored", Fail, "",
			Case{Name: "ends at a step", Verdict: Fail, Steps: steps(StepPassed, StepEnded, StepNotRun), Exchanges: exchanges,
				Mismatches: []Mismatch{{What: "status", Want: []string{"201"}, Got: "500"}}},
			Case{Name: "ends behind the steps", Verdict: Fail, Steps: steps(StepPassed, StepPassed, StepPassed), Exchanges: exchanges,
				Mismatches: []Mismatch{{What: "answer 200", Want: []string{"an order"}, Got: "none"}}},
			Case{Name: "passes", Verdict: Pass, Steps: steps(StepPassed, StepPassed, StepPassed)},
			Case{Name: "is left open", Verdict: Inconclusive, Reason: "no fixture", Steps: steps(StepNotRun, StepNotRun, StepNotRun)},
		),
	}}}}
	got := readMessages(t, written(t, FormatCucumber, r))
	for name, want := range map[string]string{
		"ends at a step":        "PASSED FAILED SKIPPED",
		"ends behind the steps": "PASSED PASSED PASSED FAILED",
		"passes":                "PASSED PASSED PASSED",
		"is left open":          "SKIPPED SKIPPED SKIPPED PENDING",
	} {
		if statuses := strings.Join(got.statuses[name], " "); statuses != want {
			t.Errorf("%s: got %s, want %s", name, statuses, want)
		}
	}
	all := strings.Join(got.texts, "\n")
	for _, want := range []string{"exchange-1.txt: ", "expected 201, got 500", "no fixture"} {
		if !strings.Contains(all, want) {
			t.Errorf("%q is not in\n%s", want, all)
		}
	}
}
