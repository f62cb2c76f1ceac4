package report

import "strings"

// mostDifferences is how many members one mismatch is told by.
const mostDifferences = 20

// difference is one member in which two JSON values differ.
type difference struct{ pointer, expected, actual string }

// absent stands for a member that is not there.
const absent = "absent"

// differences compares a mismatch member by member, where what came and one of
// the alternatives are both JSON values with members. Of several alternatives
// the nearest is taken. It is empty where there is nothing to compare.
func (m Mismatch) differences() []difference {
	got, ok := parseTree(m.Got)
	if !ok || got.open == "" {
		return nil
	}
	var nearest []difference
	for _, alternative := range m.Want {
		want, ok := parseTree(alternative)
		if !ok || want.open != got.open {
			continue
		}
		if found := compareTrees(nil, "", want, got); nearest == nil || len(found) < len(nearest) {
			nearest = found
		}
	}
	return nearest
}

func compareTrees(out []difference, pointer string, want, got tree) []difference {
	if len(out) >= mostDifferences {
		return out
	}
	if want.open == "" || want.open != got.open {
		if want.whole() != got.whole() {
			out = append(out, difference{pointer, want.whole(), got.whole()})
		}
		return out
	}
	for _, m := range want.members {
		at := pointer + "/" + escapePointer(m.name)
		if other, ok := got.member(m.name); ok {
			out = compareTrees(out, at, m.value, other)
		} else {
			out = append(out, difference{at, m.value.whole(), absent})
		}
	}
	for _, m := range got.members {
		if _, ok := want.member(m.name); !ok {
			out = append(out, difference{pointer + "/" + escapePointer(m.name), absent, m.value.whole()})
		}
	}
	return out[:min(len(out), mostDifferences)]
}

func (n tree) member(name string) (tree, bool) {
	for _, m := range n.members {
		if m.name == name {
			return m.value, true
		}
	}
	return tree{}, false
}

// rows are the mismatch as a table shows it: one row, or one for each member
// that differs.
func (m Mismatch) rows() []Mismatch {
	found := m.differences()
	if len(found) == 0 {
		return []Mismatch{m}
	}
	var rows []Mismatch
	for _, d := range found {
		rows = append(rows, Mismatch{What: strings.TrimSpace(m.What + " " + d.pointer), Want: []string{d.expected}, Got: d.actual})
	}
	return rows
}

// pointers are the places in a body that the mismatch is about.
func (m Mismatch) pointers() []string {
	var list []string
	for _, row := range m.rows() {
		for _, word := range strings.Fields(row.What) {
			if strings.HasPrefix(word, "/") {
				list = append(list, strings.TrimRight(word, ":,"))
			}
		}
	}
	return list
}
