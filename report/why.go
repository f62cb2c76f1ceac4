package report

import (
	"fmt"
	"slices"
	"strings"
)

// Why says in one sentence why a rule is not a pass.
func (r *Rule) Why() string { return r.why() }

// why says in one sentence why a rule is not a pass. What was expected and what
// came is better than any reason in words; where the rule has readings, it is
// told of all of them.
func (r *Rule) why() string {
	if text := r.whyReadings(); text != "" {
		return text
	}
	c := r.firstOf(func(c *Case) bool { return c.Verdict == r.Verdict || c.Verdict == Fail && r.Verdict == Warning })
	if r.Verdict == Warning && r.Basis == "assumed" && r.Known == nil && c != nil && len(c.Mismatches) > 0 {
		return "not documented (our assumption): " + c.Mismatches[0].String()
	}
	switch {
	case r.Reason != "":
		return r.Reason
	case c == nil:
		return "no reason was recorded"
	case c.Reason != "":
		return c.Reason
	case len(c.Mismatches) > 0:
		return c.Mismatches[0].String()
	}
	return "no reason was recorded"
}

// told is the reason of a rule that has one beside those of its cases.
func (r *Rule) told() string {
	if r.Reason == "" {
		return r.whyReadings()
	}
	return r.why()
}

func (r *Rule) firstOf(is func(*Case) bool) *Case {
	for i := range r.Cases {
		if c := &r.Cases[i]; is(c) && (c.Reason != "" || len(c.Mismatches) > 0) {
			return c
		}
	}
	return nil
}

// whyReadings tells of a rule that matches none of its readings; it is empty for
// any other rule.
func (r *Rule) whyReadings() string {
	if r.Verdict != Fail && r.Verdict != Warning {
		return ""
	}
	var names []string
	var first []Mismatch // of the first failing case of each reading
	for i := range r.Cases {
		c := &r.Cases[i]
		switch {
		case c.Reading == "" && c.Verdict == Fail: // fails outside its readings
			return ""
		case c.Reading == "" || slices.Contains(names, c.Reading):
		case c.Verdict == Pass:
			return ""
		case c.Verdict == Fail && len(c.Mismatches) > 0:
			names, first = append(names, c.Reading), append(first, c.Mismatches[0])
		}
	}
	if len(names) < 2 {
		return ""
	}
	text := fmt.Sprintf("matches none of the %d readings: ", len(names))
	if all, ok := merged(first); ok {
		return text + all.valuesFirst(usualColumns)
	}
	for i, m := range first {
		text += names[i] + ": " + m.valuesFirst(usualColumns)
		if i < len(first)-1 {
			text += "; "
		}
	}
	return text
}

// merged joins mismatches of one field that came to the same into one.
func merged(list []Mismatch) (Mismatch, bool) {
	all := Mismatch{What: list[0].What, Got: list[0].Got}
	for _, m := range list {
		if m.What != all.What || m.Got != all.Got {
			return Mismatch{}, false
		}
		for _, want := range m.Want {
			if !slices.Contains(all.Want, want) {
				all.Want = append(all.Want, want)
			}
		}
	}
	return all, true
}

// String says what was expected, all alternatives, and what came.
func (m Mismatch) String() string {
	const most = 300 // bytes of one value; the exchanges and the JSON form hold the rest
	first, rest := m.first()
	values := first.values(func(value string) string { return cut(value, most) }) + rest
	if first.What == "status" { // what a figure of three digits is, everyone knows
		return values
	}
	return first.What + ": " + values
}

// valuesFirst is the mismatch in about so many columns, with its field where
// there is room for it.
func (m Mismatch) valuesFirst(columns int) string {
	first, rest := m.first()
	const least = 16 // columns of a value: less tells nothing
	left := columns - len("expected , got ")
	short := Mismatch{}
	if len(first.Want) > 0 {
		short.Want = []string{alternatives(first.Want, func(want string) string { return shortBody(want, max(left/2, least)) })}
		left -= cells(short.Want[0])
	}
	if first.Got != "" {
		short.Got = shortBody(first.Got, max(left, least))
	}
	text := short.values(func(value string) string { return value })
	if field := " (" + first.What + ")"; first.What != "status" && cells(text+field) <= columns {
		text += field
	}
	return text + rest
}

// first is the mismatch, or the first member of it, with how many others differ.
func (m Mismatch) first() (first Mismatch, others string) {
	rows := m.rows()
	if rest := len(rows) - 1; rest > 0 {
		others = fmt.Sprintf(" (and %s)", plural(rest, "other member", "other members"))
	}
	return rows[0], others
}

func (m Mismatch) values(value func(string) string) string {
	expected := ""
	if len(m.Want) > 0 {
		expected = "expected " + alternatives(m.Want, value) + ", "
	}
	if m.Got == "" {
		return expected + "got nothing"
	}
	return expected + "got " + value(m.Got)
}

func alternatives(wants []string, value func(string) string) string {
	told := make([]string, len(wants))
	for i, want := range wants {
		told[i] = value(want)
	}
	return strings.Join(told, " or ")
}

// cause is what may be behind the failures of several rules.
type cause struct {
	text   string
	values bool // the text has what was expected and what came
}

// cause tells of a failure what may be behind others too: an answer that no
// request should get, or else the difference itself, with the request of which
// it came. It is empty where nothing was recorded that could be compared.
func (r *Rule) cause() cause {
	groups := r.brokenGroups()
	if len(groups) == 0 || r.Verdict == Error || r.whyReadings() != "" {
		return cause{}
	}
	c := groups[0].first
	if len(c.Exchanges) == 0 || len(c.Mismatches) == 0 {
		return cause{}
	}
	e := c.Exchanges[len(c.Exchanges)-1]
	request := e.Method + " " + e.template()
	switch {
	case e.Status == 0:
		return cause{text: request + " got no response: " + e.Error}
	case e.Status >= 500:
		return cause{text: fmt.Sprintf("%s got %d", request, e.Status)}
	}
	var all []string
	for _, m := range c.Mismatches {
		all = append(all, m.valuesFirst(pipedColumns))
	}
	return cause{request + ": " + strings.Join(all, "; "), true}
}

// template is the path of the exchange with a sign for what looks like an
// identifier, so that two requests to one operation look alike.
func (e Exchange) template() string {
	parts := strings.Split(e.path(), "/")
	for i, part := range parts {
		if strings.ContainsAny(part, "0123456789") && len(part) > 2 || strings.Trim(part, "0123456789") == "" && part != "" {
			parts[i] = "{…}"
		}
	}
	return strings.Join(parts, "/")
}

// path is the address without scheme, host and query.
func (e Exchange) path() string {
	rest := e.URL
	if _, after, ok := strings.Cut(rest, "://"); ok {
		_, path, _ := strings.Cut(after, "/")
		rest = "/" + path
	}
	rest, _, _ = strings.Cut(rest, "?")
	return rest
}
