package deliveryoptimizer

import (
	"errors"
	"strings"
	"time"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

const expiryTimer = "expiry"

// find returns an order, which is the caller's to change but for its lines.
func (t *liveTier) find(id api.OrderID) (api.Order, bool, error) {
	return live.Get(t.env.Store(), t.key(id))
}

// expect tells the store that all of these orders are about to be looked for.
func (t *liveTier) expect(orders []api.Order) error {
	keys := make([]string, 0, len(orders))
	for _, order := range orders {
		keys = append(keys, t.key(order.OrderID))
	}
	return live.Expect(t.env.Store(), keys)
}

// put stores an order that was sent, and schedules its end where the world's
// reading has one.
func (t *liveTier) put(order api.Order) error {
	again, err := t.change(order)
	if err != nil {
		return err
	}
	return t.scheduleEnd(order, again)
}

// change stores an order and moves the load of its origins. It tells whether
// the order was there before.
func (t *liveTier) change(order api.Order) (again bool, err error) {
	key := t.key(order.OrderID)
	if again, err = t.displace(key); err != nil {
		return again, err
	}
	if err := live.Put(t.env.Store(), key, order); err != nil {
		return again, err
	}
	return again, t.load(order, +1)
}

// remove deletes an order, if it is there.
func (t *liveTier) remove(id api.OrderID) error { return t.removeKey(t.key(id)) }

func (t *liveTier) removeKey(key string) error {
	if _, err := t.displace(key); err != nil {
		return err
	}
	if _, err := live.Delete(t.env.Store(), key); err != nil {
		return err
	}
	_, err := ends.Delete(t.env.Store(), key)
	return err
}

// displace prepares the change of what is stored under a key, if anything is:
// its load comes off its origins, and it is kept for the copies that have not
// come by it yet.
func (t *liveTier) displace(key string) (found bool, err error) {
	var old *api.Order
	order, found, err := live.Get(t.env.Store(), key)
	if err != nil {
		return found, err
	}
	if found {
		old = &order
		if err := t.load(order, -1); err != nil {
			return found, err
		}
	}
	if err := t.keep(key, old); err != nil {
		return found, err
	}
	if t.Changed || t.at != t.Generation {
		return found, nil
	}
	t.Changed = true
	return found, t.save()
}

// replaceAll makes the orders given all that the tenant has, in both tiers.
func (t *liveTier) replaceAll(orders []api.Order) error {
	before := t.Generation
	if t.env.Applies(rules.ReplaceAllReplaces) {
		if err := t.clear(); err != nil {
			return err
		}
	}
	seen := map[api.OrderID]bool{}
	for _, order := range orders {
		if err := t.replaceOne(order, seen[order.OrderID]); err != nil {
			return err
		}
		seen[order.OrderID] = true
	}
	return errors.Join(t.archiveAll(), t.forget(before))
}

// replaceOne stores one of the orders that replace all; it is again where the
// request had one of its GUID before.
func (t *liveTier) replaceOne(order api.Order, again bool) error {
	if again && !t.env.Applies(rules.ReplaceAllLastDuplicateWins) {
		return nil
	}
	if len(order.Lines) == 0 && t.env.Reading(rules.EmptyLines) == "removed" {
		return nil
	}
	return t.put(order)
}

// archiveAll has the archive forget what it holds of the tenant, and take what
// the live tier holds now.
func (t *liveTier) archiveAll() error {
	if !t.env.Applies(rules.ReplaceAllReachesArchive) {
		return nil
	}
	return t.copy(copying{Fresh: true, Takes: takesAll})
}

// scheduleEnd sets the end of an order where the world's reading has one. An end
// that it had, when it was there before, is off.
func (t *liveTier) scheduleEnd(order api.Order, again bool) error {
	key := t.key(order.OrderID)
	end, scheduled, err := expiryOf(t.env, t.tenant, order)
	if err != nil {
		return err
	}
	if !scheduled {
		if again {
			_, err = ends.Delete(t.env.Store(), key)
		}
		return err
	}
	at := end.Format(time.RFC3339Nano)
	if err := ends.Put(t.env.Store(), key, at); err != nil {
		return err
	}
	return t.env.After(end.Sub(t.env.Now()), expiryTimer, key+" "+at)
}

func expiryOf(env *simulator.Env, tenant int32, order api.Order) (end time.Time, ends bool, err error) {
	reading := env.Reading(rules.Expiry)
	expires := reading == "service-expires-all" || reading == "service-expires-carts" && order.Type == api.OrderTypeCart
	switch {
	case !expires:
		return end, false, nil
	case order.ExpiresAt != nil:
		return *order.ExpiresAt, true, nil
	case reading == "service-expires-all":
		return end, false, nil
	}
	config, err := configOf(env, tenant)
	return env.In(time.Duration(config.CartLifeSpan) * time.Minute), true, err
}

// expire ends the order of the payload, unless it has been sent again since
// and ends at another time or never.
func expire(env *simulator.Env, payload string) error {
	key, at, _ := strings.Cut(payload, " ")
	end, found, err := ends.Get(env.Store(), key)
	if err != nil || !found || end != at {
		return err
	}
	t, err := tierOfKey(env, key)
	if err != nil {
		return err
	}
	return t.removeKey(key)
}
