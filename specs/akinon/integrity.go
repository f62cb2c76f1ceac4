package akinon

import "github.com/plumbline-api/plumbline/specs"

// integrity is what every user expects of this API, as of any.
var integrity = specs.NewIntegrity("akinon",
	[]string{"preparePackage", "readPackage", "listPackages", "logIn", "subscribeWebhook", "unsubscribeWebhook"},
	[]string{"preparePackage", "subscribeWebhook", "unsubscribeWebhook"},
)

// The integrity rules that the vendor's own code and features know.
var (
	RefusalChangesNothing = integrity.RefusalChangesNothing
	KeepsWhatItAccepts    = integrity.KeepsWhatItAccepts
)
