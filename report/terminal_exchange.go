package report

import (
	"fmt"
	"strings"
)

// How much of a body is shown.
const (
	bodyBytes = 2048
	bodyLines = 40
)

func (p *printer) exchanges(indent int, all []Exchange) {
	shown := all
	if len(all) > mostExchanges && !p.verbose {
		shown = all[len(all)-mostExchanges:]
		p.line(indent, span{dim, fmt.Sprintf("(%s before these)", plural(len(all)-len(shown), "exchange", "exchanges"))})
	}
	for _, e := range shown {
		p.exchange(indent, e)
	}
}

// exchange writes a request and its response in short form: lines that were
// sent begin with >, lines that came with <.
func (p *printer) exchange(indent int, e Exchange) {
	p.line(indent, span{plain, "> " + e.Method + " " + e.URL})
	p.body(indent, "> ", e.RequestBody)
	switch {
	case e.Status == 0:
		p.text(indent, plain, "< no response: "+e.Error)
	case e.Error != "":
		p.text(indent, plain, fmt.Sprintf("< %d (%s), then: %s", e.Status, duration(e.Duration), e.Error))
	default:
		p.line(indent, span{plain, fmt.Sprintf("< %d (%s)", e.Status, duration(e.Duration))})
	}
	p.body(indent, "< ", e.ResponseBody)
	if e.Truncated {
		p.line(indent, span{dim, "(a body was longer than what is kept)"})
	}
	for _, note := range e.Notes {
		p.text(indent, dim, "note: "+note)
	}
}

// body writes a body line by line. A line too long for the screen goes on
// below without the mark.
func (p *printer) body(indent int, mark, body string) {
	if body == "" {
		return
	}
	shown := head(body, bodyBytes, bodyLines)
	for _, line := range strings.Split(strings.TrimSuffix(shown, "\n"), "\n") {
		for i, piece := range chunks(printable(line), columns-indent-len(mark)) {
			if i > 0 {
				p.line(indent, span{dim, strings.Repeat(" ", len(mark)) + piece})
				continue
			}
			p.line(indent, span{dim, mark + piece})
		}
	}
	if len(shown) < len(body) {
		p.line(indent, span{dim, fmt.Sprintf("(the first %s of %s)", bytesOf(len(shown)), bytesOf(len(body)))})
	}
}
