// Package vendors is the one place that lists the vendors, and where the judge
// and the judged meet.
package vendors

import (
	"fmt"
	"strings"

	"github.com/plumbline-api/plumbline/conformance"
	conformakinon "github.com/plumbline-api/plumbline/conformance/akinon"
	conformaltazion "github.com/plumbline-api/plumbline/conformance/altazion"
	conformbridge "github.com/plumbline-api/plumbline/conformance/bridge"
	conformdo "github.com/plumbline-api/plumbline/conformance/deliveryoptimizer"
	conformkomet "github.com/plumbline-api/plumbline/conformance/komet"
	"github.com/plumbline-api/plumbline/features"
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

// Scenarios reads the vendor's features; there are none of a vendor that can't be
// judged.
func (v Vendor) Scenarios() ([]features.Scenario, error) {
	if v.Conformance == nil {
		return nil, nil
	}
	return v.Conformance().Scenarios()
}

// Table is the vendors that a program knows, in the order in which they are printed.
type Table []Vendor

// All returns the vendors of Plumbline itself.
func All() Table {
	return Table{
		{Book: altazion.Book(), Simulator: simaltazion.New, Conformance: conformaltazion.New},
		{Book: akinon.Book(), Simulator: simakinon.New, Conformance: conformakinon.New},
		{Book: deliveryoptimizer.Book(), Simulator: simdo.New, Conformance: conformdo.New},
		{Book: bridge.Book(), Simulator: simbridge.New, Conformance: conformbridge.New},
		{Book: komet.Book(), Simulator: simkomet.New, Conformance: conformkomet.New},
	}
}

// Names returns the names of the vendors.
func (t Table) Names() []string {
	var names []string
	for _, v := range t {
		names = append(names, v.Book.Vendor)
	}
	return names
}

// Find returns the vendor of that name.
func (t Table) Find(name string) (Vendor, bool) {
	for _, v := range t {
		if v.Book.Vendor == name {
			return v, true
		}
	}
	return Vendor{}, false
}

// Check names what a vendor of the table lacks, or has in a way that can't work.
func (t Table) Check() error {
	seen := map[string]bool{}
	for _, v := range t {
		switch name := v.Book.Vendor; {
		case name == "" || strings.ContainsAny(name, "/@ "):
			return fmt.Errorf("a vendor's Book.Vendor is %q; it is a name for paths and tags, such as own-orders", name)
		case seen[name]:
			return fmt.Errorf("two vendors are called %s", name)
		case len(v.Book.OpenAPI) == 0:
			return fmt.Errorf("the vendor %s: Book.OpenAPI is empty; it is the text of the OpenAPI document", name)
		case v.Simulator == nil && v.Conformance == nil:
			return fmt.Errorf("the vendor %s has neither Simulator nor Conformance", name)
		}
		seen[v.Book.Vendor] = true
	}
	return nil
}
