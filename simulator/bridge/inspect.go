package bridge

import (
	"fmt"
	"slices"

	api "github.com/plumbline-api/plumbline/generated/bridge"
	"github.com/plumbline-api/plumbline/simulator"
)

// state returns the vendor's part of the world, without secrets.
func state(env *simulator.Env) (any, error) {
	s := Seed{Stock: map[string]int{}}
	tx := env.Store()
	if err := clients.Scan(tx, "", func(_ string, c client) bool {
		s.Clients = append(s.Clients, SeedClient{ID: c.ID})
		return true
	}); err != nil {
		return nil, err
	}
	if err := channels.Scan(tx, "", func(_ string, c channel) bool {
		s.Channels = append(s.Channels, SeedChannel(c))
		return true
	}); err != nil {
		return nil, err
	}
	if err := stock.Scan(tx, "", func(code string, quantity int) bool {
		s.Stock[code] = quantity
		return true
	}); err != nil {
		return nil, err
	}
	if err := shortages.Scan(tx, "", func(_ string, report Shortage) bool {
		s.Shortages = append(s.Shortages, report)
		return true
	}); err != nil {
		return nil, err
	}
	if err := told.Scan(tx, "", func(_ string, n api.StateNews) bool {
		s.News = append(s.News, n)
		return true
	}); err != nil {
		return nil, err
	}
	if f, found, err := flows.Get(tx, ""); err != nil {
		return nil, err
	} else if found {
		shown := SeedFlow(f)
		s.Flow = &shown
	}
	err := describeOrders(env, &s)
	return s, err
}

func describeOrders(env *simulator.Env, s *Seed) error {
	all, err := ordersWhere(env, func(order) bool { return true })
	if err != nil {
		return err
	}
	for _, o := range all {
		history, err := historyOf(env, o.Number)
		if err != nil {
			return err
		}
		paid := o.IsPaid
		s.Orders = append(s.Orders, SeedOrder{
			Number: o.Number, Channel: o.Channel, Customer: o.Customer, State: o.State,
			IsPaid: &paid, PaymentMeans: o.PaymentMeans, DefaultPaymentMeans: o.DefaultPaymentMeans, Payments: o.Payments,
			Shipping: o.Shipping, Label: o.Label, PackingList: o.PackingList, Items: o.Items, CarrierNews: o.CarrierNews,
			Notes: o.Notes, History: history,
		})
	}
	return nil
}

// ordersWhere returns the orders that fit, sorted by number.
func ordersWhere(env *simulator.Env, fits func(order) bool) ([]order, error) {
	var list []order
	err := orders.Scan(env.Store(), "", func(_ string, o order) bool {
		if fits(o) {
			list = append(list, o)
		}
		return true
	})
	return list, err
}

// actions are the happenings without parameters; what needs some is a seed
// document that names orders already there.
func actions() map[string]simulator.Action {
	return map[string]simulator.Action{
		"take-into-packing-list": {
			Text: "The warehouse takes every order that is ready to pick into a packing list.",
			Do:   each(isIn(api.OrderStateReadyToPick), SeedOrder{PackingList: "PL-1"}),
		},
		"confirm-items": {
			Text: "The warehouse confirms all items of every order in picking, serial numbers included.",
			Do:   confirmItems,
		},
		"hand-over": {
			Text: "The warehouse hands every complete order over to the carrier, which moves it to transit by hand.",
			Do:   each(isIn(api.OrderStateComplete), SeedOrder{State: api.OrderStateTransit}),
		},
		"carrier-news": {
			Text: "The carrier sends news, not of the delivery, of every order that is complete or in transit.",
			Do: each(func(o order) bool {
				return o.State == api.OrderStateComplete || o.State == api.OrderStateTransit
			}, SeedOrder{CarrierNews: []string{"on its way"}}),
		},
		"deliver": {
			Text: "The carrier reports the delivery of every order in transit.",
			Do:   each(isIn(api.OrderStateTransit), SeedOrder{CarrierNews: []string{delivered}}),
		},
		"late-payments": {
			Text: "The payment arrives of every order of Fravega or the marketplace that was reported as paid.",
			Do: each(func(o order) bool {
				return o.isMarketplaces() && o.IsPaid && len(o.Payments) == 0
			}, SeedOrder{Payments: []api.Payment{{Means: "marketplace"}}}),
		},
	}
}

func isIn(state api.OrderState) func(order) bool {
	return func(o order) bool { return o.State == state }
}

// each lets the same happen to all orders that fit.
func each(fits func(order) bool, what SeedOrder) func(*simulator.Env) error {
	return func(env *simulator.Env) error {
		list, err := ordersWhere(env, fits)
		for _, o := range list {
			if err != nil {
				return err
			}
			err = happen(env, o, what)
		}
		return err
	}
}

func confirmItems(env *simulator.Env) error {
	list, err := ordersWhere(env, isIn(api.OrderStateInproc))
	for _, o := range list {
		if err != nil {
			return err
		}
		var what SeedOrder
		for _, item := range o.Items {
			item.Confirmed, item.Serials = item.Quantity, slices.Clone(item.Serials)
			for item.Serialized && len(item.Serials) < item.Quantity {
				serial := fmt.Sprintf("%s-%s-%d", o.Number, item.Code, len(item.Serials)+1)
				item.Serials = append(item.Serials, serial)
			}
			what.Items = append(what.Items, item)
		}
		err = happen(env, o, what)
	}
	return err
}
