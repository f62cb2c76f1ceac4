package vendors

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/specs"
)

// TestADialectComesBack learns what a legal world does, lets a simulator speak
// it, and learns the same.
func TestADialectComesBack(t *testing.T) {
	seeds := []uint64{4}
	if *whole {
		seeds = []uint64{1, 2, 3, 4, 5, 6}
	}
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		for _, seed := range seeds {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				comesBack(t, v, seed)
			})
		}
	})
}

func comesBack(t *testing.T, v Vendor, seed uint64) {
	t.Helper()
	drawn, err := LegalWorld(v, seed)
	if err != nil {
		t.Fatal(err)
	}
	maps.DeleteFunc(drawn, func(_, said string) bool { return said == specs.NotOffered }) // hides what could be learnt
	learn := func(dialect map[string]string) map[string]string {
		out := judgeLocal(t, v, simulator.Options{Dialect: dialect}, conformance.Selection{})
		return parsed(t, conformance.Learned(v.Book, out))
	}
	first := learn(drawn)
	// Departures from what is only assumed are not learnt, and some decide what
	// becomes of a breach: an event that nobody knows.
	spoken := maps.Clone(drawn)
	maps.DeleteFunc(spoken, func(_, said string) bool { return said != specs.Departs })
	maps.Copy(spoken, first)
	again := learn(spoken)
	for _, key := range slices.Sorted(maps.Keys(first)) {
		if again[key] != first[key] {
			t.Errorf("%s: drawn %q, learnt %q first, then %q", key, drawn[key], first[key], again[key])
		}
	}
	if len(first) == 0 {
		t.Error("nothing was learnt")
	}
}

func parsed(t *testing.T, text string) map[string]string {
	t.Helper()
	var dialect map[string]string
	if err := yaml.Unmarshal([]byte(text), &dialect); err != nil {
		t.Fatal(err)
	}
	return dialect
}
