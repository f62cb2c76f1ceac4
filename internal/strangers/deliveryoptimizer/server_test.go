package deliveryoptimizer

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"strings"
	"testing"
	"time"
)

const sample = `{"orderId":"3fa85f64-5717-4562-b3fc-2c963f66afa6","tenantId":1204,"lastUpdated":"2025-09-22T10:01:20.624Z",
"type":"Order","lines":[{"code":"FRA:MAG:0125","artGuid":"c420a0b0-fd50-446a-b2e0-18ab3bf4c460","qty":1}]}`

func TestUpsertAnswersWhetherTheOrderWasAdded(t *testing.T) {
	for variant, want := range map[Variant][2]string{
		Natural: {"true", "false"}, Other: {"true", "false"}, Literal: {"True", "false"},
	} {
		t.Run(string(variant), func(t *testing.T) {
			server := httptest.NewServer(New(variant))
			defer server.Close()
			for _, body := range want {
				request, err := http.NewRequest(http.MethodPost, server.URL+"/1204/order", strings.NewReader(sample))
				if err != nil {
					t.Fatal(err)
				}
				request.SetBasicAuth("oms-1204", "spring-tide")
				request.Header.Set("Content-Type", "application/json")
				response, err := server.Client().Do(request)
				if err != nil {
					t.Fatal(err)
				}
				got, err := io.ReadAll(response.Body)
				_ = response.Body.Close()
				if err != nil || string(got) != body {
					t.Errorf("answer %q (%s, %v), want %q", got, response.Status, err, body)
				}
			}
		})
	}
}

// TestServe listens on PLUMBLINE_STRANGER_ADDR until it is killed. PLUMBLINE_STRANGER_VARIANT names a variant, and after
// commas single choices to add to it or, with a minus, to take from it: natural,AddedIs200 or other,-Touch.
func TestServe(t *testing.T) {
	address := os.Getenv("PLUMBLINE_STRANGER_ADDR")
	if address == "" {
		t.Skip("PLUMBLINE_STRANGER_ADDR is not set")
	}
	variant, rest, _ := strings.Cut(os.Getenv("PLUMBLINE_STRANGER_VARIANT"), ",")
	chosen := Variant(variant).choices()
	for name := range strings.SplitSeq(rest, ",") {
		bare, taken := strings.CutPrefix(name, "-")
		field := reflect.ValueOf(&chosen).Elem().FieldByName(bare)
		if !field.IsValid() {
			if name == "" {
				continue
			}
			t.Fatalf("no choice is called %q", bare)
		}
		field.SetBool(!taken)
	}
	server := &http.Server{Addr: address, Handler: newServer(chosen), ReadHeaderTimeout: 5 * time.Second}
	t.Fatal(server.ListenAndServe())
}
