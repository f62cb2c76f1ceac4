package akinon

import "github.com/plumbline-api/plumbline/specs"

// The life of a packaging order, from distribution to Preparing.
var (
	DistributedToPackages = &specs.Rule{
		ID:         "akinon/distributed-to-packages",
		Operations: []string{"listPackages"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order from Omnitron is distributed to packaging orders by the brand's scenarios. Each of its products is in one of the order's packages, and each package is assigned to one stock location.",
		Source: document("Process, steps 1 and 2, lines 14 and 15"),
	}
	CommencesInWaiting = &specs.Rule{
		ID:         "akinon/commences-in-waiting",
		Operations: []string{"readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A packaging order that has been assigned to a store or a warehouse starts in the state Waiting, whose number is 100.",
		Source: document("Process, step 4, line 17; Command Parameters and Prerequisites, line 33"),
	}
	OnlyFromWaiting = &specs.Rule{
		ID:         "akinon/only-from-waiting",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "The command is refused in every state except Waiting. So a repeated command for a package that it has already prepared is refused.",
		Source:  document("Command Parameters and Prerequisites, lines 32 and 33"),
		Settles: []int{22},
	}
	BecomesPreparing = &specs.Rule{
		ID:         "akinon/becomes-preparing",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "When the command has been answered, the package is in the state Preparing. The response does not show this; reading the package does.",
		Source:  document("Process, step 7, line 23"),
		Settles: []int{18},
	}
	OneIndivisibleChange = &specs.Rule{
		ID:         "akinon/one-indivisible-change",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Marking, replacing, storing barcodes and the new state are one change: an accepted command that asks for several has done all of them. Of concurrent commands, each is done completely or not at all.",
		Source: document("Process, step 6, line 19"),
	}
)

// Reading packages.
var (
	ReadsPackage = &specs.Rule{
		ID:         "akinon/reads-package",
		Operations: []string{"readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Reading a package returns 200 with its id, number, state, order, stock location, dates and available commands.",
		Source: page(openModels, "model of a package; "+commands+", first paragraph"),
		Schema: []string{
			"/paths/~1api~1v1~1oms~1packages~1{package_id}~1/get/responses/200",
			"/components/schemas/Package",
			"/components/schemas/Order",
			"/components/schemas/StockLocation",
		},
	}
	ItemMembers = &specs.Rule{
		ID:         "akinon/item-members",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "When a package is read, each item is an object with its id, order item, state and quantity, and may have its unit weight and dates. Whether the command's response lists such objects or texts is open.",
		Source: page(openItems, "model of a package item; document 001, line 85, prints a placeholder text"),
		Schema: []string{
			"/components/schemas/PreparedPackage/properties/packageitem_set/items",
			"/components/schemas/PackageItem",
		},
		Readings: []specs.Reading{
			{Name: "objects", Text: "The response lists the items as reading does."},
			{Name: "ids", Text: "The response lists one text or number for each item, as the document's placeholder is one."},
		},
	}
	ItemDetails = &specs.Rule{
		ID:         "akinon/item-details",
		Operations: []string{"readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Reading a package lists its items as packageitem_set. An item shows its barcode. Its order item shows its own id, its Omnitron id and the SKU of its product.",
		Source: page(openServices, "list of packages, whose filters name these things, without the members' names"),
		Schema: []string{
			"/components/schemas/Package/properties/packageitem_set",
			"/components/schemas/PackageItem/properties/barcode",
			"/components/schemas/OrderItem",
			"/components/schemas/Product",
		},
	}
	StateNumbers = &specs.Rule{
		ID:         "akinon/state-numbers",
		Operations: []string{"readPackage", "preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The state of a package is an object of the class PackageStatus. Its enum_value is the state's number: 100 in Waiting, 200 in Preparing, 920 in Out of Stock.",
		Source: page(stateModels, "model of a state; numbers in "+commands+"/packages/complete-packaging-without-shipment-command"),
		Schema: []string{"/components/schemas/State"},
		Readings: []specs.Reading{
			{Name: "text", Text: "The number is a text, as in the model of a state."},
			{Name: "number", Text: "The number is a JSON number, as document 001 writes it in line 33."},
		},
	}
	RunnableCommands = &specs.Rule{
		ID:         "akinon/runnable-commands",
		Operations: []string{"readPackage", "preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Reading a package lists the commands that its state allows. Preparing is among them while the package is in Waiting, and no longer once it is Preparing.",
		Source: page(commands, "Commands, first paragraph"),
	}
	RunnableCommandMembers = &specs.Rule{
		ID:         "akinon/runnable-command-members",
		Operations: []string{"readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Each listed command gives its transition id and its slug. The slug of this command comes from its name, PREPARE_PACKAGE_COMMAND.",
		Source: page(commands, "Commands, first paragraph, which is silent on the elements"),
		Schema: []string{"/components/schemas/RunnableCommand"},
		Free:   true,
	}
	ListsPackages = &specs.Rule{
		ID:         "akinon/lists-packages",
		Operations: []string{"listPackages"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Packages are listed in pages. page counts from 1; page_size is 20 by default and at most 100. Each page gives the total count and the addresses of its neighbours.",
		Source: page(openServices, "list of packages"),
		Schema: []string{
			"/paths/~1api~1v1~1oms~1packages~1/get/responses/200",
			"/components/schemas/PackagePage",
		},
	}
	CallerListsByNumbers = &specs.Rule{
		ID:         "akinon/caller-lists-by-numbers",
		Operations: []string{"listPackages"},
		Binds:      specs.Client, Level: specs.Should, Basis: specs.Supplement,
		Text:   "The caller sends page and page_size as whole numbers from 1 on.",
		Source: page(openServices, "list of packages"),
		Schema: []string{
			"/paths/~1api~1v1~1oms~1packages~1/get/parameters/0/schema",
			"/paths/~1api~1v1~1oms~1packages~1/get/parameters/1/schema",
		},
		Was: []string{"akinon/list-parameters-typed"},
	}
	ListsPackagesOfOrder = &specs.Rule{
		ID:         "akinon/lists-packages-of-order",
		Operations: []string{"listPackages"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "With order_number, only packages whose order number starts with that text are listed.",
		Source: page(openServices, "list of packages, which describes the filter and does not show its parameter"),
		Free:   true,
		Schema: []string{"/paths/~1api~1v1~1oms~1packages~1/get/parameters/2"},
	}
	UnknownPackageIs404 = &specs.Rule{
		ID:         "akinon/unknown-package-is-404",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A path whose id names no package, or is not a number, returns 404.",
		Source: page(openItems, "reading one item, which answers so; the pages on packages list no 404"),
		Schema: []string{
			"/components/parameters/PackageId",
			"/components/responses/NotFound",
		},
		Free: true,
	}
)

// What the caller has to do.
var (
	CallerPreparesShortPackages = &specs.Rule{
		ID:         "akinon/caller-prepares-short-packages",
		Operations: []string{"preparePackage"},
		Binds:      specs.Client, Level: specs.Should, Basis: specs.Documented,
		Text:   "When products of a waiting package are missing or are to be replaced, the caller prepares the package with this command and names them in it.",
		Source: document("Process, step 5, line 18"),
	}
	CallerPreparesWaitingPackages = &specs.Rule{
		ID:         "akinon/caller-prepares-waiting-packages",
		Operations: []string{"preparePackage"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller sends the command only to a package in Waiting, and does not send it again once it has succeeded.",
		Source: document("Command Parameters and Prerequisites, lines 32 and 33"),
	}
)

func packageRules() []*specs.Rule {
	return []*specs.Rule{
		DistributedToPackages, CommencesInWaiting, OnlyFromWaiting, BecomesPreparing, OneIndivisibleChange,
		ReadsPackage, ItemMembers, ItemDetails, StateNumbers, RunnableCommands, RunnableCommandMembers,
		ListsPackages, CallerListsByNumbers, ListsPackagesOfOrder, UnknownPackageIs404,
		CallerPreparesShortPackages, CallerPreparesWaitingPackages,
	}
}
