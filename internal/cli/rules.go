package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/specs"
)

type rulesCommand struct {
	What       string   `arg:"" optional:"" name:"vendor|rule" help:"Vendor (${vendors}), or the ID of one rule. Default: all vendors."`
	Basis      []string `help:"List only rules of this basis: ${bases}." enum:"${bases}" placeholder:"BASIS"`
	Operation  []string `help:"List only rules of this operation (operationId)." placeholder:"ID"`
	Grep       string   `help:"List only rules with this text in their ID, text or source. Ignores case." placeholder:"TEXT"`
	Strictness bool     `help:"Show every constraint of the contracts, and whether the documents settle what a server does when it is broken."`
	Spec       string   `help:"OpenAPI document of your own API, instead of a vendor: list the rules that verify --spec derives from it." placeholder:"FILE" type:"path"`
	Features   string   `help:"Folder of feature files for that API." placeholder:"DIR" type:"path"`
	Register   bool     `help:"Show how each contradiction, ambiguity and gap of the documents is settled."`
	Format     string   `help:"table, markdown or json." enum:"table,markdown,json" default:"table"`
}

func (c *rulesCommand) Run(s streams, all vendors.Table) error {
	if vendor, _, isRule := strings.Cut(c.What, "/"); isRule && c.Spec == "" {
		return c.one(s.out, all, vendor)
	}
	var names []string
	if c.What != "" {
		names = []string{c.What}
	}
	list, err := rulesOf(all, names, c.Spec, c.Features)
	if err != nil {
		return err
	}
	if c.Register {
		return c.writeRegister(s.out, list)
	}
	if c.Strictness {
		return c.writeConstraints(s.out, list)
	}
	if err := c.checkOperations(list); err != nil {
		return err
	}
	return c.writeRules(s.out, list)
}

func (c *rulesCommand) checkOperations(list []vendors.Vendor) error {
	known := names(list, func(v vendors.Vendor) []string {
		return names(v.Book.Rules, func(r *specs.Rule) []string { return r.Operations })
	})
	for _, id := range c.Operation {
		if !slices.Contains(known, id) {
			return usage("--operation: no rule is about an operation %q%s", id, didYouMean(id, known))
		}
	}
	return nil
}

// matches tells whether a rule is asked for.
func (c *rulesCommand) matches(r *specs.Rule) bool {
	if len(c.Basis) > 0 && !slices.Contains(c.Basis, string(r.Basis)) {
		return false
	}
	if len(c.Operation) > 0 && !slices.ContainsFunc(r.Operations, func(id string) bool { return slices.Contains(c.Operation, id) }) {
		return false
	}
	where := strings.ToLower(strings.Join([]string{r.ID, r.Text, r.Source.Document, r.Source.Place}, "\n"))
	return strings.Contains(where, strings.ToLower(c.Grep))
}

// ruleJSON is a rule as it is printed.
type ruleJSON struct {
	ID          string           `json:"id"`
	Vendor      string           `json:"vendor"`
	Operations  []string         `json:"operations"`
	Binds       specs.Party      `json:"binds"`
	Level       specs.Level      `json:"level"`
	Basis       specs.Basis      `json:"basis"`
	Text        string           `json:"text"`
	Source      specs.Source     `json:"source"`
	Readings    []specs.Reading  `json:"readings"`
	Open        bool             `json:"open"`             // it has readings, and others are legal too
	Closed      string           `json:"closed,omitempty"` // why the document leaves no other reading
	Free        bool             `json:"free"`             // a legal server may depart from it
	Constraints []constraintJSON `json:"constraints"`      // of the contract that the rule claims
	Settles     []int            `json:"settles"`
	Was         []string         `json:"was,omitempty"` // IDs that it had before
}

// pointJSON is a point of a register as it is printed.
type pointJSON struct {
	Vendor string `json:"vendor"`
	Point  int    `json:"point"`
	By     string `json:"by"` // rule, schema or none
	Where  string `json:"where"`
	Reason string `json:"reason"`
}

func toJSON(vendor string, r *specs.Rule, constraints []constraintJSON) ruleJSON {
	return ruleJSON{
		ID: r.ID, Vendor: vendor, Operations: r.Operations, Binds: r.Binds, Level: r.Level, Basis: r.Basis, Text: r.Text,
		Source: r.Source, Readings: append([]specs.Reading{}, r.Readings...), Open: r.Open(), Closed: r.Closed, Free: r.Free,
		Constraints: constraintsOf(r, constraints), Settles: append([]int{}, r.Settles...), Was: r.Was,
	}
}

func (c *rulesCommand) writeRules(w io.Writer, list []vendors.Vendor) error {
	rules := []ruleJSON{}
	for _, v := range list {
		constraints, err := readConstraints(v)
		if err != nil {
			return err
		}
		for _, r := range v.Book.Rules {
			if c.matches(r) {
				rules = append(rules, toJSON(v.Book.Vendor, r, constraints))
			}
		}
	}
	if c.Format == "json" {
		return writeJSON(w, rules)
	}
	if columns := columnsOf(w); c.Format == "table" && columns > 0 {
		return writeRulesTo(w, rules, columns, coloured(w))
	}
	rows := [][]string{}
	for _, r := range rules {
		rows = append(rows, []string{r.ID, string(r.Binds), string(r.Level), string(r.Basis), fmt.Sprintf("%s, %s", r.Source.Document, r.Source.Place), r.Text})
	}
	return c.writeTable(w, []string{"rule", "binds", "level", "basis", "source", "text"}, rows)
}

func (c *rulesCommand) writeRegister(w io.Writer, list []vendors.Vendor) error {
	points := []pointJSON{}
	for _, v := range list {
		for _, p := range v.Book.Register {
			point := pointJSON{Vendor: v.Book.Vendor, Point: p.Number, By: "none", Reason: p.Reason}
			switch {
			case p.Rule != nil:
				point.By, point.Where = "rule", p.Rule.ID
			case p.Schema != "":
				point.By, point.Where = "schema", p.Schema
			}
			points = append(points, point)
		}
	}
	if c.Format == "json" {
		return writeJSON(w, points)
	}
	rows := [][]string{}
	for _, p := range points {
		rows = append(rows, []string{p.Vendor, fmt.Sprint(p.Point), p.By, p.Where, p.Reason})
	}
	return c.writeTable(w, []string{"vendor", "point", "by", "where", "reason"}, rows)
}

// one prints a single rule with everything that refers to it.
func (c *rulesCommand) one(w io.Writer, all vendors.Table, vendor string) error {
	v, found := all.Find(vendor)
	if !found {
		return usage("unknown vendor %q in %q%s; known: %s", vendor, c.What, didYouMean(vendor, all.Names()), strings.Join(all.Names(), ", "))
	}
	r := v.Book.Rule(c.What)
	if r == nil {
		if now := v.Book.NowCalled(c.What); now != "" {
			return usage("%s has no rule %q%s", vendor, c.What, now)
		}
		known := names(v.Book.Rules, func(r *specs.Rule) []string { return []string{r.ID} })
		return usage("%s has no rule %q%s; plumbline rules %s lists them", vendor, c.What, didYouMean(c.What, known), vendor)
	}
	if c.Format == "json" {
		constraints, err := readConstraints(v)
		if err != nil {
			return err
		}
		return writeJSON(w, []ruleJSON{toJSON(vendor, r, constraints)})
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n  %s\n\n  binds the %s, %s, %s: document %s, %s\n  %s (%s)\n  operations: %s\n",
		r.ID, r.Text, r.Binds, r.Level, r.Basis, r.Source.Document, r.Source.Place, r.Source.URL, r.Source.Date, strings.Join(r.Operations, ", "))
	for i, reading := range r.Readings {
		mark := ""
		if i == 0 {
			mark = " (default)"
		}
		fmt.Fprintf(&b, "  reading %s%s: %s\n", reading.Name, mark, reading.Text)
	}
	switch {
	case r.Open():
		b.WriteString("  open: a server that follows none of these readings gets a warning\n")
	case r.Closed != "":
		fmt.Fprintf(&b, "  closed: %s\n", r.Closed)
	}
	if r.Free {
		b.WriteString("  free: a legal server may do otherwise\n")
	}
	for _, pointer := range r.Schema {
		fmt.Fprintf(&b, "  schema: %s\n", pointer)
	}
	for _, n := range r.Settles {
		if n > len(v.Book.Register) {
			continue // a book without a register
		}
		fmt.Fprintf(&b, "  settles point %d: %s\n", n, v.Book.Register[n-1].Reason)
	}
	if err := scenariosOf(&b, v, r.ID); err != nil {
		return err
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func scenariosOf(b *strings.Builder, v vendors.Vendor, id string) error {
	list, err := v.Scenarios()
	if err != nil {
		return err
	}
	for _, s := range list {
		for _, rule := range s.Rules {
			if rule == id {
				fmt.Fprintf(b, "  scenario: %s (features/%s:%d)\n", s.Name, s.File, s.Line)
			}
		}
	}
	return nil
}

func writeJSON(w io.Writer, value any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(value)
}

func (c *rulesCommand) writeTable(w io.Writer, head []string, rows [][]string) error {
	if c.Format == "markdown" {
		return writeMarkdown(w, head, rows)
	}
	tw := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(tw, strings.Join(head, "\t"))
	for _, row := range rows {
		fmt.Fprintln(tw, strings.Join(row, "\t"))
	}
	return tw.Flush()
}

func writeMarkdown(w io.Writer, head []string, rows [][]string) error {
	var b strings.Builder
	line := func(cells []string) {
		for _, cell := range cells {
			b.WriteString("| " + strings.ReplaceAll(cell, "|", `\|`) + " ")
		}
		b.WriteString("|\n")
	}
	line(head)
	b.WriteString(strings.Repeat("|---", len(head)) + "|\n")
	for _, row := range rows {
		line(row)
	}
	_, err := io.WriteString(w, b.String())
	return err
}
