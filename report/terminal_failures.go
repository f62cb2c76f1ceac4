package report

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// What is left out of the failures unless the printer is verbose. The JSON
// form holds all of it.
const (
	mostEvidence  = 5 // rules of one vendor that are told in full
	mostGroups    = 3 // outcomes of one rule
	mostExchanges = 6 // of one case, the last ones
	mostAlike     = 4 // names of cases that went wrong in the same way
)

func (p *printer) failures(r *Report) {
	broken := func(v *Vendor) bool { return v.Count()[Fail]+v.Count()[Error] > 0 }
	p.section(r, "FAILURES", broken, func(v *Vendor) {
		shown := 0
		for i := range v.Rules {
			if rule := &v.Rules[i]; rule.Verdict.appearance().broken {
				p.failure(rule, shown)
				shown++
			}
		}
	})
}

// failure writes one rule, in full where few of its vendor stand before it.
func (p *printer) failure(r *Rule, before int) {
	look := r.Verdict.appearance()
	name := []span{{look.style, look.word}, {bold, " " + r.ID}}
	if before < mostEvidence || p.verbose {
		p.blank()
		p.line(2, name...)
		p.broken(4, r)
		return
	}
	if before == mostEvidence {
		p.blank()
		p.line(2, span{dim, "The further failures in short; the JSON report has their evidence."})
	}
	p.line(2, name...)
	p.brief(4, r)
}

// brief tells no more than why, in how many cases, and how to see it again.
func (p *printer) brief(indent int, r *Rule) {
	groups := r.brokenGroups()
	why := r.why()
	if n := casesIn(groups); n > 1 {
		why += fmt.Sprintf(" (the first of %s, %s)", plural(n, "case", "cases"), plural(len(groups), "outcome", "outcomes"))
	}
	p.item(indent, 2, r.Verdict.appearance().style, why)
	p.repeat(indent, groups[:min(1, len(groups))])
}

// broken tells what the rule says and where, then what happened instead.
func (p *printer) broken(indent int, r *Rule) {
	p.text(indent, plain, r.Text)
	p.citation(indent, r.Source)
	if r.Verdict.appearance().unknown {
		p.text(indent, magenta, fmt.Sprintf("%q is no verdict", string(r.Verdict)))
	}
	if r.Reason != "" {
		p.text(indent, plain, r.Reason)
	}
	groups := r.brokenGroups()
	shown := groups
	if len(groups) > mostGroups && !p.verbose {
		shown = groups[:mostGroups]
	}
	for _, g := range shown {
		p.blank()
		p.group(indent, r, g)
	}
	if rest := groups[len(shown):]; len(rest) > 0 {
		p.text(indent, dim, fmt.Sprintf("and %s in %s; the JSON report has them",
			plural(len(rest), "other outcome", "other outcomes"), plural(casesIn(rest), "case", "cases")))
	}
	p.repeat(indent, shown)
}

// citation keeps the address and its date together and whole, for copying.
func (p *printer) citation(indent int, s Source) {
	whole := s.String()
	if utf8.RuneCountInString(whole) <= columns-indent {
		p.line(indent, span{dim, whole})
		return
	}
	p.text(indent, dim, s.place())
	p.line(indent, span{dim, s.address()})
}

func (p *printer) repeat(indent int, groups []group) {
	for _, again := range repeats(groups) {
		p.line(indent, span{dim, "repeat:  "}, span{plain, again})
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
	p.line(indent, span{dim, "case:    "}, span{plain, c.Name}, span{dim, " (" + about + ")"})
	if c.Reason != "" && c.Reason != r.Reason {
		p.text(indent+2, plain, c.Reason)
	}
	for _, m := range c.Mismatches {
		p.item(indent+2, 2, c.Verdict.appearance().style, m.String())
	}
	p.exchanges(indent+2, c.Exchanges)
	p.alike(indent, g.names())
	if n := len(c.Exchanges); n > 0 {
		p.byHand(indent, c.Exchanges[n-1])
	}
}

func (p *printer) alike(indent int, names []string) {
	if len(names) == 0 {
		return
	}
	rest := ""
	if len(names) > mostAlike && !p.verbose {
		rest = fmt.Sprintf(" and %d more", len(names)-mostAlike)
		names = names[:mostAlike]
	}
	p.item(indent, 9, dim, "alike:   "+strings.Join(names, "; ")+rest)
}

// byHand writes the curl line of a case's last request.
func (p *printer) byHand(indent int, e Exchange) {
	const most = 4096 // bytes; a longer line is no help on a screen, and half of one is no command
	command := Curl(e)
	if len(command) > most && !p.verbose {
		command = "(the curl line has " + bytesOf(len(command)) + "; the JSON report has the request)"
	}
	p.line(indent, span{dim, "by hand: "}, span{plain, command})
}
