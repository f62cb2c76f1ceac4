package komet

import (
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/komet"
)

func lifecycles() []simulator.Lifecycle {
	return []simulator.Lifecycle{
		{Lifecycle: rules.OrderLifecycle(), Kind: prebooks, State: func(value any) string {
			p, _ := value.(Prebook)
			switch {
			case p.Cancelled:
				return "cancelled"
			case p.Invoice != 0:
				return "confirmed"
			}
			return "open"
		}},
	}
}
