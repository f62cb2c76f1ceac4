package report

import (
	"fmt"
	"slices"
	"strings"
	"text/tabwriter"
)

// table writes how many rules of each vendor came to which verdict.
func (p *printer) table(r *Report) {
	name := len("vendor")
	for _, v := range r.Vendors {
		name = max(name, len(v.Name))
	}
	lines := p.figures(r, name)
	p.line(0, span{bold, lines[0]})
	next := 1
	for i := range r.Vendors {
		v := &r.Vendors[i]
		if v.NotBuilt {
			p.line(0, span{dim, fmt.Sprintf("%-*s  not built yet", name, v.Name)})
			continue
		}
		p.line(0, span{v.style(), lines[next]})
		next++
	}
	p.blank()
}

// figures are the lines of the table: on a narrow screen without the columns that
// say nothing, or with short heads.
func (p *printer) figures(r *Report, name int) []string {
	said := slices.DeleteFunc(verdicts(), func(v Verdict) bool { return !r.anyRule(v) })
	long := func(v Verdict) string { return v.appearance().column }
	short := func(v Verdict) string { return v.appearance().narrow }
	lines := figures(r, name, verdicts(), long)
	if p.screen > 0 && cells(lines[0]) > p.screen {
		lines = figures(r, name, said, long)
	}
	if p.screen > 0 && cells(lines[0]) > p.screen {
		lines = figures(r, name, said, short)
	}
	return lines
}

// figures lays out the heading and the rows of the vendors that are built.
// The others stay out of it: words among figures would widen a column.
func figures(r *Report, name int, columns []Verdict, head func(Verdict) string) []string {
	var b strings.Builder // takes everything: the errors of its writer are nil
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', tabwriter.AlignRight)
	row := func(cells ...string) { _, _ = fmt.Fprintln(w, strings.Join(cells, "\t")+"\t") }

	heads := []string{fmt.Sprintf("%-*s", name, "vendor"), "rules"}
	for _, verdict := range columns {
		heads = append(heads, head(verdict))
	}
	row(append(heads, "requests")...)
	for i := range r.Vendors {
		v := &r.Vendors[i]
		if v.NotBuilt {
			continue
		}
		cells := []string{fmt.Sprintf("%-*s", name, printable(v.Name)), fmt.Sprint(len(v.Rules))}
		count := v.Count()
		for _, verdict := range columns {
			cells = append(cells, fmt.Sprint(count[verdict]))
		}
		row(append(cells, fmt.Sprint(v.Requests))...)
	}
	_ = w.Flush()
	lines := strings.Split(b.String(), "\n")
	for i := range lines {
		lines[i] = strings.TrimPrefix(lines[i], "  ") // the padding before the first column
	}
	return lines
}

// anyRule tells whether any rule came to a verdict.
func (r *Report) anyRule(v Verdict) bool {
	return slices.ContainsFunc(r.Vendors, func(of Vendor) bool { return of.Count()[v] > 0 })
}

// style is that of the gravest verdict on any of the vendor's rules.
func (v *Vendor) style() style {
	c := v.Count()
	for _, verdict := range []Verdict{Error, Fail, Inconclusive} {
		if c[verdict] > 0 {
			return verdict.appearance().style
		}
	}
	if v.Unreachable != "" {
		return red
	}
	if !v.judgedBindingRule() {
		return yellow
	}
	return Pass.appearance().style
}

// remarks writes what the figures do not say.
func (p *printer) remarks(r *Report) {
	for _, v := range r.Vendors {
		if v.Unreachable != "" {
			p.text(0, red, fmt.Sprintf("%s was not reached at %s: %s", v.Name, v.Target, v.Unreachable))
		}
		if v.Stopped != "" {
			p.text(0, yellow, fmt.Sprintf("%s was stopped early: %s", v.Name, v.Stopped))
		}
		for _, note := range v.Notes {
			p.text(0, yellow, fmt.Sprintf("%s: %s", v.Name, note))
		}
	}
	if r.Shard != "" {
		p.line(0, span{plain, fmt.Sprintf("shard %s: the rules of the others were skipped", r.Shard)})
	}
	p.line(0, span{dim, fmt.Sprintf("random seed %d", r.RandomSeed)})
}
