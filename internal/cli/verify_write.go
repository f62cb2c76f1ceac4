package cli

import (
	"io"
	"maps"
	"os"
	"slices"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/report"
)

// outputs lists what the run writes in the end: the reports in the order of their
// names, then the dialect, then the text for people, unless the standard output
// is taken. The report and the vendors are looked at when an output is written.
func (c *verifyCommand) outputs(s streams, list []vendors.Vendor, r *report.Report) []output {
	var all []output
	text := c.Learn != "-"
	for _, format := range slices.Sorted(maps.Keys(c.Report)) {
		o := output{flag: "--report " + format, name: c.Report[format], write: func(w io.Writer) error {
			return r.Write(report.Format(format), w)
		}}
		switch report.Format(format) {
		case report.FormatGitHub: // commands among other lines, which GitHub looks for in all that a step prints
			o.beside = o.name == "-"
		case report.FormatMarkdown: // the steps of a job share the page
			o.append = o.name == os.Getenv("GITHUB_STEP_SUMMARY")
		}
		text = text && (o.name != "-" || o.beside)
		all = append(all, o)
	}
	if c.Learn != "" {
		all = append(all, output{flag: "--learn", name: c.Learn, write: func(w io.Writer) error { return learned(w, list, r) }})
	}
	if c.Statement != "" {
		text = text && c.Statement != "-"
		all = append(all, output{flag: "--statement", name: c.Statement, write: func(w io.Writer) error { return c.state(w, list, r) }})
	}
	if text {
		o := report.TerminalOptions{Colour: coloured(s.out), Columns: columnsOf(s.out), Verbose: c.Verbose, AllowInconclusive: c.AllowInconclusive}
		all = append(all, output{flag: "the report", name: "-", write: func(w io.Writer) error { return r.Terminal(w, o) }})
	}
	return all
}

// learned writes the readings that were found out.
func learned(w io.Writer, list []vendors.Vendor, r *report.Report) error {
	for i, v := range list {
		if r.Vendors[i].NotBuilt {
			continue
		}
		if _, err := io.WriteString(w, conformance.Learned(v.Book, r.Vendors[i])); err != nil {
			return err
		}
	}
	return nil
}
