package bridge

import "github.com/plumbline-api/plumbline/specs"

// The call: the state in its path, the order in its body.
var (
	PathNamesTheState = &specs.Rule{
		ID:         "bridge/path-names-the-state",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "The last segment of the path names the new state; the notes are free text, and nothing in the body, a state it may name included, changes that.",
		Source:  document("lines 2 and 6; JSON ejemplo, line 22"),
		Settles: []int{16},
	}
	NewStateRequired = &specs.Rule{
		ID:         "bridge/new-state-required",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The new state is required, and its absence has the code 1040; since the state is a segment of the path, a call without one may not reach the service at all.",
		Source: document("Parámetros enviados por URL, line 6, columns Requerido and Validación"),
		Readings: []specs.Reading{
			{Name: "answered", Text: "A path that ends after /order/state, with a slash or without, or that has only blanks in the state's place, is answered with ack 1040."},
			{Name: "no-such-address", Text: "A path that ends after /order/state is an unknown address, answered with HTTP status 404, and blanks are an unknown state with an ack other than 1040."},
		},
		Schema:  []string{"/components/parameters/OrderState/required"},
		Settles: []int{20},
	}
	StatesOfTheTable = &specs.Rule{
		ID:         "bridge/states-of-the-table",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The new state is one of the codes of the table of states; anything else is refused, the number before a code and the codes env and clos included.",
		Source: document("Parámetros enviados por URL, line 6, column Ejemplos; Estados de un pedido, lines 37 to 71"),
		Schema: []string{
			"/components/schemas/OrderState/type",
			"/components/schemas/OrderState/enum",
		},
		Settles: []int{12},
	}
	SameStateIs1021 = &specs.Rule{
		ID:         "bridge/same-state-is-1021",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A call for the state that the order is in already is refused with ack 1021.",
		Source: document("Parámetros enviados por URL, line 6, column Validación"),
	}
	SentOrClosedIs1023 = &specs.Rule{
		ID:         "bridge/sent-or-closed-is-1023",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A call for another state is refused with ack 1023 when the order was sent (env, the state transit) or closed (clos, the state closed); taken strictly this bars the way from transit to closed as well.",
		Source: document("Parámetros enviados por URL, line 6, column Validación; Estados de un pedido, lines 62 and 68"),
		Readings: []specs.Reading{
			{Name: "sent-and-closed", Text: "Neither from transit nor from closed does this call lead anywhere; closing is left to the carrier's news and to the hand."},
			{Name: "transit-may-close", Text: "From transit this call may still close the order; every other change from transit, and every change from closed, is refused with 1023."},
		},
		Settles: []int{1, 2},
	}
	BodyTyped = &specs.Rule{
		ID:         "bridge/body-typed",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The body is a JSON object in which internalNumber and notes are text; a body that is no JSON, or has another type there, is refused.",
		Source: document("JSON ejemplo, lines 16 to 23"),
		Schema: []string{
			"/components/schemas/StateChange/type",
			"/components/schemas/StateChange/properties/internalNumber/type",
			"/components/schemas/StateChange/properties/notes/type",
		},
	}
	NumberRequired = &specs.Rule{
		ID:         "bridge/number-required",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A change without internalNumber, or without a body, is refused with ack 991.",
		Source: changeStatusPage("table of the body, row internalNumber"),
		Schema: []string{
			"/paths/~1order~1state~1{orderState}/post/requestBody/required",
			"/components/schemas/StateChange/required",
		},
		Settles: []int{22},
	}
	EmptyNumberIsMissing = &specs.Rule{
		ID:         "bridge/empty-number-is-missing",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "An order number that is an empty text counts as missing and is refused with ack 991.",
		Source: document("JSON ejemplo, line 21, which is silent on it"),
		Schema: []string{
			"/components/schemas/StateChange/properties/internalNumber/minLength",
			"/components/schemas/StatusQuery/properties/internalOrderNumber/minLength",
		},
	}
	NumberComparedAsText = &specs.Rule{
		ID:         "bridge/number-compared-as-text",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Order numbers are compared as text, leading zeros and letters included: 1 does not name the order 00001.",
		Source: document("JSON ejemplo, line 21, which shows leading zeros and is silent on them"),
	}
	UnknownOrderIs1022 = &specs.Rule{
		ID:         "bridge/unknown-order-is-1022",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:    "A number that no order has is refused with ack 1022.",
		Source:  statusPage("table of error codes, row 1022"),
		Settles: []int{21},
	}
	NotesOptional = &specs.Rule{
		ID:         "bridge/notes-optional",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A change without notes is executed like one with them.",
		Source: changeStatusPage("table of the body, row notes"),
	}
)

// The answer.
var (
	AckZeroMeansExecuted = &specs.Rule{
		ID:         "bridge/ack-0-means-executed",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An allowed change is answered with ack 0 and executed: the order is in the state asked for, and in no other; other pages of the vendor have the shop execute it after the answer.",
		Source: document("lines 1, 28 and 35"),
		Readings: []specs.Reading{
			{Name: "at-once", Text: "The order is in the new state when the answer arrives."},
			{Name: "after-a-while", Text: "The answer says that the change was taken; when it arrives the order is still in the old state, and it is in the new one a moment later."},
		},
	}
	ErrorsHaveOtherAcks = &specs.Rule{
		ID:         "bridge/errors-have-other-acks",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "A change that is not executed is never answered with ack 0: the codes of the validation column are acks just as 9999 of the table of error codes is.",
		Source:  document("line 6, column Validación; lines 31 to 36 and 69"),
		Settles: []int{13},
	}
	AnswerEnvelope = &specs.Rule{
		ID:         "bridge/answer-envelope",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Success and refusal are answered with one envelope, a valid JSON object with the number ack and the text message.",
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
		Text:   "The message describes an error if there is one; the example of a success has a dash in it.",
		Source: document("lines 29, 32 and 70"),
		Readings: []specs.Reading{
			{Name: "dash", Text: "The message of a success is a dash."},
			{Name: "nothing", Text: "The message of a success is empty or left out."},
		},
		Settles: []int{18},
	}
	MessageDescribesError = &specs.Rule{
		ID:         "bridge/message-describes-error",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The message of a refusal is there and describes the error: it is neither empty nor the dash of a success.",
		Source: document("lines 32 and 70"),
	}
	StatusIs200 = &specs.Rule{
		ID:         "bridge/status-is-200",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Every answer has HTTP status 200, refusals included; ack alone tells the outcome.",
		Source: document("lines 24 to 36, which name no status"),
		Schema: []string{
			"/paths/~1order~1state~1{orderState}/post/responses/200",
			"/paths/~1order~1status/post/responses/200",
			"/paths/~1auth~1login/post/responses/200",
			"/paths/~1auth~1me/post/responses/200",
			"/components/responses/RefusedOtherwise",
		},
	}
	UnknownErrorIs9999 = &specs.Rule{
		ID:         "bridge/unknown-error-is-9999",
		Operations: []string{"changeOrderState", "getOrderStatus", "logIn"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "9999 is the code of every refusal that has none of its own: an unreadable body, an unknown state, a way out of a cancelled order, a missing prerequisite, a flow that forbids the change, a failed log-in.",
		Source: document("lines 36 and 66, which give 9999 for unknown errors and do not say which these are"),
	}
	FirstRefusalDecides = &specs.Rule{
		ID:         "bridge/first-refusal-decides",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Of several refusals the first of this order is answered: invalid token, 1040, unreadable body, unknown state, 991, 1022, 1021, 1023, cancelled, the flow, the prerequisites of the new state.",
		Source: document("line 6, column Validación, which lists 1040, 1021 and 1023 and does not rank them"),
	}
)

// What the caller has to do.
var (
	CallerUsesHTTPS = &specs.Rule{
		ID:         "bridge/caller-uses-https",
		Operations: everyOperation(),
		Binds:      specs.Client, Level: specs.Should, Basis: specs.Documented,
		Text:   "The caller calls over HTTPS, the only scheme that the document gives.",
		Source: document("line 2"),
	}
	CallerDoesNotRepeatRefusals = &specs.Rule{
		ID:         "bridge/caller-does-not-repeat-refusals",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Client, Level: specs.Should, Basis: specs.Assumed,
		Text:   "The caller looks at ack, whatever the HTTP status, and does not send a refused change again while the order has not changed.",
		Source: document("lines 31 and 69, which send the caller to the table of codes"),
	}
)

func everyOperation() []string {
	return []string{"changeOrderState", "getOrderStatus", "logIn", "checkToken"}
}

func orderRules() []*specs.Rule {
	return []*specs.Rule{
		PathNamesTheState, NewStateRequired, StatesOfTheTable, SameStateIs1021, SentOrClosedIs1023,
		BodyTyped, NumberRequired, EmptyNumberIsMissing, NumberComparedAsText, UnknownOrderIs1022, NotesOptional,
		AckZeroMeansExecuted, ErrorsHaveOtherAcks, AnswerEnvelope, SuccessMessage,
		MessageDescribesError, StatusIs200, UnknownErrorIs9999, FirstRefusalDecides,
		CallerUsesHTTPS, CallerDoesNotRepeatRefusals,
	}
}
