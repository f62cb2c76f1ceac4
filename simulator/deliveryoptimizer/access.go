package deliveryoptimizer

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

// user may call for one tenant.
type user struct {
	Name     string   `json:"name"`
	Password string   `json:"password"`
	Tenant   int32    `json:"tenant"`
	Rights   []string `json:"rights"` // OMS, COMMERCE
}

var users = store.NewKind[user]("deliveryoptimizer.user")

const problemType = "application/problem+json"

// admit refuses callers without credentials, of another tenant or without the
// right. A path without a tenant is left to the contract.
func admit(env *simulator.Env, r *simulator.Request) *simulator.Response {
	tenant, err := strconv.ParseInt(r.Path["tenantId"], 10, 32)
	noTenant := err != nil || tenant <= 0
	u, known, err := caller(env, r.HTTP)
	if err != nil {
		return &simulator.Response{Status: http.StatusServiceUnavailable}
	}
	if env.Violates(rules.BasicAuthentication, !known) {
		return unauthenticated(env)
	}
	if !known {
		return nil // a defect looked away: there is no user to judge further
	}
	if !noTenant && env.Violates(rules.UserBoundToTenant, int64(u.Tenant) != tenant) {
		return ofAnotherTenant(env)
	}
	if env.Violates(rules.OrdersNeedOMS, !slices.Contains(u.Rights, "OMS")) {
		return withoutOMS(env)
	}
	return nil
}

func caller(env *simulator.Env, r *http.Request) (user, bool, error) {
	name, password, given := r.BasicAuth()
	if !given {
		return user{}, false, nil
	}
	u, found, err := users.Get(env.Store(), name)
	return u, found && u.Password == password, err
}

// credentialStatus is the assumed status of a refusal for the caller's sake.
func credentialStatus(env *simulator.Env, status int) int {
	if !env.Applies(rules.CredentialStatuses) {
		return http.StatusBadRequest
	}
	return status
}

// badRequest is the assumed status of every other refusal.
func badRequest(env *simulator.Env) int {
	if !env.Applies(rules.RefusedIs400) {
		return http.StatusUnprocessableEntity
	}
	return http.StatusBadRequest
}

// refuse answers a request that breaks the contract.
func refuse(env *simulator.Env, _ *simulator.Request, breaches []contract.Breach) simulator.Response {
	var details []string
	for _, b := range breaches {
		details = append(details, fmt.Sprintf("%s: %s.", b.At, b.Message))
	}
	return problem(badRequest(env), breach, strings.Join(details, " "))
}

// noRoute answers a path or method that the contract does not have.
func noRoute(_ *simulator.Env, allowed []string) simulator.Response {
	if len(allowed) == 0 {
		return problem(http.StatusNotFound, "There is no such path.", "")
	}
	response := problem(http.StatusMethodNotAllowed, "The path does not take this method.", "")
	response.Header.Set("Allow", strings.Join(allowed, ", "))
	return response
}

// careless is the answer of a server that does not look at what it gets.
func careless(r *simulator.Request) simulator.Response {
	return simulator.JSON(http.StatusOK, "application/json", r.Operation.Method != http.MethodDelete)
}

// problemBody is what a refusal says. It is this simulator's own: no page of the
// vendor tells how a refusal looks.
type problemBody struct {
	Detail string `json:"detail,omitempty"`
	Status int    `json:"status"`
	Title  string `json:"title"`
}

func problem(status int, title, detail string) simulator.Response {
	return simulator.JSON(status, problemType, problemBody{detail, status, title})
}
