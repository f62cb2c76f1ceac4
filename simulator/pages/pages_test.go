package pages_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/altazion"
	"github.com/plumbline-api/plumbline/simulator/bridge"
	"github.com/plumbline-api/plumbline/simulator/pages"
)

func served(t *testing.T) http.Handler {
	t.Helper()
	engine, err := simulator.New(simulator.Options{Now: time.Now}, altazion.New(), bridge.New())
	if err != nil {
		t.Fatal(err)
	}
	beside, err := pages.New(engine, "http://127.0.0.1:4011")
	if err != nil {
		t.Fatal(err)
	}
	return beside.Before(engine)
}

func get(t *testing.T, h http.Handler, path, accept string) *http.Response {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), "GET", "http://sim.test"+path, nil)
	r.Header.Set("Accept", accept)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func text(t *testing.T, r *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestContractsHaveTheirOwnAddress reads both forms: the operations are those of
// the contract, and the one server is where the document came from.
func TestContractsHaveTheirOwnAddress(t *testing.T) {
	h := served(t)
	for _, row := range []struct{ name, path, server string }{
		{"YAML", "/altazion/openapi.yaml", "http://sim.test/altazion"},
		{"JSON", "/altazion/openapi.json", "http://sim.test/altazion"},
		{"in a world", "/@shop/altazion/openapi.yaml", "http://sim.test/@shop/altazion"},
	} {
		t.Run(row.name, func(t *testing.T) {
			document := text(t, get(t, h, row.path, "*/*"))
			c, err := contract.Load([]byte(document))
			if err != nil {
				t.Fatal(err)
			}
			own, err := contract.Load(altazion.New().Book.OpenAPI)
			if err != nil {
				t.Fatal(err)
			}
			if len(c.Operations) != len(own.Operations) || c.Operation("shipBon") == nil {
				t.Errorf("it has %d operations, want %d", len(c.Operations), len(own.Operations))
			}
			tree, _ := c.Tree().(map[string]any)
			servers, _ := json.Marshal(tree["servers"])
			if want := `[{"description":"This simulator.","url":"` + row.server + `"}]`; string(servers) != want {
				t.Errorf("the servers are %s, want %s", servers, want)
			}
		})
	}
}

func TestLandingByAccept(t *testing.T) {
	h := served(t)
	page := get(t, h, "/", "text/html,application/xhtml+xml")
	if body := text(t, page); !strings.HasPrefix(page.Header.Get("Content-Type"), "text/html") || !strings.Contains(body, "http://127.0.0.1:4011/") {
		t.Errorf("%s: %.200s", page.Header.Get("Content-Type"), body)
	}
	var told struct {
		World   string
		Vendors []struct{ Name, URL, Docs string }
	}
	if err := json.Unmarshal([]byte(text(t, get(t, h, "/@shop/", "*/*"))), &told); err != nil {
		t.Fatal(err)
	}
	if told.World != "shop" || len(told.Vendors) != 2 || told.Vendors[1].Docs != "http://sim.test/@shop/bridge/docs/" {
		t.Errorf("%+v", told)
	}
}

// TestVendorsKeepTheirPaths: what is no page goes on to the vendor.
func TestVendorsKeepTheirPaths(t *testing.T) {
	h := served(t)
	for _, row := range []struct {
		name, path string
		status     int
		journal    bool
	}{
		{"the reference", "/bridge/docs/", 200, false},
		{"the reference without its slash", "/bridge/docs", 301, false},
		{"a path of the vendor", "/bridge/order/status", 404, true},
		{"a path that only begins so", "/bridge/docsx", 404, true},
		{"no such vendor", "/nosuch/docs/", 404, false},
		{"no name of a world", "/@a%20b/", 400, false},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := get(t, h, row.path, "*/*")
			if journalled := r.Header.Get("Plumbline-Journal") != ""; r.StatusCode != row.status && row.status != 404 || journalled != row.journal {
				t.Errorf("%d, journalled: %v", r.StatusCode, journalled)
			}
		})
	}
}
