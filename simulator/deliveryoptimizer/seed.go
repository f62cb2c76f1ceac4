package deliveryoptimizer

import (
	_ "embed"
	"encoding/json"
	"fmt"

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
	ID       int32       `json:"id"`
	Config   *config     `json:"config,omitempty"` // the defaults where it is left out
	Users    []SeedUser  `json:"users,omitempty"`
	Origins  []origin    `json:"origins,omitempty"`
	Orders   []api.Order `json:"orders,omitempty"`
	Archived []api.Order `json:"archived,omitempty"` // for inspection; seeding fills the live tier
}

// SeedUser may call for the tenant that it stands in.
type SeedUser struct {
	Name     string   `json:"name"`
	Password string   `json:"password,omitempty"` // never shown
	Rights   []string `json:"rights"`
}

// seed adds tenants, users, origins and orders.
func seed(env *simulator.Env, document []byte) error {
	var s Seed
	if err := json.Unmarshal(document, &s); err != nil {
		return fmt.Errorf("deliveryoptimizer: seed: %w", err)
	}
	for _, t := range s.Tenants {
		if err := seedTenant(env, t); err != nil {
			return err
		}
	}
	return nil
}

func seedTenant(env *simulator.Env, t SeedTenant) error {
	if t.ID <= 0 {
		return fmt.Errorf("deliveryoptimizer: seed: tenant %d: a tenant's number is above zero", t.ID)
	}
	c := defaults(env)
	if t.Config != nil {
		c = *t.Config
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
	for _, order := range t.Orders {
		if order.OrderID == uuid.Nil {
			return fmt.Errorf("deliveryoptimizer: seed: tenant %d: an order without orderId", t.ID)
		}
		if err := put(env, t.ID, order); err != nil {
			return err
		}
	}
	return nil
}

// state returns the vendor's part of the world, without passwords.
func state(env *simulator.Env) (any, error) {
	var s Seed
	at := map[int32]int{}
	err := tenants.Scan(env.Store(), "", func(_ string, t tenant) bool {
		at[t.ID] = len(s.Tenants)
		s.Tenants = append(s.Tenants, SeedTenant{ID: t.ID, Config: &t.Config})
		return true
	})
	if err != nil {
		return nil, err
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
		err = describe(env, &s.Tenants[i])
	}
	return s, err
}

func describe(env *simulator.Env, t *SeedTenant) error {
	prefix := tenantKey(t.ID)
	if err := origins.Scan(env.Store(), prefix, func(_ string, o origin) bool {
		t.Origins = append(t.Origins, o)
		return true
	}); err != nil {
		return err
	}
	if err := live.Scan(env.Store(), prefix, func(_ string, o api.Order) bool {
		t.Orders = append(t.Orders, o)
		return true
	}); err != nil {
		return err
	}
	return archive.Scan(env.Store(), prefix, func(_ string, o api.Order) bool {
		t.Archived = append(t.Archived, o)
		return true
	})
}
