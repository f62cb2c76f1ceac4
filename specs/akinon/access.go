package akinon

import "github.com/plumbline-api/plumbline/specs"

// Who may call, and how often.
var (
	LogsIn = &specs.Rule{
		ID:         "akinon/logs-in",
		Operations: []string{"logIn", "readPackage"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Logging in takes username and password as JSON and answers 200 with a key that opens the other calls.",
		Source: page(integration, "authentication"),
		Schema: []string{
			"/paths/~1api~1i1~1auth~1login~1/post/requestBody/required",
			"/paths/~1api~1i1~1auth~1login~1/post/responses/200",
			"/components/schemas/Credentials",
			"/components/schemas/Key",
		},
	}
	WrongPasswordIs400 = &specs.Rule{
		ID:         "akinon/wrong-password-is-400",
		Operations: []string{"logIn"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Logging in with an unknown name or a wrong password is refused with 400.",
		Source: page(client, "base_client.py"),
		Schema: []string{"/components/responses/LoginRefused"},
	}
	KeyRequired = &specs.Rule{
		ID:         "akinon/key-required",
		Operations: keyedOperations(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Every call but logging in carries the key as “Authorization: Token KEY”; without it, or with a key that is not one, the call is refused with 401.",
		Source: page(integration, "authentication; status in "+cancellation+"; "+openServices+" shows Bearer"),
		Schema: []string{
			"/components/securitySchemes/token",
			"/components/securitySchemes/bearer",
			"/components/responses/Unauthorized",
		},
		Readings: []specs.Reading{
			{Name: "token", Text: "The key behind the word Bearer is refused."},
			{Name: "token-or-bearer", Text: "The key is accepted behind the word Bearer as well."},
		},
	}
	RightRequired = &specs.Rule{
		ID:         "akinon/right-required",
		Operations: []string{"preparePackage", "readPackage", "listPackages"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A user without the right to handle packages is refused with 403.",
		Source: page(openItems, "list of answers; "+services+", table of status codes"),
		Schema: []string{"/components/responses/Forbidden"},
	}
	RateLimited = &specs.Rule{
		ID:         "akinon/rate-limited",
		Operations: []string{"preparePackage", "readPackage", "listPackages"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Calls beyond the rate that the installation allows are refused with 429; the rate is published nowhere.",
		Source: page(services, "table of status codes"),
		Schema: []string{"/components/responses/TooManyRequests"},
	}
	UnacceptableIs406 = &specs.Rule{
		ID:         "akinon/unacceptable-is-406",
		Operations: []string{"preparePackage", "readPackage", "listPackages"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A call whose Accept header leaves no room for JSON is refused with 406; one without the header is not.",
		Source: page(services, "table of status codes"),
		Schema: []string{"/components/responses/NotAcceptable"},
	}
)

// What the caller has to do.
var (
	CallerLogsInFirst = &specs.Rule{
		ID:         "akinon/caller-logs-in-first",
		Operations: keyedOperations(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The caller logs in before its first other call and sends the key with each.",
		Source: page(integration, "authentication"),
	}
	CallerUsesHTTPS = &specs.Rule{
		ID:         "akinon/caller-uses-https",
		Operations: append(keyedOperations(), "logIn"),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The caller uses HTTPS for every call.",
		Source: page(integration, "authentication"),
	}
	CallerLogsInAgain = &specs.Rule{
		ID:         "akinon/caller-logs-in-again",
		Operations: keyedOperations(),
		Binds:      specs.Client, Level: specs.Should, Basis: specs.Assumed,
		Text:   "After a 401 the caller logs in again and repeats the call once, and does not go on with the refused key.",
		Source: page(client, "base_client.py, the vendor's own client"),
	}
	CallerHeedsRate = &specs.Rule{
		ID:         "akinon/caller-heeds-rate",
		Operations: keyedOperations(),
		Binds:      specs.Client, Level: specs.Should, Basis: specs.Assumed,
		Text:   "After a 429 the caller waits before its next call, for as long as Retry-After says where that is sent.",
		Source: page(services, "table of status codes, which is silent on what follows"),
	}
)

// keyedOperations lists the operations that need a key.
func keyedOperations() []string {
	return []string{"preparePackage", "readPackage", "listPackages", "subscribeWebhook"}
}

func accessRules() []*specs.Rule {
	return []*specs.Rule{
		LogsIn, WrongPasswordIs400, KeyRequired, RightRequired, RateLimited, UnacceptableIs406,
		CallerLogsInFirst, CallerUsesHTTPS, CallerLogsInAgain, CallerHeedsRate,
	}
}
