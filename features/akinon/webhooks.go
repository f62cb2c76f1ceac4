package akinon

import (
	"bytes"
	"context"
	cryptorand "crypto/rand"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/cucumber/godog"

	"github.com/plumbline-api/plumbline/features"
	api "github.com/plumbline-api/plumbline/generated/akinon"
	"github.com/plumbline-api/plumbline/target"
)

const (
	// subscriber is where events are subscribed to: the port 9, discard, of this
	// machine, where nobody listens.
	subscriber = "http://127.0.0.1:9/"
	// patience is how long an event may take to follow, in virtual time.
	patience = 30 * time.Second
	// realPatience is that of a target without a virtual clock, unless its profile
	// says otherwise.
	realPatience = 5 * time.Second
)

func (s *steps) bindWebhooks(sc *features.Steps) {
	name := NewAddress(s.session, s.random)
	s.address = subscriber + name
	if address, heard := s.session.Subscriber(name); heard {
		s.address = address
	}
	sc.Step(`^a subscription is sent with the body:$`, func(ctx context.Context, body *godog.DocString) error {
		return s.subscribe(ctx, s.filled(body.Content))
	})
	sc.Step(`^the caller asks for (\S+)$`, func(ctx context.Context, event string) error {
		return s.subscribe(ctx, fmt.Sprintf(`{"event_type": %q, "target_url": %q}`, event, s.address))
	})
	sc.Step(`^(?:the software has subscribed|a subscription) to ([^\s,]+)$`, func(ctx context.Context, event string) error {
		return s.hasSubscribed(ctx, event, members{})
	})
	sc.Step(`^another address has subscribed to (\S+)$`, func(ctx context.Context, event string) error {
		own := s.address
		s.address = subscriber + NewAddress(s.session, s.random)
		s.otherAddress = s.address
		err := s.hasSubscribed(ctx, event, members{})
		s.address = own
		return err
	})
	sc.Step(`^the other address is told once of each package of the order$`, func(ctx context.Context) error {
		s.address = s.otherAddress
		return s.isToldOfOrder(ctx)
	})
	sc.Step(`^the software has subscribed to (\S+) with:$`, func(ctx context.Context, event string, with *godog.DocString) error {
		more := members{}
		if err := json.Unmarshal([]byte(with.Content), &more); err != nil {
			return fmt.Errorf("akinon: %w", err)
		}
		return s.hasSubscribed(ctx, event, more)
	})
	sc.Step(`^the subscription is accepted$`, func() error {
		if s.answer.Status/100 == 2 {
			return nil
		}
		return target.Mismatch("answer", told(s.answer), "2xx")
	})
	sc.Step(`^a subscription to (\S+), where it is offered$`, func(ctx context.Context, event string) error {
		err := s.hasSubscribed(ctx, event, members{})
		if s.answer != nil && s.notOffered() {
			err = nil // removing one is not offered either
		}
		if s.hook == 0 {
			s.hook = nobodys(s.random)
		}
		return err
	})
	sc.Step(`^the subscription is sent (?:once more|again)$`, func(ctx context.Context) error { return s.subscribe(ctx, s.subscription) })
	sc.Step(`^the subscription is removed(?: once more)?$`, s.unsubscribe)
	sc.Step(`^the answer is 201 with the id, the event "([^"]*)" and the address$`, s.isSubscribed)
	sc.Step(`^the answer does not hold "([^"]*)"$`, func(secret string) error {
		if strings.Contains(string(s.answer.Body), secret) {
			return target.Mismatch("answer", "it holds the key", "no key")
		}
		return nil
	})
	sc.Step(`^the software is told nothing$`, s.isToldNothing)
	sc.Step(`^the software is told once of each package of the order$`, s.isToldOfOrder)
	sc.Step(`^the software is told once that the package is in the state (\d+)$`, s.isToldState)
	sc.Step(`^the software gets POSTs of JSON with type and uuid of the event (\S+)$`, s.inEnvelope)
	sc.Step(`^the payload is a package of the order, with its state and stock location$`, s.payloadIsPackage)
	s.bindDeliveries(sc)
}

// NewAddress is the end of an address that no subscription has: a live target
// may hold those of earlier runs, of the same random seed.
func NewAddress(s *target.Session, random *rand.Rand) string {
	if s.Controlled() {
		return fmt.Sprintf("%016x", random.Uint64())
	}
	return cryptorand.Text()
}

func (s *steps) subscribe(ctx context.Context, body string) error {
	req, err := api.NewSubscribeWebhookRequestWithBody(s.session.Base(), mediaType, strings.NewReader(body))
	s.subscription = body
	if err := s.send(ctx, req, err); err != nil || s.answer.Status/100 != 2 {
		return err
	}
	if o, err := object(s.answer); err == nil {
		s.hook = whole(o, "id")
	}
	s.client.TakesBack()
	return nil
}

// unsubscribe removes what was subscribed last.
func (s *steps) unsubscribe(ctx context.Context) error {
	if s.hook == 0 {
		return &target.Inconclusive{Reason: "precondition: the answer to the subscription shows no id"}
	}
	req, err := api.NewUnsubscribeWebhookRequest(s.session.Base(), s.hook)
	return s.send(ctx, req, err)
}

// Subscribe sends a subscription that has to be accepted and to show its id.
// Offered is false where the target does not know the call.
func (c *Client) Subscribe(ctx context.Context, subscription map[string]any) (id int64, offered bool, err error) {
	body, err := json.Marshal(subscription)
	if err != nil {
		return 0, true, fmt.Errorf("akinon: %w", err)
	}
	req, err := api.NewSubscribeWebhookRequestWithBody(c.session.Base(), mediaType, bytes.NewReader(body))
	answer, err := c.Send(ctx, req, err)
	if err != nil {
		return 0, true, err
	}
	if notOffered(answer) {
		return 0, false, &target.Inconclusive{Reason: "precondition: a subscription was answered with " + told(answer)}
	}
	if answer.Status/100 == 2 {
		if o, err := object(answer); err == nil {
			id = whole(o, "id")
		}
	}
	if id == 0 {
		return 0, true, &target.Inconclusive{Reason: "precondition: a subscription shows no id in its answer: " + told(answer)}
	}
	return id, true, nil
}

// Subscribed is what the answer to a subscription shows of it. An address that is
// written otherwise is the same where it ends alike.
func Subscribed(a *target.Answer, sent map[string]any) map[string]any {
	o, err := object(a)
	if err != nil {
		return nil
	}
	shown := members{}
	for _, name := range []string{"event_type", "target_url"} {
		if value := text(o, name); value != "" {
			shown[name] = value
		}
	}
	if told := strings.Trim(text(o, "target_url"), "/"); told != "" && strings.HasSuffix(text(sent, "target_url"), told[strings.LastIndex(told, "/")+1:]) {
		shown["target_url"] = sent["target_url"]
	}
	if strings.ReplaceAll(text(o, "event_type"), "-", ".") == strings.ReplaceAll(text(sent, "event_type"), "-", ".") {
		delete(shown, "event_type")
	}
	return shown
}

// TakesBack lets the end of the session remove what it has subscribed to, as far
// as the answers have shown an id.
func (c *Client) TakesBack() {
	if c.session.Controlled() || c.takesBack {
		return
	}
	c.takesBack = true
	c.session.Undo(func(ctx context.Context) error {
		for _, a := range slices.Clone(c.session.Answers()) {
			if a.Operation == nil || a.Operation.ID != "subscribeWebhook" || a.Status/100 != 2 {
				continue
			}
			o, err := object(&a)
			if err != nil || whole(o, "id") == 0 {
				continue
			}
			if err := c.Unsubscribe(ctx, whole(o, "id")); err != nil {
				return err
			}
		}
		return nil
	})
}

// SubscriptionsIn names for the ledger what a subscription was answered with.
func SubscriptionsIn(a *target.Answer) []target.Entity {
	if a.Operation.ID != "subscribeWebhook" {
		return nil
	}
	o, err := object(a)
	if err != nil || whole(o, "id") == 0 {
		return nil
	}
	return []target.Entity{subscribed(whole(o, "id"))}
}

// Subscription is what a ledger calls a subscription.
const Subscription = "subscription"

func subscribed(id int64) target.Entity {
	return target.Entity{What: Subscription, ID: strconv.FormatInt(id, 10)}
}

// Unsubscribe removes a subscription; it need not be there.
func (c *Client) Unsubscribe(ctx context.Context, id int64) error {
	req, err := api.NewUnsubscribeWebhookRequest(c.session.Base(), id)
	answer, err := c.Send(ctx, req, err)
	if err != nil {
		return err
	}
	if answer.Status/100 == 2 || answer.Status == http.StatusNotFound {
		c.session.TookBack(subscribed(id))
		return nil
	}
	return fmt.Errorf("subscription %d: taking it back was answered with %s", id, told(answer))
}

// hasSubscribed subscribes as a precondition.
func (s *steps) hasSubscribed(ctx context.Context, event string, subscription members) error {
	subscription["event_type"], subscription["target_url"] = event, s.address
	body, err := json.Marshal(subscription)
	if err != nil {
		return fmt.Errorf("akinon: %w", err)
	}
	if err := s.subscribe(ctx, string(body)); err != nil {
		return err
	}
	if s.answer.Status/100 != 2 {
		return &target.Inconclusive{Reason: "precondition: a correct subscription was answered with " + told(s.answer)}
	}
	return nil
}

func (s *steps) isSubscribed(event string) error {
	o, err := object(s.answer)
	if err != nil {
		return err
	}
	differences := []error{
		target.Compare("status", s.answer.Status, 201),
		target.Compare("event_type", text(o, "event_type"), event),
		target.Compare("target_url", text(o, "target_url"), s.address),
	}
	if whole(o, "id") == 0 {
		differences = append(differences, target.Mismatch("id", quoted(o["id"]), "a whole number"))
	}
	return target.Mismatches(differences...)
}
