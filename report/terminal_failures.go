package report

import (
	"fmt"
	"strings"
)

// What is left out of the failures unless the printer is verbose. The JSON
// form holds all of it.
const (
	mostDetailed   = 3  // broken rules of a run that are told in detail without being asked
	mostGroups     = 3  // outcomes of one rule, where all of them are told
	mostExchanges  = 4  // of one case, the last ones
	mostMismatches = 4  // of one case
	mostLines      = 50 // broken rules of one vendor
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
		for _, rule := range all {
			if detailed {
				p.blank()
				p.detail(rule)
			}
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
	behind := map[string][]*Rule{}
	for _, r := range all {
		if cause := r.cause(); cause != "" {
			behind[cause] = append(behind[cause], r)
		}
	}
	written := 0
	for _, r := range all {
		if written == mostLines && !p.verbose {
			p.line(2, span{dim, fmt.Sprintf("and %d more", len(all)-mostLines)})
			return
		}
		written++
		group := behind[r.cause()]
		switch {
		case len(group) < 2:
			p.failureLine(2, r)
		case group[0] == r:
			p.line(2, span{red, fmt.Sprintf("%d rules fail of one cause: ", len(group))}, span{plain, p.fits(32, r.cause())})
			for _, other := range group {
				p.failureLine(4, other)
			}
		}
	}
}

// failureLine is the rule in a line: its ID, what was expected and what came,
// and the case in what is left.
func (p *printer) failureLine(indent int, r *Rule) {
	const least = 14 // columns of a case's name: less tells nothing
	look := r.Verdict.appearance()
	name, what := "", r.why()
	if groups := r.brokenGroups(); len(groups) > 0 {
		if c := groups[0].first; len(c.Mismatches) > 0 && r.whyReadings() == "" {
			name, what = c.Name, c.Mismatches[0].valuesFirst(p.room(0))
		} else if len(c.Mismatches) == 0 || c.Reason != "" {
			name = c.Name
		}
	}
	taken := indent + cells(look.word+" "+r.ID+"  ")
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

// detail tells what the rule says and where, then what happened instead: of its
// first outcome, or of all when verbose.
func (p *printer) detail(r *Rule) {
	p.line(2, span{bold, r.ID})
	p.broken(4, r)
}

func (p *printer) broken(indent int, r *Rule) {
	p.text(indent, plain, r.Text)
	p.text(indent, dim, r.Source.place())
	if p.verbose {
		p.line(indent, span{dim, r.Source.address()})
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
	for _, g := range shown {
		if p.verbose {
			p.blank()
		}
		p.group(indent, r, g)
	}
	if rest := groups[len(shown):]; len(rest) > 0 {
		p.text(indent, dim, fmt.Sprintf("and %s in %s (-v shows them)",
			plural(len(rest), "other outcome", "other outcomes"), plural(casesIn(rest), "case", "cases")))
	}
	for _, again := range repeats(shown) {
		p.line(indent, span{dim, "repeat   "}, span{plain, again})
	}
}

func (p *printer) group(indent int, r *Rule, g group) {
	c := g.first
	about := c.Phase + " phase"
	if c.Reading != "" {
		about += ", reading " + c.Reading
	}
	if len(g.alike) > 0 {
		about += fmt.Sprintf("; 1 of %d with this outcome", g.size())
	}
	p.field(indent, "case", plain, c.Name+" ("+about+")")
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

// mismatches writes one difference over three lines, several on a line each.
func (p *printer) mismatches(indent int, c *Case) {
	style := c.Verdict.appearance().style
	var rows []Mismatch
	for _, m := range c.Mismatches {
		rows = append(rows, m.rows()...)
	}
	if len(rows) == 1 && len(rows[0].Want) > 0 {
		m := rows[0]
		p.field(indent, "field", plain, m.What)
		p.field(indent, "expected", plain, alternatives(m.Want, p.value(indent)))
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
		p.item(indent, 2, style, m.valuesFirst(p.room(indent)))
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
	const most = 4096 // bytes; a longer line is no help on a screen, and half of one is no command
	command := Curl(e)
	if len(command) > most && !p.verbose {
		command = "(the curl line has " + bytesOf(len(command)) + "; the JSON report has the request)"
	}
	p.line(indent, span{dim, "curl     "}, span{plain, command})
}
