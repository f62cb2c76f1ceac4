package bridge

import "github.com/plumbline-api/plumbline/specs"

// Reading the state of an order.
var (
	StatusTellsState = &specs.Rule{
		ID:         "bridge/status-tells-state",
		Operations: []string{"getOrderStatus", "changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Reading the state of an existing order returns ack 0 with its present state, the name of that state, and its history.",
		Source: statusPage("answer"),
		Schema: []string{"/components/schemas/OrderStatus"},
	}
	StatusNumberRequired = &specs.Rule{
		ID:         "bridge/status-number-required",
		Operations: []string{"getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The request for the state is an object with internalOrderNumber. Without that member it is refused with ack 991.",
		Source: statusPage("table of the body and table of error codes, row 991"),
		Schema: []string{"/components/schemas/StatusQuery/required"},
	}
	HistoryGrows = &specs.Rule{
		ID:         "bridge/history-grows",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Every change of state adds one entry to the order's history: the previous state, the new state and the time. A refusal adds none.",
		Source: statusPage("answer, history"),
		Schema: []string{"/components/schemas/StateStep"},
	}
	StatusSpeaksTheTable = &specs.Rule{
		ID:         "bridge/status-speaks-the-table",
		Operations: []string{"getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:    "States are given by the codes of document 003. Their names are abierto/creado, confirmado, listo para surtir, surtiendo, completo, entregado, cerrado, cancelado, and without a number Rechazado, Pausado, En proceso de negociación. The history lists the oldest entry first.",
		Source:  document("Estados de un pedido, lines 40 to 71, which give several names and not where they are sent"),
		Free:    true,
		Settles: []int{3, 9, 10},
	}
)

// The news of a change.
var (
	StateNewsAreSent = &specs.Rule{
		ID:         "bridge/state-news-are-sent",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Every change of state is sent to the order's sales channel. The envelope has the channel's code, the queue's name, which ends in an underscore and that code, and the message. A refusal sends nothing.",
		Source: lifeCyclePage("queues of the outgoing news"),
		Schema: []string{
			"/webhooks/orderStateNews/post/requestBody",
			"/components/schemas/StateNews",
		},
	}
	StateNewsMembers = &specs.Rule{
		ID:         "bridge/state-news-members",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "The message has the order's number, the previous state, the new state and the time. It adds the notes of the request, if any, and on confirmation the payments. The queue is queueForOrderState_ and the channel's code.",
		Source: lifeCyclePage("queues of the outgoing news, where the message of this one is not shown"),
		Free:   true,
		Schema: []string{
			"/webhooks/orderStateNews/post/responses/200",
			"/components/schemas/StateNewsMessage",
			"/components/schemas/Payment",
		},
	}
)

func statusRules() []*specs.Rule {
	return []*specs.Rule{
		StatusTellsState, StatusNumberRequired, HistoryGrows, StatusSpeaksTheTable, StateNewsAreSent, StateNewsMembers,
	}
}
