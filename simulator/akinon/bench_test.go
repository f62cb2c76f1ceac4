package akinon_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/simulator"
)

// BenchmarkPrepare shows that the command costs the same however many packages
// are stored. Half of its calls seed the package back to Waiting.
func BenchmarkPrepare(b *testing.B) {
	for _, stored := range []int{10, 100_000} {
		b.Run(fmt.Sprint(stored), func(b *testing.B) {
			w := newWorld(b, simulator.Options{})
			w.seed(`{"packages":[` + strings.TrimSuffix(manyPackages(stored), ",") + `]}`)
			for b.Loop() {
				w.seed(`{"packages":[{"id":124,"state":100}]}`)
				w.post(otherCommand, command(`,"barcodes":[{"order_item":2101,"barcode":"123"}]`)).is(200)
			}
			w.good()
		})
	}
}

func manyPackages(count int) string {
	var b strings.Builder
	for id := 201; id <= 200+count; id++ {
		fmt.Fprintf(&b, `{"id":%d,"number":"7P%d","stock_location":2,"order":{"id":99,"number":"7"}},`, id, id)
	}
	return b.String()
}
