package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"runtime"
	"strings"
	"testing"
	"time"
)

// example is the order of document 002, under “Exemple d'appel API”.
const example = `{
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

const exampleID = "3fa85f64-5717-4562-b3fc-2c963f66afa6"

// caller calls a running simulator over the network.
type caller struct {
	t      *testing.T
	client *http.Client
}

// answer is what came of a call.
type answer struct {
	status  int
	body    string
	journal string
}

func (c caller) call(method, address, body string) answer {
	c.t.Helper()
	req, err := http.NewRequestWithContext(c.t.Context(), method, address, strings.NewReader(body))
	if err != nil {
		c.t.Fatal(err)
	}
	req.SetBasicAuth("sample-oms", "sample-password")
	if body != "" || method == http.MethodPost { // the control API wants it without a body, too
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := c.client.Do(req)
	if err != nil {
		c.t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		c.t.Fatal(err)
	}
	return answer{resp.StatusCode, strings.TrimSpace(string(text)), resp.Header.Get("Plumbline-Journal")}
}

func (c caller) wants(got answer, status int, body string) {
	c.t.Helper()
	if got.status != status || got.body != body {
		c.t.Errorf("got %d %s, want %d %s", got.status, got.body, status, body)
	}
}

// readsBack compares an order as JSON values, whose members have no order.
func (c caller) readsBack(got answer, want map[string]any) {
	c.t.Helper()
	if err := sameOrder(got.status, got.body, want); err != nil {
		c.t.Error(err)
	}
}

func sameOrder(status int, body string, want map[string]any) error {
	var order map[string]any
	if status != http.StatusOK {
		return fmt.Errorf("got %d %s", status, body)
	}
	if err := json.Unmarshal([]byte(body), &order); err != nil {
		return fmt.Errorf("got %s: %w", body, err)
	}
	if !reflect.DeepEqual(order, want) {
		return fmt.Errorf("the order reads back as %v, want %v", order, want)
	}
	return nil
}

func TestSimulatePlaysTheDocument(t *testing.T) {
	before := runtime.NumGoroutine()
	simulation := simulate(t, "deliveryoptimizer")
	transport := &http.Transport{}
	c := caller{t, &http.Client{Transport: transport, Timeout: patience}}
	orders := simulation.vendors + "/deliveryoptimizer/1/order"
	reading := orders + "/" + exampleID

	c.wants(c.call("POST", orders, example), http.StatusOK, "true")
	c.wants(c.call("POST", orders, example), http.StatusOK, "false")
	var want map[string]any
	if err := json.Unmarshal([]byte(example), &want); err != nil {
		t.Fatal(err)
	}
	c.readsBack(c.call("GET", reading, ""), want)

	shipped := c.call("DELETE", orders+"/byid/"+exampleID+"/code/FRA:MAG:0125", "")
	c.wants(shipped, http.StatusOK, "true")
	want["lines"] = want["lines"].([]any)[1:]
	c.readsBack(c.call("GET", reading, ""), want)

	c.wants(c.call("DELETE", orders+"/byid/"+exampleID+"/code/FRA:MAG:0953", ""), http.StatusOK, "true")
	if got := c.call("GET", reading, ""); got.status != http.StatusNotFound || strings.Contains(got.body, exampleID) {
		t.Errorf("the order whose last line went is still there: %d %s", got.status, got.body)
	}

	entry := c.call("GET", simulation.control+"/worlds/default/journal/"+shipped.journal, "")
	var explained struct {
		Operation   string
		Explanation []string
	}
	if err := json.Unmarshal([]byte(entry.body), &explained); err != nil || entry.status != http.StatusOK {
		t.Fatalf("the journal answers %d %s (%v)", entry.status, entry.body, err)
	}
	if explained.Operation != "deleteOrderByCode" || len(explained.Explanation) == 0 || strings.Contains(entry.body, "sample-password") {
		t.Errorf("the journal's entry is %s", entry.body)
	}

	transport.CloseIdleConnections()
	if status := simulation.stop(); status != 0 {
		t.Errorf("exit status %d", status)
	}
	noneLeft(t, before)
}

// noneLeft waits until no goroutine is left of those that were started.
func noneLeft(t *testing.T, before int) {
	t.Helper()
	for deadline := time.Now().Add(patience); runtime.NumGoroutine() > before; time.Sleep(10 * time.Millisecond) {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<16)
			t.Fatalf("%d goroutines, %d before:\n%s", runtime.NumGoroutine(), before, stacks[:runtime.Stack(stacks, true)])
		}
	}
}

func TestSimulateWithoutControl(t *testing.T) {
	o := command(t, patience, "simulate", "--listen", "256.0.0.1:0", "--control", "off")
	if o.status != 2 || o.out != "" {
		t.Errorf("got %+v", o)
	}
}
