package report

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/plumbline-api/plumbline/report/junit"
)

// JUnit writes the report for CI systems.
func (r *Report) JUnit(w io.Writer) error {
	out := junit.Report{Name: "plumbline", Time: seconds(r.Duration)}
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

func (r *Report) junitSuite(v *Vendor) junit.Suite {
	suite := junit.Suite{
		Name:      printable(v.Name),
		Timestamp: r.Started.UTC().Format("2006-01-02T15:04:05"), // the format has no zone
		Properties: []junit.Property{
			{Name: "plumbline", Value: printable(r.Version)}, {Name: "target", Value: printable(v.Target)}, {Name: "random seed", Value: fmt.Sprint(r.RandomSeed)},
		},
	}
	var total time.Duration
	for i := range v.Rules {
		rule := &v.Rules[i]
		total += rule.duration()
		suite.Add(rule.junitCase(v.Name))
	}
	suite.Time = seconds(total)
	v.addStanding(&suite)
	var output []string
	if v.Stopped != "" {
		output = append(output, "stopped early: "+printable(v.Stopped))
	}
	for _, note := range v.Notes {
		output = append(output, "note: "+printable(note))
	}
	suite.Output = strings.Join(output, "\n")
	return suite
}

// addStanding adds a test case for what is to be said of the vendor rather
// than of a rule, so that a suite in which nothing was judged is never green.
func (v *Vendor) addStanding(s *junit.Suite) {
	of, ok := v.standing()
	if !ok || of.verdict == Inconclusive && v.Unreachable == "" && s.Failures+s.Errors > 0 {
		return
	}
	c := junit.Case{Class: junitClass(v.Name), Name: of.name, Time: seconds(0)}
	detail := &junit.Detail{Message: printable(cut(of.why, 300)), Type: of.kind, Text: printable(of.why)}
	if of.verdict == Skip {
		c.Skipped = detail
	} else {
		c.Error = detail
	}
	s.Add(c)
}

func junitClass(vendor string) string { return "plumbline." + printable(vendor) }

func (r *Rule) junitOutcome() outcome {
	return r.Verdict.appearance().junit
}

func (r *Rule) junitCase(vendor string) junit.Case {
	c := junit.Case{
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
		c.Skipped = &junit.Detail{Message: why, Text: why}
	case junitPassed:
		if r.Verdict == Warning {
			c.Output = printable(fmt.Sprintf("warning (%s): %s", r.warns(), r.why()))
		}
	}
	return c
}

// junitDetail holds what the terminal shows of the rule: what it says, what came
// instead, the exchanges and a curl line. The message is what lists show.
func (r *Rule) junitDetail() *junit.Detail {
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
	p.broken(0, &short, true)
	return &junit.Detail{Message: r.message(), Type: printable(string(r.Verdict)), Text: p.out.String()}
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
