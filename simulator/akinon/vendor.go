// Package akinon imitates Akinon's Order Management System as far as the
// command Prepare Package needs it: orders that are distributed to packages,
// the command with its effects on items, reading, and the events that tell of
// packages. The rules are those of package specs/akinon.
package akinon

import (
	"net/http"

	api "github.com/plumbline-api/plumbline/generated/akinon"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
)

// New returns the vendor for an engine.
func New() *simulator.Vendor {
	return &simulator.Vendor{
		Book:     rules.Book(),
		Handler:  handler,
		Begin:    func(env *simulator.Env) error { return seed(env, sample) },
		Admit:    admit,
		Refuse:   refuse,
		NoRoute:  noRoute,
		Careless: careless,
		Timers: map[string]func(*simulator.Env, string) error{
			deliverTimer: deliver,
		},
		Sample:        howToUse(),
		SeedForm:      Seed{},
		Documented:    documented,
		Entities:      []store.Codec{packages},
		SecretMembers: []string{"password", "key", "secret_key"},
		Seed:          seed,
		State:         state,
		Obligations:   obligations(),
		Lifecycles:    lifecycles(),
		Actions: map[string]simulator.Action{
			"order-arrives": {
				Text: "An order of the first three products comes from Omnitron and is distributed to packages.",
				Do:   orderArrives,
			},
			"keys-expire": {
				Text: "Every key that logging in returned stops to open the calls; logging in again gives another.",
				Do:   keysExpire,
			},
		},
	}
}

// service answers the calls that are admitted and keep to the contract.
type service struct{}

var _ api.StrictServerInterface = service{}

func handler(failed simulator.ErrorHandlers) http.Handler {
	strict := api.NewStrictHandlerWithOptions(service{}, nil, api.StrictHTTPServerOptions{
		RequestErrorHandlerFunc:  failed.Request,
		ResponseErrorHandlerFunc: failed.Response,
	})
	return api.HandlerWithOptions(strict, api.StdHTTPServerOptions{
		BaseRouter: http.NewServeMux(), ErrorHandlerFunc: failed.Request,
	})
}
