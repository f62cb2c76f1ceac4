package komet

import (
	"encoding/json"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

// TestCreate holds that each variant answers a creation with a status of success and the prebook's id.
func TestCreate(t *testing.T) {
	tests := map[Variant]struct {
		http   int
		status any
	}{
		Plain: {http.StatusOK, 1.0},
		Other: {http.StatusCreated, "1"},
	}
	for variant, want := range tests {
		t.Run(string(variant), func(t *testing.T) {
			server := httptest.NewServer(New(variant))
			defer server.Close()
			body := `{"authenticationToken": "fake-company-token-000001", "customerId": 10100, "carrierId": 10200,
				"shipDate": "2099-04-10", "prebookItems": [{"productId": 10300, "boxTypeId": 10900, "boxes": 5,
				"unitType": "stem", "bunches": 10, "stemsBunch": 2, "price": 2.50}]}`
			reply, err := http.Post(server.URL+"/api/prebook.create", "application/json", strings.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			defer reply.Body.Close()
			var got struct {
				Status    any
				PrebookID uint64
				Items     []struct{ Status int }
			}
			if err := json.NewDecoder(reply.Body).Decode(&got); err != nil {
				t.Fatal(err)
			}
			if reply.StatusCode != want.http || got.Status != want.status || got.PrebookID == 0 {
				t.Errorf("HTTP %d, %+v", reply.StatusCode, got)
			}
			if len(got.Items) != 1 || got.Items[0].Status != 1 {
				t.Errorf("items %+v", got.Items)
			}
		})
	}
}

// TestServe listens where PLUMBLINE_STRANGER_ADDR says, as the variant that PLUMBLINE_STRANGER_VARIANT names, so that a
// judge can reach the server. It ends with the test's deadline.
func TestServe(t *testing.T) {
	addr := os.Getenv("PLUMBLINE_STRANGER_ADDR")
	if addr == "" {
		t.Skip("PLUMBLINE_STRANGER_ADDR is not set")
	}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: New(Variant(os.Getenv("PLUMBLINE_STRANGER_VARIANT"))), ReadHeaderTimeout: 10 * time.Second}
	t.Fatal(server.Serve(listener))
}
