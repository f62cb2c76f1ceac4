package vendors

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/conformance/reference"
)

// TestTrafficIsComparedByWorld has traffic whose exchanges agree with the document
// only if those of other worlds, and secrets that a recording lacks, are left
// aside; and one that does not agree.
func TestTrafficIsComparedByWorld(t *testing.T) {
	const (
		id    = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
		order = `{"orderId":"` + id + `","tenantId":1,"type":"Order","expiresAt":"2030-01-01T00:00:00Z","lastUpdated":"2026-01-01T00:00:00Z",` +
			`"lines":[{"artGuid":"6071b71f-550e-4e62-9036-fd263501ef93","code":"FRA:MAG:0125","qty":1}]}`
	)
	upsert := func(world string, says bool) reference.Recorded { // document 002: true when it was added
		return recorded(world, http.MethodPost, "/1/order", order, map[bool]string{true: "true", false: "false"}[says])
	}
	remove := recorded("a", http.MethodDelete, "/1/order/byid/"+id, "", "true")
	for _, test := range []struct {
		name, vendor string
		traffic      []reference.Recorded
		differs      int    // exchanges
		note         string // of the report
	}{
		{"one world", "deliveryoptimizer", []reference.Recorded{upsert("a", true), upsert("a", false), remove, upsert("a", true)}, 0, "4 requests were answered as"},
		{"two worlds", "deliveryoptimizer", []reference.Recorded{upsert("a", true), upsert("b", true), remove}, 0, "3 requests were answered as"},
		{"a wrong answer", "deliveryoptimizer", []reference.Recorded{upsert("a", true), upsert("a", true)}, 1, "differences found: 1"},
		{"a secret that was redacted", "bridge", []reference.Recorded{
			recorded("", http.MethodPost, "/auth/login", `{"clientId":"bridge-client","clientSecret":"[redacted]"}`, `{"ack":0,"token":"[redacted]"}`),
		}, 0, "1 not compared: its credentials were redacted"},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := named(t, test.vendor)
			m, err := Reference(v, 1)
			if err != nil {
				t.Fatal(err)
			}
			traffic, err := conformance.NewTraffic(t.Context(), v.Conformance(), m, "http://recorded.invalid", nil)
			if err != nil {
				t.Fatal(err)
			}
			differs := 0
			for _, x := range test.traffic {
				line, err := traffic.Take(t.Context(), x)
				if err != nil {
					t.Fatal(err)
				}
				if strings.Contains(line, ": DIFFERS: ") {
					differs++
				}
			}
			out := traffic.Report()
			if notes := strings.Join(out.Notes, "\n"); differs != test.differs || !strings.Contains(notes, test.note) {
				t.Errorf("%d differ, want %d; notes without %q:\n%s", differs, test.differs, test.note, notes)
			}
			if err := traffic.Close(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
}

func recorded(world, method, path, body, answer string) reference.Recorded {
	at := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	h := http.Header{"Content-Type": {"application/json"}, "Authorization": {"[redacted]"}}
	if world != "" {
		h.Set("Plumbline-World", world)
	}
	return reference.Recorded{
		Started: at, Ended: at, Method: method, URL: "http://recorded.invalid" + path, RequestHeader: h, RequestBody: []byte(body),
		Status: http.StatusOK, ResponseHeader: http.Header{"Content-Type": {"application/json"}}, ResponseBody: []byte(answer),
	}
}
