package bridge

import "github.com/plumbline-api/plumbline/specs"

// The call: the state in its path, the order in its body.
var (
	PathNamesTheState = &specs.Rule{
		ID:         "bridge/path-names-the-state",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "The last segment of the path names the new state. The notes are free text. Nothing in the body leads to another state, not even a state that the body names.",
		Source:  document("lines 2 and 6; JSON ejemplo, line 22"),
		Settles: []int{16},
	}
	NewStateRequired = &specs.Rule{
		ID:         "bridge/new-state-required",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The new state is required. A request without one changes nothing and is refused with ack 1040. The state is a path segment, so such a request may not reach the service at all.",
		Source: document("Parámetros enviados por URL, line 6, columns Requerido and Validación"),
		Readings: []specs.Reading{
			{Name: "answered", Text: "The service answers with ack 1040 when the path ends after /order/state, with or without a slash, or has only blanks as the state."},
			{Name: "no-such-address", Text: "A path that ends after /order/state is refused like any unknown address. Blanks are an unknown state, refused with an ack other than 1040."},
			{Name: "blanks-answered", Text: "A path that ends after /order/state is an unknown address. Blanks as the state are refused with ack 1040."},
		},
		Schema:  []string{"/components/parameters/OrderState/required"},
		Settles: []int{20},
	}
	StatesOfTheTable = &specs.Rule{
		ID:         "bridge/states-of-the-table",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "Each code of the table names a state that can be requested. An allowed request for that state is executed and moves the order there.",
		Source:  document("Parámetros enviados por URL, line 6, column Ejemplos; Estados de un pedido, lines 37 to 71"),
		Settles: []int{12},
	}
	UnknownStates = &specs.Rule{
		ID:         "bridge/unknown-states",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A request whose path names no state is refused. Which words name a state, apart from the codes as printed, is not documented.",
		Source: document("Parámetros enviados por URL, line 6; Estados de un pedido, lines 38 to 71, which number the rows and say nothing of other words"),
		Readings: []specs.Reading{
			{Name: "codes-only", Text: "Only the codes name states, letter by letter."},
			{Name: "numbers-and-cases", Text: "The row number of a state names it too, and the case of a code does not matter."},
			{Name: "short-codes", Text: "The words env and clos of error 1023 also name transit and closed."},
		},
	}
	SameStateIs1021 = &specs.Rule{
		ID:         "bridge/same-state-is-1021",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A request for the state that the order already has is refused with ack 1021. If the order was sent or closed, 1023 fits as well.",
		Source: document("Parámetros enviados por URL, line 6, column Validación"),
	}
	SentOrClosedIs1023 = &specs.Rule{
		ID:         "bridge/sent-or-closed-is-1023",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "If the order was sent (env, the state transit) or closed (clos, the state closed), a request for another state is refused with ack 1023. Taken strictly, this also forbids the change from transit to closed.",
		Source: document("Parámetros enviados por URL, line 6, column Validación; Estados de un pedido, lines 62 and 68"),
		Readings: []specs.Reading{
			{Name: "sent-and-closed", Text: "This request moves no order out of transit or closed. Orders are closed by the carrier's news or manually."},
			{Name: "transit-may-close", Text: "This request may still close an order in transit. Every other change from transit, and every change from closed, is refused with 1023."},
		},
		Settles: []int{1, 2},
	}
	NumberRequired = &specs.Rule{
		ID:         "bridge/number-required",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A request without internalNumber is refused. Another page of the vendor gives this error the code 991, which the document's own table does not have.",
		Source: changeStatusPage("table of the body, row internalNumber"),
		Readings: []specs.Reading{
			{Name: "code-991", Text: "The refusal has ack 991."},
			{Name: "another-refusal", Text: "The refusal has another ack, or none."},
		},
		Closed:  "A refusal either has the code or does not.",
		Schema:  []string{"/components/schemas/StateChange/required"},
		Settles: []int{22},
	}
	EmptyNumberIsMissing = &specs.Rule{
		ID:         "bridge/empty-number-is-missing",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "An empty order number counts as missing and is refused with ack 991.",
		Source: document("JSON ejemplo, line 21, which is silent on it"),
		Free:   true,
		Schema: []string{
			"/components/schemas/StateChange/properties/internalNumber/minLength",
			"/components/schemas/StatusQuery/properties/internalOrderNumber/minLength",
		},
	}
	NumberComparedAsText = &specs.Rule{
		ID:         "bridge/number-compared-as-text",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Order numbers are compared as text, including leading zeros and letters: 1 does not name the order 00001.",
		Source: document("JSON ejemplo, line 21, which shows leading zeros and is silent on them"),
		Free:   true,
	}
	UnknownOrderIs1022 = &specs.Rule{
		ID:         "bridge/unknown-order-is-1022",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A request for an unknown order is refused. Another page of the vendor gives this error the code 1022, which the document's own table does not have.",
		Source: statusPage("table of error codes, row 1022"),
		Readings: []specs.Reading{
			{Name: "code-1022", Text: "The refusal has ack 1022."},
			{Name: "another-refusal", Text: "The refusal has another ack, or none."},
		},
		Closed:  "A refusal either has the code or does not.",
		Settles: []int{21},
	}
	NotesOptional = &specs.Rule{
		ID:         "bridge/notes-optional",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A request without notes is executed like one with notes.",
		Source: changeStatusPage("table of the body, row notes"),
	}
)

// The answer.
var (
	AckZeroMeansExecuted = &specs.Rule{
		ID:         "bridge/ack-0-means-executed",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An allowed change returns ack 0 and is executed: the order moves to the requested state and to no other. Other pages of the vendor have the shop execute it after the response.",
		Source: document("lines 1, 28 and 35"),
		Readings: []specs.Reading{
			{Name: "at-once", Text: "The order is in the new state when the response arrives."},
			{Name: "after-a-while", Text: "The response says that the change was accepted. The order is still in the old state when it arrives, and in the new one a moment later."},
		},
	}
	ErrorsHaveOtherAcks = &specs.Rule{
		ID:         "bridge/errors-have-other-acks",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "A change that is not executed never returns ack 0. The codes of the validation column are acks, just as 9999 of the table of error codes is.",
		Source:  document("line 6, column Validación; lines 31 to 36 and 69"),
		Settles: []int{13},
	}
	AnswerEnvelope = &specs.Rule{
		ID:         "bridge/answer-envelope",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Successes and documented refusals return the same envelope: a valid JSON object with the number ack and the text message.",
		Source: document("lines 24 to 32, 69 and 70"),
		Schema: []string{
			"/components/schemas/Answer",
			"/components/schemas/Ack",
		},
		Settles: []int{15, 17},
	}
	SuccessMessage = &specs.Rule{
		ID:         "bridge/success-message",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The message describes an error if there is one, so the message of a success describes none. The example of a success has a dash in it.",
		Source: document("lines 29, 32 and 70"),
		Readings: []specs.Reading{
			{Name: "dash", Text: "The message of a success is a dash."},
			{Name: "nothing", Text: "The message of a success is empty, null or left out."},
			{Name: "described", Text: "The message of a success is “La operación se ha ejecutado con éxito.”, which is what the table of codes says of 0."},
		},
		Settles: []int{18},
	}
	MessageDescribesError = &specs.Rule{
		ID:         "bridge/message-describes-error",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The message of a documented refusal is present and describes the error. It is neither empty nor the dash of a success.",
		Source: document("lines 32 and 70"),
	}
	StatusIs200 = &specs.Rule{
		ID:         "bridge/status-is-200",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Every response has HTTP status 200, even a refusal. Only ack tells the outcome.",
		Source: document("lines 24 to 36, which name no status"),
		Free:   true,
	}
	UnknownErrorIs9999 = &specs.Rule{
		ID:         "bridge/unknown-error-is-9999",
		Operations: []string{"changeOrderState", "getOrderStatus", "logIn"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Every refusal without a code of its own returns 9999. These are an unreadable body, an unknown state, a change out of cancelled, a missing precondition, a change that the flow forbids, a failed log-in.",
		Source: document("lines 36 and 66, which give 9999 for unknown errors and do not say which these are"),
		Free:   true,
	}
	FirstRefusalDecides = &specs.Rule{
		ID:         "bridge/first-refusal-decides",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "When several errors apply, the first in this order is returned: invalid token, 1040, unreadable body, unknown state, 991, 1022, 1021, 1023, cancelled, flow, preconditions of the new state.",
		Source: document("line 6, column Validación, which lists 1040, 1021 and 1023 and does not rank them"),
		Free:   true,
	}
)

// What the caller has to do.
var (
	CallerUsesHTTPS = &specs.Rule{
		ID:         "bridge/caller-uses-https",
		Operations: everyOperation(),
		Binds:      specs.Client, Level: specs.Should, Basis: specs.Documented,
		Text:   "The caller uses HTTPS, the only scheme that the document gives.",
		Source: document("line 2"),
	}
	CallerPosts = &specs.Rule{
		ID:         "bridge/caller-posts",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller sends a change as POST.",
		Source: document("line 3"),
	}
	CallerNamesAState = &specs.Rule{
		ID:         "bridge/caller-names-a-state",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller requests a state by one of the codes of the table of states, exactly as printed.",
		Source: document("Parámetros enviados por URL, line 6; Estados de un pedido, lines 37 to 71"),
		Schema: []string{"/components/parameters/OrderState/schema"},
	}
	CallerSendsJSON = &specs.Rule{
		ID:         "bridge/caller-sends-json",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller sends a JSON object in which internalNumber and notes are text, as in the example.",
		Source: document("JSON ejemplo, lines 16 to 23"),
		Schema: []string{
			"/paths/~1order~1state~1{orderState}/post/requestBody",
			"/components/schemas/StateChange/type",
			"/components/schemas/StateChange/properties/internalNumber/type",
			"/components/schemas/StateChange/properties/notes/type",
		},
		Was: []string{"bridge/body-typed"},
	}
	CallerDoesNotRepeatRefusals = &specs.Rule{
		ID:         "bridge/caller-does-not-repeat-refusals",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Client, Level: specs.Should, Basis: specs.Assumed,
		Text:   "The caller checks ack, whatever the HTTP status. It does not repeat a refused change while the order has not changed.",
		Source: document("lines 31 and 69, which send the caller to the table of codes"),
	}
)

func everyOperation() []string {
	return []string{"changeOrderState", "getOrderStatus", "logIn", "checkToken"}
}

func orderRules() []*specs.Rule {
	return []*specs.Rule{
		PathNamesTheState, NewStateRequired, StatesOfTheTable, UnknownStates, SameStateIs1021, SentOrClosedIs1023,
		NumberRequired, EmptyNumberIsMissing, NumberComparedAsText, UnknownOrderIs1022, NotesOptional,
		AckZeroMeansExecuted, ErrorsHaveOtherAcks, AnswerEnvelope, SuccessMessage,
		MessageDescribesError, StatusIs200, UnknownErrorIs9999, FirstRefusalDecides,
		CallerUsesHTTPS, CallerPosts, CallerNamesAState, CallerSendsJSON, CallerDoesNotRepeatRefusals,
	}
}
