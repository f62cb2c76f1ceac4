package report

import "strings"

// columns is the width that text is wrapped to.
const columns = 100

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

// item writes a paragraph whose lines after the first are indented further.
func (p *printer) item(indent, hang int, s style, text string) {
	for i, line := range wrap(printable(text), columns-indent-hang) {
		if i == 1 {
			indent += hang
		}
		p.line(indent, span{s, line})
	}
}

func (p *printer) blank() {
	p.out.WriteByte('\n')
}
