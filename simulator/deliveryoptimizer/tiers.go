package deliveryoptimizer

import (
	"fmt"
	"strconv"
	"strings"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

// tier says where the live tier of a tenant is. What replaces all of it grows
// aside, as another generation, and takes its place by one write.
type tier struct {
	Generation uint64   `json:"generation"`
	Changed    bool     `json:"changed,omitempty"` // since the last batch
	Copies     []uint64 `json:"copies,omitempty"`  // numbers of the copies to the archive that are under way
}

// The live tier. All keys begin with the place of the generation and the
// tenant's number.
var (
	tiers = store.NewKind[tier]("deliveryoptimizer.tier")
	live  = store.NewKind[api.Order]("deliveryoptimizer.order")
	loads = store.NewKind[weight]("deliveryoptimizer.load")
	ends  = store.NewKind[string]("deliveryoptimizer.end") // when an order goes by itself, for those that do
)

// tenantKey is the prefix of everything of a tenant: its number in ten digits.
func tenantKey(tenant int32) string { return strconv.FormatInt(1e10+int64(tenant), 10)[1:] + "/" }

// place is the prefix of everything of a generation. The first has none.
func place(generation uint64) string {
	if generation == 0 {
		return ""
	}
	return "~" + strconv.FormatUint(generation, 10) + "/"
}

// newGeneration returns a generation that holds nothing.
func newGeneration(env *simulator.Env) (uint64, error) { return env.NewID("generation") }

// liveTier is one generation of a tenant's live tier within a transaction.
type liveTier struct {
	tier

	env    *simulator.Env
	tenant int32
	home   string // key of the tenant that keeps the orders
	at     uint64 // the generation, which need not be the one that requests see
}

// openTier returns the live tier that requests see. Where tenants are not kept
// apart, which is a defect, all share the orders of none.
func openTier(env *simulator.Env, tenant int32) (*liveTier, error) {
	home := tenantKey(tenant)
	if !env.Applies(rules.TenantsIsolated) {
		home = tenantKey(0)
	}
	t, _, err := tiers.Get(env.Store(), home)
	return &liveTier{tier: t, env: env, tenant: tenant, home: home, at: t.Generation}, err
}

// in returns another generation of the same tier.
func (t *liveTier) in(generation uint64) *liveTier {
	other := *t
	other.at = generation
	return &other
}

func (t *liveTier) save() error { return tiers.Put(t.env.Store(), t.home, t.tier) }

// prefix is that of the keys of orders and of their ends.
func (t *liveTier) prefix() string { return place(t.at) + t.home }

func (t *liveTier) key(id api.OrderID) string { return t.prefix() + id.String() }

// loadKey is the key of the load of a stock origin.
func (t *liveTier) loadKey(code string) string { return place(t.at) + tenantKey(t.tenant) + code }

// tierOfKey opens the tier, in the generation, that an order's key is of.
func tierOfKey(env *simulator.Env, key string) (*liveTier, error) {
	rest, generation := key, uint64(0)
	if aside, found := strings.CutPrefix(key, "~"); found {
		if _, err := fmt.Sscanf(aside, "%d/", &generation); err != nil {
			return nil, fmt.Errorf("deliveryoptimizer: order key %q: %w", key, err)
		}
		_, rest, _ = strings.Cut(aside, "/")
	}
	var tenant int32
	if _, err := fmt.Sscanf(rest, "%d/", &tenant); err != nil {
		return nil, fmt.Errorf("deliveryoptimizer: order key %q: %w", key, err)
	}
	t, err := openTier(env, tenant)
	if err != nil {
		return nil, err
	}
	return t.in(generation), nil
}

// mostInPlace is how many orders are cleared one by one. More of them are left
// aside, for a task to delete.
const mostInPlace = 1000

// clear empties the tier. Where it shows another generation, the one before is
// left to whoever calls.
func (t *liveTier) clear() error {
	var keys []string
	err := live.Scan(t.env.Store(), t.prefix(), func(key string, _ api.Order) bool {
		keys = append(keys, key)
		return len(keys) <= mostInPlace
	})
	if err != nil {
		return err
	}
	if len(keys) > mostInPlace {
		generation, err := newGeneration(t.env)
		if err != nil {
			return err
		}
		return t.show(generation)
	}
	if err := live.Expect(t.env.Store(), keys); err != nil {
		return err
	}
	for _, key := range keys {
		if err := t.removeKey(key); err != nil {
			return err
		}
	}
	return nil
}

// show makes another generation the one that requests see.
func (t *liveTier) show(generation uint64) error {
	t.Generation, t.at, t.Changed = generation, generation, true
	return t.save()
}

const forgetTask = "forget"

// forget leaves a generation of the tier to be deleted, unless requests see it.
func (t *liveTier) forget(generation uint64) error {
	if generation == t.Generation {
		return nil
	}
	return t.env.IdleTask(forgetTask, t.in(generation).prefix())
}
