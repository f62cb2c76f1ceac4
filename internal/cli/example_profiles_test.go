package cli

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/internal/vendors"
)

// TestExampleProfiles tries the profiles of examples/ against the sample worlds
// that they describe.
func TestExampleProfiles(t *testing.T) {
	s := simulate(t)
	for _, v := range judged(vendors.All()) {
		name := v.Book.Vendor
		o := command(t, patience, "profile", "check", filepath.Join("..", "..", "examples", name+".yaml"), "--target", s.vendors+"/"+name)
		if o.status != 0 || strings.Contains(o.out, "not ok") {
			t.Errorf("%s: exit status %d: %s%s", name, o.status, o.out, o.errors)
		}
	}
}
