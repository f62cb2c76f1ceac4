// Package bridge tells the conformance runner how to call Bridge: credentials,
// fixtures, and correct requests to be varied.
package bridge

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/features"
	steps "github.com/plumbline-api/plumbline/features/bridge"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
	"github.com/plumbline-api/plumbline/target"
)

// New returns what the runner needs of this vendor.
func New() *conformance.Vendor {
	return &conformance.Vendor{
		Book: rules.Book(),
		Credentials: map[string]string{
			"client-id":     "name of a client of the installation; required, unless there is a token",
			"expired-token": "a token of that client that has expired",
			"client-secret": "the client's secret; required, unless there is a token",
			"token":         "a token that lasts for the run, for a target whose log-in is another call; leave out the other two then, and this one otherwise",
		},
		Fixtures: fixtures(),
		Enough:   enough(),
		Sample:   sample,
		Prepare:  prepare,
	}
}

// fixtures names the orders that a target without a control API has to have.
func fixtures() map[string]string {
	named := map[string]string{}
	for _, k := range steps.Kinds() {
		named[k.Fixture] = "[{number: TEXT}, …]: each an order " + k.Phrase + "; used once, unless a case leaves it as it was"
	}
	return named
}

// sample is the profile of the simulator's sample world.
func sample() *conformance.Profile {
	return &conformance.Profile{
		Vendor: "bridge",
		Credentials: map[string]conformance.Secret{
			"client-id": {Value: "example-client"}, "client-secret": {Value: "not-a-real-secret"},
		},
		Fixtures: map[string][]map[string]any{"order-paid": {{"number": "00001"}}, "order-open": {{"number": "00002"}}},
	}
}

func prepare(p *conformance.Profile) (*conformance.Plan, error) {
	id, err := p.Secret("client-id")
	if err != nil {
		return nil, err
	}
	secret, err := p.Secret("client-secret")
	if err != nil {
		return nil, err
	}
	token := ""
	if id == "" && secret == "" { // else it is not needed
		if token, err = p.Secret("token"); err != nil {
			return nil, err
		}
	}
	if (id == "" || secret == "") && token == "" {
		return nil, errors.New("credentials: client-id and client-secret are required: a client that may log in at /auth/login; or a token in their place")
	}
	expired, err := p.Secret("expired-token")
	if err != nil {
		return nil, err
	}
	pool, err := newPool(p)
	if err != nil {
		return nil, err
	}
	c := caller{login: steps.Login{Client: id, Secret: secret, Token: token, Expired: expired}, pool: pool}
	api, err := contract.Load(rules.Book().OpenAPI)
	if err != nil {
		return nil, err
	}
	plan := newPlan(c)
	plan.Reference = c.comparing(api)
	plan.Checks = c.checks(p)
	return plan, nil
}

func newPlan(c caller) *conformance.Plan {
	return &conformance.Plan{
		// Tokens come from a log-in in the session and are set by whoever builds
		// the request.
		Authorize: func(*http.Request, string) error { return nil },
		Missing:   c.missing,
		Supply:    c.pool.add,
		CallNeeds: map[string][]string{"getOrderStatus": {"order-open"}, "changeOrderState": {paid}, "logIn": {logIn}},
		Seeds: func(need string) bool {
			_, known := steps.FixtureKind(need)
			return known
		},
		Contact: c.contact,
		Again:   conformance.Again{Rule: rules.LoginGivesToken, Run: c.again},
		Known:   conformance.Known{By: func(a *target.Answer) bool { _, told := conformance.Members(a)["ack"]; return told }},
		Steps: func(s *target.Session, _ *rand.Rand) func(*features.Steps) {
			return steps.Steps(s, c.login, c.orders())
		},
		Call:       c.call,
		Neighbours: []conformance.Neighbour{{Operation: "changeOrderState"}},
		Alike:      c.alike(),
		Strangers:  strangers(),
		Effects: map[string]features.Effect{
			"changeOrderState": features.Spending, // no call is sure to lead back
			"getOrderStatus":   features.Read, "logIn": features.Read, "checkToken": features.Read,
		},
		Refused:       func(status int) bool { return status/100 == 4 },
		Refusal:       "2xx with an ack other than 0, or 4xx",
		RefusedAnswer: steps.Refused,
		// A change without notes is the case of a rule of its own.
		Varied: []string{"/components/schemas/StateChange/required"},
		Probes: probes(c),
	}
}

// caller makes correct calls.
type caller struct {
	login  steps.Login
	pool   *pool
	number func() string // of a new order on a simulator; nil: newNumber
}

func (c caller) orders() steps.Orders {
	number := newNumber
	if c.number != nil {
		number = c.number
	}
	return steps.Orders{NewNumber: number, Take: c.pool.take, GiveBack: c.pool.giveBack, Lag: &c.pool.lag}
}

// logIn is the need of what logs in.
const logIn = "log-in"

// missing tells what the profile lacks for a case's need.
func (c caller) missing(need string) string {
	if need == conformance.NeedsExpired && c.login.Expired == "" {
		return "needs a token that has expired: give the profile credentials.expired-token"
	}
	if need == logIn && c.login.Client == "" {
		return "the profile has a token in place of a client that logs in: give it client-id and client-secret"
	}
	k, known := steps.FixtureKind(need)
	if !known || c.pool.has(need) {
		return ""
	}
	return steps.Lacking(k)
}

// contact logs in and asks for an order that nobody has, which changes nothing.
// Only a refused log-in ends a run here.
func (c caller) contact(ctx context.Context, s *target.Session) error {
	client := steps.NewClient(s, c.login)
	if c.login.Token != "" {
		_, err := client.Status(ctx, steps.NobodysOrder)
		return err
	}
	answer, err := client.LogIn(ctx)
	if err != nil {
		return err
	}
	if steps.Refused(answer) {
		return fmt.Errorf("the target refuses the profile's client: %s", steps.Told(answer))
	}
	if !steps.Executed(answer) {
		return fmt.Errorf("the log-in was answered with %d and neither a token nor a refusal; is this Bridge?", answer.Status)
	}
	_, err = client.Status(ctx, steps.NobodysOrder)
	return err
}

// again asks twice with one token. The answers are about an order that nobody
// has, so that a token which is taken once shows in another answer.
func (c caller) again(ctx context.Context, s *target.Session) error {
	client := steps.NewClient(s, c.login)
	first, err := client.Status(ctx, steps.NobodysOrder)
	if err != nil {
		return err
	}
	second, err := client.Status(ctx, steps.NobodysOrder)
	if err != nil {
		return err
	}
	was, _ := steps.Ack(first)
	if is, _ := steps.Ack(second); is != was || second.Status != first.Status {
		return fmt.Errorf("the token was taken once; the same call again was answered with %s, before it with %s", steps.Told(second), steps.Told(first))
	}
	return nil
}

// paid is the kind of order whose change the contract phase varies.
const paid = "order-paid"

// call builds the request of an operation that the contract phase varies.
func (c caller) call(operation string, s *target.Session, _ *rand.Rand) (conformance.Call, error) {
	client := steps.NewClient(s, c.login)
	call := conformance.Call{Path: map[string]string{}, Header: http.Header{}}
	token := func(ctx context.Context) error {
		h, err := client.Header(ctx)
		for name, values := range h {
			call.Header[name] = values
		}
		return err
	}
	call.Prepare = token
	switch operation {
	case "logIn":
		call.Prepare = nil
		call.Body = map[string]any{"clientId": c.login.Client, "clientSecret": c.login.Secret}
	case "checkToken":
	case "getOrderStatus":
		body := map[string]any{}
		call.Body = body
		call.Prepare = func(ctx context.Context) (err error) {
			if body["internalOrderNumber"], err = c.borrow(ctx, client, "order-open"); err != nil {
				return err
			}
			return token(ctx)
		}
	case "changeOrderState":
		body := map[string]any{"notes": "cambio pedido por la tienda"}
		call.Path["orderState"], call.Body = "confirmed", body
		number := ""
		call.Prepare = func(ctx context.Context) (err error) {
			if number, err = c.borrow(ctx, client, paid); err != nil {
				return err
			}
			body["internalNumber"] = number
			return token(ctx)
		}
		call.Observe = func(ctx context.Context) (string, error) { return client.Seen(ctx, number) }
		call.Shown = func(ctx context.Context) (any, error) { return client.Shown(ctx, number) }
	default:
		return call, fmt.Errorf("no correct request of %s is known", operation)
	}
	return call, nil
}

func (c caller) borrow(ctx context.Context, client *steps.Client, fixture string) (string, error) {
	k, known := steps.FixtureKind(fixture)
	if !known {
		return "", fmt.Errorf("bridge: there is no fixture %s", fixture)
	}
	return c.orders().Borrow(ctx, client, k)
}
