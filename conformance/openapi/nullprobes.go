package openapi

import (
	"context"
	"slices"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/contract"
)

// nullable lists the members of an operation's body that may be null.
func (a *api) nullable(op *contract.Operation) []string {
	media := a.content(op)
	var names []string
	for _, name := range sortedKeys(a.members(media["schema"])) {
		types, _ := a.schemas.Flat(a.members(media["schema"])[name])["type"].([]any)
		if slices.Contains(types, any("null")) {
			names = append(names, name)
		}
	}
	return names
}

// nullProbes send null where the document allows it: whatever becomes of it, it is
// answered, and not by a server error.
func (p *planned) nullProbes(op *contract.Operation) []conformance.Case {
	if p.content(op) == nil {
		return nil
	}
	var all []conformance.Case
	for _, name := range p.nullable(op) {
		all = append(all, p.probe(p.book.Integrity.NoServerError, p.effects()[op.ID], op.ID, op.ID+" with "+name+" null is answered", func(ctx context.Context, c *caller) error {
			request, err := c.correct(ctx, op)
			if err != nil {
				return err
			}
			body, ok := request.body.(map[string]any)
			if !ok {
				return nil
			}
			body[name] = nil
			answer, err := c.send(ctx, request)
			if err == nil {
				c.keep(op, request, answer)
			}
			return err
		}))
	}
	return all
}
