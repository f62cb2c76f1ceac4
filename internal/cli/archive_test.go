package cli

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer/mongodb/mongotest"
	"github.com/plumbline-api/plumbline/simulator/store/redis/redistest"
)

// tenantOrders is a tenant whose orders are numbered.
type tenantOrders struct {
	caller
	n int
}

func (o tenantOrders) all(kind string) string {
	m := many{n: o.n}
	var list []string
	for n := range o.n {
		list = append(list, strings.Replace(m.text(n), `"Order"`, `"`+kind+`"`, 1))
	}
	return "[" + strings.Join(list, ",") + "]"
}

// cart is the order of that number as a cart.
func (tenantOrders) cart(n int) string {
	return strings.Replace(many{}.text(n), `"Order"`, `"Cart"`, 1)
}

func (o tenantOrders) path(p *process, rest string) string {
	return p.vendors + "/deliveryoptimizer/1/" + rest
}

// count returns how many orders of each type a process has, by reading each.
func (o tenantOrders) count(p *process) map[string]int {
	o.t.Helper()
	m := many{caller: o.caller, process: p, n: o.n}
	types := map[string]int{}
	for n := range o.n {
		got := o.call("GET", m.order(n), "")
		_, rest, _ := strings.Cut(got.body, `"type":"`)
		kind, _, _ := strings.Cut(rest, `"`)
		if got.status != http.StatusOK {
			kind = fmt.Sprint(got.status)
		}
		types[kind]++
	}
	return types
}

func (o tenantOrders) stopLiveTier(p *process) {
	o.t.Helper()
	got := o.call("POST", p.control+"/worlds/default/vendors/deliveryoptimizer/actions/stop-live-tier", "")
	if got.status != http.StatusNoContent {
		o.t.Errorf("the live tier: %d %s", got.status, got.body)
	}
}

// TestABatchIsCutOff kills a process while it copies orders to MongoDB: the
// other one, which shares the store, completes the batch, as of its moment.
func TestABatchIsCutOff(t *testing.T) {
	for name, mongo := range map[string]struct{ begin, end func(*mongotest.Server) }{
		"before its first orders are saved": {func(s *mongotest.Server) { s.Pause(t) }, func(s *mongotest.Server) { s.Resume(t) }},
		"somewhere":                         {func(*mongotest.Server) {}, func(*mongotest.Server) {}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // most of it is waiting for a claim to end
			store, archive := redistest.Start(t).URL(), mongotest.Start(t)
			args := []string{"--store", store, "--archive", archive.URL()}
			a, b := startProcess(t, args...), startProcess(t, args...)
			o := tenantOrders{newCaller(t), 1200}
			o.wants(o.call("PUT", o.path(a, "config"), `{"enableInternalOrderSync": true}`), http.StatusOK, "true")
			a.changeClock(o.caller, `{"freeze": true}`)
			o.wants(o.call("PUT", o.path(a, "orders"), o.all("Order")), http.StatusOK, "true")
			o.wants(o.call("POST", o.path(a, "order"), o.cart(7)), http.StatusOK, "false")

			mongo.begin(archive)
			begun := make(chan struct{})
			go func() {
				defer close(begun)
				resp, err := o.client.Post(a.control+"/worlds/default/clock", "application/json", strings.NewReader(`{"advance": "10m"}`))
				if err == nil { // it may end before the process does
					_ = resp.Body.Close()
				}
			}()
			time.Sleep(200 * time.Millisecond)
			a.kill()
			<-begun
			mongo.end(archive)

			o.wants(o.call("POST", o.path(b, "order"), o.cart(8)), http.StatusOK, "false")
			o.stopLiveTier(b) // waits until the claim of the process that was killed is over
			if got := o.count(b); got["Order"] != 1199 || got["Cart"] != 1 {
				t.Errorf("after the loss of the live tier there are %v, want what was there when the batch began: 1,199 orders and a cart", got)
			}
		})
	}
}

// TestTheLiveTierIsReallyLost empties Redis under running processes: the orders
// come back from MongoDB.
func TestTheLiveTierIsReallyLost(t *testing.T) {
	live, archive := redistest.Start(t), mongotest.Start(t)
	args := []string{"--store", live.URL(), "--archive", archive.URL()}
	a, b := startProcess(t, args...), startProcess(t, args...)
	o := tenantOrders{newCaller(t), 40}
	if health := o.call("GET", a.control+"/health", ""); !strings.Contains(health.body, `"backends":{"archive":"mongodb","store":"redis"}`) {
		t.Errorf("/health answers %d %s", health.status, health.body)
	}
	o.wants(o.call("PUT", o.path(a, "orders"), o.all("ExternalOrder")), http.StatusOK, "true")
	live.Empty(t)
	if got := o.count(b); got["ExternalOrder"] != 40 {
		t.Errorf("after Redis was emptied there are %v, want 40 external orders", got)
	}
	o.wants(o.call("PUT", o.path(b, "orders"), "[]"), http.StatusOK, "true")
	o.stopLiveTier(a)
	if got := o.count(a); got["404"] != 40 {
		t.Errorf("after a replacement by none there are %v", got)
	}
}

// TestMongoDBAway has requests go on while MongoDB is away, and what it missed
// reach it afterwards.
func TestMongoDBAway(t *testing.T) {
	archive := mongotest.Start(t)
	p := startProcess(t, "--archive", archive.URL()+"?serverSelectionTimeoutMS=1000")
	o := tenantOrders{newCaller(t), 5}
	archive.Kill(t)
	o.wants(o.call("PUT", o.path(p, "orders"), o.all("Order")), http.StatusOK, "true")
	o.wants(o.call("POST", o.path(p, "order"), o.cart(3)), http.StatusOK, "false")
	refused := o.call("GET", p.control+"/worlds/default/vendors/deliveryoptimizer/state", "")
	if refused.status != http.StatusServiceUnavailable || !strings.Contains(refused.body, "the MongoDB archive at 127.0.0.1:") {
		t.Errorf("the state, while MongoDB is away: %d %s", refused.status, refused.body)
	}
	archive.Restart(t)
	o.stopLiveTier(p)
	if got := o.count(p); got["Order"] != 5 {
		t.Errorf("there are %v, want the five of the replacement", got)
	}
}
