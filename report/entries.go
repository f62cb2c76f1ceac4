package report

import (
	"fmt"
	"io"
)

// Entry is one thing of a list: its name, what is to be known of it, and a text.
type Entry struct{ Name, About, Text string }

// WriteEntries writes a list for a screen, as a report is: each entry's name with
// what fits beside it, and its text below, wrapped.
func WriteEntries(w io.Writer, entries []Entry, o TerminalOptions) error {
	p := &printer{colour: o.Colour, screen: o.Columns}
	for _, e := range entries {
		p.line(0, span{bold, e.Name}, span{dim, "  " + p.fits(cells(e.Name)+2, e.About)})
		p.text(2, plain, e.Text)
	}
	if _, err := io.WriteString(w, p.out.String()); err != nil {
		return fmt.Errorf("report: write a list: %w", err)
	}
	return nil
}
