package report

import (
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// The Common Test Report Format (ctrf.io, specification 0.0.0): a test for each
// rule. Its statuses have no place for what could not be judged; that is "other",
// so that it is never counted as passed.
type (
	ctrfReport struct {
		Format  string      `json:"reportFormat"`
		Version string      `json:"specVersion"`
		Results ctrfResults `json:"results"`
	}
	ctrfResults struct {
		Tool    ctrfTool    `json:"tool"`
		Summary ctrfSummary `json:"summary"`
		Tests   []ctrfTest  `json:"tests"`
		Extra   *ctrfExtra  `json:"extra,omitempty"`
	}
	ctrfExtra struct {
		Notes []string `json:"notes"` // of the vendors
	}
	ctrfTool struct {
		Name    string `json:"name"`
		Version string `json:"version,omitempty"`
	}
	ctrfSummary struct {
		Tests   int   `json:"tests"`
		Passed  int   `json:"passed"`
		Failed  int   `json:"failed"`
		Skipped int   `json:"skipped"`
		Pending int   `json:"pending"`
		Other   int   `json:"other"`
		Suites  int   `json:"suites"`
		Start   int64 `json:"start"` // milliseconds since 1970, as all times here
		Stop    int64 `json:"stop"`
	}
	ctrfTest struct {
		Name      string   `json:"name"`
		Status    string   `json:"status"`
		RawStatus string   `json:"rawStatus"`
		Duration  int64    `json:"duration"`
		Suite     []string `json:"suite"`
		Message   string   `json:"message,omitempty"`
		Trace     string   `json:"trace,omitempty"`
		FilePath  string   `json:"filePath,omitempty"`
		Line      int      `json:"line,omitempty"`
		Tags      []string `json:"tags,omitempty"`
	}
)

// CTRF writes the report in the Common Test Report Format.
func (r *Report) CTRF(w io.Writer) error {
	out := ctrfReport{Format: "CTRF", Version: "0.0.0", Results: ctrfResults{
		Tool:    ctrfTool{"plumbline", printable(r.Version)},
		Summary: ctrfSummary{Suites: len(r.Vendors), Start: r.Started.UnixMilli(), Stop: r.Started.Add(r.Duration).UnixMilli()},
		Tests:   []ctrfTest{},
	}}
	for i := range r.Vendors {
		v := &r.Vendors[i]
		for _, note := range v.Notes {
			if out.Results.Extra == nil {
				out.Results.Extra = &ctrfExtra{}
			}
			out.Results.Extra.Notes = append(out.Results.Extra.Notes, printable(v.Name+": "+note))
		}
		for j := range v.Rules {
			out.Results.add(v.Rules[j].ctrf(v.Name))
		}
		if s, ok := v.standing(); ok {
			out.Results.add(ctrfTest{
				Name: s.name, Status: ctrfStatus(s.verdict), RawStatus: string(s.verdict), Suite: []string{printable(v.Name)}, Message: printable(cut(s.why, 300)),
			})
		}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(out); err != nil {
		return fmt.Errorf("report: write CTRF: %w", err)
	}
	return nil
}

func (r *ctrfResults) add(t ctrfTest) {
	r.Tests = append(r.Tests, t)
	s := &r.Summary
	s.Tests++
	switch t.Status {
	case "passed":
		s.Passed++
	case "failed":
		s.Failed++
	case "skipped":
		s.Skipped++
	default:
		s.Other++
	}
}

func (r *Rule) ctrf(vendor string) ctrfTest {
	t := ctrfTest{
		Name: printable(r.ID), Status: ctrfStatus(r.Verdict), RawStatus: string(r.Verdict.known()), Duration: r.duration().Round(time.Millisecond).Milliseconds(),
		Suite: []string{printable(vendor)}, Tags: []string{printable(r.Level), printable(r.Basis)},
	}
	if r.Verdict != Pass {
		t.Message = r.message()
	}
	if r.Verdict.appearance().broken {
		t.Trace = r.junitDetail().Text
	}
	for i := range r.Cases {
		if c := &r.Cases[i]; c.File != "" && (t.FilePath == "" || c.Verdict == r.Verdict) {
			t.FilePath, t.Line = printable("features/"+c.File), c.Line
			if c.Verdict == r.Verdict {
				break
			}
		}
	}
	return t
}

// ctrfStatus follows JUnit's: what is no pass there is none here.
func ctrfStatus(v Verdict) string {
	switch v.appearance().junit {
	case junitPassed:
		return "passed"
	case junitSkipped:
		return "skipped"
	case junitFailure:
		return "failed"
	}
	if v == Inconclusive {
		return "other"
	}
	return "failed"
}
