package deliveryoptimizer

import (
	"net/http"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

// The titles of refusals that the service gives.
const (
	otherTenant = "The body's tenantId is not the tenant of the path."
	noLines     = "An order needs lines."
	noOrder     = "There is no such order."
	noLine      = "The order has no line of that stock origin."
	noOrders    = "An empty array would delete every order."
	noOrigin    = "A line names a stock origin that the tenant does not have."
	noDate      = "expiresAt is missing."
	noType      = "The type of the order is not taken."
	past        = "The expiresAt of the order is over."
	stale       = "A later state of the order is there already."
	breach      = "The request is not acceptable."
)

func unauthenticated(env *simulator.Env) *simulator.Response {
	response := problem(credentialStatus(env, http.StatusUnauthorized), "Name and password of a user are required.", "")
	response.Header.Set("WWW-Authenticate", `Basic realm="Delivery Optimizer"`)
	return &response
}

func ofAnotherTenant(env *simulator.Env) *simulator.Response {
	response := problem(credentialStatus(env, http.StatusForbidden), "The user belongs to another tenant.", "")
	return &response
}

func withoutOMS(env *simulator.Env) *simulator.Response {
	response := problem(credentialStatus(env, http.StatusForbidden), "The user lacks the right OMS.", "")
	return &response
}

// documented is the refusal of a rule, for faults that force it. Some rules
// refuse in one of their readings only.
func documented(env *simulator.Env, rule *specs.Rule) (simulator.Response, bool) {
	switch rule {
	case rules.BasicAuthentication:
		return *unauthenticated(env), true
	case rules.UserBoundToTenant:
		return *ofAnotherTenant(env), true
	case rules.OrdersNeedOMS:
		return *withoutOMS(env), true
	case rules.UnknownOrderIs404:
		return problem(http.StatusNotFound, noOrder, ""), env.Reading(rule) == "not-found"
	case rules.SaturationOfUnknownOriginIs404:
		return simulator.Response{Status: http.StatusNotFound}, true
	case rules.PathTenantDecides:
		return problem(badRequest(env), otherTenant, ""), env.Operation() != "getOrder" && env.Reading(rule) == "must-match"
	case rules.EmptyLines:
		return problem(badRequest(env), noLines, ""), env.Operation() != "getOrder" && env.Reading(rule) == "refused"
	case rules.Expiry:
		return problem(badRequest(env), past, ""), env.Operation() != "getOrder" && env.Reading(rule) == "past-is-refused"
	case rules.ReplaceAllByNone:
		return problem(badRequest(env), noOrders, ""), env.Operation() != "getOrder" && env.Reading(rule) == "refused"
	case rules.DeleteByCodeWithoutSuchLine:
		return problem(badRequest(env), noLine, ""), env.Operation() != "getOrder" && env.Reading(rule) == "refused"
	case rules.RefusedIs400, rules.CallerSendsEveryMember, rules.CallerSendsTypedMembers, rules.CallerSendsGUIDs, rules.CallerSendsKnownType,
		rules.CallerSendsQuantities, rules.CallerNamesPositiveTenant, rules.CallerSendsTypedConfig:
		return problem(badRequest(env), breach, ""), true
	}
	return simulator.Response{}, false
}
