package akinon

import "github.com/plumbline-api/plumbline/specs"

// integrity is what every user expects of this API, as of any.
var integrity = specs.NewIntegrity("akinon",
	[]string{"preparePackage", "readPackage", "listPackages", "logIn", "subscribeWebhook"},
	[]string{"preparePackage", "subscribeWebhook"},
)
