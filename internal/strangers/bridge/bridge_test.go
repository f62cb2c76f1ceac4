package bridge_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/internal/strangers/bridge"
)

// TestAnswers holds what the document prints in both variants: the outcome in ack, and a token before all else.
func TestAnswers(t *testing.T) {
	for _, tc := range []struct {
		name, number, state string
		want                int
	}{
		{"executed", "12001", "confirmed", 0},
		{"closed", "07001", "confirmed", 1023},
		{"sent", "06001", "confirmed", 1023},
		{"same state", "02001", "confirmed", 1021},
		{"no payment", "01001", "confirmed", 9999},
		{"no label", "21001", "readyToPick", 9999},
		{"items missing", "27001", "complete", 9999},
	} {
		for _, v := range []bridge.Variant{bridge.Plain, bridge.Other} {
			t.Run(tc.name+"/"+string(v), func(t *testing.T) {
				h := bridge.New(v)
				_, granted := post(t, h, "/auth/login", "", `{"clientId":"tienda-demo","clientSecret":"clave-de-muestra"}`)
				token, _ := granted["token"].(string)
				body := `{"internalNumber":"` + tc.number + `","notes":"n"}`
				_, got := post(t, h, "/order/state/"+tc.state, token, body)
				if got["ack"] != float64(tc.want) {
					t.Errorf("ack %v, want %d", got["ack"], tc.want)
				}
				status, got := post(t, h, "/order/state/"+tc.state, "none", body)
				if status < 400 || got["message"] != "token inválido" {
					t.Errorf("without a token: %d %v", status, got)
				}
			})
		}
	}
}

func post(t *testing.T, h http.Handler, path, token, body string) (int, map[string]any) {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("x-access-token", token)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	var members map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &members); err != nil {
		t.Fatalf("%s: %v in %q", path, err, w.Body)
	}
	return w.Code, members
}

// TestServe listens at PLUMBLINE_STRANGER_ADDR, so that the command can judge the variant in PLUMBLINE_STRANGER_VARIANT.
func TestServe(t *testing.T) {
	addr := os.Getenv("PLUMBLINE_STRANGER_ADDR")
	if addr == "" {
		t.Skip("no address to listen at")
	}
	t.Fatal(http.ListenAndServe(addr, bridge.New(bridge.Variant(os.Getenv("PLUMBLINE_STRANGER_VARIANT")))))
}
