package altazion

import (
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"
)

func TestAnswersACall(t *testing.T) {
	for _, tt := range []struct {
		variant Variant
		status  int
	}{
		{Usual, http.StatusOK},
		{Contrary, http.StatusNoContent},
	} {
		t.Run(string(tt.variant), func(t *testing.T) {
			server := httptest.NewServer(New(tt.variant))
			defer server.Close()
			post := func(point, body string) int {
				t.Helper()
				request, err := http.NewRequest(http.MethodPost, server.URL+"/api/logistique/preparation/"+point, strings.NewReader(body))
				if err != nil {
					t.Fatal(err)
				}
				request.SetBasicAuth(sampleApplication, sampleKey)
				request.Header.Set("Content-Type", "application/json")
				response, err := server.Client().Do(request)
				if err != nil {
					t.Fatal(err)
				}
				response.Body.Close()
				return response.StatusCode
			}
			if got := post("prepa/BP-26-PRE001", `{"Lignes":[{"Reference":"PRE001-A","QtePreparee":3}]}`); got != tt.status {
				t.Errorf("preparing: status %d, want %d", got, tt.status)
			}
			if got := post("expe/BP-26-PRE001", `{"Lignes":[{"Reference":"PRE001-A","QteExpediee":4}]}`); got != http.StatusUnprocessableEntity {
				t.Errorf("shipping 4 of 3: status %d, want 422", got)
			}
		})
	}
}

// The profile names each bon of the sample.
func TestProfileNamesTheSample(t *testing.T) {
	data, err := os.ReadFile("profile.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, fixtures, _ := strings.Cut(string(data), "\nfixtures:\n")
	if want := fixturesYAML(); fixtures != want {
		t.Errorf("the fixtures of profile.yaml are not those of the sample; want:\n%s", want)
	}
}

func fixturesYAML() string {
	var out strings.Builder
	for k, kd := range kinds {
		fmt.Fprintf(&out, "  %s:\n", kd.fixture)
		for n := 1; n <= kd.count; n++ {
			b := kd.bon(k+1, n)
			fmt.Fprintf(&out, "    - {number: %s, guid: %s, lines: [{guid: %s, reference: %s}, {guid: %s, reference: %s}]}\n",
				b.number, b.guid, b.lines[0].guid, b.lines[0].reference, b.lines[1].guid, b.lines[1].reference)
		}
	}
	return out.String()
}

// TestServe serves a variant at an address for ten minutes, so that it can be judged by hand:
//
//	PLUMBLINE_STRANGER_ADDR=127.0.0.1:8099 PLUMBLINE_STRANGER_VARIANT=usual go test -run TestServe ./internal/strangers/altazion
func TestServe(t *testing.T) {
	address := os.Getenv("PLUMBLINE_STRANGER_ADDR")
	if address == "" {
		t.Skip("PLUMBLINE_STRANGER_ADDR is not set")
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	server := &http.Server{Handler: New(Variant(os.Getenv("PLUMBLINE_STRANGER_VARIANT"))), ReadHeaderTimeout: 10 * time.Second}
	time.AfterFunc(9*time.Minute, func() { _ = server.Close() })
	_ = server.Serve(listener)
}
