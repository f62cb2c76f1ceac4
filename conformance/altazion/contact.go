package altazion

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/features"
	steps "github.com/plumbline-api/plumbline/features/altazion"
	api "github.com/plumbline-api/plumbline/generated/altazion"
	"github.com/plumbline-api/plumbline/target"
)

// known is a bon. The members are those of the page on preparation; of each
// fixture one is read until one is there.
func known(p *conformance.Profile) conformance.Known {
	k := conformance.Known{
		By: func(a *target.Answer) bool {
			members := conformance.Members(a)
			for _, name := range []string{"Guid", "Lignes", "Numero", "DateCreation", "Statut"} {
				if _, there := members[name]; there && a.Status/100 == 2 {
					return true
				}
			}
			return false
		},
		Fixture: "give the profile fixtures." + steps.BonToVary + " with a bon that is there",
		Need:    steps.BonToVary, Reads: reads,
	}
	for _, kind := range slices.Sorted(maps.Keys(p.Fixtures)) {
		if list := p.Fixtures[kind]; len(list) > 0 {
			k.Proofs = append(k.Proofs, reads(list[0]))
		}
	}
	return k
}

// reads is the call that reads a bon of the profile.
func reads(bon map[string]any) conformance.Proof {
	return conformance.Proof{Effect: features.Read, Run: func(ctx context.Context, s *target.Session) error {
		req, err := api.NewGetBonRequest(s.Base(), fmt.Sprint(bon["number"]))
		if err != nil {
			return err
		}
		_, err = s.Send(ctx, req)
		return err
	}}
}
