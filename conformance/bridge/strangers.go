package bridge

import (
	"net/http"

	"github.com/plumbline-api/plumbline/conformance"
	steps "github.com/plumbline-api/plumbline/features/bridge"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
)

// strangers are callers without a token of the service.
func strangers() []conformance.Stranger {
	one := func(who string, header http.Header) conformance.Stranger {
		return conformance.Stranger{Who: who, Rule: rules.TokenNeeded, Disguise: func(call *conformance.Call) { call.Header = header }}
	}
	return []conformance.Stranger{
		one("without a token", http.Header{}),
		one("with an empty token", http.Header{http.CanonicalHeaderKey(steps.TokenName): {""}}),
		one("with an invented token", http.Header{http.CanonicalHeaderKey(steps.TokenName): {"plumbline-no-such-token"}}),
		one("with an invented token as a bearer", http.Header{"Authorization": {"Bearer plumbline-no-such-token"}}),
	}
}
