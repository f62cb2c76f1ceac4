package altazion

import (
	"context"
	"math/rand/v2"

	"github.com/plumbline-api/plumbline/conformance"
	steps "github.com/plumbline-api/plumbline/features/altazion"
	"github.com/plumbline-api/plumbline/target"
)

// alike are bons of which the number of one begins with that of the other. Their
// lines have the same references, by which the calls name them.
func (c calls) alike() []conformance.Alike {
	var list []conformance.Alike
	for _, operation := range []string{"savePreparation", "shipBon"} {
		list = append(list, conformance.Alike{
			Operation: operation, Needs: []string{conformance.NeedsControl},
			Calls: func(ctx context.Context, s *target.Session, random *rand.Rand) (both [2]conformance.Call, err error) {
				bons, err := steps.Alike(ctx, s, random)
				if err != nil {
					return both, err
				}
				for i, bon := range bons {
					if both[i], err = c.about(operation, s, random, bon); err != nil {
						return both, err
					}
					body, _ := both[i].Body.(map[string]any)
					for j, element := range body["Lignes"].([]any) { //nolint:forcetypeassert // made by about
						line, _ := element.(map[string]any)
						delete(line, "Guid")
						line["Reference"] = bon.Lines[j].Reference
					}
				}
				return both, nil
			},
		})
	}
	return list
}
