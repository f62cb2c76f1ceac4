package simulator_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

// FuzzServe holds that no request, whatever its bytes, makes the simulator
// fail: not in another dialect either, and not where defects let everything
// through. Headers are lines of "Name: value".
func FuzzServe(f *testing.F) {
	const id = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
	json := basic("sample-oms") + "\nContent-Type: application/json"
	f.Add("POST", "/deliveryoptimizer/1/order", json, []byte(documentOrder))
	f.Add("POST", "/@w/deliveryoptimizer/2147483647/order", json, []byte(strings.Replace(documentOrder, `"Order"`, `"Cart"`, 1)))
	f.Add("POST", "/deliveryoptimizer/-2147483648/order", json, []byte(strings.Replace(documentOrder, "2025-09-23", "9999-12-31", 1)))
	f.Add("PUT", "/deliveryoptimizer/1/orders", json, []byte("["+documentOrder+","+documentOrder+"]"))
	f.Add("PUT", "/deliveryoptimizer/1/orders", json, []byte(`[{"lines": [{"qty": 1e999}], "lastUpdated": "0000-01-01T00:00:00Z"}, null, 7]`))
	f.Add("GET", "/deliveryoptimizer/1/order/"+id, json+"\nPlumbline-World: w", []byte(nil))
	f.Add("DELETE", "/deliveryoptimizer/1/order/byid/"+id, json, []byte(nil))
	f.Add("DELETE", "/deliveryoptimizer/1/order/byid/"+id+"/code/FRA%3AMAG:0125", json, []byte(nil))
	f.Add("DELETE", "/deliveryoptimizer/1/order/byid/"+id+"/code/a%2F..%2Fb%00?a=%zz&b", json, []byte(nil))
	f.Add("PUT", "/deliveryoptimizer/1/config", json, []byte(`{"enableInternalOrderSync": true, "cartLifeSpan": 2147483647}`))
	f.Add("GET", "/deliveryoptimizer/1/stock-origins/code/FRA:MAG:0125/saturation", json, []byte(nil))
	f.Add("HEAD", "/@%zz//../deliveryoptimizer/%2e%2e/", "Authorization: Basic !", []byte("\xff\x00"))
	f.Add("OPTIONS", "*", "Plumbline-World: \x00", []byte("{"))

	var lax []string // what the caller's duties are held to
	for _, rule := range rules.Book().Rules {
		lax = append(lax, rule.Schema...)
	}
	engines := []*simulator.Engine{
		newEngine(f, simulator.Options{}, deliveryoptimizer.New()),
		newEngine(f, simulator.Options{Dialect: map[string]string{
			rules.Expiry.ID: "service-expires-carts", rules.EmptyLines.ID: "removed", rules.BatchOnlySaves.ID: "mirrors", rules.DeleteByCodeWithoutSuchLine.ID: "true",
		}}, deliveryoptimizer.New()),
		newEngine(f, simulator.Options{
			Holes: map[string][]string{"deliveryoptimizer": lax}, Defects: []string{rules.UserBoundToTenant.ID, rules.TenantsIsolated.ID},
		}, deliveryoptimizer.New()),
	}
	f.Fuzz(func(t *testing.T, method, target, headers string, body []byte) {
		for i, engine := range engines {
			w := httptest.NewRecorder()
			engine.ServeHTTP(w, anyRequest(method, target, headers, body))
			if w.Code >= 500 || w.Code < 200 {
				t.Errorf("engine %d answers %d: %s", i, w.Code, w.Body)
			}
			worlds, err := engine.Worlds(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range worlds { // a later request may act on what this one left
				if _, err := engine.ChangeClock(t.Context(), name, simulator.ClockChange{Advance: 1e9}); err != nil {
					t.Errorf("engine %d: %v", i, err)
				}
			}
			if len(worlds) > 3 {
				dropAll(t, engine, worlds)
			}
		}
	})
}

// anyRequest is a request as no client would send it.
func anyRequest(method, target, headers string, body []byte) *http.Request {
	u, err := url.ParseRequestURI(target)
	if err != nil {
		u = &url.URL{Path: target}
	}
	header := http.Header{}
	for line := range strings.Lines(headers) {
		name, value, _ := strings.Cut(strings.TrimSuffix(line, "\n"), ": ")
		header.Add(name, value)
	}
	return &http.Request{
		Method: method, URL: u, Header: header, Host: "sim.test", RequestURI: target,
		Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(body)),
	}
}

func dropAll(t *testing.T, engine *simulator.Engine, worlds []string) {
	t.Helper()
	for _, name := range worlds {
		if err := engine.Drop(t.Context(), name); err != nil {
			t.Fatal(err)
		}
	}
}
