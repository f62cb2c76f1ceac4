// Package akinon is the contract of the Prepare Package command of Akinon's
// Order Management System: openapi.yaml and the rules of document 001, with
// the register of its unclear points and the coverage of its text.
package akinon

import (
	_ "embed"
	"slices"

	"github.com/plumbline-api/plumbline/specs"
)

//go:embed openapi.yaml
var openapi []byte

const (
	address = "https://docs.akinon.com/technical-guides/oms/commands/packages/prepare-package-command"
	read    = "2026-11-22" // when the document and the supplementing pages were read; none has a date of its own

	// The supplementing pages, without the scheme.
	commands     = "docs.akinon.com/technical-guides/oms/commands"
	hooks        = "docs.akinon.com/technical-guides/oms/webhooks"
	hookExample  = "docs.akinon.com/technical-guides/oms/webhooks/webhook-examples/package-webhook"
	services     = "apidocs.akinon.com/oms/package-services"
	openServices = "apidocs.akinon.com/oms-openapis/package-services/default"
	openModels   = "apidocs.akinon.com/oms-openapis/packages/models"
	openItems    = "apidocs.akinon.com/oms-openapis/packages/package-items"
	stateModels  = "apidocs.akinon.com/oms-openapis/state/models"
	denials      = "apidocs.akinon.com/oms/package-denial-reason-services"
	cancellation = "apidocs.akinon.com/oms/cancellation-reason-services"
	integration  = "developers.akinon.com/docs/guide/integration/int-getting-started"
	sibling      = "developers.akinon.com/docs/guide/oms/commands/shipment/ship-the-package-without-shipment-command"
	hookLibrary  = "pypi.org/project/dj-whisperer"
	client       = "github.com/akinon/omnisdk"
)

// Book returns the contract: one value for each call, sharing the rules.
func Book() specs.Book {
	return specs.Book{
		Vendor: "akinon",
		Title:  "Akinon OMS",
		Document: specs.Document{
			Number:   "001",
			Title:    "Prepare Package Command",
			Language: "en",
			URL:      address,
			Date:     read,
			Lines:    87,
			SHA256:   "8ea286c284a7939fd191f2d0d3745d74eb8f39499794c62badf025862059ccaa",
		},
		OpenAPI:   openapi,
		Rules:     append(slices.Concat(packageRules(), commandRules(), itemRules(), webhookRules(), accessRules()), integrity.All()...),
		Integrity: integrity,
		Register:  register(),
		Coverage:  coverage(),

		Lifecycles: []specs.Lifecycle{PackageLifecycle()},
	}
}

// document cites a place of document 001.
func document(place string) specs.Source {
	return specs.Source{Document: "001", Place: place, URL: address, Date: read}
}

// page cites a place of another page of the vendor, named by its address
// without the scheme.
func page(name, place string) specs.Source {
	return specs.Source{Document: name, Place: place, URL: "https://" + name, Date: read}
}
