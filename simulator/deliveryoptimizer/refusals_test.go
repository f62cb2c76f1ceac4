package deliveryoptimizer_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	"github.com/plumbline-api/plumbline/simulator/fault"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

const anOrder = `{"orderId":"3fa85f64-5717-4562-b3fc-2c963f66afa6","tenantId":1,"lastUpdated":"2025-09-22T10:01:20.624Z","type":"Order",
	"lines":[{"code":"FRA:MAG:0125","artGuid":"c420a0b0-fd50-446a-b2e0-18ab3bf4c460","qty":1}]}`

// goodCalls are calls that nothing but a fault refuses, path and body, by the
// method and the third segment of the path.
var goodCalls = map[string][2]string{
	"POST order":        {"/deliveryoptimizer/1/order", anOrder},
	"GET order":         {"/deliveryoptimizer/1/order/3fa85f64-5717-4562-b3fc-2c963f66afa6", ""},
	"DELETE code":       {"/deliveryoptimizer/1/order/byid/3fa85f64-5717-4562-b3fc-2c963f66afa6/code/FRA:MAG:0125", ""},
	"DELETE order":      {"/deliveryoptimizer/1/order/byid/3fa85f64-5717-4562-b3fc-2c963f66afa6", ""},
	"PUT config":        {"/deliveryoptimizer/1/config", "{}"},
	"PUT orders":        {"/deliveryoptimizer/1/orders", "[" + anOrder + "]"},
	"GET stock-origins": {"/deliveryoptimizer/1/stock-origins/code/FRA:MAG:0125/saturation", ""},
}

// A refusal that a fault forces is the one that breaking the rule earns, up to
// the detail.
func TestForcedRefusalIsTheRealOne(t *testing.T) {
	const order = "/deliveryoptimizer/1/order"
	reading := func(rule, name string) map[string]string { return map[string]string{"deliveryoptimizer/" + rule: name} }
	covered := map[string]bool{}
	for _, row := range []struct {
		rule               string
		user, method, path string // of a call that breaks the rule
		body               string
		dialect            map[string]string
		status             int
	}{
		{"basic-authentication", "nobody", "POST", order, anOrder, nil, 401},
		{"user-bound-to-tenant", "other-oms", "POST", order, anOrder, nil, 403},
		{"orders-need-oms-right", "sample-shop", "POST", order, anOrder, nil, 403},
		{"unknown-order-is-404", "sample-oms", "GET", order + "/00000000-0000-4000-8000-000000000000", "", nil, 404},
		{"saturation-of-unknown-origin-is-404", "sample-oms", "GET", "/deliveryoptimizer/1/stock-origins/code/X/saturation", "", nil, 404},
		{"path-tenant-decides", "sample-oms", "POST", order, strings.Replace(anOrder, `"tenantId":1`, `"tenantId":2`, 1), reading("path-tenant-decides", "must-match"), 400},
		{"empty-lines", "sample-oms", "POST", order, anOrder[:strings.Index(anOrder, "[")] + "[]}", reading("empty-lines", "refused"), 400},
		{"expiry", "sample-oms", "POST", order, strings.Replace(anOrder, `"type"`, `"expiresAt":"2025-09-22T10:01:20Z","type"`, 1), reading("expiry", "past-is-refused"), 400},
		{"replace-all-by-none", "sample-oms", "PUT", order + "s", "[]", reading("replace-all-by-none", "refused"), 400},
		{"delete-by-code-without-such-line", "sample-oms", "DELETE", order + "/byid/3fa85f64-5717-4562-b3fc-2c963f66afa6/code/FRA:MAG:0953", "", reading("delete-by-code-without-such-line", "refused"), 400},
		{"caller-names-positive-tenant", "sample-oms", "POST", "/deliveryoptimizer/0/order", anOrder, nil, 400},
		{"caller-sends-every-member", "sample-oms", "POST", order, "{}", nil, 400},
		{"caller-sends-typed-members", "sample-oms", "POST", order, "[]", nil, 400},
		{"caller-sends-guids", "sample-oms", "DELETE", "/deliveryoptimizer/1/order/byid/7", "", nil, 400},
		{"caller-sends-known-type", "sample-oms", "POST", order, strings.Replace(anOrder, `"Order"`, `"Resa"`, 1), nil, 400},
		{"caller-sends-quantities", "sample-oms", "POST", order, strings.Replace(anOrder, `"qty":1`, `"qty":0`, 1), nil, 400},
		{"refused-is-400", "sample-oms", "POST", order, "nonsense", nil, 400},
		{"caller-sends-typed-config", "sample-oms", "PUT", "/deliveryoptimizer/1/config", `{"cartLifeSpan":"x"}`, nil, 400},
	} {
		id := "deliveryoptimizer/" + row.rule
		covered[id] = true
		t.Run(row.rule, func(t *testing.T) {
			engine, err := simulator.New(simulator.Options{Now: func() time.Time { return time.Unix(1800000000, 0) }, Dialect: row.dialect}, deliveryoptimizer.New())
			if err != nil {
				t.Fatal(err)
			}
			client := &http.Client{Transport: simulator.Transport{Handler: engine}}
			if row.method != "POST" {
				answerTo(t, client, "sample-oms", "POST", "/deliveryoptimizer/1/order", anOrder) // for the good calls to find
			}
			really := answerTo(t, client, row.user, row.method, row.path, row.body)
			broken := fault.Fault{Effect: fault.Effect{Kind: fault.RefuseDocumented, Rule: id}}
			if err := engine.SetFaults(context.Background(), "default", []fault.Fault{broken}); err != nil {
				t.Fatal(err)
			}
			of := row.method + " " + strings.Split(row.path, "/")[3]
			if row.method == "DELETE" && strings.Contains(row.path, "/code/") {
				of = "DELETE code"
			}
			good := goodCalls[of]
			forced := answerTo(t, client, "sample-oms", row.method, good[0], good[1])
			if really.status != row.status || !reflect.DeepEqual(forced, really) {
				t.Errorf("forced %+v, really %+v, want the same with %d", forced, really, row.status)
			}
		})
	}
	engine, err := simulator.New(simulator.Options{Now: func() time.Time { return time.Unix(1800000000, 0) }}, deliveryoptimizer.New())
	if err != nil {
		t.Fatal(err)
	}
	for _, rule := range rules.Book().Rules {
		broken := fault.Fault{Effect: fault.Effect{Kind: fault.RefuseDocumented, Rule: rule.ID}}
		if err := engine.SetFaults(context.Background(), "default", []fault.Fault{broken}); err == nil && !covered[rule.ID] {
			t.Errorf("%s can be forced and has no row here", rule.ID)
		}
	}
}

type refused struct {
	status                 int
	title, kind, challenge string
}

func answerTo(t *testing.T, client *http.Client, user, method, path, body string) refused {
	t.Helper()
	r, err := http.NewRequest(method, "http://sim"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.SetBasicAuth(user, "sample-password")
	r.Header.Set("Content-Type", "application/json")
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	var problem struct{ Title string }
	_ = json.Unmarshal(raw, &problem) // no title where it is no problem
	return refused{response.StatusCode, problem.Title, response.Header.Get("Content-Type"), response.Header.Get("WWW-Authenticate")}
}
