package komet

import (
	"context"
	"errors"
	"time"

	"github.com/plumbline-api/plumbline/target"
)

// No page says when a prebook that was created is listed. A target is given
// patience to show it, unless its profile says otherwise, and as long for what
// must not show, unless it has shown everything at once; a simulator that is under
// control needs neither.
const (
	patience  = 3 * time.Second
	pollEvery = 100 * time.Millisecond
)

// eventually looks until there is no difference any more, or time is up.
func (s *steps) eventually(ctx context.Context, look func() error) error {
	for waited := time.Duration(0); ; waited += pollEvery {
		err := look()
		if err == nil {
			s.session.Came(waited > 0)
		}
		var different *target.Mismatched
		if !errors.As(err, &different) || s.session.Controlled() || waited >= s.session.Settle(patience) {
			return err
		}
		if err := pause(ctx, pollEvery); err != nil {
			return err
		}
	}
}

// lookingAgain is eventually for what was listed last: it lists it again.
func (s *steps) lookingAgain(ctx context.Context, look func() error) error {
	first := true
	return s.eventually(ctx, func() error {
		if !first && s.again != nil {
			if err := s.again(ctx); err != nil {
				return err
			}
		}
		first = false
		return look()
	})
}

// settle waits for what must not show.
func (s *steps) settle(ctx context.Context) error {
	return s.session.Rest(ctx, patience)
}

func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
