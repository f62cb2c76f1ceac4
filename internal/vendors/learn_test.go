package vendors

import (
	"maps"
	"testing"

	"github.com/goccy/go-yaml"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/specs"
)

// TestADialectComesBack learns what a legal world does, lets a simulator speak
// it, and learns the same.
func TestADialectComesBack(t *testing.T) {
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		t.Parallel()
		const seed = 4
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
		if again := learn(first); !maps.Equal(first, again) {
			for key := range first {
				if first[key] != again[key] {
					t.Errorf("%s: learnt %q first, then %q", key, first[key], again[key])
				}
			}
			for key := range again {
				if _, known := first[key]; !known {
					t.Errorf("%s: %q was learnt the second time only", key, again[key])
				}
			}
		}
		if len(first) == 0 {
			t.Error("nothing was learnt")
		}
	})
}

func parsed(t *testing.T, text string) map[string]string {
	t.Helper()
	var dialect map[string]string
	if err := yaml.Unmarshal([]byte(text), &dialect); err != nil {
		t.Fatal(err)
	}
	return dialect
}
