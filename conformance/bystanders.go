package conformance

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/plumbline-api/plumbline/conformance/contractphase"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
)

// Neighbour is an operation whose call (Plan.Call) is about an entity of its own
// that can be observed. It stands beside requests about other entities, which
// must leave it as it is.
type Neighbour struct {
	Operation string
	Sent      bool // the call has to be sent for the entity to exist; else preparing it is enough
}

// bystanderCases make a request with a neighbour beside it, for every writing
// operation: one that is accepted, and one that is refused.
func (r *runner) bystanderCases(op *contract.Operation, refused *contractphase.Variant) []Case {
	rule := r.vendor.Book.Integrity.BystandersUnchanged
	effect := r.plan.Effects[op.ID]
	if rule == nil || len(r.plan.Neighbours) == 0 || effect == features.Read || effect == features.Destructive {
		return nil
	}
	variants := []contractphase.Variant{{Name: "accepted", Accepted: true}}
	if refused != nil {
		variants = append(variants, *refused)
	}
	var cases []Case
	for _, n := range r.plan.Neighbours {
		for _, v := range variants {
			cases = append(cases, Case{
				Rule: rule, Phase: ContractPhase, Operation: op.ID, Effect: further(effect, r.plan.Effects[n.Operation]),
				Needs: r.withNeighbour(op, n),
				Name:  fmt.Sprintf("%s, %s, leaves what another %s is about alone", op.ID, v.Name, n.Operation),
				Run: func(ctx context.Context, s *target.Session, random *rand.Rand) error {
					return r.besideNeighbour(ctx, s, random, n, op, rule, v)
				},
			})
		}
	}
	return cases
}

// withNeighbour lists what a call of an operation with a neighbour beside it
// needs.
func (r *runner) withNeighbour(op *contract.Operation, n Neighbour) []string {
	return union(r.plan.CallNeeds[op.ID], r.plan.CallNeeds[n.Operation])
}

// watching is the effect of letting a neighbour come to be.
func (r *runner) watching(n Neighbour) features.Effect {
	if !n.Sent {
		return features.Read
	}
	return r.plan.Effects[n.Operation]
}

// union lists the needs of two calls, each once.
func union(a, b []string) []string {
	all := slices.Concat(a, b)
	slices.Sort(all)
	return slices.Compact(all)
}

// further is the effect of two that reaches further.
func further(a, b features.Effect) features.Effect {
	if slices.Index(effects(), a) >= slices.Index(effects(), b) {
		return a
	}
	return b
}

// besideNeighbour sends a request and looks at the neighbour before and after.
func (r *runner) besideNeighbour(ctx context.Context, s *target.Session, random *rand.Rand, n Neighbour, op *contract.Operation, rule *specs.Rule, v contractphase.Variant) error {
	look, err := r.neighbour(ctx, s, random, n)
	if err != nil {
		return err
	}
	before, err := look(ctx)
	if err != nil {
		return err
	}
	if _, err := r.sendVaried(ctx, s, random, op, rule, v); err != nil {
		return err
	}
	if err := r.rest(ctx, s, op); err != nil {
		return err
	}
	after, err := look(ctx)
	var gone *target.Inconclusive
	switch {
	case errors.As(err, &gone) && s.LostAnswer() == "":
		after = "it can't be read any more: " + gone.Reason
	case err != nil:
		return err
	}
	if before != after {
		return target.Mismatch("an entity that the request does not name", after, before)
	}
	return nil
}

// sendVaried sends a correct call of an operation with a variant, and returns the
// answer.
func (r *runner) sendVaried(ctx context.Context, s *target.Session, random *rand.Rand, op *contract.Operation, rule *specs.Rule, v contractphase.Variant) (*target.Answer, error) {
	call, err := r.plan.Call(op.ID, s, random)
	if err != nil {
		return nil, err
	}
	if call.Prepare != nil {
		if err := call.Prepare(ctx); err != nil {
			return nil, err
		}
	}
	return r.vary(s, op, rule, &call, v).send(ctx)
}

// send sends the call with the variant, and keeps what takes it back.
func (v *varied) send(ctx context.Context) (*target.Answer, error) {
	req, err := v.request(ctx)
	if err != nil {
		return nil, err
	}
	v.willMake()
	answer, err := v.session.Send(ctx, req)
	if err == nil {
		v.took(answer)
	}
	return answer, err
}

// neighbour lets an entity come to be, and returns what looks at it.
func (r *runner) neighbour(ctx context.Context, s *target.Session, random *rand.Rand, n Neighbour) (func(context.Context) (string, error), error) {
	op := r.contract.Operation(n.Operation)
	if op == nil {
		return nil, fmt.Errorf("conformance: there is no operation %s for neighbours", n.Operation)
	}
	call, err := r.plan.Call(op.ID, s, random)
	if err != nil {
		return nil, err
	}
	if call.Observe == nil {
		return nil, errors.New("conformance: what a call of " + n.Operation + " is about can't be observed")
	}
	if call.Prepare != nil {
		if err := call.Prepare(ctx); err != nil {
			return nil, err
		}
	}
	if !n.Sent {
		return call.Observe, nil
	}
	if _, err := call.Observe(ctx); err != nil { // before it exists
		return nil, err
	}
	answer, err := r.vary(s, op, &specs.Rule{}, &call, unvaried()).send(ctx)
	if err != nil {
		return nil, err
	}
	if !r.accepts(answer) {
		_, got := r.told(answer)
		return nil, &target.Inconclusive{Reason: "no neighbour could be made: the request was refused: " + got}
	}
	return call.Observe, nil
}
