package akinon

import "github.com/plumbline-api/plumbline/specs"

// Telling the brand's software of packaging orders.
var (
	AnnouncedByWebhook = &specs.Rule{
		ID:         "akinon/announced-by-webhook",
		Operations: []string{"subscribeWebhook"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A new packaging order is sent to the software that has subscribed to packaging orders, by a request to its webhook.",
		Source: document("Process, step 3, line 16"),
	}
	PackageCreatedEvent = &specs.Rule{
		ID:         "akinon/package-created-event",
		Operations: []string{"subscribeWebhook"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The event of a new package is package.created. Like every package event it is a POST of a JSON object with event (type and uuid) and payload (the package with its state and stock location).",
		Source: page(hookExample, "list of events and example"),
		Schema: []string{
			"/webhooks/package.created",
			"/components/schemas/PackageEvent",
		},
	}
	PreparingEvent = &specs.Rule{
		ID:         "akinon/preparing-event",
		Operations: []string{"preparePackage", "subscribeWebhook"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A successful command sends one package.status.transitioned with the package in Preparing. A refused command sends none.",
		Source: page(hookExample, "list of events, which has none for Preparing alone"),
		Schema: []string{"/webhooks/package.status.transitioned"},
	}
	SubscriptionMembers = &specs.Rule{
		ID:         "akinon/subscription-members",
		Operations: []string{"subscribeWebhook"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A subscription that names an event and a target URL is accepted. It may add a key, further headers and a retry countdown.",
		Source: page(hooks, "Subscribe, table"),
	}
	Unsubscribes = &specs.Rule{
		ID:         "akinon/unsubscribes",
		Operations: []string{"unsubscribeWebhook"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A subscription is removed by DELETE on its address below /whisperer/hooks/. It receives nothing afterwards.",
		Source: page(hooks, "Unsubscribe"),
		Schema: []string{"/paths/~1whisperer~1hooks~1{hook_id}~1/delete/responses/2XX"},
	}
	UnsubscribedOnce = &specs.Rule{
		ID:         "akinon/unsubscribed-once",
		Operations: []string{"unsubscribeWebhook"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Removing a subscription returns 204, and removing an unknown one returns 404.",
		Source: page(hooks, "Unsubscribe, which shows no answer"),
		Schema: []string{"/paths/~1whisperer~1hooks~1{hook_id}~1/delete/responses/404"},
		Free:   true,
	}
	SubscribedOnce = &specs.Rule{
		ID:         "akinon/subscribed-once",
		Operations: []string{"subscribeWebhook"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A second subscription of the same event and address is refused with 406.",
		Source: page(hookLibrary, "services and views of the vendor's webhook library"),
		Free:   true,
	}
	EventTypeNames = &specs.Rule{
		ID:         "akinon/event-type-names",
		Operations: []string{"subscribeWebhook"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A subscription may write the event's name with dots or with hyphens, package.created or package-created. A name that is no event is refused.",
		Source: page(hooks, "Subscribe, whose sample writes hyphens where the list of events writes dots"),
		Free:   true,
	}
	SubscriptionAnswer = &specs.Rule{
		ID:         "akinon/subscription-answer",
		Operations: []string{"subscribeWebhook"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Subscribing returns 201 and the subscription with an id, without its key.",
		Source: page(hooks, "Subscribe, which shows no answer"),
		Schema: []string{
			"/paths/~1whisperer~1hooks~1/post/responses/2XX",
			"/components/schemas/Subscribed",
		},
	}
	AdditionalHeaders = &specs.Rule{
		ID:         "akinon/additional-headers",
		Operations: []string{"subscribeWebhook"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The additional_headers of a subscription are sent with each of its deliveries.",
		Source: page(hooks, "Subscribe, table"),
	}
	DeliverySigned = &specs.Rule{
		ID:         "akinon/delivery-signed",
		Operations: []string{"subscribeWebhook"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "If a subscription has a secret_key, each delivery carries X-Whisperer-Signature: sha256= and the hexadecimal HMAC of the body under that key. X-Whisperer-Event names the event as it was subscribed to.",
		Source: page(hookLibrary, "client of the vendor's webhook library"),
	}
	DeliveredAsynchronously = &specs.Rule{
		ID:         "akinon/delivered-asynchronously",
		Operations: []string{"preparePackage", "subscribeWebhook"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Events are delivered independently of the request that causes them. A slow or failing subscriber neither delays nor changes the command's response.",
		Source: page(hooks, "Webhooks, second paragraph"),
	}
	FailedDeliveryRetried = &specs.Rule{
		ID:         "akinon/failed-delivery-retried",
		Operations: []string{"subscribeWebhook"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A failed delivery is repeated after the wait that the subscription's retry_countdown_config gives, which is fixed, linear, exponential or random.",
		Source: page(hooks, "Subscribe, table, row retry_countdown_config"),
	}
	RetryCountdown = &specs.Rule{
		ID:         "akinon/retry-countdown",
		Operations: []string{"subscribeWebhook"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A delivery fails without a 2xx response within ten seconds. Before repeat n, counted from 0, the sender waits seconds (fixed), n times base (linear), or factor times base to the power n (exponential). Linear and exponential waits are at most limit; a random wait is between min_value and max_value. There are ten repeats, and none without a countdown.",
		Source: page(hookLibrary, "countdowns and tasks of the vendor's webhook library, which count as their task queue does"),
	}
)

func webhookRules() []*specs.Rule {
	return []*specs.Rule{
		AnnouncedByWebhook, PackageCreatedEvent, PreparingEvent, SubscriptionMembers, CallerCompletesSubscription,
		Unsubscribes, UnsubscribedOnce, SubscribedOnce, EventTypeNames, SubscriptionAnswer,
		AdditionalHeaders, DeliverySigned, DeliveredAsynchronously, FailedDeliveryRetried, RetryCountdown,
	}
}
