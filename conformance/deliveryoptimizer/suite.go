// Package deliveryoptimizer tells the conformance runner how to call Delivery
// Optimizer: credentials, fixtures, and correct requests to be varied.
package deliveryoptimizer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"github.com/cucumber/godog"
	"github.com/google/uuid"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/features"
	steps "github.com/plumbline-api/plumbline/features/deliveryoptimizer"
	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/target"
)

// New returns what the runner needs of this vendor.
func New() *conformance.Vendor {
	return &conformance.Vendor{
		Book: rules.Book(),
		Credentials: map[string]string{
			"user":              "name of a user of the tenant with the right OMS; required",
			"password":          "the user's password; required",
			"commerce-user":     "name of a user of the tenant with the right COMMERCE alone",
			"commerce-password": "that user's password",
			"other-user":        "name of a user of another tenant with the right OMS",
			"other-password":    "that user's password",
		},
		Fixtures: map[string]string{
			"tenant":       "[{id: NUMBER}]: the tenant that is called; required",
			"other-tenant": "[{id: NUMBER}]: the tenant of other-user",
			"origin":       "[{code: TEXT}]: a stock origin of the tenant that nothing else loads meanwhile",
		},
		Sample:  sample,
		Prepare: prepare,
	}
}

// sample is the profile of the simulator's sample world.
func sample() *conformance.Profile {
	value := func(text string) conformance.Secret { return conformance.Secret{Value: text} }
	return &conformance.Profile{
		Vendor: "deliveryoptimizer",
		Credentials: map[string]conformance.Secret{
			"user": value("sample-oms"), "password": value("sample-password"),
			"commerce-user": value("sample-shop"), "commerce-password": value("sample-password"),
			"other-user": value("other-oms"), "other-password": value("sample-password"),
		},
		Fixtures: map[string][]map[string]any{
			"tenant": {{"id": 1}}, "other-tenant": {{"id": 2}}, "origin": {{"code": "FRA:MAG:0125"}},
		},
	}
}

// login is a user's name and password.
type login struct{ name, password string }

func prepare(p *conformance.Profile) (*conformance.Plan, error) {
	logins := map[string]login{}
	for role, prefix := range map[string]string{steps.RoleOMS: "", steps.RoleCommerce: "commerce-", steps.RoleOther: "other-"} {
		name, err := p.Secret(prefix + "user")
		if err != nil {
			return nil, err
		}
		password, err := p.Secret(prefix + "password")
		if err != nil {
			return nil, err
		}
		if (name == "") != (password == "") {
			return nil, fmt.Errorf("credentials: %suser and %spassword go together", prefix, prefix)
		}
		if name != "" {
			logins[role] = login{name, password}
		}
	}
	oms, known := logins[steps.RoleOMS]
	if !known {
		return nil, errors.New("credentials: user and password are required: a user of the tenant with the right OMS")
	}
	logins[steps.RoleWrong] = login{oms.name, "plumbline-wrong-password"}
	tenant, err := tenantOf(p, "tenant")
	if err != nil {
		return nil, err
	}
	if tenant == 0 {
		return nil, errors.New("fixtures: tenant is required, such as tenant: [{id: 1}]")
	}
	other, err := tenantOf(p, "other-tenant")
	if err != nil {
		return nil, err
	}
	return newPlan(p, logins, tenant, other), nil
}

func newPlan(p *conformance.Profile, logins map[string]login, tenant, other int32) *conformance.Plan {
	origin := ""
	if list := p.Fixtures["origin"]; len(list) > 0 {
		origin = fmt.Sprint(list[0]["code"])
	}
	caller := calls{tenant: tenant, origin: origin}
	return &conformance.Plan{
		Role: steps.RoleOMS,
		Authorize: func(r *http.Request, role string) error {
			if role == steps.RoleNone {
				return nil
			}
			l, known := logins[role]
			if !known {
				return fmt.Errorf("the profile has no credentials for the role %s", role)
			}
			r.SetBasicAuth(l.name, l.password)
			return nil
		},
		Missing: func(need string) string { return missing(need, logins, other, origin) },
		Contact: caller.contact,
		Steps: func(s *target.Session, random *rand.Rand) func(*godog.ScenarioContext) {
			return steps.Steps(s, steps.Fixtures{
				Tenant: tenant, OtherTenant: other, Origin: origin,
				NewID: func() uuid.UUID { return newID(random) }, Now: time.Now,
			})
		},
		Call:       caller.call,
		Neighbours: []conformance.Neighbour{{Operation: "upsertOrder", Sent: true}},
		Effects: map[string]features.Effect{
			"upsertOrder": features.Reversible, "replaceOrders": features.Destructive,
			"deleteOrder": features.Reversible, "deleteOrderByCode": features.Reversible,
			"getOrder": features.Read, "getSaturation": features.Read,
			"putConfig": features.Spending, // the API can't read what it was before
		},
		Refused: func(status int) bool { return status/100 == 4 },
		Refusal: "4xx",
		// The body's tenant has to be the path's under one reading.
		Varied: []string{"/components/schemas/Order/properties/tenantId/minimum", "/components/schemas/Order/properties/tenantId/maximum"},
		Probes: probes(caller),
		Checks: caller.checks(p, logins, other),
	}
}

// missing tells what the profile lacks for a case's need.
func missing(need string, logins map[string]login, other int32, origin string) string {
	_, otherUser := logins[steps.RoleOther]
	_, commerce := logins[steps.RoleCommerce]
	switch {
	case need == "other-tenant" && (other == 0 || !otherUser):
		return "needs another tenant: give the profile fixtures.other-tenant and credentials.other-user and other-password"
	case need == "commerce-user" && !commerce:
		return "needs a user with the right COMMERCE alone: give the profile credentials.commerce-user and commerce-password"
	case need == "origin" && origin == "":
		return "needs a stock origin that nothing else loads meanwhile: give the profile fixtures.origin"
	}
	return ""
}

func tenantOf(p *conformance.Profile, fixture string) (int32, error) {
	list := p.Fixtures[fixture]
	if len(list) == 0 {
		return 0, nil
	}
	id, err := strconv.ParseInt(fmt.Sprint(list[0]["id"]), 10, 32)
	if err != nil || id <= 0 {
		return 0, fmt.Errorf("fixtures.%s: id: %v is no tenant: a whole number above zero", fixture, list[0]["id"])
	}
	return int32(id), nil
}

// newID is a GUID from the run's random numbers.
func newID(random *rand.Rand) uuid.UUID {
	var id uuid.UUID
	for i := range id {
		id[i] = byte(random.Uint32())
	}
	id[6], id[8] = id[6]&0x0f|0x40, id[8]&0x3f|0x80 // version 4, RFC 9562 variant
	return id
}

// calls builds correct requests.
type calls struct {
	tenant int32
	origin string
}

// contact reads an order that cannot be there: the one call that changes
// nothing on any target. Only refused credentials end a run here.
func (c calls) contact(ctx context.Context, s *target.Session) error {
	req, err := api.NewGetOrderRequest(s.Base(), c.tenant, uuid.New())
	if err != nil {
		return err
	}
	answer, err := s.Send(ctx, req)
	if err != nil {
		return err
	}
	if answer.Status == http.StatusUnauthorized || answer.Status == http.StatusForbidden {
		return fmt.Errorf("the target refuses the profile's user with %d", answer.Status)
	}
	return nil
}

// call builds the request of an operation that the contract phase varies.
func (c calls) call(operation string, s *target.Session, random *rand.Rand) (conformance.Call, error) {
	id := newID(random)
	path := map[string]string{"tenantId": strconv.Itoa(int(c.tenant)), "orderId": id.String(), "code": "FRA:MAG:0125"}
	call := conformance.Call{Path: path, Observe: func(ctx context.Context) (string, error) { return c.observe(ctx, s, id) }}
	switch operation {
	case "upsertOrder":
		call.Body = c.order(id, random)
		call.Makes, call.Undo = entityOf(id), func(ctx context.Context) error { return c.delete(ctx, s, id) }
	case "replaceOrders":
		call.Body = []any{c.order(id, random)}
		call.Makes, call.Undo = entityOf(id), func(ctx context.Context) error { return c.delete(ctx, s, id) }
	case "putConfig":
		call.Observe = nil
		call.Body = map[string]any{
			"cartLifeSpan": json.Number("15"), "algoType": "PUSH", "maxOrderable": "MINIMUM", "maxShipments": json.Number("3"),
			"enableInternalOrderSync": false, "enableHighDemandChecks": false, "bigCartThreshold": json.Number("10"),
		}
	case "deleteOrder", "deleteOrderByCode", "getOrder":
	case "getSaturation":
		call.Observe = nil
		if c.origin != "" {
			path["code"] = c.origin
		}
	default:
		return call, fmt.Errorf("no correct request of %s is known", operation)
	}
	return call, nil
}

// entityOf names an order for the ledger.
func entityOf(id uuid.UUID) target.Entity { return target.Entity{What: "order", ID: id.String()} }

// order is an order with every member, as decoded JSON.
func (c calls) order(id uuid.UUID, random *rand.Rand) map[string]any {
	now := c.now()
	return map[string]any{
		"orderId": id.String(), "tenantId": json.Number(strconv.Itoa(int(c.tenant))), "type": "Order",
		"lastUpdated": now.Format(time.RFC3339Nano), "expiresAt": now.Add(25 * time.Hour).Format(time.RFC3339Nano),
		"lines": []any{
			map[string]any{"code": "FRA:MAG:0125", "artGuid": newID(random).String(), "qty": json.Number("1")},
			map[string]any{"code": "FRA:MAG:0953", "artGuid": newID(random).String(), "qty": json.Number("2")},
		},
	}
}

// now is the time to the millisecond, as precise as the document's own dates.
func (calls) now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// observe reads an order and returns what came, to be compared.
func (c calls) observe(ctx context.Context, s *target.Session, id uuid.UUID) (string, error) {
	req, err := api.NewGetOrderRequest(s.Base(), c.tenant, id)
	if err != nil {
		return "", err
	}
	answer, err := s.Send(ctx, req)
	if err != nil {
		return "", err
	}
	if answer.Status != http.StatusOK {
		return fmt.Sprintf("no order (%d)", answer.Status), nil
	}
	return answer.Documented(), nil
}

func (c calls) delete(ctx context.Context, s *target.Session, id uuid.UUID) error {
	req, err := api.NewDeleteOrderRequest(s.Base(), c.tenant, id)
	if err != nil {
		return err
	}
	answer, err := s.Send(ctx, req)
	switch {
	case err != nil:
		return fmt.Errorf("order %s of tenant %d: %w", id, c.tenant, err)
	case answer.Status/100 != 2 && answer.Status != http.StatusNotFound:
		return fmt.Errorf("order %s of tenant %d: taking it back was answered with %d", id, c.tenant, answer.Status)
	}
	return nil
}
