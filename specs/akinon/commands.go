package akinon

import "github.com/plumbline-api/plumbline/specs"

// What the command's request holds.
var (
	TransitionOrSlug = &specs.Rule{
		ID:         "akinon/transition-or-slug",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "The command is named by its transition id or by its slug: either alone is enough.",
		Source:  document("Command Parameters and Prerequisites, table, rows transition and slug, line 30"),
		Settles: []int{3, 5},
	}
	TransitionAndSlugAgree = &specs.Rule{
		ID:         "akinon/transition-and-slug-agree",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A transition id and a slug may both be sent where they name one command, and are refused where they name two.",
		Source: document("Command Parameters and Prerequisites, table, rows transition and slug, line 30, silent on both"),
		Free:   true,
	}
	UnknownCommandRefused = &specs.Rule{
		ID:         "akinon/unknown-command-refused",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A transition id or slug that the installation has not given to any command is refused.",
		Source: page(commands, "Usage, which has the ids set at installation and is silent on others"),
	}
	PackageInBody = &specs.Rule{
		ID:         "akinon/package-in-body",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The body may give the id of the package, beside the path; the table calls it mandatory and the document's own request leaves it out.",
		Source: document("Command Parameters and Prerequisites, table, row package, line 30; Request Body, lines 42 to 44"),
		Readings: []specs.Reading{
			{Name: "optional", Text: "A body without package is accepted."},
			{Name: "mandatory", Text: "A body without package is refused."},
		},
		Closed:  "A body without it is accepted or refused; there is no third way.",
		Settles: []int{1},
	}
	PackageInBodyAgrees = &specs.Rule{
		ID:         "akinon/package-in-body-agrees",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A body whose package is not the one of the path never changes the package that the body names.",
		Source: document("Command Parameters and Prerequisites, table, row package, line 30, silent on it"),
		Readings: []specs.Reading{
			{Name: "refused", Text: "Such a command is refused, and neither package changes."},
			{Name: "path-decides", Text: "The package of the path is prepared."},
		},
	}
	ParametersNested = &specs.Rule{
		ID:         "akinon/parameters-nested",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The parameters are read from the object input_parameters, as in the document's request; its table lists them flat and never names that object.",
		Source: document("Request Body, lines 42 to 71; table, line 30"),
		Readings: []specs.Reading{
			{Name: "nested", Text: "They are read there alone: a command that has them beside transition and slug is refused."},
			{Name: "nested-or-flat", Text: "They are read beside transition and slug as well."},
		},
		Settles: []int{2},
	}
	FlagsEitherWay = &specs.Rule{
		ID:         "akinon/flags-either-way",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "select_items_by_omnitron_id and create_manual_oos_package may each be true or false.",
		Source: document("Command Parameters and Prerequisites, table, rows select_items_by_omnitron_id and create_manual_oos_package, line 30; Request Body, lines 45 and 52"),
	}
	ListsOptional = &specs.Rule{
		ID:         "akinon/lists-optional",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "Each of the lists may be left out, and its effect then touches no item; with none of them a package in which nothing is missing is prepared all the same.",
		Source:  document("Process, steps 5 and 6, lines 18 to 22; table, column Requirement, line 30"),
		Settles: []int{7, 8},
	}
	UnknownMembersIgnored = &specs.Rule{
		ID:         "akinon/unknown-members-ignored",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Members that the contract does not name are ignored, and an empty list is as good as none.",
		Source: document("Command Parameters and Prerequisites, line 30, silent on them"),
		Free:   true,
	}
)

// What the command answers.
var (
	AnswersPackage = &specs.Rule{
		ID:         "akinon/answers-package",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A successful command answers 200 with the id and number of the package of the path, the id of its stock location as a whole number, and its remaining items.",
		Source: document("Process, step 8, line 24; Successful Response, lines 76 to 87"),
		Schema: []string{
			"/paths/~1api~1v1~1oms~1packages~1{package_id}~1command~1/post/responses/200",
			"/components/schemas/PreparedPackage",
		},
		Settles: []int{20, 21},
	}
	RemainingItems = &specs.Rule{
		ID:         "akinon/remaining-items",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "packageitem_set of the answer holds the remaining items of the package and no item that is out of stock; whether an item with a new product remains is open.",
		Source: document("Process, steps 6 and 8, lines 22 and 24; Successful Response, line 85"),
		Readings: []specs.Reading{
			{Name: "left-in-package", Text: "All items that are not out of stock remain, those with a new product among them, be it under a new id."},
			{Name: "untouched", Text: "Only items remain that are neither out of stock nor have a new product."},
		},
		Settles: []int{19},
	}
	MalformedIs400 = &specs.Rule{
		ID:         "akinon/malformed-is-400",
		Operations: []string{"preparePackage", "subscribeWebhook", "listPackages"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A request that is not JSON is refused with 400; one that lacks a parameter or has one of a wrong form, where it is refused, by the same status or by one of its own.",
		Source: page(services, "table of status codes, which has 400 for malformed requests and for missing and wrong parameters"),
		Schema: []string{"/components/responses/Invalid"},
		Readings: []specs.Reading{
			{Name: "400", Text: "A JSON request of a wrong form that is refused is refused with 400, as one that is no JSON."},
			{Name: "422", Text: "A JSON request of a wrong form that is refused is refused with 422."},
		},
	}
	RefusalStatus = &specs.Rule{
		ID:         "akinon/refusal-status",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A well-formed command that the package's state, its items or the installation do not allow is refused as a validation error; the vendor's pages differ on the status of one, and none has it of this command.",
		Source: page(services, "table of status codes; the sibling commands' pages speak of a validation error, and apidocs.akinon.com/omnitron-openapis/saleschannelorders has 406 for one"),
		Schema: []string{"/paths/~1api~1v1~1oms~1packages~1{package_id}~1command~1/post/responses/406"},
		Readings: []specs.Reading{
			{Name: "400", Text: "The status is 400, as for other wrong parameters."},
			{Name: "406", Text: "The status is 406, as of the services of Omnitron."},
			{Name: "409-or-422", Text: "The status is 409 where the package's state does not allow the command, and 422 where an item or a reason does not."},
		},
		Settles: []int{24},
	}
	RefusalBody = &specs.Rule{
		ID:         "akinon/refusal-body",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A refused command answers with a JSON object that says why: under the name of the member at fault, or under non_field_errors, error or detail.",
		Source: page(client, "base_client.py, which reads these members from another service of the vendor"),
		Schema: []string{"/components/schemas/Problem"},
		Free:   true,
	}
	RefusalOrder = &specs.Rule{
		ID:         "akinon/refusal-order",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Where several refusals fit, the first of these holds: the Accept header, credentials, the right, the rate, an unknown package, the form of the body, and last what the installation, the state and the items do not allow.",
		Source: document("the whole document, which is silent on refusals"),
		Free:   true,
	}
)

func commandRules() []*specs.Rule {
	return []*specs.Rule{
		TransitionOrSlug, TransitionAndSlugAgree, UnknownCommandRefused, PackageInBody, PackageInBodyAgrees,
		ParametersNested, FlagsEitherWay, ListsOptional, UnknownMembersIgnored,
		AnswersPackage, RemainingItems, MalformedIs400, RefusalStatus, RefusalBody, RefusalOrder,
		CallerNamesCommand, CallerNamesPackage, CallerSendsFlags, CallerSendsTypedParameters, CallerCompletesElements,
	}
}
