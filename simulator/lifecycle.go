package simulator

import (
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/specs"
)

// Lifecycle tells where the entities of a lifecycle of the book are found. The
// engine counts the changes of state, whatever causes them, since a change is a
// value that is put in the place of another: calls, timers, seeds and actions.
// What comes into being puts nothing in a place, and is not counted.
type Lifecycle struct {
	specs.Lifecycle
	Kind  store.Codec            // where the entities are kept
	State func(value any) string // the state of a value of that kind, as the book names it
}

// moves counts the transitions of a world, by Lifecycle.Move.
var moves = store.NewKind[int]("plumbline.moves")

// Move names a change of state among those that Past counts.
func (l Lifecycle) Move(from, to string) string { return l.Kind.Name() + " " + from + " → " + to }

// watch has the engine count the changes of state of a vendor's entities.
func (e *Engine) watch(v *Vendor) {
	for _, l := range v.Lifecycles {
		if e.lifecycles == nil {
			e.lifecycles = map[string]Lifecycle{}
		}
		e.lifecycles[l.Kind.Name()] = l
	}
}

// observe counts a change of state that a Put is about to make. What fails here
// fails the transaction.
func (t *watchedTx) observe(kind store.Codec, key string, value any) {
	l, watched := t.lifecycles[kind.Name()]
	if !watched {
		return
	}
	old, found, err := t.Get(kind, key)
	if err != nil || !found {
		return
	}
	from, to := l.State(old), l.State(value)
	if from == to {
		return
	}
	n, _, err := moves.Get(t, l.Move(from, to))
	if err == nil {
		_ = moves.Put(t, l.Move(from, to), n+1) // watched, as all of the transaction
	}
}
