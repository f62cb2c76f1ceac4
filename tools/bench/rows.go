package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"time"
)

// row is one server with one sort of work.
type row struct {
	server, name string
	command      []string // {port} and {control} stand for free ports
	root         string   // of the paths
	prepare      func(*process) error
	request      func(base string, n int) request // the n-th
}

// order is the example of document 002.
const order = `{
  "orderId": "3fa85f64-5717-4562-b3fc-2c963f66afa6", "tenantId": 0,
  "lastUpdated": "2025-09-22T10:01:20.624Z", "expiresAt": "2025-09-23T11:01:20.624Z", "type": "Order",
  "lines": [
    {"code": "FRA:MAG:0125", "artGuid": "c420a0b0-fd50-446a-b2e0-18ab3bf4c460", "qty": 1},
    {"code": "FRA:MAG:0953", "artGuid": "4128d10e-1594-42a7-8c79-bde5181a20f5", "qty": 2}
  ]
}`

// bare serves the order as little as can be: it decodes and encodes JSON.
func bare(address string) error {
	type line struct {
		Code    string `json:"code"`
		ArtGUID string `json:"artGuid"`
		Qty     int    `json:"qty"`
	}
	type body struct {
		OrderID     string    `json:"orderId"`
		TenantID    int       `json:"tenantId"`
		LastUpdated time.Time `json:"lastUpdated"`
		ExpiresAt   time.Time `json:"expiresAt"`
		Type        string    `json:"type"`
		Lines       []line    `json:"lines"`
	}
	return http.ListenAndServe(address, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var b body
		if err := json.NewDecoder(r.Body).Decode(&b); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(b.OrderID != "")
	}))
}

func (o options) rows() []row {
	self, err := os.Executable()
	exitOn(err)
	simulate := []string{o.plumbline, "simulate", "--listen", "127.0.0.1:{port}", "--control", "127.0.0.1:{control}", "--client-report", "off"}
	ours := func(name, root string, prepare func(*process) error, request func(string, int) request) row {
		return row{"plumbline", name, simulate, root, prepare, request}
	}
	return []row{
		{"bare handler", "upsert of an order", []string{self, "bare", "127.0.0.1:{port}"}, "", nil, upsert("/1/order", "")},
		ours("deliveryoptimizer: upsert of an order", "", nil, upsert("/deliveryoptimizer/1/order", "")),
		ours("the same through 1,000 worlds", "", nil, func(base string, n int) request {
			return upsert(fmt.Sprintf("/@w%d/deliveryoptimizer/1/order", n%1000), "")(base, n)
		}),
		ours(fmt.Sprintf("the same beside %d orders", o.stored), "", o.storeOrders, upsert("/deliveryoptimizer/1/order", "")),
		ours("altazion: save of a preparation", "", nil, func(base string, _ int) request {
			return request{
				method: "POST", url: base + "/altazion/api/logistique/preparation/prepa/BP-1001", user: "sample-app", password: "sample-key",
				body: `{"Lignes":[{"Reference":"REF-A","QtePreparee":3},{"Reference":"REF-B","QtePreparee":1.5}]}`, want: `"QtePreparee":3`,
			}
		}),
		ours("akinon: command on a package", "", storePackages, prepare),
		o.bridgeRow(simulate),
		ours("komet: creation of a prebook", "", raiseLimit, func(base string, _ int) request {
			return request{method: "POST", url: base + "/komet/api/prebook.create", body: prebook, want: `"status":1`}
		}),
	}
}

func upsert(path, want string) func(string, int) request {
	return func(base string, _ int) request {
		return request{method: "POST", url: base + path, body: order, user: "sample-oms", password: "sample-password", want: want}
	}
}

// storeOrders fills the live tier of tenant 1.
func (o options) storeOrders(p *process) error {
	const each = 5000
	for from := 0; from < o.stored; from += each {
		var list []string
		for n := from; n < min(from+each, o.stored); n++ {
			list = append(list, strings.Replace(order, "3fa85f64-5717-4562", fmt.Sprintf("%08x-%04x-4562", uint32(n)*2654435761, n&0xffff), 1))
		}
		if err := p.seed("deliveryoptimizer", `{"tenants":[{"id":1,"orders":[`+strings.Join(list, ",")+`]}]}`); err != nil {
			return err
		}
	}
	return nil
}

// seed adds entities to a vendor through the control API.
func (p *process) seed(vendor, document string) error {
	r, err := http.NewRequest(http.MethodPost, p.control+"/worlds/default/vendors/"+vendor+"/seed", bytes.NewReader([]byte(document)))
	if err != nil {
		return err
	}
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode >= 300 {
		text, _ := io.ReadAll(answer.Body) // the status tells enough
		return fmt.Errorf("seed %s: %s %s", vendor, answer.Status, text)
	}
	return nil
}
