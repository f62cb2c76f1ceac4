package target

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"

	generated "github.com/plumbline-api/plumbline/generated/control"
)

// Delivery is an event that a simulator sends or would send, as its ledger has
// it: credentials in the header and the address are redacted there.
type Delivery struct {
	ID     uint64 `json:"id"`
	CopyOf uint64 `json:"copyOf"` // the delivery that a bad line, which was asked for, made this one a duplicate of; else 0
	State  string `json:"state"`  // one of the Delivery constants
	Event  struct {
		Name   string      `json:"name"`
		Method string      `json:"method"`
		URL    string      `json:"url"`
		Header http.Header `json:"header"`
		Body   string      `json:"body"`
		Raw    []byte      `json:"bodyBase64"` // the body where it is no text; Deliveries makes Body of it
	} `json:"event"`
	Attempts []struct {
		At      time.Time `json:"at"`      // virtual
		Refused bool      `json:"refused"` // the simulator sends nothing to its own network, where the address leads
	} `json:"attempts"`
}

// The states of a delivery.
const (
	DeliveryPending   = "pending"   // an attempt is due, now or later
	DeliveryConfirmed = "delivered" // the subscriber has confirmed it
	DeliveryGivenUp   = "given-up"  // nobody has, and no attempt follows
	DeliveryNotSent   = "not-sent"  // the simulator sends nothing at all
)

// DeliveryFilter chooses deliveries.
type DeliveryFilter struct {
	Event string // the vendor's name of the event; empty for all
}

// mostDeliveries is how many the control API lists at once.
const mostDeliveries = 1000

// Deliveries lists the vendor's deliveries in the session's world, the newest
// first.
func (c *Control) Deliveries(ctx context.Context, s *Session, filter DeliveryFilter) ([]Delivery, error) {
	limit := mostDeliveries
	params := &generated.ListDeliveriesParams{Vendor: &c.vendor, Limit: &limit}
	if filter.Event != "" {
		params.Event = &filter.Event
	}
	resp, err := c.client.ListDeliveries(ctx, c.worldOf(s), params)
	if err != nil {
		return nil, &Inconclusive{"the control API: " + err.Error()}
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, &Inconclusive{"the control API: " + err.Error()}
	}
	if err := refused(resp, body); err != nil {
		return nil, err
	}
	var list []Delivery
	if err := json.Unmarshal(body, &list); err != nil {
		return nil, &Inconclusive{"the control API lists deliveries that can't be read: " + err.Error()}
	}
	for i := range list {
		if event := &list[i].Event; event.Raw != nil {
			event.Body = string(event.Raw)
		}
	}
	return list, nil
}

// Deliveries lists what a simulator sends to the handlers of its events, or
// would send, the newest first; without a control API what the run's listener was
// sent, whatever its event.
func (s *Session) Deliveries(ctx context.Context, filter DeliveryFilter) ([]Delivery, error) {
	if s.target.control == nil && s.target.options.Listener != nil {
		list, err := s.target.options.Listener.deliveries()
		for _, d := range list {
			s.target.redactor.impersonal([]byte(d.Event.Body), true) // mismatches quote it
		}
		return list, err
	}
	if s.target.control == nil {
		return nil, &Inconclusive{"the target offers no control API"}
	}
	return s.target.control.Deliveries(ctx, s, filter)
}
