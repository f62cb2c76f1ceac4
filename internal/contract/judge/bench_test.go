package judge

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

func BenchmarkResponse(b *testing.B) {
	j, c := newJudge(b, deliveryoptimizer.Book().OpenAPI)
	op, header, body := c.Operation("getOrder"), contentType("application/json"), []byte(exampleOrder)
	b.ReportAllocs()
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		if findings := j.Response(op, "/1/order/3fa85f64-5717-4562-b3fc-2c963f66afa6", 200, header, body); len(findings) > 0 {
			b.Fatal(findings)
		}
	}
}
