package main

import (
	"slices"

	"github.com/plumbline-api/plumbline/internal/nearest"
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
