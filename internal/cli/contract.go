package cli

import (
	"fmt"
	"strings"

	"github.com/plumbline-api/plumbline/internal/contract/difference"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/report"
)

type contractCommand struct {
	Diff contractDiffCommand `cmd:"" help:"Show how a vendor's own OpenAPI document differs from our contract. Exits with 1 if a difference breaks callers."`
}

type contractDiffCommand struct {
	Vendor string `arg:"" help:"Vendor of the contract: ${vendors}."`
	File   string `arg:"" help:"OpenAPI document (YAML or JSON), in one file." type:"existingfile"`
	Format string `help:"text, markdown or json." enum:"text,markdown,json" default:"text"`
}

func (c *contractDiffCommand) Run(s streams, all vendors.Table) error {
	list, err := chosen(all, []string{c.Vendor})
	if err != nil {
		return err
	}
	const most = 32 << 20 // bytes
	text, err := readBounded(c.File, most)
	if err != nil {
		return err
	}
	found, err := difference.Compare(list[0].Book, text, c.File)
	if err != nil {
		return usage("%v", err)
	}
	switch c.Format {
	case "json":
		err = writeJSON(s.out, append([]difference.Difference{}, found...))
	case "markdown":
		err = writeMarkdown(s.out, []string{"breaking", "operation", "difference", "rules"}, c.rows(found))
	default:
		err = c.text(s, found)
	}
	if err == nil && len(found) > 0 && found[0].Breaking {
		return exit(report.ExitNot)
	}
	return err
}

func (c *contractDiffCommand) rows(found []difference.Difference) [][]string {
	var rows [][]string
	for _, d := range found {
		breaking := "no"
		if d.Breaking {
			breaking = "yes"
		}
		rows = append(rows, []string{breaking, d.Method + " " + d.Path, d.Text, c.rules(d)})
	}
	return rows
}

// rules names the rules concerned, or how to list those of the operation.
func (c *contractDiffCommand) rules(d difference.Difference) string {
	switch {
	case len(d.Rules) > 0:
		return strings.Join(d.Rules, ", ")
	case d.Of > 0:
		return fmt.Sprintf("none names it; %d are about the operation: plumbline rules %s --operation %s", d.Of, c.Vendor, d.Operation)
	}
	return "none"
}

func (c *contractDiffCommand) text(s streams, found []difference.Difference) error {
	var entries []report.Entry
	breaking := 0
	for _, d := range found {
		kind := "compatible"
		if d.Breaking {
			kind = "BREAKING"
			breaking++
		}
		entries = append(entries, report.Entry{Name: kind, About: d.Method + " " + d.Path, Text: d.Text + " (rules: " + c.rules(d) + ")"})
	}
	if err := report.WriteEntries(s.out, entries, report.TerminalOptions{Columns: columnsOf(s.out), Colour: coloured(s.out)}); err != nil {
		return err
	}
	_, err := fmt.Fprintf(s.out, "%d differences, %d of them breaking\n", len(found), breaking)
	return err
}
