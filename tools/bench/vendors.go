package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"
)

// packages is how many packages Akinon's row begins with: a command uses one
// up. More than a run can command.
const packages = 300_000

// storePackages gives Akinon packages that wait, each with one item.
func storePackages(p *process) error {
	const each = 5000
	for from := 1; from <= packages; from += each {
		var list []string
		for n := from; n < from+each; n++ {
			list = append(list, fmt.Sprintf(`{"id":%d,"number":"B%dP1","order":{"id":%d,"number":"B%d"},"stock_location":2,"items":[{"id":%d,"order_item":%d,"omnitron_id":%d,"sku":"10034","quantity":1,"barcode":"123"}]}`,
				1000+n, n, 5000+n, n, 1_000_000+n, 2_000_000+n, 3_000_000+n))
		}
		if err := p.seed("akinon", `{"packages":[`+strings.Join(list, ",")+`]}`); err != nil {
			return err
		}
	}
	return nil
}

// prepare is the command on the n-th package.
func prepare(base string, n int) request {
	return request{
		method: "POST", url: fmt.Sprintf("%s/akinon/api/v1/oms/packages/%d/command/", base, 1000+n%packages),
		header: http.Header{"Authorization": {"Token not-a-real-key"}},
		body:   fmt.Sprintf(`{"transition":71,"input_parameters":{"select_items_by_omnitron_id":false,"create_manual_oos_package":false,"barcodes":[{"order_item":%d,"barcode":"123"}]}}`, 2_000_000+n%packages),
		want:   `"number"`,
	}
}

// bridgeRow changes the states of many orders, to and fro.
func (o options) bridgeRow(simulate []string) row {
	const orders = 5000
	var once sync.Once
	token := ""
	return row{
		server: "plumbline", name: "bridge: change of an order's state", command: simulate,
		prepare: func(p *process) error {
			var list []string
			for n := range orders {
				list = append(list, fmt.Sprintf(`{"number":"B%d","channel":"EXAMPLE","items":[{"code":"TV-50","quantity":1}]}`, n))
			}
			return p.seed("bridge", `{"orders":[`+strings.Join(list, ",")+`]}`)
		},
		request: func(base string, n int) request {
			if n == 0 { // of the probe: before the seed, and before there is a token
				return request{method: "GET", url: base + "/bridge/order/state/paused"}
			}
			once.Do(func() { token = logIn(base) })
			return request{
				method: "POST", url: base + "/bridge/order/state/" + [...]string{"paused", "negotiation"}[n/orders%2],
				header: http.Header{"X-Access-Token": {token}},
				body:   fmt.Sprintf(`{"internalNumber":"B%d"}`, n%orders), want: `"ack":0`,
			}
		},
	}
}

// logIn returns a token of Bridge; what goes wrong shows with the first request.
func logIn(base string) string {
	answer, err := http.Post(base+"/bridge/auth/login", "application/json", strings.NewReader(`{"clientId":"example-client","clientSecret":"not-a-real-secret"}`))
	if err != nil {
		return err.Error()
	}
	defer answer.Body.Close()
	var body struct{ Token string }
	text, _ := io.ReadAll(answer.Body)
	_ = json.Unmarshal(text, &body)
	return body.Token
}

// raiseLimit lets the sample's company of Komet call as often as the row does:
// a thousand times a day for each user that it pays for.
func raiseLimit(p *process) error {
	return p.seed("komet", `{"companies":[{"id":77,"paidUsers":1000000}]}`)
}

// prebook is a creation with one item.
const prebook = `{"authenticationToken": "token_info_goes_here", "customerId": 9999, "customerPO": "PO4534", "carrierId": 1878, "shipDate": "2026-12-01",
  "prebookItems": [{"vendorId": 999, "productId": 999, "boxTypeId": 900, "unitType": "Stem", "boxes": 5, "bunches": 10, "stemsBunch": 2, "cost": 0.70, "price": 2.50}]}`

// peerRows are mock servers that npm serves, on the same contract. They check
// the request and answer an example; none has rules or state of the vendor.
func (o options) peerRows() []row {
	return []row{
		{"Prism 5.14.2", "upsert of an order", []string{"npx", "--yes", "@stoplight/prism-cli@5.14.2", "mock", "-v", "silent", "-p", "{port}", o.spec}, "", nil, upsert("/1/order", "")},
		{"Mockoon 9.6.1", "upsert of an order", []string{"npx", "--yes", "@mockoon/cli@9.6.1", "start", "--data", o.spec, "--port", "{port}", "--disable-log-to-file"}, "", nil, upsert("/1/order", "")},
	}
}
