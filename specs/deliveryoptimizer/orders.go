package deliveryoptimizer

import "github.com/plumbline-api/plumbline/specs"

// Adding and redefining an order.
var (
	UpsertTellsAddedFromModified = &specs.Rule{
		ID:         "deliveryoptimizer/upsert-tells-added-from-modified",
		Operations: []string{"upsertOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "The upsert returns true when it added the order, and false when it modified an existing one. Both are successes, whatever the status code.",
		Source:  document("Réponse du serveur, line 54"),
		Settles: []int{10},
	}
	UpsertRedefinesEntirely = &specs.Rule{
		ID:         "deliveryoptimizer/upsert-redefines-entirely",
		Operations: []string{"upsertOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "An upsert of an existing order replaces all of it. Lines that are not sent again are removed, and so is an expiry that is not sent again.",
		Source:  document("Upsert (Ajout/Mise à jour) d'une commande, line 18"),
		Settles: []int{2},
	}
	ExpiryOptional = &specs.Rule{
		ID:         "deliveryoptimizer/expiry-optional",
		Operations: []string{"upsertOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order without expiresAt is accepted. It is read back without one: the member is null or absent.",
		Source: document("Exemple d'appel API, lines 22 and 45"),
	}
	ThreeTypes = &specs.Rule{
		ID:         "deliveryoptimizer/three-types",
		Operations: []string{"upsertOrder", "replaceOrders", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "The type of an order is Order, Cart or ExternalOrder. Each of the three is accepted and read back. An e-resa is not a type of its own.",
		Source:  document("Exemple d'appel API, line 45"),
		Settles: []int{16},
	}
	PathTenantDecides = &specs.Rule{
		ID:         "deliveryoptimizer/path-tenant-decides",
		Operations: []string{"upsertOrder", "replaceOrders", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order that is accepted at a tenant's path is found there. The body names a tenant as well. The document does not say what applies when the two differ, and its own example sends 0.",
		Source: document("Upsert (Ajout/Mise à jour) d'une commande, lines 16, 18 and 27; Récupération d'une commande, line 82"),
		Readings: []specs.Reading{
			{Name: "path-decides", Text: "The path decides. The body's tenantId is stored as sent."},
			{Name: "must-match", Text: "A body whose tenantId differs from the path is refused."},
			{Name: "path-overwrites", Text: "The path decides. Its tenant is read back in place of the body's."},
		},
		Settles: []int{1},
	}
	LinesKeptAsSent = &specs.Rule{
		ID:         "deliveryoptimizer/lines-kept-as-sent",
		Operations: []string{"upsertOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:    "Lines are kept in the order sent. Two lines with the same origin and article stay two lines and are not merged into one with the sum.",
		Source:  document("Exemple d'appel API, lines 46 to 49, which are silent on it"),
		Settles: []int{23},
	}
	UnknownOriginIsTaken = &specs.Rule{
		ID:         "deliveryoptimizer/unknown-origin-is-taken",
		Operations: []string{"upsertOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A line may name a stock origin that does not exist for the tenant.",
		Source: document("Exemple d'appel API, line 47, which is silent on it"),
	}
	EmptyLines = &specs.Rule{
		ID:         "deliveryoptimizer/empty-lines",
		Operations: []string{"upsertOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order must have lines, and an order that loses its last line is deleted. Whether an upsert may send no lines is open. If one is accepted, none of the earlier lines remain.",
		Source: document("Upsert, lines 18 and 22; Suppression d'une commande par code d'origine de stock, line 76"),
		Readings: []specs.Reading{
			{Name: "stored", Text: "An order without lines is stored."},
			{Name: "refused", Text: "An order without lines is refused."},
			{Name: "removed", Text: "An order without lines is accepted but not stored."},
		},
		Settles: []int{17},
	}
	LastWriteWins = &specs.Rule{
		ID:         "deliveryoptimizer/last-write-wins",
		Operations: []string{"upsertOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:    "An upsert is accepted whatever its lastUpdated: it may be older than the stored one, or in the future.",
		Source:  document("Exemple d'appel API, line 45, which is silent on it"),
		Settles: []int{21},
	}
	Expiry = &specs.Rule{
		ID:         "deliveryoptimizer/expiry",
		Operations: []string{"upsertOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order may carry an expiry date, which is stored. The document has the caller delete a cart that expires on the site. It does not say what the service does once the date has passed.",
		Source: document("Exemple d'appel API, line 45; Suppression d'une commande, line 66"),
		Readings: []specs.Reading{
			{Name: "stored-only", Text: "The date is stored and returned. No order is removed automatically."},
			{Name: "service-expires-carts", Text: "A cart is removed at its expiresAt. Without that date it is removed cartLifeSpan minutes (15 by default) after it was last sent."},
			{Name: "service-expires-all", Text: "An order of any type is removed at its expiresAt. An order without that date stays."},
			{Name: "past-is-refused", Text: "An order whose expiresAt has passed is refused. No order is removed automatically."},
		},
		Settles: []int{19, 20},
	}
	BareBooleans = &specs.Rule{
		ID:         "deliveryoptimizer/bare-booleans",
		Operations: []string{"upsertOrder", "deleteOrder", "deleteOrderByCode"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The writes on a single order return a bare boolean as the whole response body. The document prints True and false, and names no media type.",
		Source: document("Réponse du serveur, line 54; lines 68 and 78"),
		Schema: []string{
			"/paths/~1{tenantId}~1order/post/responses/200",
			"/paths/~1{tenantId}~1order~1byid~1{orderId}/delete/responses/200",
			"/paths/~1{tenantId}~1order~1byid~1{orderId}~1code~1{code}/delete/responses/200",
		},
		Readings: []specs.Reading{
			{Name: "json", Text: "The boolean is JSON: true and false in lower case."},
			{Name: "as-printed", Text: "The boolean is as the document prints it: True with a capital letter, which is not JSON."},
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
		Text:    "Replacing takes an array of orders. Afterwards the orders sent exist, each as sent, and all others are gone.",
		Source:  document("Replacement de toutes les commandes, line 60"),
		Settles: []int{28},
	}
	ReplaceAllByNone = &specs.Rule{
		ID:         "deliveryoptimizer/replace-all-by-none",
		Operations: []string{"replaceOrders", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Replacing removes all orders and stores those that are sent. The document does not say whether the array may be empty. An empty array that is accepted leaves no orders.",
		Source: document("Replacement de toutes les commandes, line 60"),
		Readings: []specs.Reading{
			{Name: "none-left", Text: "An empty array is accepted and leaves no orders."},
			{Name: "refused", Text: "An empty array is refused, so that nobody deletes everything by mistake."},
		},
	}
	ReplaceAllReachesArchive = &specs.Rule{
		ID:         "deliveryoptimizer/replace-all-reaches-archive",
		Operations: []string{"replaceOrders", "putConfig", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "Replacing writes both tiers at once, the live tier and the archive, whatever the tenant's synchronisation switch says.",
		Source:  document("Replacement de toutes les commandes, line 60"),
		Settles: []int{6},
	}
	ReplaceAllAnswersTrue = &specs.Rule{
		ID:         "deliveryoptimizer/replace-all-answers-true",
		Operations: []string{"replaceOrders"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:    "Replacing returns true, as the other writes do.",
		Source:  document("Replacement de toutes les commandes, which describes no answer"),
		Schema:  []string{"/paths/~1{tenantId}~1orders/put/responses/200"},
		Settles: []int{12},
	}
	ReplaceAllLastDuplicateWins = &specs.Rule{
		ID:         "deliveryoptimizer/replace-all-last-duplicate-wins",
		Operations: []string{"replaceOrders", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:    "An array may hold two orders with the same orderId. The last of them is kept.",
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
		Text:   "Deleting an order by its GUID returns true when the order was found. The order no longer exists afterwards.",
		Source: document("Suppression d'une commande, lines 66 and 68"),
	}
	DeleteUnknownAnswersFalse = &specs.Rule{
		ID:         "deliveryoptimizer/delete-unknown-answers-false",
		Operations: []string{"deleteOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Deleting an order that does not exist returns false, whatever the status code.",
		Source: document("Suppression d'une commande, line 68"),
	}
	DeleteByCodeRemovesLines = &specs.Rule{
		ID:         "deliveryoptimizer/delete-by-code-removes-lines",
		Operations: []string{"deleteOrderByCode", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "Deleting by origin code removes all lines of that origin from the order and returns true. The order's other lines stay as they are.",
		Source:  document("Suppression d'une commande par code d'origine de stock, lines 74 and 78"),
		Settles: []int{14},
	}
	DeleteByCodeUnknownOrderAnswersFalse = &specs.Rule{
		ID:         "deliveryoptimizer/delete-by-code-unknown-order-answers-false",
		Operations: []string{"deleteOrderByCode"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Deleting by origin code returns false when the order does not exist, whatever the status code.",
		Source: document("Suppression d'une commande par code d'origine de stock, line 78"),
	}
	DeleteByCodeWithoutSuchLine = &specs.Rule{
		ID:         "deliveryoptimizer/delete-by-code-without-such-line",
		Operations: []string{"deleteOrderByCode", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "When the order exists but none of its lines has the code, its lines stay. Neither case of the documented response fits.",
		Source: document("Suppression d'une commande par code d'origine de stock, line 78"),
		Readings: []specs.Reading{
			{Name: "false", Text: "The response is false, because no line was deleted."},
			{Name: "true", Text: "The response is true, because the order was found."},
			{Name: "refused", Text: "The request is refused, and the response has no boolean."},
		},
		Settles: []int{13},
	}
	OrderWithoutLinesIsDeleted = &specs.Rule{
		ID:         "deliveryoptimizer/order-without-lines-is-deleted",
		Operations: []string{"deleteOrderByCode", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order is deleted when its last line is deleted.",
		Source: document("Suppression d'une commande par code d'origine de stock, line 76"),
	}
	DeleteByCodeFreesCapacity = &specs.Rule{
		ID:         "deliveryoptimizer/delete-by-code-frees-capacity",
		Operations: []string{"deleteOrderByCode", "getSaturation"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Deleting an origin's part of an order lowers the saturation of that origin only.",
		Source: document("Suppression d'une commande par code d'origine de stock, line 74"),
	}
	CodeIsPercentEncoded = &specs.Rule{
		ID:         "deliveryoptimizer/code-is-percent-encoded",
		Operations: []string{"deleteOrderByCode"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:    "An origin code in a path may be percent-encoded, colons included. The service decodes it.",
		Source:  page("reglesmetier.md", "Point API de vérification de saturation, a picture of a call, which shows an encoded code"),
		Settles: []int{24},
	}
)

// Reading an order.
var (
	GetReturnsOrder = &specs.Rule{
		ID:         "deliveryoptimizer/get-returns-order",
		Operations: []string{"getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Reading an order by its GUID returns the current order: all members, and the remaining lines. The order has no state apart from its lines.",
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
		Text:   "Reading an order that does not exist returns no order. No page says which response expresses this.",
		Source: document("Récupération d'une commande par son Id, which is silent on it"),
		Readings: []specs.Reading{
			{Name: "not-found", Text: "The status code is 404."},
			{Name: "null", Text: "The status code is 2xx, and the body is null."},
			{Name: "no-content", Text: "The status code is 204, without a body."},
		},
		Settles: []int{22},
	}
	LiveTierDecides = &specs.Rule{
		ID:         "deliveryoptimizer/live-tier-decides",
		Operations: []string{"upsertOrder", "deleteOrder", "deleteOrderByCode", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:    "The live tier decides whether an order exists. An order that only the archive holds is added as new, and a deletion does not find it.",
		Source:  document("lines 5, 18 and 68, which speak of “base” without saying which"),
		Settles: []int{4},
	}
	RefusedIs400 = &specs.Rule{
		ID:         "deliveryoptimizer/refused-is-400",
		Operations: []string{"upsertOrder", "replaceOrders", "deleteOrder", "deleteOrderByCode", "getOrder", "putConfig"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A request that cannot be understood is refused with 400.",
		Source: document("the whole document, which is silent on errors"),
	}
)

func orderRules() []*specs.Rule {
	return []*specs.Rule{
		UpsertTellsAddedFromModified, UpsertRedefinesEntirely, ExpiryOptional, ThreeTypes, PathTenantDecides,
		LinesKeptAsSent, UnknownOriginIsTaken, EmptyLines, LastWriteWins, Expiry, BareBooleans,
		ReplaceAllReplaces, ReplaceAllByNone, ReplaceAllReachesArchive, ReplaceAllAnswersTrue, ReplaceAllLastDuplicateWins,
		DeleteRemoves, DeleteUnknownAnswersFalse, DeleteByCodeRemovesLines, DeleteByCodeUnknownOrderAnswersFalse,
		DeleteByCodeWithoutSuchLine, OrderWithoutLinesIsDeleted, DeleteByCodeFreesCapacity, CodeIsPercentEncoded,
		GetReturnsOrder, UnknownOrderIs404, LiveTierDecides, RefusedIs400,
	}
}
