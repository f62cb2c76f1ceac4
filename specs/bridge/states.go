package bridge

import "github.com/plumbline-api/plumbline/specs"

// The way of an order into Bridge, and the states beside the numbered ones.
var (
	OrderEntersOpen = &specs.Rule{
		ID:         "bridge/order-enters-open",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "An order imported into Bridge is open, that is, not processed yet.",
		Source:  document("Estados de un pedido, lines 40, 41 and 46"),
		Settles: []int{4},
	}
	ShortageAtImport = &specs.Rule{
		ID:         "bridge/shortage-at-import",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order imported without enough stock is reported. One passage says that it is not created, another that it is negotiated with the customer.",
		Source: document("Estados de un pedido, lines 45 to 47"),
		Readings: []specs.Reading{
			{Name: "not-created", Text: "The shortage is reported and the order is not created. The state negotiation is for a shortage that shows up later."},
			{Name: "negotiated", Text: "The shortage is reported, and the order is created in the state negotiation."},
		},
		Settles: []int{5, 25},
	}
	UnnumberedStates = &specs.Rule{
		ID:         "bridge/unnumbered-states",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The document prints three more states: rejected (faulty or inconsistent orders), paused (any reason) and negotiation (a shortage). They are missing from the numbered list.",
		Source: document("Estados de un pedido, lines 43 to 45, against lines 40 to 71"),
		Readings: []specs.Reading{
			{Name: "accepted", Text: "A request moves an order to any of the three without a precondition."},
			{Name: "withdrawn", Text: "A request for any of the three is refused as one for an unknown state."},
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
		Text:   "An order becomes confirmed when the integrator has reported it as paid or has delivered its payments; either suffices. Whether the service checks this is not documented: the row only describes, and line 6 lists no such validation.",
		Source: document("Estados de un pedido, row 2, line 49"),
		Readings: []specs.Reading{
			{Name: "checked", Text: "If the integrator has done neither, the change is refused."},
			{Name: "not-checked", Text: "The change is executed anyway. The caller is responsible for requesting it at the right time."},
		},
		Closed: "Without a report or payments, the change either is refused or is not.",
	}
	GarbarinoNeedsDefaultMeans = &specs.Rule{
		ID:         "bridge/garbarino-needs-default-means",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A Garbarino order is confirmed once its default means of payment was reported, which stands for its payments. Whether it can be confirmed without it is open.",
		Source: document("Estados de un pedido, row 2, line 50"),
		Readings: []specs.Reading{
			{Name: "binds-the-customer", Text: "Without its default means of payment the change is refused, even if the order was reported as paid."},
			{Name: "is-an-example", Text: "The customers' cases only show how the report may arrive. A Garbarino order is also confirmed when it was reported as paid."},
		},
		Settles: []int{31},
	}
	GarbarinoMeansIsExported = &specs.Rule{
		ID:         "bridge/garbarino-means-is-exported",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "When a Garbarino order is confirmed, its default means of payment is passed on as its payment.",
		Source: document("Estados de un pedido, row 2, line 50"),
	}
	MarketplacePaymentComesLater = &specs.Rule{
		ID:         "bridge/marketplace-payment-comes-later",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order of Fravega or the marketplace is confirmed once it was reported as paid. Its payment arrives later, is accepted then, and does not change the state.",
		Source: document("Estados de un pedido, row 2, line 51"),
	}
	OtherMeansEitherWay = &specs.Rule{
		ID:         "bridge/other-means-either-way",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order paid by Rapipago or any other means is confirmed with its payment data alone. It is also confirmed with the report alone that it was paid.",
		Source: document("Estados de un pedido, row 2, line 52"),
	}
	ReadyNeedsShippingAndLabel = &specs.Rule{
		ID:         "bridge/ready-needs-shipping-and-label",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order becomes readyToPick when the integrator has delivered its shipping data and its label. Whether the service checks both is not documented.",
		Source: document("Estados de un pedido, row 3, line 54"),
		Readings: []specs.Reading{
			{Name: "checked", Text: "If either of the two is missing, the change is refused."},
			{Name: "not-checked", Text: "The change is executed whatever is missing. The caller is responsible for requesting it at the right time."},
		},
		Closed:  "The row names both conditions together, so the service checks both or neither.",
		Settles: []int{26},
	}
	PickingNeedsPackingList = &specs.Rule{
		ID:         "bridge/picking-needs-packing-list",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order becomes inproc when the warehouse takes it into a packing list, by that alone or by a request for that state. Whether such a request succeeds earlier is not documented.",
		Source: document("Estados de un pedido, row 4, line 56"),
		Readings: []specs.Reading{
			{Name: "list-allows", Text: "The packing list does not change the state. It allows the request for inproc, which is refused before."},
			{Name: "list-moves", Text: "The packing list moves the order to inproc without a request. A request before that is refused."},
			{Name: "call-tells", Text: "The request tells Bridge of the packing list, so it succeeds without one. The packing list itself does not change the state."},
			{Name: "list-or-call", Text: "The packing list moves the order to inproc without a request. A request without a packing list does so too."},
		},
	}
	CompleteNeedsItems = &specs.Rule{
		ID:         "bridge/complete-needs-items",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order becomes complete when its items and their serial numbers have been received or filled in, and confirmed. Whether the service checks both is not documented.",
		Source: document("Estados de un pedido, row 5, line 59"),
		Readings: []specs.Reading{
			{Name: "checked", Text: "While no item is confirmed, or serial numbers are missing, the change is refused."},
			{Name: "not-checked", Text: "The change is executed whatever is missing. The caller is responsible for requesting it at the right time."},
		},
		Closed: "The row names both conditions together, so the service checks both or neither.",
	}
	CompleteIsTotal = &specs.Rule{
		ID:         "bridge/complete-is-total",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Completion is always total: an order is never partly complete. Whether the service checks this is not documented.",
		Source: document("Estados de un pedido, row 5, line 59"),
		Readings: []specs.Reading{
			{Name: "checked", Text: "If only part of the items or of the quantities is confirmed, the change is refused."},
			{Name: "not-checked", Text: "The change is executed. The request itself says that the whole order is complete."},
		},
		Closed:  "Part of an item's quantity and part of the items are both partial.",
		Settles: []int{24},
	}
	CompleteWaits = &specs.Rule{
		ID:         "bridge/complete-waits",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A complete order stays complete while its parcel waits for the carrier, or in the shop for the customer. Time alone does not change its state.",
		Source: document("Estados de un pedido, row 5, line 60, which tells where the parcel waits and not for how long"),
		Free:   true,
	}
	TransitNeedsCarrierOrHand = &specs.Rule{
		ID:         "bridge/transit-needs-carrier-or-hand",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order with any news from the carrier becomes sent, by that alone or by a request for that state. It is also moved manually, for example by handing over its packing list in the warehouse, without a request.",
		Source: document("Estados de un pedido, row 6, lines 62, 63 and 66"),
		Readings: []specs.Reading{
			{Name: "news-allows", Text: "The carrier's news does not change the state. It allows the request for transit, which is refused before."},
			{Name: "news-moves", Text: "The carrier's news moves a complete order to transit without a request. A request for transit before that is refused."},
			{Name: "call-is-news", Text: "The request for transit itself reports the carrier's news or the manual change, and succeeds without either. The carrier's news does not change the state."},
			{Name: "news-or-call", Text: "The carrier's news moves a complete order to transit without a request. A request without news does so too."},
		},
		Settles: []int{14},
	}
	SentOrderIsClosedFromOutside = &specs.Rule{
		ID:         "bridge/sent-order-is-closed-from-outside",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A sent order becomes closed when the carrier reports its delivery, or manually.",
		Source: document("Estados de un pedido, rows 6 and 7, lines 66 and 68, which do not say how an order is closed"),
	}
	ClosedIsFinal = &specs.Rule{
		ID:         "bridge/closed-is-final",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "Closed is final: no request, carrier's news or manual change moves a closed order.",
		Source:  document("Estados de un pedido, row 7, line 68"),
		Settles: []int{7},
	}
	CancelNeedsNothing = &specs.Rule{
		ID:         "bridge/cancel-needs-nothing",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "An order may be cancelled, for the customer or for the company, from every state except those of error 1023. There is no precondition.",
		Source: document("line 6, column Validación; Estados de un pedido, lines 42 and 71, which do not say from which states"),
	}
	CancelledIsFinal = &specs.Rule{
		ID:         "bridge/cancelled-is-final",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Cancelled is marked as a final state. Yet 1023, the only error that protects final states, does not name it.",
		Source: document("Estados de un pedido, row 8, line 71, against line 6, column Validación"),
		Readings: []specs.Reading{
			{Name: "final", Text: "A request for any other state is refused; the code is not documented."},
			{Name: "may-be-revived", Text: "A request for another state is judged as for any order that was neither sent nor closed, and can be executed."},
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
		Text:    "This request is not the only way to change a state: a manual change in the warehouse counts at once. The next request is judged by the state it left, with 1021 for that same state.",
		Source:  document("line 1; Estados de un pedido, rows 4 and 6, lines 56 and 66"),
		Settles: []int{32},
	}
	FreeFlow = &specs.Rule{
		ID:         "bridge/free-flow",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "If the installation defines no flow, it is open which state may follow which. Only the preconditions of the new state apply, not those of the states between.",
		Source: document("Estados de un pedido, lines 37 to 71, which number the states and give no transitions"),
		Readings: []specs.Reading{
			{Name: "any-step", Text: "Every change that no documented error and no precondition forbids is executed: forwards, backwards and past several states."},
			{Name: "next-number", Text: "A numbered state may be followed only by the state with the next number, by cancelled, or by a state without a number."},
		},
		Settles: []int{33},
	}
	FlowIsConfigurable = &specs.Rule{
		ID:         "bridge/flow-is-configurable",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "An installation may define its own flow. A change that this flow does not contain is refused.",
		Source: configurationPage("flow of states"),
	}
	FlowMayAdvanceByItself = &specs.Rule{
		ID:         "bridge/flow-may-advance-by-itself",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A step that the installation's flow marks as automatic happens without a request, as soon as the preconditions of its new state are met.",
		Source: configurationPage("flow of states, manual and automatic advance"),
	}
)

// What the caller has to do.
var (
	CallerDeliversPaymentFirst = &specs.Rule{
		ID:         "bridge/caller-delivers-payment-first",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "Before requesting confirmed, the integrator has reported the order as paid or has delivered its payments. For Garbarino, it has reported the default means of payment.",
		Source: document("Estados de un pedido, row 2, lines 49 to 52"),
	}
	CallerDeliversShippingFirst = &specs.Rule{
		ID:         "bridge/caller-delivers-shipping-first",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "Before requesting readyToPick, the integrator has delivered the shipping data and the label.",
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
