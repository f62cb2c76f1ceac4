package report

import (
	"fmt"
	"strings"
)

// plain writes the exchange as text, with so many bytes of each body.
func (e Exchange) plain(bytes int) string {
	lines := []string{printable(e.Method + " " + e.URL)}
	lines = append(lines, part(headLines(e.RequestHeaders), e.RequestBody, bytes)...)
	answer := fmt.Sprintf("%d (%s)", e.Status, duration(e.Duration))
	if e.Status == 0 {
		answer = "no response"
	}
	lines = append(lines, "", answer)
	lines = append(lines, part(headLines(e.ResponseHeaders), e.ResponseBody, bytes)...)
	if e.Error != "" {
		lines = append(lines, printable("then: "+e.Error))
	}
	if e.Truncated {
		lines = append(lines, "(a body was longer than what is kept)")
	}
	for _, note := range e.Notes {
		lines = append(lines, printable("note: "+note))
	}
	return strings.Join(lines, "\n")
}

// part is the head and the start of the body of one message.
func part(headers, body string, bytes int) []string {
	var lines []string
	if headers != "" {
		lines = append(lines, headers)
	}
	if body == "" {
		return lines
	}
	all, shown := bodyLinesOf(body, bytes, pageBodyLines)
	lines = append(lines, "")
	for _, line := range all {
		lines = append(lines, printable(line.text))
	}
	if shown < len(body) {
		lines = append(lines, fmt.Sprintf("(the first %s of %s)", bytesOf(shown), bytesOf(len(body))))
	}
	return lines
}
