package bridge

import "github.com/plumbline-api/plumbline/specs"

// Getting a token.
var (
	LoginGivesToken = &specs.Rule{
		ID:         "bridge/login-gives-token",
		Operations: []string{"logIn", "checkToken"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Logging in with the name and secret of a known client returns ack 0 and a token that the other operations accept.",
		Source: authenticationPage("auth/login"),
		Schema: []string{"/components/schemas/LoginAnswer"},
	}
	LoginMembers = &specs.Rule{
		ID:         "bridge/login-members",
		Operations: []string{"logIn"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The log-in takes an object with clientId and clientSecret. A log-in without one of them is refused.",
		Source: authenticationPage("auth/login"),
		Schema: []string{"/components/schemas/Credentials/required"},
	}
	UnknownClientIsRefused = &specs.Rule{
		ID:         "bridge/unknown-client-is-refused",
		Operations: []string{"logIn"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A client that the installation does not know, or that sends a wrong secret, is refused and gets no token.",
		Source: authenticationPage("auth/login, note on the collection of clients"),
	}
	TokenIsJWT = &specs.Rule{
		ID:         "bridge/token-is-jwt",
		Operations: []string{"logIn"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "The token is a JSON Web Token: three parts in base64url, joined by full stops.",
		Source: authenticationPage("auth/login, sample answer, whose token is one"),
		Free:   true,
	}
	LoginMessage = &specs.Rule{
		ID:         "bridge/login-message",
		Operations: []string{"logIn"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A refused log-in returns a message that describes the error, as refused changes do.",
		Source: authenticationPage("auth/login, which shows no refusal"),
		Free:   true,
		Schema: []string{"/components/schemas/LoginAnswer/properties/message"},
	}
	TokenLastsTwoDays = &specs.Rule{
		ID:         "bridge/token-lasts-two-days",
		Operations: []string{"logIn", "checkToken"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A token is valid for 48 hours from the log-in and expires then.",
		Source: authenticationPage("auth/login, times inside the sample token; no text names a lifetime"),
		Free:   true,
	}
)

// Using a token.
var (
	TokenNeeded = &specs.Rule{
		ID:         "bridge/token-needed",
		Operations: authenticated(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Every request needs a token from the authentication service, except those to that service. A request without one, or with one that the service never issued, is refused.",
		Source: document("Informações, lines 11, 12 and 14"),
		Schema: []string{"/components/securitySchemes/token"},
	}
	TokenInHeader = &specs.Rule{
		ID:         "bridge/token-in-header",
		Operations: carrying(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The token is sent in the header x-access-token. The same sentence calls it a parameter of the request.",
		Source: document("Informações, line 12"),
		Schema: []string{"/components/securitySchemes/tokenParameter"},
		Readings: []specs.Reading{
			{Name: "header-only", Text: "The token is read from the header. A token in the address alone does not count."},
			{Name: "header-or-parameter", Text: "The token is read from the header, or from a parameter x-access-token of the address."},
		},
		Settles: []int{19},
	}
	ExpiredTokenIsRefused = &specs.Rule{
		ID:         "bridge/expired-token-is-refused",
		Operations: authenticated(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A request with an expired token is not executed; the response says that the token is invalid. With a new token the same request succeeds.",
		Source: document("Informações, line 13"),
	}
	InvalidTokenAnswer = &specs.Rule{
		ID:         "bridge/invalid-token-answer",
		Operations: carrying(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:    "The response to a missing, unknown or expired token has HTTP status 200, ack 9999 and the message “token inválido”.",
		Source:  document("Informações, line 13, which gives neither code nor body nor status"),
		Free:    true,
		Settles: []int{23},
	}
	CheckTokenTellsValidity = &specs.Rule{
		ID:         "bridge/check-token-tells-validity",
		Operations: []string{"checkToken"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Checking tells whether the token in the header is valid. A token just issued is accepted; an invented or expired one is not.",
		Source: authenticationPage("auth/me"),
	}
	CheckTokenAnswer = &specs.Rule{
		ID:         "bridge/check-token-answer",
		Operations: []string{"checkToken"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "The check returns ack and message like a change: ack 0 for a valid token, any other ack for an invalid one.",
		Source: authenticationPage("auth/me, whose answer is not shown"),
		Free:   true,
		Schema: []string{"/components/schemas/TokenAnswer"},
	}
)

// What the caller has to do.
var (
	CallerLogsInFirst = &specs.Rule{
		ID:         "bridge/caller-logs-in-first",
		Operations: carrying(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller gets a token from the authentication service before its first other request.",
		Source: document("Informações, line 11"),
	}
	CallerSendsToken = &specs.Rule{
		ID:         "bridge/caller-sends-token",
		Operations: carrying(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller sends its token in the header x-access-token with every request except the log-in.",
		Source: document("Informações, line 12"),
	}
	CallerRenewsToken = &specs.Rule{
		ID:         "bridge/caller-renews-token",
		Operations: carrying(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "When a response says that the token is invalid, the caller gets a new one and no longer uses the old one.",
		Source: document("Informações, line 13"),
	}
)

// authenticated lists the operations that need a token for their own work;
// checking one is judged by its own rule.
func authenticated() []string {
	return []string{"changeOrderState", "getOrderStatus"}
}

// carrying lists the operations that a token is sent with.
func carrying() []string {
	return []string{"changeOrderState", "getOrderStatus", "checkToken"}
}

func tokenRules() []*specs.Rule {
	return []*specs.Rule{
		LoginGivesToken, LoginMembers, UnknownClientIsRefused, TokenIsJWT, LoginMessage, TokenLastsTwoDays,
		TokenNeeded, TokenInHeader, ExpiredTokenIsRefused, InvalidTokenAnswer, CheckTokenTellsValidity, CheckTokenAnswer,
		CallerLogsInFirst, CallerSendsToken, CallerRenewsToken,
	}
}
