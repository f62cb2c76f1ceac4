package komet

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

const (
	// subscriber is where subscribers are: the port 9, discard, of this machine,
	// where nobody listens.
	subscriber      = "http://127.0.0.1:9/"
	subscriberToken = "plumbline-subscriber"
	// hidden is what a simulator's ledger has in the place of a secret.
	hidden = "[redacted]"
)

func (s *steps) bindEvents(sc *features.Steps) {
	sc.Step(`^a subscriber of the company$`, s.subscribe)
	sc.Step(`^the order of the prebook is (confirmed|cancelled)$`, s.orderIs)
	sc.Step(`^the subscriber is told nothing$`, func(ctx context.Context) error { return s.toldTimes(ctx, 0) })
	sc.Step(`^the subscriber is called once by (GET|POST)$`, s.calledOnce)
	sc.Step(`^the address has the subscriber's token, the companyId and an invoiceId$`, s.addressHas)
	sc.Step(`^the header authenticationToken has the subscriber's token$`, s.headerHas)
	sc.Step(`^the body has the companyId and, as orderId, the prebook$`, s.bodyHas)
}

// subscribe registers an address of the scenario's own.
func (s *steps) subscribe(ctx context.Context) error {
	if err := s.own(ctx, object{}); err != nil {
		return err
	}
	s.address = fmt.Sprintf("%s%d", subscriber, s.company.seeded.id)
	return s.own(ctx, object{"subscribers": []object{{"id": 1, "url": s.address, "token": subscriberToken}}})
}

// orderIs lets something happen to the order of the last prebook, outside the
// API. A target that answers that it created the prebook, and did not, has no
// order of it.
func (s *steps) orderIs(ctx context.Context, state string) error {
	id := prebookID(s.last())
	err := s.own(ctx, object{"orders": []object{{"prebook": json.Number(id), "state": state}}})
	if err != nil {
		return &target.Inconclusive{Reason: fmt.Sprintf("precondition: the order of the prebook %s is not to be %s: %v", id, state, err)}
	}
	return nil
}

// deliveries returns what the subscriber was sent, without the duplicates that
// a simulator was asked to make.
func (s *steps) deliveries(ctx context.Context) ([]target.Delivery, error) {
	list, err := s.session.Deliveries(ctx, target.DeliveryFilter{})
	return slices.DeleteFunc(list, func(d target.Delivery) bool {
		return d.CopyOf != 0 || !strings.HasPrefix(d.Event.URL, s.address)
	}), err
}

func (s *steps) toldTimes(ctx context.Context, want int) error {
	list, err := s.deliveries(ctx)
	if err != nil {
		return err
	}
	return target.Compare("calls of the subscriber", len(list), want)
}

func (s *steps) calledOnce(ctx context.Context, method string) error {
	list, err := s.deliveries(ctx)
	if err != nil {
		return err
	}
	if len(list) != 1 {
		return target.Compare("calls of the subscriber", len(list), 1)
	}
	return target.Compare("method of the call", list[0].Event.Method, method)
}

// call is the one call of the subscriber.
func (s *steps) call(ctx context.Context) (target.Delivery, error) {
	list, err := s.deliveries(ctx)
	if err == nil && len(list) != 1 {
		err = &target.Inconclusive{Reason: fmt.Sprintf("precondition: the subscriber was called %d times", len(list))}
	}
	if err != nil {
		return target.Delivery{}, err
	}
	return list[0], nil
}

// secret compares a token with that of the subscriber, or with what hides it.
func secret(what, got string) error {
	if got == subscriberToken || got == hidden {
		return nil
	}
	return target.Mismatch(what, "another text", "the subscriber's token")
}

func (s *steps) addressHas(ctx context.Context) error {
	call, err := s.call(ctx)
	if err != nil {
		return err
	}
	u, err := url.Parse(call.Event.URL)
	if err != nil {
		return target.Mismatch("address of the call", call.Event.URL, "an address")
	}
	query := u.Query()
	wrong := []error{
		secret("token", query.Get("token")),
		target.Compare("companyId", query.Get("companyId"), fmt.Sprint(s.company.seeded.id)),
	}
	if id := query.Get("invoiceId"); id == "" || strings.Trim(id, "0123456789") != "" {
		wrong = append(wrong, target.Mismatch("invoiceId", id, "digits"))
	}
	return target.Mismatches(wrong...)
}

func (s *steps) headerHas(ctx context.Context) error {
	call, err := s.call(ctx)
	if err != nil {
		return err
	}
	return secret("authenticationToken", http.Header(call.Event.Header).Get("authenticationToken"))
}

func (s *steps) bodyHas(ctx context.Context) error {
	call, err := s.call(ctx)
	if err != nil {
		return err
	}
	decoder := json.NewDecoder(bytes.NewReader([]byte(call.Event.Body)))
	decoder.UseNumber()
	var body map[string]any
	if err := decoder.Decode(&body); err != nil {
		return target.Mismatch("body of the call", call.Event.Body, "a JSON object")
	}
	return target.Mismatches(
		target.Compare("companyId", written(body["companyId"]), fmt.Sprint(s.company.seeded.id)),
		target.Compare("orderId", written(body["orderId"]), prebookID(s.last())),
	)
}
