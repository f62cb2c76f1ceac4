package deliveryoptimizer

import "github.com/plumbline-api/plumbline/specs"

// integrity is what every user expects of this API, as of any.
var integrity = specs.NewIntegrity("deliveryoptimizer",
	[]string{"upsertOrder", "replaceOrders", "deleteOrder", "deleteOrderByCode", "getOrder", "putConfig", "getSaturation"},
	[]string{"upsertOrder", "replaceOrders", "deleteOrder", "deleteOrderByCode", "putConfig"},
)
