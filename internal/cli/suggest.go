package cli

import (
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/internal/nearest"
	"github.com/plumbline-api/plumbline/specs"
)

// didYouMean names the known name that is nearest to a mistyped one, as the end
// of an error message; it is empty where none is near.
func didYouMean(name string, known []string) string { return nearest.DidYouMean(name, known) }

// names collects one thing of each element.
func names[T any](list []T, of func(T) []string) []string {
	var all []string
	for _, element := range list {
		all = append(all, of(element)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// meantRule names the rule that is nearest to the first pattern that is a name,
// and none that is known.
func meantRule(patterns []string, books []specs.Book) string {
	var ids []string
	for _, b := range books {
		for _, r := range b.Rules {
			ids = append(ids, r.ID)
		}
	}
	for _, pattern := range patterns {
		if !strings.ContainsAny(pattern, `*?[\`) && !slices.Contains(ids, pattern) {
			return didYouMean(pattern, ids)
		}
	}
	return ""
}
