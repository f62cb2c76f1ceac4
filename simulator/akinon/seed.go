package akinon

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/specs/wire"
)

// sample is what every new world begins with: an installation and packages
// such that the document's own request works, whichever way its ids are read.
//
//go:embed sample.json
var sample []byte

// Seed is the vendor's part of a world, to be added or to be looked at. What
// is there already is changed where the document names it, and members left
// out keep what they are.
type Seed struct {
	Installation  *SeedInstallation `json:"installation,omitempty"`
	Users         []SeedUser        `json:"users,omitempty"`
	Locations     []location        `json:"stock_locations,omitempty"`
	Products      []string          `json:"products,omitempty"` // SKUs
	DenialReasons []denialReason    `json:"denial_reasons,omitempty"`
	Packages      []SeedPackage     `json:"packages,omitempty"`
	Orders        []order           `json:"orders,omitempty"` // come from Omnitron: distributed and announced
	Subscriptions []subscription    `json:"subscriptions,omitempty"`
}

// SeedInstallation sets the installation up.
type SeedInstallation struct {
	Commands        *[]command `json:"commands,omitempty"`
	SubCommands     *[]string  `json:"sub_commands,omitempty"`
	DefaultLocation *int64     `json:"default_stock_location,omitempty"`
	Distribution    *[]route   `json:"distribution,omitempty"`
	RateLimit       *int       `json:"calls_per_minute,omitempty"`
}

// SeedUser may log in.
type SeedUser struct {
	Name     string   `json:"name"`
	Password string   `json:"password,omitempty"` // never shown
	Key      string   `json:"key,omitempty"`      // never shown; set where it has to be known before
	Rights   []string `json:"rights,omitempty"`   // "packages"
}

// SeedPackage is a package.
type SeedPackage struct {
	ID       int64       `json:"id"`
	Number   *string     `json:"number,omitempty"`
	State    *int        `json:"state,omitempty"` // its number; Waiting where nothing has moved the package
	Order    *SeedOrder  `json:"order,omitempty"`
	Location *int64      `json:"stock_location,omitempty"`
	Created  *time.Time  `json:"created_date,omitempty"`
	Items    *[]SeedItem `json:"items,omitempty"`
}

// SeedOrder is the order that a package belongs to.
type SeedOrder struct {
	ID     int64  `json:"id"`
	Number string `json:"number"`
}

// SeedItem is an item of a package.
type SeedItem struct {
	ID         int64         `json:"id"`
	OrderItem  int64         `json:"order_item"`
	OmnitronID int64         `json:"omnitron_id"`
	SKU        string        `json:"sku"`
	Quantity   int64         `json:"quantity"`
	State      int           `json:"state,omitempty"`
	UnitWeight *wire.Decimal `json:"unit_weight,omitempty"`
	Barcode    *string       `json:"barcode,omitempty"`
}

// seed adds what a document holds.
func seed(env *simulator.Env, document []byte) error {
	var s Seed
	dec := json.NewDecoder(bytes.NewReader(document))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&s); err != nil {
		return fmt.Errorf("akinon: seed: %w", err)
	}
	return s.add(env)
}

func (s Seed) add(env *simulator.Env) error {
	if err := s.addInstallation(env); err != nil {
		return err
	}
	for _, u := range s.Users {
		if err := u.add(env); err != nil {
			return err
		}
	}
	for _, p := range s.Packages {
		if err := p.add(env); err != nil {
			return err
		}
	}
	for _, o := range s.Orders {
		if err := addOrder(env, o); err != nil {
			return err
		}
	}
	for _, sub := range s.Subscriptions {
		event, known := eventOf(sub.EventType)
		if !known {
			return fmt.Errorf("akinon: seed: there is no event %q", sub.EventType)
		}
		if err := seedID(env, "subscription", sub.ID); err != nil {
			return err
		}
		if err := subscriptions.Put(env.Store(), subscriptionKey(event, sub.ID), sub); err != nil {
			return err
		}
	}
	return nil
}

func (s Seed) addInstallation(env *simulator.Env) error {
	inst, err := installationOf(env)
	if err != nil {
		return err
	}
	if with := s.Installation; with != nil {
		set(&inst.Commands, with.Commands)
		set(&inst.SubCommands, with.SubCommands)
		set(&inst.DefaultLocation, with.DefaultLocation)
		set(&inst.Distribution, with.Distribution)
		set(&inst.RateLimit, with.RateLimit)
		if err := installations.Put(env.Store(), "", inst); err != nil {
			return err
		}
	}
	for _, sku := range s.Products {
		if err := products.Put(env.Store(), sku, true); err != nil {
			return err
		}
	}
	for _, l := range s.Locations {
		if err := putNumbered(env, locations, "location", l.ID, l); err != nil {
			return err
		}
	}
	for _, r := range s.DenialReasons {
		if err := putNumbered(env, denialReasons, "denial reason", r.ID, r); err != nil {
			return err
		}
	}
	return nil
}

// add stores the user, or changes the one that has the name.
func (s SeedUser) add(env *simulator.Env) error {
	if s.Name == "" {
		return errors.New("akinon: seed: a user has no name")
	}
	u, _, err := users.Get(env.Store(), s.Name)
	if err != nil {
		return err
	}
	u.Name = s.Name
	if s.Password != "" {
		u.Password = s.Password
	}
	if s.Key != "" {
		u.Key = s.Key
	}
	if s.Rights != nil {
		u.Rights = s.Rights
	}
	return putUser(env, u)
}

// set overwrites where there is something to overwrite with.
func set[T any](to, with *T) {
	if with != nil {
		*to = *with
	}
}

func putNumbered[T any](env *simulator.Env, kind store.Kind[T], sort string, id int64, value T) error {
	if err := seedID(env, sort, id); err != nil {
		return err
	}
	return kind.Put(env.Store(), idKey(id), value)
}

// seedID takes an id of a seed, which leaves room for those that follow.
func seedID(env *simulator.Env, sort string, id int64) error {
	if id < 1 || id > maxID/2 {
		return fmt.Errorf("akinon: seed: %s %d: an id lies between 1 and %d", sort, id, maxID/2)
	}
	return taken(env, sort, id)
}

// add stores the package, or changes the one that has the id.
func (s SeedPackage) add(env *simulator.Env) error {
	if err := seedID(env, "package", s.ID); err != nil {
		return err
	}
	p, found, err := packages.Get(env.Store(), idKey(s.ID))
	if err != nil {
		return err
	}
	if !found {
		p = packaging{ID: s.ID, Created: env.Now().UTC()}
	}
	set(&p.Number, s.Number)
	set(&p.State, s.State)
	set(&p.Location, s.Location)
	set(&p.Created, s.Created)
	p.Modified = env.Now().UTC()
	if s.Order != nil {
		p.OrderID, p.OrderNumber = s.Order.ID, s.Order.Number
		if err := seedID(env, "order", p.OrderID); err != nil {
			return err
		}
	}
	if s.Items != nil {
		p.Items = nil
		for _, of := range *s.Items {
			it, err := of.item(env, p)
			if err != nil {
				return err
			}
			p.Items = append(p.Items, it)
		}
	}
	if p.Number == "" || p.OrderNumber == "" || !inBounds(p.Location) {
		return fmt.Errorf("akinon: seed: package %d: number, order and stock_location are needed", p.ID)
	}
	if err := knownState(p.State); err != nil {
		return fmt.Errorf("akinon: seed: package %d: %w", p.ID, err)
	}
	return putPackage(env, p)
}

func knownState(number int) error {
	if number != unmoved && stateNames[number] == "" {
		return fmt.Errorf("no state has the number %d", number)
	}
	return nil
}

func (s SeedItem) item(env *simulator.Env, p packaging) (item, error) {
	if err := errors.Join(
		seedID(env, "item", s.ID), seedID(env, "order item", s.OrderItem), seedID(env, "omnitron item", s.OmnitronID),
	); err != nil {
		return item{}, err
	}
	if s.Quantity < 1 {
		return item{}, fmt.Errorf("akinon: seed: item %d: a quantity is above zero", s.ID)
	}
	if err := knownState(s.State); err != nil {
		return item{}, fmt.Errorf("akinon: seed: item %d: %w", s.ID, err)
	}
	return item{
		ID: s.ID, OrderItem: s.OrderItem, OmnitronID: s.OmnitronID, SKU: s.SKU, Quantity: s.Quantity, State: s.State,
		UnitWeight: s.UnitWeight, Barcode: s.Barcode, Created: p.Created, Modified: p.Modified,
	}, nil
}

func addOrder(env *simulator.Env, o order) error {
	if o.Number == "" {
		return fmt.Errorf("akinon: seed: order %d has no number", o.ID)
	}
	if err := seedID(env, "order", o.ID); err != nil {
		return err
	}
	for _, of := range o.Items {
		if err := seedID(env, "order item", of.ID); err != nil {
			return err
		}
		if err := seedID(env, "omnitron item", of.OmnitronID); err != nil {
			return err
		}
		if of.Quantity < 1 {
			return fmt.Errorf("akinon: seed: order item %d: a quantity is above zero", of.ID)
		}
	}
	return distribute(env, o)
}
