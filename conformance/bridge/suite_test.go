package bridge

import (
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/conformance"
)

// TestCredentials reads the two ways to be let in, and says what lacks.
func TestCredentials(t *testing.T) {
	value := func(text string) conformance.Secret { return conformance.Secret{Value: text} }
	for _, row := range []struct {
		name        string
		credentials map[string]conformance.Secret
		lacks       string // of the error
		logsIn      bool
	}{
		{"a client", map[string]conformance.Secret{"client-id": value("shop"), "client-secret": value("a-long-secret")}, "", true},
		{"a token", map[string]conformance.Secret{"token": value("a-long-token")}, "", false},
		{"a client and a token that is not set", map[string]conformance.Secret{
			"client-id": value("shop"), "client-secret": value("a-long-secret"), "token": {Env: "PLUMBLINE_TEST_NOT_SET"},
		}, "", true},
		{"no secret", map[string]conformance.Secret{"client-id": value("shop")}, "client-secret are required", false},
		{"nothing", nil, "or a token in their place", false},
	} {
		t.Run(row.name, func(t *testing.T) {
			plan, err := prepare(&conformance.Profile{Vendor: "bridge", Credentials: row.credentials})
			if row.lacks != "" {
				if err == nil || !strings.Contains(err.Error(), row.lacks) {
					t.Errorf("%v, want an error that says %q", err, row.lacks)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if missing := plan.Missing(logIn); (missing == "") != row.logsIn {
				t.Errorf("the log-in is held back: %q", missing)
			}
		})
	}
}
