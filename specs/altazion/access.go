package altazion

import "github.com/plumbline-api/plumbline/specs"

// Who may call, and in which form.
var (
	BasicOrToken = &specs.Rule{
		ID:         "altazion/basic-or-token",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Every call carries the key of an extensibility application by HTTP Basic, or an OAuth 2 token as a bearer; whether a call without either, or with a wrong one, is refused, is the target's choice: the document asks for no credentials.",
		Source: page("hub/api/hub-api.md", "Authentification"),
		Schema: []string{"/components/securitySchemes", "/security"},
		Readings: []specs.Reading{
			{Name: "required", Text: "A call without credentials, or with wrong ones, is refused with 401 or 403, and changes nothing."},
			{Name: "not-asked-for", Text: "Whoever calls is served."},
		},
		Closed: "credentials are asked for or they are not: to refuse a call without any and to serve one with wrong ones is neither",
	}
	MissingCredentialsAre401 = &specs.Rule{
		ID:         "altazion/missing-credentials-are-401",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "Missing and wrong credentials are refused with 401, whatever else is wrong with the call.",
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
		Text:   "Credentials that are right and have no permission for the operation are refused with 403; the document knows no permissions, so that a target may look at none.",
		Source: page("hub/api/index.md", "Codes d'erreurs, row 403"),
		Schema: []string{
			"/paths/~1api~1logistique~1preparation~1prepa~1{bon}/post/responses/403",
			"/paths/~1api~1logistique~1preparation~1expe~1{bon}/post/responses/403",
			"/paths/~1api~1logistique~1preparation~1{bon}/get/responses/403",
			"/components/responses/Forbidden",
		},
		Readings: []specs.Reading{
			{Name: "403", Text: "They are refused with 403, as the general page has it, and change nothing."},
			{Name: "not-looked-at", Text: "Whoever may call at all may call every operation."},
		},
		Closed: "a call is refused, for which the page has 403, or it is served",
	}
	OtherMediaTypeIs415 = &specs.Rule{
		ID:         "altazion/other-media-type-is-415",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A body that is announced as something else than application/json, with parameters or without, is refused with 415.",
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
		Text:   "The caller sends its credentials with every call.",
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
		Text:   "The caller sends its bodies as JSON and announces them as application/json.",
		Source: page("hub/api/index.md", "Conventions d'appels"),
	}
)

func accessRules() []*specs.Rule {
	return []*specs.Rule{
		BasicOrToken, MissingCredentialsAre401, LackingPermissionIs403, OtherMediaTypeIs415,
		CallerAuthenticates, CallerUsesHTTPS, CallerAnnouncesJSON,
	}
}
