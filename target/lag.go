package target

import (
	"context"
	"sync/atomic"
	"time"
)

// lag is what a run has seen of how soon a target shows what it does.
type lag struct{ prompt, late atomic.Bool }

// Came notes that what a call brings about was seen: at the first look, or late.
func (s *Session) Came(late bool) {
	if late {
		s.target.lag.late.Store(true)
		return
	}
	s.target.lag.prompt.Store(true)
}

// Late tells whether the target was seen to show late what it does.
func (s *Session) Late() bool { return s.target.lag.late.Load() }

// Rest waits before a look at what must not come about, as long as what does may
// take: usual, unless the profile says otherwise. A simulator whose clock can be
// moved needs no time, nor does a target that has shown everything at once.
func (s *Session) Rest(ctx context.Context, usual time.Duration) error {
	if s.Controlled() || !s.Late() && s.target.lag.prompt.Load() {
		return nil
	}
	return pause(ctx, s.Settle(usual))
}
