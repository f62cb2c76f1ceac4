package reference

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Scenario writes a finding as a scenario in the steps that Steps binds. Pasted
// into a feature it fails where the finding holds.
func (v *Vendor) Scenario(f Finding) string {
	last := len(f.Trace.Steps) - 1
	var w strings.Builder
	rule := v.Book.Integrity.KeepsWhatItAccepts
	if len(f.Rules) > 0 {
		rule = f.Rules[0]
	}
	if rule != nil {
		fmt.Fprintf(&w, "@%s @effect:spending\n", rule.ID)
	}
	fmt.Fprintf(&w, "Scenario: %s\n", oneLine(f.Trace.Steps[last].Request.Name))
	word := "Given"
	step := func(text string) {
		fmt.Fprintf(&w, "  %s %s\n", word, text)
		word = "And"
	}
	for _, seed := range f.Trace.Seeds {
		step("the target holds:\n" + docString(string(seed)))
	}
	now := started(f)
	for i := range f.Trace.Steps {
		s := &f.Trace.Steps[i]
		if s.Waited > 0 {
			step(s.Waited.String() + " have passed")
		}
		if i == last {
			word = "When"
		}
		v.comment(&w, &s.Request, v.Outcome(s.Request.Operation, &s.Answer))
		as := ""
		if s.Request.Role != "" {
			as = " as " + s.Request.Role
		}
		step(fmt.Sprintf("this request is sent%s:\n%s", as, docString(withTimes(message(&s.Request), now))))
	}
	word = "Then"
	for _, d := range f.Differences {
		if d.Step == "" {
			fmt.Fprintf(&w, "  # %s: %s\n", oneLine(d.What), oneLine(d.Expected))
			continue
		}
		step(withTimes(d.Step, now))
	}
	return w.String()
}

// comment says a request in the words of the vendor's features, where they have it.
func (v *Vendor) comment(w *strings.Builder, r *Request, outcome string) {
	if v.Explore != nil && v.Explore.Step != nil {
		if text := v.Explore.Step(r, outcome); text != "" {
			fmt.Fprintf(w, "  # %s\n", oneLine(text))
		}
	}
}

// started is when the trace was sent.
func started(f Finding) time.Time {
	if len(f.Exchanges) > 0 {
		return f.Exchanges[0].Started
	}
	return time.Time{}
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

const (
	quotes  = `"""`
	indent  = "      "
	asGoLit = "Plumbline-Body: quoted"
)

func docString(text string) string {
	lines := strings.Split(text, "\n")
	return indent + quotes + "\n" + indent + strings.Join(lines, "\n"+indent) + "\n" + indent + quotes
}

// message is a request as HTTP writes it, but for what every client adds. A body
// that no feature file can hold is quoted as Go quotes texts.
func message(r *Request) string {
	address := r.Path
	if r.Query != "" {
		address += "?" + r.Query
	}
	var w strings.Builder
	fmt.Fprintf(&w, "%s %s", r.Method, address)
	for _, name := range slices.Sorted(maps.Keys(r.Header)) {
		for _, value := range r.Header[name] {
			fmt.Fprintf(&w, "\n%s: %s", name, value)
		}
	}
	body := string(r.Body)
	if !writable(body) {
		fmt.Fprintf(&w, "\n%s", asGoLit)
		body = strconv.QuoteToASCII(body)
	}
	if body != "" {
		fmt.Fprintf(&w, "\n\n%s", body)
	}
	return w.String()
}

// writable tells whether a text stays as it is in the text of a step.
func writable(text string) bool {
	return utf8.ValidString(text) && text == strings.TrimSpace(text) && !strings.Contains(text, quotes) && !strings.ContainsFunc(text, func(r rune) bool {
		return r < ' ' && r != '\n' && r != '\t' || r == '\\' || r == utf8.RuneError || r == '\ufeff'
	})
}

// read is the reverse of message.
func read(text string) (*Request, error) {
	head, body, _ := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	method, address, there := strings.Cut(lines[0], " ")
	if !there {
		return nil, fmt.Errorf("%q is no method and address", lines[0])
	}
	r := &Request{Method: method, Header: http.Header{}}
	r.Path, r.Query, _ = strings.Cut(address, "?")
	quoted := false
	for _, line := range lines[1:] {
		if line == asGoLit {
			quoted = true
			continue
		}
		name, value, there := strings.Cut(line, ":")
		if !there {
			return nil, fmt.Errorf("%q is no header", line)
		}
		r.Header[name] = append(r.Header[name], strings.TrimPrefix(value, " "))
	}
	if quoted {
		var err error
		if body, err = strconv.Unquote(body); err != nil {
			return nil, fmt.Errorf("the quoted body: %w", err)
		}
	}
	r.Body = []byte(body)
	return r, nil
}

// nearTimes are as far from now as times that were drawn by the clock.
const nearTimes = 72 * time.Hour

var (
	timestamps = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)`)
	sinceNow   = regexp.MustCompile(`\{now([+-][0-9hms.]+)?\}`)
)

// withTimes writes times near to now as {now+1h0m0s}, so that the scenario means
// the same tomorrow.
func withTimes(text string, now time.Time) string {
	if now.IsZero() {
		return text
	}
	return timestamps.ReplaceAllStringFunc(text, func(s string) string {
		t, err := time.Parse(time.RFC3339Nano, s)
		away := t.Sub(now).Round(time.Minute)
		switch {
		case err != nil, away.Abs() > nearTimes:
			return s
		case away < 0:
			return "{now" + away.String() + "}"
		}
		return "{now+" + away.String() + "}"
	})
}

// atTimes is the reverse of withTimes.
func atTimes(text string, now time.Time) string {
	return sinceNow.ReplaceAllStringFunc(text, func(s string) string {
		d, err := time.ParseDuration(cmp.Or(strings.Trim(s, "{now}"), "0s"))
		if err != nil {
			return s
		}
		return now.Add(d).UTC().Format(time.RFC3339Nano)
	})
}
