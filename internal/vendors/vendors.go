// Package vendors is the one place that lists the vendors.
package vendors

import (
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/specs/akinon"
	"github.com/plumbline-api/plumbline/specs/altazion"
	"github.com/plumbline-api/plumbline/specs/bridge"
	"github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/specs/komet"
)

// Vendor is one row of the table.
type Vendor struct {
	Book specs.Book
}

// All returns the vendors in the order in which they are printed.
func All() []Vendor {
	return []Vendor{
		{Book: altazion.Book()},
		{Book: akinon.Book()},
		{Book: deliveryoptimizer.Book()},
		{Book: bridge.Book()},
		{Book: komet.Book()},
	}
}
