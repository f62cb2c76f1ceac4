// Package deliveryoptimizer imitates Altazion's Delivery Optimizer: orders that
// load the stock origins of a tenant, in a live tier that a batch saves to an
// archive. The rules are those of package specs/deliveryoptimizer.
package deliveryoptimizer

import (
	"context"
	"net/http"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

// New returns the vendor for an engine. Its archive is in the store of the
// worlds.
func New() *simulator.Vendor { return vendor(service{inStore{}}) }

// NewWithArchive returns the vendor with an archive outside that store.
func NewWithArchive(a Archive) *simulator.Vendor {
	v := vendor(service{outside{a}})
	v.Outside = a
	return v
}

func vendor(s service) *simulator.Vendor {
	return &simulator.Vendor{
		Book:    rules.Book(),
		Handler: s.handler,
		Begin:   s.begin,
		Admit:   admit,
		Refuse:  refuse,
		// .NET's serialisers write null for a date that is not there.
		Tolerates: []string{"/components/schemas/Order/properties/expiresAt/type#null"},

		NoRoute:  noRoute,
		Careless: careless,

		Documented: documented,

		Streams: map[string]simulator.Stream{"replaceOrders": stream()},
		Timers: map[string]func(*simulator.Env, string) error{
			batchTimer:  runBatch,
			expiryTimer: expire,
		},
		Tasks: map[string]func(context.Context, *simulator.Worker, string) error{
			copyTask:   s.copyOrders,
			refillTask: s.refill,
			forgetTask: forget,
		},
		Seed:        s.seed,
		Entities:    []store.Codec{live, tenants},
		Obligations: obligations(),
		Sample:      howToUse(),
		SeedForm:    Seed{},
		State:       s.state,
		Actions: map[string]simulator.Action{
			"stop-live-tier": {
				Text: "The live tier stops and comes back: what it held is lost, and restored from the archive as far as that goes.",
				Do:   stopLiveTier,
			},
		},
	}
}

func (s service) handler(failed simulator.ErrorHandlers) http.Handler {
	strict := api.NewStrictHandlerWithOptions(s, nil, api.StrictHTTPServerOptions{
		RequestErrorHandlerFunc:  failed.Request,
		ResponseErrorHandlerFunc: failed.Response,
	})
	return api.HandlerWithOptions(strict, api.StdHTTPServerOptions{
		BaseRouter: http.NewServeMux(), ErrorHandlerFunc: failed.Request,
	})
}

// begin gives a new world the sample and its first batch. Where an archive still
// has orders of it, the store has lost the world, and they come back.
func (s service) begin(env *simulator.Env) error {
	last, err := s.archive.left(env)
	if err != nil {
		return err
	}
	if last > 0 {
		if err := batches.Put(env.Store(), "", last); err != nil {
			return err
		}
		if err := env.BlockingTask(refillTask, ""); err != nil {
			return err
		}
	}
	if err := s.seed(env, sample); err != nil {
		return err
	}
	return env.After(batchPeriod, batchTimer, "")
}
