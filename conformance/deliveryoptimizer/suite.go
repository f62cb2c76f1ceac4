// Package deliveryoptimizer tells the conformance runner how to call Delivery
// Optimizer: credentials, fixtures, and correct requests to be varied.
package deliveryoptimizer

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/google/uuid"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/features"
	steps "github.com/plumbline-api/plumbline/features/deliveryoptimizer"
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
			"other-tenant": "[{id: NUMBER, origin: TEXT}]: the tenant of other-user; origin, which may be left out, is the code of one of its stock origins",
			"origin":       "[{code: TEXT}]: a stock origin of the tenant that nothing else loads meanwhile; orders are sent with the first three, and with the codes of the document's example where there are fewer",
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
			"tenant": {{"id": 1}}, "other-tenant": {{"id": 2, "origin": "BEL:MAG:0265"}},
			"origin": {{"code": "FRA:MAG:0125"}, {"code": "FRA:MAG:0953"}, {"code": "FRA:WEB:CENTRALE"}},
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
	oms, there := logins[steps.RoleOMS]
	if !there {
		return nil, errors.New("credentials: user and password are required: a user of the tenant with the right OMS")
	}
	logins[steps.RoleWrong] = login{oms.name, "plumbline-wrong-password"}
	logins[steps.RoleUnknown] = login{"plumbline-nobody", oms.password}
	tenant, err := tenantOf(p, "tenant")
	if err != nil {
		return nil, err
	}
	if tenant == 0 {
		return nil, errors.New("fixtures: tenant is required, such as tenant: [{id: 1}]")
	}
	known := &entities{}
	for _, fixture := range []string{"origin", "other-tenant"} {
		for i, entity := range p.Fixtures[fixture] {
			if err := known.add(fixture, entity); err != nil {
				return nil, fmt.Errorf("%s: %w", conformance.FixtureItem(fixture, i), err)
			}
		}
	}
	return newPlan(p, logins, tenant, known)
}

func newPlan(p *conformance.Profile, logins map[string]login, tenant int32, known *entities) (*conformance.Plan, error) {
	api, err := contract.Load(rules.Book().OpenAPI)
	if err != nil {
		return nil, err
	}
	mayWrite := p.MayWrite()
	caller := calls{tenant: tenant, known: known, contract: api, mayWrite: mayWrite}
	return &conformance.Plan{
		Role: steps.RoleOMS,
		Authorize: func(r *http.Request, role string) error {
			if role == steps.RoleNone {
				return nil
			}
			if role == steps.RoleBearer {
				r.Header.Set("Authorization", "Bearer plumbline-no-such-token")
				return nil
			}
			l, there := logins[role]
			if !there {
				return fmt.Errorf("the profile has no credentials for the role %s", role)
			}
			r.SetBasicAuth(l.name, l.password)
			return nil
		},
		Supply:   known.add,
		TakeBack: map[string]func(context.Context, *target.Session, string) error{"order": caller.takeBack},
		Missing:  func(need string) string { return missing(need, logins, known) },
		Contact:  caller.contact,
		Again:    conformance.Again{Rule: rules.BasicAuthentication},
		Known:    caller.tells(),
		Steps: func(s *target.Session, random *rand.Rand) func(*features.Steps) {
			other, otherOrigin := known.other()
			return steps.Steps(s, steps.Fixtures{
				Tenant: tenant, OtherTenant: other, OtherOrigin: otherOrigin, Origin: known.origin(), Codes: known.codes(),
				NewID: func() uuid.UUID { return newID(random) }, Now: time.Now,
			})
		},
		Call:       caller.call,
		CallNeeds:  map[string][]string{"getSaturation": {"origin"}},
		Alike:      caller.alike(),
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
		Varied:    []string{"/components/schemas/Order/properties/tenantId/minimum", "/components/schemas/Order/properties/tenantId/maximum"},
		Probes:    append(probes(caller), caller.credentials()...),
		Reference: caller.comparing(api),
		Checks:    caller.checks(p, logins),
	}, nil
}

// missing tells what the profile lacks for a case's need.
func missing(need string, logins map[string]login, known *entities) string {
	_, otherUser := logins[steps.RoleOther]
	_, commerce := logins[steps.RoleCommerce]
	other, _ := known.other()
	switch {
	case need == "other-tenant" && (other == 0 || !otherUser):
		return "needs another tenant: give the profile fixtures.other-tenant and credentials.other-user and other-password"
	case need == "commerce-user" && !commerce:
		return "needs a user with the right COMMERCE alone: give the profile credentials.commerce-user and commerce-password"
	case need == "origin" && known.origin() == "":
		return "needs a stock origin that nothing else loads meanwhile: give the profile fixtures.origin"
	}
	return ""
}

func tenantOf(p *conformance.Profile, fixture string) (int32, error) {
	list := p.Fixtures[fixture]
	if len(list) == 0 {
		return 0, nil
	}
	id, err := tenantNumber(list[0])
	if err != nil {
		return 0, fmt.Errorf("fixtures.%s: %w", fixture, err)
	}
	return id, nil
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
