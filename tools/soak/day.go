package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
)

// steady are worlds that live from the beginning to the end. Their clocks jump, and
// their journals are full after a while.
var steady = []string{"steady-1", "steady-2", "steady-3"}

// client uses a simulator as a shop and its tests would.
type client struct {
	subject *subject
	http    *http.Client
	world   string
}

// step is one request of the day, of examples/day: to a vendor, or with the method
// of an operation in small letters to the control API of the world.
type step struct {
	method, path, body string
	header             string // Name: value
	status             int
	holds              string // part of the answer
}

const (
	oms   = "Authorization: Basic c2FtcGxlLW9tczpzYW1wbGUtcGFzc3dvcmQ=" // sample-oms
	app   = "Authorization: Basic c2FtcGxlLWFwcDpzYW1wbGUta2V5"         // sample-app
	key   = "Authorization: Token not-a-real-key"
	order = `{"orderId":"3fa85f64-5717-4562-b3fc-2c963f66afa6","tenantId":1,"lastUpdated":"2026-11-23T08:00:00Z","type":"Order","lines":[
		{"code":"FRA:MAG:0125","artGuid":"c420a0b0-fd50-446a-b2e0-18ab3bf4c460","qty":1},{"code":"FRA:MAG:0953","artGuid":"4128d10e-1594-42a7-8c79-bde5181a20f5","qty":2}]}`
	bon = "/altazion/api/logistique/preparation/"
)

func (c *client) day() []step {
	state := func(to, ack string) step {
		return step{"POST", "/bridge/order/state/" + to, `{"internalNumber":"00001"}`, "x-access-token: {token}", 200, `"ack":` + ack}
	}
	return []step{
		{"post", "/clock", `{"set":"2027-11-23T08:00:00Z","freeze":true}`, "", 200, `"frozen":true`},
		{"PUT", "/faults", `[{"vendor":"deliveryoptimizer","operation":"upsertOrder","count":1,"effect":{"kind":"answer-reset"}}]`, "", 200, ""},
		{"POST", "/deliveryoptimizer/1/order", order, oms, 0, ""},
		{"POST", "/deliveryoptimizer/1/order", order, oms, 200, "false"},
		{"post", "/vendors/deliveryoptimizer/seed", `{"tenants":[{"id":1,"config":{"enableInternalOrderSync":true}}]}`, "", 204, ""},
		{"post", "/clock", `{"advance":"10m"}`, "", 200, `"timer":"batch"`},
		{"post", "/vendors/deliveryoptimizer/actions/stop-live-tier", "", "", 204, ""},
		{"GET", "/deliveryoptimizer/1/order/3fa85f64-5717-4562-b3fc-2c963f66afa6", "", oms, 200, "FRA:MAG:0953"},
		{"POST", "/bridge/order/state/confirmed", `{"internalNumber":"00001"}`, "", 200, ""},
		{"POST", "/bridge/auth/login", `{"clientId":"example-client","clientSecret":"not-a-real-secret"}`, "", 200, `"token"`},
		state("confirmed", "0"), state("confirmed", "1021"),
		{"post", "/vendors/bridge/seed", `{"orders":[{"number":"00001","shipping":"PLAZA 1, 28001","label":"LBL-1"}]}`, "", 204, ""},
		state("readyToPick", "0"),
		{"post", "/vendors/bridge/actions/take-into-packing-list", "", "", 204, ""},
		state("inproc", "0"),
		{"post", "/vendors/bridge/actions/confirm-items", "", "", 204, ""},
		state("complete", "0"),
		{"post", "/vendors/bridge/seed", `{"orders":[{"number":"00001","carrierNews":["on its way"]}]}`, "", 204, ""},
		state("transit", "0"),
		{"post", "/vendors/bridge/seed", `{"orders":[{"number":"00001","carrierNews":["delivered"]}]}`, "", 204, ""},
		state("cancelled", "1023"),
		{"post", "/vendors/altazion/seed", `{"handlers":[{"name":"shop","url":"` + c.subject.mail + `/altazion","events":["PreparationBpr"]}]}`, "", 204, ""},
		{"POST", bon + "prepa/BP-1001", `{"Lignes":[{"Reference":"REF-A","QtePreparee":3},{"Reference":"REF-B","QtePreparee":1.5}]}`, app, 200, `"QtePreparee":3`},
		{"post", "/clock", `{"advance":"2s"}`, "", 200, ""},
		{"GET", bon + "BP-1001", "", app, 200, `"Etat":"Préparé"`},
		{"POST", bon + "expe/BP-1001", `{"Lignes":[{"Reference":"REF-A","QtePreparee":3,"QteExpediee":3},{"Reference":"REF-B","QtePreparee":1.5,"QteExpediee":1.5}],"Colis":[{"Numero":"6A0001","DateExpedition":"2026-11-23T11:00:00Z"}]}`, app, 200, ""},
		{"post", "/clock", `{"advance":"2s"}`, "", 200, `"timer":"delivery"`},
		{"get", "/deliveries?vendor=altazion", "", "", 200, `"state":"delivered"`},
		{"POST", "/akinon/api/v1/oms/packages/123/command/", `{"transition":71,"input_parameters":{"select_items_by_omnitron_id":true,"create_manual_oos_package":true,
			"replacement_products":[{"package_item":282687,"new_product_sku":"10034"}],"oos_package_items":[282688],
			"barcodes":[{"order_item":2047,"barcode":"123"},{"order_item":2046,"barcode":"123"},{"order_item":2045,"barcode":"123"}]}}`, key, 200, `"number":"1234567891234567P3"`},
		{"POST", "/akinon/api/v1/oms/packages/123/command/", `{"transition":71}`, key, 400, ""},
		{"POST", "/komet/api/prebook.create", `{"authenticationToken":"token_info_goes_here","customerId":9999,"customerPO":"PO4534","carrierId":1878,"shipDate":"2027-12-01","autoGeneratePOsfromPrebooks":"1",
			"prebookItems":[{"vendorId":999,"productId":999,"boxTypeId":900,"unitType":"Stem","boxes":5,"bunches":10,"stemsBunch":2,"cost":0.70,"price":2.50}]}`, "", 200, `"status":1`},
		{"POST", "/komet/api/prebook.create", `{"authenticationToken":"token_info_goes_here","customerId":9999,"customerCode":"ANG","carrierId":1878,"shipDate":"2027-12-01"}`, "", 200, `"status":0`},
		{"get", "/client-report", "", "", 200, "bridge/caller-logs-in-first"},
		{"get", "/journal?limit=1000", "", "", 200, `"explanation"`},
	}
}

// round plays a day in a new world, and goes on in those that stay.
func (c *client) round(n int) {
	fresh := fmt.Sprintf("day-%d", n)
	c.play(fresh)
	c.subject.counts.Days++
	c.forks(fresh, n)
	for i, world := range steady {
		c.world = world
		body := strings.Replace(order, `"qty":1`, fmt.Sprintf(`"qty":%d`, n%1000+1), 1)
		if i > 0 {
			body = strings.Replace(body, "3fa85f64", fmt.Sprintf("%08x", n%500), 1) // some orders that come again
		}
		c.do(step{"POST", "/deliveryoptimizer/1/order", strings.Replace(body, "08:00:00Z", fmt.Sprintf("%02d:%02d:%02dZ", n/3600%24, n/60%60, n%60), 1), oms, 200, ""})
		if i == 0 {
			c.subject.last = n%1000 + 1
		}
		for range 3 {
			c.do(step{"GET", bon + "BP-1001", "", app, 200, "BP-1001"})
		}
		c.do(step{"GET", "/komet/nosuch", "", "", 404, ""})
		c.do(step{"post", "/clock", fmt.Sprintf(`{"advance":"%dm"}`, 7+i*11), "", 200, ""})
		c.subject.counts.Jumps++
	}
}

// forks copies a world in both ways. In memory most worlds are left to be dropped
// for others; on a file nothing but a request drops them.
func (c *client) forks(world string, n int) {
	c.world = world
	fork := fmt.Sprintf("fork-%d", n)
	c.do(step{"PUT", "/snapshots/evening", "", "", 204, ""})
	c.do(step{"post", "/fork", `{"to":"` + fork + `"}`, "", 204, ""})
	c.do(step{"post", "/clock", `{"advance":"24h"}`, "", 200, `"timer":"batch"`})
	c.do(step{"post", "/snapshots/evening/restore", "", "", 204, ""})
	c.do(step{"GET", bon + "BP-1001", "", app, 200, "BP-1001"})
	c.subject.counts.Snapshots, c.subject.counts.Forks = c.subject.counts.Snapshots+1, c.subject.counts.Forks+1
	c.subject.counts.Restores, c.subject.counts.Jumps = c.subject.counts.Restores+1, c.subject.counts.Jumps+1
	if c.subject.file != "" || n%3 == 0 {
		for _, done := range []string{world, fork} {
			c.world = done
			c.do(step{"DELETE", "", "", "", 204, ""})
		}
	}
}

// play plays the day in a world that nobody has used.
func (c *client) play(world string) {
	c.world = world
	token := ""
	for _, s := range c.day() {
		s.header = strings.ReplaceAll(s.header, "{token}", token)
		answer := c.do(s)
		if strings.HasSuffix(s.path, "/auth/login") {
			var member struct{ Token string }
			if json.Unmarshal([]byte(answer), &member) == nil {
				token = member.Token
			}
		}
	}
}

// remembers looks after a kill for what was acknowledged before it.
func (c *client) remembers() {
	c.world = steady[0]
	if c.subject.last == 0 {
		return
	}
	before := len(c.subject.wrong)
	c.do(step{"GET", "/deliveryoptimizer/1/order/3fa85f64-5717-4562-b3fc-2c963f66afa6", "", oms, 200, fmt.Sprintf(`"qty":%d}`, c.subject.last)})
	c.subject.lost += len(c.subject.wrong) - before
}

// ofControl are the beginnings of paths below a world in the control API.
var ofControl = []string{"", "/faults", "/snapshots/"}

// do makes a request and judges its answer, which it returns.
func (c *client) do(s step) string {
	c.subject.counts.Requests++
	method := strings.ToUpper(s.method)
	address := c.subject.vendors + "/@" + c.world + s.path
	if method != s.method || slices.ContainsFunc(ofControl, func(p string) bool { return p == s.path || p != "" && strings.HasPrefix(s.path, p) }) {
		address = c.subject.control + "/worlds/" + c.world + s.path
	}
	r, err := http.NewRequest(method, address, strings.NewReader(s.body))
	if err != nil {
		c.subject.fault("%v", err)
		return ""
	}
	r.Header.Set("Content-Type", "application/json")
	if name, value, ok := strings.Cut(s.header, ": "); ok {
		r.Header.Set(name, value)
	}
	used := c.http
	if s.status == 0 {
		r.GetBody = nil // the transport would send it again
		used = &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, Timeout: c.http.Timeout}
	}
	status, text := 0, ""
	if resp, err := used.Do(r); err == nil {
		body, _ := io.ReadAll(resp.Body) // what is missing shows
		_ = resp.Body.Close()            // it was read
		status, text = resp.StatusCode, string(body)
	} else if text = err.Error(); s.status == 0 {
		return ""
	}
	if status != s.status || !strings.Contains(text, s.holds) {
		c.subject.fault("%s %s in %s: %d %.300s, want %d with %q", method, s.path, c.world, status, text, s.status, s.holds)
	}
	return text
}
