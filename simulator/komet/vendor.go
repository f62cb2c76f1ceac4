// Package komet imitates Komet Sales' method prebook.create and the methods
// around it: a company's master data, its prebooks, and the purchase orders
// and allocations that come of them. The rules are those of package
// specs/komet.
package komet

import (
	"net/http"
	"strings"

	api "github.com/plumbline-api/plumbline/generated/komet"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/komet"
)

// New returns the vendor for an engine.
func New() *simulator.Vendor {
	return &simulator.Vendor{
		Book:          rules.Book(),
		Handler:       handler,
		Begin:         func(env *simulator.Env) error { return seed(env, sample) },
		Admit:         admit,
		Refuse:        refuse,
		NoRoute:       noRoute,
		Careless:      careless,
		Credential:    credential,
		AnyCase:       func(env *simulator.Env) bool { return !env.Applies(rules.UnknownMembersIgnored) },
		Documented:    documented,
		Entities:      []store.Codec{prebooks, purchaseOrders, lots, futures},
		SecretMembers: []string{"authenticationToken", "password", "apiKey", "token"},
		Seed:          seed,
		Sample:        howToUse(),
		SeedForm:      Seed{},
		State:         state,
		Lifecycles:    lifecycles(),
		Actions: map[string]simulator.Action{
			"confirm-orders": {
				Text: "Every open order of every company is confirmed and becomes an invoice; subscribers are told.",
				Do:   confirmOrders,
			},
			"cancel-orders": {
				Text: "Every order of every company that is not cancelled is, confirmed ones included; subscribers are told.",
				Do:   cancelOrders,
			},
		},
		Obligations: obligations(),
		Secret:      func(header string) bool { return strings.EqualFold(header, tokenHeader) },
	}
}

func handler(failed simulator.ErrorHandlers) http.Handler {
	strict := api.NewStrictHandlerWithOptions(service{}, nil, api.StrictHTTPServerOptions{
		RequestErrorHandlerFunc:  failed.Request,
		ResponseErrorHandlerFunc: failed.Response,
	})
	return api.HandlerWithOptions(strict, api.StdHTTPServerOptions{
		BaseRouter: http.NewServeMux(), ErrorHandlerFunc: failed.Request,
	})
}

// service answers the calls that are admitted and keep to the contract.
type service struct{}

var _ api.StrictServerInterface = service{}
