package akinon

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// state returns the vendor's part of the world, without passwords and keys.
func state(env *simulator.Env) (any, error) { return inspect(env) }

func inspect(env *simulator.Env) (Seed, error) {
	inst, err := installationOf(env)
	if err != nil {
		return Seed{}, err
	}
	s := Seed{Installation: &SeedInstallation{
		Commands: &inst.Commands, SubCommands: &inst.SubCommands, DefaultLocation: &inst.DefaultLocation,
		Distribution: &inst.Distribution, RateLimit: &inst.RateLimit,
	}}
	for _, step := range []func() error{
		collect(env, users, func(_ string, u user) { s.Users = append(s.Users, SeedUser{Name: u.Name, Rights: u.Rights}) }),
		collect(env, locations, func(_ string, l location) { s.Locations = append(s.Locations, l) }),
		collect(env, products, func(sku string, _ bool) { s.Products = append(s.Products, sku) }),
		collect(env, denialReasons, func(_ string, r denialReason) { s.DenialReasons = append(s.DenialReasons, r) }),
		collect(env, packages, func(_ string, p packaging) { s.Packages = append(s.Packages, p.seed()) }),
		collect(env, subscriptions, func(_ string, sub subscription) {
			sub.SecretKey = ""
			s.Subscriptions = append(s.Subscriptions, sub)
		}),
	} {
		if err := step(); err != nil {
			return Seed{}, err
		}
	}
	return s, nil
}

func collect[T any](env *simulator.Env, kind store.Kind[T], add func(string, T)) func() error {
	return func() error {
		return kind.Scan(env.Store(), "", func(key string, value T) bool {
			add(key, value)
			return true
		})
	}
}

// seed shows the package as a seed would write it.
func (p packaging) seed() SeedPackage {
	number := p.State
	if number == unmoved {
		number = waiting
	}
	items := make([]SeedItem, 0, len(p.Items))
	for _, it := range p.Items {
		items = append(items, SeedItem{
			ID: it.ID, OrderItem: it.OrderItem, OmnitronID: it.OmnitronID, SKU: it.SKU, Quantity: it.Quantity,
			State: it.State, UnitWeight: it.UnitWeight, Barcode: it.Barcode,
		})
	}
	return SeedPackage{
		ID: p.ID, Number: &p.Number, State: &number, Order: &SeedOrder{ID: p.OrderID, Number: p.OrderNumber},
		Location: &p.Location, Created: &p.Created, Items: &items,
	}
}

// World is the Go door to the vendor's part of a world.
type World struct {
	engine *simulator.Engine
	name   string
}

// In opens the door.
func In(engine *simulator.Engine, world string) World { return World{engine, world} }

// Seed adds entities.
func (w World) Seed(ctx context.Context, s Seed) error {
	document, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("akinon: seed: %w", err)
	}
	return w.engine.Seed(ctx, w.name, "akinon", document)
}

// Inspect returns the entities, without passwords and keys.
func (w World) Inspect(ctx context.Context) (Seed, error) {
	var s Seed
	err := w.engine.With(ctx, w.name, "akinon", func(env *simulator.Env) (err error) {
		s, err = inspect(env)
		return err
	})
	return s, err
}
