package altazion

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/specs/wire"
)

// sample is what every new world begins with: applications and bons such that
// the document's own examples work, and a bon in every state.
//
//go:embed sample.json
var sample []byte

// Seed is the vendor's part of a world, to be added or to be looked at. What
// is there already under the same name, number or GUID is replaced.
type Seed struct {
	Applications []Application `json:"applications,omitempty"`
	Handlers     []Handler     `json:"handlers,omitempty"`
	Orders       []SeedOrder   `json:"orders,omitempty"`
	Changes      []Change      `json:"changes,omitempty"` // happen last; inspection shows none
}

// SeedOrder is an order with its bons.
type SeedOrder struct {
	Order
	Bons []Bon `json:"bons,omitempty"`
}

// World is the door to this vendor's part of a world from Go.
type World struct {
	engine *simulator.Engine
	name   string
}

// In returns the door to a world of an engine.
func In(engine *simulator.Engine, world string) World { return World{engine, world} }

// Seed adds to the world.
func (w World) Seed(ctx context.Context, s Seed) error {
	return w.engine.With(ctx, w.name, vendorName, func(env *simulator.Env) error { return plant(env, s) })
}

// Bon returns a bon by its number or GUID, and whether there is one.
func (w World) Bon(ctx context.Context, id string) (b Bon, found bool, err error) {
	err = w.engine.With(ctx, w.name, vendorName, func(env *simulator.Env) (err error) {
		b, found, err = lookUp(env, id, true)
		return err
	})
	return b, found, err
}

const vendorName = "altazion"

// seed adds what a document holds.
func seed(env *simulator.Env, document []byte) error {
	var s Seed
	if err := json.Unmarshal(document, &s); err != nil {
		return fmt.Errorf("altazion: seed: %w", err)
	}
	return plant(env, s)
}

func plant(env *simulator.Env, s Seed) error {
	for _, a := range s.Applications {
		if err := plantApplication(env, a); err != nil {
			return err
		}
	}
	for _, h := range s.Handlers {
		if h.Name == "" || h.URL == "" {
			return fmt.Errorf("altazion: seed: a handler needs a name and a url")
		}
		if err := handlers.Put(env.Store(), h.Name, h); err != nil {
			return err
		}
	}
	for _, o := range s.Orders {
		if err := plantOrder(env, o); err != nil {
			return err
		}
	}
	for _, c := range s.Changes {
		if err := changeByNumber(env, c); err != nil {
			return err
		}
	}
	return nil
}

func plantApplication(env *simulator.Env, a Application) error {
	if a.Name == "" {
		return fmt.Errorf("altazion: seed: an application needs a name")
	}
	old, _, err := applications.Get(env.Store(), a.Name)
	if err != nil {
		return err
	}
	if old.Token != "" {
		if _, err := tokens.Delete(env.Store(), old.Token); err != nil {
			return err
		}
	}
	if a.Token != "" {
		if err := tokens.Put(env.Store(), a.Token, a.Name); err != nil {
			return err
		}
	}
	return applications.Put(env.Store(), a.Name, a)
}

func plantOrder(env *simulator.Env, o SeedOrder) error {
	if o.GUID == uuid.Nil || o.Number == "" {
		return fmt.Errorf("altazion: seed: an order needs a guid and a number")
	}
	if err := orders.Put(env.Store(), o.GUID.String(), o.Order); err != nil {
		return err
	}
	if err := orderByName.Put(env.Store(), o.Number, o.GUID); err != nil {
		return err
	}
	for _, b := range o.Bons {
		b.Order = o.GUID
		if err := plantBon(env, b); err != nil {
			return err
		}
	}
	return nil
}

// plantBon adds a bon, in the place of one with the same GUID.
func plantBon(env *simulator.Env, b Bon) error {
	if err := checkBon(env, b); err != nil {
		return err
	}
	old, known, err := bons.Get(env.Store(), b.GUID.String())
	if err != nil {
		return err
	}
	if known {
		if _, err := numbers.Delete(env.Store(), old.Number); err != nil {
			return err
		}
		if _, err := orderBons.Delete(env.Store(), old.Order.String()+"/"+b.GUID.String()); err != nil {
			return err
		}
	}
	if b.Epoch, err = env.NewID("epoch"); err != nil {
		return err
	}
	complete(&b)
	if err := numbers.Put(env.Store(), b.Number, b.GUID); err != nil {
		return err
	}
	if err := orderBons.Put(env.Store(), b.Order.String()+"/"+b.GUID.String(), true); err != nil {
		return err
	}
	return bons.Put(env.Store(), b.GUID.String(), b)
}

func checkBon(env *simulator.Env, b Bon) error {
	if b.GUID == uuid.Nil || !wellFormed(b.Number) {
		return fmt.Errorf("altazion: seed: a bon needs a guid, and a number of the form that the API takes: %q", b.Number)
	}
	if b.State.rank() < 0 || b.Accepted != "" && b.Accepted.rank() < 0 {
		return fmt.Errorf("altazion: seed: bon %s: %q, %q: no such state", b.Number, b.State, b.Accepted)
	}
	other, taken, err := numbers.Get(env.Store(), b.Number)
	if err != nil {
		return err
	}
	if taken && other != b.GUID {
		return fmt.Errorf("altazion: seed: bon %s: another bon has this number", b.Number)
	}
	return nil
}

// complete fills what a seed left out: what follows from the state and from
// what the bon contains.
func complete(b *Bon) {
	if b.Accepted == "" {
		b.Accepted = b.State
	}
	done := b.State == Prepared || b.State == Finished
	b.FirstStep = b.FirstStep || done
	b.Late = nil
	lines := make([]Line, len(b.Lines))
	for i, l := range b.Lines {
		for _, q := range []*wire.Decimal{&l.Ordered, &l.Announced} {
			if q.IsZero() {
				*q = l.ToPrepare
			}
		}
		lines[i] = l
	}
	b.Lines = lines
}

// state returns the vendor's part of the world, without secrets.
func state(env *simulator.Env) (any, error) {
	var s Seed
	if err := applications.Scan(env.Store(), "", func(_ string, a Application) bool {
		s.Applications = append(s.Applications, Application{Name: a.Name, Operations: a.Operations})
		return true
	}); err != nil {
		return nil, err
	}
	if err := handlers.Scan(env.Store(), "", func(_ string, h Handler) bool {
		s.Handlers = append(s.Handlers, Handler{Name: h.Name, URL: h.URL, Events: h.Events, User: h.User})
		return true
	}); err != nil {
		return nil, err
	}
	if err := orders.Scan(env.Store(), "", func(_ string, o Order) bool {
		s.Orders = append(s.Orders, SeedOrder{Order: o})
		return true
	}); err != nil {
		return nil, err
	}
	for i := range s.Orders {
		list, err := bonsOf(env, s.Orders[i].GUID)
		if err != nil {
			return nil, err
		}
		s.Orders[i].Bons = list
	}
	return s, nil
}
