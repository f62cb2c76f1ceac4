package client

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/plumbline-api/plumbline/report/junit"
	"github.com/plumbline-api/plumbline/simulator/obligation"
)

// Formats returns the names of the forms that client reports are
// written in.
func Formats() []string { return []string{"html", "json", "junit", "markdown", "text"} }

// Write writes reports in one of the formats: JSON as an array,
// HTML and JUnit as one document, the others one behind the other.
func Write(w io.Writer, format string, reports []Report) error {
	switch format {
	case "json":
		text, err := json.MarshalIndent(reports, "", "  ")
		if err != nil {
			return fmt.Errorf("client: write the client report: %w", err)
		}
		return write(w, string(text)+"\n")
	case "html":
		return writeHTML(w, reports)
	case "junit":
		return writeJUnit(w, reports)
	case "markdown", "text":
		for i, r := range reports {
			if i > 0 {
				if err := write(w, "\n"); err != nil {
					return err
				}
			}
			write := r.Text
			if format == "markdown" {
				write = r.Markdown
			}
			if err := write(w); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("client: unknown format %q, known: %s", format, strings.Join(Formats(), ", "))
}

// JUnit writes the report for CI systems: a suite for each vendor that was
// called, a test case for each rule that binds the caller. What the caller must
// keep and broke is a failure; what could not be judged is skipped.
func (r Report) JUnit(w io.Writer) error { return writeJUnit(w, []Report{r}) }

func writeJUnit(w io.Writer, reports []Report) error {
	out := junit.Report{Name: "plumbline client report"}
	for _, r := range reports {
		for _, v := range r.Vendors {
			out.Add(r.suite(v))
		}
	}
	var text strings.Builder
	if err := out.Write(&text); err != nil {
		return fmt.Errorf("client: write the report: %w", err)
	}
	return write(w, text.String())
}

func (r Report) suite(v Vendor) junit.Suite {
	// The format's time has no zone.
	s := junit.Suite{Name: r.World + "/" + v.Name, Timestamp: r.Now.UTC().Format("2006-01-02T15:04:05")}
	for _, rule := range v.Rules {
		c := junit.Case{Class: "plumbline.client." + r.World + "." + v.Name, Name: rule.ID + ": " + rule.Text}
		switch {
		case rule.Fails():
			text := fmt.Sprintf("%s\njournal: %s\n%s\n", rule.Reason, rule.evidence(), cite(rule.Source))
			c.Failure = &junit.Detail{Message: rule.Reason, Text: text}
		case rule.Standing == obligation.Broken:
			c.Output = fmt.Sprintf("warning, %s: %s Journal: %s.", rule.word(), rule.Reason, rule.evidence())
		case rule.Standing != obligation.Kept:
			c.Skipped = &junit.Detail{Message: rule.word() + ": " + rule.Reason}
		}
		s.Add(c)
	}
	if r.Lost > 0 {
		s.Output = fmt.Sprintf("%d requests to the world are no longer in the journal, and are not judged.", r.Lost)
	}
	return s
}
