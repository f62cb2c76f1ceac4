package report

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// Text writes the comparison for people.
func (c Comparison) Text(w io.Writer, o TerminalOptions) error {
	p := &printer{colour: o.Colour, screen: o.Columns}
	last := ChangeKind(-1)
	for _, change := range c.Changes {
		if change.What != last {
			if last >= 0 {
				p.blank()
			}
			p.line(0, span{bold, change.What.heading()})
			last = change.What
		}
		style := plain
		switch change.What {
		case NewFailure:
			style = red
		case Fixed:
			style = green
		case NotJudged:
			style = yellow
		}
		p.item(2, 2, style, cut(change.String(), markdownWhy))
	}
	if len(c.Changes) > 0 {
		p.blank()
	}
	p.line(0, span{bold, c.conclusion()})
	if _, err := io.WriteString(w, p.out.String()); err != nil {
		return fmt.Errorf("report: write the comparison: %w", err)
	}
	return nil
}

// Markdown writes the comparison for a pull request.
func (c Comparison) Markdown(w io.Writer) error {
	m := &markdown{left: MarkdownBytes - markdownReserve}
	sign := "✅"
	if c.Failed() {
		sign = "❌"
	}
	m.block("## %s Plumbline: %s\n", sign, c.conclusion())
	last := ChangeKind(-1)
	for _, change := range c.Changes {
		if change.What != last {
			m.block("\n### %s\n\n", change.What.heading())
			last = change.What
		}
		line := inCode(change.Of)
		if change.Was != "" || change.Is != "" {
			line += ": " + inText(strings.TrimPrefix(Change{Was: change.Was, Is: change.Is}.String(), ": "))
		}
		if change.Why != "" {
			line += "; " + inText(cut(change.Why, markdownWhy))
		}
		m.block("- %s\n", line)
	}
	if m.omitted > 0 {
		fmt.Fprintf(&m.out, "\n%s did not fit into %d KiB.\n", plural(m.omitted, "change", "changes"), MarkdownBytes>>10)
	}
	if _, err := io.WriteString(w, m.out.String()); err != nil {
		return fmt.Errorf("report: write the comparison: %w", err)
	}
	return nil
}

func (c Comparison) conclusion() string {
	if len(c.Changes) == 0 {
		return "nothing changed"
	}
	var parts []string
	for kind := NewFailure; kind <= RuleGone; kind++ {
		n := 0
		for _, change := range c.Changes {
			if change.What == kind {
				n++
			}
		}
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s: %d", strings.ToLower(kind.heading()), n))
		}
	}
	return strings.Join(parts, "; ")
}

// Trend writes how the rules of each vendor came out from report to report, by
// when they began, as a table of Markdown, which a terminal shows well enough.
func Trend(w io.Writer, reports []*Report) error {
	ordered := slices.Clone(reports)
	slices.SortStableFunc(ordered, func(a, b *Report) int { return a.Started.Compare(b.Started) })
	var b strings.Builder
	for _, name := range vendorNames(ordered) {
		fmt.Fprintf(&b, "## %s\n\n| started | version | rules |", inText(name))
		for _, v := range gravestFirst() {
			fmt.Fprintf(&b, " %s |", v.appearance().column)
		}
		fmt.Fprintf(&b, " took |\n|---|---|--:|%s--:|\n", strings.Repeat("--:|", len(gravestFirst())))
		for _, r := range ordered {
			v := r.vendor(name)
			if v == nil {
				continue
			}
			count := v.Count()
			fmt.Fprintf(&b, "| %s | %s | %d |", r.Started.UTC().Format(time.DateTime), inText(cut(r.Version, markdownName)), len(v.Rules))
			for _, verdict := range gravestFirst() {
				fmt.Fprintf(&b, " %d |", count[verdict])
			}
			fmt.Fprintf(&b, " %s |\n", duration(r.Duration))
		}
		for _, line := range unsteady(ordered, name) {
			fmt.Fprintf(&b, "\n- %s", line)
		}
		b.WriteString("\n")
	}
	if _, err := io.WriteString(w, b.String()); err != nil {
		return fmt.Errorf("report: write the trend: %w", err)
	}
	return nil
}

func vendorNames(reports []*Report) []string {
	var names []string
	for _, r := range reports {
		for _, v := range r.Vendors {
			if !slices.Contains(names, v.Name) {
				names = append(names, v.Name)
			}
		}
	}
	return names
}

// unsteady lists the rules whose verdict was not the same in every report.
func unsteady(reports []*Report, vendor string) []string {
	var ids []string
	verdicts := map[string][]string{}
	for _, r := range reports {
		v := r.vendor(vendor)
		if v == nil {
			continue
		}
		for _, rule := range v.Rules {
			if verdicts[rule.ID] == nil {
				ids = append(ids, rule.ID)
			}
			verdicts[rule.ID] = append(verdicts[rule.ID], string(rule.Verdict))
		}
	}
	var lines []string
	for _, id := range ids {
		if len(slices.Compact(slices.Clone(verdicts[id]))) > 1 {
			lines = append(lines, inCode(id)+": "+inText(strings.Join(verdicts[id], ", ")))
		}
	}
	return lines
}
