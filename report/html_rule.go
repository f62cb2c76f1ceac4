package report

import (
	"fmt"
	"strings"
)

// What is left out of the page, so that a browser can hold it. The JSON form
// has all of it, and the page says so where it leaves something out.
const (
	mostOpen       = 20   // broken rules that are unfolded from the start
	mostPageGroups = 40   // outcomes of one rule
	mostPageAlike  = 10   // cases of one outcome that are told with their evidence
	mostPageCalls  = 12   // exchanges of one case, the last ones
	pageBodyBytes  = 6144 // of one body
	pageBodyLines  = 200
)

// pageRule is one rule with its verdict.
type pageRule struct {
	Anchor, Vendor, Kind, Word, ID string
	Text                           string
	Level, Basis                   string
	Place, Date, Link              string // of the citation; the link is empty where it is no web address
	Reason                         string
	Why                            string // in short, while the rule is folded
	Readings                       []string
	Open                           bool
	Outcomes                       []pageOutcome
	OutcomesLeft                   string // how many more there are
	Settled                        []pageNames
	Notes                          []pageNote
	Repeat                         []string // commands
	Cases                          string   // how many there are
}

// pageOutcome is the cases of one rule that went the same way.
type pageOutcome struct {
	pageCase
	Alike     []pageCase
	AlikeLeft []string // names of those without evidence
	More      string   // how many others there are
}

type pageCase struct {
	Kind, Word, Name string
	About            string // its phase, reading and place
	Reason           string
	Mismatches       []Mismatch
	Exchanges        []pageExchange
	Calls            string // how many there are
	CallsLeft        string
	Curl             string
}

// pageNames are cases of one verdict of which there is no more to tell than
// that they are there.
type pageNames struct {
	Label string
	Names []string
}

// pageNote is what was seen beside a case that passed.
type pageNote struct{ Case, Text string }

func (r *Rule) pageRule(anchor, vendor string, open bool) pageRule {
	look := r.Verdict.appearance()
	p := pageRule{
		Anchor: anchor, Vendor: vendor, Kind: string(r.Verdict.known()), Word: strings.ToLower(look.word), ID: printable(r.ID),
		Text: printable(r.Text), Level: printable(r.Level), Basis: printable(r.Basis),
		Place: printable(r.Source.place()), Date: printable(r.Source.Date), Link: webAddress(r.Source.URL),
		Open: open, Readings: eachPrintable(r.Readings), Cases: plural(len(r.Cases), "case", "cases"),
	}
	if r.Verdict != Pass {
		p.Reason, p.Why = printable(r.told()), printable(cut(r.inShort(), 400))
	}
	if look.unknown {
		p.Reason = printable(fmt.Sprintf("%q is no verdict. %s", string(r.Verdict), r.Reason))
	}
	groups := r.openGroups()
	for _, g := range groups[:min(len(groups), mostPageGroups)] {
		p.Outcomes = append(p.Outcomes, r.pageOutcome(g))
	}
	if rest := groups[len(p.Outcomes):]; len(rest) > 0 {
		p.OutcomesLeft = fmt.Sprintf("%s in %s", plural(len(rest), "further outcome", "further outcomes"), plural(casesIn(rest), "case", "cases"))
	}
	p.Repeat = eachPrintable(repeats(groups))
	for _, verdict := range []Verdict{Pass, NotApplicable, Skip} {
		p.settled(r, verdict)
	}
	return p
}

// inShort says why the rule is not a pass, with the first thing that differed:
// a reason may be one that many rules have.
func (r *Rule) inShort() string {
	why := r.why()
	if why != r.Reason {
		return why
	}
	for _, g := range r.openGroups() {
		if len(g.first.Mismatches) > 0 {
			return why + ": " + g.first.Mismatches[0].String()
		}
	}
	return why
}

// settled lists the cases of a verdict that needs no evidence.
func (p *pageRule) settled(r *Rule, verdict Verdict) {
	list := pageNames{}
	for i := range r.Cases {
		c := &r.Cases[i]
		if c.Verdict != verdict {
			continue
		}
		name := printable(c.Name)
		if c.Reason != "" && c.Reason != r.Reason {
			name += " (" + printable(c.Reason) + ")"
		}
		list.Names = append(list.Names, name)
		for _, e := range c.Exchanges {
			for _, note := range e.Notes {
				p.Notes = append(p.Notes, pageNote{printable(c.Name), printable(e.Method + " " + cut(e.URL, 200) + ": " + note)})
			}
		}
	}
	if n := len(list.Names); n > 0 {
		list.Label = fmt.Sprintf("%s %s", plural(n, "case", "cases"), settledWord(verdict))
		p.Settled = append(p.Settled, list)
	}
}

func settledWord(v Verdict) string {
	if v == Pass {
		return "passed"
	}
	return v.appearance().word
}

func (r *Rule) pageOutcome(g group) pageOutcome {
	o := pageOutcome{pageCase: r.pageCase(g.first), More: plural(len(g.alike), "further case", "further cases")}
	told := min(len(g.alike), mostPageAlike)
	for _, c := range g.alike[:told] {
		o.Alike = append(o.Alike, r.pageCase(c))
	}
	o.AlikeLeft = eachPrintable(g.names()[told:])
	return o
}

func (r *Rule) pageCase(c *Case) pageCase {
	v := r.verdictOn(c)
	p := pageCase{
		Kind: string(v), Word: strings.ToLower(v.appearance().word), Name: printable(c.Name), About: c.about(),
		Calls: plural(len(c.Exchanges), "exchange", "exchanges"),
	}
	if c.Reason != r.Reason {
		p.Reason = printable(c.Reason)
	}
	for _, m := range c.Mismatches {
		for _, row := range m.rows() {
			p.Mismatches = append(p.Mismatches, row.bounded())
		}
	}
	var left int
	if p.Exchanges, left = c.pageExchanges(v.appearance().broken || v == Warning); left > 0 {
		p.CallsLeft = plural(left, "exchange", "exchanges")
	}
	if n := len(c.Exchanges); n > 0 {
		p.Curl = curlLine(c.Exchanges[n-1])
	}
	return p
}

// about tells where a case comes from.
func (c *Case) about() string {
	words := []string{c.Phase + " phase"}
	if c.Reading != "" {
		words = append(words, "reading "+c.Reading)
	}
	if c.File != "" {
		words = append(words, fmt.Sprintf("%s:%d", c.File, c.Line))
	}
	return printable(strings.Join(words, ", "))
}

// bounded makes a mismatch printable and shortens its values.
func (m Mismatch) bounded() Mismatch {
	const most = 1000 // bytes of one value
	b := Mismatch{What: printable(cut(m.What, most)), Got: printable(cut(m.Got, most))}
	for _, want := range m.Want {
		b.Want = append(b.Want, printable(cut(want, most)))
	}
	return b
}

// printableLines makes a text of several lines visible and keeps its lines.
func printableLines(s string) string {
	lines := strings.Split(strings.TrimSuffix(s, "\n"), "\n")
	for i := range lines {
		lines[i] = printable(lines[i])
	}
	return strings.Join(lines, "\n")
}

func eachPrintable(list []string) []string {
	out := make([]string, len(list))
	for i := range list {
		out[i] = printable(list[i])
	}
	return out
}

// webAddress returns an address that a browser may follow; empty for any other.
func webAddress(url string) string {
	if strings.HasPrefix(url, "https://") || strings.HasPrefix(url, "http://") {
		return url
	}
	return ""
}
