// Package archivetest is the contract of an archive of Delivery Optimizer, as
// tests that every one passes.
package archivetest

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
)

const world = "default"

// Order returns the order of that number, as its version says: orders of one
// number have one GUID.
func Order(number, version int) api.Order {
	code := fmt.Sprintf("FRA:MAG:%04d", version)
	o := api.Order{
		OrderID: uuid.NewSHA1(uuid.Nil, []byte(fmt.Sprint(number))), TenantID: int32(version), Type: api.OrderTypeOrder,
		LastUpdated: time.Date(2025, 9, 22, 10, 1, 20, version*int(time.Millisecond), time.UTC),
		Lines:       []api.OrderLine{{Code: code, ArtGUID: uuid.NewSHA1(uuid.Nil, []byte(code)), Qty: int32(version + 1)}},
	}
	if version%2 == 1 {
		end := o.LastUpdated.Add(time.Hour)
		o.ExpiresAt, o.Type = &end, api.OrderTypeCart
	}
	return o
}

// run is one test of an archive.
type run struct {
	*testing.T

	archive deliveryoptimizer.Archive
}

// Run tests an archive; open returns an empty one for each test.
func Run(t *testing.T, open func(t *testing.T) deliveryoptimizer.Archive) {
	for name, test := range map[string]func(run){
		"Nothing":                        nothing,
		"OrdersReadBack":                 readBack,
		"Pages":                          pages,
		"WorldsAndTenantsAreApart":       apart,
		"ALaterBatchAdds":                adds,
		"TwiceIsOnce":                    twice,
		"LateSavesLose":                  late,
		"AFreshBatchIsSeenWhenFinished":  fresh,
		"LateSavesOfAFreshBatchAreLost":  lateFresh,
		"AFreshBatchWithoutOrdersClears": clears,
		"Copy":                           copies,
		"Drop":                           drop,
		"AtOnce":                         atOnce,
	} {
		t.Run(name, func(t *testing.T) { test(run{t, open(t)}) })
	}
}

func batch(number uint64) deliveryoptimizer.Batch {
	return deliveryoptimizer.Batch{World: world, Tenant: 1, Number: number}
}

func freshBatch(number uint64) deliveryoptimizer.Batch {
	b := batch(number)
	b.Fresh = true
	return b
}

func (r run) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func (r run) save(b deliveryoptimizer.Batch, orders ...api.Order) {
	r.Helper()
	r.must(r.archive.Save(r.Context(), b, orders))
}

func (r run) finish(b deliveryoptimizer.Batch) {
	r.Helper()
	r.must(r.archive.Finish(r.Context(), b))
}

// holds wants exactly these orders of a tenant, whatever the order they are
// given in.
func (r run) holds(world string, tenant int32, want ...api.Order) {
	r.Helper()
	got, err := r.archive.Page(r.Context(), world, tenant, "", 10_000)
	r.must(err)
	if text(r, got) != text(r, sorted(want)) {
		r.Errorf("world %s, tenant %d holds\n%s, want\n%s", world, tenant, text(r, got), text(r, sorted(want)))
	}
}

func (r run) tenants(world string, want map[int32]uint64) {
	r.Helper()
	got, err := r.archive.Tenants(r.Context(), world)
	r.must(err)
	if !maps.Equal(got, want) {
		r.Errorf("world %s has the tenants %v, want %v", world, got, want)
	}
}

func sorted(orders []api.Order) []api.Order {
	return slices.SortedFunc(slices.Values(orders), func(a, b api.Order) int { return slices.Compare(a.OrderID[:], b.OrderID[:]) })
}

func text(t testing.TB, orders []api.Order) string {
	t.Helper()
	data, err := json.Marshal(append([]api.Order{}, orders...))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func nothing(r run) {
	r.holds(world, 1)
	r.tenants(world, nil)
}

func readBack(r run) {
	plain := Order(1, 0)
	rich := Order(2, 1)
	rich.Lines = append(rich.Lines, api.OrderLine{Code: "É:\u0000$.ß", ArtGUID: rich.OrderID, Qty: 2147483647}, rich.Lines[0])
	rich.LastUpdated = time.Date(9999, 12, 31, 23, 59, 59, 999_999_999, time.FixedZone("", 3600))
	bare := Order(3, 2)
	bare.Lines, bare.Type = []api.OrderLine{}, api.OrderTypeExternalOrder
	r.save(batch(1), plain, rich, bare)
	r.finish(batch(1))
	r.holds(world, 1, plain, rich, bare)
}

func pages(r run) {
	var all []api.Order
	for n := range 25 {
		all = append(all, Order(n, n))
	}
	r.save(batch(1), all...)
	r.finish(batch(1))
	all = sorted(all)
	for _, most := range []int{1, 7, 25, 100} {
		var got []api.Order
		for from, more := "", true; more; {
			page, err := r.archive.Page(r.Context(), world, 1, from, most)
			r.must(err)
			if got = append(got, page...); len(page) > 0 {
				from = page[len(page)-1].OrderID.String() + "\x00"
			}
			more = len(page) == most
		}
		if text(r, got) != text(r, all) {
			r.Errorf("in pages of %d there are %d orders, or others than the %d", most, len(got), len(all))
		}
	}
	page, err := r.archive.Page(r.Context(), world, 1, all[3].OrderID.String(), 2)
	r.must(err)
	if text(r, page) != text(r, all[3:5]) {
		r.Errorf("the page from the fourth on is %s", text(r, page))
	}
}

func apart(r run) {
	other := batch(4)
	other.Tenant = 2147483647
	elsewhere := batch(7)
	elsewhere.World = "default-2"
	snapshot := batch(9)
	snapshot.World = "default@a"
	r.save(batch(1), Order(1, 1))
	r.save(other, Order(1, 2))
	r.save(elsewhere, Order(1, 3))
	r.save(snapshot, Order(1, 4))
	r.holds(world, 1, Order(1, 1))
	r.holds(world, other.Tenant, Order(1, 2))
	r.holds(elsewhere.World, 1, Order(1, 3))
	r.holds(snapshot.World, 1, Order(1, 4))
	r.tenants(world, map[int32]uint64{1: 1, other.Tenant: 4})
	r.tenants(elsewhere.World, map[int32]uint64{1: 7})
}

func adds(r run) {
	r.save(batch(1), Order(1, 1), Order(2, 1))
	r.finish(batch(1))
	r.save(batch(2), Order(2, 2), Order(3, 2))
	r.holds(world, 1, Order(1, 1), Order(2, 2), Order(3, 2))
	r.finish(batch(2))
	r.holds(world, 1, Order(1, 1), Order(2, 2), Order(3, 2))
	r.tenants(world, map[int32]uint64{1: 2})
}

func twice(r run) {
	for range 2 {
		r.save(batch(1), Order(1, 1))
		r.finish(batch(1))
	}
	for range 2 {
		r.save(freshBatch(2), Order(2, 2))
		r.finish(freshBatch(2))
	}
	r.holds(world, 1, Order(2, 2))
}

// What an earlier batch saves late changes nothing that a later one has saved.
func late(r run) {
	r.save(batch(1), Order(1, 1))
	r.save(batch(2), Order(1, 2))
	r.finish(batch(2))
	r.save(batch(1), Order(1, 1))
	r.finish(batch(1))
	r.holds(world, 1, Order(1, 2))
	r.tenants(world, map[int32]uint64{1: 2})
}

func fresh(r run) {
	r.save(batch(1), Order(1, 1), Order(2, 1))
	r.finish(batch(1))
	r.save(freshBatch(2), Order(2, 2))
	r.save(freshBatch(2), Order(3, 2))
	r.holds(world, 1, Order(1, 1), Order(2, 1))
	r.finish(freshBatch(2))
	r.holds(world, 1, Order(2, 2), Order(3, 2))
	r.save(batch(3), Order(1, 3))
	r.finish(batch(3))
	r.holds(world, 1, Order(1, 3), Order(2, 2), Order(3, 2))
}

func lateFresh(r run) {
	r.save(freshBatch(2), Order(2, 2))
	r.finish(freshBatch(2))
	r.save(batch(1), Order(1, 1))
	r.finish(batch(1))
	r.holds(world, 1, Order(2, 2))
	r.save(freshBatch(4), Order(4, 4))
	r.finish(freshBatch(4))
	r.save(freshBatch(3), Order(3, 3))
	r.finish(freshBatch(3))
	r.holds(world, 1, Order(4, 4))
	r.tenants(world, map[int32]uint64{1: 4})
}

func clears(r run) {
	r.save(batch(1), Order(1, 1))
	r.finish(batch(1))
	r.finish(freshBatch(2))
	r.holds(world, 1)
	r.tenants(world, map[int32]uint64{1: 2})
}

func copies(r run) {
	r.save(batch(1), Order(1, 1))
	r.save(freshBatch(2), Order(2, 2), Order(3, 2))
	r.finish(freshBatch(2))
	other := batch(5)
	other.World = "to"
	r.save(other, Order(9, 9))
	r.must(r.archive.Copy(r.Context(), world, "to"))
	r.holds("to", 1, Order(2, 2), Order(3, 2))
	r.tenants("to", map[int32]uint64{1: 2})
	r.save(batch(3), Order(2, 3))
	r.holds("to", 1, Order(2, 2), Order(3, 2))
	other.Number = 3
	r.save(other, Order(3, 3))
	r.holds(world, 1, Order(2, 3), Order(3, 2))
	r.must(r.archive.Copy(r.Context(), "nothing", "to"))
	r.holds("to", 1)
	r.tenants("to", nil)
}

func drop(r run) {
	other := batch(1)
	other.World = "default-2"
	r.save(batch(7), Order(1, 1))
	r.save(other, Order(1, 1))
	for range 2 {
		r.must(r.archive.Drop(r.Context(), world))
		r.holds(world, 1)
		r.tenants(world, nil)
	}
	r.holds(other.World, 1, Order(1, 1))
	r.save(batch(1), Order(2, 2))
	r.holds(world, 1, Order(2, 2))
}

// Two processes may do one batch, and two batches of different tenants, at once.
func atOnce(r run) {
	var all []api.Order
	for n := range 60 {
		all = append(all, Order(n, n))
	}
	other := batch(2)
	other.Tenant = 2
	var wg sync.WaitGroup
	for _, b := range []deliveryoptimizer.Batch{freshBatch(1), freshBatch(1), other, other} {
		wg.Go(func() {
			for part := range slices.Chunk(all, 20) {
				if err := r.archive.Save(r.Context(), b, part); err != nil {
					r.Error(err)
				}
			}
			if err := r.archive.Finish(r.Context(), b); err != nil {
				r.Error(err)
			}
		})
	}
	wg.Wait()
	r.holds(world, 1, all...)
	r.holds(world, 2, all...)
}
