package akinon

import "github.com/plumbline-api/plumbline/specs"

// What the caller has to send. The document says it of the request, and nothing
// of what a server does with a breach: that is the server's strictness.
var (
	CallerNamesCommand = &specs.Rule{
		ID:         "akinon/caller-names-command",
		Operations: []string{"preparePackage"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller names the command by its transition id or its slug.",
		Source: document("Command Parameters and Prerequisites, table, rows transition and slug, line 30"),
		Schema: []string{"/components/schemas/PreparePackage/anyOf"},
	}
	CallerNamesPackage = &specs.Rule{
		ID:         "akinon/caller-names-package",
		Operations: []string{"preparePackage"},
		Binds:      specs.Client, Level: specs.Should, Basis: specs.Documented,
		Text:   "The caller also sends the id of the package in the body. The table calls it mandatory; the document's own request omits it.",
		Source: document("Command Parameters and Prerequisites, table, row package, line 30"),
	}
	CallerSendsFlags = &specs.Rule{
		ID:         "akinon/caller-sends-flags",
		Operations: []string{"preparePackage"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:    "The caller sends select_items_by_omnitron_id and create_manual_oos_package with every command, true or false.",
		Source:  document("Command Parameters and Prerequisites, table, rows select_items_by_omnitron_id and create_manual_oos_package, line 30"),
		Schema:  []string{"/components/schemas/InputParameters/required"},
		Settles: []int{13},
		Was:     []string{"akinon/flags-mandatory"},
	}
	CallerSendsTypedParameters = &specs.Rule{
		ID:         "akinon/caller-sends-typed-parameters",
		Operations: []string{"preparePackage"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller sends a JSON object whose parameters have the types of the table. Ids are whole numbers, the slug is a slug, flags are booleans, and lists are arrays.",
		Source: document("Command Parameters and Prerequisites, table, column Parameter Type, line 30"),
		Schema: []string{
			"/paths/~1api~1v1~1oms~1packages~1{package_id}~1command~1/post/requestBody",
			"/components/schemas/PreparePackage/type",
			"/components/schemas/PreparePackage/properties/package",
			"/components/schemas/PreparePackage/properties/transition",
			"/components/schemas/PreparePackage/properties/slug",
			"/components/schemas/ID",
			"/components/schemas/InputParameters/type",
			"/components/schemas/InputParameters/properties/select_items_by_omnitron_id",
			"/components/schemas/InputParameters/properties/replacement_products",
			"/components/schemas/InputParameters/properties/create_manual_oos_package",
			"/components/schemas/InputParameters/properties/oos_package_items",
			"/components/schemas/InputParameters/properties/barcodes",
			"/components/schemas/InputParameters/properties/denial_reason",
			"/components/schemas/InputParameters/properties/unit_weights",
		},
		Was: []string{"akinon/parameters-typed", "akinon/slug-alphabet", "akinon/identifiers-bounded"},
	}
	CallerCompletesElements = &specs.Rule{
		ID:         "akinon/caller-completes-elements",
		Operations: []string{"preparePackage"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller's replacements are objects with package_item and new_product_sku, and its barcodes are objects with order_item and barcode, as in the document's request. SKU and barcode are text.",
		Source: document("Request Body, lines 46 to 51 and 56 to 69"),
		Schema: []string{
			"/components/schemas/Replacement",
			"/components/schemas/ItemBarcode",
		},
		Settles: []int{15},
		Was:     []string{"akinon/list-elements"},
	}
	CallerCompletesSubscription = &specs.Rule{
		ID:         "akinon/caller-completes-subscription",
		Operations: []string{"subscribeWebhook"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The caller's subscription names an event and a target URL. Its optional members have the form that the page gives.",
		Source: page(hooks, "Subscribe, table"),
		Schema: []string{
			"/paths/~1whisperer~1hooks~1/post/requestBody",
			"/components/schemas/Subscription",
			"/components/schemas/RetryCountdown",
		},
	}
)
