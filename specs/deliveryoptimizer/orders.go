package deliveryoptimizer

import "github.com/plumbline-api/plumbline/specs"

// Adding and redefining an order.
var (
	UpsertTellsAddedFromModified = &specs.Rule{
		ID:         "deliveryoptimizer/upsert-tells-added-from-modified",
		Operations: []string{"upsertOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "The upsert answers true when it added the order and false when the order was there and has been modified; both are successes.",
		Source:  document("Réponse du serveur, line 54"),
		Settles: []int{10},
	}
	UpsertRedefinesEntirely = &specs.Rule{
		ID:         "deliveryoptimizer/upsert-redefines-entirely",
		Operations: []string{"upsertOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "An upsert of an order that is there replaces all of it: lines that are not sent again are gone, and so is an expiry that is not sent again.",
		Source:  document("Upsert (Ajout/Mise à jour) d'une commande, line 18"),
		Settles: []int{2},
	}
	OrderMembersRequired = &specs.Rule{
		ID:         "deliveryoptimizer/order-members-required",
		Operations: []string{"upsertOrder", "replaceOrders"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Every member of an order and of its lines but expiresAt has to be sent; an order that lacks one is refused.",
		Source: document("Exemple d'appel API, line 22"),
		Schema: []string{
			"/paths/~1{tenantId}~1order/post/requestBody/required",
			"/paths/~1{tenantId}~1orders/put/requestBody/required",
			"/components/schemas/Order/required",
			"/components/schemas/OrderLine/required",
		},
	}
	ExpiryOptional = &specs.Rule{
		ID:         "deliveryoptimizer/expiry-optional",
		Operations: []string{"upsertOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order without expiresAt is accepted, and is read back without one.",
		Source: document("Exemple d'appel API, lines 22 and 45"),
	}
	OrderMembersTyped = &specs.Rule{
		ID:         "deliveryoptimizer/order-members-typed",
		Operations: []string{"upsertOrder", "replaceOrders"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The body is an order as JSON, or an array of them: members have the types that the example shows, dates are RFC 3339 instants, lines is an array of order lines.",
		Source: document("Exemple d'appel API, lines 18, 22 to 49 and 60"),
		Schema: []string{
			"/paths/~1{tenantId}~1orders/put/requestBody/content/application~1json/schema/type",
			"/components/schemas/Order/type",
			"/components/schemas/Order/properties/orderId/type",
			"/components/schemas/Order/properties/tenantId/type",
			"/components/schemas/Order/properties/lastUpdated",
			"/components/schemas/Order/properties/expiresAt",
			"/components/schemas/Order/properties/lines",
			"/components/schemas/OrderType/type",
			"/components/schemas/OrderLine/type",
			"/components/schemas/OrderLine/properties/code",
			"/components/schemas/OrderLine/properties/artGuid/type",
			"/components/schemas/OrderLine/properties/qty/type",
		},
	}
	GUIDs = &specs.Rule{
		ID:         "deliveryoptimizer/guids",
		Operations: []string{"upsertOrder", "replaceOrders", "deleteOrder", "deleteOrderByCode", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Orders and articles are identified by GUIDs; anything else in their place is refused.",
		Source: document("Exemple d'appel API, lines 45 and 48; Suppression d'une commande, line 66"),
		Schema: []string{
			"/components/parameters/OrderId",
			"/components/schemas/Order/properties/orderId/format",
			"/components/schemas/OrderLine/properties/artGuid/format",
		},
	}
	ThreeTypes = &specs.Rule{
		ID:         "deliveryoptimizer/three-types",
		Operations: []string{"upsertOrder", "replaceOrders", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "The type of an order is Order, Cart or ExternalOrder; each of the three is accepted and nothing else is, an e-resa being no type of its own.",
		Source:  document("Exemple d'appel API, line 45"),
		Schema:  []string{"/components/schemas/OrderType/enum"},
		Settles: []int{16},
	}
	PathTenantDecides = &specs.Rule{
		ID:         "deliveryoptimizer/path-tenant-decides",
		Operations: []string{"upsertOrder", "replaceOrders", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The tenant stands in the path and in the body, and the document does not say what holds when they differ; its own example sends 0 in the body.",
		Source: document("Upsert (Ajout/Mise à jour) d'une commande, lines 16 and 26"),
		Readings: []specs.Reading{
			{Name: "path-decides", Text: "The path decides; the body's tenantId is kept as sent."},
			{Name: "must-match", Text: "A body whose tenantId differs from the path is refused."},
		},
		Settles: []int{1},
	}
	LinesKeptAsSent = &specs.Rule{
		ID:         "deliveryoptimizer/lines-kept-as-sent",
		Operations: []string{"upsertOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:    "Lines are kept in the order sent, and two lines of one origin and article stay two; codes and articles need not be known.",
		Source:  document("Exemple d'appel API, lines 46 to 49, which are silent on it"),
		Settles: []int{23},
	}
	QuantityFromOne = &specs.Rule{
		ID:         "deliveryoptimizer/quantity-from-one",
		Operations: []string{"upsertOrder", "replaceOrders"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "Quantities are whole numbers of at least one, and numbers fit 32 bits.",
		Source: document("Exemple d'appel API, line 49, which is silent on it"),
		Schema: []string{
			"/components/schemas/OrderLine/properties/qty/minimum",
			"/components/schemas/OrderLine/properties/qty/maximum",
			"/components/schemas/Order/properties/tenantId/minimum",
			"/components/schemas/Order/properties/tenantId/maximum",
		},
	}
	EmptyLines = &specs.Rule{
		ID:         "deliveryoptimizer/empty-lines",
		Operations: []string{"upsertOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order has to have lines, and one that loses its last is deleted; whether an upsert may send none is open.",
		Source: document("Exemple d'appel API, line 22; Suppression d'une commande par code d'origine de stock, line 76"),
		Readings: []specs.Reading{
			{Name: "stored", Text: "An order sent with no lines is stored."},
			{Name: "refused", Text: "An order sent with no lines is refused."},
			{Name: "removed", Text: "An order sent with no lines is accepted and not kept."},
		},
		Settles: []int{17},
	}
	LastWriteWins = &specs.Rule{
		ID:         "deliveryoptimizer/last-write-wins",
		Operations: []string{"upsertOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:    "An upsert holds whatever its lastUpdated says, older than the stored one or in the future.",
		Source:  document("Exemple d'appel API, line 45, which is silent on it"),
		Settles: []int{21},
	}
	Expiry = &specs.Rule{
		ID:         "deliveryoptimizer/expiry",
		Operations: []string{"upsertOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order may carry a date of expiry; the document has the caller delete a cart that expires on the site, and does not say that the service acts on the date.",
		Source: document("Exemple d'appel API, line 45; Suppression d'une commande, line 66"),
		Readings: []specs.Reading{
			{Name: "stored-only", Text: "The date is stored and given back; no order goes by itself."},
			{Name: "service-expires-carts", Text: "A cart goes at its expiresAt, or when it has none, cartLifeSpan minutes (15 by default) after it was last sent."},
		},
		Settles: []int{19, 20},
	}
	BareBooleans = &specs.Rule{
		ID:         "deliveryoptimizer/bare-booleans",
		Operations: []string{"upsertOrder", "deleteOrder", "deleteOrderByCode"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The writes on one order answer 200 with a bare JSON boolean, true or false in lower case, as JSON or as plain text.",
		Source: document("Réponse du serveur, line 54; lines 68 and 78"),
		Schema: []string{
			"/paths/~1{tenantId}~1order/post/responses/200",
			"/paths/~1{tenantId}~1order~1byid~1{orderId}/delete/responses/200",
			"/paths/~1{tenantId}~1order~1byid~1{orderId}~1code~1{code}/delete/responses/200",
			"/components/schemas/Done",
		},
		Settles: []int{11},
	}
)

// Replacing all orders.
var (
	ReplaceAllReplaces = &specs.Rule{
		ID:         "deliveryoptimizer/replace-all-replaces",
		Operations: []string{"replaceOrders", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "Replacing takes an array of orders: those sent are there afterwards, each as sent, and all that were not sent are gone; an empty array leaves none.",
		Source:  document("Replacement de toutes les commandes, line 60"),
		Settles: []int{28},
	}
	ReplaceAllReachesArchive = &specs.Rule{
		ID:         "deliveryoptimizer/replace-all-reaches-archive",
		Operations: []string{"replaceOrders", "putConfig", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "Replacing writes both tiers at once, the live one and the archive, whatever the tenant's synchronisation switch says.",
		Source:  document("Replacement de toutes les commandes, line 60"),
		Settles: []int{6},
	}
	ReplaceAllAnswersTrue = &specs.Rule{
		ID:         "deliveryoptimizer/replace-all-answers-true",
		Operations: []string{"replaceOrders"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:    "Replacing answers 200 with true, as the other writes do.",
		Source:  document("Replacement de toutes les commandes, which describes no answer"),
		Schema:  []string{"/paths/~1{tenantId}~1orders/put/responses/200", "/paths/~1{tenantId}~1orders/put/responses/204"},
		Settles: []int{12},
	}
	ReplaceAllLastDuplicateWins = &specs.Rule{
		ID:         "deliveryoptimizer/replace-all-last-duplicate-wins",
		Operations: []string{"replaceOrders", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:    "Of two orders with one orderId in the array the last is kept; the path's tenant owns every order of the array.",
		Source:  document("Replacement de toutes les commandes, line 60, which is silent on it"),
		Settles: []int{25},
	}
)

// Deleting orders and parts of them.
var (
	DeleteRemoves = &specs.Rule{
		ID:         "deliveryoptimizer/delete-removes",
		Operations: []string{"deleteOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Deleting an order by its GUID answers true when it was found, and it is there no longer.",
		Source: document("Suppression d'une commande, lines 66 and 68"),
	}
	DeleteUnknownAnswersFalse = &specs.Rule{
		ID:         "deliveryoptimizer/delete-unknown-answers-false",
		Operations: []string{"deleteOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Deleting an order that the service does not hold answers false.",
		Source: document("Suppression d'une commande, line 68"),
	}
	DeleteByCodeRemovesLines = &specs.Rule{
		ID:         "deliveryoptimizer/delete-by-code-removes-lines",
		Operations: []string{"deleteOrderByCode", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "Deleting by origin code removes all lines of that origin from the order, leaves the others as they are, and answers true.",
		Source:  document("Suppression d'une commande par code d'origine de stock, lines 74 and 78"),
		Settles: []int{14},
	}
	DeleteByCodeUnknownOrderAnswersFalse = &specs.Rule{
		ID:         "deliveryoptimizer/delete-by-code-unknown-order-answers-false",
		Operations: []string{"deleteOrderByCode"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Deleting by origin code answers false when the service does not hold the order.",
		Source: document("Suppression d'une commande par code d'origine de stock, line 78"),
	}
	DeleteByCodeWithoutSuchLine = &specs.Rule{
		ID:         "deliveryoptimizer/delete-by-code-without-such-line",
		Operations: []string{"deleteOrderByCode", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "When the order is there and none of its lines has the code, nothing changes; neither branch of the documented answer fits.",
		Source: document("Suppression d'une commande par code d'origine de stock, line 78"),
		Readings: []specs.Reading{
			{Name: "false", Text: "The answer is false, because no line was deleted."},
			{Name: "true", Text: "The answer is true, because the order was found."},
		},
		Settles: []int{13},
	}
	OrderWithoutLinesIsDeleted = &specs.Rule{
		ID:         "deliveryoptimizer/order-without-lines-is-deleted",
		Operations: []string{"deleteOrderByCode", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order whose last line is deleted is deleted with it.",
		Source: document("Suppression d'une commande par code d'origine de stock, line 76"),
	}
	DeleteByCodeFreesCapacity = &specs.Rule{
		ID:         "deliveryoptimizer/delete-by-code-frees-capacity",
		Operations: []string{"deleteOrderByCode", "getSaturation"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Deleting an origin's part of an order lowers the saturation of that origin, and of no other.",
		Source: document("Suppression d'une commande par code d'origine de stock, line 74"),
	}
	CodeIsPercentEncoded = &specs.Rule{
		ID:         "deliveryoptimizer/code-is-percent-encoded",
		Operations: []string{"deleteOrderByCode"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:    "An origin code in a path is percent-encoded, colons included, and is understood so.",
		Source:  page("reglesmetier.md", "Point API de vérification de saturation, picture of a call"),
		Settles: []int{24},
	}
)

// Reading an order.
var (
	GetReturnsOrder = &specs.Rule{
		ID:         "deliveryoptimizer/get-returns-order",
		Operations: []string{"getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Reading an order by its GUID answers 200 with the order as it stands: all members, and the lines that are left; there is no state member.",
		Source: document("Récupération d'une commande par son Id, line 84"),
		Schema: []string{
			"/paths/~1{tenantId}~1order~1{orderId}/get/responses/200",
		},
		Settles: []int{3, 18},
	}
	UnknownOrderIs404 = &specs.Rule{
		ID:         "deliveryoptimizer/unknown-order-is-404",
		Operations: []string{"getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:    "Reading an order that the service does not hold answers 404.",
		Source:  document("Récupération d'une commande par son Id, which is silent on it"),
		Settles: []int{22},
	}
	LiveTierDecides = &specs.Rule{
		ID:         "deliveryoptimizer/live-tier-decides",
		Operations: []string{"upsertOrder", "deleteOrder", "deleteOrderByCode", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:    "Whether an order exists is decided by the live tier: one that only the archive holds is added anew and is not found by a deletion.",
		Source:  document("lines 5, 18 and 68, which speak of “base” without saying which"),
		Settles: []int{4},
	}
	RefusedIs400 = &specs.Rule{
		ID:         "deliveryoptimizer/refused-is-400",
		Operations: []string{"upsertOrder", "replaceOrders", "deleteOrder", "deleteOrderByCode", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "A call that breaks the contract is refused with 400 and a problem as JSON, and changes nothing.",
		Source: document("the whole document, which is silent on errors"),
		Schema: []string{
			"/components/responses/Refused",
			"/components/schemas/Problem",
		},
	}
)

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
		Text:   "When a stock origin has shipped, the caller deletes that origin's part of the order.",
		Source: document("Suppression d'une commande par code d'origine de stock, line 74"),
	}
	CallerDeletesEResaByCode = &specs.Rule{
		ID:         "deliveryoptimizer/caller-deletes-eresa-by-code",
		Operations: []string{"deleteOrderByCode"},
		Binds:      specs.Client, Level: specs.Should, Basis: specs.Documented,
		Text:   "An e-resa, collected in the shop that serves all of it, is best deleted by that shop's code.",
		Source: document("Suppression d'une commande par code d'origine de stock, line 76"),
	}
)

func orderRules() []*specs.Rule {
	return []*specs.Rule{
		UpsertTellsAddedFromModified, UpsertRedefinesEntirely, OrderMembersRequired, ExpiryOptional, OrderMembersTyped,
		GUIDs, ThreeTypes, PathTenantDecides, LinesKeptAsSent, QuantityFromOne, EmptyLines, LastWriteWins, Expiry, BareBooleans,
		ReplaceAllReplaces, ReplaceAllReachesArchive, ReplaceAllAnswersTrue, ReplaceAllLastDuplicateWins,
		DeleteRemoves, DeleteUnknownAnswersFalse, DeleteByCodeRemovesLines, DeleteByCodeUnknownOrderAnswersFalse,
		DeleteByCodeWithoutSuchLine, OrderWithoutLinesIsDeleted, DeleteByCodeFreesCapacity, CodeIsPercentEncoded,
		GetReturnsOrder, UnknownOrderIs404, LiveTierDecides, RefusedIs400,
		CallerDeletesAbandonedCart, CallerDeletesShippedPart, CallerDeletesEResaByCode,
	}
}
