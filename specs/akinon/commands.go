package akinon

import "github.com/plumbline-api/plumbline/specs"

// What the command's request holds.
var (
	TransitionOrSlug = &specs.Rule{
		ID:         "akinon/transition-or-slug",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "The command is named by its transition id or by its slug: either alone is enough, both may be sent, and a request with neither is refused.",
		Source:  document("Command Parameters and Prerequisites, table, rows transition and slug, line 30"),
		Schema:  []string{"/components/schemas/PreparePackage/anyOf"},
		Settles: []int{3, 5},
	}
	TransitionAndSlugAgree = &specs.Rule{
		ID:         "akinon/transition-and-slug-agree",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A transition id and a slug that name different commands are refused.",
		Source: document("Command Parameters and Prerequisites, table, rows transition and slug, line 30, silent on it"),
	}
	UnknownCommandRefused = &specs.Rule{
		ID:         "akinon/unknown-command-refused",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A transition id or slug that the installation has not given to any command is refused.",
		Source: page(commands, "Usage, which has the ids set at installation and is silent on others"),
	}
	SlugAlphabet = &specs.Rule{
		ID:         "akinon/slug-alphabet",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A slug consists of letters, digits, hyphens and underscores.",
		Source: document("Command Parameters and Prerequisites, table, row slug, line 30, which calls the type slug"),
		Schema: []string{"/components/schemas/PreparePackage/properties/slug/pattern"},
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
		Text:   "Transition, slug and package stand at the top of the body, all other parameters in the object input_parameters; a body without that object is refused.",
		Source: document("Request Body, lines 42 to 71"),
		Schema: []string{
			"/components/schemas/PreparePackage/required",
			"/components/schemas/InputParameters/type",
		},
		Settles: []int{2},
	}
	FlagsMandatory = &specs.Rule{
		ID:         "akinon/flags-mandatory",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "select_items_by_omnitron_id and create_manual_oos_package are both sent, true or false; a request that lacks one is refused.",
		Source:  document("Command Parameters and Prerequisites, table, rows select_items_by_omnitron_id and create_manual_oos_package, line 30"),
		Schema:  []string{"/components/schemas/InputParameters/required"},
		Settles: []int{13},
	}
	ParametersTyped = &specs.Rule{
		ID:         "akinon/parameters-typed",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The body is a JSON object whose parameters have the types of the table: ids are whole numbers, the slug is text, flags are booleans, and lists are arrays.",
		Source: document("Command Parameters and Prerequisites, table, column Parameter Type, line 30"),
		Schema: []string{
			"/paths/~1api~1v1~1oms~1packages~1{package_id}~1command~1/post/requestBody/required",
			"/components/schemas/PreparePackage/type",
			"/components/schemas/PreparePackage/properties/slug/type",
			"/components/schemas/ID/type",
			"/components/schemas/InputParameters/properties/select_items_by_omnitron_id",
			"/components/schemas/InputParameters/properties/replacement_products",
			"/components/schemas/InputParameters/properties/create_manual_oos_package",
			"/components/schemas/InputParameters/properties/oos_package_items",
			"/components/schemas/InputParameters/properties/barcodes",
			"/components/schemas/InputParameters/properties/unit_weights",
		},
	}
	ListElements = &specs.Rule{
		ID:         "akinon/list-elements",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A replacement is an object with package_item and new_product_sku, a barcode one with order_item and barcode; SKU and barcode are text, and an element that lacks a member is refused.",
		Source: document("Request Body, lines 46 to 51 and 56 to 69"),
		Schema: []string{
			"/components/schemas/Replacement/type",
			"/components/schemas/Replacement/required",
			"/components/schemas/Replacement/properties/new_product_sku/type",
			"/components/schemas/ItemBarcode/type",
			"/components/schemas/ItemBarcode/required",
			"/components/schemas/ItemBarcode/properties/barcode/type",
		},
		Settles: []int{15},
	}
	IdentifiersBounded = &specs.Rule{
		ID:         "akinon/identifiers-bounded",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Ids lie between 1 and 2^53-1, SKUs and barcodes are not empty.",
		Source: document("Command Parameters and Prerequisites, table, line 30, which gives no bounds"),
		Schema: []string{
			"/components/schemas/ID/minimum",
			"/components/schemas/ID/maximum",
			"/components/schemas/Replacement/properties/new_product_sku/minLength",
			"/components/schemas/ItemBarcode/properties/barcode/minLength",
		},
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
			{Name: "left-in-package", Text: "All items that are not out of stock remain, those with a new product among them."},
			{Name: "untouched", Text: "Only items remain that are neither out of stock nor have a new product."},
		},
		Settles: []int{19},
	}
	MalformedIs400 = &specs.Rule{
		ID:         "akinon/malformed-is-400",
		Operations: []string{"preparePackage", "subscribeWebhook", "listPackages"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A request that is not JSON, lacks a parameter, or has one of a wrong form is refused with 400.",
		Source: page(services, "table of status codes"),
		Schema: []string{"/components/responses/Invalid"},
	}
	RefusalStatus = &specs.Rule{
		ID:         "akinon/refusal-status",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A well-formed command that the package's state, its items or the installation do not allow is refused as a validation error; the vendor's pages differ on its status.",
		Source: page(services, "table of status codes; the sibling commands' pages speak of a validation error, and apidocs.akinon.com/omnitron-openapis/saleschannelorders has 406 for one"),
		Schema: []string{"/paths/~1api~1v1~1oms~1packages~1{package_id}~1command~1/post/responses/406"},
		Readings: []specs.Reading{
			{Name: "400", Text: "The status is 400, as for other wrong parameters."},
			{Name: "406", Text: "The status is 406, as of the services of Omnitron."},
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
	}
	RefusalOrder = &specs.Rule{
		ID:         "akinon/refusal-order",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Where several refusals fit, the first of these holds: the Accept header, credentials, the right, the rate, an unknown package, the form of the body, and last what the installation, the state and the items do not allow.",
		Source: document("the whole document, which is silent on refusals"),
	}
)

func commandRules() []*specs.Rule {
	return []*specs.Rule{
		TransitionOrSlug, TransitionAndSlugAgree, UnknownCommandRefused, SlugAlphabet, PackageInBody, PackageInBodyAgrees,
		ParametersNested, FlagsMandatory, ParametersTyped, ListElements, IdentifiersBounded, ListsOptional, UnknownMembersIgnored,
		AnswersPackage, RemainingItems, MalformedIs400, RefusalStatus, RefusalBody, RefusalOrder,
	}
}
