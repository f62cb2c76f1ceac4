package komet

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	api "github.com/plumbline-api/plumbline/generated/komet"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/event"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/komet"
)

// Subscriber wants to be told what becomes of a company's orders.
type Subscriber struct {
	ID     uint64   `json:"id"`
	URL    string   `json:"url"`
	Token  string   `json:"token,omitempty"`  // sent along, so that the subscriber knows its caller; never shown
	Events []string `json:"events,omitempty"` // all where it is left out
}

var subscribers = store.NewKind[Subscriber]("komet.subscriber")

// The events, by the names of the contract's webhooks.
const (
	orderConfirmation = "orderConfirmation"
	orderCancellation = "orderCancellation"

	firstInvoice = 5_000_001
)

// confirmOrders confirms every open order.
func confirmOrders(env *simulator.Env) error {
	return eachPrebook(env, func(c *Company, p Prebook) error { return confirm(env, c, p) })
}

// cancelOrders cancels every order that is not cancelled.
func cancelOrders(env *simulator.Env) error {
	return eachPrebook(env, func(c *Company, p Prebook) error { return cancel(env, c, p) })
}

// eachPrebook visits the prebooks of all companies, each as it was before.
func eachPrebook(env *simulator.Env, visit func(*Company, Prebook) error) error {
	var all []Company
	if err := companies.Scan(env.Store(), "", func(_ string, c Company) bool {
		all = append(all, c)
		return true
	}); err != nil {
		return err
	}
	for i := range all {
		var list []Prebook
		if err := prebooks.Scan(env.Store(), scopeOf(env, all[i].ID), func(_ string, p Prebook) bool {
			list = append(list, p)
			return true
		}); err != nil {
			return err
		}
		for _, p := range list {
			if err := visit(&all[i], p); err != nil {
				return err
			}
		}
	}
	return nil
}

// confirm makes an open order an invoice.
func confirm(env *simulator.Env, c *Company, p Prebook) error {
	if p.Cancelled || p.Invoice != 0 {
		return nil
	}
	n, err := env.NewID("invoice")
	if err != nil {
		return err
	}
	p.Invoice = firstInvoice - 1 + n
	scope := scopeOf(env, c.ID)
	if err := prebooks.Put(env.Store(), p.key(scope), p); err != nil {
		return err
	}
	if !env.Applies(rules.OrderConfirmationSent) {
		return nil
	}
	return tell(env, scope, orderConfirmation, func(s Subscriber) (event.Event, error) {
		u, err := url.Parse(s.URL)
		if err != nil {
			return event.Event{}, fmt.Errorf("komet: subscriber %d: %w", s.ID, err)
		}
		query := u.Query()
		query.Set("token", s.Token)
		query.Set("companyId", strconv.FormatUint(c.ID, 10))
		query.Set("invoiceId", strconv.FormatUint(p.Invoice, 10))
		u.RawQuery = query.Encode()
		return event.Event{
			Name: orderConfirmation, Method: http.MethodGet, URL: u.String(),
			Expect:  event.Expectation{Member: "status", Value: "1", Or: `"1"`}, // rules.SubscriberAnswersConfirmation
			Secrets: []string{"token"},
		}, nil
	})
}

// cancel ends an order.
func cancel(env *simulator.Env, c *Company, p Prebook) error {
	if p.Cancelled {
		return nil
	}
	p.Cancelled = true
	scope := scopeOf(env, c.ID)
	if err := prebooks.Put(env.Store(), p.key(scope), p); err != nil {
		return err
	}
	if !env.Applies(rules.OrderCancellationSent) {
		return nil
	}
	return tell(env, scope, orderCancellation, func(s Subscriber) (event.Event, error) {
		body := simulator.JSON(http.StatusOK, jsonType, api.OrderCancellation{CompanyID: c.ID, OrderID: p.ID}).Body
		return event.Event{
			Name: orderCancellation, Method: http.MethodPost, URL: s.URL, Body: body,
			Header: http.Header{"Content-Type": {jsonType}, http.CanonicalHeaderKey(tokenHeader): {s.Token}},
		}, nil
	})
}

// tell emits an event to every subscriber of a company that wants it.
func tell(env *simulator.Env, scope, name string, event func(Subscriber) (event.Event, error)) error {
	var failed error
	err := subscribers.Scan(env.Store(), scope, func(_ string, s Subscriber) bool {
		if len(s.Events) > 0 && !slices.Contains(s.Events, name) {
			return true
		}
		e, err := event(s)
		if err == nil {
			err = env.Emit(e)
		}
		failed = err
		return failed == nil
	})
	if err != nil {
		return err
	}
	return failed
}
