package akinon

import "github.com/plumbline-api/plumbline/specs"

// What the command's request holds.
var (
	TransitionOrSlug = &specs.Rule{
		ID:         "akinon/transition-or-slug",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "The command is named by its transition id or by its slug; either alone is enough.",
		Source:  document("Command Parameters and Prerequisites, table, rows transition and slug, line 30"),
		Settles: []int{3, 5},
	}
	TransitionAndSlugAgree = &specs.Rule{
		ID:         "akinon/transition-and-slug-agree",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A request may send both a transition id and a slug if they name the same command. If they name two commands, it is refused.",
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
		Text:   "The body may repeat the id of the package that the path has. The table calls it mandatory; the document's own request omits it.",
		Source: document("Command Parameters and Prerequisites, table, row package, line 30; Request Body, lines 42 to 44"),
		Readings: []specs.Reading{
			{Name: "optional", Text: "A body without package is accepted."},
			{Name: "mandatory", Text: "A body without package is refused."},
		},
		Closed:  "A body without it is either accepted or refused; there is no third way.",
		Settles: []int{1},
	}
	PackageInBodyAgrees = &specs.Rule{
		ID:         "akinon/package-in-body-agrees",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A body whose package differs from the one of the path never changes the package that the body names.",
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
		Text:   "The parameters are read from the object input_parameters, as in the document's request. The document's table lists them flat and never names that object.",
		Source: document("Request Body, lines 42 to 71; table, line 30"),
		Readings: []specs.Reading{
			{Name: "nested", Text: "They are read only there: a command that has them beside transition and slug is refused."},
			{Name: "nested-or-flat", Text: "They are also read beside transition and slug."},
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
		Text:    "Each of the lists may be omitted, and its effect then touches no item. Without any list, a package in which nothing is missing is still prepared.",
		Source:  document("Process, steps 5 and 6, lines 18 to 22; table, column Requirement, line 30"),
		Settles: []int{7, 8},
	}
	UnknownMembersIgnored = &specs.Rule{
		ID:         "akinon/unknown-members-ignored",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Members that the contract does not name are ignored, and an empty list counts as absent.",
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
		Text:   "A successful command returns 200 with the id and number of the package of the path, the id of its stock location as a whole number, and its remaining items.",
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
		Text:   "packageitem_set of the response holds the remaining items of the package and no item that is out of stock. Whether an item with a new product remains is open.",
		Source: document("Process, steps 6 and 8, lines 22 and 24; Successful Response, line 85"),
		Readings: []specs.Reading{
			{Name: "left-in-package", Text: "All items that are not out of stock remain. An item with a new product remains too, possibly under a new id."},
			{Name: "untouched", Text: "Only items remain that are neither out of stock nor have a new product."},
		},
		Settles: []int{19},
	}
	MalformedIs400 = &specs.Rule{
		ID:         "akinon/malformed-is-400",
		Operations: []string{"preparePackage", "subscribeWebhook", "listPackages"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A request that is not JSON is refused with 400. If a request with a missing or malformed parameter is refused, it gets the same status or one of its own.",
		Source: page(services, "table of status codes, which has 400 for malformed requests and for missing and wrong parameters"),
		Schema: []string{"/components/responses/Invalid"},
		Readings: []specs.Reading{
			{Name: "400", Text: "A malformed JSON request that is refused gets 400, like one that is not JSON."},
			{Name: "422", Text: "A malformed JSON request that is refused gets 422."},
		},
	}
	RefusalStatus = &specs.Rule{
		ID:         "akinon/refusal-status",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A well-formed command that the package's state, its items or the installation do not allow is refused as a validation error. The vendor's pages differ on the status of such errors, and none gives it for this command.",
		Source: page(services, "table of status codes; the sibling commands' pages speak of a validation error, and apidocs.akinon.com/omnitron-openapis/saleschannelorders has 406 for one"),
		Schema: []string{"/paths/~1api~1v1~1oms~1packages~1{package_id}~1command~1/post/responses/406"},
		Readings: []specs.Reading{
			{Name: "400", Text: "The status is 400, as for other wrong parameters."},
			{Name: "406", Text: "The status is 406, as in the services of Omnitron."},
			{Name: "409-or-422", Text: "The status is 409 if the package's state does not allow the command, and 422 if an item or a reason does not."},
		},
		Settles: []int{24},
	}
	RefusalBody = &specs.Rule{
		ID:         "akinon/refusal-body",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A refused command returns a JSON object that gives the reason. It stands under the name of the wrong member, or under non_field_errors, error or detail.",
		Source: page(client, "base_client.py, which reads these members from another service of the vendor"),
		Schema: []string{"/components/schemas/Problem"},
		Free:   true,
	}
	RefusalOrder = &specs.Rule{
		ID:         "akinon/refusal-order",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "When several errors apply, the first in this order is returned: the Accept header, credentials, the right, the rate, an unknown package, the body's form. Last comes what the installation, the state and the items do not allow.",
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
