package report

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// TerminalOptions is how a report is drawn for a terminal.
type TerminalOptions struct {
	Colour            bool
	Columns           int  // width of the screen; 0 for a file or a pipe, where lines stay whole
	Verbose           bool // nothing is left out for brevity; rules that were not judged and readings learnt are listed
	AllowInconclusive bool // as for Exit, so that the last line says the same
}

// Terminal writes the report for people. What they need comes last, where the
// eye is when a command ends: the table and one line with the verdict. Above
// it stands what broke, then what could not be judged, then the warnings.
func (r *Report) Terminal(w io.Writer, o TerminalOptions) error {
	p := &printer{colour: o.Colour, verbose: o.Verbose, screen: o.Columns}
	p.failures(r)
	p.inconclusive(r)
	p.warnings(r)
	if o.Verbose {
		p.notJudged(r)
		p.dialects(r)
		p.strictnesses(r)
	}
	p.ledger(r)
	p.table(r)
	p.remarks(r)
	p.end(statusStyle(r.Exit(o.AllowInconclusive)), fmt.Sprintf("%s (%s)", r.conclusion(o.AllowInconclusive), duration(r.Duration)))
	if _, err := io.WriteString(w, p.out.String()); err != nil {
		return fmt.Errorf("report: write to the terminal: %w", err)
	}
	return nil
}

// end writes the last line. In a file or a pipe it is one, for those who read
// no more.
func (p *printer) end(s style, text string) {
	if p.screen > 0 {
		p.text(0, s, text)
		return
	}
	p.line(0, span{s, text})
}

func statusStyle(status int) style {
	switch status {
	case ExitConformant:
		return green
	case ExitNotProven:
		return yellow
	}
	return red
}

// section writes a heading and, for every vendor for which each has something
// to say, the vendor's name above it.
func (p *printer) section(r *Report, heading string, counted func(*Vendor) bool, each func(*Vendor)) {
	printed := false
	for i := range r.Vendors {
		v := &r.Vendors[i]
		if !counted(v) {
			continue
		}
		if printed {
			p.blank()
		} else {
			p.line(0, span{bold, heading})
		}
		printed = true
		p.line(0, span{bold, v.Name}, span{dim, " at " + v.Target})
		each(v)
	}
	if printed {
		p.blank()
	}
}

// has tells whether a vendor has rules of that verdict.
func has(verdict Verdict) func(*Vendor) bool {
	return func(v *Vendor) bool { return v.Count()[verdict] > 0 }
}

func (p *printer) inconclusive(r *Report) {
	p.section(r, "INCONCLUSIVE, and what would settle it", has(Inconclusive), func(v *Vendor) {
		for _, s := range v.byReason(Inconclusive) {
			p.text(2, yellow, s.reason)
			p.list(4, s.rules)
		}
	})
}

func (p *printer) warnings(r *Report) {
	p.section(r, "WARNINGS", has(Warning), func(v *Vendor) {
		for i := range v.Rules {
			rule := &v.Rules[i]
			if rule.Verdict != Warning {
				continue
			}
			head := []span{{yellow, "warning "}, {bold, rule.ID}, {plain, " (" + rule.warns() + ")"}}
			why := cut(rule.why(), 2*usualColumns)
			if taken := cells("  warning  ()  " + rule.ID + rule.warns()); p.fits(taken, why) == why || p.screen == 0 {
				p.line(2, append(head, span{plain, "  " + why})...)
				continue
			}
			p.line(2, head...)
			p.text(4, plain, why)
		}
	})
}

// warns says why the rule does not fail.
func (r *Rule) warns() string {
	if r.Known != nil {
		return "known failure"
	}
	if r.Basis == "assumed" {
		return r.Basis
	}
	return r.Level
}

func (p *printer) notJudged(r *Report) {
	for _, verdict := range []Verdict{NotApplicable, Skip} {
		p.section(r, strings.ToUpper(verdict.appearance().word), has(verdict), func(v *Vendor) {
			for _, s := range v.byReason(verdict) {
				p.text(2, plain, s.reason)
				p.list(4, s.rules)
			}
		})
	}
}

func (p *printer) dialects(r *Report) {
	speaks := func(v *Vendor) bool { return len(v.Dialect) > 0 }
	p.section(r, "READINGS that the target follows", speaks, func(v *Vendor) {
		for _, id := range slices.Sorted(maps.Keys(v.Dialect)) {
			p.line(2, span{plain, id + ": "}, span{bold, v.Dialect[id]})
		}
	})
}

// list writes names one a line, and no more than a few unless asked.
func (p *printer) list(indent int, names []string) {
	const few = 6
	shown := names
	if len(names) > few && !p.verbose {
		shown = names[:few-1]
	}
	for _, name := range shown {
		p.line(indent, span{plain, name})
	}
	if rest := len(names) - len(shown); rest > 0 {
		p.line(indent, span{dim, fmt.Sprintf("and %d more", rest)})
	}
}
