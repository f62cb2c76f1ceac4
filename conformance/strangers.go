package conformance

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/plumbline-api/plumbline/conformance/contractphase"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
)

// Stranger is a caller whose credentials do not open an operation.
type Stranger struct {
	Who  string      // such as "without a token"
	Rule *specs.Rule // that says that such a call is refused
	// Readings are those of the rule under which it is; none: under all.
	Readings []string
	// Except lists operations that are open to this caller, or that have cases of
	// their own.
	Except []string
	// Role is whose credentials Plan.Authorize adds; Disguise, which may be nil,
	// changes what of them the call itself carries.
	Role     string
	Disguise func(*Call)
}

// strangerCases send the correct request of an operation as each stranger. The
// same request with the right credentials has to be accepted for its refusal to
// say anything.
func (r *runner) strangerCases(op *contract.Operation) []Case {
	var cases []Case
	for _, who := range r.plan.Strangers {
		if !slices.Contains(who.Rule.Operations, op.ID) || slices.Contains(who.Except, op.ID) {
			continue
		}
		readings := who.Readings
		if len(readings) == 0 {
			readings = []string{""}
		}
		for _, reading := range readings {
			cases = append(cases, Case{
				Rule: who.Rule, Reading: reading, Phase: ContractPhase, Operation: op.ID, Effect: r.plan.Effects[op.ID], Needs: r.plan.CallNeeds[op.ID],
				Name: fmt.Sprintf("%s %s is refused", op.ID, who.Who),
				Run: func(ctx context.Context, s *target.Session, random *rand.Rand) error {
					return r.asStranger(ctx, s, random, op, who)
				},
			})
		}
	}
	return cases
}

func (r *runner) asStranger(ctx context.Context, s *target.Session, random *rand.Rand, op *contract.Operation, who Stranger) error {
	call, err := r.plan.Call(op.ID, s, random)
	if err != nil {
		return err
	}
	if call.Prepare != nil {
		if err := call.Prepare(ctx); err != nil {
			return err
		}
	}
	v := r.vary(s, op, who.Rule, &call, contractphase.Variant{Name: who.Who, Accepted: true})
	if err := v.opens(ctx); err != nil {
		return err
	}
	before := ""
	if call.Observe != nil {
		if before, err = call.Observe(ctx); err != nil {
			return err
		}
	}
	if who.Disguise != nil {
		who.Disguise(&call)
	}
	req, _, err := v.variant.Request(ctx, r.target.Base(), op, &call)
	if err != nil {
		return err
	}
	made := v.willMake()
	answer, err := s.As(who.Role).Send(ctx, req)
	if err != nil {
		return err
	}
	if !r.refused(answer) {
		what, got := r.told(answer)
		return target.Mismatch(what, got, r.plan.Refusal)
	}
	if call.Observe == nil {
		return nil
	}
	if err := r.rest(ctx, s, op); err != nil {
		return err
	}
	after, err := call.Observe(ctx)
	if err != nil {
		return err
	}
	if before != after {
		return target.Mismatch("state after the refusal", after, before)
	}
	made.Refused()
	return nil
}

// opens wants the right credentials to open the call: one that reads is sent
// here with them, so that the target knows them when the stranger comes.
func (v *varied) opens(ctx context.Context) error {
	if v.plan.Effects[v.op.ID] != features.Read {
		return v.plainIsAccepted(ctx, v.op)
	}
	answer, err := v.send(ctx)
	if err != nil || v.accepts(answer) {
		return err
	}
	_, got := v.told(answer)
	return &target.Inconclusive{Reason: fmt.Sprintf("nothing follows from this refusal: %s with the right credentials was not accepted: %s", v.op.ID, got)}
}
