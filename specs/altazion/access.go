package altazion

import "github.com/plumbline-api/plumbline/specs"

// Who may call, and in which form.
var (
	BasicOrToken = &specs.Rule{
		ID:         "altazion/basic-or-token",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Every request carries the key of an extensibility application by HTTP Basic, or an OAuth 2 bearer token. Whether a request with missing or wrong credentials is refused is the target's choice: the document requires no credentials.",
		Source: page("hub/api/hub-api.md", "Authentification"),
		Schema: []string{"/components/securitySchemes", "/security"},
		Readings: []specs.Reading{
			{Name: "required", Text: "A request with missing or wrong credentials is refused with 401 or 403 and changes nothing."},
			{Name: "not-asked-for", Text: "Every caller is served, with or without credentials."},
		},
		Closed: "Credentials are either required or not. A target that refuses missing credentials but serves wrong ones matches neither reading.",
	}
	MissingCredentialsAre401 = &specs.Rule{
		ID:         "altazion/missing-credentials-are-401",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "Missing and wrong credentials are refused with 401, whatever else is wrong with the request.",
		Source: page("hub/api/hub-api.md", "Authentification, which names no status"),
		Schema: []string{
			"/paths/~1api~1logistique~1preparation~1prepa~1{bon}/post/responses/401",
			"/paths/~1api~1logistique~1preparation~1expe~1{bon}/post/responses/401",
			"/paths/~1api~1logistique~1preparation~1{bon}/get/responses/401",
			"/components/responses/Unauthenticated",
		},
	}
	LackingPermissionIs403 = &specs.Rule{
		ID:         "altazion/lacking-permission-is-403",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Valid credentials without permission for the operation are refused with 403. The document knows no permissions, so a target may check none.",
		Source: page("hub/api/index.md", "Codes d'erreurs, row 403"),
		Schema: []string{
			"/paths/~1api~1logistique~1preparation~1prepa~1{bon}/post/responses/403",
			"/paths/~1api~1logistique~1preparation~1expe~1{bon}/post/responses/403",
			"/paths/~1api~1logistique~1preparation~1{bon}/get/responses/403",
			"/components/responses/Forbidden",
		},
		Readings: []specs.Reading{
			{Name: "403", Text: "They are refused with 403, as the general page says, and change nothing."},
			{Name: "not-looked-at", Text: "A caller that may call at all may use every operation."},
		},
		Closed: "A request is either refused, for which the page has 403, or served.",
	}
	OtherMediaTypeIs415 = &specs.Rule{
		ID:         "altazion/other-media-type-is-415",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A body whose media type is not application/json, with or without parameters, is refused with 415.",
		Source: page("hub/api/index.md", "Conventions d'appels, which asks for the type and names no status"),
		Schema: []string{
			"/paths/~1api~1logistique~1preparation~1prepa~1{bon}/post/requestBody/content#other-media-type",
			"/paths/~1api~1logistique~1preparation~1expe~1{bon}/post/requestBody/content#other-media-type",
		},
	}
	CallerAuthenticates = &specs.Rule{
		ID:         "altazion/caller-authenticates",
		Operations: everyOperation(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The caller sends its credentials with every request.",
		Source: page("hub/api/hub-api.md", "Authentification"),
	}
	CallerUsesHTTPS = &specs.Rule{
		ID:         "altazion/caller-uses-https",
		Operations: everyOperation(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A caller that authenticates by HTTP Basic uses HTTPS.",
		Source: page("hub/api/hub-api.md", "Authentification"),
	}
	CallerAnnouncesJSON = &specs.Rule{
		ID:         "altazion/caller-announces-json",
		Operations: writes(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The caller sends JSON bodies and declares them as application/json.",
		Source: page("hub/api/index.md", "Conventions d'appels"),
	}
)

func accessRules() []*specs.Rule {
	return []*specs.Rule{
		BasicOrToken, MissingCredentialsAre401, LackingPermissionIs403, OtherMediaTypeIs415,
		CallerAuthenticates, CallerUsesHTTPS, CallerAnnouncesJSON,
	}
}
