package cli

import (
	"fmt"
	"io"
	"strings"

	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
)

// bases are those that some rule has.
func bases(all vendors.Table) string {
	return strings.Join(names(all, func(v vendors.Vendor) []string {
		return names(v.Book.Rules, func(r *specs.Rule) []string { return []string{string(r.Basis)} })
	}), ",")
}

// writeRulesTo writes the rules for a screen: a table of six columns fits none.
func writeRulesTo(w io.Writer, rules []ruleJSON, columns int, colour bool) error {
	var entries []report.Entry
	for _, r := range rules {
		about := fmt.Sprintf("%s, %s, %s, %s, %s", r.Binds, r.Level, r.Basis, r.Source.Document, r.Source.Place)
		entries = append(entries, report.Entry{Name: r.ID, About: about, Text: r.Text})
	}
	if err := report.WriteEntries(w, entries, report.TerminalOptions{Columns: columns, Colour: colour}); err != nil {
		return err
	}
	_, err := fmt.Fprintf(w, "%d rules\n", len(rules))
	return err
}
