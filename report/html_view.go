package report

import (
	"fmt"
	"html/template"
	"maps"
	"slices"
	"strings"
)

// page is what the template draws. Every text in it is printable.
type page struct {
	Policy        string
	Style         template.CSS
	Script        template.JS
	Status        string // "Not conformant"
	Kind          string // the class of that status's colour
	Lead          string
	Facts         []fact
	Columns       []string
	Span          int // of the table's columns, those behind the vendor's name
	Rows          []pageRow
	Remarks       []pageRemark
	Choices       []pageChoice
	Bases         []string
	Sections      []pageSection
	Diagrams      []pageDiagrams
	Dialects      []pageDialect
	Strict        []pageDialect // how strict the targets are: the classes of breach with what was done
	StrictMeaning string
}

type fact struct{ Name, Value string }

// pageRow is one vendor in the table.
type pageRow struct {
	Name, Title, Target string
	Words               string // where there are no figures
	Rules, Requests     int
	Counts              []pageCount
}

// pageCount is how many of a vendor's rules came to one verdict.
type pageCount struct {
	Kind, Label string
	N           int
	Before      int    // rules of the verdicts before it, for the bar
	Anchor      string // of these rules
}

type pageRemark struct{ Kind, Text string }

// pageChoice is one verdict to filter by.
type pageChoice struct {
	Kind, Label string
	N           int
}

// pageSection is all rules of one verdict, by vendor.
type pageSection struct {
	Kind, Heading, Meaning string
	N                      int
	Vendors                []pageGroup
}

type pageGroup struct {
	Name, Title, Target, Anchor string
	Rules                       []pageRule
}

type pageDialect struct {
	Vendor, Title string
	Readings      []fact
}

func (r *Report) page() page {
	t := r.tally()
	status := r.Exit(false)
	p := page{
		Policy: policy(), Style: template.CSS(pageStyle), Script: template.JS(pageScript),
		Status: capital(heading(status)), Kind: statusKind(status), Lead: r.lead(t),
		Facts: []fact{
			{"started", r.Started.UTC().Format("2 January 2006, 15:04:05 UTC")}, {"took", duration(r.Duration)},
			{"random seed", fmt.Sprint(r.RandomSeed)}, {"plumbline", printable(r.Version)},
		},
		Bases: r.bases(),
	}
	for _, v := range gravestFirst() {
		p.Columns = append(p.Columns, v.appearance().column)
	}
	p.Span = len(p.Columns) + 2
	anchors := newAnchors()
	for i := range r.Vendors {
		v := &r.Vendors[i]
		p.Rows = append(p.Rows, v.pageRow())
		p.Remarks = append(p.Remarks, v.pageRemarks()...)
		if len(v.Dialect) > 0 {
			p.Dialects = append(p.Dialects, v.pageDialect())
		}
		if len(v.Strictness) > 0 {
			p.Strict, p.StrictMeaning = append(p.Strict, v.pageStrictness()), strictMeaning
		}
	}
	for _, verdict := range gravestFirst() {
		if s := r.pageSection(verdict, anchors); s.N > 0 {
			p.Sections = append(p.Sections, s)
			p.Choices = append(p.Choices, pageChoice{s.Kind, verdict.appearance().column, s.N})
		}
	}
	p.Diagrams = r.pageDiagrams(anchors)
	return p
}

// lead is the sentence below the status.
func (r *Report) lead(t tally) string {
	facts := t.facts(false)
	if len(facts) == 0 {
		facts = []string{"every rule that was judged holds"}
	}
	if r.Interrupted {
		facts = append(facts, "the run was cut short, and what it did not reach was not judged")
	}
	return printable(capital(strings.Join(facts, "; ")) + ".")
}

func statusKind(status int) string {
	switch status {
	case ExitConformant:
		return string(Pass)
	case ExitNotProven, ExitInterrupted:
		return string(Inconclusive)
	case ExitOwnFault:
		return string(Error)
	}
	return string(Fail)
}

func (v *Vendor) pageRow() pageRow {
	row := pageRow{
		Name: printable(v.Name), Title: v.pageTitle(), Target: printable(v.Target),
		Rules: len(v.Rules), Requests: v.Requests,
	}
	switch {
	case v.NotBuilt:
		row.Words = "not built yet"
	case v.Unreachable != "":
		row.Words = "not reached"
	}
	count, before := v.Count(), 0
	for _, verdict := range gravestFirst() {
		n := count[verdict]
		row.Counts = append(row.Counts, pageCount{
			Kind: string(verdict), Label: verdict.appearance().column, N: n, Before: before, Anchor: v.anchor(verdict),
		})
		before += n
	}
	return row
}

func (v *Vendor) pageTitle() string {
	if v.Title == "" {
		return printable(v.Name)
	}
	return printable(v.Title)
}

func (v *Vendor) anchor(verdict Verdict) string { return slug(string(verdict) + "-" + v.Name) }

func (v *Vendor) pageRemarks() []pageRemark {
	var list []pageRemark
	if v.Unreachable != "" {
		list = append(list, pageRemark{string(Fail), fmt.Sprintf("%s was not reached at %s: %s", v.pageTitle(), printable(v.Target), printable(v.Unreachable))})
	}
	if v.Stopped != "" {
		list = append(list, pageRemark{string(Inconclusive), fmt.Sprintf("%s was stopped early: %s", v.pageTitle(), printable(v.Stopped))})
	}
	for _, note := range v.Notes {
		list = append(list, pageRemark{string(Warning), fmt.Sprintf("%s: %s", v.pageTitle(), printable(note))})
	}
	return list
}

func (v *Vendor) pageDialect() pageDialect {
	d := pageDialect{Vendor: printable(v.Name), Title: v.pageTitle()}
	for _, id := range slices.Sorted(maps.Keys(v.Dialect)) {
		d.Readings = append(d.Readings, fact{printable(id), printable(v.Dialect[id])})
	}
	return d
}

// bases lists where the rules of the report come from, to filter by.
func (r *Report) bases() []string {
	found := map[string]bool{}
	for _, v := range r.Vendors {
		for _, rule := range v.Rules {
			found[printable(rule.Basis)] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

func (r *Report) pageSection(verdict Verdict, ids anchors) pageSection {
	look := verdict.appearance()
	s := pageSection{Kind: string(verdict), Heading: look.heading, Meaning: look.meaning}
	for i := range r.Vendors {
		v := &r.Vendors[i]
		g := pageGroup{Name: printable(v.Name), Title: v.pageTitle(), Target: printable(v.Target), Anchor: v.anchor(verdict)}
		for j := range v.Rules {
			if rule := &v.Rules[j]; rule.Verdict.known() == verdict {
				open := look.broken && s.N < mostOpen
				g.Rules = append(g.Rules, rule.pageRule(ids.add(i, rule.ID), printable(v.Name), open))
				s.N++
			}
		}
		if len(g.Rules) > 0 {
			s.Vendors = append(s.Vendors, g)
		}
	}
	return s
}

// anchors gives every rule of a page its address in it.
type anchors struct {
	byRule map[string]string
	taken  map[string]bool
}

func newAnchors() anchors {
	return anchors{byRule: map[string]string{}, taken: map[string]bool{}}
}

// add names a rule; vendor is the place of its vendor in the report.
func (a anchors) add(vendor int, id string) string {
	name := "rule-" + slug(id)
	if a.taken[name] { // by a rule of another ID that becomes the same
		name = fmt.Sprintf("%s-%d", name, len(a.taken)+1)
	}
	a.taken[name] = true
	a.byRule[ruleKey(vendor, id)] = name
	return name
}

// of returns the address of a rule; empty where the report does not have it.
func (a anchors) of(vendor int, id string) string { return a.byRule[ruleKey(vendor, id)] }

func ruleKey(vendor int, id string) string { return fmt.Sprintf("%d %s", vendor, id) }

// slug keeps what may stand in an anchor.
func slug(s string) string {
	return strings.Map(func(c rune) rune {
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '-' {
			return c
		}
		return '-'
	}, s)
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
