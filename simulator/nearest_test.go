package simulator

import (
	"slices"
	"testing"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/specs/altazion"
	"github.com/plumbline-api/plumbline/specs/bridge"
)

func TestNearestOperations(t *testing.T) {
	load := func(document []byte) *contract.Contract {
		c, err := contract.Load(document)
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	bridgeAPI, altazionAPI := load(bridge.Book().OpenAPI), load(altazion.Book().OpenAPI)
	for _, row := range []struct {
		name, method, path string
		of                 *contract.Contract
		vendor, want       string
	}{
		{"another method", "GET", "/order/status", bridgeAPI, "bridge", "POST /bridge/order/status"},
		{"a trailing slash", "POST", "/order/status/", bridgeAPI, "bridge", "POST /bridge/order/status"},
		{"another case", "POST", "/Order/Status", bridgeAPI, "bridge", "POST /bridge/order/status"},
		{"a misspelt word", "POST", "/order/statsu", bridgeAPI, "bridge", "POST /bridge/order/status"},
		{"without the base path", "POST", "/expe/BP-1001", altazionAPI, "altazion", "POST /altazion/api/logistique/preparation/expe/{bon}"},
		{"a plural", "GET", "/api/logistique/preparations/BP-1001", altazionAPI, "altazion", "GET /altazion/api/logistique/preparation/{bon}"},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := nearestOperations(row.of, row.vendor, row.method, row.path)
			if len(got) == 0 || got[0] != row.want {
				t.Errorf("got %q, want %s first", got, row.want)
			}
		})
	}
	if got := nearestOperations(bridgeAPI, "bridge", "GET", "/favicon.ico"); slices.Contains(got, "POST /bridge/order/status") {
		t.Errorf("a path that is like none is taken for %q", got)
	}
}
