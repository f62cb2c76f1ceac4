package akinon

import "github.com/plumbline-api/plumbline/specs"

// Who may call, and how often.
var (
	LogsIn = &specs.Rule{
		ID:         "akinon/logs-in",
		Operations: []string{"logIn"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Logging in takes username and password as JSON and returns a key that the other operations accept.",
		Source: page(integration, "authentication"),
		Schema: []string{
			"/paths/~1api~1i1~1auth~1login~1/post/responses/2XX",
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
		Free:   true,
	}
	KeyRequired = &specs.Rule{
		ID:         "akinon/key-required",
		Operations: keyedOperations(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Every request except the log-in carries the key as “Authorization: Token KEY”. Without a key, or with a wrong one, the request is refused with 401.",
		Source: page(integration, "authentication; status in "+cancellation+"; "+openServices+" shows Bearer"),
		Schema: []string{
			"/components/securitySchemes/token",
			"/components/securitySchemes/bearer",
			"/components/responses/Unauthorized",
		},
		Readings: []specs.Reading{
			{Name: "token", Text: "A key after the word Bearer is refused."},
			{Name: "token-or-bearer", Text: "A key after the word Bearer is accepted as well."},
			{Name: "not-asked", Text: "No operation requires a key: the document has no authentication."},
		},
		Closed: "A key either opens the operations or is not required. A target that requires one but accepts any, or checks only some operations, matches no reading.",
	}
	RightRequired = &specs.Rule{
		ID:         "akinon/right-required",
		Operations: []string{"preparePackage", "readPackage", "listPackages"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A user without the right to handle packages is refused with 403.",
		Source: page(openItems, "list of answers; "+services+", table of status codes"),
		Schema: []string{"/components/responses/Forbidden"},
		Readings: []specs.Reading{
			{Name: "refused", Text: "Such a user is refused."},
			{Name: "nobody-asked", Text: "The service does not check who calls, so no caller lacks a right."},
		},
		Closed: "A target that knows its callers refuses those without the right; one that does not check them cannot.",
	}
	RateLimited = &specs.Rule{
		ID:         "akinon/rate-limited",
		Operations: []string{"preparePackage", "readPackage", "listPackages"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Requests beyond the rate that the installation allows are refused with 429. The rate is not published.",
		Source: page(services, "table of status codes"),
		Schema: []string{"/components/responses/TooManyRequests"},
	}
	UnacceptableIs406 = &specs.Rule{
		ID:         "akinon/unacceptable-is-406",
		Operations: []string{"preparePackage", "readPackage", "listPackages"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A request whose Accept header allows JSON, or that has none, is served. Whether one that excludes JSON is refused is open: two of the vendor's pages give 406 different meanings.",
		Source: page(services, "table of status codes; apidocs.akinon.com/omnitron-openapis/saleschannelorders differs"),
		Schema: []string{"/components/responses/NotAcceptable"},
		Readings: []specs.Reading{
			{Name: "406", Text: "A request that does not accept JSON is refused with 406."},
			{Name: "served", Text: "The Accept header is ignored."},
		},
	}
)

// What the caller has to do.
var (
	CallerLogsInFirst = &specs.Rule{
		ID:         "akinon/caller-logs-in-first",
		Operations: keyedOperations(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The caller logs in with username and password as JSON before its first other request. It sends the key with each request.",
		Source: page(integration, "authentication"),
		Schema: []string{
			"/paths/~1api~1i1~1auth~1login~1/post/requestBody",
			"/components/schemas/Credentials",
		},
	}
	CallerUsesHTTPS = &specs.Rule{
		ID:         "akinon/caller-uses-https",
		Operations: append(keyedOperations(), "logIn"),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The caller uses HTTPS for every request.",
		Source: page(integration, "authentication"),
	}
	CallerLogsInAgain = &specs.Rule{
		ID:         "akinon/caller-logs-in-again",
		Operations: keyedOperations(),
		Binds:      specs.Client, Level: specs.Should, Basis: specs.Assumed,
		Text:   "After a 401 the caller logs in again and repeats the request once. It does not go on with the refused key.",
		Source: page(client, "base_client.py, the vendor's own client"),
	}
	CallerHeedsRate = &specs.Rule{
		ID:         "akinon/caller-heeds-rate",
		Operations: keyedOperations(),
		Binds:      specs.Client, Level: specs.Should, Basis: specs.Assumed,
		Text:   "After a 429 the caller waits before its next request, for as long as Retry-After says if it is sent.",
		Source: page(services, "table of status codes, which is silent on what follows"),
	}
)

// keyedOperations lists the operations that need a key.
func keyedOperations() []string {
	return []string{"preparePackage", "readPackage", "listPackages", "subscribeWebhook", "unsubscribeWebhook"}
}

func accessRules() []*specs.Rule {
	return []*specs.Rule{
		LogsIn, WrongPasswordIs400, KeyRequired, RightRequired, RateLimited, UnacceptableIs406,
		CallerLogsInFirst, CallerUsesHTTPS, CallerLogsInAgain, CallerHeedsRate,
	}
}
