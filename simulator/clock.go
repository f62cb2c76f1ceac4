package simulator

import (
	"errors"
	"fmt"
	"math"
	"net/http"
	"time"

	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// Clock is the setting of a world's virtual clock. The zero value follows
// real time.
type Clock struct {
	Set    bool      // whether Base and Anchor mean anything
	Base   time.Time // virtual time at Anchor
	Anchor time.Time // real time
	Scale  float64   // virtual seconds in a real one; 0 is a frozen clock
}

// At returns the virtual time at a real one. A clock stands still at the last time
// that can be written.
func (c Clock) At(real time.Time) time.Time {
	if !c.Set {
		return real
	}
	passed := real.Sub(c.Anchor)
	if c.Scale == 1 {
		return store.Later(c.Base, passed) // a float64 would lose nanoseconds after some months
	}
	if scaled := float64(passed) * c.Scale; scaled < math.MaxInt64 {
		return store.Later(c.Base, time.Duration(scaled))
	}
	return store.Later(c.Base, math.MaxInt64) // at a high pace, rather than going back
}

// pace is how many virtual seconds pass in a real one.
func (c Clock) pace() float64 {
	if !c.Set {
		return 1
	}
	return c.Scale
}

// Frozen tells whether the clock stands still until it is advanced.
func (c Clock) Frozen() bool { return c.Set && c.Scale == 0 }

// ClockChange is what a caller asks of a clock. At most one of To and Advance
// is used; Scale and Freeze hold from the time reached.
type ClockChange struct {
	To      time.Time     // jump to this time, which must not be past
	Advance time.Duration // move on by this much
	Freeze  bool
	Resume  bool    // follow real time's pace again, from the virtual time reached
	Scale   float64 // virtual seconds in a real one; 0 leaves the pace as it is
}

// Fired is a timer that went off, or an attempt to deliver an event.
type Fired struct {
	At        time.Time              `json:"at"`
	Vendor    string                 `json:"vendor"`
	Timer     string                 `json:"timer"`              // "delivery" of an attempt
	Delivery  uint64                 `json:"delivery,omitempty"` // its number in the ledger, of an attempt
	Consulted []journal.Consultation `json:"consulted,omitempty"`
}

// timer is a scheduled call of one of the vendor's Timers.
type timer struct {
	Due     time.Time
	Number  uint64 // in the order of scheduling
	Vendor  string
	Name    string
	Payload string
	Cause   http.Header `json:",omitempty"` // leads to the request that scheduled it
}

var (
	clocks    = store.NewKind[Clock]("plumbline.clock")
	timers    = store.NewKind[timer]("plumbline.timer")
	sequences = store.NewKind[uint64]("plumbline.sequence")
)

// maxFired bounds how many timers one settling fires, so that a clock set
// centuries ahead answers with an error and not never.
const maxFired = 200_000

// errTooMany says that a settling stopped at its bound.
var errTooMany = errors.New("too many timers")

// catchUp fires what became due since the world was last used. A world whose
// clock runs faster than its timers can be fired falls behind it, and goes on
// from the time reached: an error would hold for every later call as well.
func (w *worldTx) catchUp() error {
	fired, err := w.settle(w.now())
	if !errors.Is(err, errTooMany) {
		return err
	}
	w.clock = Clock{Set: true, Base: fired[len(fired)-1].At, Anchor: w.real, Scale: w.clock.pace()}
	return clocks.Put(&w.tx, "", w.clock)
}

// settle fires every timer that is due by the given virtual time, in order,
// each at its own time; timers that they schedule take part.
func (w *worldTx) settle(until time.Time) ([]Fired, error) {
	var fired []Fired
	for range maxFired {
		key, next, found, err := w.nextTimer()
		if err != nil {
			return fired, err
		}
		if !found || next.Due.After(until) {
			return fired, nil
		}
		if _, err := timers.Delete(&w.tx, key); err != nil {
			return fired, err
		}
		fired = append(fired, Fired{At: next.Due, Vendor: next.Vendor, Timer: next.Name})
		v := w.engine.vendors[next.Vendor]
		if v == nil || v.Timers[next.Name] == nil {
			continue // of a vendor that this process does not serve
		}
		env := w.env(v, next.Due)
		env.number, env.caused = 1<<63|next.Number, next.Cause
		env.consulted = &fired[len(fired)-1].Consulted
		if err := v.Timers[next.Name](env, next.Payload); err != nil {
			return fired, fmt.Errorf("timer %s of %s: %w", next.Name, next.Vendor, err)
		}
	}
	return fired, fmt.Errorf("%w: more than %d would fire before %s", errTooMany, maxFired, until.Format(time.RFC3339))
}

func (w *worldTx) nextTimer() (key string, next timer, found bool, err error) {
	err = timers.Scan(&w.tx, "", func(k string, t timer) bool {
		key, next, found = k, t, true
		return false
	})
	return key, next, found, err
}

// target is the time that a change leads to, or why there is none.
func (c ClockChange) target(now time.Time) (time.Time, error) {
	target := now.Add(c.Advance) // not clamped: who asks for too much is told
	if !c.To.IsZero() {
		target = c.To
	}
	switch {
	case target.Before(now):
		return now, fmt.Errorf("a virtual clock does not go back: it is %s", now.Format(time.RFC3339Nano))
	case target.After(store.Later(target, 0)):
		return now, errors.New("a virtual clock ends with the year 9999, at the beginning of its last day")
	case c.Scale < 0 || math.IsNaN(c.Scale) || math.IsInf(c.Scale, 0):
		return now, fmt.Errorf("the pace of a virtual clock is a number above zero, not %v", c.Scale)
	}
	return target, nil
}

// changeClock applies a change and fires what becomes due on the way.
func (w *worldTx) changeClock(change ClockChange) ([]Fired, error) {
	target, err := change.target(w.now())
	if err != nil {
		return nil, err
	}
	scale := w.clock.pace()
	switch {
	case change.Freeze:
		scale = 0
	case change.Scale > 0:
		scale = change.Scale
	case change.Resume:
		scale = 1
	}
	fired, err := w.settle(target)
	if err != nil {
		return fired, err
	}
	w.clock = Clock{Set: true, Base: target.UTC(), Anchor: w.real, Scale: scale}
	return fired, clocks.Put(&w.tx, "", w.clock)
}
