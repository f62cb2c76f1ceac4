// Package bridge imitates Napse Bridge's change of an order's state: orders
// that an external source moves from state to state, the token service, the
// state query and the news of every change. The rules are those of package
// specs/bridge.
package bridge

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"

	api "github.com/plumbline-api/plumbline/generated/bridge"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
)

const vendorName = "bridge"

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
		Timers: map[string]func(*simulator.Env, string) error{
			executeTimer: executeLater,
			waitTimer:    endWait,
		},
		Credential:    credential,
		SecretMembers: []string{"clientSecret", "token"},
		Seed:          seed,
		Sample:        howToUse(),
		SeedForm:      Seed{},
		State:         state,
		Actions:       actions(),
		Secret:        func(header string) bool { return http.CanonicalHeaderKey(header) == tokenHeader },

		Documented: documented, Coded: coded,
		Entities:    []store.Codec{orders, stock, shortages},
		Obligations: obligations(), ErrorCodes: errorCodes(), Lifecycles: lifecycles(),
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

// begin gives a new world the key of its tokens and the sample.
func begin(env *simulator.Env) error {
	if err := newKey(env); err != nil {
		return err
	}
	return seed(env, sample)
}

// service answers the calls that are admitted and keep to the contract.
type service struct{}

var _ api.StrictServerInterface = service{}

// Door is the Go door to the vendor's part of a world.
type Door struct {
	engine *simulator.Engine
	world  string
}

// In opens the door to a world.
func In(engine *simulator.Engine, world string) Door { return Door{engine, world} }

// Seed adds entities, and lets things happen to those that are there already.
func (d Door) Seed(ctx context.Context, s Seed) error {
	document, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("bridge: seed: %w", err)
	}
	return d.engine.Seed(ctx, d.world, vendorName, document)
}

// State returns all that the vendor's part of the world holds.
func (d Door) State(ctx context.Context) (Seed, error) {
	found, err := d.engine.State(ctx, d.world, vendorName)
	if err != nil {
		return Seed{}, err
	}
	s, _ := found.(Seed)
	return s, nil
}
