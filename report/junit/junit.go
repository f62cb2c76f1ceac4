// Package junit writes reports as JUnit's XML, as Jenkins, GitLab and the common
// GitHub actions read it.
//
// All of them know a test case again in the next run by its class and name,
// and GitLab drops the second of two that are the same, so a name is an ID and
// no more: a better wording would begin a new history. GitLab shows the class
// as the suite, and of what is wrong the text of the element and not its
// message (docs.gitlab.com/ci/testing/unit_test_reports, "JUnit XML format
// specification"), so the text says all. Jenkins takes what stands before the
// last point of the class for a package. Times are seconds.
//
// There is no attribute file: GitLab links it, and GitHub's annotations are
// put, to that place in the repository that is being built, where the rule's
// document and our features are not.
package junit

import (
	"encoding/xml"
	"fmt"
	"io"
)

// Report is a document of suites.
type Report struct {
	XMLName  xml.Name `xml:"testsuites"`
	Name     string   `xml:"name,attr"`
	Time     string   `xml:"time,attr,omitempty"`
	Tests    int      `xml:"tests,attr"` // no attribute for what was skipped: Jenkins' schema has none here
	Failures int      `xml:"failures,attr"`
	Errors   int      `xml:"errors,attr"`
	Suites   []Suite  `xml:"testsuite"`
}

// Totals counts test cases.
type Totals struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Skipped  int `xml:"skipped,attr"`
}

// Suite is a suite of test cases.
type Suite struct {
	Name string `xml:"name,attr"`
	Totals
	Time       string     `xml:"time,attr,omitempty"`
	Timestamp  string     `xml:"timestamp,attr"` // the format has no zone
	Properties []Property `xml:"properties>property"`
	Cases      []Case     `xml:"testcase"`
	Output     string     `xml:"system-out,omitempty"`
}

// Property is something to be said of a suite.
type Property struct {
	Name  string `xml:"name,attr"`
	Value string `xml:"value,attr"`
}

// Case is a test case: passed unless one of its details is set.
type Case struct {
	Class   string  `xml:"classname,attr"`
	Name    string  `xml:"name,attr"`
	Time    string  `xml:"time,attr,omitempty"`
	Failure *Detail `xml:"failure"`
	Error   *Detail `xml:"error"`
	Skipped *Detail `xml:"skipped"`
	Output  string  `xml:"system-out,omitempty"`
}

// Detail says why a case has not passed.
type Detail struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr,omitempty"`
	Text    string `xml:",cdata"`
}

// Add adds a case to the suite, and counts it.
func (s *Suite) Add(c Case) {
	s.Cases = append(s.Cases, c)
	s.Tests++
	switch {
	case c.Failure != nil:
		s.Failures++
	case c.Error != nil:
		s.Errors++
	case c.Skipped != nil:
		s.Skipped++
	}
}

// Add adds a suite, and what it counts.
func (r *Report) Add(s Suite) {
	r.Suites = append(r.Suites, s)
	r.Tests += s.Tests
	r.Failures += s.Failures
	r.Errors += s.Errors
}

// Write writes the document.
func (r *Report) Write(w io.Writer) error {
	text, err := xml.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, text)
	return err
}
