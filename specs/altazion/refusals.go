package altazion

import "github.com/plumbline-api/plumbline/specs"

// The documented refusals, their causes and their order.
var (
	BodyFormatIs400 = &specs.Rule{
		ID:         "altazion/body-format-is-400",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A request whose body is not JSON is refused with 400.",
		Source: document("Remarques, table of errors, row 400, line 25"),
		Schema: []string{
			"/paths/~1api~1logistique~1preparation~1prepa~1{bon}/post/requestBody/content/application~1json#not-json",
			"/paths/~1api~1logistique~1preparation~1expe~1{bon}/post/requestBody/content/application~1json#not-json",
			"/paths/~1api~1logistique~1preparation~1prepa~1{bon}/post/responses/400",
			"/paths/~1api~1logistique~1preparation~1expe~1{bon}/post/responses/400",
			"/components/responses/BodyInvalid",
		},
	}
	StrictJSON = &specs.Rule{
		ID:         "altazion/strict-json",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A body that only a lenient parser accepts as JSON is refused with 400. Examples are trailing data, an extra comma, NaN, single quotes, UTF-16, and bytes that are not UTF-8.",
		Source: document("Remarques, table of errors, row 400, line 25, which does not say how strictly JSON is read"),
		Schema: []string{
			"/paths/~1api~1logistique~1preparation~1prepa~1{bon}/post/requestBody/content/application~1json#followed-by-a-value",
			"/paths/~1api~1logistique~1preparation~1expe~1{bon}/post/requestBody/content/application~1json#followed-by-a-value",
		},
	}
	FormatOrCoherence = &specs.Rule{
		ID:         "altazion/format-or-coherence",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A request is refused if its body is missing or no JSON object, if Lignes is no array, or if a quantity is below zero. The document has 400 for an invalid format and 422 for incoherent data, without saying where the border lies.",
		Source: document("Remarques, items 1 and 2 and rows 400 and 422, lines 11, 13, 25 and 29"),
		Schema: []string{
			"/paths/~1api~1logistique~1preparation~1prepa~1{bon}/post/requestBody/required",
			"/paths/~1api~1logistique~1preparation~1expe~1{bon}/post/requestBody/required",
			"/components/schemas/PreparationBonPreparation/type",
			"/components/schemas/PreparationBonPreparation/required",
			"/components/schemas/PreparationBonPreparation/properties/Lignes/type",
			"/components/schemas/ExpeditionBonPreparation/type",
			"/components/schemas/ExpeditionBonPreparation/required",
			"/components/schemas/ExpeditionBonPreparation/properties/Lignes/type",
			"/components/schemas/LigneExpeditionBonPreparation/properties/QtePreparee/minimum",
			"/components/schemas/LigneExpeditionBonPreparation/properties/QteExpediee/minimum",
		},
		Readings: []specs.Reading{
			{Name: "shape", Text: "Format is syntax, types and which members are present: without Lignes 400, below zero 422."},
			{Name: "types", Text: "Format is only syntax and types: without Lignes 422, below zero 422."},
			{Name: "values", Text: "Format is all that can be checked without the bon: without Lignes 400, below zero 400."},
		},
		Settles: []int{9},
	}
	UnusableIdentifierIs404 = &specs.Rule{
		ID:         "altazion/unusable-identifier-is-404",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Saving or shipping under an invalid or unknown identifier is refused with 404, for a GUID and a number alike. Both causes have the same status.",
		Source: document("Remarques, table of errors, row 404, line 26"),
		Schema: []string{
			"/paths/~1api~1logistique~1preparation~1prepa~1{bon}/post/responses/404",
			"/paths/~1api~1logistique~1preparation~1expe~1{bon}/post/responses/404",
			"/components/responses/IdentifierUnusable",
		},
		Settles: []int{10},
	}
	IdentifierForm = &specs.Rule{
		ID:         "altazion/identifier-form",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "An identifier has 1 to 50 letters, digits, blanks, dots, underscores and hyphens, starting with a letter or digit. Anything else is refused with 404 before the body is checked, even if the body is malformed too.",
		Source: document("Remarques, table of errors, row 404, line 26, which does not say what is invalid"),
		Schema: []string{
			"/components/parameters/Bon/schema/minLength",
			"/components/parameters/Bon/schema/maxLength",
			"/components/parameters/Bon/schema/pattern",
		},
	}
	ReadUnknownIs404 = &specs.Rule{
		ID:         "altazion/read-unknown-is-404",
		Operations: []string{"getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Reading under an unknown identifier shows no bon.",
		Source: page("hub/api/index.md", "Codes d'erreurs, row 404"),
		Schema: []string{"/paths/~1api~1logistique~1preparation~1{bon}/get/responses/404"},
		Readings: []specs.Reading{
			{Name: "404", Text: "The read is refused with 404, as the general page says."},
			{Name: "nothing", Text: "The response is a success that shows nothing: 204, or null."},
		},
	}
	StateForbidsIs405 = &specs.Rule{
		ID:         "altazion/state-forbids-is-405",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Saving or shipping a bon whose state does not allow it, such as a cancelled one, is refused with 405.",
		Source: document("Remarques, table of errors, row 405, line 27"),
		Schema: []string{
			"/paths/~1api~1logistique~1preparation~1prepa~1{bon}/post/responses/405",
			"/paths/~1api~1logistique~1preparation~1expe~1{bon}/post/responses/405",
			"/components/responses/StateForbids",
		},
	}
	StatesThatForbid = &specs.Rule{
		ID:         "altazion/states-that-forbid",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A bon that is cancelled, not validated or not triggered can neither be saved nor shipped; the request is refused with 405. A bon that is triggered, in progress or prepared can.",
		Source: document("Remarques, table of errors, row 405, line 27, which names no state"),
	}
	FinishedIs409 = &specs.Rule{
		ID:         "altazion/finished-is-409",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Saving or shipping a finished bon, including a repeated shipment, is refused with 405 or 409 and changes nothing. Both rows fit.",
		Source: document("Remarques, table of errors, rows 405 and 409, lines 27 and 28"),
		Schema: []string{
			"/paths/~1api~1logistique~1preparation~1prepa~1{bon}/post/responses/409",
			"/paths/~1api~1logistique~1preparation~1expe~1{bon}/post/responses/409",
			"/components/responses/AlreadyFinished",
		},
		Readings: []specs.Reading{
			{Name: "409", Text: "The status is 409, the row that names just this case."},
			{Name: "405", Text: "The status is 405, since finished is a state like any other. The vendor's general page has 409 for something else."},
			{Name: "405-and-409", Text: "Saving is refused with 405, since a finished bon can no longer be prepared. Shipping again is refused with 409."},
		},
		Settles: []int{4, 7},
	}
	WrongMethodIs405 = &specs.Rule{
		ID:         "altazion/wrong-method-is-405",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:    "A method that a path does not have is also refused with 405: by the router, with the header Allow and without an ErrorCode. The 405 for a bon's state has the ErrorCode 405 and no Allow, so a caller can tell them apart.",
		Source:  document("Remarques, table of errors, row 405, line 27, which uses the status that HTTP has for methods"),
		Settles: []int{11},
	}
	ShippedMoreThanContainedIs422 = &specs.Rule{
		ID:         "altazion/shipped-more-than-contained-is-422",
		Operations: []string{"shipBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A shipment of more than the bon contains is refused with 422, whatever prepared quantity it states. Exactly what the bon contains is accepted. How the two are compared, line by line or otherwise, is open.",
		Source: document("Remarques, table of errors, row 422, line 29"),
		Schema: []string{
			"/paths/~1api~1logistique~1preparation~1prepa~1{bon}/post/responses/422",
			"/paths/~1api~1logistique~1preparation~1expe~1{bon}/post/responses/422",
			"/components/responses/Incoherent",
		},
		Readings: []specs.Reading{
			{Name: "by-line", Text: "Line by line: less of another line does not compensate."},
			{Name: "by-article", Text: "By article: lines of one reference are counted together."},
			{Name: "by-bon", Text: "Over the whole bon: less of one line compensates for more of another."},
		},
	}
	ContainedIsToBePrepared = &specs.Rule{
		ID:         "altazion/contained-is-to-be-prepared",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "What a bon contains of a line is its QteCommandeAPreparee, not the quantity first ordered or announced.",
		Source: include("preparation.saisiepreparation.autogen.md", "class LigneBonPreparation, which has four quantities and explains none"),
	}
	PreparedMoreThanContained = &specs.Rule{
		ID:         "altazion/prepared-more-than-contained",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The document's one example of incoherent data concerns shipping. Preparing more of a line than the bon contains is refused and changes nothing, or accepted and read back as sent.",
		Source: document("Remarques, table of errors, row 422, line 29"),
		Readings: []specs.Reading{
			{Name: "refused", Text: "The request is refused and changes nothing."},
			{Name: "accepted", Text: "The request is accepted, and the quantity is read back as sent."},
		},
		Settles: []int{12},
	}
	UnknownLine = &specs.Rule{
		ID:         "altazion/unknown-line",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A request may name a line that the bon does not have, that is, a product it does not contain. Either the request is refused and changes nothing, or the line is ignored and the others are processed.",
		Source: document("Remarques, table of errors, row 422, line 29"),
		Readings: []specs.Reading{
			{Name: "refused", Text: "The request is refused and changes nothing."},
			{Name: "passed-over", Text: "The line is ignored and the others are processed."},
		},
	}
	LineIsNamed = &specs.Rule{
		ID:         "altazion/line-is-named",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A line without a Guid and a Reference, or with only empty ones, cannot be found in the bon. The request is refused with 422.",
		Source: include("preparation.expedition.autogen.md", "class LigneExpeditionBonPreparation, of which both members may be empty"),
		Schema: []string{"/components/schemas/LigneExpeditionBonPreparation/anyOf"},
	}
	AtLeastOneLine = &specs.Rule{
		ID:         "altazion/at-least-one-line",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "Lignes has at least one line; an empty array is refused with 422.",
		Source: document("Remarques, items 1 and 2, lines 11 and 13, which are silent on it"),
		Schema: []string{
			"/components/schemas/PreparationBonPreparation/properties/Lignes/minItems",
			"/components/schemas/ExpeditionBonPreparation/properties/Lignes/minItems",
		},
	}
	LineNamedTwice = &specs.Rule{
		ID:         "altazion/line-named-twice",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A request in which two lines name the same line of the bon is refused with 422, since it states two totals.",
		Source: document("Remarques, table of errors, row 422, line 29, which is silent on it"),
	}
	RefusalOrder = &specs.Rule{
		ID:         "altazion/refusal-order",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "When several errors apply, the first in this order is returned: credentials, invalid identifier, body format (400), unknown identifier (404), state of the bon (405 or 409), incoherent data (422).",
		Source: document("Remarques, table of errors, lines 23 to 29, which gives no order"),
	}
	UnknownMembersPassedOver = &specs.Rule{
		ID:         "altazion/unknown-members-passed-over",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "Members that are not published are ignored, whatever their value.",
		Source: document("Remarques, table of errors, row 400, line 25, which is silent on it"),
	}
	ErrorEnvelope = &specs.Rule{
		ID:         "altazion/error-envelope",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "By the vendor's general page an error is a JSON object with a Message, the HTTP status again as ErrorCode, and an ErrorIdentifier. The ErrorIdentifier is absent or null without a more specific cause. The document shows no error body, so a refusal may have another, without an ErrorCode.",
		Source: page("hub/api/index.md", "Codes d'erreurs, class WebServiceErrorDetails"),
		Schema: []string{
			"/components/schemas/WebServiceErrorDetails",
			"/components/responses/RefusedOtherwise",
			"/paths/~1api~1logistique~1preparation~1prepa~1{bon}/post/responses/4XX",
			"/paths/~1api~1logistique~1preparation~1expe~1{bon}/post/responses/4XX",
			"/paths/~1api~1logistique~1preparation~1{bon}/get/responses/4XX",
		},
		Readings: []specs.Reading{
			{Name: "published", Text: "The refusal of an unknown bon returns that object."},
			{Name: "another", Text: "The refusal of an unknown bon has no ErrorCode: it has another body, or none."},
		},
		Closed: "A body that has a member ErrorCode claims to be the published object.",
	}
)

func refusalRules() []*specs.Rule {
	return []*specs.Rule{
		BodyFormatIs400, StrictJSON, FormatOrCoherence, UnusableIdentifierIs404, IdentifierForm, ReadUnknownIs404,
		StateForbidsIs405, StatesThatForbid, FinishedIs409, WrongMethodIs405,
		ShippedMoreThanContainedIs422, ContainedIsToBePrepared, PreparedMoreThanContained, UnknownLine,
		LineIsNamed, AtLeastOneLine, LineNamedTwice,
		RefusalOrder, UnknownMembersPassedOver, ErrorEnvelope,
	}
}
