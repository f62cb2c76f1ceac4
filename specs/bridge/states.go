package bridge

import "github.com/plumbline-api/plumbline/specs"

// The way of an order into Bridge, and the states beside the numbered ones.
var (
	OrderEntersOpen = &specs.Rule{
		ID:         "bridge/order-enters-open",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "An order that is imported into Bridge is open, that is, not treated yet.",
		Source:  document("Estados de un pedido, lines 40, 41 and 46"),
		Settles: []int{4},
	}
	ShortageAtImport = &specs.Rule{
		ID:         "bridge/shortage-at-import",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order for which there is not enough stock when it is imported is reported; the document has it not created in one place, and negotiated with the customer in another.",
		Source: document("Estados de un pedido, lines 45 to 47"),
		Readings: []specs.Reading{
			{Name: "not-created", Text: "The shortage is reported and there is no such order; negotiation is for a shortage that shows up later."},
			{Name: "negotiated", Text: "The shortage is reported, and the order is created in the state negotiation."},
		},
		Settles: []int{5, 25},
	}
	UnnumberedStates = &specs.Rule{
		ID:         "bridge/unnumbered-states",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The states rejected (faulty or inconsistent orders), paused (any reason) and negotiation (a shortage) are printed among the states and are missing from the numbered list.",
		Source: document("Estados de un pedido, lines 43 to 45, against lines 40 to 71"),
		Readings: []specs.Reading{
			{Name: "accepted", Text: "The call moves an order to each of the three without a prerequisite."},
			{Name: "withdrawn", Text: "A call for one of the three is refused as one for an unknown state."},
		},
		Settles: []int{11},
	}
)

// What the numbered states presuppose.
var (
	ConfirmedNeedsPayment = &specs.Rule{
		ID:         "bridge/confirmed-needs-payment",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order becomes confirmed when the integrator has told that it is paid or has delivered its payments, either of which suffices; whether the call looks at it is not said, since the row describes and line 6 lists no such validation.",
		Source: document("Estados de un pedido, row 2, line 49"),
		Readings: []specs.Reading{
			{Name: "checked", Text: "With neither the change is refused."},
			{Name: "not-checked", Text: "The change is executed all the same: it is for the caller to ask for it when it may."},
		},
		Closed: "With neither the change is refused or it is not.",
	}
	GarbarinoNeedsDefaultMeans = &specs.Rule{
		ID:         "bridge/garbarino-needs-default-means",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order of Garbarino is confirmed once its default means of payment was reported, which stands for its payments; whether it can be confirmed without is open.",
		Source: document("Estados de un pedido, row 2, line 50"),
		Readings: []specs.Reading{
			{Name: "binds-the-customer", Text: "Without its default means the change is refused, even if the order was reported as paid."},
			{Name: "is-an-example", Text: "The customers' cases only show how the news may arrive: Garbarino's order is confirmed on the report that it is paid, too."},
		},
		Settles: []int{31},
	}
	GarbarinoMeansIsExported = &specs.Rule{
		ID:         "bridge/garbarino-means-is-exported",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The default means of payment of a Garbarino order is passed on as its payment when the order is confirmed.",
		Source: document("Estados de un pedido, row 2, line 50"),
	}
	MarketplacePaymentComesLater = &specs.Rule{
		ID:         "bridge/marketplace-payment-comes-later",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order of Fravega or the marketplace is confirmed on the report that it was paid; its payment arrives later, is taken then, and leaves the state as it is.",
		Source: document("Estados de un pedido, row 2, line 51"),
	}
	OtherMeansEitherWay = &specs.Rule{
		ID:         "bridge/other-means-either-way",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order paid by Rapipago or any other means is confirmed on the data of its payment alone and on the bare report that it was paid.",
		Source: document("Estados de un pedido, row 2, line 52"),
	}
	ReadyNeedsShippingAndLabel = &specs.Rule{
		ID:         "bridge/ready-needs-shipping-and-label",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order becomes readyToPick when the integrator has delivered its shipping data and its label; whether the call looks at both is not said.",
		Source: document("Estados de un pedido, row 3, line 54"),
		Readings: []specs.Reading{
			{Name: "checked", Text: "With one of the two missing, whichever it is, the change is refused."},
			{Name: "not-checked", Text: "The change is executed whatever is missing: it is for the caller to ask for it when it may."},
		},
		Closed:  "The row presupposes both in one breath, so the call looks at both or at neither.",
		Settles: []int{26},
	}
	PickingNeedsPackingList = &specs.Rule{
		ID:         "bridge/picking-needs-packing-list",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order that the warehouse has taken into a packing list is inproc, by that alone or by a call for it; whether a call is executed before is not said.",
		Source: document("Estados de un pedido, row 4, line 56"),
		Readings: []specs.Reading{
			{Name: "list-allows", Text: "Being taken into a packing list leaves the state as it is and allows the call for inproc, which is refused before."},
			{Name: "list-moves", Text: "Being taken into a packing list makes the order inproc without a call; a call before is refused."},
			{Name: "call-tells", Text: "The call tells Bridge of the packing list: it is executed without one, and being taken into one leaves the state as it is."},
			{Name: "list-or-call", Text: "Being taken into a packing list makes the order inproc without a call, and so does a call without one."},
		},
	}
	CompleteNeedsItems = &specs.Rule{
		ID:         "bridge/complete-needs-items",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order becomes complete when its items and their serial numbers have been received or filled in, and confirmed; whether the call looks at both is not said.",
		Source: document("Estados de un pedido, row 5, line 59"),
		Readings: []specs.Reading{
			{Name: "checked", Text: "While no item is confirmed, or serial numbers are missing, the change is refused."},
			{Name: "not-checked", Text: "The change is executed whatever is missing: it is for the caller to ask for it when it may."},
		},
		Closed: "The row presupposes both in one breath, so the call looks at both or at neither.",
	}
	CompleteIsTotal = &specs.Rule{
		ID:         "bridge/complete-is-total",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Completion is always total: an order is never complete in part; whether the call looks at it is not said.",
		Source: document("Estados de un pedido, row 5, line 59"),
		Readings: []specs.Reading{
			{Name: "checked", Text: "With a part of the items or of the quantities confirmed the change is refused."},
			{Name: "not-checked", Text: "The change is executed: the call itself tells that the order is complete as a whole."},
		},
		Closed:  "The part of an item and the part of the items are both a part.",
		Settles: []int{24},
	}
	CompleteWaits = &specs.Rule{
		ID:         "bridge/complete-waits",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A complete order stays so, however long its parcel waits for the carrier, or in the shop for the customer; time alone does not move it.",
		Source: document("Estados de un pedido, row 5, line 60, which tells where the parcel waits and not for how long"),
		Free:   true,
	}
	TransitNeedsCarrierOrHand = &specs.Rule{
		ID:         "bridge/transit-needs-carrier-or-hand",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order of which some news of the carrier has come in is sent, by that alone or by a call for it; it is also moved by hand, as by handing over its packing list in the warehouse, which needs no call.",
		Source: document("Estados de un pedido, row 6, lines 62, 63 and 66"),
		Readings: []specs.Reading{
			{Name: "news-allows", Text: "The carrier's news leaves the state as it is and allows the call for transit, which is refused before."},
			{Name: "news-moves", Text: "The carrier's news moves a complete order to transit without a call; a call for transit before is refused."},
			{Name: "call-is-news", Text: "The call for transit is itself the news or the hand, and is accepted without any before it; the carrier's news leaves the state as it is."},
			{Name: "news-or-call", Text: "The carrier's news moves a complete order to transit without a call, and a call without news does so too."},
		},
		Settles: []int{14},
	}
	SentOrderIsClosedFromOutside = &specs.Rule{
		ID:         "bridge/sent-order-is-closed-from-outside",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A sent order becomes closed when the carrier reports its delivery, or by hand.",
		Source: document("Estados de un pedido, rows 6 and 7, lines 66 and 68, which do not say how an order is closed"),
	}
	ClosedIsFinal = &specs.Rule{
		ID:         "bridge/closed-is-final",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "Closed is final: neither a call nor the carrier's news nor the hand moves a closed order.",
		Source:  document("Estados de un pedido, row 7, line 68"),
		Settles: []int{7},
	}
	CancelNeedsNothing = &specs.Rule{
		ID:         "bridge/cancel-needs-nothing",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "An order may be cancelled, for the customer or for the company, from every state but those of error 1023, without any prerequisite.",
		Source: document("line 6, column Validación; Estados de un pedido, lines 42 and 71, which do not say from which states"),
	}
	CancelledIsFinal = &specs.Rule{
		ID:         "bridge/cancelled-is-final",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Cancelled is marked as a final state, and yet the one error that protects final states, 1023, does not name it.",
		Source: document("Estados de un pedido, row 8, line 71, against line 6, column Validación"),
		Readings: []specs.Reading{
			{Name: "final", Text: "A call for any other state is refused; with which code is not documented."},
			{Name: "may-be-revived", Text: "A call for another state is judged like that for any order that was neither sent nor closed, and can be executed."},
		},
		Settles: []int{6, 27},
	}
)

// The flow as a whole.
var (
	OtherSystemsChangeToo = &specs.Rule{
		ID:         "bridge/other-systems-change-too",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "This call is not the only way to change a state: a change by hand in the warehouse counts at once, and the next call is judged against the state that it left, with 1021 for that same state.",
		Source:  document("line 1; Estados de un pedido, rows 4 and 6, lines 56 and 66"),
		Settles: []int{32},
	}
	FreeFlow = &specs.Rule{
		ID:         "bridge/free-flow",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Where the installation defines no flow, it is open which state may follow which; prerequisites are asked of the new state only, not of those between.",
		Source: document("Estados de un pedido, lines 37 to 71, which number the states and give no transitions"),
		Readings: []specs.Reading{
			{Name: "any-step", Text: "Every change that no documented error and no prerequisite forbids is executed, forwards, backwards and past several states."},
			{Name: "next-number", Text: "From a numbered state only the state with the next number may follow, or cancelled, or one of the states without a number."},
		},
		Settles: []int{33},
	}
	FlowIsConfigurable = &specs.Rule{
		ID:         "bridge/flow-is-configurable",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "An installation may define its own flow; a change that this flow does not contain is refused.",
		Source: configurationPage("flow of states"),
	}
	FlowMayAdvanceByItself = &specs.Rule{
		ID:         "bridge/flow-may-advance-by-itself",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A step that the installation's flow marks as automatic is taken without a call, as soon as the prerequisites of its new state are met.",
		Source: configurationPage("flow of states, manual and automatic advance"),
	}
)

// What the caller has to do.
var (
	CallerDeliversPaymentFirst = &specs.Rule{
		ID:         "bridge/caller-delivers-payment-first",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "Before the integrator asks for confirmed it has told that the order is paid or has delivered its payments; for Garbarino, the default means of payment.",
		Source: document("Estados de un pedido, row 2, lines 49 to 52"),
	}
	CallerDeliversShippingFirst = &specs.Rule{
		ID:         "bridge/caller-delivers-shipping-first",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "Before the integrator asks for readyToPick it has delivered the shipping data and the label.",
		Source: document("Estados de un pedido, row 3, line 54"),
	}
)

func stateRules() []*specs.Rule {
	return []*specs.Rule{
		OrderEntersOpen, ShortageAtImport, UnnumberedStates,
		ConfirmedNeedsPayment, GarbarinoNeedsDefaultMeans, GarbarinoMeansIsExported, MarketplacePaymentComesLater,
		OtherMeansEitherWay, ReadyNeedsShippingAndLabel, PickingNeedsPackingList, CompleteNeedsItems, CompleteIsTotal,
		CompleteWaits, TransitNeedsCarrierOrHand, SentOrderIsClosedFromOutside, ClosedIsFinal,
		CancelNeedsNothing, CancelledIsFinal,
		OtherSystemsChangeToo, FreeFlow, FlowIsConfigurable, FlowMayAdvanceByItself,
		CallerDeliversPaymentFirst, CallerDeliversShippingFirst,
	}
}
