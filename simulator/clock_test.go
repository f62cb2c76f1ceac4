package simulator_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/journal"
	"github.com/plumbline-api/plumbline/simulator/store"
)

const world = "w"

// change changes the clock of the world w, which must work.
func change(t *testing.T, engine *simulator.Engine, c simulator.ClockChange) simulator.ClockState {
	t.Helper()
	state, err := engine.ChangeClock(t.Context(), world, c)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// shows compares the clock of the world w.
func shows(t *testing.T, engine *simulator.Engine, now time.Time, scale float64) {
	t.Helper()
	state, err := engine.Clock(t.Context(), world)
	if err != nil || !state.Now.Equal(now) || state.Scale != scale {
		t.Errorf("the clock shows %s at pace %v (%v), want %s at %v", state.Now, state.Scale, err, now, scale)
	}
}

func TestTheClockOfAWorld(t *testing.T) {
	const hour = time.Hour
	later := noon.Add(100 * hour)
	for name, tt := range map[string]struct {
		changes []simulator.ClockChange
		passes  time.Duration // real time after the changes
		now     time.Time
		scale   float64
	}{
		"follows real time":                     {nil, hour, noon.Add(hour), 1},
		"a change of nothing":                   {[]simulator.ClockChange{{}}, hour, noon.Add(hour), 1},
		"freeze":                                {[]simulator.ClockChange{{Freeze: true}}, hour, noon, 0},
		"advance":                               {[]simulator.ClockChange{{Advance: 5 * hour}}, hour, noon.Add(6 * hour), 1},
		"advance, frozen":                       {[]simulator.ClockChange{{Freeze: true}, {Advance: 5 * hour}}, hour, noon.Add(5 * hour), 0},
		"set":                                   {[]simulator.ClockChange{{To: later}}, hour, later.Add(hour), 1},
		"set to now":                            {[]simulator.ClockChange{{To: noon}}, 0, noon, 1},
		"set and freeze":                        {[]simulator.ClockChange{{To: later, Freeze: true}}, hour, later, 0},
		"scale up":                              {[]simulator.ClockChange{{Scale: 60}}, hour, noon.Add(60 * hour), 60},
		"scale down":                            {[]simulator.ClockChange{{Scale: 0.5}}, hour, noon.Add(hour / 2), 0.5},
		"scaled, advance keeps the pace":        {[]simulator.ClockChange{{Scale: 60}, {Advance: hour}}, hour, noon.Add(61 * hour), 60},
		"resume":                                {[]simulator.ClockChange{{To: later, Freeze: true}, {Resume: true}}, hour, later.Add(hour), 1},
		"resume from a scale":                   {[]simulator.ClockChange{{Scale: 60}, {Resume: true}}, hour, noon.Add(hour), 1},
		"freeze, then scale":                    {[]simulator.ClockChange{{Freeze: true}, {Scale: 2}}, hour, noon.Add(2 * hour), 2},
		"exact after years of real time":        {[]simulator.ClockChange{{Advance: 1}}, 20*365*24*hour + 1, noon.Add(20*365*24*hour + 2), 1},
		"a pace that leaves the range of times": {[]simulator.ClockChange{{Scale: 1e6}}, 100 * hour, noon.Add(1<<63 - 1), 1e6},
	} {
		t.Run(name, func(t *testing.T) {
			real := noon
			engine := newEngine(t, simulator.Options{Now: func() time.Time { return real }}, toy())
			for _, c := range tt.changes {
				change(t, engine, c)
			}
			real = real.Add(tt.passes)
			shows(t, engine, tt.now, tt.scale)
			shows(t, engine, tt.now, tt.scale) // looking changes nothing
		})
	}
}

// TestTimesAreUTC whatever zone real time and a caller's time are in, so that a
// journal is the same everywhere.
func TestTimesAreUTC(t *testing.T) {
	zone := time.FixedZone("elsewhere", 3600)
	engine := newEngine(t, simulator.Options{Now: func() time.Time { return noon.In(zone) }}, toy())
	send(engine, "GET", "/@w/toy/things/a", "")
	change(t, engine, simulator.ClockChange{To: noon.Add(time.Hour).In(zone)})
	send(engine, "GET", "/@w/toy/things/a", "")
	list, err := engine.Journal(t.Context(), world, journal.Filter{Limit: 2})
	if err != nil || len(list) != 2 || list[0].At.String() != "2026-11-22 13:00:00 +0000 UTC" || list[1].At.String() != "2026-11-22 12:00:00 +0000 UTC" {
		t.Errorf("journal %+v (%v)", list, err)
	}
}

func TestTheClockFollowsRealTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		engine := newEngine(t, simulator.Options{Now: time.Now}, toy())
		change(t, engine, simulator.ClockChange{Advance: time.Hour, Scale: 10})
		began := time.Now()
		time.Sleep(3 * time.Second)
		shows(t, engine, began.Add(time.Hour+30*time.Second), 10)
	})
}

func TestAClockThatCannotBeChangedSo(t *testing.T) {
	for name, tt := range map[string]struct {
		change simulator.ClockChange
		says   string
	}{
		"set back":                   {simulator.ClockChange{To: noon.Add(-1)}, "does not go back: it is 2026-11-22T12:00:00Z"},
		"advanced by less than none": {simulator.ClockChange{Advance: -time.Second}, "does not go back"},
		"set back and frozen":        {simulator.ClockChange{To: noon.AddDate(-1, 0, 0), Freeze: true}, "does not go back"},
		"past the years of RFC 3339": {simulator.ClockChange{To: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}, "ends with the year 9999"},
		"a pace backwards":           {simulator.ClockChange{Scale: -1}, "the pace of a virtual clock is a number above zero"},
	} {
		t.Run(name, func(t *testing.T) {
			engine := newEngine(t, simulator.Options{}, toy())
			state, err := engine.ChangeClock(t.Context(), world, tt.change)
			if err == nil || !strings.Contains(err.Error(), tt.says) || !state.Now.IsZero() {
				t.Errorf("%v and %+v, want an error that says %q", err, state, tt.says)
			}
			shows(t, engine, noon, 1)
		})
	}
}

// ringer is a vendor whose operation do schedules bells, and which notes when
// they ring.
type ringer struct {
	engine *simulator.Engine
	real   time.Time
	bells  []bell
	rung   []string // payload and time, in the order of ringing
	ring   func(env *simulator.Env, payload string) error
}

type bell struct {
	after   time.Duration
	payload string
}

func newRinger(t *testing.T) *ringer { return newRingerOn(t, nil) }

// newRingerOn keeps it in a store; in memory when nil.
func newRingerOn(t *testing.T, backend store.Store) *ringer {
	r := &ringer{real: noon}
	r.ring = func(*simulator.Env, string) error { return nil }
	vendor := toyVendor(func(env *simulator.Env, _ http.ResponseWriter) error {
		for _, b := range r.bells {
			if err := env.After(b.after, "ring", b.payload); err != nil {
				return err
			}
		}
		return nil
	}, func(env *simulator.Env, payload string) error {
		r.rung = append(r.rung, payload+" "+env.Now().Sub(noon).String())
		return r.ring(env, payload)
	})
	r.engine = newEngine(t, simulator.Options{Store: backend, Now: func() time.Time { return r.real }}, vendor)
	return r
}

// schedule lets one request schedule bells.
func (r *ringer) schedule(t *testing.T, bells ...bell) {
	t.Helper()
	r.bells = bells
	want(t, send(r.engine, "POST", "/@"+world+"/toy/do", ""), 200, "")
}

func (r *ringer) check(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(r.rung, want) {
		t.Errorf("rung: %q, want %q", r.rung, want)
	}
}

func TestTimersFireInTheOrderOfTheirTimesThenOfScheduling(t *testing.T) {
	r := newRinger(t)
	r.schedule(t, bell{3 * time.Second, "c"}, bell{time.Second, "a"}, bell{2 * time.Second, "b1"}, bell{2 * time.Second, "b2"})
	r.schedule(t, bell{2 * time.Second, "b3"}, bell{time.Hour, "never"}, bell{2*time.Second - 1, "before b"})
	state := change(t, r.engine, simulator.ClockChange{Advance: 3 * time.Second})
	r.check(t, "a 1s", "before b 1.999999999s", "b1 2s", "b2 2s", "b3 2s", "c 3s")
	if first := state.Fired[0]; len(state.Fired) != 6 || !first.At.Equal(noon.Add(time.Second)) || first.Vendor != "toy" || first.Timer != "ring" {
		t.Errorf("fired %+v", state.Fired)
	}
	if again := change(t, r.engine, simulator.ClockChange{Advance: time.Second}); len(again.Fired) > 0 {
		t.Errorf("fired again: %+v", again.Fired)
	}
}

func TestTimersOfAnyYearKeepTheirOrder(t *testing.T) {
	r := newRinger(t)
	r.schedule(t, bell{1<<63 - 1, "in 292 years"}, bell{-100 * 365 * 24 * time.Hour, "a century ago"}, bell{0, "now"}, bell{time.Second, "soon"})
	change(t, r.engine, simulator.ClockChange{Advance: time.Second})
	r.check(t, "a century ago 0s", "now 0s", "soon 1s") // what is past is due now
	change(t, r.engine, simulator.ClockChange{To: time.Date(9000, 1, 1, 0, 0, 0, 0, time.UTC)})
	if len(r.rung) != 4 {
		t.Errorf("rung: %q", r.rung)
	}
	r.rung = nil
	r.schedule(t, bell{2 * time.Second, "in 9000, later"}, bell{time.Second, "in 9000"})
	if state := change(t, r.engine, simulator.ClockChange{Advance: time.Minute}); len(state.Fired) != 2 || !state.Fired[0].At.Before(state.Fired[1].At) {
		t.Errorf("fired %+v", state.Fired)
	}
}

func TestTimersThatScheduleTimers(t *testing.T) {
	r := newRinger(t)
	r.ring = func(env *simulator.Env, payload string) error {
		if payload == "every" {
			return env.After(10*time.Minute, "ring", "every")
		}
		return env.After(0, "ring", "every")
	}
	r.schedule(t, bell{time.Minute, "first"})
	change(t, r.engine, simulator.ClockChange{Advance: 30 * time.Minute})
	r.check(t, "first 1m0s", "every 1m0s", "every 11m0s", "every 21m0s")
}

// TestAWorldThatNobodyUsedFiresLate reads a world after three hours: the timers
// see the times at which they were due, and the request sees what they did.
func TestAWorldThatNobodyUsedFiresLate(t *testing.T) {
	r := newRinger(t)
	r.ring = func(env *simulator.Env, payload string) error {
		if err := things.Put(env.Store(), "rung", env.Now().Minute()); err != nil {
			return err
		}
		return env.After(50*time.Minute, "ring", payload)
	}
	r.schedule(t, bell{50 * time.Minute, "r"})
	r.real = noon.Add(3 * time.Hour)
	r.check(t)
	want(t, send(r.engine, "GET", "/@"+world+"/toy/things/rung", ""), 200, "30")
	r.check(t, "r 50m0s", "r 1h40m0s", "r 2h30m0s")
	want(t, send(r.engine, "GET", "/@"+world+"/toy/things/rung", ""), 200, "30")
	r.check(t, "r 50m0s", "r 1h40m0s", "r 2h30m0s")
}

func TestTooManyTimersAreAnErrorThatChangesNothing(t *testing.T) {
	if raced {
		t.Skip("fires 200,000 timers")
	}
	r := newRinger(t)
	r.ring = func(env *simulator.Env, payload string) error {
		if payload == "once" {
			return nil
		}
		return env.After(time.Second, "ring", payload)
	}
	r.schedule(t, bell{0, "once"}, bell{time.Second, "every"})
	state, err := r.engine.ChangeClock(t.Context(), world, simulator.ClockChange{To: noon.AddDate(1, 0, 0)})
	if err == nil || !strings.Contains(err.Error(), "more than 200000 would fire before 2027-11-22T12:00:00Z") || len(state.Fired) > 0 {
		t.Errorf("%v, %d fired", err, len(state.Fired))
	}
	shows(t, r.engine, noon, 1)
	r.rung = nil
	change(t, r.engine, simulator.ClockChange{Advance: time.Second})
	r.check(t, "every 1s")
}

// TestAWorldFallsBehindAClockThatIsTooFast is not an error: it would hold for
// every later call as well.
func TestAWorldFallsBehindAClockThatIsTooFast(t *testing.T) {
	if raced {
		t.Skip("fires 200,000 timers")
	}
	r := newRinger(t)
	r.ring = func(env *simulator.Env, payload string) error { return env.After(time.Second, "ring", payload) }
	r.schedule(t, bell{time.Second, "every"})
	r.real = noon.AddDate(1, 0, 0)
	reached := noon.Add(200_000 * time.Second)
	shows(t, r.engine, reached, 1)
	r.real = r.real.Add(3 * time.Second)
	shows(t, r.engine, reached.Add(3*time.Second), 1)
	if len(r.rung) != 200_003 {
		t.Errorf("%d rung", len(r.rung))
	}
}

func TestATimerThatFailsUndoesTheChange(t *testing.T) {
	r := newRinger(t)
	r.ring = func(*simulator.Env, string) error { return fmt.Errorf("out of order") }
	r.schedule(t, bell{time.Second, "r"})
	if _, err := r.engine.ChangeClock(t.Context(), world, simulator.ClockChange{Advance: time.Minute}); err == nil || !strings.Contains(err.Error(), "timer ring of toy: out of order") {
		t.Errorf("error %v", err)
	}
	shows(t, r.engine, noon, 1)
}

func TestATimerThatTheVendorLacks(t *testing.T) {
	var err error
	vendor := toyVendor(func(env *simulator.Env, _ http.ResponseWriter) error {
		err = env.After(time.Second, "nosuch", "")
		return nil
	}, nil)
	want(t, send(newEngine(t, simulator.Options{}, vendor), "POST", "/toy/do", ""), 200, "")
	if err == nil || !strings.Contains(err.Error(), `toy has no timer "nosuch"`) {
		t.Errorf("error %v", err)
	}
}

// TestTimersOfAVendorThatIsNotServed are passed over: another process that
// shares the store may serve it.
func TestTimersOfAVendorThatIsNotServed(t *testing.T) {
	shared := store.NewMemory()
	vendor := toyVendor(func(env *simulator.Env, _ http.ResponseWriter) error { return env.After(time.Second, "ring", "") }, func(*simulator.Env, string) error { return nil })
	want(t, send(newEngine(t, simulator.Options{Store: shared}, vendor), "POST", "/@"+world+"/toy/do", ""), 200, "")
	other := toy()
	other.Book.Vendor = "other"
	state := change(t, newEngine(t, simulator.Options{Store: shared}, other), simulator.ClockChange{Advance: time.Minute})
	if len(state.Fired) != 1 || state.Fired[0].Vendor != "toy" {
		t.Errorf("fired %+v", state.Fired)
	}
}

// TestTimersDrawTheirOwnRandomNumbers: neither another timer's nor a request's,
// and the same in every run.
func TestTimersDrawTheirOwnRandomNumbers(t *testing.T) {
	draw := func(seed uint64) (drawn []uint64) {
		vendor := toyVendor(func(env *simulator.Env, _ http.ResponseWriter) error {
			drawn = append(drawn, env.Rand().Uint64())
			return env.After(time.Second, "ring", "")
		}, func(env *simulator.Env, _ string) error {
			drawn = append(drawn, env.Rand().Uint64())
			return nil
		})
		engine := newEngine(t, simulator.Options{RandomSeed: seed}, vendor)
		for range 3 {
			send(engine, "POST", "/@"+world+"/toy/do", "")
		}
		change(t, engine, simulator.ClockChange{Advance: time.Second})
		return drawn
	}
	first := draw(1)
	if !slices.Equal(first, draw(1)) {
		t.Error("the same seed gives other numbers")
	}
	all := append(first, draw(2)...)
	slices.Sort(all)
	if len(slices.Compact(all)) != 12 {
		t.Errorf("of 12 numbers some are the same: %x", all)
	}
}
