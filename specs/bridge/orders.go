package bridge

import "github.com/plumbline-api/plumbline/specs"

// The call: the state in its path, the order in its body.
var (
	PathNamesTheState = &specs.Rule{
		ID:         "bridge/path-names-the-state",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "The last segment of the path names the new state; the notes are free text, and nothing in the body, a state it may name included, leads to another one.",
		Source:  document("lines 2 and 6; JSON ejemplo, line 22"),
		Settles: []int{16},
	}
	NewStateRequired = &specs.Rule{
		ID:         "bridge/new-state-required",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The new state is required: a call without one changes nothing, and its code is 1040; since the state is a segment of the path, such a call may not reach the service at all.",
		Source: document("Parámetros enviados por URL, line 6, columns Requerido and Validación"),
		Readings: []specs.Reading{
			{Name: "answered", Text: "A path that ends after /order/state, with a slash or without, or that has only blanks in the state's place, is answered with ack 1040."},
			{Name: "no-such-address", Text: "A path that ends after /order/state is an unknown address and refused as any other, and blanks are an unknown state with an ack other than 1040."},
			{Name: "blanks-answered", Text: "A path that ends after /order/state is an unknown address, and blanks in the state's place are answered with ack 1040."},
		},
		Schema:  []string{"/components/parameters/OrderState/required"},
		Settles: []int{20},
	}
	StatesOfTheTable = &specs.Rule{
		ID:         "bridge/states-of-the-table",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "The codes of the table name the states that the call leads to: an allowed call for one of them is executed, and leads to that state.",
		Source:  document("Parámetros enviados por URL, line 6, column Ejemplos; Estados de un pedido, lines 37 to 71"),
		Settles: []int{12},
	}
	UnknownStates = &specs.Rule{
		ID:         "bridge/unknown-states",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A call for what names no state is refused; which words name one beside the codes, as they are printed, is not said.",
		Source: document("Parámetros enviados por URL, line 6; Estados de un pedido, lines 38 to 71, which number the rows and say nothing of other words"),
		Readings: []specs.Reading{
			{Name: "codes-only", Text: "Nothing but the codes, letter by letter."},
			{Name: "numbers-and-cases", Text: "The number of a row names its state as well, and a code is known in any case."},
			{Name: "short-codes", Text: "The words env and clos of error 1023 name transit and closed as well."},
		},
	}
	SameStateIs1021 = &specs.Rule{
		ID:         "bridge/same-state-is-1021",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A call for the state that the order is in already is refused with ack 1021; where it was sent or closed, 1023 fits as well.",
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
	NumberRequired = &specs.Rule{
		ID:         "bridge/number-required",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A change without internalNumber is refused; another page of the vendor gives it the code 991, which the document's own table does not have.",
		Source: changeStatusPage("table of the body, row internalNumber"),
		Readings: []specs.Reading{
			{Name: "code-991", Text: "The refusal has ack 991."},
			{Name: "another-refusal", Text: "The refusal has another ack, or none."},
		},
		Closed:  "A refusal has the code or has not.",
		Schema:  []string{"/components/schemas/StateChange/required"},
		Settles: []int{22},
	}
	EmptyNumberIsMissing = &specs.Rule{
		ID:         "bridge/empty-number-is-missing",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "An order number that is an empty text counts as missing and is refused with ack 991.",
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
		Text:   "Order numbers are compared as text, leading zeros and letters included: 1 does not name the order 00001.",
		Source: document("JSON ejemplo, line 21, which shows leading zeros and is silent on them"),
		Free:   true,
	}
	UnknownOrderIs1022 = &specs.Rule{
		ID:         "bridge/unknown-order-is-1022",
		Operations: []string{"changeOrderState", "getOrderStatus"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A change of an order that nobody has is refused; another page of the vendor gives it the code 1022, which the document's own table does not have.",
		Source: statusPage("table of error codes, row 1022"),
		Readings: []specs.Reading{
			{Name: "code-1022", Text: "The refusal has ack 1022."},
			{Name: "another-refusal", Text: "The refusal has another ack, or none."},
		},
		Closed:  "A refusal has the code or has not.",
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
		Text:   "Success and a refusal that the document names are answered with one envelope, a valid JSON object with the number ack and the text message.",
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
		Text:   "The message describes an error if there is one, so that of a success does not; the example of a success has a dash in it.",
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
		Text:   "The message of a refusal that the document names is there and describes the error: it is neither empty nor the dash of a success.",
		Source: document("lines 32 and 70"),
	}
	StatusIs200 = &specs.Rule{
		ID:         "bridge/status-is-200",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Every answer has HTTP status 200, refusals included; ack alone tells the outcome.",
		Source: document("lines 24 to 36, which name no status"),
		Free:   true,
	}
	UnknownErrorIs9999 = &specs.Rule{
		ID:         "bridge/unknown-error-is-9999",
		Operations: []string{"changeOrderState", "getOrderStatus", "logIn"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "9999 is the code of every refusal that has none of its own: an unreadable body, an unknown state, a way out of a cancelled order, a missing prerequisite, a flow that forbids the change, a failed log-in.",
		Source: document("lines 36 and 66, which give 9999 for unknown errors and do not say which these are"),
		Free:   true,
	}
	FirstRefusalDecides = &specs.Rule{
		ID:         "bridge/first-refusal-decides",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Of several refusals the first of this order is answered: invalid token, 1040, unreadable body, unknown state, 991, 1022, 1021, 1023, cancelled, the flow, the prerequisites of the new state.",
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
		Text:   "The caller calls over HTTPS, the only scheme that the document gives.",
		Source: document("line 2"),
	}
	CallerPosts = &specs.Rule{
		ID:         "bridge/caller-posts",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller asks for a change by POST.",
		Source: document("line 3"),
	}
	CallerNamesAState = &specs.Rule{
		ID:         "bridge/caller-names-a-state",
		Operations: []string{"changeOrderState"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The state that the caller asks for is one of the codes of the table of states, as it is printed.",
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
		Text:   "The caller looks at ack, whatever the HTTP status, and does not send a refused change again while the order has not changed.",
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
