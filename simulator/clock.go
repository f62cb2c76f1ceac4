package simulator

import (
	"fmt"
	"strings"
	"time"

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

// At returns the virtual time at a real one.
func (c Clock) At(real time.Time) time.Time {
	if !c.Set {
		return real
	}
	return c.Base.Add(time.Duration(float64(real.Sub(c.Anchor)) * c.Scale))
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

// Fired is a timer that went off.
type Fired struct {
	At     time.Time `json:"at"`
	Vendor string    `json:"vendor"`
	Timer  string    `json:"timer"`
}

// timer is a scheduled call of one of the vendor's Timers.
type timer struct {
	Due     time.Time
	Vendor  string
	Name    string
	Payload string
}

var (
	clocks    = store.NewKind[Clock]("plumbline.clock")
	timers    = store.NewKind[timer]("plumbline.timer")
	sequences = store.NewKind[uint64]("plumbline.sequence")
)

// maxFired bounds how many timers one settling fires, so that a clock set
// centuries ahead answers with an error and not never.
const maxFired = 200_000

// timerKey sorts timers by due time, then by the order of scheduling.
func timerKey(due time.Time, sequence uint64) string {
	return fmt.Sprintf("%020d.%020d", due.UnixNano(), sequence)
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
		if _, err := timers.Delete(w.tx, key); err != nil {
			return fired, err
		}
		fired = append(fired, Fired{At: next.Due, Vendor: next.Vendor, Timer: next.Name})
		v := w.engine.vendors[next.Vendor]
		if v == nil || v.Timers[next.Name] == nil {
			continue // of a vendor that this process does not serve
		}
		env := w.env(v, next.Due)
		if err := v.Timers[next.Name](env, next.Payload); err != nil {
			return fired, fmt.Errorf("timer %s of %s: %w", next.Name, next.Vendor, err)
		}
	}
	return fired, fmt.Errorf("more than %d timers would fire before %s", maxFired, until.Format(time.RFC3339))
}

func (w *worldTx) nextTimer() (key string, next timer, found bool, err error) {
	err = timers.Scan(w.tx, "", func(k string, t timer) bool {
		key, next, found = strings.Clone(k), t, true
		return false
	})
	return key, next, found, err
}

// changeClock applies a change and fires what becomes due on the way.
func (w *worldTx) changeClock(change ClockChange) ([]Fired, error) {
	clock, _, err := clocks.Get(w.tx, "")
	if err != nil {
		return nil, err
	}
	now := clock.At(w.real)
	var target time.Time
	switch {
	case change.Advance < 0 || !change.To.IsZero() && change.To.Before(now):
		return nil, fmt.Errorf("a virtual clock does not go back: it is %s", now.Format(time.RFC3339Nano))
	case !change.To.IsZero():
		target = change.To
	default:
		target = now.Add(change.Advance)
	}
	scale := 1.0
	if clock.Set {
		scale = clock.Scale
	}
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
	return fired, clocks.Put(w.tx, "", Clock{Set: true, Base: target, Anchor: w.real, Scale: scale})
}
