package report

import (
	"fmt"
	"strings"
)

// What is left out of the failures unless the printer is verbose. The JSON
// form holds all of it.
const (
	mostDetailed   = 3  // broken rules of a run that are told in detail without being asked
	mostText       = 2  // lines of what a rule says
	mostGroups     = 3  // outcomes of one rule, where all of them are told
	mostExchanges  = 2  // of one case, the last ones
	mostMismatches = 4  // of one case
	mostLines      = 50 // broken rules of one vendor
	mostAlike      = 10 // of them under one cause
)

func (r *Report) broken() int {
	n := 0
	for i := range r.Vendors {
		n += r.Vendors[i].broken()
	}
	return n
}

func (v *Vendor) broken() int { return v.Count()[Fail] + v.Count()[Error] }

// failures writes a line for every broken rule, and its details where there are
// few or they are asked for.
func (p *printer) failures(r *Report) {
	detailed := p.verbose || r.broken() <= mostDetailed
	p.section(r, "FAILURES", func(v *Vendor) bool { return v.broken() > 0 }, func(v *Vendor) {
		var all []*Rule
		for i := range v.Rules {
			if rule := &v.Rules[i]; rule.Verdict.appearance().broken {
				all = append(all, rule)
			}
		}
		p.failureLines(all)
		if !detailed {
			return
		}
		again := ""
		if !p.verbose {
			again = repeatsAll(all)
		}
		for _, rule := range all {
			p.blank()
			p.line(2, span{bold, rule.ID})
			p.broken(4, rule, again == "")
		}
		if again != "" {
			p.blank()
			p.again(2, again)
		}
	})
	if !detailed {
		p.line(0, span{dim, "Run again with -v for the details, or with --report html=FILE for a page of them."})
		p.blank()
	}
}

// failureLines writes the rules that fail of one cause under it, each other on
// a line of its own.
func (p *printer) failureLines(all []*Rule) {
	behind := map[cause][]*Rule{}
	for _, r := range all {
		if of := r.cause(); of.text != "" {
			behind[of] = append(behind[of], r)
		}
	}
	written := 0
	for _, r := range all {
		of := r.cause()
		group := behind[of]
		if len(group) > 1 && group[0] != r {
			continue
		}
		if written >= mostLines && !p.verbose {
			p.line(2, span{dim, fmt.Sprintf("and %d more", len(all)-written)})
			return
		}
		if len(group) < 2 {
			written++
			p.failureLine(2, r, false)
			continue
		}
		written += len(group)
		p.alike(of, group)
	}
}

// alike writes the rules that fail of one cause.
func (p *printer) alike(of cause, group []*Rule) {
	head := fmt.Sprintf("%d rules fail of one cause: ", len(group))
	if of.values {
		head = fmt.Sprintf("%d rules fail in the same way: ", len(group))
	}
	p.line(2, span{red, head}, span{plain, p.fits(2+cells(head), of.text)})
	shown := group
	if len(group) > mostAlike && !p.verbose {
		shown = group[:mostAlike-1]
	}
	for _, r := range shown {
		p.failureLine(4, r, of.values)
	}
	if rest := len(group) - len(shown); rest > 0 {
		p.line(4, span{dim, fmt.Sprintf("and %d more", rest)})
	}
}

// failureLine is the rule in a line: its ID, what was expected and what came
// unless that was told, and the case in what is left.
func (p *printer) failureLine(indent int, r *Rule, told bool) {
	const least = 14 // columns of a case's name: less tells nothing
	look := r.Verdict.appearance()
	taken := indent + cells(look.word+" "+r.ID+"  ")
	name, what := "", r.why()
	if groups := r.brokenGroups(); len(groups) > 0 {
		if c := groups[0].first; len(c.Mismatches) > 0 && r.whyReadings() == "" {
			name, what = c.Name, c.Mismatches[0].valuesFirst(p.room(taken))
		} else if len(c.Mismatches) == 0 || c.Reason != "" {
			name = c.Name
		}
	}
	if told {
		if name != "" {
			name = "  " + name
		}
		p.line(indent, span{look.style, look.word}, span{bold, " " + r.ID}, span{dim, p.fits(taken-2, name)})
		return
	}
	what = p.fits(taken, what)
	if name != "" {
		name = " (" + name + ")"
		left := p.room(taken) - cells(printable(what))
		switch {
		case p.screen == 0:
		case left < least:
			name = ""
		default:
			name = fit(printable(name), left)
		}
	}
	p.line(indent, span{look.style, look.word}, span{bold, " " + r.ID}, span{plain, "  " + what}, span{dim, name})
}

// broken tells what the rule says and where, then what happened instead: of its
// first outcome, or of all when verbose.
func (p *printer) broken(indent int, r *Rule, repeat bool) {
	if p.verbose {
		p.text(indent, plain, r.Text)
		p.text(indent, dim, r.Source.place())
		p.line(indent, span{dim, r.Source.address()})
	} else {
		p.clipped(indent, mostText, plain, r.Text)
		p.clipped(indent, 1, dim, r.Source.place())
	}
	if r.Verdict.appearance().unknown {
		p.text(indent, magenta, fmt.Sprintf("%q is no verdict", string(r.Verdict)))
	}
	if reason := r.told(); reason != "" {
		p.text(indent, plain, reason)
	}
	groups := r.brokenGroups()
	shown := groups[:min(len(groups), 1)]
	if p.verbose {
		shown = groups
	}
	p.leftOut = nil
	if rest := casesIn(groups) - len(shown); rest > 0 && !p.verbose {
		p.leftOut = append(p.leftOut, plural(rest, "other case", "other cases"))
	}
	for _, g := range shown {
		if p.verbose {
			p.blank()
		}
		p.group(indent, r, g)
	}
	if len(p.leftOut) > 0 {
		p.line(indent, span{dim, "-v shows " + strings.Join(p.leftOut, ", ")})
	}
	if repeat {
		p.again(indent, repeats(shown)...)
	}
}

func (p *printer) again(indent int, commands ...string) {
	for _, command := range commands {
		p.line(indent, span{dim, "repeat   "}, span{plain, command})
	}
}

// group tells of the first case of a group.
func (p *printer) group(indent int, r *Rule, g group) {
	c := g.first
	p.field(indent, "case", plain, c.Name+p.aboutCase(g))
	if c.File != "" && p.verbose {
		p.field(indent, "scenario", plain, fmt.Sprintf("features/%s:%d", c.File, c.Line))
	}
	if c.Reason != "" && c.Reason != r.Reason {
		p.field(indent, "reason", plain, c.Reason)
	}
	p.mismatches(indent, c)
	p.exchanges(indent, c)
	if names := g.names(); len(names) > 0 && p.verbose {
		p.field(indent, "alike", dim, strings.Join(names, "; "))
	}
	shown := c.Exchanges
	if c.Scenario == "" {
		shown = shown[max(0, len(shown)-1):]
	}
	for _, e := range shown {
		p.byHand(indent, e)
	}
	p.scenario(indent, c.Scenario)
}

// aboutCase says in parentheses which cases the first of a group stands for.
func (p *printer) aboutCase(g group) string {
	var about []string
	if p.verbose {
		about = append(about, g.first.Phase+" phase")
	}
	if g.first.Reading != "" {
		about = append(about, "reading "+g.first.Reading)
	}
	if len(g.alike) > 0 && p.verbose {
		about = append(about, fmt.Sprintf("1 of %d with this outcome", g.size()))
	}
	if len(about) == 0 {
		return ""
	}
	return " (" + strings.Join(about, ", ") + ")"
}

// scenario writes a case that was found in Gherkin, to be pasted into a feature.
func (p *printer) scenario(indent int, text string) {
	if text == "" {
		return
	}
	p.line(indent, span{dim, "scenario"})
	for _, line := range strings.Split(strings.TrimRight(text, "\n"), "\n") {
		p.line(indent+2, span{plain, line})
	}
}

// mismatches writes one difference over two lines, or three where there is room
// for all, and several on a line each.
func (p *printer) mismatches(indent int, c *Case) {
	style := c.Verdict.appearance().style
	var rows []Mismatch
	for _, m := range c.Mismatches {
		rows = append(rows, m.rows()...)
	}
	if len(rows) == 1 && len(rows[0].Want) > 0 {
		m := rows[0]
		want := alternatives(m.Want, p.value(indent))
		switch {
		case p.verbose:
			p.field(indent, "field", plain, m.What)
		case m.What != "status":
			want += " (" + m.What + ")"
		}
		p.field(indent, "expected", plain, want)
		got := "nothing"
		if m.Got != "" {
			got = p.value(indent)(m.Got)
		}
		p.field(indent, "actual", style, got)
		return
	}
	shown := rows
	if len(rows) > mostMismatches && !p.verbose {
		shown = rows[:mostMismatches]
	}
	for _, m := range shown {
		p.item(indent, 2, style, m.valuesFirst(2*p.room(indent)))
	}
	if rest := len(rows) - len(shown); rest > 0 {
		p.line(indent, span{dim, "and " + plural(rest, "other difference", "other differences")})
	}
}

// value writes a value on one line, short unless verbose.
func (p *printer) value(indent int) func(string) string {
	return func(value string) string {
		if p.verbose {
			return cut(value, 300)
		}
		return shortBody(value, p.room(indent+9))
	}
}

// byHand writes the curl line of a case's last request.
func (p *printer) byHand(indent int, e Exchange) {
	const name, rows = "curl     ", 2 // a longer line hides what stands above it, and half of one is no command
	command, most := Curl(e), 4096
	if p.screen > 0 {
		most = rows*p.screen - indent - len(name)
	}
	switch {
	case command == "":
	case cells(command) > most && !p.verbose:
		p.leftOut = append(p.leftOut, "a curl line")
	default:
		p.line(indent, span{dim, name}, span{plain, command})
	}
}
