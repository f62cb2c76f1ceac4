package akinon

import "github.com/plumbline-api/plumbline/specs"

// The life of a packaging order, from distribution to Preparing.
var (
	DistributedToPackages = &specs.Rule{
		ID:         "akinon/distributed-to-packages",
		Operations: []string{"listPackages"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order that comes from Omnitron is distributed to packaging orders by the brand's scenarios: each of its products lies in one of the order's packages, and each package is assigned to one stock location.",
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
		Text:    "The command is refused in every state but Waiting; so it is refused when it is sent once more to a package that it has prepared.",
		Source:  document("Command Parameters and Prerequisites, lines 32 and 33"),
		Settles: []int{22},
	}
	BecomesPreparing = &specs.Rule{
		ID:         "akinon/becomes-preparing",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "Once the command has been answered, the package is in the state Preparing; the answer does not show it, reading the package does.",
		Source:  document("Process, step 7, line 23"),
		Settles: []int{18},
	}
	OneIndivisibleChange = &specs.Rule{
		ID:         "akinon/one-indivisible-change",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Marking, replacing, storing barcodes and the new state are one change: an accepted command that asks for several has done all of them, and of commands at the same time each is done as a whole or not at all.",
		Source: document("Process, step 6, line 19"),
	}
)

// Reading packages.
var (
	ReadsPackage = &specs.Rule{
		ID:         "akinon/reads-package",
		Operations: []string{"readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Reading a package answers 200 with its id, number, state, order, stock location, dates and runnable commands.",
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
		Text:   "An item of a package that is read is an object with its id, its order item, its state and its quantity, and may carry its unit weight and dates; whether the command's answer lists such objects or texts is open.",
		Source: page(openItems, "model of a package item; document 001, line 85, prints a placeholder text"),
		Schema: []string{
			"/components/schemas/PreparedPackage/properties/packageitem_set/items",
			"/components/schemas/PackageItem",
		},
		Readings: []specs.Reading{
			{Name: "objects", Text: "The answer lists the items as reading does."},
			{Name: "ids", Text: "The answer lists one text or number for each item, as its placeholder is one."},
		},
	}
	ItemDetails = &specs.Rule{
		ID:         "akinon/item-details",
		Operations: []string{"readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A package that is read lists its items as packageitem_set; an item shows its barcode, and by its order item that item's id and Omnitron id and the SKU of its product.",
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
		Text:   "The state of a package is an object of the class PackageStatus whose enum_value is its number: 100 in Waiting, 200 in Preparing, 920 in Out of Stock.",
		Source: page(stateModels, "model of a state; numbers in "+commands+"/packages/complete-packaging-without-shipment-command"),
		Schema: []string{"/components/schemas/State"},
		Readings: []specs.Reading{
			{Name: "text", Text: "The number is a text, as in the model of a state."},
			{Name: "number", Text: "It is a number, as document 001 writes it in line 33."},
		},
	}
	RunnableCommands = &specs.Rule{
		ID:         "akinon/runnable-commands",
		Operations: []string{"readPackage", "preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The commands of a package that is read are those that its state allows: preparing is among them while it waits, and no longer once it is Preparing.",
		Source: page(commands, "Commands, first paragraph"),
	}
	RunnableCommandMembers = &specs.Rule{
		ID:         "akinon/runnable-command-members",
		Operations: []string{"readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Each listed command gives its transition id and its slug, which this command has from its name, PREPARE_PACKAGE_COMMAND.",
		Source: page(commands, "Commands, first paragraph, which is silent on the elements"),
		Schema: []string{"/components/schemas/RunnableCommand"},
		Free:   true,
	}
	ListsPackages = &specs.Rule{
		ID:         "akinon/lists-packages",
		Operations: []string{"listPackages"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Packages are listed page by page: page counts from 1, page_size is 20 unless it is sent and never more than 100, and each page gives the whole count and the addresses of its neighbours.",
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
		Text:   "With order_number only the packages are listed whose order number starts with that text.",
		Source: page(openServices, "list of packages, which describes the filter and does not show its parameter"),
		Free:   true,
		Schema: []string{"/paths/~1api~1v1~1oms~1packages~1/get/parameters/2"},
	}
	UnknownPackageIs404 = &specs.Rule{
		ID:         "akinon/unknown-package-is-404",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A path whose id names no package, or is no number, answers 404.",
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
		Text:   "The caller sends the command only to a package that waits, and does not send it again once it has succeeded.",
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
