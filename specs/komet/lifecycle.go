package komet

import "github.com/plumbline-api/plumbline/specs"

// OrderLifecycle is what becomes of an order that began as a prebook, as far as
// the vendor's notifications tell of it. The document itself has no states.
func OrderLifecycle() specs.Lifecycle {
	return specs.Lifecycle{
		Entity: "order",
		States: []string{"open", "confirmed", "cancelled"},
		Transitions: []specs.Transition{
			{To: "open", Rules: []*specs.Rule{CreatesPrebook}},
			{From: "open", To: "confirmed", Rules: []*specs.Rule{OrderConfirmationSent}},
			{From: "open", To: "cancelled", Rules: []*specs.Rule{OrderCancellationSent}},
			{From: "confirmed", To: "cancelled", Rules: []*specs.Rule{OrderCancellationSent}},
		},
	}
}

// PurchaseOrderLifecycle has the one state that the document names.
func PurchaseOrderLifecycle() specs.Lifecycle {
	return specs.Lifecycle{
		Entity: "purchase order",
		States: []string{"Approved"},
		Transitions: []specs.Transition{
			{To: "Approved", Rules: []*specs.Rule{PurchaseOrdersGenerated, PurchaseOrdersApproved}},
		},
	}
}
