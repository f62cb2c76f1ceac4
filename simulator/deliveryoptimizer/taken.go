package deliveryoptimizer

import (
	"slices"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

// takes tells which tenant an order that keeps to the contract belongs to, or
// why it is refused. It changes the order as the world's readings have it.
func takes(env *simulator.Env, path int32, order *api.Order) (tenant int32, refused string, err error) {
	tenant, refused = owner(env, path, order)
	if refused == "" {
		refused = acceptable(env, order)
	}
	if refused == "" {
		refused, err = originsKnown(env, tenant, order)
	}
	return tenant, refused, err
}

// owner decides which tenant an order belongs to, by the reading that the
// world speaks, or why it is refused.
func owner(env *simulator.Env, path int32, order *api.Order) (tenant int32, refused string) {
	reading := env.Reading(rules.PathTenantDecides)
	if reading == "must-match" && env.Violates(rules.PathTenantDecides, order.TenantID != path) {
		return 0, otherTenant
	}
	if !env.Applies(rules.PathTenantDecides) {
		return order.TenantID, ""
	}
	if reading == "path-overwrites" {
		order.TenantID = path
	}
	return path, ""
}

// acceptable says why an order is refused for its own sake, if it is.
func acceptable(env *simulator.Env, order *api.Order) (refused string) {
	over := order.ExpiresAt != nil && order.ExpiresAt.Before(env.Now())
	switch {
	case order.ExpiresAt == nil && !env.Applies(rules.ExpiryOptional):
		return noDate
	case !env.Applies(rules.ThreeTypes) && order.Type == api.OrderTypeExternalOrder:
		return noType
	case len(order.Lines) == 0 && env.Reading(rules.EmptyLines) == "refused" && env.Violates(rules.EmptyLines, true):
		return noLines
	case over && env.Reading(rules.Expiry) == "past-is-refused" && env.Violates(rules.Expiry, true):
		return past
	}
	if !env.Applies(rules.Expiry) {
		order.ExpiresAt = nil
	}
	return ""
}

// originsKnown refuses an order with a line of an origin that the tenant does
// not have, where the world departs from the rule that any may be named.
func originsKnown(env *simulator.Env, tenant int32, order *api.Order) (refused string, err error) {
	if env.Applies(rules.UnknownOriginIsTaken) {
		return "", nil
	}
	unknown := slices.ContainsFunc(order.Lines, func(line api.OrderLine) bool {
		_, found, failed := origins.Get(env.Store(), tenantKey(tenant)+line.Code)
		if failed != nil {
			err = failed
		}
		return !found
	})
	if unknown && err == nil {
		return noOrigin, nil
	}
	return "", err
}
