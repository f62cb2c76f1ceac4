package vendors

import (
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/simulator"
)

// How many random legal worlds of each vendor are judged, unless
// PLUMBLINE_TEST_WORLDS says otherwise.
const (
	fewWorlds  = 3
	manyWorlds = 300
)

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
				SparesLegal(t, v, simulator.Options{Hostile: true, RandomSeed: uint64(seed), Dialect: dialect})
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
					SparesLegal(t, v, simulator.Options{Dialect: map[string]string{a.Key: value}})
				})
			}
		}
	})
}
