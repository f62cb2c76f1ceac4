package deliveryoptimizer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

// ReplaceOrders puts the orders sent in the place of all orders of the tenant.
func (service) ReplaceOrders(ctx context.Context, r api.ReplaceOrdersRequestObject) (api.ReplaceOrdersResponseObject, error) {
	env := simulator.FromContext(ctx)
	t, err := openTier(env, r.TenantID)
	if err != nil {
		return nil, err
	}
	var why string
	if aside := env.Stage(); aside != nil {
		why, err = t.takeStage(aside)
	} else {
		why, err = t.takeAll(*r.Body)
	}
	switch {
	case err != nil:
		return nil, err
	case why != "":
		return refusal(env, why), nil
	case !env.Applies(rules.ReplaceAllAnswersTrue):
		return api.ReplaceOrders2XXResponse{StatusCode: http.StatusNoContent}, nil
	}
	return api.ReplaceOrders200JSONResponse(true), nil
}

// takeAll replaces all orders of the tenant, or says why that is refused.
func (t *liveTier) takeAll(orders []api.Order) (refused string, err error) {
	if len(orders) == 0 {
		if t.env.Reading(rules.ReplaceAllByNone) == "refused" && t.env.Violates(rules.ReplaceAllByNone, true) {
			return noOrders, nil
		}
		if !t.env.Applies(rules.ReplaceAllByNone) {
			return "", nil
		}
	}
	if refused, err = refusedOf(t.env, t.tenant, orders); refused != "" || err != nil {
		return refused, err
	}
	return "", t.replaceAll(orders)
}

// refusedOf says why orders that keep to the contract are refused, if they are.
// One that is refused has all refused.
func refusedOf(env *simulator.Env, tenant int32, orders []api.Order) (why string, err error) {
	for i := range orders {
		if _, why, err = takes(env, tenant, &orders[i]); why != "" || err != nil {
			return why, err
		}
	}
	return "", nil
}

// stage is a generation in which the orders of a long request gather.
type stage struct {
	Tenant     int32      `json:"tenant"`
	Generation uint64     `json:"generation"`
	Refused    *api.Order `json:"refused,omitempty"` // for its sake the request will be
	Used       time.Time  `json:"used"`              // virtual
}

var stages = store.NewKind[stage]("deliveryoptimizer.stage")

// stageLife is after how long a stage that nothing is put on belongs to a
// process that has ended.
const stageLife = time.Hour

func stream() simulator.Stream {
	return simulator.Stream{Open: openStage, Add: addToStage, Drop: dropStage}
}

// openStage begins a stage, and drops those that earlier processes left.
func openStage(env *simulator.Env, r *simulator.Request) (name string, err error) {
	tenant, err := strconv.ParseInt(r.Path["tenantId"], 10, 32)
	if err != nil {
		return "", fmt.Errorf("deliveryoptimizer: tenant %q: %w", r.Path["tenantId"], err)
	}
	var left []string
	if err := stages.Scan(env.Store(), "", func(name string, s stage) bool {
		if env.Now().Sub(s.Used) > stageLife {
			left = append(left, name)
		}
		return true
	}); err != nil {
		return "", err
	}
	for _, name := range left {
		if err := dropStage(env, name); err != nil {
			return "", err
		}
	}
	generation, err := newGeneration(env)
	if err != nil {
		return "", err
	}
	name = strconv.FormatUint(generation, 10)
	if !env.Applies(rules.ReplaceAllReplaces) {
		t, err := openTier(env, int32(tenant))
		if err != nil {
			return "", err
		}
		generation = t.Generation // the orders join those that are there
	}
	return name, stages.Put(env.Store(), name, stage{Tenant: int32(tenant), Generation: generation, Used: env.Now()})
}

// getStage returns a stage, which may have been dropped as one of a process that
// ended.
func getStage(env *simulator.Env, name string) (stage, *liveTier, error) {
	s, found, err := stages.Get(env.Store(), name)
	if err == nil && !found {
		err = &store.UnavailableError{Err: fmt.Errorf("deliveryoptimizer: nothing came for %s, so the orders of the request were dropped", stageLife)}
	}
	if err != nil {
		return s, nil, err
	}
	t, err := openTier(env, s.Tenant)
	if err != nil {
		return s, nil, err
	}
	return s, t.in(s.Generation), nil
}

// addToStage puts orders on a stage, up to one for whose sake the request will
// be refused.
func addToStage(env *simulator.Env, name string, elements [][]byte) (goOn bool, err error) {
	s, t, err := getStage(env, name)
	if err != nil {
		return false, err
	}
	orders := make([]api.Order, len(elements))
	for i := range elements {
		if json.Unmarshal(elements[i], &orders[i]) != nil {
			return false, simulator.ErrUndecodable
		}
	}
	if err := t.expect(orders); err != nil {
		return false, err
	}
	for _, order := range orders {
		one := []api.Order{order}
		why, err := refusedOf(env, s.Tenant, one)
		if err != nil {
			return false, err
		}
		if why != "" {
			s.Refused = &order
			break
		}
		order = one[0]
		_, again, err := t.find(order.OrderID)
		if err != nil {
			return false, err
		}
		if err := t.replaceOne(order, again); err != nil {
			return false, err
		}
	}
	s.Used = env.Now()
	return s.Refused == nil, stages.Put(env.Store(), name, s)
}

// takeStage makes what is on the stage all that the tenant has, in both tiers,
// or says why that is refused.
func (t *liveTier) takeStage(aside *simulator.Stage) (refused string, err error) {
	s, _, err := getStage(t.env, aside.Name)
	if err != nil {
		return "", err
	}
	if s.Refused != nil {
		return refusedOf(t.env, s.Tenant, []api.Order{*s.Refused})
	}
	aside.Used = true
	if _, err := stages.Delete(t.env.Store(), aside.Name); err != nil {
		return "", err
	}
	before := t.Generation
	if err := t.show(s.Generation); err != nil {
		return "", err
	}
	return "", errors.Join(t.archiveAll(), t.forget(before))
}

// dropStage leaves what is on a stage to be deleted.
func dropStage(env *simulator.Env, name string) error {
	s, found, err := stages.Get(env.Store(), name)
	if err != nil || !found {
		return err
	}
	if _, err := stages.Delete(env.Store(), name); err != nil {
		return err
	}
	t, err := openTier(env, s.Tenant)
	if err != nil {
		return err
	}
	return t.forget(s.Generation)
}
