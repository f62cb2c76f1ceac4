package komet

import "github.com/plumbline-api/plumbline/specs"

// The form of the answer.
var (
	AnswerMembersTyped = &specs.Rule{
		ID:         "komet/answer-members-typed",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The response is a JSON object with status, message, prebookId, prebookNumber, purchaseOrderNumbers and items. Each item has its own status and message. All members have their documented types and maximum lengths.",
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
		Text:   "The status tells success from failure, and a message describes it. Status 1 comes with a created prebook; status 0 means that the request was refused.",
		Source: document("Output, lines 77 and 78"),
	}
	StatusForm = &specs.Rule{
		ID:         "komet/status-form",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The status is 1 or 0. The status at the top of the response is a number in the field table and in the second sample, and text in the first sample. The status of an item is always a number.",
		Source: document("Output, lines 77 and 84; sample answers, lines 94 and 98"),
		Schema: []string{"/components/schemas/Status"},
		Readings: []specs.Reading{
			{Name: "number", Text: "The status at the top and the status of an item are the JSON number 1 or 0."},
			{Name: "text", Text: "The status at the top is the JSON string 1 or 0. The status of an item is a number."},
			{Name: "text-everywhere", Text: "The status at the top and the status of an item are the JSON string 1 or 0."},
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
			{Name: "text", Text: "The prebookNumber is a JSON string of digits, padded with leading zeros to six."},
			{Name: "plain-text", Text: "The prebookNumber is a JSON string of digits without leading zeros."},
		},
		Settles: []int{3},
	}
	SuccessMessages = &specs.Rule{
		ID:         "komet/success-messages",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Should, Basis: specs.Documented,
		Text:    "The message of a creation says that the prebook was successfully created. Where purchase orders were generated, it says that all of them were. The message of an item says that it was added to the order, which means the prebook.",
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
		Text:   "The response to a created prebook has one item for each item of the request, with a status and a message of its own.",
		Source: document("Output, lines 82 to 85"),
	}
	ItemsInRequestOrder = &specs.Rule{
		ID:         "komet/items-in-request-order",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "The items of the response are in the order of the request.",
		Source: document("Output, line 82, which is silent on it"),
	}
	LinesHaveOwnIDs = &specs.Rule{
		ID:         "komet/lines-have-own-ids",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Every added line is returned with its prebookItemId. In the samples all lines of a response have the same id.",
		Source: document("Output, line 86; sample answers, lines 94 and 98"),
		Readings: []specs.Reading{
			{Name: "own", Text: "No two lines share an id, neither in a prebook nor across prebooks."},
			{Name: "shared", Text: "The lines of one response share an id, as in the second sample."},
		},
		Settles: []int{19},
	}
	IdentifierAnswered = &specs.Rule{
		ID:         "komet/identifier-answered",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An item's identifier is returned as it was sent. An item sent without an identifier is returned without one.",
		Source: document("Input JSON Parameters, line 38; Output, line 83"),
	}
	LongIdentifier = &specs.Rule{
		ID:         "komet/long-identifier",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An identifier of 20 characters is returned whole. A request may send 21 to 30 characters. The identifier of the response is documented with 20 characters, and as the value of the request.",
		Source: document("Input JSON Parameters, line 38; Output, line 83"),
		Readings: []specs.Reading{
			{Name: "whole", Text: "The whole identifier is returned."},
			{Name: "cut", Text: "The first 20 characters of the identifier are returned."},
		},
		Settles: []int{8},
	}
	ProductAnsweredAsGiven = &specs.Rule{
		ID:         "komet/product-answered-as-given",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An item is returned with productId if that was sent, and with productCode if that was sent. The second sample returns productId for an item that sent only its code.",
		Source: document("Output, lines 87 and 88; second sample request and answer, lines 74 and 98"),
		Readings: []specs.Reading{
			{Name: "as-given", Text: "The response has productId or productCode as it was sent, and not the other one."},
			{Name: "id-for-code", Text: "An item that was sent with a code is returned with the product's id, with or without the code."},
		},
		Settles: []int{17},
	}
	FailedItem = &specs.Rule{
		ID:         "komet/failed-item",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The status of an item tells whether it was added: an item with status 0 is not a line of the prebook. No page says what happens to the prebook and its other items when one item fails.",
		Source: document("Output, lines 77, 84 and 85"),
		Readings: []specs.Reading{
			{Name: "others-are-added", Text: "The prebook is created with the other items, which have status 1, and without lines if all fail. The status at the top is 1, as in the only sample of a sister method that fails in part."},
			{Name: "others-or-nothing", Text: "The prebook is created with the other items, which have status 1. If all fail, the status at the top is 0 and no prebook is created."},
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
		Text:    "Every refusal, authentication and limits included, comes with HTTP status 200. Its JSON body has status 0 and a message that is not empty.",
		Source:  document("Output, lines 77 and 78, which name no HTTP status"),
		Settles: []int{38},
	}
	BreachRefusesWhole = &specs.Rule{
		ID:         "komet/breach-refuses-whole",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A request that violates the field table anywhere, even in a single item, is refused as a whole. A single item fails only for causes that depend on the state of the system.",
		Source: document("Output, lines 77 and 84, which do not divide the causes"),
	}
	UnknownHeaderReference = &specs.Rule{
		ID:         "komet/unknown-header-reference",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A customer, carrier or location that the company does not have, by id or by code, causes the whole request to be refused.",
		Source: document("Input JSON Parameters, lines 22 to 27 and 36, which are silent on it"),
	}
	UnknownItemReference = &specs.Rule{
		ID:         "komet/unknown-item-reference",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "An item fails when it names a product, box type, vendor or future sales order that the company does not have. It also fails when one of its breakdowns names an unknown product.",
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
