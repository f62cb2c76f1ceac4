package compiled

import (
	"testing"

	"github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

// The example of document 002.
const exampleOrder = `{
  "orderId": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
  "tenantId": 0,
  "lastUpdated": "2025-09-22T10:01:20.624Z",
  "expiresAt": "2025-09-23T11:01:20.624Z",
  "type": "Order",
  "lines": [
    {"code": "FRA:MAG:0125", "artGuid": "c420a0b0-fd50-446a-b2e0-18ab3bf4c460", "qty": 1},
    {"code": "FRA:MAG:0953", "artGuid": "4128d10e-1594-42a7-8c79-bde5181a20f5", "qty": 2}
  ]
}`

func BenchmarkCheck(b *testing.B) {
	s := compile(b, deliveryoptimizer.Book().OpenAPI)
	in := body(exampleOrder)
	in.Path = map[string]string{"tenantId": "1"}
	b.ReportAllocs()
	b.SetBytes(int64(len(exampleOrder)))
	for b.Loop() {
		if breaches := s.Check("upsertOrder", in); len(breaches) > 0 {
			b.Fatal(breaches)
		}
	}
}
