package simulator_test

import (
	"testing"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/akinon"
	"github.com/plumbline-api/plumbline/simulator/altazion"
	"github.com/plumbline-api/plumbline/simulator/bridge"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/komet"
)

// fiveVendors are all there are.
func fiveVendors() []*simulator.Vendor {
	return []*simulator.Vendor{akinon.New(), altazion.New(), bridge.New(), deliveryoptimizer.New(), komet.New()}
}

// BenchmarkNewWorld is what the first use of a vendor in a world costs: its
// sample comes into being.
func BenchmarkNewWorld(b *testing.B) {
	for _, v := range fiveVendors() {
		b.Run(v.Book.Vendor, func(b *testing.B) {
			e := newEngine(b, simulator.Options{}, v)
			n := 0
			b.ReportAllocs()
			for b.Loop() {
				n++
				if _, err := e.State(b.Context(), worldNumber(n), v.Book.Vendor); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
