package deliveryoptimizer

import (
	"time"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

const (
	batchTimer  = "batch"
	batchPeriod = 10 * time.Minute // rules.BatchEveryTenMinutes
)

// runBatch saves the live orders of every tenant that wants it, and comes back
// in ten minutes.
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
		if err := syncTenant(env, id); err != nil {
			return err
		}
	}
	return nil
}

// syncTenant saves the live orders of a tenant, if any changed since the last
// time.
func syncTenant(env *simulator.Env, id int32) error {
	changed, err := unsynced.Delete(env.Store(), tenantKey(id))
	if err != nil || !changed {
		return err
	}
	if env.Reading(rules.BatchOnlySaves) == "mirrors" || !env.Applies(rules.BatchOnlySaves) {
		if _, err := archive.DeleteAll(env.Store(), tenantKey(id)); err != nil {
			return err
		}
	}
	if !env.Applies(rules.BatchOnlySaves) {
		return nil
	}
	var failed error
	err = live.Scan(env.Store(), tenantKey(id), func(key string, order api.Order) bool {
		if saved(env, order) {
			failed = archive.Put(env.Store(), key, order)
		}
		return failed == nil
	})
	if err != nil {
		return err
	}
	return failed
}

// saved tells whether the batch takes an order, by the world's reading; the
// defect takes carts only, which no reading has.
func saved(env *simulator.Env, order api.Order) bool {
	if !env.Applies(rules.BatchSavesLiveOrders) {
		return order.Type == api.OrderTypeCart
	}
	return env.Reading(rules.BatchSavesLiveOrders) != "no-carts" || order.Type != api.OrderTypeCart
}

// stopLiveTier loses the live tier of every tenant and refills it from the
// archive.
func stopLiveTier(env *simulator.Env) error {
	if _, err := live.DeleteAll(env.Store(), ""); err != nil {
		return err
	}
	if _, err := loads.DeleteAll(env.Store(), ""); err != nil {
		return err
	}
	if _, err := ends.DeleteAll(env.Store(), ""); err != nil {
		return err
	}
	if !env.Applies(rules.RefilledFromArchive) {
		return nil
	}
	var ids []int32
	if err := tenants.Scan(env.Store(), "", func(_ string, t tenant) bool {
		ids = append(ids, t.ID)
		return true
	}); err != nil {
		return err
	}
	for _, id := range ids {
		if err := refill(env, id); err != nil {
			return err
		}
	}
	return nil
}

func refill(env *simulator.Env, tenant int32) error {
	var orders []api.Order
	if err := archive.Scan(env.Store(), tenantKey(tenant), func(_ string, order api.Order) bool {
		orders = append(orders, order)
		return true
	}); err != nil {
		return err
	}
	for _, order := range orders {
		if err := put(env, tenant, order); err != nil {
			return err
		}
	}
	return nil
}
