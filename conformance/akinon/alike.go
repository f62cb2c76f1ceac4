package akinon

import (
	"context"
	"math/rand/v2"

	"github.com/plumbline-api/plumbline/conformance"
	steps "github.com/plumbline-api/plumbline/features/akinon"
	"github.com/plumbline-api/plumbline/target"
)

// alike are packages of which every id of one begins with an id of the other.
func (c calls) alike() []conformance.Alike {
	return []conformance.Alike{{
		Operation: "preparePackage", Needs: []string{conformance.NeedsControl},
		Calls: func(ctx context.Context, s *target.Session, random *rand.Rand) (both [2]conformance.Call, err error) {
			packages, err := steps.NewClient(s, c.fixtures().Access).Alike(ctx, random)
			if err != nil {
				return both, err
			}
			for i, pkg := range packages {
				both[i] = c.preparing(s, func(context.Context, *steps.Client) (steps.Package, error) { return pkg, nil })
			}
			return both, nil
		},
	}}
}
