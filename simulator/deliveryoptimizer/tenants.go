package deliveryoptimizer

import (
	"context"
	"fmt"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/specs/wire"
)

// tenant is a “raison juridique” with its configuration.
type tenant struct {
	ID     int32  `json:"id"`
	Config config `json:"config"`
}

// config is what of the configuration the simulator acts on.
type config struct {
	CartLifeSpan            int32 `json:"cartLifeSpan"` // minutes
	EnableInternalOrderSync bool  `json:"enableInternalOrderSync"`
}

// SeedOrigin is a stock origin of a tenant.
type SeedOrigin struct {
	Code        string `json:"code"`
	MaxCapacity int    `json:"maxCapacity"` // points
}

// weight counts the orders that load an origin.
type weight struct{ Orders, Carts, External int }

var (
	tenants = store.NewKind[tenant]("deliveryoptimizer.tenant")
	origins = store.NewKind[SeedOrigin]("deliveryoptimizer.origin")
)

// defaults are the published ones; the switch is the rule SyncOffByDefault.
func defaults(env *simulator.Env) config {
	return config{CartLifeSpan: 15, EnableInternalOrderSync: !env.Applies(rules.SyncOffByDefault)}
}

// with is the configuration with what a seed says of it.
func (c config) with(s SeedConfig) config {
	if s.CartLifeSpan != nil {
		c.CartLifeSpan = *s.CartLifeSpan
	}
	if s.EnableInternalOrderSync != nil {
		c.EnableInternalOrderSync = *s.EnableInternalOrderSync
	}
	return c
}

func configOf(env *simulator.Env, id int32) (config, error) {
	t, found, err := tenants.Get(env.Store(), tenantKey(id))
	if err != nil || found {
		return t.Config, err
	}
	return defaults(env), nil
}

// PutConfig sets the configuration of a tenant; members left out take their
// defaults.
func (service) PutConfig(ctx context.Context, r api.PutConfigRequestObject) (api.PutConfigResponseObject, error) {
	env := simulator.FromContext(ctx)
	c := defaults(env).with(SeedConfig{CartLifeSpan: r.Body.CartLifeSpan, EnableInternalOrderSync: r.Body.EnableInternalOrderSync})
	if err := tenants.Put(env.Store(), tenantKey(r.TenantID), tenant{ID: r.TenantID, Config: c}); err != nil {
		return nil, err
	}
	return api.PutConfig200JSONResponse(env.Applies(rules.ConfigIsSet)), nil
}

// load adds an order to the load of each origin that its lines name, or takes
// it off, once however many lines it has there.
func (t *liveTier) load(order api.Order, by int) error {
	if by < 0 && !t.env.Applies(rules.DeleteByCodeFreesCapacity) {
		return nil
	}
	seen := map[string]bool{}
	for _, line := range order.Lines {
		if seen[line.Code] {
			continue
		}
		seen[line.Code] = true
		key := t.loadKey(line.Code)
		w, _, err := loads.Get(t.env.Store(), key)
		if err != nil {
			return err
		}
		switch order.Type {
		case api.OrderTypeOrder:
			w.Orders += by
		case api.OrderTypeCart:
			w.Carts += by
		default:
			w.External += by
		}
		if w == (weight{}) {
			_, err = loads.Delete(t.env.Store(), key) // clients make up codes without end
		} else {
			err = loads.Put(t.env.Store(), key, w)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// points is the capacity that a load takes: rules.SaturationWeights.
func (w weight) points(env *simulator.Env) int {
	if !env.Applies(rules.SaturationWeights) {
		return w.Orders + w.Carts + w.External
	}
	return 5*w.Orders + w.Carts
}

// GetSaturation reads the load of a stock origin.
func (service) GetSaturation(ctx context.Context, r api.GetSaturationRequestObject) (api.GetSaturationResponseObject, error) {
	env := simulator.FromContext(ctx)
	o, found, err := origins.Get(env.Store(), tenantKey(r.TenantID)+r.Code)
	if err != nil {
		return nil, err
	}
	if env.Violates(rules.SaturationOfUnknownOriginIs404, !found) {
		return api.GetSaturation404Response{}, nil
	}
	t, err := openTier(env, r.TenantID)
	if err != nil {
		return nil, err
	}
	w, _, err := loads.Get(env.Store(), t.loadKey(r.Code))
	if err != nil {
		return nil, err
	}
	used := w.points(env)
	if !env.Applies(rules.SaturationMembers) {
		return api.GetSaturation200JSONResponse{Code: r.Code, MaxCapacity: o.MaxCapacity, UsedCapacity: used}, nil
	}
	remaining, saturated := o.MaxCapacity-used, used > o.MaxCapacity
	percent, err := percentage(used, o.MaxCapacity)
	if err != nil {
		return nil, err
	}
	return api.GetSaturation200JSONResponse{
		Code: r.Code, MaxCapacity: o.MaxCapacity, UsedCapacity: used, RemainingCapacity: &remaining,
		SaturationPercent: &percent, IsSaturated: &saturated, CartsCount: &w.Carts, OrdersCount: &w.Orders,
	}, nil
}

// percentage is used of whole in percent, cut to two places.
func percentage(used, whole int) (wire.Decimal, error) {
	if whole <= 0 {
		return wire.NewDecimal("0.00")
	}
	hundredths := used * 10_000 / whole
	return wire.NewDecimal(fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100))
}
