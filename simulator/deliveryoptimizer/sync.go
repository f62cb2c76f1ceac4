package deliveryoptimizer

import (
	"context"
	"errors"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

const (
	batchTimer  = "batch"
	batchPeriod = 10 * time.Minute // rules.BatchEveryTenMinutes
)

// batches holds the number of the last batch, under the empty key.
var batches = store.NewKind[uint64]("deliveryoptimizer.batch")

func nextBatch(env *simulator.Env) (uint64, error) {
	last, _, err := batches.Get(env.Store(), "")
	if err != nil {
		return 0, err
	}
	return last + 1, batches.Put(env.Store(), "", last+1)
}

// runBatch saves the live orders of every tenant that wants it and whose orders
// changed since the last time, and comes back in ten minutes.
func runBatch(env *simulator.Env, _ string) error {
	if err := env.After(batchPeriod, batchTimer, ""); err != nil {
		return err
	}
	if !env.Applies(rules.BatchEveryTenMinutes) {
		return nil
	}
	var waiting []int32
	if err := tenants.Scan(env.Store(), "", func(_ string, t tenant) bool {
		if t.Config.EnableInternalOrderSync || !env.Applies(rules.BatchSkipsSwitchedOffTenant) {
			waiting = append(waiting, t.ID)
		}
		return true
	}); err != nil {
		return err
	}
	for _, id := range waiting {
		t, err := openTier(env, id)
		if err != nil {
			return err
		}
		if t.Changed {
			if err := t.copy(wanted(env)); err != nil {
				return err
			}
		}
	}
	return nil
}

// wanted is what the batch copies, by the world's readings. The defect of one
// rule leaves the archive empty, that of another takes carts only, which no
// reading has.
func wanted(env *simulator.Env) copying {
	c := copying{Takes: takesAll, Fresh: env.Reading(rules.BatchOnlySaves) == "mirrors"}
	switch {
	case !env.Applies(rules.BatchOnlySaves):
		return copying{Takes: takesNothing, Fresh: true}
	case !env.Applies(rules.BatchSavesLiveOrders):
		c.Takes = takesCarts
	case env.Reading(rules.BatchSavesLiveOrders) == "no-carts":
		c.Takes = takesNoCarts
	}
	return c
}

// stopLiveTier loses the live tier of every tenant, which is then refilled from
// the archive before any request is answered.
func stopLiveTier(env *simulator.Env) error {
	generation, err := newGeneration(env)
	if err != nil {
		return err
	}
	ids, err := inStore{}.tenants(env)
	if err != nil {
		return err
	}
	if env.Applies(rules.RefilledFromArchive) {
		if err := env.BlockingTask(refillTask, ""); err != nil {
			return err
		}
	}
	for _, id := range ids {
		t, err := openTier(env, id)
		if err != nil {
			return err
		}
		before := t.Generation
		if err := errors.Join(t.show(generation), t.forget(before)); err != nil {
			return err
		}
	}
	return nil
}

const refillTask = "refill"

// refill puts what is archived into the live tier.
func (s service) refill(ctx context.Context, k *simulator.Worker, _ string) error {
	var ids []int32
	if err := k.Update(ctx, func(env *simulator.Env) (err error) {
		ids, err = s.archive.tenants(env)
		return err
	}); err != nil {
		return err
	}
	for _, id := range ids {
		for from, more := "", true; more; {
			var next string // a store may run this again, from where it began
			if err := k.Update(ctx, func(env *simulator.Env) (err error) {
				next, more, err = s.refillSome(env, id, from)
				return err
			}); err != nil {
				return err
			}
			from = next
		}
	}
	return nil
}

// refillSome restores some orders of a tenant, and returns where to go on.
func (s service) refillSome(env *simulator.Env, tenant int32, from string) (next string, more bool, err error) {
	orders, err := s.archive.page(env, tenant, from, some)
	if err != nil || len(orders) == 0 {
		return from, false, err
	}
	t, err := openTier(env, tenant)
	if err != nil {
		return from, false, err
	}
	if err := t.expect(orders); err != nil {
		return from, false, err
	}
	for _, order := range orders {
		if err := t.put(order); err != nil {
			return from, false, err
		}
	}
	return orders[len(orders)-1].OrderID.String() + "\x00", len(orders) == some, nil
}

// forget deletes what has the prefix from the live tier.
func forget(ctx context.Context, k *simulator.Worker, prefix string) error {
	for _, remove := range []func(*simulator.Env) (int, error){
		func(env *simulator.Env) (int, error) { return live.DeleteSome(env.Store(), prefix, some) },
		func(env *simulator.Env) (int, error) { return ends.DeleteSome(env.Store(), prefix, some) },
		func(env *simulator.Env) (int, error) { return loads.DeleteSome(env.Store(), prefix, some) },
	} {
		if err := inPieces(ctx, k, remove); err != nil {
			return err
		}
	}
	return nil
}
