package conformance

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

// againCases tries the credentials of first contact once more before anything
// else. Where they are taken once and then no more, that is the one thing to be
// found: every other rule would stay open for want of a caller.
func (r *runner) againCases() []Case {
	again := r.plan.Again
	if again.Rule == nil {
		return nil
	}
	return []Case{{
		Rule: again.Rule, Phase: ContractPhase, Effect: features.Read, first: true,
		Name: "the credentials that first contact used are accepted again",
		Run: func(ctx context.Context, s *target.Session, _ *rand.Rand) error {
			run := again.Run
			if run == nil {
				run = r.plan.Contact
			}
			err := run(ctx, s)
			var differs *target.Mismatched
			var unsent *target.Unsent
			switch {
			case err == nil, errors.As(err, &differs):
				return nil // it is about the credentials alone
			case errors.As(err, &unsent), s.Busy(), s.LostAnswer() != "", ctx.Err() != nil:
				return err
			}
			return target.Mismatch("the same credentials once more", err.Error(), "accepted, as on first contact")
		},
	}}
}

// usedUp stops the run where the credentials were taken once and then no more.
func (r *runner) usedUp(s scheduled, failed bool) {
	if s.first && failed {
		r.stop(fmt.Sprintf("the credentials are accepted once and then no more, which is the failure of %s: nothing else can be judged", s.Rule.ID))
	}
}
