// Package akinon tells the conformance runner how to call Akinon's Order
// Management System: credentials, fixtures, and correct requests to be varied.
package akinon

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"sync/atomic"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/features"
	steps "github.com/plumbline-api/plumbline/features/akinon"
	api "github.com/plumbline-api/plumbline/generated/akinon"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
	"github.com/plumbline-api/plumbline/target"
)

// New returns what the runner needs of this vendor.
func New() *conformance.Vendor {
	return &conformance.Vendor{
		Book: rules.Book(),
		Credentials: map[string]string{
			"username":     "name of a user that may handle packages; it and password, or key, are required",
			"password":     "the user's password",
			"key":          "a key of such a user",
			"stranger-key": "a key of a user without the right to packages",
		},
		Fixtures: fixtureNames(),
		Enough:   map[string]int{steps.Waiting: 120, steps.ReadyForPackaging: 1, steps.Packed: 1, steps.OutOfStock: 1},
		Sample:   sample,
		Prepare:  prepare,
	}
}

// sample is the profile of the simulator's sample world.
func sample() *conformance.Profile {
	value := func(text string) conformance.Secret { return conformance.Secret{Value: text} }
	return &conformance.Profile{
		Vendor: "akinon",
		Credentials: map[string]conformance.Secret{
			"username": value("store-integration"), "password": value("not-a-real-password"), "key": value("not-a-real-key"),
			"stranger-key": value("not-a-real-reporting-key"),
		},
		Fixtures: map[string][]map[string]any{
			command:         {{"transition": 71, "slug": "PREPARE_PACKAGE_COMMAND"}},
			otherCommand:    {{"transition": 72, "slug": "COMPLETE_PACKAGING_WITHOUT_SHIPMENT_COMMAND"}},
			product:         {{"sku": "10034"}, {"sku": "10033"}},
			denialReason:    {{"id": 4}},
			denialReasonOff: {{"id": 5}},
			steps.Waiting:   {{"id": 123}, {"id": 124}},
		},
	}
}

func prepare(p *conformance.Profile) (*conformance.Plan, error) {
	access, err := readAccess(p)
	if err != nil {
		return nil, err
	}
	fixtures, err := readFixtures(p)
	if err != nil {
		return nil, err
	}
	fixtures.Access = access
	document, err := contract.Load(rules.Book().OpenAPI)
	if err != nil {
		return nil, err
	}
	c := newCalls(fixtures)
	return &conformance.Plan{
		// Keys may come from a log-in in the session and are set by whoever builds
		// the request.
		Authorize: func(*http.Request, string) error { return nil },
		Missing:   c.missing,
		Supply:    c.supply,
		Makes:     steps.SubscriptionsIn,
		TakeBack:  map[string]func(context.Context, *target.Session, string) error{steps.Subscription: c.unsubscribe},
		Seeds:     func(need string) bool { return slices.Contains(seeded(), need) },
		Contact:   c.contact,
		Again:     c.again(),
		Known:     c.known(p),
		Checks:    c.checks(p),
		CallNeeds: map[string][]string{"preparePackage": {steps.Waiting, product}, "readPackage": {steps.Waiting}},
		Steps: func(s *target.Session, random *rand.Rand) func(*features.Steps) {
			return steps.Steps(s, c.fixtures(), random)
		},
		Reference:  c.comparing(document),
		Call:       c.call,
		Neighbours: []conformance.Neighbour{{Operation: "preparePackage"}},
		Alike:      c.alike(),
		Strangers:  strangers(),
		Effects: map[string]features.Effect{
			"preparePackage":   features.Spending, // no command of this contract leads back
			"subscribeWebhook": features.Reversible, "unsubscribeWebhook": features.Reversible,
			"readPackage": features.Read, "listPackages": features.Read, "logIn": features.Read,
		},
		Refused: func(status int) bool { return status/100 == 4 },
		Refusal: "4xx",
		Varied:  idBounds(),
		Probes:  slices.Concat(c.races(), c.malformed()),
	}, nil
}

func readAccess(p *conformance.Profile) (steps.Access, error) {
	var a steps.Access
	for name, into := range map[string]*string{
		"username": &a.Username, "password": &a.Password, "key": &a.Key, "stranger-key": &a.StrangerKey,
	} {
		text, err := p.Secret(name)
		if err != nil {
			return a, err
		}
		*into = text
	}
	switch {
	case (a.Username == "") != (a.Password == ""):
		return a, errors.New("credentials: username and password go together")
	case a.Key == "" && a.Username == "":
		return a, errors.New("credentials: username and password, or key, are required: a user that may handle packages")
	}
	return a, nil
}

// calls builds correct requests. The profile's command may add to the fixtures
// while cases read them, so they are a value that is replaced.
type calls struct {
	has *atomic.Pointer[steps.Fixtures]
}

func newCalls(f steps.Fixtures) calls {
	c := calls{&atomic.Pointer[steps.Fixtures]{}}
	c.has.Store(&f)
	return c
}

func (c calls) fixtures() steps.Fixtures { return *c.has.Load() }

// missing tells what the profile lacks for a case's need.
func (c calls) missing(need string) string {
	f := c.fixtures()
	switch {
	case isPackage(need):
		return f.Packages.Missing(need)
	case need == "login" && f.Access.Username == "":
		return "needs a user who may log in: give the profile credentials.username and password"
	case need == "stranger" && f.Access.StrangerKey == "":
		return "needs a user without the right to packages: give the profile credentials.stranger-key"
	case need == otherCommand && f.Other.Slug == "":
		return "needs another command of the installation: give the profile fixtures.other-command, such as [{transition: 72, slug: COMPLETE_PACKAGING_WITHOUT_SHIPMENT_COMMAND}]"
	case need == product && f.Products[1] == "":
		return "needs two products that may take the place of others: give the profile fixtures.product, such as [{sku: \"10034\"}, {sku: \"10035\"}]"
	case need == denialReason && f.Reason == 0:
		return "needs an active denial reason: give the profile fixtures.denial-reason, such as [{id: 4}]"
	case need == denialReasonOff && f.Inactive == 0:
		return "needs a denial reason that is not active: give the profile fixtures.denial-reason-inactive, such as [{id: 5}]"
	}
	return ""
}

// unsubscribe removes a subscription of a ledger.
func (c calls) unsubscribe(ctx context.Context, s *target.Session, id string) error {
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return &target.Inconclusive{Reason: "the id is no number"}
	}
	return steps.NewClient(s, c.fixtures().Access).Unsubscribe(ctx, number)
}

// contact lists one package, which changes nothing. Only refused credentials
// end a run here.
func (c calls) contact(ctx context.Context, s *target.Session) error {
	return c.lists(ctx, s, steps.NewClient(s, c.fixtures().Access))
}

func (calls) lists(ctx context.Context, s *target.Session, client *steps.Client) error {
	one := int64(1)
	req, err := api.NewListPackagesRequest(s.Base(), &api.ListPackagesParams{PageSize: &one})
	answer, err := client.Send(ctx, req, err)
	if err != nil {
		return err
	}
	if answer.Status == http.StatusUnauthorized || answer.Status == http.StatusForbidden {
		return fmt.Errorf("the target refuses the profile's user with %d", answer.Status)
	}
	return nil
}

// again lists twice with one key: where there is a user, one that was got by a
// log-in.
func (c calls) again() conformance.Again {
	rule := rules.KeyRequired
	if c.fixtures().Access.Username != "" && c.fixtures().Access.Key == "" {
		rule = rules.LogsIn
	}
	return conformance.Again{Rule: rule, Run: func(ctx context.Context, s *target.Session) error {
		client := steps.NewClient(s, c.fixtures().Access)
		for range 2 {
			if err := c.lists(ctx, s, client); err != nil {
				return err
			}
		}
		return nil
	}}
}

// known are the page of a list, the key of a log-in, and a package.
func (c calls) known(p *conformance.Profile) conformance.Known {
	known := conformance.Known{
		By: func(a *target.Answer) bool {
			return conformance.AnswersWith(a, "count", "results") || conformance.AnswersWith(a, "key") ||
				conformance.AnswersWith(a, "id", "number", "order") || conformance.AnswersWith(a, "id", "packageitem_set")
		},
		Fixture: "give the profile fixtures." + steps.Waiting + " with a package that is there",
		Need:    steps.Waiting,
		Reads: func(entity map[string]any) conformance.Proof {
			return conformance.Proof{Effect: features.Read, Run: func(ctx context.Context, s *target.Session) error {
				_, err := steps.NewClient(s, c.fixtures().Access).Read(ctx, wholeNumber(entity["id"]))
				return err
			}}
		},
	}
	for _, kind := range []string{steps.Waiting, steps.ReadyForPackaging, steps.Packed, steps.OutOfStock} {
		if list := p.Fixtures[kind]; len(list) > 0 {
			known.Proofs = append(known.Proofs, known.Reads(list[0]))
		}
	}
	return known
}
