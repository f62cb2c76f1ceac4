package komet

import "github.com/plumbline-api/plumbline/specs"

// Tokens.
var (
	LoginGivesToken = &specs.Rule{
		ID:         "komet/login-gives-token",
		Operations: []string{"login"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Logging in with a user's name and password as URL parameters returns status 1 and an apiKey. The apiKey is the token of later requests.",
		Source: tokens("request and sample response of login"),
		Schema: []string{"/paths/~1api~1login/post/responses/2XX", "/components/schemas/LoginAnswer"},
	}
	WrongLogin = &specs.Rule{
		ID:         "komet/wrong-login",
		Operations: []string{"login"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Logging in with a wrong name or password is refused, by status 0 or by a 4xx, and returns no apiKey.",
		Source: tokens("login, which shows no failure"),
	}
	TokenIsChecked = &specs.Rule{
		ID:         "komet/token-is-checked",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Every request except the log-in carries a token issued by the vendor: in the body of a creation, as a URL parameter of a list. A request without a token, or with one that was not issued, is refused.",
		Source: started("Important Considerations"),
		Schema: []string{"/components/parameters/Token", "/components/securitySchemes/token"},
	}
	TokensDoNotExpire = &specs.Rule{
		ID:         "komet/tokens-do-not-expire",
		Operations: []string{"login"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A token stays valid without renewal. A second log-in does not end the first token.",
		Source: started("Important Considerations"),
	}
	TokenKinds = &specs.Rule{
		ID:         "komet/token-kinds",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A token belongs to a company, to a customer or to a vendor. A creation is allowed with the token of a company or a vendor, and refused with a customer's.",
		Source: present("valid tokens"),
	}
	TokenLimitedToMethods = &specs.Rule{
		ID:         "komet/token-limited-to-methods",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A token may be limited to certain methods. A request to any other method with it is refused.",
		Source: started("Create Tokens"),
	}
	VendorTokenIgnores = &specs.Rule{
		ID:         "komet/vendor-token-ignores",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "In a creation with a vendor's token the price, vendorId, vendorCode and vendorName of the items are ignored. A setting of the company makes the price count.",
		Source: present("note on vendor tokens"),
	}
	VendorTokenIsTheVendor = &specs.Rule{
		ID:         "komet/vendor-token-is-the-vendor",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "In a creation with a vendor's token every line belongs to that vendor. This meets the requirement of a vendor for purchase orders. A line whose price is ignored has a price of 0.",
		Source: present("note on vendor tokens, which does not say what takes the place of the ignored members"),
	}
	VendorTokenSeesOwnLines = &specs.Rule{
		ID:         "komet/vendor-token-sees-own-lines",
		Operations: createAndSee(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "With a vendor's token the list of prebooks shows only that vendor's lines, and neither the customer nor prices.",
		Source: page("prebook.details.list, versions 13 and 34 compared", "pages/diffpagesbyversion.action?originalVersion=13&pageId=3340655&revisedVersion=34", "note on vendor tokens"),
	}
	CompaniesApart = &specs.Rule{
		ID:         "komet/companies-apart",
		Operations: append(createAndSee(), "listCustomers"),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A token reaches only the data of its company. Neither the lists nor a creation find data of another company.",
		Source: tokens("types of tokens, which belong to a company, a customer or a vendor"),
	}
)

// Limits.
var (
	DailyLimit = &specs.Rule{
		ID:         "komet/daily-limit",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A company may send 1,000 requests a day for each user that it pays for, counted over all its tokens. Further requests are refused until the next day.",
		Source: started("Important Considerations"),
	}
	DayIsUTC = &specs.Rule{
		ID:         "komet/day-is-utc",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "The day of the limit is the calendar day in UTC. Every request with a valid token counts, including refused ones.",
		Source: started("Important Considerations, which does not say when a day begins"),
	}
	SizeLimit = &specs.Rule{
		ID:         "komet/size-limit",
		Operations: create(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A request body may have up to 64 KB (65,536 bytes). A larger one is refused.",
		Source: started("Important Considerations"),
	}
)

// What the caller has to do.
var (
	CallerUsesHTTPS = &specs.Rule{
		ID:         "komet/caller-uses-https",
		Operations: everyOperation(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The caller uses HTTPS for every request.",
		Source: started("Important Considerations"),
	}
	CallerKeepsToken = &specs.Rule{
		ID:         "komet/caller-keeps-token",
		Operations: []string{"login"},
		Binds:      specs.Client, Level: specs.Should, Basis: specs.Supplement,
		Text:   "The caller logs in once and keeps the token. It does not log in before each request.",
		Source: started("Important Considerations"),
	}
	CallerStaysWithinDailyLimit = &specs.Rule{
		ID:         "komet/caller-stays-within-daily-limit",
		Operations: everyOperation(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The caller sends no more requests a day than the company's users allow. It stops when it is refused for that.",
		Source: started("Important Considerations"),
	}
)

// everyOperation are the operations that need a token.
func everyOperation() []string {
	return []string{
		"createPrebook", "listCustomers", "listCarriers", "listProducts", "listBoxTypes", "listVendors",
		"listPrebookDetails", "listPurchaseOrders",
	}
}

func accessRules() []*specs.Rule {
	return []*specs.Rule{
		LoginGivesToken, WrongLogin, TokenIsChecked, TokensDoNotExpire, TokenKinds, TokenLimitedToMethods,
		VendorTokenIgnores, VendorTokenIsTheVendor, VendorTokenSeesOwnLines, CompaniesApart,
		DailyLimit, DayIsUTC, SizeLimit,
		CallerUsesHTTPS, CallerKeepsToken, CallerStaysWithinDailyLimit,
	}
}
