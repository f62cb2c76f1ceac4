package deliveryoptimizer

import (
	"context"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
)

const vendorName = "deliveryoptimizer"

// World is the Go door to this vendor's part of a world.
type World struct {
	engine *simulator.Engine
	name   string
}

// In opens the door to a world of an engine.
func In(engine *simulator.Engine, world string) World { return World{engine, world} }

// Seed adds entities; an order that is there already is replaced.
func (w World) Seed(ctx context.Context, s Seed) error {
	return w.engine.With(ctx, w.name, vendorName, func(env *simulator.Env) error { return plant(env, s) })
}

// Inspect returns all entities, without passwords.
func (w World) Inspect(ctx context.Context) (Seed, error) {
	var s Seed
	err := w.engine.With(ctx, w.name, vendorName, func(env *simulator.Env) (err error) {
		s, err = inspect(env)
		return err
	})
	return s, err
}

// Orders returns the orders of a tenant in the live tier, by GUID.
func (w World) Orders(ctx context.Context, tenant int32) ([]api.Order, error) {
	return w.tier(ctx, live, tenant)
}

// Archive returns the orders of a tenant that the batch has saved, by GUID.
func (w World) Archive(ctx context.Context, tenant int32) ([]api.Order, error) {
	return w.tier(ctx, archive, tenant)
}

func (w World) tier(ctx context.Context, tier store.Kind[api.Order], tenant int32) ([]api.Order, error) {
	var orders []api.Order
	err := w.engine.With(ctx, w.name, vendorName, func(env *simulator.Env) error {
		orders = nil // a store may run this again
		return tier.Scan(env.Store(), tenantKey(tenant), func(_ string, order api.Order) bool {
			orders = append(orders, order)
			return true
		})
	})
	return orders, err
}

// StopLiveTier lets the live tier stop and come back with what the archive has.
func (w World) StopLiveTier(ctx context.Context) error {
	return w.engine.Act(ctx, w.name, vendorName, "stop-live-tier")
}
