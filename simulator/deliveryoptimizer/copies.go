package deliveryoptimizer

import (
	"context"
	"fmt"
	"maps"
	"slices"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// copying is a copy of a tenant's live tier to the archive, as the tier was when
// the copy was ordered. A task makes it, some orders at a time, while requests
// go on: what they change before the copy has come by is kept for it.
type copying struct {
	Tenant     int32  `json:"tenant"`
	Home       string `json:"home"`       // key of the tier
	Generation uint64 `json:"generation"` // of the live tier
	Number     uint64 `json:"number"`     // of the batch
	Fresh      bool   `json:"fresh,omitempty"`
	Takes      string `json:"takes"`
	After      string `json:"after,omitempty"` // key of the last order that the archive has got
}

// What a copy takes.
const (
	takesAll     = "all"
	takesCarts   = "carts"
	takesNoCarts = "no-carts"
	takesNothing = "nothing"
)

func (c copying) takes(o api.Order) bool {
	switch c.Takes {
	case takesNothing:
		return false
	case takesCarts:
		return o.Type == api.OrderTypeCart
	case takesNoCarts:
		return o.Type != api.OrderTypeCart
	}
	return true
}

func (c copying) prefix() string { return place(c.Generation) + c.Home }

var (
	copies = store.NewKind[copying]("deliveryoptimizer.copy")
	// keeps holds orders as they were for a copy, under its key and theirs; nil for
	// one that was not there.
	keeps = store.NewKind[*api.Order]("deliveryoptimizer.keep")
)

const copyTask = "copy"

func copyKey(number uint64) string { return fmt.Sprintf("%020d/", number) }

// copy orders a copy of the tier as it is now.
func (t *liveTier) copy(c copying) error {
	number, err := nextBatch(t.env)
	if err != nil {
		return err
	}
	c.Tenant, c.Home, c.Generation, c.Number = t.tenant, t.home, t.Generation, number
	if err := copies.Put(t.env.Store(), copyKey(number), c); err != nil {
		return err
	}
	t.Changed = false
	t.Copies = append(t.Copies[:len(t.Copies):len(t.Copies)], number)
	if err := t.save(); err != nil {
		return err
	}
	return t.env.Task(copyTask, copyKey(number))
}

// keep keeps an order that is about to change for the copies that have yet to
// come by it.
func (t *liveTier) keep(key string, old *api.Order) error {
	for _, number := range t.Copies {
		c, found, err := copies.Get(t.env.Store(), copyKey(number))
		if err != nil {
			return err
		}
		if !found || c.Generation != t.at || key <= c.After {
			continue
		}
		_, kept, err := keeps.Get(t.env.Store(), copyKey(number)+key)
		if err != nil {
			return err
		}
		if kept {
			continue // as it was before an earlier change
		}
		if err := keeps.Put(t.env.Store(), copyKey(number)+key, old); err != nil {
			return err
		}
	}
	return nil
}

// copyOrders makes a copy. It may be interrupted anywhere, and goes on from the
// last piece that the archive got.
func (s service) copyOrders(ctx context.Context, k *simulator.Worker, key string) error {
	for {
		var p portion
		err := k.Update(ctx, func(env *simulator.Env) (err error) {
			p, err = nextPortion(env, key)
			return err
		})
		if err != nil || !p.found {
			return err
		}
		if err := s.archivePortion(ctx, k, p); err != nil {
			return err
		}
		if err := k.Update(ctx, p.conclude); err != nil || p.last {
			return err
		}
	}
}

func (s service) archivePortion(ctx context.Context, k *simulator.Worker, p portion) error {
	b := Batch{World: k.World(), Tenant: p.copying.Tenant, Number: p.copying.Number, Fresh: p.copying.Fresh}
	if p.copying.After == "" {
		if err := s.archive.begin(ctx, k, b); err != nil {
			return err
		}
	}
	if len(p.orders) > 0 {
		if err := s.archive.save(ctx, k, b, p.orders); err != nil {
			return err
		}
	}
	if p.last {
		return s.archive.finish(ctx, k, b)
	}
	return nil
}

// portion is some of the orders of a copy.
type portion struct {
	found   bool // the copy has not come to its end
	key     string
	copying copying
	orders  []api.Order // those that the copy takes
	end     string      // key of the last one that was looked at
	last    bool
}

// nextPortion reads orders as they were when the copy was ordered: those that
// did not change since, and what was kept of the others. It reads some of each,
// and takes what comes before the end of both.
func nextPortion(env *simulator.Env, key string) (portion, error) {
	p := portion{key: key}
	var err error
	if p.copying, p.found, err = copies.Get(env.Store(), key); err != nil || !p.found {
		return p, err
	}
	from := p.copying.After
	if from != "" {
		from += "\x00"
	}
	then := map[string]*api.Order{} // nil for one that was not there
	full := []string{}              // where scans stopped that may have more
	add := func(path string, order *api.Order, n *int) bool {
		then[path] = order
		if *n++; *n == some {
			full = append(full, path)
		}
		return *n < some
	}
	n := 0
	if err := live.ScanFrom(env.Store(), p.copying.prefix(), from, func(path string, order api.Order) bool {
		return add(path, &order, &n)
	}); err != nil {
		return p, err
	}
	n = 0
	if err := keeps.ScanFrom(env.Store(), key, key+from, func(path string, order *api.Order) bool {
		return add(path[len(key):], order, &n)
	}); err != nil {
		return p, err
	}
	p.take(then, full)
	return p, nil
}

// take takes the orders up to where all is known, in the order of their keys.
func (p *portion) take(then map[string]*api.Order, full []string) {
	paths := slices.Sorted(maps.Keys(then))
	if p.last = len(full) == 0; !p.last {
		p.end = slices.Min(full)
	}
	for _, path := range paths {
		if order := then[path]; order != nil && (p.last || path <= p.end) && p.copying.takes(*order) {
			p.orders = append(p.orders, *order)
		}
	}
}

// conclude notes that the archive has the portion.
func (p *portion) conclude(env *simulator.Env) error {
	if p.last {
		return p.copying.end(env, p.key)
	}
	p.copying.After = p.end
	if err := copies.Put(env.Store(), p.key, p.copying); err != nil {
		return err
	}
	var over []string
	if err := keeps.Scan(env.Store(), p.key, func(path string, _ *api.Order) bool {
		if path > p.key+p.end {
			return false
		}
		over = append(over, path)
		return true
	}); err != nil {
		return err
	}
	for _, path := range over {
		if _, err := keeps.Delete(env.Store(), path); err != nil {
			return err
		}
	}
	return nil
}

// end forgets the copy.
func (c copying) end(env *simulator.Env, key string) error {
	if _, err := copies.Delete(env.Store(), key); err != nil {
		return err
	}
	if _, err := keeps.DeleteAll(env.Store(), key); err != nil {
		return err
	}
	t, _, err := tiers.Get(env.Store(), c.Home)
	if err != nil {
		return err
	}
	t.Copies = slices.DeleteFunc(slices.Clone(t.Copies), func(n uint64) bool { return n == c.Number })
	return tiers.Put(env.Store(), c.Home, t)
}
