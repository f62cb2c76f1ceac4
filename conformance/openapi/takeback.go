package openapi

import (
	"context"
	"math/rand/v2"

	"github.com/plumbline-api/plumbline/target"
)

// takeBack lists what takes back an entity of a ledger. Its id there is all that
// is known of it, so that one that lies below another can't be taken back.
func (p *planned) takeBack() map[string]func(context.Context, *target.Session, string) error {
	all := map[string]func(context.Context, *target.Session, string) error{}
	for _, r := range p.resources {
		if r.Create == nil || p.undo[r.Create] == nil || len(parameters(r.Item)) != 1 {
			continue
		}
		all[r.Name] = func(ctx context.Context, s *target.Session, id string) error {
			c := p.caller(s, rand.New(rand.NewPCG(0, 0))) // what takes back says nothing that is drawn
			_, undo := c.undoing(&entity{resource: r, path: map[string]string{r.Param: id}})
			return undo(ctx)
		}
	}
	return all
}
