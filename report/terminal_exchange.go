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

// exchanges writes the requests of a case in a line each, and the bodies of the
// last; verbose, the bodies of all.
func (p *printer) exchanges(indent int, c *Case) {
	all := folded(c.Exchanges)
	shown := all
	if len(all) > mostExchanges && !p.verbose {
		shown = all[len(all)-mostExchanges:]
		p.leftOut = append(p.leftOut, plural(len(all)-len(shown), "earlier request", "earlier requests"))
	}
	for i, e := range shown {
		p.exchangeLine(indent, e)
		switch {
		case p.verbose:
			p.body(indent+2, "> ", e.RequestBody)
			p.body(indent+2, "< ", e.ResponseBody)
		case i == len(shown)-1:
			p.shortBody(indent+2, "> ", e.RequestBody)
			if !fitsOnLine(e.ResponseBody) {
				p.shortBody(indent+2, "< ", focused(e.ResponseBody, c.Mismatches))
			}
		}
		p.afterwards(indent+2, e.Exchange)
	}
}

// fitsOnLine tells whether a body is short enough to stand behind its status.
func fitsOnLine(body string) bool {
	body = strings.TrimRight(body, "\r\n")
	return len(body) <= 24 && allPrint(body)
}

// exchangeLine is a request with its response in short. The address is whole
// only when verbose: the curl line has it too.
func (p *printer) exchangeLine(indent int, e repeated) {
	address := e.path()
	if p.verbose || address == "/" {
		address = e.URL
	}
	answer := fmt.Sprintf("%d (%s)", e.Status, duration(e.Duration))
	switch {
	case e.Status == 0:
		answer = "no response: " + e.Error
	case e.Error != "":
		answer += ", then: " + e.Error
	}
	if body := strings.TrimRight(e.ResponseBody, "\r\n"); body != "" && fitsOnLine(body) && !p.verbose {
		answer += " " + body
	}
	if often := e.often(); often != "" {
		answer += ", " + often
	}
	request := fit(printable(e.Method+" "+address), max(p.room(indent+cells(printable(answer))+3), 30))
	if p.screen == 0 {
		request = e.Method + " " + address
	}
	p.line(indent, span{plain, request}, span{dim, " → "}, span{plain, answer})
}

func (p *printer) afterwards(indent int, e Exchange) {
	if e.Truncated {
		p.line(indent, span{dim, "(a body was longer than what is kept)"})
	}
	const most = 3 // the forms for machines have all
	for _, note := range e.Notes[:min(most, len(e.Notes))] {
		p.text(indent, dim, "note: "+note)
	}
	if more := len(e.Notes) - most; more > 0 {
		p.text(indent, dim, fmt.Sprintf("and %d more notes", more))
	}
}

// focused is of a body what the mismatches are about, where they name something
// in it.
func focused(body string, about []Mismatch) string {
	if whole, ok := parseTree(body); ok {
		if part, ok := whole.focus(about); ok {
			return part.whole()
		}
	}
	return body
}

// shortBody writes a body on one line.
func (p *printer) shortBody(indent int, mark, body string) {
	if body != "" {
		p.line(indent, span{dim, mark + shortBody(body, p.room(indent+len(mark)))})
	}
}

// body writes a body line by line, JSON with a member on each. Lines stay whole:
// a break inside a word would be taken for one in the body.
func (p *printer) body(indent int, mark, body string) {
	if body == "" {
		return
	}
	lines, shown := bodyLinesOf(body, bodyBytes, bodyLines)
	for _, line := range lines {
		p.line(indent, span{dim, mark + line.text})
	}
	if shown < len(body) {
		p.line(indent, span{dim, fmt.Sprintf("(the first %s of %s)", bytesOf(shown), bytesOf(len(body)))})
	}
}
