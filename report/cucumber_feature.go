package report

import (
	"fmt"
	"strings"
	"time"

	messages "github.com/cucumber/messages/go/v21"
)

// scenario is a case as Gherkin tells it.
type scenario struct {
	name  string
	about string
	tags  []string
	steps []step
}

type step struct {
	keyword, text string
	argument      string // the lines of a table or text below it
	status        messages.TestStepResultStatus
	message       string
	took          time.Duration
	attached      []attachment
}

// attachment is a text at a step.
type attachment struct{ name, text string }

// feature writes the vendor's feature, and returns the scenarios in it with
// what came of them.
func (v *Vendor) feature() (text string, all []scenario) {
	var b strings.Builder
	fmt.Fprintf(&b, "Feature: %s\n  Target: %s\n", v.pageTitle(), printable(v.Target))
	if v.Stopped != "" {
		fmt.Fprintf(&b, "  Stopped early: %s\n", printable(v.Stopped))
	}
	for _, note := range v.Notes {
		fmt.Fprintf(&b, "  Note: %s\n", printable(note))
	}
	if s, ok := v.standing(); ok {
		of := scenario{name: s.name, tags: []string{"verdict:" + string(s.verdict)}, steps: []step{judged(s.verdict, s.why)}}
		of.write(&b, "  ")
		all = append(all, of)
	}
	for i := range v.Rules {
		r := &v.Rules[i]
		// Formatters read a description as Markdown, in which four spaces would make code of it.
		fmt.Fprintf(&b, "\n  %s\n  Rule: %s\n  Says: %s\n\n  Where: %s\n",
			tagLine([]string{r.ID, r.Level, r.Basis}), printable(r.ID), printable(r.Text), printable(r.Source.String()))
		for _, s := range r.scenarios() {
			s.write(&b, "    ")
			all = append(all, s)
		}
	}
	return b.String(), all
}

func (s scenario) write(b *strings.Builder, indent string) {
	fmt.Fprintf(b, "\n%s%s\n%sScenario: %s\n", indent, tagLine(s.tags), indent, s.name)
	if s.about != "" {
		fmt.Fprintf(b, "  %s\n", s.about)
	}
	for _, step := range s.steps {
		fmt.Fprintf(b, "%s  %s %s\n", indent, step.keyword, step.text)
		for line := range strings.Lines(step.argument) {
			fmt.Fprintf(b, "%s    %s\n", indent, printable(strings.TrimSuffix(line, "\n")))
		}
	}
}

// tagLine writes tags, without what would end one.
func tagLine(names []string) string {
	var tags []string
	for _, name := range names {
		if name == "" {
			continue
		}
		tags = append(tags, "@"+strings.Map(func(c rune) rune {
			if strings.ContainsRune("@# ", c) {
				return '-'
			}
			return c
		}, printable(name)))
	}
	return strings.Join(tags, " ")
}

// scenarios makes a scenario of each case. Where none has the verdict of the
// rule, one more tells it: a rule may fail because of what all of its cases
// come to, or have no case at all.
func (r *Rule) scenarios() []scenario {
	var all []scenario
	told := false
	for i := range r.Cases {
		c := &r.Cases[i]
		told = told || r.verdictOn(c) == r.Verdict.known()
		all = append(all, r.scenario(c))
	}
	if !told {
		why := r.why()
		if r.Verdict.appearance().unknown {
			why = fmt.Sprintf("%q is no verdict: %s", string(r.Verdict), why)
		}
		all = append(all, scenario{
			name: "the rule as a whole", tags: []string{"verdict:" + string(r.Verdict.known())}, steps: []step{judged(r.Verdict.known(), why)},
		})
	}
	return all
}

func (r *Rule) scenario(c *Case) scenario {
	verdict := r.verdictOn(c)
	s := scenario{name: printable(c.Name), tags: []string{"verdict:" + string(verdict), "phase:" + c.Phase}}
	if c.File != "" {
		s.about = printable(fmt.Sprintf("It is the scenario at features/%s:%d.", c.File, c.Line))
	}
	if c.Reading != "" {
		s.tags = append(s.tags, "reading:"+c.Reading)
	}
	if len(c.Steps) > 0 {
		s.played(c, verdict)
		return s
	}
	left := c.Duration
	for _, e := range c.Exchanges[max(0, len(c.Exchanges)-mostPageCalls):] {
		s.steps = append(s.steps, step{
			keyword: "When", text: printable(cut(e.Method+" "+e.URL, 500)), took: e.Duration,
			status: messages.TestStepResultStatus_PASSED, attached: []attachment{{"exchange.txt", e.plain(pageBodyBytes)}},
		})
		left -= e.Duration
	}
	ends := s.ending(c, verdict)
	ends[0].took = max(0, left)
	ends[len(ends)-1].attached = append(ends[len(ends)-1].attached, c.commands(verdict)...)
	s.steps = append(s.steps, ends...)
	return s
}

// played tells a case in the steps of its scenario. What came over the wire and
// what was wrong stands at the step where the scenario ended, or at the last.
func (s *scenario) played(c *Case, verdict Verdict) {
	at := -1
	for i, known := range c.Steps {
		one := step{keyword: known.keyword(), text: printable(known.Text), argument: known.argument(), status: messages.TestStepResultStatus_SKIPPED}
		switch known.Status {
		case StepPassed:
			one.status = messages.TestStepResultStatus_PASSED
		case StepEnded:
			at = i
		}
		s.steps = append(s.steps, one)
	}
	told := s.ending(c, verdict)
	switch {
	case at >= 0:
		s.steps[at].status = told[0].status
		for _, t := range told {
			s.steps[at].message = strings.TrimPrefix(s.steps[at].message+"\n"+t.message, "\n")
			s.steps[at].attached = append(s.steps[at].attached, t.attached...)
		}
	case verdict != Pass: // no step of it ended: an answer departed, or the case did not run
		s.steps = append(s.steps, told...)
		at = len(s.steps) - 1
	default:
		at = len(s.steps) - 1
	}
	last := &s.steps[at]
	last.took = c.Duration
	for i, e := range c.Exchanges[max(0, len(c.Exchanges)-mostPageCalls):] {
		last.attached = append(last.attached, attachment{fmt.Sprintf("exchange-%d.txt", i+1), e.plain(pageBodyBytes)})
	}
	last.attached = append(last.attached, c.commands(verdict)...)
}

// keyword is one that Gherkin knows.
func (s Step) keyword() string {
	switch s.Keyword {
	case "Given", "When", "Then", "And", "But":
		return s.Keyword
	}
	return "*"
}

// argument is a table or a text; what is neither would be read as Gherkin.
func (s Step) argument() string {
	const quotes = `"""`
	text := strings.HasPrefix(s.Argument, quotes) && strings.HasSuffix(s.Argument, "\n"+quotes)
	for line := range strings.Lines(s.Argument) {
		if !text && !strings.HasPrefix(line, "|") {
			return ""
		}
	}
	return s.Argument
}

// ending are the steps that judge: one for each mismatch, or one for all.
func (s *scenario) ending(c *Case, verdict Verdict) []step {
	if len(c.Mismatches) == 0 {
		return []step{judged(verdict, c.Reason)}
	}
	var steps []step
	for _, m := range c.Mismatches {
		one := judged(verdict, m.String())
		one.text = printable(m.What) + " is " + m.bounded().expected()
		if c.Reason != "" {
			one.message += "\n" + printable(c.Reason)
		}
		steps = append(steps, one)
	}
	return steps
}

func (m Mismatch) expected() string {
	if len(m.Want) == 0 {
		return "as the document says"
	}
	return strings.Join(m.Want, " or ")
}

// judged is the step that tells a verdict.
func judged(v Verdict, why string) step {
	s := step{keyword: "Then", text: "the target does what the document says", status: v.appearance().cucumber}
	if v != Pass {
		s.message = printable(strings.ToLower(v.appearance().word) + ": " + why)
	}
	if v == Warning { // a step that passed shows no message
		s.attached = []attachment{{"warning.txt", s.message}}
	}
	return s
}

// commands are how a case is seen again.
func (c *Case) commands(verdict Verdict) []attachment {
	if verdict == Pass {
		return nil
	}
	var list []attachment
	if c.Repeat != "" {
		list = append(list, attachment{"repeat.sh", printable(c.Repeat)})
	}
	if n := len(c.Exchanges); n > 0 {
		if line := curlLine(c.Exchanges[n-1]); line != "" {
			list = append(list, attachment{"by-hand.sh", line})
		}
	}
	return list
}
