package komet

import (
	"strings"
	"testing"

	steps "github.com/plumbline-api/plumbline/features/komet"
)

// TestSupply: what a profile's command prints is at hand afterwards, and what it
// prints wrongly is told.
func TestSupply(t *testing.T) {
	access, err := readAccess(sample())
	if err != nil {
		t.Fatal(err)
	}
	c := caller{access}
	if c.missing(steps.NeedsFutureOrder) == "" {
		t.Fatal("a future sales order is at hand before one was made")
	}
	if err := c.supply(steps.NeedsFutureOrder, map[string]any{"number": "P000001", "vendor": 999}); err != nil {
		t.Error(err)
	}
	if why := c.missing(steps.NeedsFutureOrder); why != "" {
		t.Error(why)
	}
	before := len(access.ShipTos())
	if err := c.supply(steps.NeedsShipTo, map[string]any{"customer": 9999, "id": 7}); err != nil || len(access.ShipTos()) != before+1 {
		t.Errorf("%v, %d addresses", err, len(access.ShipTos()))
	}
	if err := c.supply(steps.NeedsFutureOrder, map[string]any{"number": "P000002"}); err == nil || !strings.Contains(err.Error(), "vendor") {
		t.Errorf("an order without a vendor: %v", err)
	}
}
