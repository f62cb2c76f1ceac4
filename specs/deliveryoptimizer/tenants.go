package deliveryoptimizer

import "github.com/plumbline-api/plumbline/specs"

// Who may call, and for which tenant.
var (
	BasicAuthentication = &specs.Rule{
		ID:         "deliveryoptimizer/basic-authentication",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Every call carries the name and password of a user by HTTP Basic; without them, or with wrong ones, each operation refuses.",
		Source: page("securisationmodule.md", "Authentification"),
		Schema: []string{"/components/securitySchemes/basic"},
	}
	UserBoundToTenant = &specs.Rule{
		ID:         "deliveryoptimizer/user-bound-to-tenant",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "A user belongs to one tenant and is refused at the path of another.",
		Source: page("securisationmodule.md", "Authentification"),
	}
	OrdersNeedOMS = &specs.Rule{
		ID:         "deliveryoptimizer/orders-need-oms-right",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "These operations need the right OMS; a user with the right COMMERCE alone is refused.",
		Source: page("securisationmodule.md", "Notion de droits utilisateurs"),
	}
	CredentialStatuses = &specs.Rule{
		ID:         "deliveryoptimizer/credential-statuses",
		Operations: everyOperation(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "Missing or wrong credentials are refused with 401, a tenant or right that the user lacks with 403.",
		Source: page("securisationmodule.md", "Authentification, which names no status"),
	}
	TenantsIsolated = &specs.Rule{
		ID:         "deliveryoptimizer/tenants-isolated",
		Operations: []string{"upsertOrder", "replaceOrders", "deleteOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:    "Tenants live side by side and never reach each other's data: one GUID used by two tenants is two orders, and replacing all orders spares those of other tenants.",
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
		Text:   "Putting a configuration answers with true.",
		Source: page("raisonjuridiqueetconfig.md", "Configuration du module"),
		Schema: []string{"/paths/~1{tenantId}~1config/put/responses/200"},
	}
	SyncOffByDefault = &specs.Rule{
		ID:         "deliveryoptimizer/sync-off-by-default",
		Operations: []string{"putConfig", "upsertOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:    "A configuration that does not name enableInternalOrderSync leaves the saving switched off.",
		Source:  page("raisonjuridiqueetconfig.md", "Configuration du module, table of ConfigDo"),
		Settles: []int{7},
	}
	SaturationWeights = &specs.Rule{
		ID:         "deliveryoptimizer/saturation-weights",
		Operations: []string{"getSaturation"}, // the upsert that it looks at is documented elsewhere
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "On each stock origin that an order's lines name, an Order takes 5 points of capacity, a Cart 1 and an ExternalOrder none, however many lines it has there.",
		Source: page("reglesmetier.md", "Notion de saturation, Définition"),
	}
	SaturationOfUnknownOriginIs404 = &specs.Rule{
		ID:         "deliveryoptimizer/saturation-of-unknown-origin-is-404",
		Operations: []string{"getSaturation"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Asking for the saturation of an origin that the tenant does not have answers 404.",
		Source: page("reglesmetier.md", "Point API de vérification de saturation"),
		Schema: []string{
			"/paths/~1{tenantId}~1stock-origins~1code~1{code}~1saturation/get/responses/404",
		},
	}
	SaturationMembers = &specs.Rule{
		ID:         "deliveryoptimizer/saturation-members",
		Operations: []string{"getSaturation"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "The members of the saturation are named code, maxCapacity, usedCapacity, remainingCapacity, saturationPercent, isSaturated, cartsCount and ordersCount.",
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
