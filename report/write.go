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
	FormatCTRF     Format = "ctrf"
	FormatGitHub   Format = "github"
	FormatBadge    Format = "badge"
	FormatHAR      Format = "har"
)

// Formats returns the names of the formats.
func Formats() []string {
	var names []string
	for _, f := range []Format{FormatJSON, FormatJUnit, FormatHTML, FormatMarkdown, FormatCucumber, FormatCTRF, FormatGitHub, FormatBadge, FormatHAR} {
		names = append(names, string(f))
	}
	return names
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
	case FormatCTRF:
		return r.CTRF(w)
	case FormatGitHub:
		return r.GitHub(w)
	case FormatBadge:
		return r.Badge(w)
	case FormatHAR:
		return r.HAR(w)
	}
	return fmt.Errorf("report: unknown format %q, known: %s", f, strings.Join(Formats(), ", "))
}
