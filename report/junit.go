package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"time"
)

// The JUnit form, as Jenkins, GitLab and the common GitHub actions read it: a
// suite for each vendor, a test case for each rule.
//
// All of them know a test case again in the next run by its class and name,
// and GitLab drops the second of two that are the same, so the name is the
// rule's ID and no more: a better wording of the rule would begin a new
// history. GitLab shows the class as the suite, and of what is wrong the text
// of the element and not its message (docs.gitlab.com/ci/testing/unit_test_reports,
// "JUnit XML format specification"), so the text says all. Jenkins takes what
// stands before the last point of the class for a package. Times are seconds.
//
// There is no attribute file: GitLab links it, and GitHub's annotations are
// put, to that place in the repository that is being built, where the rule's
// document and our features are not.
type (
	junitReport struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Time     string       `xml:"time,attr"`
		Tests    int          `xml:"tests,attr"` // no attribute for what was skipped: Jenkins' schema has none here
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitTotals struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Skipped  int `xml:"skipped,attr"`
	}
	junitSuite struct {
		Name string `xml:"name,attr"`
		junitTotals
		Time       string          `xml:"time,attr"`
		Timestamp  string          `xml:"timestamp,attr"`
		Properties []junitProperty `xml:"properties>property"`
		Cases      []junitCase     `xml:"testcase"`
		Output     string          `xml:"system-out,omitempty"`
	}
	junitProperty struct {
		Name  string `xml:"name,attr"`
		Value string `xml:"value,attr"`
	}
	junitCase struct {
		Class   string       `xml:"classname,attr"`
		Name    string       `xml:"name,attr"`
		Time    string       `xml:"time,attr"`
		Failure *junitDetail `xml:"failure"`
		Error   *junitDetail `xml:"error"`
		Skipped *junitDetail `xml:"skipped"`
		Output  string       `xml:"system-out,omitempty"`
	}
	junitDetail struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
		Text    string `xml:",cdata"`
	}
)

// JUnit writes the report for CI systems.
func (r *Report) JUnit(w io.Writer) error {
	out := junitReport{Name: "plumbline", Time: seconds(r.Duration)}
	for i := range r.Vendors {
		suite := r.junitSuite(&r.Vendors[i])
		out.Suites = append(out.Suites, suite)
		out.Tests += suite.Tests
		out.Failures += suite.Failures
		out.Errors += suite.Errors
	}
	text, err := xml.MarshalIndent(out, "", "  ")
	if err != nil {
		return fmt.Errorf("report: write JUnit: %w", err)
	}
	if _, err := fmt.Fprintf(w, "%s%s\n", xml.Header, text); err != nil {
		return fmt.Errorf("report: write JUnit: %w", err)
	}
	return nil
}

func (r *Report) junitSuite(v *Vendor) junitSuite {
	suite := junitSuite{
		Name:      printable(v.Name),
		Timestamp: r.Started.UTC().Format("2006-01-02T15:04:05"), // the format has no zone
		Properties: []junitProperty{
			{"plumbline", printable(r.Version)}, {"target", printable(v.Target)}, {"random seed", fmt.Sprint(r.RandomSeed)},
		},
	}
	var total time.Duration
	for i := range v.Rules {
		rule := &v.Rules[i]
		total += rule.duration()
		suite.add(rule.junitOutcome(), rule.junitCase(v.Name))
	}
	suite.Time = seconds(total)
	suite.addStanding(v)
	if v.Stopped != "" {
		suite.Output = "stopped early: " + printable(v.Stopped)
	}
	return suite
}

// addStanding adds a test case for what is to be said of the vendor rather
// than of a rule, so that a suite in which nothing was judged is never green.
func (s *junitSuite) addStanding(v *Vendor) {
	of, ok := v.standing()
	if !ok || of.verdict == Inconclusive && v.Unreachable == "" && s.Failures+s.Errors > 0 {
		return
	}
	c := junitCase{Class: junitClass(v.Name), Name: of.name, Time: seconds(0)}
	detail := &junitDetail{Message: printable(cut(of.why, 300)), Type: of.kind, Text: printable(of.why)}
	if of.verdict == Skip {
		c.Skipped = detail
	} else {
		c.Error = detail
	}
	s.add(of.verdict.appearance().junit, c)
}

func (s *junitSuite) add(o outcome, c junitCase) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch o {
	case junitFailure:
		s.Failures++
	case junitError:
		s.Errors++
	case junitSkipped:
		s.Skipped++
	}
}

func junitClass(vendor string) string { return "plumbline." + printable(vendor) }

func (r *Rule) junitOutcome() outcome {
	return r.Verdict.appearance().junit
}

func (r *Rule) junitCase(vendor string) junitCase {
	c := junitCase{
		Class: junitClass(vendor),
		Name:  printable(r.ID),
		Time:  seconds(r.duration()),
	}
	switch r.junitOutcome() {
	case junitFailure:
		c.Failure = r.junitDetail()
	case junitError:
		c.Error = r.junitDetail()
	case junitSkipped:
		why := printable(r.Verdict.appearance().word + ": " + r.why())
		c.Skipped = &junitDetail{Message: why, Text: why}
	case junitPassed:
		if r.Verdict == Warning {
			c.Output = printable(fmt.Sprintf("warning (%s): %s", r.warns(), r.why()))
		}
	}
	return c
}

// junitDetail holds what the terminal shows of the rule: what it says, what came
// instead, the exchanges and a curl line. The message is what lists show.
func (r *Rule) junitDetail() *junitDetail {
	p := &printer{verbose: true}
	p.blank()
	short := *r
	if groups := r.brokenGroups(); len(groups) > mostGroups {
		short.Cases = nil
		for _, g := range groups[:mostGroups] {
			short.Cases = append(short.Cases, *g.first)
		}
		p.text(0, plain, fmt.Sprintf("The first %d of %s; the JSON report has them all.", mostGroups, plural(len(groups), "outcome", "outcomes")))
	}
	p.broken(0, &short)
	return &junitDetail{Message: r.message(), Type: printable(string(r.Verdict)), Text: p.out.String()}
}

// message is the failure in a line: what was expected, what came, and where the
// document says so.
func (r *Rule) message() string {
	const most = 300 // bytes; lists of failures are cut there anyway
	if r.Verdict.appearance().unknown {
		return printable(fmt.Sprintf("%q is no verdict", string(r.Verdict)))
	}
	return printable(fmt.Sprintf("%s (%s)", cut(r.why(), most), r.Source.place()))
}

func (r *Rule) duration() time.Duration {
	var total time.Duration
	for _, c := range r.Cases {
		total += c.Duration
	}
	return total
}

func seconds(d time.Duration) string {
	return fmt.Sprintf("%.3f", d.Seconds())
}
