package vendors

import (
	"cmp"
	"fmt"
	"os"
	"strconv"
	"strings"
	"sync"
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
// the documents leave free. No binding rule may fail. Where a number of worlds is
// asked for, each is told as it ends, so that a run that is ended is not lost.
func TestLegalWorldsPass(t *testing.T) {
	first, worlds, asked := worldsAsked(t)
	failed := 0
	for n := range worlds {
		seed := first + n
		var mu sync.Mutex
		var bad []string
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			forEachBuilt(t, func(t *testing.T, v Vendor) {
				t.Parallel()
				dialect, err := LegalWorld(v, uint64(seed))
				if err != nil {
					t.Fatal(err)
				}
				found := SparesLegal(t, v, simulator.Options{Hostile: true, RandomSeed: uint64(seed), Dialect: dialect})
				mu.Lock()
				defer mu.Unlock()
				bad = append(bad, found...)
			})
		})
		if len(bad) > 0 {
			failed++
		}
		if asked {
			fmt.Fprintf(os.Stderr, "random seed %d: %s; %d of %d worlds of each vendor judged, %d with failures\n",
				seed, cmp.Or(strings.Join(bad, ", "), "nothing fails"), n+1, worlds, failed)
		}
	}
}

// worldsAsked tells how many worlds are to be judged, from which random seed on,
// and whether somebody asked for so many.
func worldsAsked(t *testing.T) (first, worlds int, asked bool) {
	t.Helper()
	text := os.Getenv("PLUMBLINE_TEST_WORLDS")
	if text == "" {
		if *whole {
			return 1, manyWorlds, true
		}
		return 1, fewWorlds, false
	}
	from, count, ranged := strings.Cut(text, "+")
	if !ranged {
		from, count = "1", text
	}
	first, err := strconv.Atoi(from)
	if err == nil {
		worlds, err = strconv.Atoi(count)
	}
	if err != nil || first < 0 || worlds < 1 {
		t.Fatalf("PLUMBLINE_TEST_WORLDS is %q, want NUMBER or FIRST+NUMBER", text)
	}
	return first, worlds, true
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
