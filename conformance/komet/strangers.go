package komet

import (
	"github.com/plumbline-api/plumbline/conformance"
	rules "github.com/plumbline-api/plumbline/specs/komet"
)

// strangers are callers whose token was not issued, beside those of the feature
// on access.
func strangers() []conformance.Stranger {
	one := func(who, token string) conformance.Stranger {
		return conformance.Stranger{
			Who: who, Rule: rules.TokenIsChecked, Except: []string{"login"},
			Disguise: func(call *conformance.Call) {
				if body, is := call.Body.(map[string]any); is {
					body["authenticationToken"] = token
					return
				}
				call.Query.Set("authenticationToken", token)
			},
		}
	}
	return []conformance.Stranger{one("with an empty token", ""), one("with an invented token", "plumbline-no-such-token")}
}
