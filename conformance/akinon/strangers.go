package akinon

import (
	"net/http"

	"github.com/plumbline-api/plumbline/conformance"
	rules "github.com/plumbline-api/plumbline/specs/akinon"
)

// strangers are callers without a key of the installation.
func strangers() []conformance.Stranger {
	one := func(who string, authorization ...string) conformance.Stranger {
		return conformance.Stranger{
			Who: who, Rule: rules.KeyRequired, Readings: []string{"token", "token-or-bearer"},
			Disguise: func(call *conformance.Call) {
				call.Header = http.Header{}
				for _, value := range authorization {
					call.Header.Add("Authorization", value)
				}
			},
		}
	}
	return []conformance.Stranger{
		one("without a key"),
		one("with the word Token and no key", "Token"),
		one("with an invented key", "Token plumbline-no-such-key"),
		one("by another scheme", "Basic cGx1bWJsaW5lOm5vYm9keQ=="),
	}
}
