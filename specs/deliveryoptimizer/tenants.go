package deliveryoptimizer

import "github.com/plumbline-api/plumbline/specs"

// Who may call, and for which tenant.
var (
	BasicAuthentication = &specs.Rule{
		ID:         "deliveryoptimizer/basic-authentication",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Every request carries the name and password of a user by HTTP Basic. Every operation refuses a request without credentials or with wrong ones.",
		Source: page("securisationmodule.md", "Authentification"),
		Schema: []string{"/components/securitySchemes/basic"},
	}
	UserBoundToTenant = &specs.Rule{
		ID:         "deliveryoptimizer/user-bound-to-tenant",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A user belongs to one tenant. The user is refused at the path of another tenant.",
		Source: page("securisationmodule.md", "Authentification"),
	}
	OrdersNeedOMS = &specs.Rule{
		ID:         "deliveryoptimizer/orders-need-oms-right",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "These operations need the right OMS. A user who has only the right COMMERCE is refused.",
		Source: page("securisationmodule.md", "Notion de droits utilisateurs"),
	}
	CredentialStatuses = &specs.Rule{
		ID:         "deliveryoptimizer/credential-statuses",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "Missing or wrong credentials are refused with 401. A user without access to the tenant, or without the right, is refused with 403.",
		Source: page("securisationmodule.md", "Authentification, which names no status"),
	}
	TenantsIsolated = &specs.Rule{
		ID:         "deliveryoptimizer/tenants-isolated",
		Operations: []string{"upsertOrder", "replaceOrders", "deleteOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:    "Tenants never reach each other's data. One GUID used by two tenants identifies two orders, and replacing all orders of a tenant leaves those of other tenants unchanged.",
		Source:  page("raisonjuridiqueetconfig.md", "Support de multiples raisons juridiques"),
		Settles: []int{27},
	}
)

// The configuration of a tenant and the load of its stock origins.
var (
	ConfigIsSet = &specs.Rule{
		ID:         "deliveryoptimizer/config-is-set",
		Operations: []string{"putConfig"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Setting a configuration returns true.",
		Source: page("raisonjuridiqueetconfig.md", "Configuration du module"),
		Schema: []string{"/paths/~1{tenantId}~1config/put/responses/200"},
	}
	SyncOffByDefault = &specs.Rule{
		ID:         "deliveryoptimizer/sync-off-by-default",
		Operations: []string{"putConfig", "upsertOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:    "A configuration without enableInternalOrderSync leaves saving switched off.",
		Source:  page("raisonjuridiqueetconfig.md", "Configuration du module, table of ConfigDo"),
		Settles: []int{7},
	}
	SaturationWeights = &specs.Rule{
		ID:         "deliveryoptimizer/saturation-weights",
		Operations: []string{"getSaturation"}, // the upsert that it looks at is documented elsewhere
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "An order uses capacity at each stock origin that its lines name: an Order 5 points, a Cart 1, an ExternalOrder none. The number of its lines at that origin does not matter.",
		Source: page("reglesmetier.md", "Notion de saturation, Définition"),
	}
	SaturationOfUnknownOriginIs404 = &specs.Rule{
		ID:         "deliveryoptimizer/saturation-of-unknown-origin-is-404",
		Operations: []string{"getSaturation"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Reading the saturation of an origin that does not exist for the tenant returns 404.",
		Source: page("reglesmetier.md", "Point API de vérification de saturation"),
		Schema: []string{
			"/paths/~1{tenantId}~1stock-origins~1code~1{code}~1saturation/get/responses/404",
		},
	}
	SaturationMembers = &specs.Rule{
		ID:         "deliveryoptimizer/saturation-members",
		Operations: []string{"getSaturation"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "The saturation has the members code, maxCapacity, usedCapacity, remainingCapacity, saturationPercent, isSaturated, cartsCount and ordersCount.",
		Source: page("reglesmetier.md", "Point API de vérification de saturation, whose figures are published without names"),
		Schema: []string{
			"/paths/~1{tenantId}~1stock-origins~1code~1{code}~1saturation/get/responses/200",
			"/components/schemas/Saturation",
		},
	}
)

func everyOperation() []string {
	return []string{
		"upsertOrder", "replaceOrders", "deleteOrder", "deleteOrderByCode", "getOrder", "putConfig", "getSaturation",
	}
}

func tenantRules() []*specs.Rule {
	return []*specs.Rule{
		BasicAuthentication, UserBoundToTenant, OrdersNeedOMS, CredentialStatuses, TenantsIsolated,
		ConfigIsSet, SyncOffByDefault,
		SaturationWeights, SaturationOfUnknownOriginIs404, SaturationMembers,
	}
}
