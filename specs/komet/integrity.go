package komet

import "github.com/plumbline-api/plumbline/specs"

// integrity is what every user expects of this API, as of any.
var integrity = specs.NewIntegrity("komet",
	[]string{"createPrebook", "login", "listCustomers", "listCarriers", "listProducts", "listBoxTypes", "listVendors", "listPrebookDetails", "listPurchaseOrders"},
	[]string{"createPrebook"},
)

// RefusalChangesNothing is the rule of that set which the simulator's code asks
// for.
var RefusalChangesNothing = integrity.RefusalChangesNothing
