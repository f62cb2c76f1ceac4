package report

import "strings"

// The widths of text, in columns.
const (
	usualColumns = 100 // where nobody says how wide the screen is
	pipedColumns = 240 // of a value there, which is searched rather than looked at
	leastColumns = 40
	mostColumns  = 120 // of a paragraph: a longer line is hard to read
)

// style is an ANSI attribute.
type style string

const (
	plain   style = ""
	bold    style = "1"
	dim     style = "2"
	red     style = "31"
	green   style = "32"
	yellow  style = "33"
	magenta style = "35"
)

// span is a piece of a line in one style.
type span struct {
	style style
	text  string
}

// printer lays text out. Everything goes through line, which escapes it, so
// that nothing a target sent can act on a terminal.
type printer struct {
	out     strings.Builder
	colour  bool
	verbose bool
	screen  int      // columns of the terminal; 0 for a file or a pipe
	leftOut []string // of the rule that is being told
}

// prose is the width that paragraphs are wrapped to.
func (p *printer) prose() int {
	if p.screen == 0 {
		return usualColumns
	}
	return min(max(p.screen, leastColumns), mostColumns)
}

// fits shortens a text to what is left of a line after so many columns. In a
// file or a pipe it stays whole: whoever reads it there searches it.
func (p *printer) fits(taken int, text string) string {
	if p.screen == 0 {
		return text
	}
	return fit(printable(text), max(p.screen-taken, 8))
}

// room is how many columns a value on a line of its own may take.
func (p *printer) room(taken int) int {
	if p.screen == 0 {
		return pipedColumns
	}
	return max(p.screen-taken, 8)
}

// line writes one line as it is, however long.
func (p *printer) line(indent int, spans ...span) {
	p.out.WriteString(strings.Repeat(" ", indent))
	for _, s := range spans {
		text := printable(s.text)
		if p.colour && s.style != plain {
			text = "\x1b[" + string(s.style) + "m" + text + "\x1b[0m"
		}
		p.out.WriteString(text)
	}
	p.out.WriteByte('\n')
}

// text writes a paragraph, wrapped.
func (p *printer) text(indent int, s style, text string) {
	p.item(indent, 0, s, text)
}

// clipped writes the first lines of a paragraph, with a sign where there are more.
func (p *printer) clipped(indent, most int, s style, text string) {
	lines := wrap(printable(text), p.prose()-indent)
	for i, line := range lines[:min(most, len(lines))] {
		if i == most-1 && len(lines) > most {
			line = fitWords(line+" "+lines[most], p.prose()-indent)
		}
		p.line(indent, span{s, line})
	}
}

// item writes a paragraph whose lines after the first are indented further.
func (p *printer) item(indent, hang int, s style, text string) {
	for i, line := range wrap(printable(text), p.prose()-indent-hang) {
		if i == 1 {
			indent += hang
		}
		p.line(indent, span{s, line})
	}
}

// field writes a name and its value. A value too long for its line goes on
// below itself, broken at its spaces.
func (p *printer) field(indent int, name string, s style, value string) {
	const wide = 9 // the longest name and a space
	for i, line := range wrap(printable(value), p.prose()-indent-wide) {
		if i > 0 {
			name = ""
		}
		p.line(indent, span{dim, name + strings.Repeat(" ", max(wide-len(name), 1))}, span{s, line})
	}
}

func (p *printer) blank() {
	p.out.WriteByte('\n')
}
