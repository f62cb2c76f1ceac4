package deliveryoptimizer_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
)

// tenantOne is a seed of tenant 1.
func tenantOne(change func(*deliveryoptimizer.SeedTenant)) deliveryoptimizer.Seed {
	tenant := deliveryoptimizer.SeedTenant{ID: 1}
	change(&tenant)
	return deliveryoptimizer.Seed{Tenants: []deliveryoptimizer.SeedTenant{tenant}}
}

func TestTheDoor(t *testing.T) {
	p, ctx := newProbe(t, nil), t.Context()
	door := deliveryoptimizer.In(p.engine, p.world)
	seed := func(change func(*deliveryoptimizer.SeedTenant)) {
		t.Helper()
		if err := door.Seed(ctx, tenantOne(change)); err != nil {
			t.Fatal(err)
		}
	}
	seed(func(s *deliveryoptimizer.SeedTenant) {
		s.Users = []deliveryoptimizer.SeedUser{{Name: "new", Password: "hush", Rights: []string{"OMS"}}}
		s.Origins = []deliveryoptimizer.SeedOrigin{{Code: "new", MaxCapacity: 10}}
		s.Orders, s.Archived = []api.Order{order(1, shop, "new")}, []api.Order{order(2, shop)}
		s.Config = &deliveryoptimizer.SeedConfig{EnableInternalOrderSync: new(true)}
	})
	p.send("new:hush", "GET", "1/order/"+order(1).OrderID.String(), "").is(200, text(t, order(1, shop, "new")))
	p.check(p.used("new") == 5, "the capacity in use is %d", p.used("new"))

	// What a seed leaves out stays what it was.
	seed(func(s *deliveryoptimizer.SeedTenant) {
		s.Config = &deliveryoptimizer.SeedConfig{CartLifeSpan: new(int32(99))}
		s.Orders = []api.Order{order(1, other)}
	})
	p.check(p.used("new") == 0 && p.used(other) == 5, "the capacities in use are %d and %d", p.used("new"), p.used(other))
	got, err := door.Inspect(ctx)
	if err != nil {
		t.Fatal(err)
	}
	tenant := got.Tenants[0]
	p.check(len(got.Tenants) == 2 && *tenant.Config.CartLifeSpan == 99 && *tenant.Config.EnableInternalOrderSync, "tenants %s", text(t, got))
	p.check(len(tenant.Users) == 3 && len(tenant.Origins) == 4 && len(tenant.Orders) == 1 && len(tenant.Archived) == 1, "tenant 1: %s", text(t, tenant))
	p.check(!strings.Contains(text(t, got), "hush") && !strings.Contains(text(t, got), "sample-password"), "passwords are shown: %s", text(t, got))

	p.advance(batch)
	if err := door.StopLiveTier(ctx); err != nil {
		t.Fatal(err)
	}
	orders, err := door.Orders(ctx, 1)
	p.check(err == nil && len(orders) == 2, "orders %s (%v)", text(t, orders), err)
	archive, err := door.Archive(ctx, 1)
	p.check(err == nil && slices.EqualFunc(archive, orders, func(a, b api.Order) bool { return text(t, a) == text(t, b) }), "the archive holds %s (%v)", text(t, archive), err)
	none, err := door.Orders(ctx, 2)
	p.check(err == nil && len(none) == 0, "tenant 2 has %s (%v)", text(t, none), err)
	for _, wrong := range p.wrong {
		t.Error(wrong)
	}
}

// TestWhatIsReadCanBeSeeded copies a world by its state.
func TestWhatIsReadCanBeSeeded(t *testing.T) {
	p, ctx := newProbe(t, nil), t.Context()
	p.config(`{"enableInternalOrderSync": true, "cartLifeSpan": 0}`)
	p.upsert(until(noon, order(1, shop, other)))
	p.advance(batch)
	p.upsert(order(2))
	state, err := p.engine.State(ctx, p.world, "deliveryoptimizer")
	if err != nil {
		t.Fatal(err)
	}
	if err := p.engine.Seed(ctx, "copy", "deliveryoptimizer", []byte(text(t, state))); err != nil {
		t.Fatal(err)
	}
	copied, err := p.engine.State(ctx, "copy", "deliveryoptimizer")
	if err != nil || text(t, copied) != text(t, state) {
		t.Errorf("the copy is %s (%v), want %s", text(t, copied), err, text(t, state))
	}
}

func TestASeedThatDoesNotFitChangesNothing(t *testing.T) {
	p, ctx := newProbe(t, nil), t.Context()
	p.upsert(order(1, shop))
	before, err := p.engine.State(ctx, p.world, "deliveryoptimizer")
	if err != nil {
		t.Fatal(err)
	}
	good := `{"id": 3, "users": [{"name": "u", "rights": []}], "orders": [` + text(t, order(2, shop)) + `]}`
	for name, tt := range map[string]struct{ document, says string }{
		"no JSON":                 {`{"tenants": [`, "unexpected EOF"},
		"more than a document":    {`{"tenants": []} {}`, "something follows the document"},
		"a misspelt member":       {`{"tenants": [` + good + `, {"id": 1, "order": []}]}`, `has no member "order"; did you mean orders?`},
		"of another type":         {`{"tenants": [{"id": "1"}]}`, "cannot unmarshal string"},
		"tenant 0":                {`{"tenants": [` + good + `, {"id": 0}]}`, "tenant 0: a tenant's number is above zero"},
		"an order without a GUID": {`{"tenants": [` + good + `, {"id": 1, "orders": [{"type": "Cart"}]}]}`, "tenant 1: an order without orderId"},
		"an order of no type":     {`{"tenants": [` + good + `, {"id": 1, "archived": [` + p.changed(order(4), `"Order"`, `"EResa"`) + `]}]}`, `the type "EResa" is none of Order, Cart and ExternalOrder`},
	} {
		t.Run(name, func(t *testing.T) {
			err := p.engine.Seed(ctx, p.world, "deliveryoptimizer", json.RawMessage(tt.document))
			if err == nil || !strings.Contains(err.Error(), tt.says) || !strings.HasPrefix(err.Error(), "deliveryoptimizer: seed: ") {
				t.Errorf("error %v, want one that says %q", err, tt.says)
			}
			after, err := p.engine.State(ctx, p.world, "deliveryoptimizer")
			if err != nil || text(t, after) != text(t, before) {
				t.Errorf("the world has become %s (%v)", text(t, after), err)
			}
		})
	}
}
