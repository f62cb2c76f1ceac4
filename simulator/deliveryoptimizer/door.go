package deliveryoptimizer

import (
	"context"
	"encoding/json"
	"fmt"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator"
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
	document, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("deliveryoptimizer: seed: %w", err)
	}
	return w.engine.Seed(ctx, w.name, vendorName, document)
}

// Inspect returns all entities, without passwords.
func (w World) Inspect(ctx context.Context) (Seed, error) {
	state, err := w.engine.State(ctx, w.name, vendorName)
	s, _ := state.(Seed)
	return s, err
}

// Orders returns the orders of a tenant in the live tier, by GUID.
func (w World) Orders(ctx context.Context, tenant int32) ([]api.Order, error) {
	var orders []api.Order
	err := w.engine.With(ctx, w.name, vendorName, func(env *simulator.Env) error {
		orders = nil // a store may run this again
		t, err := openTier(env, tenant)
		if err != nil {
			return err
		}
		return live.Scan(env.Store(), t.prefix(), func(_ string, order api.Order) bool {
			orders = append(orders, order)
			return true
		})
	})
	return orders, err
}

// Archive returns the orders of a tenant that the batch has saved, by GUID.
func (w World) Archive(ctx context.Context, tenant int32) ([]api.Order, error) {
	state, err := w.Inspect(ctx)
	for _, t := range state.Tenants {
		if t.ID == tenant {
			return t.Archived, err
		}
	}
	return nil, err
}

// StopLiveTier lets the live tier stop and come back with what the archive has.
func (w World) StopLiveTier(ctx context.Context) error {
	return w.engine.Act(ctx, w.name, vendorName, "stop-live-tier")
}
