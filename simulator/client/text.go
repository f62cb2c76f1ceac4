package client

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/plumbline-api/plumbline/simulator/obligation"
	"github.com/plumbline-api/plumbline/specs"
)

// Text writes the report for a terminal.
func (r Report) Text(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "client report of world %s at %s: %s\n", r.World, r.Now.UTC().Format(time.RFC3339), count(int(r.Requests), "request"))
	if r.Lost > 0 {
		fmt.Fprintf(&b, "%d of them are no longer in the journal, and are not judged.\n", r.Lost)
	}
	for _, v := range r.Vendors {
		b.WriteString("\n" + v.heading() + "\n")
		for _, rule := range v.worstFirst() {
			fmt.Fprintf(&b, "  %-14s %s: %s\n", rule.word(), rule.ID, rule.why())
			if rule.Standing == obligation.Broken {
				fmt.Fprintf(&b, "  %-14s %s\n", "", rule.Text)
				fmt.Fprintf(&b, "  %-14s %s; journal: %s\n", "", cite(rule.Source), rule.evidence())
			}
		}
		for _, line := range v.lines() {
			paragraph(&b, line.name, line.text)
		}
	}
	if len(r.Unused) > 0 {
		fmt.Fprintf(&b, "\nnot called: %s\n", strings.Join(r.Unused, ", "))
	}
	return write(w, b.String())
}

// Markdown writes the report for the summary of a CI run.
func (r Report) Markdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "# Client report of world %s\n\n%s, until %s.\n", escaped(r.World), count(int(r.Requests), "request"), r.Now.UTC().Format(time.RFC3339))
	if r.Lost > 0 {
		fmt.Fprintf(&b, "%d of them are no longer in the journal, and are not judged.\n", r.Lost)
	}
	for _, v := range r.Vendors {
		fmt.Fprintf(&b, "\n## %s\n\n| Rule | Standing | Why | Journal |\n|---|---|---|---|\n", v.heading())
		for _, rule := range v.worstFirst() {
			why := escaped(rule.why())
			if rule.Standing == obligation.Broken {
				why = escaped(rule.Text) + "<br>" + why + "<br>" + escaped(cite(rule.Source))
			}
			fmt.Fprintf(&b, "| %s | %s | %s | %s |\n", escaped(rule.ID), rule.word(), why, rule.evidence())
		}
		b.WriteString("\n| Met | |\n|---|---|\n")
		for _, line := range v.lines() {
			fmt.Fprintf(&b, "| %s | %s |\n", line.name, escaped(line.text))
		}
	}
	if len(r.Unused) > 0 {
		fmt.Fprintf(&b, "\nNot called: %s.\n", strings.Join(r.Unused, ", "))
	}
	return write(w, b.String())
}

// send writes text without control characters: what callers sent is in it.
func write(w io.Writer, text string) error {
	text = strings.Map(func(c rune) rune {
		if unicode.IsControl(c) && c != '\n' {
			return ' '
		}
		return c
	}, text)
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("client: write the client report: %w", err)
	}
	return nil
}

func (v Vendor) heading() string {
	text := v.Name + ": " + count(v.Requests, "request")
	if v.Unmatched > 0 {
		text += fmt.Sprintf(", %d to no operation of the contract", v.Unmatched)
	}
	return text
}

// word is how a standing is shown. What is broken and only should be kept, or
// what no document states, is told from a failure.
func (r Rule) word() string {
	switch {
	case r.Fails():
		return "BROKEN"
	case r.Standing == obligation.Broken && r.Basis == specs.Assumed:
		return "broken/assumed"
	case r.Standing == obligation.Broken:
		return "broken/should"
	}
	return strings.ReplaceAll(string(r.Standing), "-", " ")
}

// why is the reason, with how often the rule was kept.
func (r Rule) why() string {
	if r.Standing == obligation.Kept {
		return fmt.Sprintf("%s (%s)", r.Reason, count(r.Judged, "time"))
	}
	return r.Reason
}

// worstFirst are the rules with those first that are broken, failures before
// warnings.
func (v Vendor) worstFirst() []Rule {
	rank := func(r Rule) int {
		switch {
		case r.Fails():
			return 0
		case r.Standing == obligation.Broken:
			return 1
		}
		return 2
	}
	rules := slices.Clone(v.Rules)
	slices.SortStableFunc(rules, func(a, b Rule) int { return rank(a) - rank(b) })
	return rules
}

// evidence lists entries of the journal that break the rule.
func (r Rule) evidence() string {
	const most = 10
	var ids []string
	named := r.BrokenBy[:min(len(r.BrokenBy), most)]
	for _, id := range named {
		ids = append(ids, fmt.Sprint(id))
	}
	if more := len(r.BrokenBy) - len(named) + r.More; more > 0 {
		ids = append(ids, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(ids, ", ")
}

func cite(s specs.Source) string { return fmt.Sprintf("%s, %s, %s", s.Document, s.Place, s.URL) }

// coverageLine is one count of a coverage, with what was never met.
type coverageLine struct{ name, text string }

func (c Coverage) lines(vendor string) []coverageLine {
	called, never, met, unmet, total := 0, []string{}, 0, []string{}, 0
	var undocumented []string
	for _, op := range c.Operations {
		if op.Calls > 0 {
			called++
		} else {
			never = append(never, op.ID)
		}
		var missing []string
		for _, e := range op.Errors {
			total++
			if e.Times > 0 {
				met++
			} else {
				missing = append(missing, e.Name)
			}
		}
		if len(missing) > 0 {
			unmet = append(unmet, op.ID+" "+strings.Join(missing, " "))
		}
		for _, u := range op.Undocumented {
			undocumented = append(undocumented, op.ID+" "+u.Name)
		}
	}
	lines := []coverageLine{
		{"operations", outOf(called, len(c.Operations), "called", never, "never")},
		{"error answers", outOf(met, total, "met", unmet, "never")},
	}
	if len(undocumented) > 0 {
		lines = append(lines, coverageLine{"undocumented", strings.Join(undocumented, ", ")})
	}
	if len(c.Codes) > 0 {
		lines = append(lines, coverageLine{"error codes", metLine(c.Codes)})
	}
	for _, l := range c.Lifecycles {
		lines = append(lines, coverageLine{l.Entity + " states", metLine(l.Transitions)})
	}
	return append(lines, c.Rules.line(vendor))
}

// lines are those of the coverage, and how many assumptions the client rests on.
func (v Vendor) lines() []coverageLine {
	lines := v.Coverage.lines(v.Name)
	if len(v.Assumptions) > 0 {
		lines = append(lines, coverageLine{"assumptions", fmt.Sprintf("%s that no document states decided an answer", count(len(v.Assumptions), "rule"))})
	}
	return lines
}

func metLine(list []Met) string {
	met, never := 0, []string{}
	for _, m := range list {
		if m.Times > 0 {
			met++
		} else {
			never = append(never, m.Name)
		}
	}
	return outOf(met, len(list), "met", never, "never")
}

func (r RuleCoverage) line(vendor string) coverageLine {
	short := func(ids []string) []string {
		out := make([]string, len(ids))
		for i, id := range ids {
			out[i] = strings.TrimPrefix(id, vendor+"/")
		}
		return out
	}
	text := outOf(len(r.Decided), len(r.Decided)+len(r.Asked)+len(r.Never), "decided", short(r.Asked), "asked without deciding")
	if len(r.Never) > 0 {
		text += "; never: " + strings.Join(short(r.Never), ", ")
	}
	return coverageLine{"server rules", text}
}

func outOf(n, total int, done string, others []string, what string) string {
	text := fmt.Sprintf("%d of %d %s", n, total, done)
	if len(others) > 0 {
		text += "; " + what + ": " + strings.Join(others, ", ")
	}
	return text
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// paragraph writes a name and a text, wrapped and indented behind it.
func paragraph(b *strings.Builder, name, text string) {
	const width = 96
	line := ""
	for _, word := range strings.Fields(text) {
		if line != "" && len(line)+len(word) >= width {
			fmt.Fprintf(b, "  %-14s %s\n", name, line)
			name, line = "", ""
		}
		line += " " + word
		line = strings.TrimPrefix(line, " ")
	}
	fmt.Fprintf(b, "  %-14s %s\n", name, line)
}

// escaped makes text harmless in a cell of a Markdown table: what callers sent
// is in it.
func escaped(text string) string {
	var b strings.Builder
	for _, c := range text {
		if strings.ContainsRune("\\`*_[]<>|#", c) {
			b.WriteByte('\\')
		}
		b.WriteRune(c)
	}
	return b.String()
}
