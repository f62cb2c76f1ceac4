package report

import (
	"bytes"
	"encoding/xml"
	"strings"
	"testing"
)

func writeJUnit(t *testing.T, r *Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := r.Write(FormatJUnit, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readJUnit(t *testing.T, text []byte) junitReport {
	t.Helper()
	var r junitReport
	if err := xml.Unmarshal(text, &r); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestJUnit(t *testing.T) {
	text := writeJUnit(t, fixture())
	golden(t, "junit.xml", text)
	mustBePrintable(t, string(text))
	back := readJUnit(t, text)
	var all junitTotals
	for _, suite := range back.Suites {
		counted := countCases(suite)
		if counted != suite.junitTotals {
			t.Errorf("%s: says %+v, holds %+v", suite.Name, suite.junitTotals, counted)
		}
		all.Tests += counted.Tests
		all.Failures += counted.Failures
		all.Errors += counted.Errors
		all.Skipped += counted.Skipped
	}
	// by hand from the fixture: 14 rules, one case for akinon, one for komet
	if want := (junitTotals{Tests: 16, Failures: 2, Errors: 6, Skipped: 3}); all != want || back.junitTotals != want {
		t.Errorf("says %+v, holds %+v, want %+v", back.junitTotals, all, want)
	}
	if bytes.Contains(text, []byte("/passing")) {
		t.Error("a passing case wrote its exchange")
	}
}

func countCases(suite junitSuite) junitTotals {
	var n junitTotals
	for _, c := range suite.Cases {
		n.Tests++
		if c.Failure != nil {
			n.Failures++
		}
		if c.Error != nil {
			n.Errors++
		}
		if c.Skipped != nil {
			n.Skipped++
		}
	}
	return n
}

// TestJUnitOfEachVerdict pins where each verdict goes: a conformance suite
// once filed every failure under errors, with failures="0", for years.
func TestJUnitOfEachVerdict(t *testing.T) {
	for _, test := range []struct {
		verdict Verdict
		element string // of the test case, with its type
	}{
		{Pass, ""},
		{Fail, "failure fail"},
		{Inconclusive, "error inconclusive"},
		{Warning, "output"},
		{Skip, "skipped "},
		{NotApplicable, "skipped "},
		{Error, "error error"},
		{"no verdict", "error no verdict"},
	} {
		t.Run(string(test.verdict), func(t *testing.T) {
			r := &Report{Vendors: []Vendor{binding("a", test.verdict)}}
			c := readJUnit(t, writeJUnit(t, r)).Suites[0].Cases[0]
			var got []string
			for name, detail := range map[string]*junitDetail{"failure": c.Failure, "error": c.Error, "skipped": c.Skipped} {
				if detail != nil {
					got = append(got, name+" "+detail.Type)
				}
			}
			if c.Output != "" {
				got = append(got, "output")
			}
			if strings.Join(got, ", ") != test.element {
				t.Errorf("got %q, want %q", got, test.element)
			}
		})
	}
}

func TestJUnitIsNotGreenWhereNothingWasJudged(t *testing.T) {
	for _, test := range []struct {
		name   string
		vendor Vendor
		want   junitTotals
	}{
		{"no rules", binding("a"), junitTotals{Tests: 1, Errors: 1}},
		{"all skipped", binding("a", Skip), junitTotals{Tests: 2, Errors: 1, Skipped: 1}},
		{"unreachable", unreachable(binding("a")), junitTotals{Tests: 1, Errors: 1}},
		{"not built", Vendor{NotBuilt: true}, junitTotals{Tests: 1, Skipped: 1}},
		{"judged", binding("a", Pass), junitTotals{Tests: 1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := readJUnit(t, writeJUnit(t, &Report{Vendors: []Vendor{test.vendor}}))
			if got.junitTotals != test.want {
				t.Errorf("got %+v, want %+v", got.junitTotals, test.want)
			}
		})
	}
}

func TestWriteKnowsItsFormats(t *testing.T) {
	for _, name := range Formats() {
		if err := fixture().Write(Format(name), new(bytes.Buffer)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	err := fixture().Write("pdf", new(bytes.Buffer))
	if err == nil || err.Error() != `report: unknown format "pdf", known: json, junit, html, markdown, cucumber` {
		t.Errorf("error %v", err)
	}
}
