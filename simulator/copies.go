package simulator

import (
	"context"
	"fmt"
	"strings"

	"github.com/plumbline-api/plumbline/simulator/store"
)

// A snapshot is a world of the store that no request can reach: its name is
// that of the world, this, and the snapshot's own.
const ofSnapshot = "@"

// Fork copies a world with all that is in it to another, which forgets what it
// held. Both go on by themselves from there: notifications that were to be
// sent are sent by both.
func (e *Engine) Fork(ctx context.Context, from, to string) error {
	if err := CheckWorldName(to); err != nil {
		return err
	}
	if from == to {
		return fmt.Errorf("world %s can't be copied to itself", from)
	}
	return e.copyWorld(ctx, from, to)
}

// Snapshot keeps a world as it is now under a name; one of that name is
// replaced.
func (e *Engine) Snapshot(ctx context.Context, world, name string) error {
	if err := CheckWorldName(name); err != nil {
		return err
	}
	return e.copyWorld(ctx, world, world+ofSnapshot+name)
}

// copied marks worlds that copies were made of, so that a copy of a world that
// nobody has used yet holds something, too.
var copied = store.NewKind[bool]("plumbline.copied")

// copyWorld copies a world after what was due in it.
func (e *Engine) copyWorld(ctx context.Context, from, to string) error {
	if err := e.within(ctx, from, func(w *worldTx) error { return copied.Put(&w.tx, "", true) }); err != nil {
		return err
	}
	if err := e.work(ctx, from); err != nil {
		return err
	}
	return e.copyWithin(ctx, from, to)
}

// copyAll copies what is in the store and what vendors keep outside it. After an
// error the copy may have one and not the other.
func (e *Engine) copyAll(ctx context.Context, from, to string) error {
	for _, name := range e.names {
		if part := e.vendors[name].Outside; part != nil {
			if err := part.Copy(ctx, from, to); err != nil {
				return e.ofStore(err)
			}
		}
	}
	return e.ofStore(e.store.Copy(ctx, from, to))
}

// copyWithin is copyAll to a world that may not be there yet.
func (e *Engine) copyWithin(ctx context.Context, from, to string) error {
	return e.admits(ctx, to, func(s *stay) error {
		if err := s.admit(); err != nil {
			return err
		}
		return e.copyAll(ctx, from, to)
	})
}

// dropAll forgets both, what is outside first: a world that begins anew may find
// what is left there.
func (e *Engine) dropAll(ctx context.Context, world string) error {
	for _, name := range e.names {
		if part := e.vendors[name].Outside; part != nil {
			if err := part.Drop(ctx, world); err != nil {
				return e.ofStore(err)
			}
		}
	}
	err := e.ofStore(e.store.Drop(ctx, world))
	if err == nil {
		e.ceiling.forget(world)
	}
	return err
}

// Restore makes a world what it was when the snapshot was taken, its clock and
// its journal included. A clock that follows real time shows the real time. An
// *UnknownError names the snapshots that there are.
func (e *Engine) Restore(ctx context.Context, world, name string) error {
	names, err := e.Snapshots(ctx, world)
	if err != nil {
		return err
	}
	for _, known := range names {
		if known == name {
			return e.copyWithin(ctx, world+ofSnapshot+name, world)
		}
	}
	return &UnknownError{fmt.Sprintf("world %s has no snapshot %.100q; it has: %s", world, name, strings.Join(names, ", "))}
}

// Snapshots lists the snapshots of a world.
func (e *Engine) Snapshots(ctx context.Context, world string) ([]string, error) {
	if err := CheckWorldName(world); err != nil {
		return nil, &UnknownError{err.Error()}
	}
	found, err := e.store.Worlds(ctx, world+ofSnapshot)
	names := make([]string, 0, len(found))
	for _, name := range found {
		names = append(names, strings.TrimPrefix(name, world+ofSnapshot))
	}
	return names, e.ofStore(err)
}

// DropSnapshot forgets a snapshot. One that is not there is no error.
func (e *Engine) DropSnapshot(ctx context.Context, world, name string) error {
	return e.dropAll(ctx, world+ofSnapshot+name)
}

// Worlds lists the worlds that are in use, sorted.
func (e *Engine) Worlds(ctx context.Context) ([]string, error) {
	e.idle.sweep(ctx, e)
	found, err := e.store.Worlds(ctx, "")
	if err == nil {
		e.ceiling.is(found)
	}
	names := make([]string, 0, len(found))
	for _, name := range found {
		if !strings.Contains(name, ofSnapshot) {
			names = append(names, name)
		}
	}
	return names, e.ofStore(err)
}

// Drop forgets a world and its snapshots; its next use begins it anew.
func (e *Engine) Drop(ctx context.Context, world string) error {
	snapshots, err := e.store.Worlds(ctx, world+ofSnapshot)
	if err != nil {
		return e.ofStore(err)
	}
	for _, name := range append(snapshots, world) {
		if err := e.dropAll(ctx, name); err != nil {
			return err
		}
	}
	return nil
}
