package komet

import "github.com/plumbline-api/plumbline/specs"

// The form of the answer.
var (
	AnswerMembersTyped = &specs.Rule{
		ID:         "komet/answer-members-typed",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The answer is a JSON object with status, message, prebookId, prebookNumber, purchaseOrderNumbers and items, each item with its own status and message; all have their documented types and greatest lengths.",
		Source: document("Output, lines 76 to 90"),
		Schema: []string{
			"/paths/~1api~1prebook.create/post/responses/2XX",
			"/components/schemas/PrebookAnswer",
			"/components/schemas/PrebookItemAnswer",
		},
		Settles: []int{22},
	}
	StatusTellsSuccess = &specs.Rule{
		ID:         "komet/status-tells-success",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Success and failure are told by the status, 1 or 0, with a message that describes it: 1 comes with a prebook that was created, 0 when the request was refused.",
		Source: document("Output, lines 77 and 78"),
	}
	StatusForm = &specs.Rule{
		ID:         "komet/status-form",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The status is 1 or 0. At the top of the answer it is a number in the field table and in the second sample, and text in the first; that of an item is a number everywhere.",
		Source: document("Output, lines 77 and 84; sample answers, lines 94 and 98"),
		Schema: []string{"/components/schemas/Status"},
		Readings: []specs.Reading{
			{Name: "number", Text: "The status at the top is the JSON number 1 or 0, and so is that of an item."},
			{Name: "text", Text: "The status at the top is the JSON string 1 or 0, and that of an item a number."},
			{Name: "text-everywhere", Text: "The status at the top and that of an item are the JSON string 1 or 0."},
		},
		Settles: []int{2},
	}
	PrebookNumberForm = &specs.Rule{
		ID:         "komet/prebook-number-form",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The prebookNumber has at most ten digits. It is a number in the field table and in the first sample, and text with a leading zero in the second.",
		Source: document("Output, line 80; sample answers, lines 94 and 98"),
		Readings: []specs.Reading{
			{Name: "number", Text: "The prebookNumber is a JSON number."},
			{Name: "text", Text: "The prebookNumber is a JSON string of digits, filled with leading zeros to six."},
			{Name: "plain-text", Text: "The prebookNumber is a JSON string of digits without leading zeros."},
		},
		Settles: []int{3},
	}
	SuccessMessages = &specs.Rule{
		ID:         "komet/success-messages",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Should, Basis: specs.Documented,
		Text:    "The message of a creation says that the prebook was successfully created and, where purchase orders were generated, that all of them were; the message of an item says that it was added to the order, by which the prebook is meant.",
		Source:  document("sample answers, lines 94 and 98"),
		Settles: []int{45},
	}
)

// The items of the answer.
var (
	EveryItemAnswered = &specs.Rule{
		ID:         "komet/every-item-answered",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A created prebook is answered with one item for each item of the request, which has a status and a message of its own.",
		Source: document("Output, lines 82 to 85"),
	}
	ItemsInRequestOrder = &specs.Rule{
		ID:         "komet/items-in-request-order",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "The items of the answer come in the order of the request.",
		Source: document("Output, line 82, which is silent on it"),
	}
	LinesHaveOwnIDs = &specs.Rule{
		ID:         "komet/lines-have-own-ids",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Every line that was added is answered with its prebookItemId. The samples have one and the same id for all lines of an answer.",
		Source: document("Output, line 86; sample answers, lines 94 and 98"),
		Readings: []specs.Reading{
			{Name: "own", Text: "No two lines share an id, in a prebook or across prebooks."},
			{Name: "shared", Text: "The lines of one answer share an id, as in the second sample."},
		},
		Settles: []int{19},
	}
	IdentifierAnswered = &specs.Rule{
		ID:         "komet/identifier-answered",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An item that was sent with an identifier is answered with the same one, and an item that has none is answered without.",
		Source: document("Input JSON Parameters, line 38; Output, line 83"),
	}
	LongIdentifier = &specs.Rule{
		ID:         "komet/long-identifier",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An identifier of 20 characters comes back whole. One of 21 to 30 characters may be sent, while the answer's identifier is documented with 20 characters and as the value of the request.",
		Source: document("Input JSON Parameters, line 38; Output, line 83"),
		Readings: []specs.Reading{
			{Name: "whole", Text: "The whole identifier is answered."},
			{Name: "cut", Text: "Its first 20 characters are answered."},
		},
		Settles: []int{8},
	}
	ProductAnsweredAsGiven = &specs.Rule{
		ID:         "komet/product-answered-as-given",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An item is answered with productId if that was given and with productCode if that was given. The second sample answers productId for an item that gave its code only.",
		Source: document("Output, lines 87 and 88; second sample request and answer, lines 74 and 98"),
		Readings: []specs.Reading{
			{Name: "as-given", Text: "What was given is answered, and of the two nothing else."},
			{Name: "id-for-code", Text: "An item that was given by code is answered with the product's id, whether with the code or without."},
		},
		Settles: []int{17},
	}
	FailedItem = &specs.Rule{
		ID:         "komet/failed-item",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An item is told by its own status whether it was added: what is answered with status 0 is no line of the prebook. What becomes of the prebook and of its other items when one cannot be added is not said.",
		Source: document("Output, lines 77, 84 and 85"),
		Readings: []specs.Reading{
			{Name: "others-are-added", Text: "The prebook is created with the other items, which have status 1, and with none where all fail; the status at the top is 1, as in the one sample of a sister method that fails in part."},
			{Name: "others-or-nothing", Text: "The prebook is created with the other items, which have status 1; where all fail the status at the top is 0 and no prebook is created."},
			{Name: "nothing-is-added", Text: "The status at the top is 0 and no prebook is created."},
		},
		Settles: []int{37},
	}
)

// Refusals, of which the document has no sample.
var (
	RefusedWith200 = &specs.Rule{
		ID:         "komet/refused-with-200",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:    "A refusal of any cause, authentication and limits included, comes with HTTP status 200 and a JSON body of status 0 and a message that is not empty.",
		Source:  document("Output, lines 77 and 78, which name no HTTP status"),
		Settles: []int{38},
	}
	BreachRefusesWhole = &specs.Rule{
		ID:         "komet/breach-refuses-whole",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A request that breaks the field table anywhere, in one of its items too, is refused as a whole; failures of single items are those that only the state of the system can tell.",
		Source: document("Output, lines 77 and 84, which do not divide the causes"),
	}
	UnknownHeaderReference = &specs.Rule{
		ID:         "komet/unknown-header-reference",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A customer, carrier or location that the company does not have, by id or by code, refuses the whole request.",
		Source: document("Input JSON Parameters, lines 22 to 27 and 36, which are silent on it"),
	}
	UnknownItemReference = &specs.Rule{
		ID:         "komet/unknown-item-reference",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A product, box type, vendor or future sales order that the company does not have, and an unknown product of a breakdown, fails the item that names it.",
		Source: document("Input JSON Parameters, lines 39 to 47 and 56 to 60, which are silent on it"),
	}
)

func answerRules() []*specs.Rule {
	return []*specs.Rule{
		AnswerMembersTyped, StatusTellsSuccess, StatusForm, PrebookNumberForm, SuccessMessages,
		EveryItemAnswered, ItemsInRequestOrder, LinesHaveOwnIDs, IdentifierAnswered, LongIdentifier,
		ProductAnsweredAsGiven, FailedItem,
		RefusedWith200, BreachRefusesWhole, UnknownHeaderReference, UnknownItemReference,
	}
}
