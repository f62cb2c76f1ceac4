package akinon

import (
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
)

func lifecycles() []simulator.Lifecycle {
	return []simulator.Lifecycle{{
		Lifecycle: rules.PackageLifecycle(), Kind: packages,
		State: func(value any) string {
			p, _ := value.(packaging)
			if p.State == unmoved {
				return stateNames[waiting]
			}
			return stateNames[p.State]
		},
	}}
}
