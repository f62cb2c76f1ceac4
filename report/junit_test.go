package report

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/report/junit"
)

func writeJUnit(t *testing.T, r *Report) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := r.Write(FormatJUnit, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func readJUnit(t *testing.T, text []byte) junit.Report {
	t.Helper()
	var r junit.Report
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
	var all junit.Totals
	for _, suite := range back.Suites {
		counted := countCases(suite)
		if counted != suite.Totals {
			t.Errorf("%s: says %+v, holds %+v", suite.Name, suite.Totals, counted)
		}
		all.Tests += counted.Tests
		all.Failures += counted.Failures
		all.Errors += counted.Errors
		all.Skipped += counted.Skipped
	}
	// by hand from the fixture: 14 rules, one case for akinon, one for komet
	if want := (junit.Totals{Tests: 16, Failures: 2, Errors: 6, Skipped: 3}); all != want || back.Tests != want.Tests || back.Failures != want.Failures || back.Errors != want.Errors {
		t.Errorf("says %d, %d and %d, holds %+v, want %+v", back.Tests, back.Failures, back.Errors, all, want)
	}
	if bytes.Contains(text, []byte("/passing")) {
		t.Error("a passing case wrote its exchange")
	}
}

func countCases(suite junit.Suite) junit.Totals {
	var n junit.Totals
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
			for name, detail := range map[string]*junit.Detail{"failure": c.Failure, "error": c.Error, "skipped": c.Skipped} {
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
		want   junit.Totals
	}{
		{"no rules", binding("a"), junit.Totals{Tests: 1, Errors: 1}},
		{"all skipped", binding("a", Skip), junit.Totals{Tests: 2, Errors: 1, Skipped: 1}},
		{"unreachable", unreachable(binding("a")), junit.Totals{Tests: 1, Errors: 1}},
		{"not built", Vendor{NotBuilt: true}, junit.Totals{Tests: 1, Skipped: 1}},
		{"judged", binding("a", Pass), junit.Totals{Tests: 1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := readJUnit(t, writeJUnit(t, &Report{Vendors: []Vendor{test.vendor}}))
			if totals := countCases(got.Suites[0]); totals != test.want || got.Suites[0].Totals != test.want || got.Tests != test.want.Tests {
				t.Errorf("got %+v, want %+v", totals, test.want)
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
	if err == nil || err.Error() != `report: unknown format "pdf", known: json, junit, html, markdown, cucumber, ctrf, github, badge, har` {
		t.Errorf("error %v", err)
	}
}

// jenkins is what Jenkins' xUnit plugin takes (its junit-10.xsd of commit 031e285e):
// of each element the attributes, those that must be there with a !, and the
// elements in it.
func jenkins() map[string][2]string {
	return map[string][2]string{
		"testsuites": {"name time tests failures errors", "testsuite"},
		"testsuite":  {"name! tests! failures! errors! group time skipped timestamp hostname id package file log url", "testsuite properties testcase system-out system-err"},
		"properties": {"", "property"},
		"property":   {"name! value!", ""},
		"testcase":   {"name! time classname group", "skipped error failure system-out system-err"},
		"skipped":    {"type message", ""},
		"error":      {"type message", ""},
		"failure":    {"type message", ""},
		"system-out": {"", ""},
	}
}

func TestJUnitIsWhatJenkinsTakes(t *testing.T) {
	dec := xml.NewDecoder(bytes.NewReader(writeJUnit(t, fixture())))
	var path []string
	for {
		token, err := dec.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		switch e := token.(type) {
		case xml.EndElement:
			path = path[:len(path)-1]
		case xml.StartElement:
			of, known := jenkins()[e.Name.Local]
			if !known || len(path) > 0 && !slices.Contains(strings.Fields(jenkins()[path[len(path)-1]][1]), e.Name.Local) {
				t.Errorf("%s in %q", e.Name.Local, path)
			}
			checkAttributes(t, e, strings.Fields(of[0]))
			path = append(path, e.Name.Local)
		}
	}
}

func checkAttributes(t *testing.T, e xml.StartElement, allowed []string) {
	t.Helper()
	seconds := regexp.MustCompile(`^(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?$`)
	has := map[string]bool{}
	for _, a := range e.Attr {
		has[a.Name.Local] = true
		if !slices.Contains(allowed, a.Name.Local) && !slices.Contains(allowed, a.Name.Local+"!") {
			t.Errorf("%s has the attribute %s", e.Name.Local, a.Name.Local)
		}
		if a.Name.Local == "time" && !seconds.MatchString(a.Value) {
			t.Errorf("%s took %q", e.Name.Local, a.Value)
		}
	}
	for _, name := range allowed {
		if name, must := strings.CutSuffix(name, "!"); must && !has[name] {
			t.Errorf("%s lacks %s", e.Name.Local, name)
		}
	}
}
