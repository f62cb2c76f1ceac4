package komet

import "github.com/plumbline-api/plumbline/specs"

// What the vendor tells a subscriber. The rules name the creation as their
// operation because the order that is confirmed or cancelled began there.
var (
	OrderConfirmationSent = &specs.Rule{
		ID:         "komet/order-confirmation-sent",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "When an order is confirmed, the vendor sends a GET request to the subscriber's address. Its URL parameters are the subscriber's token, the companyId and the invoiceId.",
		Source: page("Order confirmation webhook", "spaces/KB/pages/3339883", "request"),
		Schema: []string{"/webhooks/orderConfirmation/get/parameters"},
	}
	OrderCancellationSent = &specs.Rule{
		ID:         "komet/order-cancellation-sent",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "When an order is cancelled, the vendor posts a JSON object with companyId and orderId to the subscriber's address. The header authenticationToken carries the subscriber's token.",
		Source: page("Order cancellation webhook", "pages/diffpagesbyversion.action?pageId=655261697", "request"),
		Schema: []string{
			"/webhooks/orderCancellation/post/parameters",
			"/webhooks/orderCancellation/post/requestBody",
			"/components/schemas/OrderCancellation",
			"/components/securitySchemes/webhookToken",
		},
	}
	SubscriberAnswersConfirmation = &specs.Rule{
		ID:         "komet/subscriber-answers-confirmation",
		Operations: create(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The subscriber answers a confirmation with a JSON object: status 1 and a message when it accepted the confirmation, status 0 and an error when it did not.",
		Source: page("Order confirmation webhook", "spaces/KB/pages/3339883", "response"),
		Schema: []string{
			"/webhooks/orderConfirmation/get/responses/200",
			"/components/schemas/SubscriberAnswer",
		},
	}
)

func eventRules() []*specs.Rule {
	return []*specs.Rule{OrderConfirmationSent, OrderCancellationSent, SubscriberAnswersConfirmation}
}
