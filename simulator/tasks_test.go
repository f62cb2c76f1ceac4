package simulator_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// worker is the toy whose operation do leaves tasks, as its header Leave says,
// and whose timer leaves one.
type worker struct {
	leave func(*simulator.Env) error // what do does
	work  func(ctx context.Context, k *simulator.Worker, payload string) error

	mu   sync.Mutex
	done []string // payloads, as their tasks end well
}

func (w *worker) vendor() *simulator.Vendor {
	v := toyVendor(
		func(env *simulator.Env, _ http.ResponseWriter) error {
			if w.leave == nil {
				return nil
			}
			return w.leave(env)
		},
		func(env *simulator.Env, payload string) error { return env.Task("work", payload) },
	)
	v.Tasks = map[string]func(context.Context, *simulator.Worker, string) error{
		"work": func(ctx context.Context, k *simulator.Worker, payload string) error {
			if w.work != nil {
				if err := w.work(ctx, k, payload); err != nil {
					return err
				}
			}
			w.mu.Lock()
			defer w.mu.Unlock()
			w.done = append(w.done, payload)
			return nil
		},
	}
	return v
}

func (w *worker) wants(t *testing.T, payloads ...string) {
	t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	if !slices.Equal(w.done, payloads) {
		t.Errorf("the tasks done are %q, want %q", w.done, payloads)
	}
}

func tasksOf(payloads ...string) func(*simulator.Env) error {
	return func(env *simulator.Env) error {
		for _, payload := range payloads {
			if err := env.Task("work", payload); err != nil {
				return err
			}
		}
		return nil
	}
}

func TestTasksOfARequestAreDoneBeforeItsAnswer(t *testing.T) {
	w := &worker{leave: tasksOf("1", "2", "3")}
	engine := newEngine(t, simulator.Options{}, w.vendor())
	want(t, send(engine, "POST", "/toy/do", ""), 200, "")
	w.wants(t, "1", "2", "3")
	want(t, send(engine, "POST", "/toy/do", ""), 200, "")
	w.wants(t, "1", "2", "3", "1", "2", "3")
}

// A request whose transaction is undone leaves no task.
func TestNoTaskOfWhatWasUndone(t *testing.T) {
	w := &worker{leave: func(env *simulator.Env) error {
		return errors.Join(env.Task("work", "1"), errors.New("a bug"))
	}}
	engine := newEngine(t, simulator.Options{}, w.vendor())
	if got := send(engine, "POST", "/toy/do", "").Code; got != 500 {
		t.Errorf("answer %d, want 500", got)
	}
	w.leave = nil
	if _, err := engine.State(t.Context(), "default", "toy"); err != nil {
		t.Fatal(err)
	}
	w.wants(t)
}

func TestATaskThatNobodyKnows(t *testing.T) {
	w := &worker{leave: func(env *simulator.Env) error { return env.Task("rest", "") }}
	answer := send(newEngine(t, simulator.Options{}, w.vendor()), "POST", "/toy/do", "")
	if answer.Code != 500 || !strings.Contains(answer.Body.String(), `toy has no task "rest"`) {
		t.Errorf("answer %d %s", answer.Code, answer.Body)
	}
}

// A task that fails waits for the next attempt; those behind it wait with it.
// The request has its answer, and what looks at the state is refused meanwhile.
func TestATaskThatFailsIsDoneLater(t *testing.T) {
	w := &worker{leave: tasksOf("1", "2")}
	away := true
	w.work = func(context.Context, *simulator.Worker, string) error {
		if away {
			return &store.UnavailableError{Err: errors.New("the archive is away")}
		}
		return nil
	}
	failures := 0
	engine := newEngine(t, simulator.Options{Observer: simulator.Observer{StoreFailed: func(error) { failures++ }}}, w.vendor())
	want(t, send(engine, "POST", "/toy/do", ""), 200, "")
	_, err := engine.State(t.Context(), "default", "toy")
	if err == nil || !strings.Contains(err.Error(), "task work of toy in world default: the archive is away") || !errors.As(err, new(*store.UnavailableError)) {
		t.Errorf("the state: %v", err)
	}
	if failures != 2 {
		t.Errorf("%d failures were told, want 2", failures)
	}
	want(t, send(engine, "PUT", "/toy/things/x", `{"qty": 7}`), 200, "polite") // goes on
	w.wants(t)
	away = false
	if _, err := engine.State(t.Context(), "default", "toy"); err != nil {
		t.Fatal(err)
	}
	w.wants(t, "1", "2")
}

// A blocking task holds up the vendor's requests in its world, until it is done.
func TestBlockingTasks(t *testing.T) {
	w := &worker{leave: func(env *simulator.Env) error { return env.BlockingTask("work", "1") }}
	away := true
	w.work = func(ctx context.Context, k *simulator.Worker, _ string) error {
		if away {
			return &store.UnavailableError{Err: errors.New("the archive is away")}
		}
		return k.Update(ctx, func(env *simulator.Env) error { return things.Put(env.Store(), "x", 5) })
	}
	engine := newEngine(t, simulator.Options{}, w.vendor())
	want(t, send(engine, "POST", "/toy/do", ""), 200, "")
	refused := send(engine, "GET", "/toy/things/x", "")
	if refused.Code != 503 || refused.Header().Get("Retry-After") == "" || refused.Header().Get("Plumbline-Journal") != "" {
		t.Errorf("a request that waits in vain: %d %v", refused.Code, refused.Header())
	}
	want(t, send(engine, "GET", "/@other/toy/things/x", ""), 404, "")
	away = false
	answer := send(engine, "GET", "/toy/things/x", "")
	want(t, answer, 200, "5")
	if got := answer.Header().Get("Plumbline-Journal"); got != "2" {
		t.Errorf("the request is number %s, want 2", got)
	}
}

// What a timer leaves is done by Run where that runs, so that no request waits
// for it; by whoever met it otherwise.
func TestTasksThatATimerLeaves(t *testing.T) {
	w := &worker{leave: func(env *simulator.Env) error { return env.After(time.Hour, "ring", "rung") }}
	var now atomic.Int64
	engine := newEngine(t, simulator.Options{Now: func() time.Time { return noon.Add(time.Duration(now.Load())) }}, w.vendor())
	send(engine, "POST", "/toy/do", "")
	now.Add(int64(time.Hour))
	send(engine, "GET", "/toy/things/x", "")
	w.wants(t, "rung")

	send(engine, "POST", "/toy/do", "")
	worked := make(chan struct{})
	w.work = func(context.Context, *simulator.Worker, string) error { close(worked); return nil }
	ctx, stop := context.WithCancel(t.Context())
	ticks, ended := make(chan time.Time), make(chan struct{})
	go func() { defer close(ended); engine.Run(ctx, ticks) }()
	ticks <- time.Time{} // Run runs
	now.Add(int64(time.Hour))
	send(engine, "GET", "/toy/things/x", "")
	w.wants(t, "rung") // and no more
	ticks <- time.Time{}
	<-worked
	stop()
	<-ended
	w.wants(t, "rung", "rung")
}

// The clock's door does what its timers left before it returns.
func TestAdvancingDoesTasks(t *testing.T) {
	w := &worker{leave: func(env *simulator.Env) error {
		return errors.Join(env.After(time.Hour, "ring", "1"), env.After(2*time.Hour, "ring", "2"))
	}}
	engine := newEngine(t, simulator.Options{}, w.vendor())
	send(engine, "POST", "/toy/do", "")
	if _, err := engine.ChangeClock(t.Context(), "default", simulator.ClockChange{Advance: 3 * time.Hour}); err != nil {
		t.Fatal(err)
	}
	w.wants(t, "1", "2")
}

// A copy is made of a world whose tasks are done.
func TestForksHaveNoTasks(t *testing.T) {
	w := &worker{leave: func(env *simulator.Env) error { return env.After(time.Hour, "ring", "1") }}
	var now atomic.Int64
	engine := newEngine(t, simulator.Options{Now: func() time.Time { return noon.Add(time.Duration(now.Load())) }}, w.vendor())
	send(engine, "POST", "/toy/do", "")
	now.Add(int64(time.Hour))
	if err := engine.Fork(t.Context(), "default", "fork"); err != nil {
		t.Fatal(err)
	}
	w.wants(t, "1")
	if _, err := engine.State(t.Context(), "fork", "toy"); err != nil {
		t.Fatal(err)
	}
	w.wants(t, "1")
}

// One process does a task at a time. When it makes no transaction for longer
// than its claim holds, another one takes over, and the first one's writes fail.
func TestATaskIsTakenOver(t *testing.T) {
	var now atomic.Int64
	options := simulator.Options{
		Now: func() time.Time { return noon.Add(time.Duration(now.Load())) }, Wait: really,
		Store: store.NewMemory(), Replicas: true,
	}
	began, goOn, tried := make(chan struct{}), make(chan struct{}), make(chan struct{})
	slow, quick := &worker{leave: tasksOf("1")}, &worker{}
	put := func(qty int) func(*simulator.Env) error {
		return func(env *simulator.Env) error { return things.Put(env.Store(), "x", qty) }
	}
	var late error
	slow.work = func(ctx context.Context, k *simulator.Worker, _ string) error {
		close(began)
		<-goOn
		late = k.Update(ctx, put(1))
		close(tried)
		return late
	}
	quick.work = func(ctx context.Context, k *simulator.Worker, _ string) error {
		if err := k.Update(ctx, put(2)); err != nil {
			return err
		}
		close(goOn)
		<-tried // while this one still has the task
		return nil
	}
	a, b := newEngine(t, options, slow.vendor()), newEngine(t, options, quick.vendor())
	answered := make(chan int)
	go func() { answered <- send(a, "POST", "/toy/do", "").Code }()
	<-began
	brief, stop := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer stop()
	if _, err := b.State(brief, "default", "toy"); err == nil {
		t.Error("the other process does not wait for the task")
	}
	now.Add(int64(time.Minute))
	state, err := b.State(t.Context(), "default", "toy")
	if err != nil || fmt.Sprint(state) != "map[x:2]" {
		t.Errorf("the state is %v (%v), want what the second process wrote", state, err)
	}
	if got := <-answered; got != 200 || late == nil {
		t.Errorf("the first process answers %d; its late write: %v", got, late)
	}
	quick.wants(t, "1")
	slow.wants(t)
	if state, err := a.State(t.Context(), "default", "toy"); err != nil || fmt.Sprint(state) != "map[x:2]" {
		t.Errorf("in the end the state is %v (%v)", state, err)
	}
}

// Each transaction of a task renews the claim on it.
func TestALongTaskIsNotTakenOver(t *testing.T) {
	var now atomic.Int64
	options := simulator.Options{
		Now: func() time.Time { return noon.Add(time.Duration(now.Load())) }, Wait: really,
		Store: store.NewMemory(), Replicas: true,
	}
	long, other := &worker{leave: tasksOf("1")}, &worker{}
	b := newEngine(t, options, other.vendor())
	long.work = func(ctx context.Context, k *simulator.Worker, _ string) error {
		for range 10 {
			now.Add(int64(20 * time.Second))
			if err := k.Update(ctx, func(*simulator.Env) error { return nil }); err != nil {
				return err
			}
			brief, stop := context.WithTimeout(ctx, time.Millisecond)
			if _, err := b.State(brief, "default", "toy"); err == nil {
				t.Error("the other process does not wait for the task")
			}
			stop()
		}
		return nil
	}
	want(t, send(newEngine(t, options, long.vendor()), "POST", "/toy/do", ""), 200, "")
	long.wants(t, "1")
	other.wants(t)
}

// A process that was killed left a claim. Where no other process can have it,
// the next one does not wait for its end.
func TestTheClaimOfAProcessThatIsGone(t *testing.T) {
	s := store.NewMemory()
	gone, next := &worker{leave: tasksOf("1")}, &worker{}
	gone.work = func(context.Context, *simulator.Worker, string) error { panic("killed") }
	send(newEngine(t, simulator.Options{Store: s}, gone.vendor()), "POST", "/toy/do", "")
	if _, err := newEngine(t, simulator.Options{Store: s}, next.vendor()).State(t.Context(), "default", "toy"); err != nil {
		t.Fatal(err)
	}
	next.wants(t, "1")
}

// The world of a task may be dropped while it is done.
func TestAWorldIsDroppedUnderATask(t *testing.T) {
	w := &worker{leave: tasksOf("1", "2")}
	var engine *simulator.Engine
	w.work = func(ctx context.Context, k *simulator.Worker, _ string) error {
		if err := engine.Drop(ctx, k.World()); err != nil {
			return err
		}
		return k.Update(ctx, func(env *simulator.Env) error { return things.Put(env.Store(), "x", 1) })
	}
	engine = newEngine(t, simulator.Options{}, w.vendor())
	want(t, send(engine, "POST", "/toy/do", ""), 200, "")
	w.wants(t)
	want(t, send(engine, "GET", "/toy/things/x", ""), 404, "")
}

// Many callers at once have each task done once, in order.
func TestTasksOfOneWorldAreDoneInTurn(t *testing.T) {
	w := &worker{leave: tasksOf("1", "2")}
	var at atomic.Int64
	w.work = func(context.Context, *simulator.Worker, string) error {
		if at.Add(1) > 1 {
			t.Error("two tasks of a world are done at once")
		}
		at.Add(-1)
		return nil
	}
	engine := newEngine(t, simulator.Options{}, w.vendor())
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() { send(engine, "POST", "/toy/do", "") })
	}
	wg.Wait()
	if len(w.done) != 40 || w.done[0] != "1" || w.done[1] != "2" {
		t.Errorf("done: %q", w.done)
	}
}

// An idle task is none of those that a request waits for, where Run does it.
func TestIdleTasks(t *testing.T) {
	w := &worker{leave: func(env *simulator.Env) error {
		return errors.Join(env.Task("work", "awaited"), env.IdleTask("work", "idle"))
	}}
	engine := newEngine(t, simulator.Options{}, w.vendor())
	send(engine, "POST", "/toy/do", "")
	w.wants(t, "awaited", "idle")

	ctx, stop := context.WithCancel(t.Context())
	ticks, ended := make(chan time.Time), make(chan struct{})
	go func() { defer close(ended); engine.Run(ctx, ticks) }()
	ticks <- time.Time{}
	idle := make(chan struct{})
	w.work = func(_ context.Context, _ *simulator.Worker, payload string) error {
		if payload == "idle" {
			close(idle)
		}
		return nil
	}
	send(engine, "POST", "/toy/do", "")
	w.wants(t, "awaited", "idle", "awaited")
	ticks <- time.Time{}
	<-idle
	stop()
	<-ended
	w.wants(t, "awaited", "idle", "awaited", "idle")
}
