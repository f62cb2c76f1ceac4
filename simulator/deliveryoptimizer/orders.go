package deliveryoptimizer

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

var (
	live     = store.NewKind[api.Order]("deliveryoptimizer.order")
	archive  = store.NewKind[api.Order]("deliveryoptimizer.archive")
	unsynced = store.NewKind[bool]("deliveryoptimizer.unsynced") // tenants with changes since their last batch
	ends     = store.NewKind[string]("deliveryoptimizer.end")    // when an order of the live tier goes by itself, for those that do
)

const expiryTimer = "expiry"

// tenantKey is the prefix of everything of a tenant: its number in ten digits.
func tenantKey(tenant int32) string { return strconv.FormatInt(1e10+int64(tenant), 10)[1:] + "/" }

// orderKey is the key of an order in both tiers. Where tenants are not kept
// apart, which is a defect, all share the key of none.
func orderKey(env *simulator.Env, tenant int32, id api.OrderID) string {
	if !env.Applies(rules.TenantsIsolated) {
		tenant = 0
	}
	return tenantKey(tenant) + id.String()
}

// find returns an order of the live tier, which is the caller's to change but
// for its lines.
func find(env *simulator.Env, tenant int32, id api.OrderID) (api.Order, bool, error) {
	return live.Get(env.Store(), orderKey(env, tenant, id))
}

// put stores an order that was sent, and schedules its end where the world's
// reading has one.
func put(env *simulator.Env, tenant int32, order api.Order) error {
	if err := change(env, tenant, order); err != nil {
		return err
	}
	return scheduleEnd(env, tenant, orderKey(env, tenant, order.OrderID), order)
}

// change stores an order in the live tier and moves the load of its origins.
func change(env *simulator.Env, tenant int32, order api.Order) error {
	key := orderKey(env, tenant, order.OrderID)
	if err := unload(env, tenant, key); err != nil {
		return err
	}
	if err := live.Put(env.Store(), key, order); err != nil {
		return err
	}
	if err := load(env, tenant, order, +1); err != nil {
		return err
	}
	return unsynced.Put(env.Store(), tenantKey(tenant), true)
}

// remove deletes an order from the live tier, if it is there.
func remove(env *simulator.Env, tenant int32, id api.OrderID) error {
	return removeKey(env, tenant, orderKey(env, tenant, id))
}

func removeKey(env *simulator.Env, tenant int32, key string) error {
	if err := unload(env, tenant, key); err != nil {
		return err
	}
	if _, err := live.Delete(env.Store(), key); err != nil {
		return err
	}
	if _, err := ends.Delete(env.Store(), key); err != nil {
		return err
	}
	return unsynced.Put(env.Store(), tenantKey(tenant), true)
}

// unload takes the load of a stored order off its origins.
func unload(env *simulator.Env, tenant int32, key string) error {
	old, found, err := live.Get(env.Store(), key)
	if err != nil || !found {
		return err
	}
	return load(env, tenant, old, -1)
}

// replaceAll makes the orders given all that the tenant has, in both tiers.
func replaceAll(env *simulator.Env, tenant int32, orders []api.Order) error {
	if env.Applies(rules.ReplaceAllReplaces) {
		if err := clear(env, tenant); err != nil {
			return err
		}
	}
	both := env.Applies(rules.ReplaceAllReachesArchive)
	if both {
		if _, err := archive.DeleteAll(env.Store(), tenantKey(tenant)); err != nil {
			return err
		}
	}
	lastWins := env.Applies(rules.ReplaceAllLastDuplicateWins)
	seen := map[api.OrderID]bool{}
	for _, order := range orders {
		if seen[order.OrderID] && !lastWins {
			continue
		}
		seen[order.OrderID] = true
		if len(order.Lines) == 0 && env.Reading(rules.EmptyLines) == "removed" {
			continue
		}
		if err := put(env, tenant, order); err != nil {
			return err
		}
		if both {
			if err := archive.Put(env.Store(), orderKey(env, tenant, order.OrderID), order); err != nil {
				return err
			}
		}
	}
	return nil
}

// clear empties the live tier of a tenant.
func clear(env *simulator.Env, tenant int32) error {
	var keys []string
	err := live.Scan(env.Store(), tenantKey(tenant), func(key string, _ api.Order) bool {
		keys = append(keys, key)
		return true
	})
	for _, key := range keys {
		if err == nil {
			err = removeKey(env, tenant, key)
		}
	}
	return err
}

// scheduleEnd sets the end of an order where the service ends carts; a defect
// makes it end every order that has a date. An end that it had before is off.
func scheduleEnd(env *simulator.Env, tenant int32, key string, order api.Order) error {
	end, scheduled, err := expiryOf(env, tenant, order)
	if err != nil {
		return err
	}
	if !scheduled {
		_, err := ends.Delete(env.Store(), key)
		return err
	}
	at := end.Format(time.RFC3339Nano)
	if err := ends.Put(env.Store(), key, at); err != nil {
		return err
	}
	return env.After(end.Sub(env.Now()), expiryTimer, key+" "+at)
}

func expiryOf(env *simulator.Env, tenant int32, order api.Order) (end time.Time, ends bool, err error) {
	if !env.Applies(rules.Expiry) {
		if order.ExpiresAt == nil {
			return end, false, nil
		}
		return *order.ExpiresAt, true, nil
	}
	if env.Reading(rules.Expiry) != "service-expires-carts" || order.Type != api.OrderTypeCart {
		return end, false, nil
	}
	if order.ExpiresAt != nil {
		return *order.ExpiresAt, true, nil
	}
	config, err := configOf(env, tenant)
	return env.Now().Add(time.Duration(config.CartLifeSpan) * time.Minute), true, err
}

// expire ends the order of the payload, unless it has been sent again since
// and ends at another time or never.
func expire(env *simulator.Env, payload string) error {
	key, at, _ := strings.Cut(payload, " ")
	end, found, err := ends.Get(env.Store(), key)
	if err != nil || !found || end != at {
		return err
	}
	var tenant int32
	if _, err := fmt.Sscanf(key, "%d/", &tenant); err != nil {
		return fmt.Errorf("deliveryoptimizer: order key %q: %w", key, err)
	}
	return removeKey(env, tenant, key)
}
