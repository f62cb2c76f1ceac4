package deliveryoptimizer

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/conformance/contractphase"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/features"
	steps "github.com/plumbline-api/plumbline/features/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/target"
)

// credentials are the cases of callers who may not call, on every operation that
// a rule is about.
func (c calls) credentials() []conformance.Case {
	orders := []string{"upsertOrder", "replaceOrders", "deleteOrder", "deleteOrderByCode", "getOrder"}
	all := append(orders[:len(orders):len(orders)], "putConfig", "getSaturation")
	var cases []conformance.Case
	for _, one := range []struct {
		rule       *specs.Rule
		role, who  string
		need       string
		operations []string
	}{
		{rules.BasicAuthentication, steps.RoleNone, "without credentials", "", all},
		{rules.BasicAuthentication, steps.RoleWrong, "with a wrong password", "", all},
		{rules.BasicAuthentication, steps.RoleUnknown, "as a user that nobody knows", "", all},
		{rules.BasicAuthentication, steps.RoleBearer, "with another scheme", "", all},
		{rules.UserBoundToTenant, steps.RoleOther, "by the user of another tenant", "other-tenant", all},
		{rules.OrdersNeedOMS, steps.RoleCommerce, "by a user with the right COMMERCE alone", "commerce-user", orders},
	} {
		for _, operation := range one.operations {
			x := conformance.Case{
				Rule: one.rule, Phase: conformance.RulesPhase, Operation: operation, Effect: effectOf(operation),
				Name: operation + " " + one.who + " is refused",
				Run: func(ctx context.Context, s *target.Session, random *rand.Rand) error {
					return c.refusedAs(ctx, s, random, operation, one.role)
				},
			}
			if one.need != "" {
				x.Needs = append(x.Needs, one.need)
			}
			if operation == "getSaturation" {
				x.Needs = append(x.Needs, "origin")
			}
			cases = append(cases, x)
		}
	}
	return cases
}

// effectOf is what an operation does where its refusal fails.
func effectOf(operation string) features.Effect {
	switch operation {
	case "replaceOrders":
		return features.Destructive
	case "putConfig":
		return features.Spending
	case "getSaturation":
		return features.Read
	}
	return features.Reversible
}

// refusedAs sends a correct request with the credentials of a role, which is to be
// refused and to change nothing.
func (c calls) refusedAs(ctx context.Context, s *target.Session, random *rand.Rand, operation, role string) error {
	op := c.contract.Operation(operation)
	call, err := c.call(operation, s, random)
	if err != nil {
		return err
	}
	if call.Prepare != nil {
		if err := call.Prepare(ctx); err != nil {
			return err
		}
	}
	if call.Observe == nil {
		call.Observe = func(context.Context) (string, error) { return "", nil }
	}
	before, err := call.Observe(ctx)
	if err != nil {
		return err
	}
	answer, err := c.sendAs(ctx, s, op, &call, role)
	if err != nil {
		return err
	}
	if answer.Status/100 != 4 {
		return target.Mismatch("status", strconv.Itoa(answer.Status), "4xx")
	}
	after, err := call.Observe(ctx)
	if err != nil {
		return err
	}
	return target.Mismatches(target.Compare("state after the refusal", after, before))
}

func (c calls) sendAs(ctx context.Context, s *target.Session, op *contract.Operation, call *conformance.Call, role string) (*target.Answer, error) {
	var req *http.Request
	req, _, err := contractphase.Variant{Name: "unvaried"}.Request(ctx, s.Base(), op, call)
	if err != nil {
		return nil, fmt.Errorf("deliveryoptimizer: %w", err)
	}
	if call.Undo != nil {
		s.Created(call.Makes, call.Undo)
	}
	return s.As(role).Send(ctx, req)
}
