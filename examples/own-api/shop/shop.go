// Package shop is a vendor of one's own in Go: the rules of an order API, a
// simulator that stands in for it, and what judges it. It needs an OpenAPI
// document, which is not made into rules here: each rule is written down.
package shop

import (
	_ "embed"

	"github.com/plumbline-api/plumbline"
	"github.com/plumbline-api/plumbline/specs"
)

//go:embed openapi.yaml
var openAPI []byte

// Vendor is what plumbline.Main and vendortest.Run take.
func Vendor() plumbline.Vendor {
	r := newRules()
	return plumbline.Vendor{Book: r.book(), Simulator: r.simulator, Conformance: r.judge}
}

// rules are what the API promises. Simulator, checks and features refer to them.
type rules struct {
	token, order, total, confirmedOnce, unknown *specs.Rule
	answers, noServerError                      *specs.Rule // that every user expects of any server
}

func newRules() rules {
	rule := func(id, text string, operations ...string) *specs.Rule {
		return &specs.Rule{
			ID: "shop-orders/" + id, Text: text, Operations: operations, Binds: specs.Server, Level: specs.Must, Basis: specs.Documented,
			Source: specs.Source{Document: "handbook", Place: id},
		}
	}
	r := rules{
		token:         rule("token-required", "A request without a token, or with a wrong one, is refused with 401.", "createOrder", "getOrder", "deleteOrder", "confirmOrder"),
		order:         rule("new-order", "An order has a reference, a customer and at least one line; another is refused with 400.", "createOrder"),
		total:         rule("total-is-the-sum", "The total of an order is the sum of its lines, quantity times price.", "createOrder"),
		confirmedOnce: rule("confirmed-once", "An order is confirmed once; then it is refused with 409.", "confirmOrder"),
		unknown:       rule("unknown-order", "An order that does not exist is refused with 404.", "getOrder", "deleteOrder", "confirmOrder"),
	}
	everywhere := specs.NewIntegrity("shop-orders", r.token.Operations, nil)
	r.answers, r.noServerError = everywhere.Answers, everywhere.NoServerError
	r.order.Schema = []string{"/components/schemas/NewOrder", "/paths/~1orders/post/requestBody"}
	return r
}

// book is all that is known of the API. Its document has no number, no lines and no
// digest: nothing here counts lines.
func (r rules) book() specs.Book {
	all := []*specs.Rule{r.token, r.order, r.total, r.confirmedOnce, r.unknown}
	return specs.Book{
		Vendor: "shop-orders", Title: "Shop orders", OpenAPI: openAPI, Document: specs.Document{Title: "The handbook of the shop"},
		Rules: append(all, r.answers, r.noServerError), Integrity: specs.IntegrityRules{Answers: r.answers, NoServerError: r.noServerError},
	}
}
