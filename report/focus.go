package report

import (
	"slices"
	"strings"
	"unicode"
)

// focus returns of a body what the fields of a case are about: the members that
// they name, with the values that they name beside them. It reports false where
// they name nothing in it.
func (n tree) focus(about []Mismatch) (tree, bool) {
	var words []string
	for _, m := range about {
		words = append(words, strings.FieldsFunc(m.What, func(c rune) bool {
			return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '-' && c != '_'
		})...)
	}
	words = slices.DeleteFunc(words, func(word string) bool { return len(word) < 3 })
	part, hits := n.prune(words)
	return part, hits > 0
}

// prune keeps the members that the words name, and counts them. Of a list it
// keeps the elements that have most of them.
func (n tree) prune(words []string) (tree, int) {
	part, hits, most := tree{open: n.open, pruned: n.pruned}, 0, 0
	for _, m := range n.members {
		value, count := m.value, 0
		if m.value.open != "" {
			value, count = m.value.prune(words)
		}
		if n.open == "{" && (slices.Contains(words, m.name) || slices.Contains(words, strings.Trim(m.value.text, `"`))) {
			if count == 0 {
				value, count = m.value, 1
			}
		}
		switch {
		case count == 0:
			continue
		case n.open == "[" && count > most:
			part.members, most, hits = nil, count, 0
		case n.open == "[" && count < most:
			continue
		}
		part.members = append(part.members, member{m.name, m.label, value})
		hits += count
	}
	part.pruned = part.pruned || len(part.members) < len(n.members)
	return part, hits
}
