package altazion

import "github.com/plumbline-api/plumbline/specs"

// The documented refusals, their causes and their order.
var (
	BodyFormatIs400 = &specs.Rule{
		ID:         "altazion/body-format-is-400",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A call whose body is no JSON is refused with 400.",
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
		Text:   "A body that only a lenient parser takes for JSON is refused with 400: one followed by something else, with a comma too many, with NaN or single quotes, in UTF-16, or with bytes that are no UTF-8.",
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
		Text:   "A call without a body, whose body is no JSON object, that has no array as Lignes, or a quantity below zero, is refused; the document has 400 for an invalid format and 422 for incoherent data, and does not say where the one ends.",
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
			{Name: "shape", Text: "Format is syntax, types and which members are there: without Lignes 400, below zero 422."},
			{Name: "types", Text: "Format is syntax and types alone: without Lignes 422, below zero 422."},
			{Name: "values", Text: "Format is all that shows without the bon: without Lignes 400, below zero 400."},
		},
		Settles: []int{9},
	}
	UnusableIdentifierIs404 = &specs.Rule{
		ID:         "altazion/unusable-identifier-is-404",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Saving or shipping under an identifier that is invalid, or that no bon has, is refused with 404, a GUID and a number alike; the two causes have one status.",
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
		Text:   "An identifier has 1 to 50 letters, digits, blanks, dots, underscores and hyphens, a letter or digit first; anything else is invalid and refused with 404 before the body is looked at, and so even where the body is malformed too.",
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
		Text:   "Reading under an identifier that no bon has shows no bon.",
		Source: page("hub/api/index.md", "Codes d'erreurs, row 404"),
		Schema: []string{"/paths/~1api~1logistique~1preparation~1{bon}/get/responses/404"},
		Readings: []specs.Reading{
			{Name: "404", Text: "It is refused with 404, as the general page has it."},
			{Name: "nothing", Text: "The answer is a success that shows nothing: 204, or null."},
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
		Text:   "Besides a cancelled bon, one that is not validated or not triggered can neither be saved nor shipped and is refused with 405; one that is triggered, in progress or prepared can.",
		Source: document("Remarques, table of errors, row 405, line 27, which names no state"),
	}
	FinishedIs409 = &specs.Rule{
		ID:         "altazion/finished-is-409",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Saving or shipping a bon that is finished, a shipment sent a second time included, is refused with 405 or 409 and changes nothing; both rows fit.",
		Source: document("Remarques, table of errors, rows 405 and 409, lines 27 and 28"),
		Schema: []string{
			"/paths/~1api~1logistique~1preparation~1prepa~1{bon}/post/responses/409",
			"/paths/~1api~1logistique~1preparation~1expe~1{bon}/post/responses/409",
			"/components/responses/AlreadyFinished",
		},
		Readings: []specs.Reading{
			{Name: "409", Text: "With 409, the row that names just this case."},
			{Name: "405", Text: "With 405, finished being a state like any; the vendor's general page has 409 for something else."},
			{Name: "405-and-409", Text: "Saving with 405, since a finished bon can no longer be prepared, and shipping again with 409."},
		},
		Settles: []int{4, 7},
	}
	WrongMethodIs405 = &specs.Rule{
		ID:         "altazion/wrong-method-is-405",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:    "A method that a path does not have is refused with 405 too: by the router, with the header Allow and without an ErrorCode. The 405 about a bon's state has the ErrorCode 405 and no Allow, so a caller can tell them apart.",
		Source:  document("Remarques, table of errors, row 405, line 27, which uses the status that HTTP has for methods"),
		Settles: []int{11},
	}
	ShippedMoreThanContainedIs422 = &specs.Rule{
		ID:         "altazion/shipped-more-than-contained-is-422",
		Operations: []string{"shipBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A shipment of more than the bon contains is refused with 422, whatever is stated as prepared; exactly what it contains is accepted. By what the two are compared, line by line or otherwise, is open.",
		Source: document("Remarques, table of errors, row 422, line 29"),
		Schema: []string{
			"/paths/~1api~1logistique~1preparation~1prepa~1{bon}/post/responses/422",
			"/paths/~1api~1logistique~1preparation~1expe~1{bon}/post/responses/422",
			"/components/responses/Incoherent",
		},
		Readings: []specs.Reading{
			{Name: "by-line", Text: "Line by line: less of another line does not make up for it."},
			{Name: "by-article", Text: "By article: lines of one reference are counted together."},
			{Name: "by-bon", Text: "Over the whole bon: less of one line makes up for more of another."},
		},
	}
	ContainedIsToBePrepared = &specs.Rule{
		ID:         "altazion/contained-is-to-be-prepared",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "What a bon contains of a line is its QteCommandeAPreparee, not what was ordered at first or announced.",
		Source: include("preparation.saisiepreparation.autogen.md", "class LigneBonPreparation, which has four quantities and explains none"),
	}
	PreparedMoreThanContained = &specs.Rule{
		ID:         "altazion/prepared-more-than-contained",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The one example of incoherent data is about shipping; preparing more of a line than the bon contains is refused and changes nothing, or accepted and read back as sent.",
		Source: document("Remarques, table of errors, row 422, line 29"),
		Readings: []specs.Reading{
			{Name: "refused", Text: "It is refused, and changes nothing."},
			{Name: "accepted", Text: "It is accepted, and read back as sent."},
		},
		Settles: []int{12},
	}
	UnknownLine = &specs.Rule{
		ID:         "altazion/unknown-line",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A call may name a line that the bon does not have, which is a product that it does not contain; it is refused and changes nothing, or the line is passed over and the others are done.",
		Source: document("Remarques, table of errors, row 422, line 29"),
		Readings: []specs.Reading{
			{Name: "refused", Text: "The call is refused, and changes nothing."},
			{Name: "passed-over", Text: "The line is passed over and the others are done."},
		},
	}
	LineIsNamed = &specs.Rule{
		ID:         "altazion/line-is-named",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A line that has neither a Guid nor a Reference, or only empty ones, cannot be found in the bon: the call is refused with 422.",
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
		Text:   "A call in which two lines name the same line of the bon is refused with 422, since it states two totals.",
		Source: document("Remarques, table of errors, row 422, line 29, which is silent on it"),
	}
	RefusalOrder = &specs.Rule{
		ID:         "altazion/refusal-order",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "Of several causes the first of this list decides: credentials, an invalid identifier, the format of the body (400), an identifier that no bon has (404), the state of the bon (405 or 409), incoherent data (422).",
		Source: document("Remarques, table of errors, lines 23 to 29, which gives no order"),
	}
	UnknownMembersPassedOver = &specs.Rule{
		ID:         "altazion/unknown-members-passed-over",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "Members that are published nowhere are passed over, whatever they hold.",
		Source: document("Remarques, table of errors, row 400, line 25, which is silent on it"),
	}
	ErrorEnvelope = &specs.Rule{
		ID:         "altazion/error-envelope",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "By the vendor's general page an error is a JSON object with a Message, the HTTP status again as ErrorCode, and an ErrorIdentifier, absent or null where there is no closer cause. The document shows no body of an error, so a refusal may have another, without an ErrorCode.",
		Source: page("hub/api/index.md", "Codes d'erreurs, class WebServiceErrorDetails"),
		Schema: []string{
			"/components/schemas/WebServiceErrorDetails",
			"/components/responses/RefusedOtherwise",
			"/paths/~1api~1logistique~1preparation~1prepa~1{bon}/post/responses/4XX",
			"/paths/~1api~1logistique~1preparation~1expe~1{bon}/post/responses/4XX",
			"/paths/~1api~1logistique~1preparation~1{bon}/get/responses/4XX",
		},
		Readings: []specs.Reading{
			{Name: "published", Text: "The refusal of an unknown bon is that object."},
			{Name: "another", Text: "The refusal of an unknown bon has no ErrorCode: its body is another, or there is none."},
		},
		Closed: "a body that has a member ErrorCode claims to be the published object",
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
