package vendors

import (
	"testing"
)

// forEachBuilt runs check for every vendor that can be simulated and judged.
func forEachBuilt(t *testing.T, check func(t *testing.T, v Vendor)) {
	t.Helper()
	for _, v := range All() {
		if v.Simulator != nil && v.Conformance != nil {
			t.Run(v.Book.Vendor, func(t *testing.T) { check(t, v) })
		}
	}
}

func TestWithoutDefectEveryServerRulePasses(t *testing.T) { forEachBuilt(t, PassesWithoutDefect) }

func TestEveryDefectIsCaughtByItsOwnChecks(t *testing.T) { forEachBuilt(t, CatchesDefects) }

func TestEveryReadingIsFoundOut(t *testing.T) { forEachBuilt(t, FindsReadings) }
