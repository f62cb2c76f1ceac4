package deliveryoptimizer_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer/archivetest"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

// busy is an archive beside which something happens whenever orders are saved.
type busy struct {
	archivetest.Memory

	beside func()
	saves  int
}

func (b *busy) Save(ctx context.Context, batch deliveryoptimizer.Batch, orders []api.Order) error {
	b.saves++
	if b.beside != nil {
		b.beside()
	}
	return b.Memory.Save(ctx, batch, orders)
}

// TestABatchIsOfOneMoment has requests change orders while the batch copies
// them, some hundred at a time: what it saves is what was there when it began.
func TestABatchIsOfOneMoment(t *testing.T) {
	for name, dialect := range map[string]map[string]string{
		"saves":   nil,
		"mirrors": {rules.BatchOnlySaves.ID: "mirrors"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			archive := &busy{}
			p := probeOf(t, deliveryoptimizer.NewWithArchive(archive), simulator.Options{Dialect: dialect, BodyLimit: 1 << 12})
			random := rand.New(rand.NewPCG(3, 3))
			now := map[uuid.UUID]api.Order{}
			p.config(`{"enableInternalOrderSync": true}`)
			p.replace(numbered(now, 1700)...).is(200, "true")
			archive.beside = func() {
				for range 60 {
					changeOne(p, random, now)
				}
			}
			saved := maps.Clone(now)
			for round := range 3 {
				archive.saves = 0
				if name == "mirrors" {
					saved = map[uuid.UUID]api.Order{}
				}
				changeOne(p, random, now)
				maps.Copy(saved, now)
				p.advance(batch)
				if archive.saves < 3 {
					t.Errorf("the batch came in %d pieces, so nothing happened between them", archive.saves)
				}
				archived, err := deliveryoptimizer.In(p.engine, p.world).Archive(t.Context(), 1)
				if err != nil {
					t.Fatal(err)
				}
				compareOrders(t, fmt.Sprint("round ", round, ": the archive"), archived, saved)
			}
			orders, err := deliveryoptimizer.In(p.engine, p.world).Orders(t.Context(), 1)
			if err != nil {
				t.Fatal(err)
			}
			compareOrders(t, "the live tier", orders, now)
			if left := leftovers(t, p); len(left) > 0 {
				t.Errorf("what copies needed is left: %v", left)
			}
			for _, wrong := range p.wrong {
				t.Error(wrong)
			}
		})
	}
}

// numbered returns so many orders and notes them.
func numbered(now map[uuid.UUID]api.Order, n int) (orders []api.Order) {
	for i := range n {
		o := order(i, shop)
		now[o.OrderID] = o
		orders = append(orders, o)
	}
	return orders
}

// changeOne deletes, changes or adds an order.
func changeOne(p *probe, random *rand.Rand, now map[uuid.UUID]api.Order) {
	o := order(random.IntN(2500), []string{shop, other}[random.IntN(2)], central)
	if random.IntN(3) == 0 {
		_, there := now[o.OrderID]
		p.delete(o.OrderID).is(200, fmt.Sprint(there))
		delete(now, o.OrderID)
		return
	}
	_, there := now[o.OrderID]
	p.upsert(o).is(200, fmt.Sprint(!there))
	now[o.OrderID] = o
}

func compareOrders(t *testing.T, what string, got []api.Order, want map[uuid.UUID]api.Order) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s has %d orders, want %d", what, len(got), len(want))
	}
	for _, o := range got {
		if text(t, o) != text(t, want[o.OrderID]) {
			t.Errorf("%s has %s, want %s", what, text(t, o), text(t, want[o.OrderID]))
			return
		}
	}
}

// leftovers lists the kinds of what should be gone once all tasks are done, with
// what there is of each.
func leftovers(t *testing.T, p *probe) (left []string) {
	t.Helper()
	at := uint64(0)
	for _, kind := range []string{"task", "copy", "keep", "stage", "order", "end", "load"} {
		name := "deliveryoptimizer." + kind
		if kind == "task" {
			name = "plumbline.task"
		}
		err := p.store.Update(t.Context(), p.world, func(tx store.Tx) error {
			if kind == "task" {
				tier, _, err := store.NewKind[any]("deliveryoptimizer.tier").Get(tx, "0000000001/")
				_, _ = fmt.Sscanf(fmt.Sprintf("%v", tier), "{%d ", &at)
				if err != nil {
					return err
				}
			}
			return store.NewKind[any](name).Scan(tx, "", func(key string, _ any) bool {
				if seen := fmt.Sprintf("~%d/", at); !slices.Contains([]string{"order", "end", "load"}, kind) || at > 0 && !strings.HasPrefix(key, seen) {
					left = append(left, name+" "+key)
				}
				return true
			})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return left
}

// TestTheArchiveOutlivesTheStore loses the store: the world begins anew, with
// the sample and with what the archive has, and batches go on.
func TestTheArchiveOutlivesTheStore(t *testing.T) {
	archive := &archivetest.Memory{}
	p := probeOf(t, deliveryoptimizer.NewWithArchive(archive), simulator.Options{})
	p.config(`{"enableInternalOrderSync": true}`)
	p.upsert(order(1, shop)).is(200, "true")
	for range 3 {
		p.upsert(order(2, shop, other))
		p.advance(batch)
	}
	lost := probeOf(t, deliveryoptimizer.NewWithArchive(archive), simulator.Options{})
	lost.holds(order(1, shop))
	lost.holds(order(2, shop, other))
	if used := lost.used(shop); used != 10 {
		t.Errorf("the capacity in use is %d, want that of two orders", used)
	}
	lost.config(`{"enableInternalOrderSync": true}`)
	lost.upsert(order(2, central))
	lost.advance(batch)
	lost.stop()
	lost.holds(order(2, central))

	// A world that is dropped has nothing to come back.
	if err := lost.engine.Drop(t.Context(), lost.world); err != nil {
		t.Fatal(err)
	}
	lost.lacks(order(1, shop))
	for _, wrong := range append(p.wrong, lost.wrong...) {
		t.Error(wrong)
	}
}

// TestForksHaveAnArchiveOfTheirOwn goes through copies of worlds.
func TestForksHaveAnArchiveOfTheirOwn(t *testing.T) {
	p := probeOf(t, deliveryoptimizer.NewWithArchive(&archivetest.Memory{}), simulator.Options{})
	ctx, fork := t.Context(), *p
	fork.world = "fork"
	p.config(`{"enableInternalOrderSync": true}`)
	p.upsert(order(1, shop))
	p.advance(batch)
	for _, err := range []error{p.engine.Fork(ctx, p.world, fork.world), p.engine.Snapshot(ctx, p.world, "s")} {
		if err != nil {
			t.Fatal(err)
		}
	}
	p.upsert(order(1, other))
	p.advance(batch)
	fork.stop()
	fork.holds(order(1, shop))
	p.stop()
	p.holds(order(1, other))
	if err := p.engine.Restore(ctx, p.world, "s"); err != nil {
		t.Fatal(err)
	}
	p.stop()
	p.holds(order(1, shop))
	for _, wrong := range append(p.wrong, fork.wrong...) {
		t.Error(wrong)
	}
}

// TestTheArchiveIsAway has requests go on without it, and what it missed reach it
// later. Only what needs it is refused.
func TestTheArchiveIsAway(t *testing.T) {
	away := false
	archive := &archivetest.Memory{Fails: func() error {
		if away {
			return &store.UnavailableError{Err: context.DeadlineExceeded}
		}
		return nil
	}}
	p := probeOf(t, deliveryoptimizer.NewWithArchive(archive), simulator.Options{})
	p.config(`{"enableInternalOrderSync": true}`)
	p.upsert(order(1, shop)).is(200, "true")
	away = true
	p.advance(batch)
	p.upsert(order(1, other)).is(200, "false")
	p.replace(order(2, shop)).is(200, "true")
	p.upsert(order(3, shop)).is(200, "true")
	door := deliveryoptimizer.In(p.engine, p.world)
	if _, err := door.Archive(t.Context(), 1); err == nil {
		t.Error("the archive is read while it is away")
	}
	if err := door.StopLiveTier(t.Context()); err == nil {
		t.Error("the live tier is refilled while the archive is away")
	}
	begins := *p // a world that begins meanwhile
	begins.world = "begins"
	for _, p := range []*probe{p, &begins} {
		refused := p.get(order(2).OrderID)
		p.check(refused.status == 503 && refused.header.Get("Retry-After") != "", "%s: %d %v", refused.call, refused.status, refused.header)
	}
	p.wrong = append(p.wrong, begins.wrong...)
	away = false
	p.holds(order(2, shop))
	p.lacks(order(1))
	p.lacks(order(3)) // it came after the last batch
	for _, wrong := range p.wrong {
		t.Error(wrong)
	}
}
