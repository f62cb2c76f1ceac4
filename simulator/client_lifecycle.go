package simulator

import (
	"github.com/plumbline-api/plumbline/simulator/store"
)

// Lifecycle describes the states of one sort of entity of a vendor. The engine
// counts the changes of state, whatever causes them, since a change is a value
// that is put in the place of another: calls, timers, seeds and actions.
type Lifecycle struct {
	Entity      string                 // what it is, such as "bon"
	Kind        store.Codec            // where the entities are kept
	State       func(value any) string // the state of a value of that kind
	Transitions []Transition           // that the documents have
}

// Transition is one change of state.
type Transition struct{ From, To string }

func (t Transition) String() string { return t.From + " → " + t.To }

// LifecycleCoverage tells how often an entity of that sort made each of the
// documented transitions.
type LifecycleCoverage struct {
	Entity      string `json:"entity"`
	Transitions []Met  `json:"transitions"` // such as "open → confirmed"
}

// moves counts the transitions of a world, by kind and transition.
var moves = store.NewKind[int]("plumbline.moves")

func moveKey(l Lifecycle, t Transition) string { return l.Kind.Name() + " " + t.String() }

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
	move := Transition{From: l.State(old), To: l.State(value)}
	if move.From == move.To {
		return
	}
	n, _, err := moves.Get(t, moveKey(l, move))
	if err == nil {
		_ = moves.Put(t, moveKey(l, move), n+1) // watched, as all of the transaction
	}
}

func lifecyclesMet(v *Vendor, made map[string]int) []LifecycleCoverage {
	var list []LifecycleCoverage
	for _, l := range v.Lifecycles {
		c := LifecycleCoverage{Entity: l.Entity, Transitions: []Met{}}
		for _, t := range l.Transitions {
			c.Transitions = append(c.Transitions, Met{Name: t.String(), Times: made[moveKey(l, t)]})
		}
		list = append(list, c)
	}
	return list
}
