package deliveryoptimizer

import (
	"context"
	"maps"
	"slices"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// Archive keeps what the batch saves outside the store of the worlds: document
// 002 names MongoDB. Batches of a tenant come one after another, by numbers that
// grow, but each step may come twice, and late: after those of the next batch.
// What can't be reached is a *store.UnavailableError.
type Archive interface {
	// Save takes orders of a batch. What a later batch has saved stays.
	Save(ctx context.Context, b Batch, orders []api.Order) error
	// Finish comes when all orders of a batch are saved. Those of a fresh one take
	// the place of all that was archived of the tenant, in one step.
	Finish(ctx context.Context, b Batch) error
	// Page returns up to so many orders of a tenant in the order of their GUIDs,
	// beginning at one.
	Page(ctx context.Context, world string, tenant int32, from string, most int) ([]api.Order, error)
	// Tenants returns the tenants that anything is archived of, with the number of
	// the last batch of each.
	Tenants(ctx context.Context, world string) (map[int32]uint64, error)
	// Copy makes the archive of a world hold what another's holds, and nothing else.
	Copy(ctx context.Context, from, to string) error
	// Drop forgets the archive of a world.
	Drop(ctx context.Context, world string) error
}

// Batch is a copy of a tenant's live tier to the archive.
type Batch struct {
	World  string
	Tenant int32
	Number uint64 // from 1
	Fresh  bool   // nothing that was archived before is to stay
}

// archiver is the archive as this package uses it. What changes it does so
// outside of transactions, or in its own; what reads it does so within one.
type archiver interface {
	begin(ctx context.Context, k *simulator.Worker, b Batch) error
	save(ctx context.Context, k *simulator.Worker, b Batch, orders []api.Order) error
	finish(ctx context.Context, k *simulator.Worker, b Batch) error
	page(env *simulator.Env, tenant int32, from string, most int) ([]api.Order, error)
	// plant adds orders of a seed, under the number of a batch.
	plant(env *simulator.Env, b Batch, orders []api.Order) error
	// tenants returns those that may have something in the archive.
	tenants(env *simulator.Env) ([]int32, error)
	// left returns what an archive still has of a world that begins: the number of
	// the last batch, 0 for nothing.
	left(env *simulator.Env) (uint64, error)
}

// archived holds the archive where it is in the store.
var archived = store.NewKind[api.Order]("deliveryoptimizer.archive")

// inStore is the archive in the store of the worlds.
type inStore struct{}

// some is how many entries a task changes in one transaction.
const some = 500

func (inStore) begin(ctx context.Context, k *simulator.Worker, b Batch) error {
	if !b.Fresh {
		return nil
	}
	return inPieces(ctx, k, func(env *simulator.Env) (int, error) {
		return archived.DeleteSome(env.Store(), tenantKey(b.Tenant), some)
	})
}

// inPieces repeats a deletion of some until there is nothing left to delete.
func inPieces(ctx context.Context, k *simulator.Worker, remove func(*simulator.Env) (int, error)) error {
	for n := some; n == some; {
		err := k.Update(ctx, func(env *simulator.Env) (err error) {
			n, err = remove(env)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (s inStore) save(ctx context.Context, k *simulator.Worker, b Batch, orders []api.Order) error {
	return k.Update(ctx, func(env *simulator.Env) error { return s.plant(env, b, orders) })
}

func (inStore) finish(context.Context, *simulator.Worker, Batch) error { return nil }

func (inStore) page(env *simulator.Env, tenant int32, from string, most int) (orders []api.Order, err error) {
	err = archived.ScanFrom(env.Store(), tenantKey(tenant), tenantKey(tenant)+from, func(_ string, order api.Order) bool {
		orders = append(orders, order)
		return len(orders) < most
	})
	return orders, err
}

func (inStore) plant(env *simulator.Env, b Batch, orders []api.Order) error {
	for _, order := range orders {
		if err := archived.Put(env.Store(), tenantKey(b.Tenant)+order.OrderID.String(), order); err != nil {
			return err
		}
	}
	return nil
}

func (inStore) tenants(env *simulator.Env) (ids []int32, err error) {
	err = tenants.Scan(env.Store(), "", func(_ string, t tenant) bool {
		ids = append(ids, t.ID)
		return true
	})
	return ids, err
}

func (inStore) left(*simulator.Env) (uint64, error) { return 0, nil }

// outside is an archive outside the store.
type outside struct{ Archive }

func (outside) begin(context.Context, *simulator.Worker, Batch) error { return nil }

func (o outside) save(ctx context.Context, _ *simulator.Worker, b Batch, orders []api.Order) error {
	return o.Save(ctx, b, orders)
}

func (o outside) finish(ctx context.Context, _ *simulator.Worker, b Batch) error {
	return o.Finish(ctx, b)
}

func (o outside) page(env *simulator.Env, tenant int32, from string, most int) ([]api.Order, error) {
	return o.Page(env.Context(), env.World(), tenant, from, most)
}

func (o outside) plant(env *simulator.Env, b Batch, orders []api.Order) error {
	return o.Save(env.Context(), b, orders)
}

func (o outside) tenants(env *simulator.Env) (ids []int32, err error) {
	found, err := o.Tenants(env.Context(), env.World())
	return slices.Sorted(maps.Keys(found)), err
}

func (o outside) left(env *simulator.Env) (last uint64, err error) {
	found, err := o.Tenants(env.Context(), env.World())
	for _, number := range found {
		last = max(last, number)
	}
	return last, err
}

// eachArchived visits the archived orders of a tenant by their GUIDs.
func eachArchived(env *simulator.Env, a archiver, tenant int32, visit func(api.Order)) error {
	for from, more := "", true; more; {
		orders, err := a.page(env, tenant, from, some)
		if err != nil {
			return err
		}
		for _, order := range orders {
			visit(order)
		}
		if more = len(orders) == some; more {
			from = orders[some-1].OrderID.String() + "\x00"
		}
	}
	return nil
}

// isArchived tells whether the archive has an order.
func isArchived(env *simulator.Env, a archiver, tenant int32, id api.OrderID) (bool, error) {
	found, err := a.page(env, tenant, id.String(), 1)
	return len(found) == 1 && found[0].OrderID == id, err
}
