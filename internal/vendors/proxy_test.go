package vendors

import (
	"context"
	"encoding/base64"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/conformance/reference"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/simulator"
)

// watched is a client's way to a target through the proxy.
type watched struct {
	t       *testing.T
	address string // of the proxy
	token   string // of Bridge
	proxy   *reference.Proxy
	traffic *conformance.Traffic
	lines   []string
	ended   chan error
}

// watch puts a proxy before a vendor's simulator with a defect, or none.
func watch(t *testing.T, v Vendor, model reference.Model, defect string) *watched {
	t.Helper()
	o := simulator.Options{Now: time.Now, RandomSeed: 7}
	if defect != "" {
		o.Defects = []string{defect}
	}
	engine, err := simulator.New(o, v.Simulator())
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(engine)
	t.Cleanup(server.Close)
	to, err := url.Parse(server.URL + "/" + v.Book.Vendor)
	if err != nil {
		t.Fatal(err)
	}
	w := &watched{t: t, proxy: reference.NewProxy(to, &http.Transport{DisableCompression: true}, time.Now), ended: make(chan error, 1)}
	if w.traffic, err = conformance.NewTraffic(t.Context(), v.Conformance(), model, to.String(), nil); err != nil {
		t.Fatal(err)
	}
	front := httptest.NewServer(w.proxy)
	t.Cleanup(front.Close)
	w.address = front.URL
	ctx := context.WithoutCancel(t.Context())
	go func() {
		w.ended <- w.traffic.Follow(ctx, w.proxy.Seen(), func(line string) { w.lines = append(w.lines, line) })
	}()
	return w
}

// call sends "METHOD PATH BODY" as the sample's client and returns the answer's body.
func (w *watched) call(request string) string {
	w.t.Helper()
	method, rest, _ := strings.Cut(request, " ")
	path, body, _ := strings.Cut(rest, " ")
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.address+path, strings.NewReader(body))
	if err != nil {
		w.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	switch {
	case strings.Contains(path, "logistique"):
		r.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte("sample-app:sample-key")))
	case strings.HasPrefix(path, "/order/"):
		r.Header.Set("X-Access-Token", w.token)
	default:
		r.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte("sample-oms:sample-password")))
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	return string(text)
}

// done ends the proxy and returns what it has to report.
func (w *watched) done() report.Vendor {
	w.t.Helper()
	w.proxy.Close()
	if err := <-w.ended; err != nil {
		w.t.Error(err)
	}
	out := w.traffic.Report()
	if err := w.traffic.Close(w.t.Context()); err != nil {
		w.t.Error(err)
	}
	return out
}

// TestProxyReportsDefects has clients of sound targets, of which nothing is
// reported, and of those that break a rule.
func TestProxyReportsDefects(t *testing.T) {
	const (
		id      = "3fa85f64-5717-4562-b3fc-2c963f66afa6"
		order   = `{"orderId":"` + id + `","tenantId":1,"type":"Order","expiresAt":"2030-01-01T00:00:00Z","lastUpdated":"2026-01-01T00:00:00Z","lines":[`
		line    = `{"artGuid":"6071b71f-550e-4e62-9036-fd263501ef93","code":"FRA:MAG:0125","qty":1}`
		another = `{"artGuid":"6071b71f-550e-4e62-9036-fd263501ef94","code":"FRA:MAG:0953","qty":2}`
		same    = `{"artGuid":"6071b71f-550e-4e62-9036-fd263501ef94","code":"FRA:MAG:0125","qty":2}`
		bon     = "/api/logistique/preparation/"
		prepare = "POST " + bon + `prepa/BP-1001 {"Lignes":[{"Reference":"REF-A","QtePreparee":3},{"Reference":"REF-B","QtePreparee":1.5}]}`
	)
	orders := []string{
		"POST /1/order " + order + line + "," + another + "]}", "GET /1/order/" + id, "POST /1/order " + order + line + "]}", "GET /1/order/" + id,
		"DELETE /1/order/byid/" + id, "GET /1/order/" + id, "DELETE /1/order/byid/" + id,
		"POST /1/order " + order + line + "," + same + "," + another + "]}", "DELETE /1/order/byid/" + id + "/code/FRA:MAG:0125", "GET /1/order/" + id,
	}
	states := []string{
		`POST /order/status {"internalOrderNumber":"00001"}`,
		`POST /order/state/confirmed {"internalNumber":"00001"}`, `POST /order/status {"internalOrderNumber":"00001"}`,
		`POST /order/state/confirmed {"internalNumber":"00001"}`, `POST /order/state/none {"internalNumber":"00001"}`,
		`POST /order/state/cancelled {"internalNumber":"00001"}`, `POST /order/state/confirmed {"internalNumber":"00001"}`,
		`POST /order/status {"internalOrderNumber":"00001"}`,
	}
	bons := []string{
		"GET " + bon + "BP-1001", prepare, "GET " + bon + "BP-1001", prepare, "GET " + bon + "BP-1001",
		"POST " + bon + `expe/BP-1001 {"Lignes":[{"Reference":"REF-A","QtePreparee":3,"QteExpediee":300}]}`,
		"POST " + bon + `expe/BP-1001 {"Lignes":[{"Reference":"REF-A","QtePreparee":3,"QteExpediee":3},{"Reference":"REF-B","QtePreparee":1.5,"QteExpediee":1.5}]}`,
		"GET " + bon + "BP-1001", prepare,
	}
	for _, row := range []struct {
		vendor   string
		requests []string
		defects  []string
	}{
		{"deliveryoptimizer", orders, []string{
			"upsert-tells-added-from-modified", "upsert-redefines-entirely", "delete-removes", "delete-unknown-answers-false", "delete-by-code-removes-lines", "get-returns-order",
		}},
		{"bridge", states, []string{"same-state-is-1021", "states-of-the-table", "cancelled-is-final"}},
		{"altazion", bons, []string{"shipped-more-than-contained-is-422", "quantities-at-once", "repeat-replaces"}},
	} {
		v := named(t, row.vendor)
		model, err := Reference(v, 1)
		if err != nil {
			t.Fatal(err)
		}
		for _, defect := range append([]string{""}, row.defects...) {
			t.Run(row.vendor+"/"+defect, func(t *testing.T) {
				id := ""
				if defect != "" {
					id = row.vendor + "/" + defect
				}
				w := watch(t, v, model, id)
				if row.vendor == "bridge" {
					_, after, _ := strings.Cut(w.call(`POST /auth/login {"clientId":"example-client","clientSecret":"not-a-real-secret"}`), `"token":"`)
					w.token, _, _ = strings.Cut(after, `"`)
				}
				for _, request := range row.requests {
					w.call(request)
				}
				out := w.done()
				failed := ""
				for _, rule := range out.Rules {
					if rule.Verdict == report.Fail {
						failed += rule.ID + " "
					}
				}
				if differs := strings.Contains(strings.Join(w.lines, "\n"), ": DIFFERS: "); differs != (id != "") || (failed != "") != differs {
					t.Errorf("differs: %t, failed: %q\n%s\n%s", differs, failed, strings.Join(w.lines, "\n"), strings.Join(out.Notes, "\n"))
				}
			})
		}
	}
}

// TestProxyOutlivesItsComparing has a model that panics: the traffic passes.
func TestProxyOutlivesItsComparing(t *testing.T) {
	v := named(t, "bridge")
	model, err := Reference(v, 1)
	if err != nil {
		t.Fatal(err)
	}
	w := watch(t, v, panicking{model}, "")
	for range 3 {
		if body := w.call(`POST /auth/login {"clientId":"example-client","clientSecret":"not-a-real-secret"}`); !strings.Contains(body, `"token"`) {
			t.Errorf("the client got %s", body)
		}
	}
	w.proxy.Close()
	if err := <-w.ended; err == nil || !strings.Contains(err.Error(), "a fault in the comparing itself") {
		t.Errorf("following ended with %v", err)
	}
	if told := strings.Join(w.lines, "\n"); strings.Count(told, "comparing ended: ") != 1 {
		t.Errorf("it told:\n%s", told)
	}
}

// panicking is a model with a bug.
type panicking struct{ reference.Model }

func (p panicking) Begin(ctx context.Context, s reference.Setting) (reference.World, error) {
	w, err := p.Model.Begin(ctx, s)
	return panickingWorld{w}, err
}

type panickingWorld struct{ reference.World }

func (panickingWorld) Send(context.Context, *reference.Request) (*reference.Reply, error) {
	panic("a bug of the model")
}
