package report

import (
	"fmt"
	"io"
	"strings"
)

// Format names a form in which a report is written to a file.
type Format string

// The formats.
const (
	FormatJSON     Format = "json"
	FormatJUnit    Format = "junit"
	FormatHTML     Format = "html"
	FormatMarkdown Format = "markdown"
	FormatCucumber Format = "cucumber"
)

// Formats returns the names of the formats.
func Formats() []string {
	return []string{string(FormatJSON), string(FormatJUnit), string(FormatHTML), string(FormatMarkdown), string(FormatCucumber)}
}

// Write writes the report in that format.
func (r *Report) Write(f Format, w io.Writer) error {
	switch f {
	case FormatJSON:
		return r.JSON(w)
	case FormatJUnit:
		return r.JUnit(w)
	case FormatHTML:
		return r.HTML(w)
	case FormatMarkdown:
		return r.Markdown(w)
	case FormatCucumber:
		return r.Cucumber(w)
	}
	return fmt.Errorf("report: unknown format %q, known: %s", f, strings.Join(Formats(), ", "))
}
