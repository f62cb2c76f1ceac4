package conformance

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
)

// readingCases look at a neighbour before and after each operation that reads.
func (r *runner) readingCases(op *contract.Operation) []Case {
	rule := r.vendor.Book.Integrity.ReadingChangesNothing
	if rule == nil || r.plan.Effects[op.ID] != features.Read || len(r.plan.Neighbours) == 0 {
		return nil
	}
	n := r.plan.Neighbours[0]
	return []Case{{
		Rule: rule, Phase: ContractPhase, Operation: op.ID, Effect: r.watching(n), Needs: r.withNeighbour(op, n),
		Name: op.ID + " reads, and changes nothing",
		Run: func(ctx context.Context, s *target.Session, random *rand.Rand) error {
			return r.besideNeighbour(ctx, s, random, n, op, rule, unvaried())
		},
	}}
}

// methodCases send the correct request of an operation by the methods that its
// path does not have. Those that are safe by HTTP (RFC 9110, 9.2.1) change
// nothing; the others may be operations that no document tells of, and change
// nothing where they are refused.
func (r *runner) methodCases(op *contract.Operation) []Case {
	rules := r.vendor.Book.Integrity
	if rules.ReadingChangesNothing == nil || len(r.plan.Neighbours) == 0 {
		return nil
	}
	effect := further(r.plan.Effects[op.ID], r.watching(r.plan.Neighbours[0]))
	var cases []Case
	add := func(rule *specs.Rule, effect features.Effect, name string, methods ...string) {
		methods = slices.DeleteFunc(methods, func(m string) bool {
			other, _, _ := r.contract.Match(m, samplePath(op))
			return other != nil
		})
		c := Case{
			Rule: rule, Phase: ContractPhase, Operation: op.ID, Effect: effect, Needs: r.withNeighbour(op, r.plan.Neighbours[0]),
			Name: fmt.Sprintf("%s by %s instead of %s, %s", op.ID, strings.Join(methods, ", "), op.Method, name),
			Run: func(ctx context.Context, s *target.Session, random *rand.Rand) error {
				return r.otherMethods(ctx, s, random, op, rule, methods)
			},
		}
		if len(methods) > 0 {
			cases = append(cases, c)
		}
	}
	add(rules.ReadingChangesNothing, effect, "changes nothing", http.MethodGet, http.MethodHead, http.MethodOptions)
	if r.heldBack(features.Destructive) == "" { // nobody knows what such a method does there
		add(rules.RefusalChangesNothing, features.Destructive, "changes nothing if it is refused", http.MethodPut, http.MethodPatch, http.MethodDelete)
	}
	return cases
}

// samplePath is a path of an operation, whatever its parameters are.
func samplePath(op *contract.Operation) string {
	return strings.NewReplacer("{", "", "}", "").Replace(op.Path)
}

// otherMethods sends a correct request by each method, and looks at what it is
// about, or at a neighbour where that can't be seen.
func (r *runner) otherMethods(ctx context.Context, s *target.Session, random *rand.Rand, op *contract.Operation, rule *specs.Rule, methods []string) error {
	call, err := r.plan.Call(op.ID, s, random)
	if err != nil {
		return err
	}
	if call.Prepare != nil {
		if err := call.Prepare(ctx); err != nil {
			return err
		}
	}
	v := r.vary(s, op, rule, &call, unvaried())
	look := call.Observe
	if look == nil {
		if look, err = r.neighbour(ctx, s, random, r.plan.Neighbours[0]); err != nil {
			return err
		}
	}
	before, err := look(ctx)
	if err != nil {
		return err
	}
	v.willMake()
	var differs, open []error
	for _, method := range methods {
		answer, err := v.by(ctx, method)
		if err != nil {
			return errors.Join(target.Mismatches(differs...), err)
		}
		after, err := look(ctx)
		if err != nil {
			return errors.Join(target.Mismatches(differs...), err)
		}
		if before == after {
			continue
		}
		if r.accepts(answer) && rule != r.vendor.Book.Integrity.ReadingChangesNothing {
			open = append(open, &warned{fmt.Sprintf("%s is answered %d and changes something: the contract has no such operation", method, answer.Status)})
		} else {
			differs = append(differs, target.Mismatch("state after "+method, after, before))
		}
		before = after
	}
	if err := target.Mismatches(differs...); err != nil {
		return err
	}
	return errors.Join(open...)
}

// by sends the call by another method.
func (v *varied) by(ctx context.Context, method string) (*target.Answer, error) {
	req, err := v.request(ctx)
	if err != nil {
		return nil, err
	}
	req.Method = method
	return v.session.Send(ctx, req)
}
