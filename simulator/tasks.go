package simulator

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/plumbline-api/plumbline/simulator/store"
)

// task is work of a vendor that takes several transactions, or something
// outside the store. The tasks of a world are done one after another, in the
// order in which they were left.
type task struct {
	Vendor  string
	Name    string
	Payload string
	Blocks  bool      // the vendor's requests wait until it is done
	Claim   uint64    // the number of the claim under which it is being done; 0: none
	Until   time.Time // real time until which the claim keeps other processes off
}

// tasks are the ones that are left, by number.
var tasks = store.NewKind[task]("plumbline.task")

const (
	// taskLease is how long a claim on a task holds. Each transaction of the task
	// renews it; a process that makes none for so long is taken for gone.
	taskLease = 15 * time.Second
	// taskPoll is how often a process looks whether another one has done a task.
	taskPoll = 20 * time.Millisecond
)

// errTakenOver ends a task that another process has taken over, or whose world
// was dropped.
var errTakenOver = errors.New("the task is another's by now")

// Task leaves one of the vendor's Tasks, with a payload that it gets, to be
// done after this transaction. A request that leaves one is answered when it
// has been done, or has failed and waits for the next attempt.
func (e *Env) Task(name, payload string) error {
	key, err := e.leave(task{Name: name, Payload: payload})
	if err == nil && e.entry != nil {
		e.world.awaited = key
	}
	return err
}

// BlockingTask leaves a task that the vendor's requests wait for.
func (e *Env) BlockingTask(name, payload string) error {
	_, err := e.leave(task{Name: name, Payload: payload, Blocks: true})
	return err
}

// IdleTask leaves a task that nobody waits for, where Run does it.
func (e *Env) IdleTask(name, payload string) error {
	_, err := e.leave(task{Name: name, Payload: payload})
	return err
}

func (e *Env) leave(t task) (key string, err error) {
	if t.Vendor = e.vendor.Book.Vendor; e.vendor.Tasks[t.Name] == nil {
		return "", fmt.Errorf("simulator: %s has no task %q", t.Vendor, t.Name)
	}
	n, err := e.world.next("task")
	if err != nil {
		return "", err
	}
	e.world.left = true
	key = store.NumberKey(n)
	return key, tasks.Put(&e.world.tx, key, t)
}

// Left is work that a vendor has left and that is not finished.
type Left struct{ Vendor, Name string }

// Tasks lists the work of a world that is left, in the order in which it is done.
func (e *Engine) Tasks(ctx context.Context, world string) ([]Left, error) {
	list := []Left{}
	err := e.within(ctx, world, func(w *worldTx) error {
		list = list[:0] // of an attempt before
		return tasks.Scan(&w.tx, "", func(_ string, t task) bool {
			list = append(list, Left{t.Vendor, t.Name})
			return true
		})
	})
	return list, err
}

// Worker is what a task works with.
type Worker struct {
	engine *Engine
	world  string
	vendor *Vendor
	key    string // of the task
	task   task   // as it was claimed
}

// World returns the name of the world that the task is of.
func (k *Worker) World() string { return k.world }

// Update runs fn in a transaction on the world. It fails where another process
// has taken over the task, which the vendor's code returns like any error.
func (k *Worker) Update(ctx context.Context, fn func(*Env) error) error {
	return k.holding(ctx, func(w *worldTx, t task) error {
		if until := w.real.Add(taskLease); until.Sub(t.Until) > taskLease/3 {
			t.Until = until
			if err := tasks.Put(&w.tx, k.key, t); err != nil {
				return err
			}
		}
		return fn(w.env(k.vendor, w.now()))
	})
}

// holding runs fn in a transaction in which the claim holds. Timers that are
// due wait: a task changes no more than its own part of the world.
func (k *Worker) holding(ctx context.Context, fn func(*worldTx, task) error) error {
	return k.engine.update(ctx, k.world, func(w *worldTx) error {
		t, found, err := tasks.Get(&w.tx, k.key)
		if err != nil {
			return err
		}
		if !found || t.Claim != k.task.Claim {
			return errTakenOver
		}
		if w.clock, _, err = clocks.Get(&w.tx, ""); err != nil {
			return err
		}
		return fn(w, t)
	})
}

// do does the task and forgets it. After a failure it is free for the next
// attempt.
func (k *Worker) do(ctx context.Context) error {
	err := k.vendor.Tasks[k.task.Name](ctx, k, k.task.Payload)
	// What has happened is kept, even when the caller has gone away.
	kept := k.holding(context.WithoutCancel(ctx), func(w *worldTx, t task) error {
		if err != nil {
			t.Claim = 0
			return tasks.Put(&w.tx, k.key, t)
		}
		_, err := tasks.Delete(&w.tx, k.key)
		return err
	})
	if err == nil {
		err = kept
	}
	if err == nil || errors.Is(err, errTakenOver) {
		return nil
	}
	err = k.engine.ofOutside(err)
	return fmt.Errorf("task %s of %s in world %s: %w", k.task.Name, k.vendor.Book.Vendor, k.world, err)
}

// work does the tasks of a world until none is left. Of several callers, in
// this process and in others, one does them, and the others wait for it.
func (e *Engine) work(ctx context.Context, world string) error {
	return e.workUpTo(ctx, world, lastTask)
}

// lastTask is a key that no task's comes after.
const lastTask = "\xff"

// workUpTo is work for a task and those before it.
func (e *Engine) workUpTo(ctx context.Context, world, last string) error {
	if err := e.working.take(ctx, world); err != nil {
		return err
	}
	defer e.working.give(world)
	for {
		k, busy, err := e.claimTask(ctx, world, last)
		switch {
		case err != nil:
			return err
		case busy:
			err = e.options.Wait(ctx, taskPoll)
		case k == nil:
			return nil
		default:
			err = k.do(ctx)
		}
		if err != nil {
			return err
		}
	}
}

// workOrWait is workUpTo where a failure leaves things as they are: the tasks
// wait for the next attempt.
func (e *Engine) workOrWait(ctx context.Context, world, last string) {
	if err := e.workUpTo(ctx, world, last); err != nil && ctx.Err() == nil {
		e.log.Error("a task waits for the next attempt", "world", world, "error", err)
	}
}

// claimTask takes the first task of a world, nil where there is none up to the
// last one asked for. It is busy when another process does it.
func (e *Engine) claimTask(ctx context.Context, world, last string) (k *Worker, busy bool, err error) {
	err = e.visit(ctx, world, func(w *worldTx) error {
		k = nil
		key, t, found, err := w.firstTask()
		found = found && key <= last
		if busy = found && w.busy(t); busy || !found || err != nil {
			return err
		}
		if t.Claim, err = w.next("claim"); err != nil {
			return err
		}
		t.Until = w.real.Add(taskLease)
		k = &Worker{engine: e, world: world, vendor: e.vendors[t.Vendor], key: key, task: t}
		return tasks.Put(&w.tx, key, t)
	})
	return k, busy, err
}

// firstTask returns the task that comes first, of the vendors that this process
// serves.
func (w *worldTx) firstTask() (key string, first task, found bool, err error) {
	err = tasks.Scan(&w.tx, "", func(k string, t task) bool {
		v := w.engine.vendors[t.Vendor]
		if found = v != nil && v.Tasks[t.Name] != nil; found {
			key, first = k, t
		}
		return !found
	})
	return key, first, found, err
}

// busy tells whether another process does the task. Where no other process can,
// a claim is one that an earlier process has left.
func (w *worldTx) busy(t task) bool {
	return t.Claim != 0 && w.engine.options.Replicas && w.real.Before(t.Until)
}

// blocked tells whether a vendor's requests have to wait for a task.
func (w *worldTx) blocked(v *Vendor) (blocked bool, err error) {
	if len(v.Tasks) == 0 {
		return false, nil
	}
	err = tasks.Scan(&w.tx, "", func(_ string, t task) bool {
		blocked = t.Blocks && t.Vendor == v.Book.Vendor
		return !blocked
	})
	return blocked, err
}

// turns lets one goroutine at a time work on the tasks of a world.
type turns struct {
	mu    sync.Mutex
	taken map[string]chan struct{} // by world, closed when the turn is given back
}

func (t *turns) take(ctx context.Context, world string) error {
	for {
		t.mu.Lock()
		given := t.taken[world]
		if given == nil {
			t.taken[world] = make(chan struct{})
		}
		t.mu.Unlock()
		if given == nil {
			return nil
		}
		select {
		case <-given:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (t *turns) give(world string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	close(t.taken[world])
	delete(t.taken, world)
}
