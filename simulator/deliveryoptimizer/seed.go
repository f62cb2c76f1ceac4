package deliveryoptimizer

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"

	api "github.com/plumbline-api/plumbline/generated/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator"
)

// sample is what every new world begins with: tenants and users such that the
// document's own example works.
//
//go:embed sample.json
var sample []byte

// Seed is the vendor's part of a world, to be added or to be looked at.
type Seed struct {
	Tenants []SeedTenant `json:"tenants"`
}

// SeedTenant is a tenant with what it has.
type SeedTenant struct {
	ID       int32        `json:"id"`
	Config   *SeedConfig  `json:"config,omitempty"`
	Users    []SeedUser   `json:"users,omitempty"`
	Origins  []SeedOrigin `json:"origins,omitempty"`
	Orders   []api.Order  `json:"orders,omitempty"`   // of the live tier
	Archived []api.Order  `json:"archived,omitempty"` // of the archive
}

// Folder implements simulator.Folder.
func (SeedTenant) Folder() {}

// SeedConfig is what of a configuration the simulator acts on. What is left out
// stays what it was, which is the published default in a new tenant.
type SeedConfig struct {
	CartLifeSpan            *int32 `json:"cartLifeSpan,omitempty"` // minutes
	EnableInternalOrderSync *bool  `json:"enableInternalOrderSync,omitempty"`
}

// SeedUser may call for the tenant that it stands in.
type SeedUser struct {
	Name     string   `json:"name"`
	Password string   `json:"password,omitempty"` // never shown
	Rights   []string `json:"rights"`
}

// seed adds what a document holds.
func (s service) seed(env *simulator.Env, document []byte) error {
	var seed Seed
	dec := json.NewDecoder(bytes.NewReader(document))
	dec.DisallowUnknownFields() // a misspelt member would be an entity that is missing
	if err := dec.Decode(&seed); err != nil {
		return fmt.Errorf("deliveryoptimizer: seed: %w", err)
	}
	if dec.More() {
		return errors.New("deliveryoptimizer: seed: something follows the document")
	}
	return s.plant(env, seed)
}

// plant adds tenants, users, origins and orders.
func (s service) plant(env *simulator.Env, seed Seed) error {
	for _, t := range seed.Tenants {
		if err := s.plantTenant(env, t); err != nil {
			return fmt.Errorf("deliveryoptimizer: seed: tenant %d: %w", t.ID, err)
		}
	}
	return nil
}

func (s service) plantTenant(env *simulator.Env, t SeedTenant) error {
	if t.ID <= 0 {
		return errors.New("a tenant's number is above zero")
	}
	c, err := configOf(env, t.ID)
	if err != nil {
		return err
	}
	if t.Config != nil {
		c = c.with(*t.Config)
	}
	if err := tenants.Put(env.Store(), tenantKey(t.ID), tenant{ID: t.ID, Config: c}); err != nil {
		return err
	}
	for _, u := range t.Users {
		if err := users.Put(env.Store(), u.Name, user{Name: u.Name, Password: u.Password, Tenant: t.ID, Rights: u.Rights}); err != nil {
			return err
		}
	}
	for _, o := range t.Origins {
		if err := origins.Put(env.Store(), tenantKey(t.ID)+o.Code, o); err != nil {
			return err
		}
	}
	return s.plantOrders(env, t)
}

func (s service) plantOrders(env *simulator.Env, t SeedTenant) error {
	for _, order := range slices.Concat(t.Orders, t.Archived) {
		switch {
		case order.OrderID == uuid.Nil:
			return errors.New("an order without orderId")
		case !order.Type.Valid():
			return fmt.Errorf("order %s: the type %q is none of Order, Cart and ExternalOrder", order.OrderID, order.Type)
		}
	}
	if len(t.Orders) > 0 {
		tier, err := openTier(env, t.ID)
		if err != nil {
			return err
		}
		for _, order := range t.Orders {
			if err := tier.put(order); err != nil {
				return err
			}
		}
	}
	if len(t.Archived) == 0 {
		return nil
	}
	number, err := nextBatch(env)
	if err != nil {
		return err
	}
	return s.archive.plant(env, Batch{World: env.World(), Tenant: t.ID, Number: number}, t.Archived)
}

// state is inspect for the engine.
func (s service) state(env *simulator.Env) (any, error) { return s.inspect(env) }

// inspect returns the vendor's part of the world, without passwords.
func (service service) inspect(env *simulator.Env) (Seed, error) {
	var s Seed
	at := map[int32]int{}
	err := tenants.Scan(env.Store(), "", func(_ string, t tenant) bool {
		at[t.ID] = len(s.Tenants)
		s.Tenants = append(s.Tenants, SeedTenant{ID: t.ID, Config: &SeedConfig{
			CartLifeSpan: &t.Config.CartLifeSpan, EnableInternalOrderSync: &t.Config.EnableInternalOrderSync,
		}})
		return true
	})
	if err != nil {
		return s, err
	}
	err = users.Scan(env.Store(), "", func(_ string, u user) bool {
		if i, known := at[u.Tenant]; known {
			s.Tenants[i].Users = append(s.Tenants[i].Users, SeedUser{Name: u.Name, Rights: u.Rights})
		}
		return true
	})
	for i := range s.Tenants {
		if err != nil {
			break
		}
		err = service.describe(env, &s.Tenants[i])
	}
	return s, err
}

func (service service) describe(env *simulator.Env, t *SeedTenant) error {
	if err := origins.Scan(env.Store(), tenantKey(t.ID), func(_ string, o SeedOrigin) bool {
		t.Origins = append(t.Origins, o)
		return true
	}); err != nil {
		return err
	}
	tier, err := openTier(env, t.ID)
	if err != nil {
		return err
	}
	if err := live.Scan(env.Store(), tier.prefix(), func(_ string, o api.Order) bool {
		t.Orders = append(t.Orders, o)
		return true
	}); err != nil {
		return err
	}
	return eachArchived(env, service.archive, t.ID, func(o api.Order) { t.Archived = append(t.Archived, o) })
}
