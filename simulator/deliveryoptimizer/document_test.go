package deliveryoptimizer_test

import (
	"net/http"
	"testing"
)

// documentOrder is the request of document 002, letter by letter.
const documentOrder = `{
  "orderId": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
  "tenantId": 0,
  "lastUpdated": "2025-09-22T10:01:20.624Z",
  "expiresAt": "2025-09-23T11:01:20.624Z",
  "type": "Order",
  "lines": [
    {
      "code": "FRA:MAG:0125",
      "artGuid": "c420a0b0-fd50-446a-b2e0-18ab3bf4c460",
      "qty": 1
    },
    {
      "code": "FRA:MAG:0953",
      "artGuid": "4128d10e-1594-42a7-8c79-bde5181a20f5",
      "qty": 2
    }
  ]
}`

// TestTheExampleOfTheDocument pastes it and lives through an order's life.
func TestTheExampleOfTheDocument(t *testing.T) {
	const (
		id     = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
		first  = `{"expiresAt":"2025-09-23T11:01:20.624Z","lastUpdated":"2025-09-22T10:01:20.624Z","lines":[{"artGuid":"c420a0b0-fd50-446a-b2e0-18ab3bf4c460","code":"FRA:MAG:0125","qty":1},`
		second = `{"artGuid":"4128d10e-1594-42a7-8c79-bde5181a20f5","code":"FRA:MAG:0953","qty":2}],"orderId":"3fa85f64-5717-4562-b3fc-2c963f66afa6","tenantId":0,"type":"Order"}`
		shrunk = `{"expiresAt":"2025-09-23T11:01:20.624Z","lastUpdated":"2025-09-22T10:01:20.624Z","lines":[`
	)
	p := newProbe(t, nil)
	p.post(documentOrder).is(200, "true")
	p.post(documentOrder).is(200, "false")
	p.send("", "GET", "1/order/"+id, "").is(200, first+second)
	p.send("", "DELETE", "1/order/byid/"+id+"/code/FRA:MAG:0125", "").is(200, "true")
	p.send("", "GET", "1/order/"+id, "").is(200, shrunk+second)
	p.send("", "DELETE", "1/order/byid/"+id+"/code/FRA%3AMAG%3A0953", "").is(200, "true")
	p.send("", "GET", "1/order/"+id, "").refused(404)
	p.put("["+documentOrder+"]").is(200, "true")
	p.send("", "GET", "1/order/"+id, "").is(200, first+second)
	p.send("", "DELETE", "1/order/byid/"+id, "").is(200, "true")
	p.send("", "DELETE", "1/order/byid/"+id, "").is(200, "false")
	for _, wrong := range p.wrong {
		t.Error(wrong)
	}
}

// TestPathsAndMethodsThatAreNotThere need no user.
func TestPathsAndMethodsThatAreNotThere(t *testing.T) {
	p := newProbe(t, nil)
	for _, path := range []string{"", "1", "1/order/", "1/Order", "1/order//", "1/order/byid/" + order(1).OrderID.String() + "/code/", "1/orders/x"} {
		p.send("-", "GET", path, "").refused(404)
	}
	for call, allow := range map[[2]string]string{
		{"GET", "1/order"}: "POST", {"POST", "1/orders"}: "PUT", {"HEAD", "1/config"}: "PUT", {"PATCH", "1/order/" + order(1).OrderID.String()}: "GET",
	} {
		a := p.send("-", call[0], call[1], "")
		a.refused(405)
		p.check(a.header.Get("Allow") == allow, "%s: Allow: %s", a.call, a.header.Get("Allow"))
	}
	for _, wrong := range p.wrong {
		t.Error(wrong)
	}
}

// TestTheCheckOfAnswersCanFail shows that a probe sees what is wrong with an
// answer by the contract.
func TestTheCheckOfAnswersCanFail(t *testing.T) {
	for name, tt := range map[string]struct {
		operation, kind string
		status          int
		body            string
		good            bool
	}{
		"good":               {"upsertOrder", "application/json", 200, "true", true},
		"of another type":    {"upsertOrder", "application/json", 200, `"true"`, false},
		"no JSON":            {"upsertOrder", "application/json", 200, "True", false},
		"as text":            {"upsertOrder", "text/plain", 200, "True", true},
		"of another form":    {"getOrder", "application/json", 200, `{"orderId": "17"}`, false},
		"of another media":   {"getOrder", "text/html", 200, "<p>", false},
		"of any success":     {"upsertOrder", "application/json", 201, "true", true},
		"of no class at all": {"upsertOrder", "application/json", 301, "true", false},
		"a refusal":          {"upsertOrder", "application/problem+json", 403, `{"title": "No.", "status": 403}`, true},
	} {
		t.Run(name, func(t *testing.T) {
			p := &probe{t: t}
			p.inspect("", tt.operation, "/", tt.status, http.Header{"Content-Type": {tt.kind}}, []byte(tt.body))
			if (len(p.wrong) == 0) != tt.good {
				t.Errorf("found %q", p.wrong)
			}
		})
	}
}
