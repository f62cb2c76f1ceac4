// Package altazion is the contract of Altazion's preparation API: openapi.yaml
// and the rules of document 000, with the register of its unclear points and
// the coverage of its text.
package altazion

import (
	_ "embed"
	"slices"

	"github.com/plumbline-api/plumbline/specs"
)

//go:embed openapi.yaml
var openapi []byte

const (
	address = "https://github.com/altazion/altazion-dev/blob/HEAD/"
	folder  = "hub/api/serveur/logistique/"
	read    = "2026-11-22" // when the document and the supplementing pages were read
)

// Book returns the contract: one value for each call, sharing the rules.
func Book() specs.Book {
	return specs.Book{
		Vendor: "altazion",
		Title:  "Altazion",
		Document: specs.Document{
			Number:   "000",
			Title:    "Préparation",
			Language: "fr",
			URL:      address + folder + "preparation.md",
			Date:     read,
			Lines:    164,
			SHA256:   "b4b9e204b4a23bd4529c2c9acc53f74d8801b4143559581d52fb0cac3d8b8c20",
		},
		OpenAPI: openapi,
		Rules: slices.Concat(
			preparationRules(), shippingRules(), bonRules(), refusalRules(), accessRules(), eventRules(), duties(), integrity.All(),
		),
		Integrity: integrity,
		Register:  register(),
		Coverage:  coverage(),

		Lifecycles: []specs.Lifecycle{BonLifecycle()},
	}
}

// document cites a place of document 000.
func document(place string) specs.Source {
	return specs.Source{Document: "000", Place: place, URL: address + folder + "preparation.md", Date: read}
}

// include cites one of the generated pages that the document includes.
func include(name, place string) specs.Source {
	return page(folder+name, place)
}

// page cites a place of another page of the vendor's documentation.
func page(path, place string) specs.Source {
	return specs.Source{Document: path, Place: place, URL: address + path, Date: read}
}

func writes() []string { return []string{"savePreparation", "shipBon"} }

func everyOperation() []string { return []string{"savePreparation", "shipBon", "getBon"} }
