package deliveryoptimizer

import "github.com/plumbline-api/plumbline/specs"

// What the caller has to do.
var (
	CallerDeletesAbandonedCart = &specs.Rule{
		ID:         "deliveryoptimizer/caller-deletes-abandoned-cart",
		Operations: []string{"deleteOrder"},
		Binds:      specs.Client, Level: specs.Should, Basis: specs.Documented,
		Text:   "The caller deletes a cart that its customer abandons or that expires on the site.",
		Source: document("Suppression d'une commande, line 66"),
	}
	CallerDeletesShippedPart = &specs.Rule{
		ID:         "deliveryoptimizer/caller-deletes-shipped-part",
		Operations: []string{"deleteOrderByCode"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller deletes a stock origin's part of the order once that origin has shipped it.",
		Source: document("Suppression d'une commande par code d'origine de stock, line 74"),
	}
	CallerDeletesEResaByCode = &specs.Rule{
		ID:         "deliveryoptimizer/caller-deletes-eresa-by-code",
		Operations: []string{"deleteOrderByCode"},
		Binds:      specs.Client, Level: specs.Should, Basis: specs.Documented,
		Text:   "The caller should delete an e-resa by the code of the shop. The customer collects it in the shop that serves all of it.",
		Source: document("Suppression d'une commande par code d'origine de stock, line 76"),
	}
	CallerSendsEveryMember = &specs.Rule{
		ID:         "deliveryoptimizer/caller-sends-every-member",
		Operations: []string{"upsertOrder", "replaceOrders"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller sends every member of an order and of its lines, except expiresAt. The document does not say what follows when one is missing.",
		Source: document("Exemple d'appel API, line 22"),
		Schema: []string{
			"/paths/~1{tenantId}~1order/post/requestBody/required",
			"/paths/~1{tenantId}~1orders/put/requestBody/required",
			"/components/schemas/Order/required",
			"/components/schemas/OrderLine/required",
		},
		Was: []string{"deliveryoptimizer/order-members-required"},
	}
	CallerSendsTypedMembers = &specs.Rule{
		ID:         "deliveryoptimizer/caller-sends-typed-members",
		Operations: []string{"upsertOrder", "replaceOrders"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller sends an order, or an array of orders, as JSON. The members have the types of the example: dates with a time zone, and lines as an array of order lines.",
		Source: document("Exemple d'appel API, lines 18, 24 to 49 and 60"),
		Schema: []string{
			"/paths/~1{tenantId}~1order/post/requestBody/content",
			"/paths/~1{tenantId}~1orders/put/requestBody/content",
			"/components/schemas/Order/type",
			"/components/schemas/Order/properties/orderId/type",
			"/components/schemas/Order/properties/tenantId/type",
			"/components/schemas/Order/properties/tenantId/format",
			"/components/schemas/Order/properties/lastUpdated",
			"/components/schemas/Order/properties/expiresAt",
			"/components/schemas/Order/properties/lines",
			"/components/schemas/OrderType/type",
			"/components/schemas/OrderLine/type",
			"/components/schemas/OrderLine/properties/code",
			"/components/schemas/OrderLine/properties/artGuid/type",
			"/components/schemas/OrderLine/properties/qty/type",
			"/components/schemas/OrderLine/properties/qty/format",
		},
		Was: []string{"deliveryoptimizer/order-members-typed"},
	}
	CallerSendsGUIDs = &specs.Rule{
		ID:         "deliveryoptimizer/caller-sends-guids",
		Operations: []string{"upsertOrder", "replaceOrders", "deleteOrder", "deleteOrderByCode", "getOrder"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller identifies orders and articles by their GUIDs.",
		Source: document("Exemple d'appel API, lines 45 and 48; Suppression d'une commande, line 66"),
		Schema: []string{
			"/components/parameters/OrderId",
			"/components/schemas/Order/properties/orderId/format",
			"/components/schemas/OrderLine/properties/artGuid/format",
		},
		Was: []string{"deliveryoptimizer/guids"},
	}
	CallerSendsKnownType = &specs.Rule{
		ID:         "deliveryoptimizer/caller-sends-known-type",
		Operations: []string{"upsertOrder", "replaceOrders"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Documented,
		Text:   "The caller sends one of the three types: Order, Cart or ExternalOrder.",
		Source: document("Exemple d'appel API, line 45"),
		Schema: []string{"/components/schemas/OrderType/enum"},
	}
	CallerSendsQuantities = &specs.Rule{
		ID:         "deliveryoptimizer/caller-sends-quantities",
		Operations: []string{"upsertOrder", "replaceOrders"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Assumed,
		Text:   "The caller sends quantities as whole numbers of at least one. Numbers fit in 32 bits.",
		Source: document("Exemple d'appel API, line 49, which is silent on it"),
		Schema: []string{
			"/components/schemas/OrderLine/properties/qty/minimum",
			"/components/schemas/OrderLine/properties/qty/maximum",
			"/components/schemas/Order/properties/tenantId/minimum",
			"/components/schemas/Order/properties/tenantId/maximum",
		},
		Was: []string{"deliveryoptimizer/quantity-from-one"},
	}
	CallerNamesPositiveTenant = &specs.Rule{
		ID:         "deliveryoptimizer/caller-names-positive-tenant",
		Operations: everyOperation(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The caller sends the tenant in the path as a whole number greater than zero.",
		Source: page("raisonjuridiqueetconfig.md", "Support de multiples raisons juridiques"),
		Schema: []string{"/components/parameters/TenantId"},
		Was:    []string{"deliveryoptimizer/tenant-is-positive"},
	}
	CallerSendsTypedConfig = &specs.Rule{
		ID:         "deliveryoptimizer/caller-sends-typed-config",
		Operations: []string{"putConfig"},
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The caller sends a configuration as a JSON object whose members have the published types and values.",
		Source: page("raisonjuridiqueetconfig.md", "Configuration du module"),
		Schema: []string{
			"/paths/~1{tenantId}~1config/put/requestBody",
			"/components/schemas/ConfigDo",
		},
		Was: []string{"deliveryoptimizer/config-members-typed"},
	}
	CallerAuthenticates = &specs.Rule{
		ID:         "deliveryoptimizer/caller-authenticates",
		Operations: everyOperation(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The caller sends its credentials with every request.",
		Source: page("securisationmodule.md", "Authentification"),
	}
	CallerUsesHTTPS = &specs.Rule{
		ID:         "deliveryoptimizer/caller-uses-https",
		Operations: everyOperation(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The caller uses HTTPS. The module does not listen for plain HTTP.",
		Source: page("securisationmodule.md", "Fonctionnement en HTTPS"),
	}
)

func callerRules() []*specs.Rule {
	return []*specs.Rule{
		CallerSendsEveryMember, CallerSendsTypedMembers, CallerSendsGUIDs, CallerSendsKnownType, CallerSendsQuantities,
		CallerNamesPositiveTenant, CallerSendsTypedConfig, CallerAuthenticates, CallerUsesHTTPS,
		CallerDeletesAbandonedCart, CallerDeletesShippedPart, CallerDeletesEResaByCode,
	}
}
