package features

import (
	"fmt"
	"strings"

	messages "github.com/cucumber/messages/go/v21"
)

// parts knows which lines of a feature file are which scenario's, so that one
// scenario, or one example of an outline, can be run by itself.
type parts struct {
	lines     []string          // of the whole file
	scenarios map[string]extent // by the ID of the scenario
	keywords  map[string]int    // the line of its keyword
	words     map[string]string // the keyword of a step, such as Given, by the step's ID
	examples  map[string]part   // by the ID of the row
}

// extent is a range of lines, counted from 1: first and what follows the last.
type extent struct{ from, to int }

// part is what one case is made of.
type part struct {
	name     string
	line     int // of the keyword Scenario, or of the example's row
	scenario string
	hidden   []extent // lines of other examples of the same outline
}

func partsOf(doc *messages.GherkinDocument, text string) *parts {
	p := &parts{lines: strings.Split(text, "\n"), scenarios: map[string]extent{}, keywords: map[string]int{}, words: map[string]string{}, examples: map[string]part{}}
	open := "" // the scenario that the lines belong to
	start := func(line int64, scenario *messages.Scenario) {
		if before, any := p.scenarios[open]; any {
			before.to = int(line)
			p.scenarios[open] = before
		}
		open = ""
		if scenario != nil {
			open = scenario.Id
			p.scenarios[open] = extent{from: int(line), to: len(p.lines) + 1}
			p.keywords[open] = int(scenario.Location.Line)
			p.addWords(scenario.Steps)
			p.addExamples(scenario)
		}
	}
	for _, child := range doc.Feature.Children {
		p.addBackground(child.Background)
		if child.Scenario != nil {
			start(firstLine(child.Scenario.Location, child.Scenario.Tags), child.Scenario)
		}
		if child.Rule == nil {
			continue
		}
		start(firstLine(child.Rule.Location, child.Rule.Tags), nil)
		for _, in := range child.Rule.Children {
			p.addBackground(in.Background)
			if in.Scenario != nil {
				start(firstLine(in.Scenario.Location, in.Scenario.Tags), in.Scenario)
			}
		}
	}
	return p
}

// firstLine is that of the tags, where there are any.
func firstLine(at *messages.Location, tags []*messages.Tag) int64 {
	line := at.Line
	for _, tag := range tags {
		line = min(line, tag.Location.Line)
	}
	return line
}

// addExamples takes in the rows of an outline.
func (p *parts) addExamples(s *messages.Scenario) {
	for i, table := range s.Examples {
		var others []extent // the other tables
		for j, other := range s.Examples {
			if j != i {
				others = append(others, extent{from: int(firstLine(other.Location, other.Tags)), to: tableEnd(other)})
			}
		}
		for _, row := range table.TableBody {
			hidden := append([]extent{}, others...)
			for _, other := range table.TableBody {
				if other != row {
					line := int(other.Location.Line)
					hidden = append(hidden, extent{from: line, to: line + 1})
				}
			}
			p.examples[row.Id] = part{line: int(row.Location.Line), scenario: s.Id, hidden: hidden}
		}
	}
	p.nameExamples(s)
}

func tableEnd(e *messages.Examples) int {
	last := e.Location.Line
	if e.TableHeader != nil {
		last = e.TableHeader.Location.Line
	}
	for _, row := range e.TableBody {
		last = max(last, row.Location.Line)
	}
	return int(last) + 1
}

// nameExamples gives the rows names that differ: the outline's with the row's
// values in it, all values behind it where that is not enough, and a number
// where even they are alike.
func (p *parts) nameExamples(s *messages.Scenario) {
	names, values, alike := map[string]string{}, map[string]string{}, map[string]int{}
	for _, table := range s.Examples {
		for _, row := range table.TableBody {
			name, cells := s.Name, []string{}
			for i, cell := range row.Cells {
				name = strings.ReplaceAll(name, "<"+table.TableHeader.Cells[i].Value+">", cell.Value)
				cells = append(cells, cell.Value)
			}
			names[row.Id], values[row.Id] = name, strings.Join(cells, ", ")
			alike[name]++
		}
	}
	seen := map[string]int{}
	for _, table := range s.Examples {
		for _, row := range table.TableBody {
			name := names[row.Id]
			if alike[name] > 1 {
				name += " (" + values[row.Id] + ")"
			}
			if seen[name]++; seen[name] > 1 {
				name = fmt.Sprintf("%s #%d", name, seen[name])
			}
			example := p.examples[row.Id]
			example.name = name
			p.examples[row.Id] = example
		}
	}
}

// of returns the part that a pickle is made of.
func (p *parts) of(pickle *messages.Pickle) part {
	if len(pickle.AstNodeIds) > 1 {
		return p.examples[pickle.AstNodeIds[1]]
	}
	id := pickle.AstNodeIds[0]
	return part{name: pickle.Name, line: p.keywords[id], scenario: id}
}

// only returns the feature with one part alone. What a run of it costs is its
// lines, so those of the others are left out.
func (p *parts) only(one part) string {
	hidden := make([]bool, len(p.lines))
	hide := func(e extent) {
		for i := e.from; i < e.to; i++ {
			hidden[i-1] = true
		}
	}
	for id, at := range p.scenarios {
		if id != one.scenario {
			hide(at)
		}
	}
	for _, at := range one.hidden {
		hide(at)
	}
	var b strings.Builder
	for i, line := range p.lines {
		if !hidden[i] {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

// Step is a step of a scenario as the feature has it.
type Step struct {
	Keyword  string // such as Given
	Text     string // with the example's values in it
	Argument string // the table or text below it, as Gherkin; often empty
}

func (p *parts) addBackground(b *messages.Background) {
	if b != nil {
		p.addWords(b.Steps)
	}
}

func (p *parts) addWords(steps []*messages.Step) {
	for _, s := range steps {
		p.words[s.Id] = strings.TrimSpace(s.Keyword)
	}
}

func (p *parts) steps(pickle *messages.Pickle) []Step {
	list := make([]Step, len(pickle.Steps))
	for i, s := range pickle.Steps {
		list[i] = Step{Keyword: p.words[s.AstNodeIds[0]], Text: s.Text, Argument: argument(s.Argument)}
	}
	return list
}

// argument writes a step's table or text as Gherkin.
func argument(a *messages.PickleStepArgument) string {
	var b strings.Builder
	switch {
	case a == nil:
	case a.DocString != nil:
		text := strings.ReplaceAll(a.DocString.Content, `"""`, `\"\"\"`)
		b.WriteString(`"""` + a.DocString.MediaType + "\n" + text + "\n" + `"""`)
	case a.DataTable != nil:
		escape := strings.NewReplacer(`\`, `\\`, "\n", `\n`, "|", `\|`)
		for i, row := range a.DataTable.Rows {
			if i > 0 {
				b.WriteString("\n")
			}
			b.WriteString("|")
			for _, cell := range row.Cells {
				b.WriteString(" " + escape.Replace(cell.Value) + " |")
			}
		}
	}
	return b.String()
}
