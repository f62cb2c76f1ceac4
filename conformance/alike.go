package conformance

import (
	"context"
	"fmt"
	"math/rand/v2"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

// Alike makes two correct calls of an operation, each about an entity of its own.
// The name of the second begins with the whole name of the first: A10 beside A1.
type Alike struct {
	Operation string
	Needs     []string // beside those of the operation's calls
	Calls     func(ctx context.Context, s *target.Session, random *rand.Rand) ([2]Call, error)
}

// alikeCases change one of two entities whose names begin alike, and look at both.
func (r *runner) alikeCases(op *contract.Operation) []Case {
	rule := r.vendor.Book.Integrity.BystandersUnchanged
	effect := r.plan.Effects[op.ID]
	var cases []Case
	for _, alike := range r.plan.Alike {
		if alike.Operation != op.ID || rule == nil || effect == features.Read {
			continue
		}
		for i, name := range []string{"begins with its name", "is the beginning of its name"} {
			cases = append(cases, Case{
				Rule: rule, Phase: ContractPhase, Operation: op.ID, Effect: effect, Needs: union(r.plan.CallNeeds[op.ID], alike.Needs),
				Name: fmt.Sprintf("%s, sent for an entity, reaches it and leaves alone another whose name %s", op.ID, name),
				Run: func(ctx context.Context, s *target.Session, random *rand.Rand) error {
					return besideAlike(ctx, &repeated{r, s, op, rule, random}, alike, i)
				},
			})
		}
	}
	return cases
}

// besideAlike sends the i-th of two calls. What it changes has to be seen of its
// own entity, as far as one call alone lets it be seen, and of no other.
func besideAlike(ctx context.Context, p *repeated, alike Alike, i int) error {
	alone, err := p.first(ctx)
	if err != nil {
		return err
	}
	calls, err := alike.Calls(ctx, p.session, p.random)
	if err != nil {
		return err
	}
	var both [2]*tried
	for j := range calls {
		if both[j], err = p.ready(ctx, &calls[j]); err != nil {
			return err
		}
	}
	own, other := both[i], both[1-i]
	if own.answer, err = own.send(ctx); err != nil {
		return err
	}
	if !p.accepts(own.answer) {
		_, got := p.told(own.answer)
		return &target.Inconclusive{Reason: fmt.Sprintf("%s: a correct request was refused: %s", p.op.ID, got)}
	}
	if err := other.look(ctx); err != nil {
		return err
	}
	if other.after != other.before {
		return target.Mismatch("an entity whose name begins alike", other.after, other.before)
	}
	return own.became(ctx, alone)
}
