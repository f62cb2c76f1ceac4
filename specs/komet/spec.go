// Package komet is the contract of Komet Sales' method prebook.create:
// openapi.yaml and the rules of document 004, with the register of its unclear
// points and the coverage of its text.
package komet

import (
	_ "embed"
	"slices"

	"github.com/plumbline-api/plumbline/specs"
)

//go:embed openapi.yaml
var openapi []byte

const (
	wiki    = "https://kometsales.atlassian.net/wiki/"
	address = wiki + "spaces/APIDocs/pages/11176882/Create+a+Prebook" // the method's present page
	read    = "2026-11-22"                                            // the document and the other pages carry no date
)

// Book returns the contract: one value for each call, sharing the rules.
func Book() specs.Book {
	return specs.Book{
		Vendor: "komet",
		Title:  "Komet Sales",
		Document: specs.Document{
			Number:   "004",
			Title:    "prebook.create, versions compared",
			Language: "en",
			URL:      address,
			Date:     read,
			Lines:    98,
			SHA256:   "316a5f37211ae9b2fc208477e90a603b6629534be72a7b41d2c364dda9dce9e7",
		},
		OpenAPI: openapi,
		Rules: slices.Concat(
			prebookRules(), itemRules(), callerRules(), answerRules(), automationRules(), accessRules(), listRules(), eventRules(), integrity.All(),
		),
		Integrity: integrity,
		Gone:      gone(),
		Register:  register(),
		Coverage:  coverage(),

		Lifecycles: []specs.Lifecycle{OrderLifecycle(), PurchaseOrderLifecycle()},
	}
}

// document cites a place of document 004.
func document(place string) specs.Source {
	return specs.Source{Document: "004", Place: place, URL: address, Date: read}
}

// page cites a place of another page of the vendor's documentation, by its
// path below the root of the vendor's wiki.
func page(name, path, place string) specs.Source {
	return specs.Source{Document: name, Place: place, URL: wiki + path, Date: read}
}

// present cites the method's page as it stands today, newer than the document.
func present(place string) specs.Source {
	return page("Create a Prebook", "spaces/APIDocs/pages/11176882/Create+a+Prebook", place)
}

// started cites the page with the limits of the API.
func started(place string) specs.Source {
	return page("Getting Started", "spaces/APIDocs/pages/3342480/Getting+Started", place)
}

// tokens cites the page on tokens.
func tokens(place string) specs.Source {
	return page("Get an Authentication Token", "spaces/APIDocs/pages/11176467/Get+an+Authentication+Token", place)
}

// details cites the page of prebook.details.list.
func details(place string) specs.Source {
	return page("prebook.details.list", "x/f1g2", place)
}

// keyword points at one keyword of several properties of a schema.
func keyword(schema, word string, properties ...string) []string {
	pointers := make([]string, 0, len(properties))
	for _, property := range properties {
		pointers = append(pointers, "/components/schemas/"+schema+"/properties/"+property+"/"+word)
	}
	return pointers
}

// create is the operation that nearly every rule is about.
func create() []string { return []string{"createPrebook"} }

// createAndSee are the operations of a rule whose effect is read back.
func createAndSee() []string { return []string{"createPrebook", "listPrebookDetails"} }
