// Package vendortest tests a vendor of one's own: that its checks find what they
// are for, and blame nobody who keeps the rules.
package vendortest

import (
	"fmt"
	"testing"

	"github.com/plumbline-api/plumbline"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/simulator"
)

// worlds is how many legal servers of a vendor are drawn.
const worlds = 3

// Run judges the vendor's simulator as it is, with each rule switched off, with
// each constraint overlooked that a rule claims, in each reading, as strict and as
// tolerant as can be, and as legal servers that are drawn. A rule whose checks
// can't fail breaks the test, and so does a check that blames a legal server.
func Run(t *testing.T, vendor plumbline.Vendor) {
	t.Helper()
	v := vendors.Vendor(vendor)
	if err := (vendors.Table{v}).Check(); err != nil {
		t.Fatal(err)
	}
	if v.Simulator == nil || v.Conformance == nil {
		t.Fatalf("the vendor %s needs both Simulator and Conformance: one is measured by the other", v.Book.Vendor)
	}
	t.Run("without defect", func(t *testing.T) { vendors.PassesWithoutDefect(t, v) })
	t.Run("defects", func(t *testing.T) { vendors.CatchesDefects(t, v) })
	t.Run("readings", func(t *testing.T) { vendors.FindsReadings(t, v) })
	t.Run("holes", func(t *testing.T) { vendors.CatchesHoles(t, v) })
	t.Run("strictness", func(t *testing.T) { vendors.SeesStrictness(t, v) })
	for seed := range uint64(worlds) {
		t.Run(fmt.Sprintf("legal world %d", seed+1), func(t *testing.T) {
			dialect, err := vendors.LegalWorld(v, seed+1)
			if err != nil {
				t.Fatal(err)
			}
			vendors.SparesLegal(t, v, simulator.Options{Hostile: true, RandomSeed: seed + 1, Dialect: dialect})
		})
	}
}
