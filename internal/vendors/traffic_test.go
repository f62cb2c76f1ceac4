package vendors

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/conformance/reference"
	"github.com/plumbline-api/plumbline/report"
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
	lost, gone := upsert("a", false), recorded("a", http.MethodGet, "/1/order/"+id, "", `{"status":404}`)
	lost.Status, gone.Status = 0, http.StatusNotFound
	for _, test := range []struct {
		name, vendor string
		traffic      []reference.Recorded
		differs      int    // exchanges
		note         string // of the report
	}{
		{"one world", "deliveryoptimizer", []reference.Recorded{upsert("a", true), upsert("a", false), remove, upsert("a", true)}, 0, "4 requests were answered as"},
		{"two worlds", "deliveryoptimizer", []reference.Recorded{upsert("a", true), upsert("b", true), remove}, 0, "3 requests were answered as"},
		{"a wrong answer", "deliveryoptimizer", []reference.Recorded{upsert("a", true), upsert("a", true)}, 1, "differences found: 1"},
		{"an answer that was lost", "deliveryoptimizer", []reference.Recorded{upsert("a", true), lost, remove, gone, upsert("a", true)}, 0, "3 requests were answered as"},
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

// TestTrafficThatShowsNothing has recordings from which nothing follows: none is
// called conformant.
func TestTrafficThatShowsNothing(t *testing.T) {
	page := recorded("", http.MethodGet, "/index.html", "", "<p>")
	broken := recorded("", http.MethodGet, "/script.js", "", "")
	broken.Status = http.StatusInternalServerError // of the page's server, not the API's
	state := recorded("", http.MethodPost, "/order/state/confirmed", `{"internalNumber":"00001"}`, `{"ack":0,"message":"-"}`)
	elsewhere := recorded("", http.MethodPost, "/auth/me", "", `{"valid":true}`)
	elsewhere.URL = "http://other.invalid/auth/me"
	for _, test := range []struct {
		name, target string
		traffic      []reference.Recorded
	}{
		{"nothing", "http://recorded.invalid", nil},
		{"a page's own files", "http://recorded.invalid", []reference.Recorded{page, broken}},
		{"a state that nobody knows", "http://recorded.invalid", []reference.Recorded{state}},
		{"another host", "http://bridge.invalid", []reference.Recorded{elsewhere, broken}},
	} {
		t.Run(test.name, func(t *testing.T) {
			v := named(t, "bridge")
			m, err := Reference(v, 1)
			if err != nil {
				t.Fatal(err)
			}
			traffic, err := conformance.NewTraffic(t.Context(), v.Conformance(), m, test.target, nil)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range test.traffic {
				if _, err := traffic.Take(t.Context(), x); err != nil {
					t.Fatal(err)
				}
			}
			r := report.Report{Vendors: []report.Vendor{traffic.Report()}}
			for _, allow := range []bool{false, true} {
				if code := r.Exit(allow); code != report.ExitNotProven {
					t.Errorf("exit %d with inconclusive allowed: %t, want %d\n%q", code, allow, report.ExitNotProven, r.Vendors[0].Notes)
				}
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
