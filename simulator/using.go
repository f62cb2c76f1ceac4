package simulator

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/simulator/fault"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/specs"
)

// Using is how to use a vendor in a world: who may call, what there is, and what
// can be answered.
type Using struct {
	Vendor      string            `json:"vendor"`
	Title       string            `json:"title"`
	Document    specs.Document    `json:"document"`
	Credentials []Credential      `json:"credentials"`
	Entities    []EntityGroup     `json:"entities"`   // of the world as it is now
	Lifecycles  []string          `json:"lifecycles"` // what has states, for the diagrams
	ErrorCodes  []string          `json:"errorCodes"` // the vendor's own
	Operations  []OperationTold   `json:"operations"`
	Actions     map[string]string `json:"actions"`
	Readings    []ReadingsTold    `json:"readings"` // rules that can be understood in several ways
	Refusals    []string          `json:"refusals"` // rules whose refusal a fault can force
}

// ReadingsTold is a rule with its readings, and the one that the world speaks.
type ReadingsTold struct {
	Rule     string          `json:"rule"`
	Text     string          `json:"text"`
	Speaks   string          `json:"speaks"`
	Readings []specs.Reading `json:"readings"`
}

// EntityGroup are the entities of one kind that are in one state.
type EntityGroup struct {
	Kind  string   `json:"kind"`
	State string   `json:"state,omitempty"` // empty where the kind has no states
	Count int      `json:"count"`
	Keys  []string `json:"keys"` // the first of them, as the simulator keeps them
}

// OperationTold is an operation of the contract.
type OperationTold struct {
	ID      string `json:"id"`
	Method  string `json:"method"`
	Path    string `json:"path"` // from the vendor's name on
	Summary string `json:"summary,omitempty"`
}

// keysShown is how many keys of a group are told.
const keysShown = 100

// Using tells how to use a vendor in a world.
func (e *Engine) Using(ctx context.Context, world, vendor string) (Using, error) {
	groups, err := e.Entities(ctx, world, vendor)
	if err != nil {
		return Using{}, err
	}
	dialect, err := e.Dialect(ctx, world)
	if err != nil {
		return Using{}, err
	}
	v := e.vendors[vendor]
	u := Using{
		Vendor: vendor, Title: v.Book.Title, Document: v.Book.Document,
		Credentials: slices.Concat([]Credential{}, v.Sample.Credentials), Entities: groups,
		Lifecycles: []string{}, ErrorCodes: []string{}, Actions: map[string]string{},
	}
	for _, l := range v.Lifecycles {
		u.Lifecycles = append(u.Lifecycles, l.Entity)
	}
	if v.ErrorCodes != nil {
		u.ErrorCodes = append(u.ErrorCodes, v.ErrorCodes.Documented...)
	}
	for _, op := range e.served[vendor].contract.Operations {
		u.Operations = append(u.Operations, OperationTold{op.ID, op.Method, "/" + vendor + op.Path, op.Operation.Summary})
	}
	u.Readings, u.Refusals = []ReadingsTold{}, []string{}
	for _, rule := range v.Book.Rules {
		if len(rule.Readings) > 0 {
			u.Readings = append(u.Readings, ReadingsTold{rule.ID, rule.Text, dialect[rule.ID], rule.Readings})
		}
	}
	if err := e.refusals(ctx, world, v, &u); err != nil {
		return u, err
	}
	for name, action := range v.Actions {
		u.Actions[name] = action.Text
	}
	return u, nil
}

// refusals lists the rules that refuse-documented takes.
func (e *Engine) refusals(ctx context.Context, world string, v *Vendor, u *Using) error {
	return e.within(ctx, world, func(w *worldTx) error {
		u.Refusals = u.Refusals[:0]
		refusable := w.refusable(&fault.Fault{Vendor: v.Book.Vendor})
		for _, rule := range v.Book.Rules {
			if refusable(rule) {
				u.Refusals = append(u.Refusals, rule.ID)
			}
		}
		return nil
	})
}

// Entities groups a vendor's entities in a world by kind and state: kinds in
// the order of the vendor, states in that of the lifecycle.
func (e *Engine) Entities(ctx context.Context, world, vendor string) ([]EntityGroup, error) {
	groups := []EntityGroup{}
	err := e.With(ctx, world, vendor, func(env *Env) error {
		groups = groups[:0]
		for _, kind := range env.vendor.Entities {
			of, err := env.grouped(kind)
			if err != nil {
				return err
			}
			groups = append(groups, of...)
		}
		return nil
	})
	return groups, err
}

func (e *Env) grouped(kind store.Codec) ([]EntityGroup, error) {
	l, has := e.world.engine.lifecycles[kind.Name()]
	by, states := map[string]*EntityGroup{}, []string{}
	if has {
		states = slices.Clone(l.States)
	}
	err := e.world.tx.Scan(kind, "", "", func(key string, value any) bool {
		state := ""
		if has {
			state = l.State(value)
		}
		if by[state] == nil {
			by[state] = &EntityGroup{Kind: kind.Name(), State: state}
			if !slices.Contains(states, state) {
				states = append(states, state)
			}
		}
		g := by[state]
		if g.Count++; len(g.Keys) < keysShown {
			g.Keys = append(g.Keys, strings.Clone(key))
		}
		return true
	})
	var list []EntityGroup
	for _, state := range states {
		if by[state] != nil {
			list = append(list, *by[state])
		}
	}
	return list, err
}

// Strictness returns what a world does with the breaches that are tolerated by
// default, and with those that it was told of; all others are refused.
func (e *Engine) Strictness(ctx context.Context, world string) (map[string]string, error) {
	does := map[string]string{}
	err := e.within(ctx, world, func(w *worldTx) error {
		for _, name := range e.names {
			for _, place := range e.vendors[name].Tolerates {
				does[name+":"+place] = specs.Tolerates
			}
		}
		said := maps.Clone(e.options.Dialect)
		if said == nil {
			said = map[string]string{}
		}
		if err := dialects.Scan(&w.tx, "", func(key, value string) bool { said[key] = value; return true }); err != nil {
			return err
		}
		for key, value := range said {
			if strings.Contains(key, ":/") {
				does[key] = value
			}
		}
		return nil
	})
	return does, err
}

// Lifecycle returns the states of a vendor's entity, or an *UnknownError.
func (e *Engine) Lifecycle(vendor, entity string) (Lifecycle, error) {
	v := e.vendors[vendor]
	if v == nil {
		return Lifecycle{}, &UnknownError{fmt.Sprintf("no vendor %q is served here; there are: %s", vendor, strings.Join(e.names, ", "))}
	}
	var names []string
	for _, l := range v.Lifecycles {
		if l.Entity == entity {
			return l, nil
		}
		names = append(names, l.Entity)
	}
	return Lifecycle{}, &UnknownError{fmt.Sprintf("%s has no entity %q with states; it has: %s", vendor, entity, strings.Join(names, ", "))}
}
