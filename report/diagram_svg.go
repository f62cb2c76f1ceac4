package report

import (
	"fmt"
	"html/template"
	"io"
)

// drawing stands alone: its attributes give way to the style of a page that it is
// put into.
const drawing = `<svg xmlns="http://www.w3.org/2000/svg" class="diagram" role="img" aria-label="{{.Name}}" viewBox="0 0 {{.Width}} {{.Height}}" width="{{.Width}}" height="{{.Height}}" font-family="sans-serif">
{{- range .Edges}}<g class="edge {{.Kind}}" data-from="{{.From}}" data-to="{{.To}}"><path class="line" d="{{.Path}}" fill="none" stroke="currentColor" stroke-width="1.6"/><path class="head" d="{{.Head}}" fill="currentColor"/></g>{{end}}
{{- range .Nodes}}<g class="node{{if .Full}} full{{end}}" data-state="{{.State}}">{{if .Begin}}<circle cx="{{.TextX}}" cy="{{.TextY}}" r="6" fill="currentColor"/>{{else}}<rect x="{{.X}}" y="{{.Y}}" width="{{.W}}" height="{{.H}}" rx="6" fill="none" stroke="currentColor"/><text x="{{.TextX}}" y="{{.TextY}}" text-anchor="middle" font-size="13" fill="currentColor">{{.Label}}</text>{{end}}</g>{{end}}</svg>`

// SVG draws the states with how many entities are in each, which is left out
// where it is none. Name is for those who can't see it.
func (l Lifecycle) SVG(w io.Writer, name string, count map[string]int) error {
	d := newDiagram("", l, func(string) string { return "" }, func(state string) string {
		if n := count[state]; n > 0 {
			return fmt.Sprintf("%s · %d", state, n)
		}
		return state
	})
	d.Name = printable(name)
	for i, state := range l.allStates() {
		d.Nodes[i].State, d.Nodes[i].Full = printable(state), count[state] > 0
	}
	t, err := template.New("diagram").Parse(drawing)
	if err != nil {
		return fmt.Errorf("report: draw states: %w", err)
	}
	if err := t.Execute(w, d); err != nil {
		return fmt.Errorf("report: draw states: %w", err)
	}
	return nil
}
