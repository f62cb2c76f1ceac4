// Package deliveryoptimizer is the contract of Altazion's Delivery Optimizer:
// openapi.yaml and the rules of document 002, with the register of its unclear
// points and the coverage of its text.
package deliveryoptimizer

import (
	_ "embed"
	"slices"

	"github.com/plumbline-api/plumbline/specs"
)

//go:embed openapi.yaml
var openapi []byte

const (
	address = "https://github.com/altazion/altazion-dev/blob/HEAD/orchestrator/delivery-optimizer/"
	revised = "2025-09-22" // the document's own revision
	read    = "2026-11-22" // when the supplementing pages were read
)

// Book returns the contract: one value for each call, sharing the rules.
func Book() specs.Book {
	return specs.Book{
		Vendor: "deliveryoptimizer",
		Title:  "Delivery Optimizer",
		Document: specs.Document{
			Number:   "002",
			Title:    "Gestion des commandes",
			Language: "fr",
			URL:      address + "commandes.md",
			Date:     revised,
			Lines:    84,
			SHA256:   "fb259dcf48a466e539084b06034816b5e5da6ef63430b4b9db9c92c04c9408cc",
		},
		OpenAPI:   openapi,
		Rules:     slices.Concat(orderRules(), syncRules(), tenantRules(), callerRules(), integrity.All()),
		Integrity: integrity,
		Register:  register(),
		Coverage:  coverage(),
	}
}

// document cites a place of document 002.
func document(place string) specs.Source {
	return specs.Source{Document: "002", Place: place, URL: address + "commandes.md", Date: revised}
}

// page cites a place of another page of the module's documentation.
func page(name, place string) specs.Source {
	return specs.Source{Document: name, Place: place, URL: address + name, Date: read}
}
