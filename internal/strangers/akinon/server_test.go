package akinon

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

// example is the request of the document, with the package that its table calls mandatory.
const example = `{"package": 123, "transition": 71, "input_parameters": {"select_items_by_omnitron_id": true,
	"replacement_products": [{"package_item": 282687, "new_product_sku": "10034"}], "create_manual_oos_package": true,
	"oos_package_items": [282688], "barcodes": [{"order_item": 2047, "barcode": "123"}, {"order_item": 2046, "barcode": "123"},
	{"order_item": 2045, "barcode": "123"}]}}`

// TestExample sends the document's example twice: the package is prepared once.
func TestExample(t *testing.T) {
	for _, row := range []struct {
		variant Variant
		again   int
	}{{Natural, http.StatusBadRequest}, {Other, http.StatusConflict}} {
		t.Run(string(row.variant), func(t *testing.T) {
			handler := New(row.variant)
			send := func() *httptest.ResponseRecorder {
				r := httptest.NewRequest(http.MethodPost, "/api/v1/oms/packages/123/command/", strings.NewReader(example))
				r.Header.Set("Content-Type", "application/json")
				r.Header.Set("Authorization", "Token "+users[0].key)
				w := httptest.NewRecorder()
				handler.ServeHTTP(w, r)
				return w
			}
			first := send()
			var answer struct {
				ID       int64
				Number   string
				Location int64             `json:"stock_location"`
				Items    []json.RawMessage `json:"packageitem_set"`
			}
			if err := json.Unmarshal(first.Body.Bytes(), &answer); err != nil || first.Code != http.StatusOK {
				t.Fatalf("status %d, body %s", first.Code, first.Body)
			}
			if answer.ID != 123 || answer.Number != "1234567891234567P3" || answer.Location != 2 || len(answer.Items) != 4 {
				t.Errorf("answer is %s", first.Body)
			}
			if again := send(); again.Code != row.again {
				t.Errorf("status of a repeat is %d, want %d", again.Code, row.again)
			}
		})
	}
}

// TestServe serves a variant for as long as somebody judges it: PLUMBLINE_STRANGER_ADDR is where, and
// PLUMBLINE_STRANGER_VARIANT which; go test needs -timeout 0.
func TestServe(t *testing.T) {
	address := os.Getenv("PLUMBLINE_STRANGER_ADDR")
	if address == "" {
		t.Skip("PLUMBLINE_STRANGER_ADDR is not set")
	}
	server := http.Server{Addr: address, Handler: New(Variant(os.Getenv("PLUMBLINE_STRANGER_VARIANT"))), ReadHeaderTimeout: 10 * time.Second}
	t.Error(server.ListenAndServe())
}
