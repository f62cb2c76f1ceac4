package bridge

import "github.com/plumbline-api/plumbline/specs"

// integrity is what every user expects of this API, as of any.
var integrity = specs.NewIntegrity("bridge",
	[]string{"changeOrderState", "getOrderStatus", "logIn", "checkToken"},
	[]string{"changeOrderState"},
)

// RefusalChangesNothing is the rule of that set which the simulator's code asks
// for.
var RefusalChangesNothing = integrity.RefusalChangesNothing
