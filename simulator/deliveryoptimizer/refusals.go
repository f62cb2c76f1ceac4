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
	breach      = "The request is not acceptable."
)

func noSuchTenant(env *simulator.Env) *simulator.Response {
	response := problem(badRequest(env), "The tenant in the path is no whole number above zero.", "")
	return &response
}

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

// documented is the refusal of a rule, for faults that force it. Two rules
// refuse in one of their readings only.
func documented(env *simulator.Env, rule *specs.Rule) (simulator.Response, bool) {
	switch rule {
	case rules.TenantIsPositive:
		return *noSuchTenant(env), true
	case rules.BasicAuthentication:
		return *unauthenticated(env), true
	case rules.UserBoundToTenant:
		return *ofAnotherTenant(env), true
	case rules.OrdersNeedOMS:
		return *withoutOMS(env), true
	case rules.UnknownOrderIs404:
		return problem(http.StatusNotFound, noOrder, ""), true
	case rules.SaturationOfUnknownOriginIs404:
		return simulator.Response{Status: http.StatusNotFound}, true
	case rules.PathTenantDecides:
		return problem(badRequest(env), otherTenant, ""), env.Operation() != "getOrder" && env.Reading(rule) == "must-match"
	case rules.EmptyLines:
		return problem(badRequest(env), noLines, ""), env.Operation() != "getOrder" && env.Reading(rule) == "refused"
	case rules.OrderMembersRequired, rules.OrderMembersTyped, rules.GUIDs, rules.QuantityFromOne, rules.RefusedIs400, rules.ConfigMembersTyped:
		return problem(badRequest(env), breach, ""), true
	case rules.ThreeTypes:
		return problem(badRequest(env), breach, ""), env.Operation() != "getOrder"
	}
	return simulator.Response{}, false
}
