package bridge

import "github.com/plumbline-api/plumbline/specs"

// OrderLifecycle is the states of an order: the numbered ones in turn, and the
// cancellation. The states without a number have no transition that every
// reading of their rule has.
func OrderLifecycle() specs.Lifecycle {
	l := specs.Lifecycle{
		Entity: "order",
		States: []string{
			"open", "confirmed", "readyToPick", "inproc", "complete", "transit", "closed",
			"cancelled", "rejected", "paused", "negotiation",
		},
		Transitions: []specs.Transition{
			{To: "open", Rules: []*specs.Rule{OrderEntersOpen}},
			{From: "open", To: "confirmed", Rules: []*specs.Rule{
				ConfirmedNeedsPayment, GarbarinoNeedsDefaultMeans, MarketplacePaymentComesLater, OtherMeansEitherWay,
			}},
			{From: "confirmed", To: "readyToPick", Rules: []*specs.Rule{ReadyNeedsShippingAndLabel}},
			{From: "readyToPick", To: "inproc", Rules: []*specs.Rule{PickingNeedsPackingList}},
			{From: "inproc", To: "complete", Rules: []*specs.Rule{CompleteNeedsItems, CompleteIsTotal}},
			{From: "complete", To: "transit", Rules: []*specs.Rule{TransitNeedsCarrierOrHand}},
			{From: "transit", To: "closed", Rules: []*specs.Rule{SentOrderIsClosedFromOutside}},
		},
	}
	for _, from := range []string{"open", "confirmed", "readyToPick", "inproc", "complete"} { // what is sent or closed is refused
		l.Transitions = append(l.Transitions, specs.Transition{From: from, To: "cancelled", Rules: []*specs.Rule{CancelNeedsNothing}})
	}
	return l
}
