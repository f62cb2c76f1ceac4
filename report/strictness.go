package report

import (
	"fmt"
	"slices"
	"strings"
)

// Strictness is what a target did with requests that break the contract in one
// way, where no document says what a server does with them.
type Strictness struct {
	Pointer    string   `json:"pointer"`          // of the constraint, into the vendor's openapi.yaml
	Class      string   `json:"class"`            // of the breach, such as "null"
	Operations []string `json:"operations"`       // whose requests were tried
	Does       string   `json:"does"`             // "refuses", "tolerates" or "mixed"
	Became     string   `json:"became,omitempty"` // of a tolerated value, where that can be read back: kept, absent, converted, cut, changed
}

// strictnessTally is how many breaches of one class the target refused and
// tolerated.
type strictnessTally struct {
	Class                      string
	Refuses, Tolerates, Differ int
	Tolerated                  []string // the places, with what became of the value
}

// strict sums up the target's strictness by class, in a stable order.
func (v *Vendor) strict() []strictnessTally {
	at := map[string]int{}
	var all []strictnessTally
	for _, s := range v.Strictness {
		i, known := at[s.Class]
		if !known {
			i = len(all)
			at[s.Class] = i
			all = append(all, strictnessTally{Class: s.Class})
		}
		t := &all[i]
		switch s.Does {
		case "refuses":
			t.Refuses++
			continue
		case "tolerates":
			t.Tolerates++
		default:
			t.Differ++
		}
		place := s.Pointer
		if s.Became != "" {
			place += " (the value was " + s.Became + ")"
		}
		if s.Does != "tolerates" {
			place += " (" + s.Does + ")"
		}
		t.Tolerated = append(t.Tolerated, place)
	}
	slices.SortFunc(all, func(a, b strictnessTally) int { return strings.Compare(a.Class, b.Class) })
	return all
}

// does says the tally in words.
func (t strictnessTally) does() string {
	var parts []string
	add := func(n int, word string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%s %d", word, n))
		}
	}
	add(t.Refuses, "refuses")
	add(t.Tolerates, "tolerates")
	add(t.Differ, "differs in")
	return strings.Join(parts, ", ")
}

// strictMeaning explains the section once, in every output.
const strictMeaning = "What the target does with requests that break the contract in ways for which no document names a consequence. Neither is a failure."

// strictnesses lists how strict the targets are, with the places that they
// tolerate.
func (p *printer) strictnesses(r *Report) {
	p.section(r, "HOW STRICT THE TARGET IS", func(v *Vendor) bool { return len(v.Strictness) > 0 }, func(v *Vendor) {
		p.text(2, dim, strictMeaning)
		for _, t := range v.strict() {
			p.line(2, span{bold, t.Class}, span{plain, ": " + t.does()})
			p.list(4, t.Tolerated)
		}
	})
}

// strictnesses writes the same as a folded list.
func (m *markdown) strictnesses(r *Report) {
	for i := range r.Vendors {
		v := &r.Vendors[i]
		if len(v.Strictness) == 0 {
			continue
		}
		var b strings.Builder
		for _, t := range v.strict() {
			fmt.Fprintf(&b, "| %s | %d | %d | %d |\n", inText(t.Class), t.Refuses, t.Tolerates, t.Differ)
		}
		m.block("<details><summary>How strict %s is</summary>\n\n%s\n\n| breach | refuses | tolerates | differs |\n|---|--:|--:|--:|\n%s\n</details>\n\n",
			inText(v.pageTitle()), strictMeaning, b.String())
	}
}

// pageStrictness is the same for a page: each class, and each place that the
// target does not refuse.
func (v *Vendor) pageStrictness() pageDialect {
	d := pageDialect{Vendor: printable(v.Name), Title: v.pageTitle()}
	for _, t := range v.strict() {
		d.Readings = append(d.Readings, fact{printable(t.Class), t.does()})
		for _, place := range t.Tolerated {
			d.Readings = append(d.Readings, fact{"", printable(place)})
		}
	}
	return d
}
