package akinon

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	api "github.com/plumbline-api/plumbline/generated/akinon"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/event"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
)

// The events that the simulator has occasion for.
const (
	createdEvent      = "package.created"
	transitionedEvent = "package.status.transitioned"
)

const (
	deliverTimer  = "deliver"
	deliveryDelay = 2 * time.Second  // rules.DeliveredAsynchronously; how long is nobody's promise
	answerWithin  = 10 * time.Second // rules.RetryCountdown
)

// subscription is a wish to be told of an event.
type subscription struct {
	ID        int64             `json:"id"`
	EventType string            `json:"event_type"` // as the caller wrote it
	TargetURL string            `json:"target_url"`
	SecretKey string            `json:"secret_key,omitempty"`
	Headers   map[string]string `json:"additional_headers,omitempty"`
	// Retries is how long to wait before a delivery is tried again.
	Retries *api.RetryCountdown `json:"retry_countdown_config,omitempty"`
}

// subscriptions are kept by event and id, so that telling of an event costs
// what its subscribers cost.
var subscriptions = store.NewKind[subscription]("akinon.subscription")

func subscriptionKey(event string, id int64) string { return event + "/" + idKey(id) }

// SubscribeWebhook keeps a subscription.
func (service) SubscribeWebhook(ctx context.Context, r api.SubscribeWebhookRequestObject) (api.SubscribeWebhookResponseObject, error) {
	env := simulator.FromContext(ctx)
	s := subscription{EventType: r.Body.EventType, TargetURL: r.Body.TargetURL, Retries: r.Body.RetryCountdownConfig}
	s.SecretKey, _ = r.Body.SecretKey.Get() // none where it is left out or null
	s.Headers, _ = r.Body.AdditionalHeaders.Get()
	event, known := eventOf(s.EventType)
	if env.Violates(rules.EventTypeNames, !known) {
		return answer(malformed(env, "event_type", "There is no such event.").response(env, subscribeWebhook)), nil
	}
	if !env.Applies(rules.EventTypeNames) {
		event = s.EventType // a defect: every name is taken, and as it is
	}
	more := s.SecretKey != "" || s.Headers != nil || s.Retries != nil
	if more && !env.Applies(rules.SubscriptionMembers) {
		return answer(malformed(env, general, "There are members beside event and address.").response(env, subscribeWebhook)), nil
	}
	double, err := subscribed(env, event, s.TargetURL)
	if err != nil {
		return nil, err
	}
	if env.Violates(rules.SubscribedOnce, double) {
		return answer(because(http.StatusNotAcceptable, general, "The webhook is already registered.").response(env, subscribeWebhook)), nil
	}
	id, err := nextID(env, "subscription")
	if err != nil {
		return nil, err
	}
	s.ID = id
	if err := subscriptions.Put(env.Store(), subscriptionKey(event, id), s); err != nil {
		return nil, err
	}
	kept := api.Subscribed{ID: &id, EventType: s.EventType, TargetURL: s.TargetURL}
	if !env.Applies(rules.SubscriptionAnswer) {
		return answer(simulator.JSON(http.StatusCreated, jsonType, map[string]any{
			"id": id, "event_type": s.EventType, "target_url": s.TargetURL, "secret_key": s.SecretKey,
		})), nil
	}
	return api.SubscribeWebhook2XXJSONResponse{StatusCode: http.StatusCreated, Body: kept}, nil
}

// subscribed tells whether an address is told of an event already.
func subscribed(env *simulator.Env, event, address string) (found bool, err error) {
	err = subscriptions.Scan(env.Store(), event+"/", func(_ string, s subscription) bool {
		found = s.TargetURL == address
		return !found
	})
	return found, err
}

// UnsubscribeWebhook removes a subscription.
func (service) UnsubscribeWebhook(ctx context.Context, r api.UnsubscribeWebhookRequestObject) (api.UnsubscribeWebhookResponseObject, error) {
	env := simulator.FromContext(ctx)
	key := ""
	if err := subscriptions.Scan(env.Store(), "", func(k string, s subscription) bool {
		if s.ID == r.HookID {
			key = k
		}
		return key == ""
	}); err != nil {
		return nil, err
	}
	gone := api.UnsubscribeWebhook2XXResponse{StatusCode: http.StatusNoContent}
	switch {
	case env.Violates(rules.UnsubscribedOnce, key == ""):
		return answer(notFound().response(env, unsubscribeWebhook)), nil
	case key == "", !env.Applies(rules.Unsubscribes):
		return gone, nil
	}
	_, err := subscriptions.Delete(env.Store(), key)
	return gone, err
}

// eventOf returns the name with dots of a published event.
func eventOf(name string) (string, bool) {
	name = strings.ReplaceAll(name, "-", ".")
	for _, family := range []string{"shipment.", "transfer.status."} {
		if rest, ok := strings.CutPrefix(name, family); ok && rest != "" {
			return name, true
		}
	}
	return name, slices.Contains([]string{
		createdEvent, transitionedEvent, "package.status.packed", "package.status.cancelled", "package.status.shipped",
		"package.status.packed_for_refund", "package.shipment.awb_number", "package.refused",
	}, name)
}

// announceNew tells of a new package.
func announceNew(env *simulator.Env, p packaging) error {
	if !env.Applies(rules.AnnouncedByWebhook) {
		return nil
	}
	_, err := announce(env, createdEvent, p)
	return err
}

// announce sends an event of a package to those who subscribed to it, and
// tells how many there are.
func announce(env *simulator.Env, event string, p packaging) (subscribers int, err error) {
	body, err := envelope(env, event, p)
	if err != nil {
		return 0, err
	}
	var to []subscription
	if err := subscriptions.Scan(env.Store(), event+"/", func(_ string, s subscription) bool {
		to = append(to, s)
		return true
	}); err != nil {
		return 0, err
	}
	for _, s := range to {
		if s.TargetURL == "" {
			continue // a defect let a subscription through that leads nowhere
		}
		if err := send(env, event, s, body); err != nil {
			return 0, err
		}
		subscribers++
	}
	return subscribers, nil
}

// envelope is the body of an event.
func envelope(env *simulator.Env, event string, p packaging) ([]byte, error) {
	number, err := env.NewID("event")
	if err != nil {
		return nil, err
	}
	v := &view{env: env, asked: map[int]bool{}}
	place, err := v.location(p.Location)
	if err != nil {
		return nil, err
	}
	var e api.PackageEvent
	e.Event.Type, e.Event.UUID = event, fmt.Sprintf("%032x", number)
	e.Payload.ID, e.Payload.Number = p.ID, p.Number
	e.Payload.State = v.stateOf(p)
	e.Payload.Commands = []api.RunnableCommand{} // as the published sample has it
	e.Payload.OrderID, e.Payload.OrderNumber = p.OrderID, p.OrderNumber
	e.Payload.StockLocation = place
	if event == createdEvent && !env.Applies(rules.PackageCreatedEvent) {
		return marshal(e.Payload) // a defect: the payload without its envelope
	}
	return marshal(e)
}

func marshal(value any) ([]byte, error) {
	body, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("akinon: encode an event: %w", err)
	}
	return body, nil
}

// send hands an event over for delivery to one subscriber, after the call that
// caused it has been answered.
func send(env *simulator.Env, name string, s subscription, body []byte) error {
	e := event.Event{
		Name: name, Method: http.MethodPost, URL: s.TargetURL, Header: headers(env, s, body), Body: body,
		Timeout: answerWithin, Rule: rules.FailedDeliveryRetried.ID, Retries: event.NoRetries,
	}
	if !env.Applies(rules.RetryCountdown) {
		e.Retries = 0 // a defect: repeated as any other vendor's events are
	} else if s.Retries != nil && env.Applies(rules.FailedDeliveryRetried) {
		e.Countdown = countdown(env, *s.Retries)
	}
	later, err := marshal(e)
	if err != nil {
		return err
	}
	return env.After(env.Delay(deliveryDelay), deliverTimer, string(later))
}

// headers are those of a delivery.
func headers(env *simulator.Env, s subscription, body []byte) http.Header {
	header := http.Header{"Content-Type": {jsonType}}
	if len(s.Headers) > 0 && env.Applies(rules.AdditionalHeaders) {
		for _, name := range slices.Sorted(maps.Keys(s.Headers)) {
			header.Set(name, s.Headers[name])
		}
	}
	header.Set("X-Whisperer-Event", s.EventType)
	if s.SecretKey != "" && env.Applies(rules.DeliverySigned) {
		mac := hmac.New(sha256.New, []byte(s.SecretKey))
		mac.Write(body)
		header.Set("X-Whisperer-Signature", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	}
	return header
}

// deliver is the timer behind send.
func deliver(env *simulator.Env, payload string) error {
	var e event.Event
	if err := json.Unmarshal([]byte(payload), &e); err != nil {
		return fmt.Errorf("akinon: deliver: %w", err)
	}
	return env.Emit(e)
}
