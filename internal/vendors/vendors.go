// Package vendors is the one place that lists the vendors, and where the judge
// and the judged meet.
package vendors

import (
	"github.com/plumbline-api/plumbline/conformance"
	conformakinon "github.com/plumbline-api/plumbline/conformance/akinon"
	conformaltazion "github.com/plumbline-api/plumbline/conformance/altazion"
	conformbridge "github.com/plumbline-api/plumbline/conformance/bridge"
	conformdo "github.com/plumbline-api/plumbline/conformance/deliveryoptimizer"
	conformkomet "github.com/plumbline-api/plumbline/conformance/komet"
	"github.com/plumbline-api/plumbline/simulator"
	simakinon "github.com/plumbline-api/plumbline/simulator/akinon"
	simaltazion "github.com/plumbline-api/plumbline/simulator/altazion"
	simbridge "github.com/plumbline-api/plumbline/simulator/bridge"
	simdo "github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	simkomet "github.com/plumbline-api/plumbline/simulator/komet"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/specs/akinon"
	"github.com/plumbline-api/plumbline/specs/altazion"
	"github.com/plumbline-api/plumbline/specs/bridge"
	"github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/specs/komet"
)

// Vendor is one row of the table.
type Vendor struct {
	Book        specs.Book
	Simulator   func() *simulator.Vendor   // nil: not built yet
	Conformance func() *conformance.Vendor // nil: not built yet
}

// All returns the vendors in the order in which they are printed.
func All() []Vendor {
	return []Vendor{
		{Book: altazion.Book(), Simulator: simaltazion.New, Conformance: conformaltazion.New},
		{Book: akinon.Book(), Simulator: simakinon.New, Conformance: conformakinon.New},
		{Book: deliveryoptimizer.Book(), Simulator: simdo.New, Conformance: conformdo.New},
		{Book: bridge.Book(), Simulator: simbridge.New, Conformance: conformbridge.New},
		{Book: komet.Book(), Simulator: simkomet.New, Conformance: conformkomet.New},
	}
}

// Names returns the names of the vendors.
func Names() []string {
	var names []string
	for _, v := range All() {
		names = append(names, v.Book.Vendor)
	}
	return names
}

// Find returns the vendor of that name.
func Find(name string) (Vendor, bool) {
	for _, v := range All() {
		if v.Book.Vendor == name {
			return v, true
		}
	}
	return Vendor{}, false
}
