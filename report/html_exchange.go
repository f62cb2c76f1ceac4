package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// pageExchange is a request with its response, and how often it was made.
type pageExchange struct {
	N            int // in the case's sequence
	Method, URL  string
	Path         string // of the address, for the sequence
	RequestHead  string
	RequestBody  []pageLine
	Answer       string // status and how long it took, or why there is none
	Status       string // in the sequence
	Failed       bool   // what the case failed at: its last exchange
	Often        string
	ResponseHead string
	ResponseBody []pageLine
	Remarks      []string
}

// pageLine is a line of a body. The mark is on what the failure is about.
type pageLine struct {
	Text string
	Mark bool
}

// pageExchanges are the last ones of a case, equal ones in a row as one.
func (c *Case) pageExchanges(failed bool) (shown []pageExchange, left int) {
	all := folded(c.Exchanges)
	left = max(0, len(all)-mostPageCalls)
	for i, e := range all[left:] {
		var about marks
		last := left+i == len(all)-1
		if last {
			about = newMarks(e.ResponseBody, c.Mismatches)
		}
		p := e.page(about)
		p.N, p.Failed = left+i+1, failed && last
		shown = append(shown, p)
	}
	return shown, left
}

func (e repeated) page(m marks) pageExchange {
	p := pageExchange{
		Method: printable(e.Method), URL: printable(e.URL), Path: printable(cut(e.path(), 300)), Often: e.often(),
		RequestHead: headLines(e.RequestHeaders), ResponseHead: headLines(e.ResponseHeaders),
		Answer: fmt.Sprintf("%d (%s)", e.Status, duration(e.Duration)), Status: fmt.Sprint(e.Status),
	}
	if e.Status == 0 {
		p.Answer, p.Status = "no response", "no response"
	}
	p.RequestBody = p.body("request", e.RequestBody, nil)
	p.ResponseBody = p.body("response", e.ResponseBody, m)
	if e.Error != "" {
		p.Remarks = append(p.Remarks, printable("then: "+e.Error))
	}
	if e.Truncated {
		p.Remarks = append(p.Remarks, "A body was longer than what is kept.")
	}
	for _, note := range e.Notes {
		p.Remarks = append(p.Remarks, printable("note: "+note))
	}
	return p
}

// body returns the lines of a body, JSON with a member on each, and remarks on
// what is not shown.
func (p *pageExchange) body(whose, body string, m marks) []pageLine {
	if body == "" {
		return nil
	}
	lines, shown := bodyLinesOf(body, pageBodyBytes, pageBodyLines)
	if shown < len(body) {
		p.Remarks = append(p.Remarks, fmt.Sprintf("Of the %s's body the first %s of %s are shown; the JSON report has the rest.", whose, bytesOf(shown), bytesOf(len(body))))
	}
	var list []pageLine
	for _, line := range lines {
		list = append(list, pageLine{printable(line.text), m[line.pointer] && line.pointer != ""})
	}
	return list
}

// bodyLinesOf breaks a body into lines: those of a JSON value, if it is one, else
// its own. It tells how many of its bytes they show.
func bodyLinesOf(body string, bytes, lines int) (list []treeLine, shown int) {
	if value, ok := parseTree(body); ok {
		left := bytes
		for i, line := range value.lines() {
			if left -= len(line.text) + 1; left < 0 || i == lines {
				return list, min(bytes, len(body)-1)
			}
			list = append(list, line)
		}
		return list, len(body)
	}
	start := head(body, bytes, lines)
	for line := range strings.SplitSeq(strings.TrimSuffix(start, "\n"), "\n") {
		list = append(list, treeLine{text: line})
	}
	return list, len(start)
}

// marks are the places in the response body of a case's last exchange that its
// failure is about.
type marks map[string]bool

func newMarks(body string, of []Mismatch) marks {
	m := marks{}
	value, ok := parseTree(body)
	if !ok {
		return m
	}
	for _, mismatch := range of {
		for _, pointer := range mismatch.pointers() {
			m[pointer] = true
		}
	}
	if len(m) > 0 {
		return m
	}
	part, _ := value.focus(of)
	for _, line := range part.lines() {
		if name := line.pointer[strings.LastIndexByte(line.pointer, '/')+1:]; name != "" && slices.ContainsFunc(of, func(m Mismatch) bool { return strings.Contains(m.What, name) }) {
			m[line.pointer] = true
		}
	}
	return m
}

func headLines(headers map[string][]string) string {
	var lines []string
	for _, name := range slices.Sorted(maps.Keys(headers)) {
		for _, value := range headers[name] {
			lines = append(lines, printable(name+": "+value))
		}
	}
	return strings.Join(lines, "\n")
}

// curlLine is the curl command of an exchange, if a person can use it.
func curlLine(e Exchange) string {
	const most = 16 << 10 // bytes
	if line := Curl(e); len(line) <= most {
		return line
	}
	return ""
}
