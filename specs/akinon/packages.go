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
		Text:   "Marking, replacing, storing barcodes and the new state are one change: a command that is refused for any part of it leaves package and items as they were, and an accepted one has done all of it.",
		Source: document("Process, step 6, line 19"),
	}
)

// Reading packages.
var (
	ReadsPackage = &specs.Rule{
		ID:         "akinon/reads-package",
		Operations: []string{"readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Reading a package answers 200 with its id, number, state, order, stock location and dates, and with its items.",
		Source: page(openModels, "model of a package, and the packages that "+openServices+" lists"),
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
		Text:   "An item of a package, in the command's answer as in a reading, is an object with its id, its order item, its state and its quantity, and may carry its unit weight and dates.",
		Source: page(openItems, "model of a package item, in the place of the placeholder that document 001 prints"),
		Schema: []string{
			"/components/schemas/PreparedPackage/properties/packageitem_set/items",
			"/components/schemas/PackageItem",
		},
	}
	ItemDetails = &specs.Rule{
		ID:         "akinon/item-details",
		Operations: []string{"readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "An item shows its barcode, and by its order item that item's id and Omnitron id and the SKU of its product.",
		Source: page(openServices, "list of packages, whose filters name these things, without the members' names"),
		Schema: []string{
			"/components/schemas/PackageItem/properties/barcode",
			"/components/schemas/OrderItem",
			"/components/schemas/Product",
		},
	}
	StateNumbers = &specs.Rule{
		ID:         "akinon/state-numbers",
		Operations: []string{"readPackage", "preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The state of a package is an object of the class PackageStatus whose enum_value is the number as text: \"100\" in Waiting, \"200\" in Preparing, \"920\" in Out of Stock.",
		Source: page(stateModels, "model of a state; numbers in "+commands+"/packages/complete-packaging-without-shipment-command"),
		Schema: []string{"/components/schemas/State"},
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
	}
	ListsPackages = &specs.Rule{
		ID:         "akinon/lists-packages",
		Operations: []string{"listPackages"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Packages are listed page by page: page counts from 1, page_size is 20 unless it is sent and is held at 100, and each page gives the whole count and the addresses of its neighbours.",
		Source: page(openServices, "list of packages"),
		Schema: []string{
			"/paths/~1api~1v1~1oms~1packages~1/get/parameters/0",
			"/paths/~1api~1v1~1oms~1packages~1/get/parameters/1",
			"/paths/~1api~1v1~1oms~1packages~1/get/responses/200",
			"/components/schemas/PackagePage",
		},
	}
	ListParametersTyped = &specs.Rule{
		ID:         "akinon/list-parameters-typed",
		Operations: []string{"listPackages"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A page or page_size that is no whole number from 1 on is refused.",
		Source: page(openServices, "list of packages, which shows numbers and does not say what becomes of anything else"),
		Schema: []string{
			"/paths/~1api~1v1~1oms~1packages~1/get/parameters/0/schema",
			"/paths/~1api~1v1~1oms~1packages~1/get/parameters/1/schema",
		},
	}
	ListsPackagesOfOrder = &specs.Rule{
		ID:         "akinon/lists-packages-of-order",
		Operations: []string{"listPackages"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "With order_number only the packages are listed whose order number starts with that text.",
		Source: page(openServices, "list of packages, which describes the filter and does not show its parameter"),
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
		ListsPackages, ListParametersTyped, ListsPackagesOfOrder, UnknownPackageIs404,
		CallerPreparesShortPackages, CallerPreparesWaitingPackages,
	}
}
