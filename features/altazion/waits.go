package altazion

import (
	"context"
	"fmt"
	"time"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

const (
	// patience is how long a state may take to follow: the document's “quelques
	// instants”. On a simulator it is virtual time.
	patience = 30 * time.Second
	// between is the time between two looks at a simulator's bon, pollEvery that
	// at another target's.
	between   = time.Second
	pollEvery = 250 * time.Millisecond
	// realPatience is what a target without a virtual clock is given, unless its
	// profile says otherwise; it is looked at this often at the least.
	realPatience = 10 * time.Second
	leastLooks   = 10
)

func (s *steps) bindWaits(sc *features.Steps) {
	sc.Step(`^moments later the bon is prepared$`, func(ctx context.Context) error {
		return s.becomes(ctx, "prepared: another Etat than at first, and EstTermine false", func(v view) bool { return s.movedOn(v) && !isFinished(v) })
	})
	sc.Step(`^moments later the bon is finished$`, func(ctx context.Context) error {
		return s.becomes(ctx, "finished: EstTermine true", isFinished)
	})
	sc.Step(`^the bon does not become finished$`, s.staysOpen)
	sc.Step(`^the bon stays as it was$`, func(ctx context.Context) error { return s.unchanged(ctx, s.before) })
	sc.Step(`^the bon is as it was$`, s.isAsItWas)
	sc.Step(`^the bon stays as it was if the call was refused$`, func(ctx context.Context) error {
		if accepted(s.answer) {
			return nil // whether it is refused is for other rules
		}
		return s.unchanged(ctx, s.before)
	})
	sc.Step(`^moments later the bon is finished if the call was accepted, and else has prepared: (.+)$`, func(ctx context.Context, prepared string) error {
		if accepted(s.answer) {
			return s.becomes(ctx, "finished: EstTermine true", isFinished)
		}
		return s.comparePreparedBy(ctx, "", prepared)
	})
	sc.Step(`^the bon stays as it was noted$`, func(ctx context.Context) error { return s.unchanged(ctx, s.noted) })
	sc.Step(`^(\d+) milliseconds pass$`, func(ctx context.Context, n int) error {
		return s.session.Advance(ctx, time.Duration(n)*time.Millisecond)
	})
}

// pass lets a little time pass: a simulator's own, or real time.
func (s *steps) pass(ctx context.Context) (time.Duration, error) {
	if s.session.Controlled() {
		return between, s.session.Advance(ctx, between)
	}
	interval := min(pollEvery, s.limit()/leastLooks)
	timer := time.NewTimer(interval)
	defer timer.Stop()
	select {
	case <-timer.C:
		return interval, nil
	case <-ctx.Done():
		return 0, ctx.Err()
	}
}

// limit is how long to wait in all.
func (s *steps) limit() time.Duration {
	if s.session.Controlled() {
		return patience
	}
	return s.session.Settle(realPatience)
}

// await reads the bon until it is as wanted, or time is up; it returns what was
// read last.
func (s *steps) await(ctx context.Context, wanted func(view) bool) (view, bool, error) {
	for waited := time.Duration(0); ; {
		v, err := s.view(ctx)
		if err != nil {
			return v, false, err
		}
		if wanted(v) {
			return v, true, nil
		}
		if waited >= s.limit() {
			return v, false, nil
		}
		step, err := s.pass(ctx)
		if err != nil {
			return v, false, err
		}
		waited += step
	}
}

func (s *steps) becomes(ctx context.Context, what string, wanted func(view) bool) error {
	v, ok, err := s.await(ctx, wanted)
	if err != nil || ok {
		return err
	}
	return target.Mismatch(fmt.Sprintf("the bon after %s", s.limit()), v.state(), what)
}

// staysOpen waits the whole time for what must not happen.
func (s *steps) staysOpen(ctx context.Context) error {
	v, finished, err := s.await(ctx, isFinished)
	if err == nil && finished {
		return target.Mismatch("the bon after some moments", v.state(), "EstTermine false")
	}
	return err
}

// isAsItWas compares the bon with how it was at first, now: quantities are there
// at once. That nothing follows later is for the rule on refusals.
func (s *steps) isAsItWas(ctx context.Context) error {
	old, err := viewOf(s.before)
	if err != nil {
		return &target.Inconclusive{Reason: "precondition: the bon could not be read: " + err.Error()}
	}
	v, err := s.view(ctx)
	if err != nil {
		return err
	}
	return target.Compare("the bon", v.text, old.text)
}

// unchanged compares the bon with how it was, now and when what was accepted
// by mistake had time to show.
func (s *steps) unchanged(ctx context.Context, then *target.Answer) error {
	old, err := viewOf(then)
	if err != nil {
		return &target.Inconclusive{Reason: "precondition: the bon could not be read: " + err.Error()}
	}
	v, changed, err := s.await(ctx, func(v view) bool { return v.text != old.text })
	if err == nil && changed {
		return target.Mismatch("the bon", v.text, old.text)
	}
	return err
}
