package altazion

import "github.com/plumbline-api/plumbline/specs"

// integrity is what every user expects of this API, as of any.
var integrity = specs.NewIntegrity("altazion",
	[]string{"savePreparation", "shipBon", "getBon"},
	[]string{"savePreparation", "shipBon"},
)

// RefusalChangesNothing is the rule of that set which the simulator's code asks
// for.
var RefusalChangesNothing = integrity.RefusalChangesNothing
