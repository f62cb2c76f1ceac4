package vendors

import (
	"bytes"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/conformance/reference"
	"github.com/plumbline-api/plumbline/simulator"
)

// call is what a client sends.
type call struct{ method, path, body string }

// sampleTraffic is what clients of the sample's entities send, and a defect that
// it shows.
func sampleTraffic() map[string]struct {
	header http.Header
	calls  []call
	defect string
} {
	const prebook = `{"authenticationToken":"token_info_goes_here","customerId":9999,"carrierId":1878,"shipDate":"2027-04-10","prebookItems":[` +
		`{"productId":999,"boxTypeId":900,"boxes":5,"unitType":"stem","bunches":10,"stemsBunch":2,"price":2.5}]}`
	const details = "/api/prebook.details.list?authenticationToken=token_info_goes_here&date=2027-04-10"
	return map[string]struct {
		header http.Header
		calls  []call
		defect string
	}{
		"akinon": {http.Header{"Authorization": {"Token not-a-real-key"}}, []call{
			{http.MethodGet, "/api/v1/oms/packages/123/", ""},
			{http.MethodPost, "/api/v1/oms/packages/123/command/", `{"transition":71,"input_parameters":{"select_items_by_omnitron_id":false,"create_manual_oos_package":true,` +
				`"replacement_products":[{"package_item":282687,"new_product_sku":"10034"}],"oos_package_items":[282688]}}`},
			{http.MethodGet, "/api/v1/oms/packages/123/", ""},
		}, "akinon/product-replaced"},
		"komet": {http.Header{}, []call{
			{http.MethodGet, details, ""}, {http.MethodPost, "/api/prebook.create", prebook}, {http.MethodGet, details, ""},
		}, "komet/header-with-products"},
	}
}

// TestSampleTraffic judges traffic with a sound simulator, in which nothing
// differs, and with a defect, which has to show.
func TestSampleTraffic(t *testing.T) {
	for name, sample := range sampleTraffic() {
		for _, defects := range [][]string{nil, {sample.defect}} {
			t.Run(name+" "+strings.Join(defects, ""), func(t *testing.T) {
				v := named(t, name)
				engine, err := simulator.New(simulator.Options{Now: time.Now, Defects: defects, Deliver: nobodyThere{}}, v.Simulator())
				if err != nil {
					t.Fatal(err)
				}
				m, err := Reference(v, 1)
				if err != nil {
					t.Fatal(err)
				}
				traffic, err := conformance.NewTraffic(t.Context(), v.Conformance(), m, localBase+name, nil)
				if err != nil {
					t.Fatal(err)
				}
				differs, compared := 0, 0
				for _, c := range sample.calls {
					line, err := traffic.Take(t.Context(), exchanged(t, engine, name, sample.header, c))
					if err != nil {
						t.Fatal(err)
					}
					t.Log(line)
					if strings.Contains(line, ": DIFFERS: ") {
						differs++
					}
					if strings.HasSuffix(line, ": as the reference") {
						compared++
					}
				}
				if differs != len(defects) || compared+differs != len(sample.calls) {
					t.Errorf("%d exchanges agree and %d differ of %d, with %d defects", compared, differs, len(sample.calls), len(defects))
				}
				if err := traffic.Close(t.Context()); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// TestSubCommandsThatNoAnswerShows has an installation without the sub-command that
// replaces products: what follows from that blames nobody.
func TestSubCommandsThatNoAnswerShows(t *testing.T) {
	v := named(t, "akinon")
	engine, err := simulator.New(simulator.Options{Now: time.Now, Deliver: nobodyThere{}}, v.Simulator())
	if err != nil {
		t.Fatal(err)
	}
	if err := engine.Seed(t.Context(), "default", "akinon", []byte(`{"installation":{"sub_commands":["DETECTED_OUT_OF_STOCK_ITEM","PKG_STATE_TRANSITION"]}}`)); err != nil {
		t.Fatal(err)
	}
	m, err := Reference(v, 1)
	if err != nil {
		t.Fatal(err)
	}
	traffic, err := conformance.NewTraffic(t.Context(), v.Conformance(), m, localBase+"akinon", nil)
	if err != nil {
		t.Fatal(err)
	}
	sample := sampleTraffic()["akinon"]
	told := ""
	for _, c := range sample.calls {
		line, err := traffic.Take(t.Context(), exchanged(t, engine, "akinon", sample.header, c))
		if err != nil {
			t.Fatal(err)
		}
		told += line + "\n"
	}
	if strings.Contains(told, "DIFFERS") || !strings.Contains(told, "it hangs on what no answer shows") {
		t.Error(told)
	}
	if err := traffic.Close(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestClientDutiesInTraffic has one request that breaks a duty of the client, and
// one that keeps it.
func TestClientDutiesInTraffic(t *testing.T) {
	const flags = `"select_items_by_omnitron_id":false,`
	command := `{"transition":71,"input_parameters":{` + flags + `"create_manual_oos_package":false}}`
	for _, row := range []struct{ body, want string }{
		{strings.Replace(command, flags, "", 1), "akinon/caller-sends-flags"}, // document 001: the flag is mandatory
		{command, ""},
	} {
		v := named(t, "akinon")
		engine, err := simulator.New(simulator.Options{Now: time.Now, Deliver: nobodyThere{}}, v.Simulator())
		if err != nil {
			t.Fatal(err)
		}
		m, err := Reference(v, 1)
		if err != nil {
			t.Fatal(err)
		}
		traffic, err := conformance.NewTraffic(t.Context(), v.Conformance(), m, localBase+"akinon", nil)
		if err != nil {
			t.Fatal(err)
		}
		header := http.Header{"Authorization": {"Token not-a-real-key"}}
		line, err := traffic.Take(t.Context(), exchanged(t, engine, "akinon", header, call{http.MethodPost, "/api/v1/oms/packages/123/command/", row.body}))
		if err != nil {
			t.Fatal(err)
		}
		notes := strings.Join(traffic.Report().Notes, "\n")
		for _, text := range []string{line, notes} {
			if row.want == "" && strings.Contains(text, "client") || !strings.Contains(text, row.want) {
				t.Errorf("%s: want %q in %s", row.body, row.want, text)
			}
		}
		if err := traffic.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}
}

// exchanged sends a call to a simulator and records it.
func exchanged(t *testing.T, engine *simulator.Engine, vendor string, header http.Header, c call) reference.Recorded {
	t.Helper()
	started := time.Now()
	req, err := http.NewRequestWithContext(t.Context(), c.method, localBase+vendor+c.path, bytes.NewReader([]byte(c.body)))
	if err != nil {
		t.Fatal(err)
	}
	req.Header = header.Clone()
	if c.body != "" {
		req.Header.Set("Content-Type", "application/json")
	}
	resp, err := simulator.Transport{Handler: engine}.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return reference.Recorded{
		Started: started, Ended: time.Now(), Method: c.method, URL: localBase + vendor + c.path, RequestHeader: req.Header, RequestBody: []byte(c.body),
		Status: resp.StatusCode, ResponseHeader: resp.Header, ResponseBody: body,
	}
}
