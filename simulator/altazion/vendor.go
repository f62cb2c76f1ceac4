// Package altazion imitates Altazion's preparation API: bons de préparation
// that are prepared, shipped and read, and the events that tell of them. The
// rules are those of package specs/altazion.
package altazion

import (
	"net/http"

	api "github.com/plumbline-api/plumbline/generated/altazion"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
)

// New returns the vendor for an engine.
func New() *simulator.Vendor {
	book := rules.Book()
	return &simulator.Vendor{
		Book:     book,
		Handler:  handler,
		Begin:    begin,
		Admit:    admit,
		Refuse:   refuser{owners: ownersOf(book)}.refuse,
		NoRoute:  noRoute,
		Careless: careless,
		Timers: map[string]func(*simulator.Env, string) error{
			progressTimer: progressDue,
		},
		Seed:    seed,
		State:   state,
		Actions: actions(),

		Documented: documented, Coded: coded,
		Entities:    []store.Codec{bons, orders},
		Obligations: obligations(), Lifecycles: lifecycles(),
		Sample:   howToUse(),
		SeedForm: Seed{},
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

// begin gives a new world the sample.
func begin(env *simulator.Env) error { return seed(env, sample) }

// service answers the calls that are admitted and keep to the contract.
type service struct{}

var _ api.StrictServerInterface = service{}
