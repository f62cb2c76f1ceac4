// Package bridge is the contract of Napse Bridge's change of an order's state:
// openapi.yaml and the rules of document 003, with the register of its unclear
// points and the coverage of its text. The document is a page comparison, so
// that taken-out and put-in text stand side by side in it.
package bridge

import (
	_ "embed"

	"github.com/plumbline-api/plumbline/specs"
)

//go:embed openapi.yaml
var openapi []byte

const (
	address = "https://share.linx.com.br/"
	read    = "2026-11-22" // when the pages were read; the document itself has no date
)

// Book returns the contract: one value for each call, sharing the rules.
func Book() specs.Book {
	rules := append(orderRules(), stateRules()...)
	rules = append(append(rules, statusRules()...), tokenRules()...)
	return specs.Book{
		Vendor: "bridge",
		Title:  "Bridge",
		Document: specs.Document{
			Number:   "003",
			Title:    "Bridge API, cambio de estado de un pedido",
			Language: "es",
			URL:      documentAddress(),
			Date:     read,
			Lines:    71,
			SHA256:   "a0bf84a3c3d605267ef2ea355c0246d2550fa0a7cdca4d887a78bd1912cb2b62",
		},
		OpenAPI:   openapi,
		Rules:     append(rules, integrity.All()...),
		Integrity: integrity,
		Register:  register(),
		Coverage:  coverage(),

		Lifecycles: []specs.Lifecycle{OrderLifecycle()},
	}
}

func documentAddress() string {
	return address + "pages/diffpages.action?originalId=213818475&pageId=214712050"
}

// document cites a place of document 003.
func document(place string) specs.Source {
	return specs.Source{Document: "003", Place: place, URL: documentAddress(), Date: read}
}

// The pages that complete the document.

func changeStatusPage(place string) specs.Source {
	return page("BRIDGE API, order/change-status", "plugins/viewsource/viewpagesrc.action?pageId=207704442", place)
}

func statusPage(place string) specs.Source {
	return page("BRIDGE API, order/status", "pages/viewpage.action?navigatingVersions=true&pageId=175269583", place)
}

func authenticationPage(place string) specs.Source {
	return page("BRIDGE API, Autenticación", "pages/diffpages.action?originalId=214712043&pageId=421483671", place)
}

func lifeCyclePage(place string) specs.Source {
	return page("BRIDGE API, Ciclo de vida de una orden", "display/SYNTHESIS/BRIDGE+API+-+Ciclo+de+vida+de+una+orden", place)
}

func configurationPage(place string) specs.Source {
	return page("Bridge Manager, Configuración", "display/SYNTHESIS/CONFIGURACION", place)
}

func page(name, path, place string) specs.Source {
	return specs.Source{Document: name, Place: place, URL: address + path, Date: read}
}
