package bridge

import "github.com/plumbline-api/plumbline/specs"

// Getting a token.
var (
	LoginGivesToken = &specs.Rule{
		ID:         "bridge/login-gives-token",
		Operations: []string{"logIn", "checkToken"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Logging in with the name and secret of a known client answers ack 0 with a token that the other calls accept.",
		Source: authenticationPage("auth/login"),
		Schema: []string{"/components/schemas/LoginAnswer"},
	}
	LoginMembers = &specs.Rule{
		ID:         "bridge/login-members",
		Operations: []string{"logIn"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The log-in takes an object with clientId and clientSecret; a log-in that lacks one of them is refused.",
		Source: authenticationPage("auth/login"),
		Schema: []string{"/components/schemas/Credentials/required"},
	}
	UnknownClientIsRefused = &specs.Rule{
		ID:         "bridge/unknown-client-is-refused",
		Operations: []string{"logIn"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A client that the installation does not know, or whose secret is another, is refused and gets no token.",
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
		Text:   "A refused log-in is answered with a message that describes the error, as refused changes are.",
		Source: authenticationPage("auth/login, which shows no refusal"),
		Free:   true,
		Schema: []string{"/components/schemas/LoginAnswer/properties/message"},
	}
	TokenLastsTwoDays = &specs.Rule{
		ID:         "bridge/token-lasts-two-days",
		Operations: []string{"logIn", "checkToken"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A token is valid for 48 hours from the log-in, and expired from then on.",
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
		Text:   "Every call but those of the authentication service needs a token that this service gave; without one, or with one that it never gave, the call is refused.",
		Source: document("Informações, lines 11, 12 and 14"),
		Schema: []string{"/components/securitySchemes/token"},
	}
	TokenInHeader = &specs.Rule{
		ID:         "bridge/token-in-header",
		Operations: carrying(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The token is sent in the header x-access-token, and called a parameter of the call in the same sentence.",
		Source: document("Informações, line 12"),
		Schema: []string{"/components/securitySchemes/tokenParameter"},
		Readings: []specs.Reading{
			{Name: "header-only", Text: "The token is taken from the header; one in the address alone is no token."},
			{Name: "header-or-parameter", Text: "The token is taken from the header, or from a parameter x-access-token of the address."},
		},
		Settles: []int{19},
	}
	ExpiredTokenIsRefused = &specs.Rule{
		ID:         "bridge/expired-token-is-refused",
		Operations: authenticated(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A call with a token that has expired is not executed and is answered that the token is invalid; with a new token the same call is executed.",
		Source: document("Informações, line 13"),
	}
	InvalidTokenAnswer = &specs.Rule{
		ID:         "bridge/invalid-token-answer",
		Operations: carrying(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:    "The answer to a missing, unknown or expired token has HTTP status 200, ack 9999 and the message “token inválido”.",
		Source:  document("Informações, line 13, which gives neither code nor body nor status"),
		Free:    true,
		Settles: []int{23},
	}
	CheckTokenTellsValidity = &specs.Rule{
		ID:         "bridge/check-token-tells-validity",
		Operations: []string{"checkToken"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Checking tells whether the token of the header is valid: a token just given is accepted, an invented or expired one is not.",
		Source: authenticationPage("auth/me"),
	}
	CheckTokenAnswer = &specs.Rule{
		ID:         "bridge/check-token-answer",
		Operations: []string{"checkToken"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "The check is answered with ack and message like a change: ack 0 for a valid token, and anything else for an invalid one.",
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
		Text:   "The caller gets a token from the authentication service before its first other call.",
		Source: document("Informações, line 11"),
	}
	CallerSendsToken = &specs.Rule{
		ID:         "bridge/caller-sends-token",
		Operations: carrying(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller sends its token in the header x-access-token with every call but the log-in.",
		Source: document("Informações, line 12"),
	}
	CallerRenewsToken = &specs.Rule{
		ID:         "bridge/caller-renews-token",
		Operations: carrying(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "Once answered that its token is invalid, the caller gets a new one and does not use the old one again.",
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
