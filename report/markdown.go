package report

import (
	"fmt"
	"io"
	"strings"
)

// MarkdownBytes bounds the Markdown form. GitHub takes a step summary of at
// most 1 MiB and drops one that is longer as a whole; several steps of a job
// share the page, and nobody reads a quarter of it.
const MarkdownBytes = 256 << 10

// Markdown writes the report as the summary of a CI run: a table of the
// vendors, then what broke, what could not be judged and the warnings. It stays
// below MarkdownBytes; what does not fit is counted.
func (r *Report) Markdown(w io.Writer) error {
	m := &markdown{left: MarkdownBytes - markdownReserve}
	m.head(r)
	m.broken(r)
	m.reasons(r, Inconclusive)
	m.reasons(r, Warning)
	m.transitions(r)
	m.strictnesses(r)
	m.foot(r)
	if _, err := io.WriteString(w, m.out.String()); err != nil {
		return fmt.Errorf("report: write Markdown: %w", err)
	}
	return nil
}

// What of one thing is written, before the bound of the whole.
const (
	markdownReserve = 4096 // bytes for the table's remarks and the last lines
	markdownName    = 100  // bytes of a name
	markdownWhy     = 400  // bytes of one reason or value
	markdownBody    = 1024 // bytes of one body
	markdownRules   = 30   // rules of one reason by name
)

// markdown gathers blocks as long as there is room.
type markdown struct {
	out     strings.Builder
	left    int
	omitted int // blocks that did not fit
}

// block writes a part, whole or not at all: half of one would leave a fence or
// an element open.
func (m *markdown) block(format string, args ...any) {
	text := fmt.Sprintf(format, args...)
	if m.omitted > 0 || len(text) > m.left {
		m.omitted++
		return
	}
	m.left -= len(text)
	m.out.WriteString(text)
}

func (m *markdown) head(r *Report) {
	status := r.Exit(false)
	m.block("## %s Plumbline: %s\n\n%s\n\n", mark(status), heading(status), inText(cut(r.lead(r.tally()), 4*markdownWhy)))
	m.block("| vendor | rules |")
	for _, v := range gravestFirst() {
		m.block(" %s |", v.appearance().column)
	}
	m.block(" requests |\n|---|--:|%s--:|\n", strings.Repeat("--:|", len(gravestFirst())))
	for i := range r.Vendors {
		m.block("%s", r.Vendors[i].markdownRow())
	}
	m.block("\n")
	for _, v := range r.Vendors {
		if v.Unreachable != "" {
			m.block("- %s was not reached at %s: %s\n", inText(v.pageTitle()), inCode(v.Target), inCode(cut(v.Unreachable, markdownWhy)))
		}
		if v.Stopped != "" {
			m.block("- %s was stopped early: %s\n", inText(v.pageTitle()), inText(cut(v.Stopped, markdownWhy)))
		}
		for _, note := range v.Notes {
			m.block("- %s: %s\n", inText(v.pageTitle()), inText(cut(note, markdownWhy)))
		}
	}
}

// mark is a sign for a status, for those who look from afar.
func mark(status int) string {
	switch status {
	case ExitConformant:
		return "✅"
	case ExitNotProven, ExitInterrupted:
		return "⚠️"
	}
	return "❌"
}

func (v *Vendor) markdownRow() string {
	row := "| " + inText(cut(v.pageTitle(), markdownName))
	if v.NotBuilt { // told beside the name: a column of figures is too narrow
		return row + ", not built yet |" + strings.Repeat(" |", len(gravestFirst())+2) + "\n"
	}
	row += " |"
	count := v.Count()
	row += fmt.Sprintf(" %d |", len(v.Rules))
	for _, verdict := range gravestFirst() {
		n := fmt.Sprint(count[verdict])
		if count[verdict] > 0 && verdict.appearance().broken {
			n = "**" + n + "**"
		}
		row += " " + n + " |"
	}
	return row + fmt.Sprintf(" %d |\n", v.Requests)
}

// broken writes the rules that failed, each with its outcomes.
func (m *markdown) broken(r *Report) {
	for _, verdict := range []Verdict{Fail, Error} {
		written := false
		for i := range r.Vendors {
			for j := range r.Vendors[i].Rules {
				rule := &r.Vendors[i].Rules[j]
				if rule.Verdict.known() != verdict {
					continue
				}
				if !written {
					m.block("\n### %s\n", verdict.appearance().heading)
					written = true
				}
				m.rule(rule)
			}
		}
	}
}

func (m *markdown) rule(r *Rule) {
	if m.omitted > 0 { // spare the work
		m.omitted++
		return
	}
	var b strings.Builder
	groups := r.brokenGroups()
	fmt.Fprintf(&b, "\n<details><summary>%s: %s</summary>\n\n", inCode(r.ID), inText(cut(r.why(), markdownWhy)))
	fmt.Fprintf(&b, "%s\n\n%s\n", inText(r.Text), r.Source.markdown())
	for _, g := range groups[:min(mostGroups, len(groups))] {
		b.WriteString(markdownGroup(g))
	}
	if rest := groups[min(mostGroups, len(groups)):]; len(rest) > 0 {
		fmt.Fprintf(&b, "\nAnd %s in %s.\n", plural(len(rest), "further outcome", "further outcomes"), plural(casesIn(rest), "case", "cases"))
	}
	for _, again := range repeats(groups) {
		fmt.Fprintf(&b, "\n%s", fenced("sh", again))
	}
	b.WriteString("\n</details>\n")
	m.block("%s", b.String())
}

// markdown cites the place, with a link where there is a web address.
func (s Source) markdown() string {
	place := inText(s.place())
	if link := webAddress(s.URL); link != "" && !strings.ContainsAny(link, "<>() \n\t\\") {
		place = "[" + place + "](" + printable(link) + ")"
	}
	return place + ", " + inText(s.Date)
}

// markdownGroup writes the cases that went the same way.
func markdownGroup(g group) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n**%s** (%s)", inText(g.first.Name), inText(g.first.about()))
	if n := len(g.alike); n > 0 {
		fmt.Fprintf(&b, ", and %s with this outcome", plural(n, "further case", "further cases"))
	}
	b.WriteString("\n")
	if g.first.Reason != "" {
		fmt.Fprintf(&b, "\n%s\n", inText(cut(g.first.Reason, markdownWhy)))
	}
	if len(g.first.Mismatches) > 0 {
		b.WriteString("\n| field | expected | actual |\n|---|---|---|\n")
		for _, m := range g.first.Mismatches {
			for _, row := range m.rows() {
				b.WriteString(row.markdownRow())
			}
		}
	}
	if n := len(g.first.Exchanges); n > 0 {
		b.WriteString("\n" + g.first.Exchanges[n-1].markdown())
	}
	return b.String()
}

func (m Mismatch) markdownRow() string {
	wants := []string{}
	if len(m.Want) == 0 {
		wants = append(wants, "something else")
	}
	for _, want := range m.Want {
		wants = append(wants, inCode(cut(want, markdownWhy)))
	}
	got := "nothing"
	if m.Got != "" {
		got = inCode(cut(m.Got, markdownWhy))
	}
	return fmt.Sprintf("| %s | %s | %s |\n", inText(cut(m.What, markdownWhy)), strings.Join(wants, " or "), got)
}

// markdown writes the exchange, and how to make it by hand.
func (e Exchange) markdown() string {
	out := fenced("", e.plain(markdownBody))
	if line := Curl(e); line != "" && len(line) <= 2*markdownBody {
		out += "\n" + fenced("sh", line)
	}
	return out
}

// reasons writes the rules of a verdict by why they have it.
func (m *markdown) reasons(r *Report, verdict Verdict) {
	written := false
	for i := range r.Vendors {
		v := &r.Vendors[i]
		for _, s := range v.byReason(verdict) {
			if !written {
				m.block("\n### %s\n\n", verdict.appearance().heading)
				written = true
			}
			var rules []string
			for _, id := range s.rules[:min(markdownRules, len(s.rules))] {
				rules = append(rules, inCode(id))
			}
			if rest := len(s.rules) - len(rules); rest > 0 {
				rules = append(rules, fmt.Sprintf("and %d more", rest))
			}
			m.block("- %s: %s\n", inText(cut(s.reason, markdownWhy)), strings.Join(rules, ", "))
		}
	}
}

// transitions writes how many of each entity's transitions were met.
func (m *markdown) transitions(r *Report) {
	written := false
	for i := range r.Vendors {
		v := &r.Vendors[i]
		for _, l := range v.Lifecycles {
			if !written {
				m.block("\n### States\n\n")
				written = true
			}
			m.block("- %s\n", l.markdown(v))
		}
	}
}

func (l Lifecycle) markdown(v *Vendor) string {
	met, others := 0, []string{}
	for _, t := range l.Transitions {
		if t.Verdict == Pass {
			met++
			continue
		}
		_, word := t.standing()
		others = append(others, inText(fmt.Sprintf("%s → %s %s", t.origin(), t.To, word)))
	}
	text := fmt.Sprintf("%s, %s: %d of %s met", inText(v.pageTitle()), inText(l.Entity), met, plural(len(l.Transitions), "transition", "transitions"))
	if len(others) > 0 {
		text += "; " + strings.Join(others, ", ")
	}
	return text
}

func (m *markdown) foot(r *Report) {
	if m.omitted > 0 {
		fmt.Fprintf(&m.out, "\n%s did not fit into %d KiB; the other reports of the run have all of it.\n", plural(m.omitted, "part", "parts"), MarkdownBytes>>10)
	}
	fmt.Fprintf(&m.out, "\n<sub>plumbline %s, %s, random seed %d</sub>\n", inText(cut(r.Version, markdownName)), duration(r.Duration), r.RandomSeed)
}

// fenced makes a block of code. Its fence is longer than any run of the same
// sign in the text, and the language's name is ours.
func fenced(language, text string) string {
	longest, run := 0, 0
	for _, c := range text {
		if c == '`' {
			run++
			longest = max(longest, run)
			continue
		}
		run = 0
	}
	fence := strings.Repeat("`", max(3, longest+1))
	return fence + language + "\n" + printableLines(text) + "\n" + fence + "\n"
}

// inText makes text harmless in a paragraph, in a cell of a table and in an
// element: every sign of Markdown and HTML becomes a character reference, which
// neither reads again. GitHub and GitLab look for people, issues and the like
// in the finished text; an empty element behind the sign hides them.
func inText(s string) string {
	var b strings.Builder
	s = printable(s)
	for i, c := range s {
		switch {
		case strings.ContainsRune("@#!&~$%", c):
			fmt.Fprintf(&b, "&#%d;<span></span>", c)
		case strings.ContainsRune("\\`*_{}[]()<>|", c), beginsBlock(s[:i], c):
			fmt.Fprintf(&b, "&#%d;", c)
		default:
			b.WriteRune(c)
		}
	}
	return b.String()
}

// beginsBlock tells whether a sign makes a line more than text: a bullet or a
// rule at its start, or the point behind the number of a list.
func beginsBlock(before string, c rune) bool {
	switch c {
	case '.':
		return strings.Trim(before, "0123456789") == ""
	case '-', '+', '=', ' ':
		return before == ""
	}
	return false
}

// inCode is text as code. It is written as an element, since a bar ends the
// cell of a table even between backticks.
func inCode(s string) string { return "<code>" + inText(s) + "</code>" }
