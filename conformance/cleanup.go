package conformance

import (
	"cmp"
	"context"
	"errors"
	"fmt"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

// Cleaned is what became of something that a run left.
type Cleaned struct {
	What string // such as "order 4711"
	Left string // why it is still there; empty for what was taken back
}

// ErrUnreachable marks that the target could not be reached or refused the log-in.
var ErrUnreachable = errors.New("target")

// Cleanup takes back what a run left on its target: only what its ledger says was
// made, by calls of the vendor's API alone. It fails before it changes anything,
// with an ErrProfile, an ErrUnreachable, or through a fault of our own.
func Cleanup(ctx context.Context, v *Vendor, o Options, left target.Left) ([]Cleaned, error) {
	profile := *o.Profile
	profile.Control = "off"
	o.Profile = &profile
	r, err := newRunner(v, o)
	if err != nil {
		return nil, err
	}
	defer r.target.CloseIdle()
	if why := r.heldBack(features.Spending); why != "" {
		return nil, profile.wrong(errors.New(why))
	}
	reason, err := r.contact(ctx)
	if err != nil {
		return nil, err
	}
	if reason = cmp.Or(reason, r.stopped); reason != "" {
		return nil, fmt.Errorf("%w: %s", ErrUnreachable, reason)
	}
	var all []Cleaned
	for _, e := range left.Entities {
		why := cmp.Or(r.takeBack(ctx, e), ctx.Err())
		c := Cleaned{What: e.What + " " + e.ID}
		if why != nil {
			c.Left = r.target.Clean(why.Error())
		}
		all = append(all, c)
	}
	for _, request := range left.Requests {
		if err := o.Ledger.Write(target.LedgerLine{Event: target.LedgerTold, Request: request}); err != nil {
			return all, err
		}
		all = append(all, Cleaned{What: "request " + request, Left: "no answer was noted: whether it took effect is not known"})
	}
	return all, nil
}

// takeBack takes back one entity.
func (r *runner) takeBack(ctx context.Context, e target.Entity) error {
	undo := r.plan.TakeBack[e.What]
	if undo == nil {
		return errors.New("the API has no call that takes it back, or none that this id is enough for")
	}
	s := r.target.Session()
	if err := errors.Join(undo(ctx, s, e.ID), s.Close(ctx)); err != nil {
		return err
	}
	s.TookBack(e)
	return nil
}
