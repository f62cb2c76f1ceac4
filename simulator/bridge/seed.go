package bridge

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	api "github.com/plumbline-api/plumbline/generated/bridge"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
)

// sample is what every new world begins with: a client and orders such that
// the document's own example works.
//
//go:embed sample.json
var sample []byte

// Seed is the vendor's part of a world, to be added or to be looked at.
type Seed struct {
	Clients   []SeedClient    `json:"clients,omitempty"`
	Channels  []SeedChannel   `json:"channels,omitempty"`
	Stock     map[string]int  `json:"stock,omitempty"` // by item code; of an item not listed there is enough
	Flow      *SeedFlow       `json:"flow,omitempty"`  // the installation's own; without steps it has none
	Orders    []SeedOrder     `json:"orders,omitempty"`
	Shortages []Shortage      `json:"shortages,omitempty"` // reported at imports; for inspection
	News      []api.StateNews `json:"news,omitempty"`      // in the channels' queues, the oldest first; for inspection
}

// SeedClient may log in.
type SeedClient struct {
	ID     string `json:"id"`
	Secret string `json:"secret,omitempty"` // never shown
}

// SeedChannel is a sales channel with the addresses that take its news.
type SeedChannel struct {
	Code string   `json:"code"`
	News []string `json:"news,omitempty"`
}

// SeedFlow lists the changes that the installation allows.
type SeedFlow struct {
	Steps []FlowStep `json:"steps"`
}

// SeedOrder is an order. One whose number is new is imported, or stands in the
// state given; to one that is there already happens what the members say: a
// payment is added, the warehouse takes it into a packing list, the carrier
// sends news, somebody changes the state by hand.
type SeedOrder struct {
	Number              string          `json:"number"`
	Channel             string          `json:"channel,omitempty"`
	Customer            string          `json:"customer,omitempty"` // Garbarino, Fravega and MKTPlace have cases of their own
	State               api.OrderState  `json:"state,omitempty"`
	IsPaid              *bool           `json:"isPaid,omitempty"`
	PaymentMeans        string          `json:"paymentMeans,omitempty"`
	DefaultPaymentMeans string          `json:"defaultPaymentMeans,omitempty"`
	Payments            []api.Payment   `json:"payments,omitempty"` // added to those there are
	Shipping            string          `json:"shipping,omitempty"` // data of the shipping
	Label               string          `json:"label,omitempty"`
	PackingList         string          `json:"packingList,omitempty"`
	Items               []Item          `json:"items,omitempty"`       // replace those of the same code
	CarrierNews         []string        `json:"carrierNews,omitempty"` // any text; "delivered" closes a sent order
	Notes               string          `json:"notes,omitempty"`       // of the last call that had some
	History             []api.StateStep `json:"history,omitempty"`     // for inspection
}

// Item is an item of an order.
type Item struct {
	Code       string   `json:"code"`
	Quantity   int      `json:"quantity"`
	Confirmed  int      `json:"confirmed,omitempty"`
	Serialized bool     `json:"serialized,omitempty"` // needs a serial number for each piece
	Serials    []string `json:"serials,omitempty"`
}

// Shortage is the report of an import for which there was not enough stock.
type Shortage struct {
	Number string   `json:"number"`
	Items  []string `json:"items"` // codes of what is short
}

// maxQuantity keeps an action that makes up serial numbers from filling memory.
const maxQuantity = 100_000

var (
	stock     = store.NewKind[int]("bridge.stock")
	shortages = store.NewKind[Shortage]("bridge.shortage")
)

// seed adds what the document has, in its order.
func seed(env *simulator.Env, document []byte) error {
	var s Seed
	decoder := json.NewDecoder(bytes.NewReader(document))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&s); err != nil {
		return fmt.Errorf("bridge: seed: %w", err)
	}
	if err := seedInstallation(env, s); err != nil {
		return err
	}
	for _, o := range s.Orders {
		if err := seedOrder(env, o); err != nil {
			return err
		}
	}
	return nil
}

func seedInstallation(env *simulator.Env, s Seed) error {
	for _, c := range s.Clients {
		if c.ID == "" || c.Secret == "" {
			return fmt.Errorf("bridge: seed: client %q: a client has an id and a secret", c.ID)
		}
		if err := clients.Put(env.Store(), c.ID, client(c)); err != nil {
			return err
		}
	}
	for _, c := range s.Channels {
		if c.Code == "" {
			return errors.New("bridge: seed: a channel without code")
		}
		if err := channels.Put(env.Store(), c.Code, channel(c)); err != nil {
			return err
		}
	}
	for code, quantity := range s.Stock {
		if err := stock.Put(env.Store(), code, quantity); err != nil {
			return err
		}
	}
	return seedFlow(env, s.Flow)
}

// seedFlow sets the installation's flow; what it advances by itself moves.
func seedFlow(env *simulator.Env, f *SeedFlow) error {
	if f == nil {
		return nil
	}
	for _, step := range f.Steps {
		if place(step.From) == 0 || place(step.To) == 0 {
			return fmt.Errorf("bridge: seed: flow: there is no step from %q to %q", step.From, step.To)
		}
	}
	if err := flows.Put(env.Store(), "", flow(*f)); err != nil {
		return err
	}
	all, err := ordersWhere(env, func(order) bool { return true })
	for _, o := range all {
		if err != nil {
			return err
		}
		err = advance(env, o)
	}
	return err
}

func (s SeedOrder) check() error {
	switch {
	case s.Number == "" || strings.ContainsFunc(s.Number, func(r rune) bool { return r < ' ' }):
		return fmt.Errorf("bridge: seed: %q is no number of an order", s.Number)
	case s.State != "" && place(s.State) == 0:
		return fmt.Errorf("bridge: seed: order %q: there is no state %q", s.Number, s.State)
	}
	for _, item := range s.Items {
		if item.Code == "" || item.Quantity < 1 || item.Quantity > maxQuantity || item.Confirmed < 0 {
			return fmt.Errorf("bridge: seed: order %q: an item has a code and a quantity from 1 to %d", s.Number, maxQuantity)
		}
	}
	return nil
}

func seedOrder(env *simulator.Env, s SeedOrder) error {
	if err := s.check(); err != nil {
		return err
	}
	o, found, err := orders.Get(env.Store(), orderKey(env, s.Number))
	switch {
	case err != nil:
		return err
	case found:
		return happen(env, o, s)
	case s.State != "":
		o = s.facts(order{Number: s.Number, State: s.State, Left: s.State, Cause: arranged})
		o.PackingList, o.CarrierNews = s.PackingList, s.CarrierNews
		if err := put(env, o); err != nil {
			return err
		}
		return advance(env, o)
	}
	return importOrder(env, s)
}

// facts returns the order with what the document tells of it and what by
// itself moves no order.
func (s SeedOrder) facts(o order) order {
	tell := func(known *string, told string) {
		if told != "" {
			*known = told
		}
	}
	tell(&o.Channel, s.Channel)
	tell(&o.Customer, s.Customer)
	tell(&o.PaymentMeans, s.PaymentMeans)
	tell(&o.DefaultPaymentMeans, s.DefaultPaymentMeans)
	tell(&o.Shipping, s.Shipping)
	tell(&o.Label, s.Label)
	tell(&o.Notes, s.Notes)
	if s.IsPaid != nil {
		o.IsPaid = *s.IsPaid
	}
	o.Payments = slices.Concat(o.Payments, s.Payments)
	items := slices.Clone(o.Items)
	for _, item := range s.Items {
		i := slices.IndexFunc(items, func(old Item) bool { return old.Code == item.Code })
		if i < 0 {
			items = append(items, item)
			continue
		}
		items[i] = item
	}
	o.Items = items
	return o
}

// happen lets the outside do to an order what the document says: news in the
// end, so that a parcel can be sent and delivered in one document.
func happen(env *simulator.Env, o order, s SeedOrder) error {
	o = s.facts(o)
	var err error
	if s.PackingList != "" {
		o.PackingList = s.PackingList
		if o, err = listIn(env, o); err != nil {
			return err
		}
	}
	if s.State != "" {
		if o, err = handle(env, o, s.State); err != nil {
			return err
		}
	}
	for _, news := range s.CarrierNews {
		if o, err = hear(env, o, news); err != nil {
			return err
		}
	}
	if err := orders.Put(env.Store(), orderKey(env, o.Number), o); err != nil {
		return err
	}
	return advance(env, o)
}

// importOrder takes a new order into Bridge, unless there is not enough stock.
func importOrder(env *simulator.Env, s SeedOrder) error {
	key := orderKey(env, s.Number)
	o := order{Number: s.Number, State: api.OrderStateOpen, Left: api.OrderStateOpen, Cause: imported}
	if !env.Applies(rules.OrderEntersOpen) {
		o.State, o.Left = api.OrderStatePaused, api.OrderStatePaused
	}
	short, err := shortOf(env, s.Items)
	if err != nil {
		return err
	}
	if _, err := shortages.Delete(env.Store(), key); err != nil {
		return err
	}
	// The defect creates the order as if nothing were short, and reports nothing.
	if len(short) > 0 && env.Applies(rules.ShortageAtImport) {
		if err := shortages.Put(env.Store(), key, Shortage{Number: s.Number, Items: short}); err != nil {
			return err
		}
		if env.Reading(rules.ShortageAtImport) == "not-created" {
			return nil
		}
		o.State, o.Left, o.Cause = api.OrderStateNegotiation, api.OrderStateNegotiation, shortage
	}
	return happen(env, o, s)
}

// shortOf lists the items of which there is not enough.
func shortOf(env *simulator.Env, items []Item) ([]string, error) {
	var short []string
	for _, item := range items {
		there, known, err := stock.Get(env.Store(), item.Code)
		if err != nil {
			return nil, err
		}
		if known && there < item.Quantity {
			short = append(short, item.Code)
		}
	}
	return short, nil
}
