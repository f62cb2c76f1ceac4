// Package plumbline is the command line for vendors of one's own: what `plumbline`
// does for the vendors that come with it, a program with this in its main does for
// them and for one's own.
package plumbline

import (
	"fmt"
	"os"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/internal/cli"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/specs"
)

// Vendor is an API: its rules, who stands in for it, and who judges it.
type Vendor struct {
	Book        specs.Book
	Simulator   func() *simulator.Vendor   // nil: it is judged only
	Conformance func() *conformance.Vendor // nil: it is simulated only
}

// Main runs the command line of the process, which knows these vendors beside
// Plumbline's own. It returns the status to exit with.
func Main(own ...Vendor) int {
	table := vendors.All()
	for _, v := range own {
		table = append(table, vendors.Vendor(v))
	}
	if err := table.Check(); err != nil {
		fmt.Fprintf(os.Stderr, "plumbline: %v\n", err)
		return report.ExitOwnFault
	}
	return cli.Main(table)
}
