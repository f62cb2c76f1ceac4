package bridge

import (
	"context"
	"math/rand/v2"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/target"
)

// alike are orders of which the number of one begins with that of the other.
func (c caller) alike() []conformance.Alike {
	return []conformance.Alike{{
		Operation: "changeOrderState", Needs: []string{conformance.NeedsControl},
		Calls: func(_ context.Context, s *target.Session, random *rand.Rand) (both [2]conformance.Call, err error) {
			number := newNumber()
			for i, one := range []string{number, number + "0"} {
				named := c
				named.number = func() string { return one }
				if both[i], err = named.call("changeOrderState", s, random); err != nil {
					return both, err
				}
			}
			return both, nil
		},
	}}
}
