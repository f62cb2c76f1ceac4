package bridge_test

import (
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/simulator/bridge"
)

// BenchmarkChange moves one order among many to and fro.
func BenchmarkChange(b *testing.B) {
	for _, many := range []int{1, 100_000} {
		b.Run(fmt.Sprintf("orders=%d", many), func(b *testing.B) {
			w := newWorld(b, nil)
			list := make([]bridge.SeedOrder, many)
			for i := range list {
				list[i].Number = fmt.Sprintf("n%d", i)
			}
			w.orders(list...)
			token := w.logIn()
			b.ReportAllocs()
			b.ResetTimer()
			for i := range b.N {
				path := "/order/state/" + []string{"paused", "open"}[i%2]
				r := httptest.NewRequest("POST", "/@"+w.name+"/bridge"+path, strings.NewReader(documentExample))
				r.Header.Set("Content-Type", "application/json")
				r.Header.Set("x-access-token", token)
				recorder := httptest.NewRecorder()
				w.engine.ServeHTTP(recorder, r)
				if !strings.HasPrefix(recorder.Body.String(), `{"ack":0`) {
					b.Fatal(recorder.Body)
				}
			}
		})
	}
}
