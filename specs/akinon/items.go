package akinon

import "github.com/plumbline-api/plumbline/specs"

// The three effects on items, and the sub-command that each of them needs.
var (
	OutOfStockMarked = &specs.Rule{
		ID:         "akinon/out-of-stock-marked",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The items named in oos_package_items are marked as out of stock and no longer remain in the package. Items that are not named stay.",
		Source: document("Process, step 6, line 20; table, row oos_package_items, line 30"),
	}
	OutOfStockNeedsCommand = &specs.Rule{
		ID:         "akinon/out-of-stock-needs-command",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "Items are marked as out of stock only if the installation has added DETECTED_OUT_OF_STOCK_ITEM to the command. Otherwise no item is marked.",
		Source:  document("Process, step 6, line 20"),
		Settles: []int{6},
	}
	ProductReplaced = &specs.Rule{
		ID:         "akinon/product-replaced",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Each item named in replacement_products gets the product of the given SKU instead of its own, as the same item or as a new one. Items that are not named keep theirs.",
		Source: document("Process, step 6, line 21; table, row replacement_products, line 30"),
	}
	ReplacementNeedsCommand = &specs.Rule{
		ID:         "akinon/replacement-needs-command",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Products are replaced only if the installation has added REPLACE_PRODUCT to the command. Otherwise every item keeps its product.",
		Source: document("Process, step 6, line 21"),
	}
	BarcodesUpdated = &specs.Rule{
		ID:         "akinon/barcodes-updated",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "Each remaining item whose order item is named in barcodes gets that barcode. Items that are not named keep what they had.",
		Source:  document("Process, step 6, line 22; table, row barcodes, line 30; Request Body, lines 56 to 69"),
		Settles: []int{10},
	}
	BarcodesNeedCommand = &specs.Rule{
		ID:         "akinon/barcodes-need-command",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Barcodes are stored only if the installation has added PKG_STATE_TRANSITION to the command. Whether the new state needs it too, as its name suggests, is open.",
		Source: document("Process, steps 6 and 7, lines 22 and 23"),
		Readings: []specs.Reading{
			{Name: "barcodes", Text: "Without it, a command that sends no barcodes still moves the package to Preparing."},
			{Name: "barcodes-and-state", Text: "Without it, no command moves the package, which stays in Waiting."},
		},
		Settles: []int{9},
	}
	MissingSubCommand = &specs.Rule{
		ID:         "akinon/missing-sub-command",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A request may ask for an effect whose sub-command the installation has not added.",
		Source: document("Process, step 6, lines 20 to 22, silent on it"),
		Readings: []specs.Reading{
			{Name: "refused", Text: "The command is refused and nothing changes."},
			{Name: "left-out", Text: "The command succeeds and omits that effect."},
		},
	}
)

// How items are named.
var (
	SelectByOmnitronID = &specs.Rule{
		ID:         "akinon/select-by-omnitron-id",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "With select_items_by_omnitron_id false the lists name package items and order items by their own ids. With true, Omnitron ids of the order items replace one of the two kinds of ids, or both.",
		Source: document("table, rows select_items_by_omnitron_id and oos_package_items, line 30; Request Body, lines 45 to 69"),
		Readings: []specs.Reading{
			{Name: "package-items", Text: "With true, oos_package_items and package_item hold Omnitron ids; order_item stays the order item's own id."},
			{Name: "order-items", Text: "With true, order_item holds Omnitron ids; oos_package_items and package_item stay the package items' own ids."},
			{Name: "all", Text: "With true, all ids of the lists are Omnitron ids."},
		},
		Closed:  "The lists have two kinds of ids. With true, one kind, the other or both are Omnitron ids; otherwise the parameter would select nothing.",
		Settles: []int{11, 12},
	}
	UnknownItemRefused = &specs.Rule{
		ID:         "akinon/unknown-item-refused",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A command that names, in any of its lists, an item that is not in the package is refused.",
		Source: document("table, row oos_package_items, line 30, silent on it"),
		Free:   true,
	}
	NamedTwice = &specs.Rule{
		ID:         "akinon/named-twice",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "An item that one list names twice counts once. Of two barcodes, weights or products for it, the last one applies.",
		Source: document("table, line 30, silent on it"),
		Free:   true,
	}
	ItemsAreWhole = &specs.Rule{
		ID:         "akinon/items-are-whole",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:    "An item is marked or replaced as a whole, whatever its quantity. The quantity never changes.",
		Source:  document("Request Body, lines 46 to 55, which have no quantity"),
		Settles: []int{27},
	}
)

// Barcodes, weights and reasons.
var (
	BarcodesNeedNotDiffer = &specs.Rule{
		ID:         "akinon/barcodes-need-not-differ",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "Several items may get the same barcode, as three do in the document's request. Each of them then has it.",
		Source:  document("Request Body, lines 56 to 69"),
		Settles: []int{14},
	}
	BarcodeOfMarkedItem = &specs.Rule{
		ID:         "akinon/barcode-of-marked-item",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "An item that a command marks as out of stock never gets the barcode that the same command gives for it.",
		Source: document("Process, step 6, line 22, which updates the remaining products and is silent on others"),
		Readings: []specs.Reading{
			{Name: "ignored", Text: "Such a barcode is accepted but not stored."},
			{Name: "refused", Text: "A command with such a barcode is refused."},
		},
	}
	UnitWeightsKept = &specs.Rule{
		ID:         "akinon/unit-weights-kept",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "An element of unit_weights names an order item and a weight of zero or more. The item then shows it as its unit weight when it is read, with all its digits. An item that is out of stock keeps its old weight.",
		Source: document("table, row unit_weights, line 30, which does not show an element"),
		Free:   true,
	}
	DenialReasonOptional = &specs.Rule{
		ID:         "akinon/denial-reason-optional",
		Operations: []string{"preparePackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "denial_reason may be omitted, with or without items out of stock. One of the installation's denial reasons is accepted.",
		Source:  document("table, row denial_reason, line 30; Request Body, lines 44 to 70"),
		Settles: []int{16},
	}
	DenialReasonKnown = &specs.Rule{
		ID:         "akinon/denial-reason-known",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A denial_reason that is not the id of an active denial reason is refused.",
		Source: page(denials, "denial reasons, which have an id and can be inactive; silent on this command"),
		Free:   true,
	}
	NewProductKnown = &specs.Rule{
		ID:         "akinon/new-product-known",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A replacement whose SKU names no product is refused. The product's price and stock are not checked.",
		Source: document("Process, step 6, line 21, silent on it"),
		Free:   true,
	}
)

// Items out of stock: where they go, and what is left.
var (
	ManualOutOfStockPackage = &specs.Rule{
		ID:         "akinon/manual-out-of-stock-package",
		Operations: []string{"preparePackage", "listPackages"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "With create_manual_oos_package true, the items marked as out of stock get a package of their own. With false, no package is created.",
		Source:  document("table, row create_manual_oos_package, line 30"),
		Settles: []int{17},
	}
	ManualPackageContents = &specs.Rule{
		ID:         "akinon/manual-package-contents",
		Operations: []string{"preparePackage", "listPackages", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "The package for items out of stock belongs to the same order and stock location, and has its own id and number. It is in Out of Stock (920) and holds exactly the items just marked. If none is marked, none is created.",
		Source: document("table, row create_manual_oos_package, line 30, silent on it"),
	}
	MarkedItemState = &specs.Rule{
		ID:         "akinon/marked-item-state",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "An item that is out of stock and has no separate package is still listed when its package is read. Its state has the number 920.",
		Source: page(commands+"/packages/complete-packaging-without-shipment-command", "states, which gives the number for packages"),
		Free:   true,
	}
	ReplacedAndOutOfStock = &specs.Rule{
		ID:         "akinon/replaced-and-out-of-stock",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "One command may name an item both for replacement and as out of stock. Both cannot be done.",
		Source: document("Process, step 6, lines 20 to 22, silent on it"),
		Readings: []specs.Reading{
			{Name: "refused", Text: "Such a command is refused."},
			{Name: "out-of-stock-wins", Text: "The item is marked as out of stock with its old product."},
		},
		Settles: []int{26},
	}
	AllItemsOutOfStock = &specs.Rule{
		ID:         "akinon/all-items-out-of-stock",
		Operations: []string{"preparePackage", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A command may mark every item of the package as out of stock, which leaves nothing to prepare.",
		Source: document("Process, steps 6 to 8, lines 20 to 24, silent on it"),
		Readings: []specs.Reading{
			{Name: "preparing", Text: "The package becomes Preparing, and the response lists no item."},
			{Name: "out-of-stock", Text: "The package becomes Out of Stock (920), and the response lists no item."},
			{Name: "refused", Text: "Such a command is refused."},
		},
		Settles: []int{23},
	}
)

func itemRules() []*specs.Rule {
	return []*specs.Rule{
		OutOfStockMarked, OutOfStockNeedsCommand, ProductReplaced, ReplacementNeedsCommand, BarcodesUpdated, BarcodesNeedCommand,
		MissingSubCommand, SelectByOmnitronID, UnknownItemRefused, NamedTwice, ItemsAreWhole,
		BarcodesNeedNotDiffer, BarcodeOfMarkedItem, UnitWeightsKept, DenialReasonOptional, DenialReasonKnown, NewProductKnown,
		ManualOutOfStockPackage, ManualPackageContents, MarkedItemState, ReplacedAndOutOfStock, AllItemsOutOfStock,
	}
}
