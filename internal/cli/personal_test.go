//go:build unix

package cli

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// TestPersonalDataIsInNoReport runs against a target whose answers hold somebody's
// data where the profile says so, and the same in other places.
func TestPersonalDataIsInNoReport(t *testing.T) {
	const body = `{"orderId": "7c9e6679-7425-40de-944b-e07fc1f90ae7", "state": "held for Anna Lindqvist", "count": 17,
	"customer": {"name": "Anna Lindqvist", "age": 47, "mail": "anna@example.test"},
	"lines": [{"code": "A", "recipient": "Bo Ek"}, {"code": "B", "recipient": null}], "deep": [{"er": {"phone": "+46 8 123 45 67"}}]}`
	address := serves(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, body) // to a client that looks at it
	})
	plain := reportsWith(t, address, "not-a-real-password")
	outputs := reportsWith(t, address, "not-a-real-password", "redact: [/customer, /lines/*/recipient, /**/phone]")
	seen := false
	for where, output := range outputs {
		for _, data := range []string{"Lindqvist", "anna@example", "Bo Ek", "123 45 67", `"age": 47`, `"age\": 47`} {
			seen = seen || strings.Contains(plain[where], data)
			if strings.Contains(output, data) {
				t.Errorf("%s holds %q", where, data)
			}
		}
	}
	if !seen {
		t.Error("without redact: no output holds any of it, so that nothing was tried")
	}
	if !strings.Contains(outputs["json"], `held for [redacted]`) || !strings.Contains(outputs["json"], `\"count\": 17`) {
		t.Errorf("the rest is not as it was: %.2000s", outputs["json"])
	}
}
