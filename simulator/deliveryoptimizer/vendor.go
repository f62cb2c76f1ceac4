// Package deliveryoptimizer imitates Altazion's Delivery Optimizer: orders that
// load the stock origins of a tenant, in a live tier that a batch saves to an
// archive. The rules are those of package specs/deliveryoptimizer.
package deliveryoptimizer

import (
	"net/http"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

// New returns the vendor for an engine.
func New() *simulator.Vendor {
	return &simulator.Vendor{
		Book:     rules.Book(),
		Handler:  handler,
		Begin:    begin,
		Admit:    admit,
		Refuse:   refuse,
		NoRoute:  noRoute,
		Careless: careless,

		Documented: documented,

		Timers: map[string]func(*simulator.Env, string) error{
			batchTimer:  runBatch,
			expiryTimer: expire,
		},
		Seed:        seed,
		Entities:    []store.Codec{live, archive, tenants},
		Obligations: obligations(),
		SampleAuth:  []string{"-u", "sample-oms:sample-password"},
		State:       state,
		Actions: map[string]simulator.Action{
			"stop-live-tier": {
				Text: "The live tier stops and comes back: what it held is lost, and restored from the archive as far as that goes.",
				Do:   stopLiveTier,
			},
		},
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

// begin gives a new world the sample and its first batch.
func begin(env *simulator.Env) error {
	if err := seed(env, sample); err != nil {
		return err
	}
	return env.After(batchPeriod, batchTimer, "")
}
