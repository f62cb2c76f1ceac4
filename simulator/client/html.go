package client

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"io"
	"time"

	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator/obligation"
)

//go:embed page.tmpl
var page string

// The parts of the page. What is broken stands first, everything else is folded.
type (
	htmlReport struct {
		World, Until string
		Requests     string
		Lost         uint64
		Broken       string
		Clean        bool
		Vendors      []htmlVendor
		Unused       []string
	}
	htmlVendor struct {
		Heading  string
		Broken   []htmlRule
		Diagrams []template.HTML
		Folded   []htmlList
	}
	htmlRule struct{ ID, Word, Class, Text, Why, Cite, Evidence string }
	htmlList struct {
		Title string
		Rules []htmlRule
		Text  string
	}
)

// writeHTML writes reports as one page that needs no other file.
func writeHTML(w io.Writer, reports []Report) error {
	t, err := template.New("client report").Parse(page)
	if err != nil {
		return fmt.Errorf("client: write the client report: %w", err)
	}
	list := []htmlReport{}
	for _, r := range reports {
		one, err := r.html()
		if err != nil {
			return err
		}
		list = append(list, one)
	}
	var b bytes.Buffer
	if err := t.Execute(&b, list); err != nil {
		return fmt.Errorf("client: write the client report: %w", err)
	}
	return write(w, b.String())
}

func (r Report) html() (htmlReport, error) {
	out := htmlReport{World: r.World, Until: r.Now.UTC().Format(time.RFC3339), Requests: count(int(r.Requests), "request"), Lost: r.Lost, Unused: r.Unused} //nolint:gosec // few
	broken := 0
	for _, v := range r.Vendors {
		one, err := v.html()
		if err != nil {
			return out, err
		}
		broken += len(one.Broken)
		out.Vendors = append(out.Vendors, one)
	}
	out.Broken, out.Clean = count(broken, "rule")+" broken", broken == 0
	return out, nil
}

func (v Vendor) html() (htmlVendor, error) {
	out := htmlVendor{Heading: v.heading()}
	var others []htmlRule
	for _, rule := range v.worstFirst() {
		one := htmlRule{ID: rule.ID, Word: rule.word(), Class: string(rule.Standing), Text: rule.Text, Why: rule.why(), Cite: cite(rule.Source)}
		if rule.Standing != obligation.Broken {
			others = append(others, one)
			continue
		}
		one.Evidence = rule.evidence()
		if !rule.Fails() {
			one.Class = "warning"
		}
		out.Broken = append(out.Broken, one)
	}
	out.Folded = append(out.Folded, htmlList{Title: count(len(others), "rule") + " of the caller kept, not seen or not judged", Rules: others})
	for _, line := range v.lines() {
		out.Folded = append(out.Folded, htmlList{Title: line.name, Text: line.text})
	}
	for _, l := range v.Coverage.Lifecycles {
		var b bytes.Buffer
		name := fmt.Sprintf("States of %s %s; the changes that were seen are drawn in full.", v.Name, l.Entity)
		if err := l.drawn().SVG(&b, name, nil); err != nil {
			return out, err
		}
		out.Diagrams = append(out.Diagrams, template.HTML(b.String())) //nolint:gosec // of a template that escapes
	}
	return out, nil
}

// drawn is the lifecycle as the report on targets draws it.
func (c LifecycleCoverage) drawn() report.Lifecycle {
	l := report.Lifecycle{Entity: c.Entity, States: c.states}
	for i, t := range c.moves {
		of := report.Transition{From: t[0], To: t[1]}
		if c.Transitions[i].Times > 0 {
			of.Verdict = report.Pass
		}
		l.Transitions = append(l.Transitions, of)
	}
	return l
}
