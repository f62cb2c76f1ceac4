package reference

import (
	"context"
	"errors"

	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/target"
)

// mostShrinks is how often a trace is tried with a step less.
const mostShrinks = 60

// attempt is a trace that was sent to the target once more.
type attempt struct {
	trace     Trace
	followed  *followed
	exchanges []report.Exchange
}

// confirm repeats the trace on a session of its own, and shrinks it. It says why
// where the difference does not come back or turns out to be explained.
func (r *run) confirm(ctx context.Context) (*Finding, string, error) {
	if len(r.trace.Mirror) > 0 {
		return nil, "it could not be repeated: that takes fresh entities, and these were used up", nil
	}
	best, err := r.again(ctx, r.trace)
	switch {
	case err != nil:
		return nil, "", err
	case best == nil:
		return nil, "it did not come back when it was repeated", nil
	}
	if best, err = r.shrink(ctx, best); err != nil {
		return nil, "", err
	}
	x, first, err := r.vendor.explain(ctx, r.model, r.out.Dialect, &best.trace, r.agreed)
	switch {
	case err != nil:
		return nil, "", err
	case x.contradicts && len(r.out.Learnt) == 0:
	case x.dialect != nil && len(x.lines) > 0:
		return nil, "shrunk, it is explained by " + x.lines[0], nil
	case x.dialect != nil:
		return nil, "shrunk, it did not come back", nil
	case x.exhausted, x.varies && !r.usual():
		return nil, "more may explain it than was tried", nil
	}
	return &Finding{
		Rules: r.vendor.blame(&best.trace, first, r.out.Met), Differences: first.differences, Trace: best.trace,
		Exchanges: best.exchanges, Shrunk: len(r.trace.Steps),
	}, "", nil
}

// usual tells whether the target has shown that it does as the model does unless told
// otherwise: what the model's answer hangs on is then no likely explanation.
func (r *run) usual() bool {
	const often = 5
	return len(r.out.Learnt) == 0 && len(r.agreed) >= often
}

// shrink leaves steps out as long as a difference stays at the end.
func (r *run) shrink(ctx context.Context, best *attempt) (*attempt, error) {
	left := mostShrinks
	for again := true; again; {
		again = false
		for i := len(best.trace.Steps) - 2; i >= 0 && left > 0; i-- {
			left--
			shorter, err := r.again(ctx, best.trace.without(i))
			var open *target.Inconclusive
			switch {
			case errors.As(err, &open):
				return best, nil // the budget is used up
			case err != nil:
				return nil, err
			case shorter == nil:
				continue
			}
			best, again = shorter, true
			i = min(i, len(best.trace.Steps)-1)
		}
	}
	return best, nil
}

// again sends a trace to the target on a session of its own. It returns nil where
// target and model do not differ in the end; where they differ earlier, the rest
// is cut off.
func (e *explorer) again(ctx context.Context, t Trace) (*attempt, error) {
	s := e.target.Session()
	sent := Trace{Seeds: t.Seeds}
	err := e.resend(ctx, s, t, &sent)
	exchanges := s.Exchanges()
	if err = errors.Join(err, e.end(ctx, s)); err != nil {
		return nil, err
	}
	f, err := e.vendor.follow(ctx, e.model, e.out.Dialect, &sent)
	if err != nil || f.at == len(sent.Steps) {
		return nil, err
	}
	sent.Steps = sent.Steps[:f.at+1]
	if len(exchanges) > f.at+1 {
		exchanges = exchanges[:f.at+1]
	}
	return &attempt{sent, f, exchanges}, nil
}

// resend sends the requests of a trace. What the target chose in its answers
// then is replaced by what it chooses now.
func (e *explorer) resend(ctx context.Context, s *target.Session, t Trace, sent *Trace) error {
	for _, seed := range t.Seeds {
		if err := s.Seed(ctx, seed); err != nil {
			return err
		}
	}
	then := NewIdentity()
	d := &Draw{Session: s, Vars: map[string]string{}}
	for _, old := range t.Steps {
		step := Step{Request: *then.Translate(&old.Request)}
		var err error
		if step.Waited, err = e.wait(ctx, s, step.Request.Settle); err != nil {
			return err
		}
		if e.vendor.Explore.Made != nil && !step.Request.Looks {
			if made, undo := e.vendor.Explore.Made(d, s, &step.Request); made.ID != "" {
				s.Created(made, undo)
			}
		}
		if step.Answer, err = e.answer(ctx, s, &step.Request, d.Vars); err != nil {
			return err
		}
		if old.Answer.Status != 0 {
			e.vendor.compare(&old.Request, &old.Answer, &step.Answer, then)
		}
		sent.Steps = append(sent.Steps, step)
	}
	return nil
}

// replayed tries a trace of the corpus.
func (e *explorer) replayed(ctx context.Context, t Trace) error {
	best, err := e.again(ctx, t)
	var open *target.Inconclusive
	switch {
	case errors.As(err, &open):
		e.open(open.Reason)
		return nil
	case err != nil || best == nil:
		return err
	}
	r := &run{explorer: e, trace: best.trace}
	return r.differs(ctx, best.followed.differences)
}
