package vendors

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/specs"
)

// How many random legal worlds of each vendor are judged, unless
// PLUMBLINE_TEST_WORLDS says otherwise.
const (
	fewWorlds  = 3
	manyWorlds = 300
)

// judgedShare is how much of the Documented rules has to be judged in a world
// where every operation is offered: a judge that shrugs is no judge.
const judgedShare = 0.9

// TestLegalWorldsPass judges simulators that differ from the usual in whatever
// the documents leave free. No binding rule may fail.
func TestLegalWorldsPass(t *testing.T) {
	worlds, first := fewWorlds, 1
	if *whole {
		worlds = manyWorlds
	}
	if text := os.Getenv("PLUMBLINE_TEST_WORLDS"); text != "" {
		from, count, ranged := strings.Cut(text, "+")
		n, err := strconv.Atoi(from)
		if ranged {
			first = n
			n, err = strconv.Atoi(count)
		}
		if err != nil {
			t.Fatalf("PLUMBLINE_TEST_WORLDS is a number, or FIRST+NUMBER: %v", err)
		}
		worlds = n
	}
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		for seed := first; seed < first+worlds; seed++ {
			t.Run(fmt.Sprint(seed), func(t *testing.T) {
				t.Parallel()
				dialect, err := LegalWorld(v, uint64(seed))
				if err != nil {
					t.Fatal(err)
				}
				legal(t, v, simulator.Options{Hostile: true, RandomSeed: uint64(seed), Dialect: dialect})
			})
		}
	})
}

// TestEachAlternativeAlone judges a simulator that differs in one choice. Those
// about one breach are tried all together by TestStrictnessIsSeen.
func TestEachAlternativeAlone(t *testing.T) {
	if !*whole {
		t.Skip("it takes minutes: go test ./internal/vendors -run EachAlternative -power")
	}
	forEachBuilt(t, func(t *testing.T, v Vendor) {
		alternatives, err := Alternatives(v)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range alternatives {
			if strings.Contains(a.Key, "#") {
				continue
			}
			for _, value := range a.Values[1:] {
				t.Run(a.Key+"="+value, func(t *testing.T) {
					t.Parallel()
					legal(t, v, simulator.Options{Dialect: map[string]string{a.Key: value}})
				})
			}
		}
	})
}

// legal judges a legal simulator: nothing fails, nothing is our fault, and most
// of what the document says is judged.
func legal(t *testing.T, v Vendor, engine simulator.Options) {
	t.Helper()
	out := judgeLocal(t, v, engine, conformance.Selection{})
	bad, documented, judged := 0, 0, 0
	for _, r := range out.Rules {
		if r.Verdict == report.Fail || r.Verdict == report.Error {
			bad++
			describe(t, r)
			t.Errorf("%s: %s", r.ID, r.Verdict)
		}
		if r.Basis == string(specs.Documented) {
			documented++
			if r.Verdict == report.Pass || r.Verdict == report.Warning {
				judged++
			}
		}
	}
	missing := false
	for _, value := range engine.Dialect {
		missing = missing || value == specs.NotOffered
	}
	if share := float64(judged) / float64(documented); !missing && share < judgedShare {
		bad++
		t.Errorf("%d of %d documented rules were judged", judged, documented)
		for _, r := range out.Rules {
			if r.Basis == string(specs.Documented) && r.Verdict == report.Inconclusive {
				describe(t, r)
			}
		}
	}
	if bad > 0 {
		t.Logf("the world, as a dialect file:\n%s", strings.Join(Lines(engine.Dialect), "\n"))
	}
}
