package openapi

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"

	gherkin "github.com/cucumber/gherkin/go/v26"
	messages "github.com/cucumber/messages/go/v21"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/features"
)

// Problem is one thing in a feature file that a run would stumble over, or never
// look at.
type Problem struct {
	File string
	Line int
	Text string
}

// Check reads the feature files of a folder without running them: undefined steps,
// operations and members that the document does not have, and tags that select
// nothing.
func Check(d Document, files fs.FS) ([]Problem, error) {
	a, err := newAPI(d.read, nil)
	if err != nil {
		return nil, err
	}
	names, err := features.Files(files)
	if err != nil {
		return nil, err
	}
	if len(names) == 0 {
		return []Problem{{Text: "there is no feature file in the folder"}}, nil
	}
	c := &check{api: a}
	for _, step := range Vocabulary() {
		if step.Expression != "" {
			c.steps = append(c.steps, regexp.MustCompile(step.Expression))
		}
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("features: %w", err)
		}
		doc, err := gherkin.ParseGherkinDocument(strings.NewReader(string(text)), (&messages.Incrementing{}).NewId)
		if err != nil || doc.Feature == nil {
			c.problems = append(c.problems, Problem{File: name, Line: 1, Text: fmt.Sprintf("it is no feature: %v", err)})
			continue
		}
		c.file = name
		c.feature(doc.Feature)
	}
	return c.problems, nil
}

type check struct {
	*api
	steps    []*regexp.Regexp
	file     string
	problems []Problem
}

func (c *check) tell(at *messages.Location, format string, args ...any) {
	c.problems = append(c.problems, Problem{c.file, int(at.Line), fmt.Sprintf(format, args...)})
}

func (c *check) feature(f *messages.Feature) {
	scenarios := 0
	above := rulesOf(f.Tags)
	c.tags(f.Tags)
	for _, child := range f.Children {
		c.background(child.Background)
		scenarios += c.scenario(child.Scenario, above)
		if child.Rule == nil {
			continue
		}
		c.tags(child.Rule.Tags)
		own := rulesOf(child.Rule.Tags)
		if len(own) == 0 {
			c.tell(child.Rule.Location, "the rule %q has no tag, such as @%s: it is judged under the tags of its scenarios alone", child.Rule.Name, tagFor(child.Rule.Name))
		}
		inRule := 0
		for _, one := range child.Rule.Children {
			c.background(one.Background)
			inRule += c.scenario(one.Scenario, slices.Concat(above, own))
		}
		if inRule == 0 {
			c.tell(child.Rule.Location, "the rule %q has no scenario: its tag selects nothing", child.Rule.Name)
		}
		scenarios += inRule
	}
	if scenarios == 0 {
		c.tell(f.Location, "the feature has no scenario")
	}
}

// tagFor is a tag for a rule.
func tagFor(title string) string {
	words := strings.Fields(strings.ToLower(title))
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' {
			return r
		}
		return -1
	}, strings.Join(words[:min(len(words), 4)], "-"))
}

func rulesOf(tags []*messages.Tag) []string {
	var names []string
	for _, tag := range tags {
		if !strings.Contains(tag.Name, ":") {
			names = append(names, tag.Name)
		}
	}
	return names
}

// tags complains of those that mean nothing.
func (c *check) tags(tags []*messages.Tag) {
	for _, tag := range tags {
		name, value, hasValue := strings.Cut(strings.TrimPrefix(tag.Name, "@"), ":")
		switch {
		case !hasValue, name == "reading", name == "source":
		case name == "effect":
			if !slices.Contains([]string{"read", "reversible", "spending", "destructive"}, value) {
				c.tell(tag.Location, "%s: an effect is read, reversible, spending or destructive", tag.Name)
			}
		case name == "needs":
			known := append([]string{roleOther, "control", "clock"}, sortedKeys(c.fixtureNames())...)
			if !slices.Contains(known, value) {
				c.tell(tag.Location, "%s: there is no such need; known: %s", tag.Name, strings.Join(known, ", "))
			}
		default:
			c.tell(tag.Location, "the tag %s means nothing; known: @effect:, @needs:, @reading:, @source:, and names of rules", tag.Name)
		}
	}
}

func (c *check) background(b *messages.Background) {
	if b != nil {
		c.all(b.Steps)
	}
}

// scenario checks one and counts it.
func (c *check) scenario(s *messages.Scenario, above []string) int {
	if s == nil {
		return 0
	}
	c.tags(s.Tags)
	if len(above) == 0 && len(rulesOf(s.Tags)) == 0 {
		c.tell(s.Location, "the scenario %q is the case of no rule: give it, or its rule, a tag such as @%s", s.Name, tagFor(s.Name))
	}
	c.all(s.Steps)
	return 1
}

// called are the expressions whose first group names an operation.
var (
	called   = regexp.MustCompile(`^(\S+) (?:is|was) called\b`)
	answered = regexp.MustCompile(`^within \d+ seconds? (\S+) answers\b`)
	placed   = regexp.MustCompile(`^the response's (/\S+) `)
)

func (c *check) all(steps []*messages.Step) {
	var last *contract.Operation
	for _, step := range steps {
		if !slices.ContainsFunc(c.steps, func(e *regexp.Regexp) bool { return e.MatchString(step.Text) }) {
			c.tell(step.Location, "no step is %q; did you mean: %s", step.Text, nearest(step.Text))
			continue
		}
		for _, names := range []*regexp.Regexp{called, answered} {
			parts := names.FindStringSubmatch(step.Text)
			if parts == nil || strings.Contains(parts[1], "<") {
				continue
			}
			if last = c.contract.Operation(parts[1]); last == nil {
				c.tell(step.Location, "the document has no operation %s; it has: %s", parts[1], c.operations())
				continue
			}
			if names == called && step.DataTable != nil {
				c.request(last, step.DataTable)
			}
		}
		if parts := placed.FindStringSubmatch(step.Text); parts != nil && last != nil {
			c.member(step.Location, "a response of "+last.ID, parts[1], c.shownMembers(last))
		}
	}
}

func (c *check) operations() string {
	var ids []string
	for _, op := range c.contract.Operations {
		ids = append(ids, op.ID)
	}
	return strings.Join(ids, ", ")
}

// request checks the places that a call changes.
func (c *check) request(op *contract.Operation, table *messages.DataTable) {
	for _, row := range table.Rows {
		at := row.Cells[0].Value
		in, name, _ := strings.Cut(at, " ")
		switch {
		case len(row.Cells) != 2:
			c.tell(row.Location, "a row has two cells: a place and a value")
		case strings.HasPrefix(at, "/"):
			c.member(row.Location, "the body of "+op.ID, at, c.members(c.content(op)["schema"]))
		case in == "header":
		case in == "path" || in == "query":
			if c.parameter(op, in, name) == nil {
				c.tell(row.Location, "%s has no parameter %s in the %s", op.ID, name, in)
			}
		default:
			c.tell(row.Location, "%q is no place: say a JSON pointer into the body, or path, query or header with a name", at)
		}
	}
}

// shownMembers are the members of all documented responses of an operation; nil
// where one of them may have any.
func (c *check) shownMembers(op *contract.Operation) map[string]any {
	all := map[string]any{}
	for _, response := range c.responses(op) {
		_, media := c.schemas.JSONMedia(response["content"])
		if media == nil {
			continue
		}
		members := c.members(media["schema"])
		if len(members) == 0 {
			return nil
		}
		for name, of := range members {
			all[name] = of
		}
	}
	return all
}

// member complains of a pointer whose first member is none of those.
func (c *check) member(at *messages.Location, where, pointer string, members map[string]any) {
	tokens := contract.Tokens(pointer)
	if len(members) == 0 || len(tokens) == 0 || members[tokens[0]] != nil || tokens[0] == "" {
		return
	}
	c.tell(at, "%s has no member %s; it has: %s", where, tokens[0], strings.Join(sortedKeys(members), ", "))
}

// nearest is the example of the vocabulary that has the most words in common with
// a step.
func nearest(text string) string {
	best, most := "", -1
	for _, step := range Vocabulary() {
		example, _, _ := strings.Cut(step.Example, "\n")
		common := 0
		for _, word := range strings.Fields(text) {
			if slices.Contains(strings.Fields(example), word) {
				common++
			}
		}
		if common > most {
			best, most = example, common
		}
	}
	return best
}
