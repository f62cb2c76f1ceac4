package komet

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
)

// sample is what every new world begins with: two companies such that the
// document's own examples work.
//
//go:embed sample.json
var sample []byte

// Seed is the vendor's part of a world, to be added or to be looked at.
type Seed struct {
	Companies []SeedCompany `json:"companies"`
}

// SeedCompany is a company with what it has. Seeding adds to a company that is
// there and replaces the entries of the same id; what a seed leaves out stays.
type SeedCompany struct {
	ID           uint64        `json:"id"`
	Name         string        `json:"name,omitempty"`
	PaidUsers    *int          `json:"paidUsers,omitempty"`    // 1 in a new company
	VendorPrices *bool         `json:"vendorPrices,omitempty"` // the setting that lets prices of a vendor's token count
	Locations    []Location    `json:"locations,omitempty"`    // all of them
	Users        []User        `json:"users,omitempty"`
	Tokens       []Token       `json:"tokens,omitempty"`
	Customers    []Record      `json:"customers,omitempty"`
	Carriers     []Record      `json:"carriers,omitempty"`
	Products     []Record      `json:"products,omitempty"`
	BoxTypes     []Record      `json:"boxTypes,omitempty"`
	Vendors      []Record      `json:"vendors,omitempty"`
	Inventory    []Lot         `json:"inventory,omitempty"`
	FutureOrders []FutureOrder `json:"futureOrders,omitempty"`
	Subscribers  []Subscriber  `json:"subscribers,omitempty"`

	// Orders makes something happen to prebooks that are there.
	Orders []OrderChange `json:"orders,omitempty"`

	// Prebooks and PurchaseOrders are for inspection; only the API makes them.
	Prebooks       []Prebook       `json:"prebooks,omitempty"`
	PurchaseOrders []PurchaseOrder `json:"purchaseOrders,omitempty"`
}

// Folder implements simulator.Folder.
func (SeedCompany) Folder() {}

// OrderChange confirms or cancels one prebook's order.
type OrderChange struct {
	Prebook uint64 `json:"prebook"` // its id
	State   string `json:"state"`   // confirmed or cancelled
}

// World is the typed door to the vendor's part of one world.
type World struct {
	engine *simulator.Engine
	name   string
}

// In returns the door to a world.
func In(engine *simulator.Engine, world string) World { return World{engine, world} }

// Seed adds to the world.
func (w World) Seed(ctx context.Context, s Seed) error {
	document, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("komet: seed: %w", err)
	}
	return w.engine.Seed(ctx, w.name, "komet", document)
}

// State returns what the world holds.
func (w World) State(ctx context.Context) (Seed, error) {
	found, err := w.engine.State(ctx, w.name, "komet")
	if err != nil {
		return Seed{}, err
	}
	s, _ := found.(Seed)
	return s, nil
}

// seed adds companies and what they have.
func seed(env *simulator.Env, document []byte) error {
	var s Seed
	dec := json.NewDecoder(bytes.NewReader(document))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&s); err != nil {
		return fmt.Errorf("komet: seed: %w", err)
	}
	for i := range s.Companies {
		c := &s.Companies[i]
		if err := c.seed(env); err != nil {
			return fmt.Errorf("komet: seed: company %d: %w", c.ID, err)
		}
	}
	return nil
}

func (c *SeedCompany) seed(env *simulator.Env) error {
	if c.ID == 0 {
		return fmt.Errorf("a company's id is above zero")
	}
	company, err := c.merged(env)
	if err != nil {
		return err
	}
	if err := companies.Put(env.Store(), companyKey(c.ID), company); err != nil {
		return err
	}
	scope := scopeOf(env, c.ID)
	for _, step := range []func(*simulator.Env, string) error{
		c.seedAccess, c.seedMasterData, c.seedStock, c.seedSubscribers,
		func(env *simulator.Env, scope string) error { return c.seedOrders(env, scope, &company) },
	} {
		if err := step(env, scope); err != nil {
			return err
		}
	}
	return nil
}

// merged is the company as it was, with what the seed says of it.
func (c *SeedCompany) merged(env *simulator.Env) (Company, error) {
	company, found, err := companies.Get(env.Store(), companyKey(c.ID))
	if !found {
		company = Company{ID: c.ID, PaidUsers: 1}
	}
	if c.Name != "" {
		company.Name = c.Name
	}
	if c.PaidUsers != nil {
		company.PaidUsers = *c.PaidUsers
	}
	if c.VendorPrices != nil {
		company.VendorPrices = *c.VendorPrices
	}
	if c.Locations != nil {
		company.Locations = c.Locations
	}
	return company, err
}

func (c *SeedCompany) seedAccess(env *simulator.Env, _ string) error {
	for _, t := range c.Tokens {
		if t.Token == "" || !slices.Contains([]string{ofCompany, ofCustomer, ofVendor}, t.Kind) {
			return fmt.Errorf("a token has a text and is of a company, customer or vendor, not %q of %q", t.Token, t.Kind)
		}
		if err := tokens.Put(env.Store(), t.Token, issuedToken{Token: t, Of: c.ID}); err != nil {
			return err
		}
	}
	for _, u := range c.Users {
		if u.Name == "" || u.Token == "" {
			return fmt.Errorf("user %q: a user has a name and a token", u.Name)
		}
		if err := accounts.Put(env.Store(), u.Name, account{User: u, Of: c.ID}); err != nil {
			return err
		}
		if _, there, err := tokens.Get(env.Store(), u.Token); err != nil || there {
			if err != nil {
				return err
			}
			continue
		}
		t := issuedToken{Token: Token{Token: u.Token, Kind: ofCompany}, Of: c.ID}
		if err := tokens.Put(env.Store(), u.Token, t); err != nil {
			return err
		}
	}
	return nil
}

func (c *SeedCompany) seedMasterData(env *simulator.Env, scope string) error {
	for _, part := range []struct {
		register register
		records  []Record
	}{{customers, c.Customers}, {carriers, c.Carriers}, {products, c.Products}, {boxTypes, c.BoxTypes}, {vendors, c.Vendors}} {
		for _, record := range part.records {
			if record.ID == 0 || record.Code == "" {
				return fmt.Errorf("entry %d %q: an entry has an id above zero and a code", record.ID, record.Code)
			}
			if err := part.register.put(env, scope, record); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c *SeedCompany) seedStock(env *simulator.Env, scope string) error {
	for _, lot := range c.Inventory {
		if lot.Received == "" {
			lot.Received = day(env.Now().AddDate(0, 0, -lot.Age))
		}
		if _, err := time.Parse(time.DateOnly, lot.Received); err != nil || lot.Boxes <= 0 || lot.ID == 0 {
			return fmt.Errorf("lot %d: a lot has an id and boxes above zero, and an age or a day on which it was received", lot.ID)
		}
		lot.Age = 0
		if err := lots.Put(env.Store(), lot.key(scope), lot); err != nil {
			return err
		}
	}
	for _, order := range c.FutureOrders {
		if order.Number == "" || order.Vendor == 0 || order.Boxes < 0 || order.Boxes > 9_999_999_999 {
			return fmt.Errorf("future order %q: it has a number, a vendor and up to ten digits of boxes", order.Number)
		}
		if err := futures.Put(env.Store(), scope+order.Number, order); err != nil {
			return err
		}
	}
	return nil
}

func (c *SeedCompany) seedSubscribers(env *simulator.Env, scope string) error {
	for _, s := range c.Subscribers {
		if u, err := url.Parse(s.URL); err != nil || u.Host == "" {
			return fmt.Errorf("subscriber %d: %q is no address", s.ID, s.URL)
		}
		if err := subscribers.Put(env.Store(), idKey(scope, s.ID), s); err != nil {
			return err
		}
	}
	return nil
}

func (c *SeedCompany) seedOrders(env *simulator.Env, scope string, company *Company) error {
	for _, change := range c.Orders {
		key, _, err := prebookKeys.Get(env.Store(), idKey(scope, change.Prebook))
		if err != nil {
			return err
		}
		p, found, err := prebooks.Get(env.Store(), key)
		if err != nil {
			return err
		}
		if !found {
			return fmt.Errorf("order of prebook %d: there is no such prebook", change.Prebook)
		}
		switch change.State {
		case "confirmed":
			err = confirm(env, company, p)
		case "cancelled":
			err = cancel(env, company, p)
		default:
			err = fmt.Errorf("order of prebook %d: it can be confirmed or cancelled, not %q", change.Prebook, change.State)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// state returns the vendor's part of the world, without passwords and tokens.
func state(env *simulator.Env) (any, error) {
	var s Seed
	if err := companies.Scan(env.Store(), "", func(_ string, c Company) bool {
		s.Companies = append(s.Companies, SeedCompany{
			ID: c.ID, Name: c.Name, PaidUsers: &c.PaidUsers, VendorPrices: &c.VendorPrices, Locations: c.Locations,
		})
		return true
	}); err != nil {
		return nil, err
	}
	for i := range s.Companies {
		if err := s.Companies[i].describe(env); err != nil {
			return nil, err
		}
	}
	return s, nil
}

func (c *SeedCompany) describe(env *simulator.Env) (err error) {
	scope := scopeOf(env, c.ID)
	for _, part := range []struct {
		register register
		records  *[]Record
	}{{customers, &c.Customers}, {carriers, &c.Carriers}, {products, &c.Products}, {boxTypes, &c.BoxTypes}, {vendors, &c.Vendors}} {
		if *part.records, err = part.register.all(env, scope); err != nil {
			return err
		}
	}
	for _, scan := range []func() error{
		func() error { return gather(env, futures, scope, &c.FutureOrders) },
		func() error { return gather(env, subscribers, scope, &c.Subscribers) },
		func() error { return gather(env, prebooks, scope, &c.Prebooks) },
		func() error { return gather(env, purchaseOrders, scope, &c.PurchaseOrders) },
		func() error { return gather(env, lots, scope, &c.Inventory) },
	} {
		if err := scan(); err != nil {
			return err
		}
	}
	for i := range c.Inventory {
		c.Inventory[i].Age = c.Inventory[i].ageAt(env.Now())
	}
	for i := range c.Subscribers {
		c.Subscribers[i].Token = ""
	}
	return c.describeAccess(env)
}

// gather lists the values of a kind.
func gather[T any](env *simulator.Env, kind store.Kind[T], scope string, into *[]T) error {
	return kind.Scan(env.Store(), scope, func(_ string, value T) bool {
		*into = append(*into, value)
		return true
	})
}

func (c *SeedCompany) describeAccess(env *simulator.Env) error {
	if err := accounts.Scan(env.Store(), "", func(_ string, u account) bool {
		if u.Of == c.ID {
			c.Users = append(c.Users, User{Name: u.Name})
		}
		return true
	}); err != nil {
		return err
	}
	return tokens.Scan(env.Store(), "", func(_ string, t issuedToken) bool {
		if t.Of == c.ID {
			t.Token.Token = ""
			c.Tokens = append(c.Tokens, t.Token)
		}
		return true
	})
}
