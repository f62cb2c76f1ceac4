package cli

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/journal"
)

// TestTheJournalNamesTheRuleThatRefused sends requests that a document's rule
// refuses: one rule is named, and it is that one.
func TestTheJournalNamesTheRuleThatRefused(t *testing.T) {
	for _, row := range []struct {
		name, vendor, method, path, body string
		header                           string
		want                             string
	}{
		{"more is shipped than the bon contains", "altazion", "POST", "/altazion/api/logistique/preparation/expe/BP-1001",
			`{"Lignes":[{"Reference":"REF-A","QtePreparee":3,"QteExpediee":5}]}`, "Authorization: Basic c2FtcGxlLWFwcDpzYW1wbGUta2V5", "altazion/shipped-more-than-contained-is-422"},
		{"more is prepared than the bon contains", "altazion", "POST", "/altazion/api/logistique/preparation/expe/BP-1001",
			`{"Lignes":[{"Reference":"REF-A","QtePreparee":5,"QteExpediee":3}]}`, "Authorization: Basic c2FtcGxlLWFwcDpzYW1wbGUta2V5", "altazion/prepared-more-than-contained"},
		{"a finished bon, and a breach that another rule claims", "altazion", "POST", "/altazion/api/logistique/preparation/expe/BP-1003",
			`{"Lignes":[]}`, "Authorization: Basic c2FtcGxlLWFwcDpzYW1wbGUta2V5", "altazion/finished-is-409"},
		{"no credentials", "altazion", "GET", "/altazion/api/logistique/preparation/BP-1001", "", "", "altazion/basic-or-token"},
		{"an unknown bon", "altazion", "GET", "/altazion/api/logistique/preparation/BP-9999", "", "Authorization: Basic c2FtcGxlLWFwcDpzYW1wbGUta2V5", "altazion/read-unknown-is-404"},
		{"no credentials for a tenant", "deliveryoptimizer", "GET", "/deliveryoptimizer/1/stock-origins/code/FRA:MAG:0125/saturation", "", "", "deliveryoptimizer/basic-authentication"},
		{"an order that is not there", "deliveryoptimizer", "GET", "/deliveryoptimizer/1/order/3fa85f64-5717-4562-b3fc-2c963f66afa6", "",
			"Authorization: Basic c2FtcGxlLW9tczpzYW1wbGUtcGFzc3dvcmQ=", "deliveryoptimizer/unknown-order-is-404"},
		{"a request that is accepted", "altazion", "GET", "/altazion/api/logistique/preparation/BP-1001", "", "Authorization: Basic c2FtcGxlLWFwcDpzYW1wbGUta2V5", ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			v, _ := vendors.All().Find(row.vendor)
			engine, err := simulator.New(simulator.Options{Now: time.Now}, v.Simulator())
			if err != nil {
				t.Fatal(err)
			}
			r := httptest.NewRequestWithContext(t.Context(), row.method, row.path, strings.NewReader(row.body))
			if name, value, found := strings.Cut(row.header, ": "); found {
				r.Header.Set(name, value)
			}
			r.Header.Set("Content-Type", "application/json")
			w := httptest.NewRecorder()
			engine.ServeHTTP(w, r)
			list, err := engine.Journal(t.Context(), simulator.DefaultWorld, journal.Filter{})
			if err != nil || len(list) != 1 {
				t.Fatalf("%d entries, %v", len(list), err)
			}
			if list[0].RefusedBy != row.want {
				consulted, _ := json.Marshal(list[0].Consulted)
				t.Errorf("status %d, refused by %q, want %q; consulted %s", w.Code, list[0].RefusedBy, row.want, consulted)
			}
			if (w.Code < http.StatusBadRequest) != (row.want == "") {
				t.Errorf("status %d", w.Code)
			}
		})
	}
}
