package deliveryoptimizer

import "github.com/plumbline-api/plumbline/specs"

// Adding and redefining an order.
var (
	UpsertTellsAddedFromModified = &specs.Rule{
		ID:         "deliveryoptimizer/upsert-tells-added-from-modified",
		Operations: []string{"upsertOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "The upsert answers true when it added the order and false when the order was there and has been modified; both are successes, whatever their status.",
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
	ExpiryOptional = &specs.Rule{
		ID:         "deliveryoptimizer/expiry-optional",
		Operations: []string{"upsertOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order without expiresAt is accepted, and is read back without one: the member is null or not there.",
		Source: document("Exemple d'appel API, lines 22 and 45"),
	}
	ThreeTypes = &specs.Rule{
		ID:         "deliveryoptimizer/three-types",
		Operations: []string{"upsertOrder", "replaceOrders", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "The type of an order is Order, Cart or ExternalOrder: each of the three is accepted and read back. An e-resa is no type of its own.",
		Source:  document("Exemple d'appel API, line 45"),
		Settles: []int{16},
	}
	PathTenantDecides = &specs.Rule{
		ID:         "deliveryoptimizer/path-tenant-decides",
		Operations: []string{"upsertOrder", "replaceOrders", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order that is accepted at a tenant's path is found there. The body names a tenant as well, and the document does not say what holds when they differ; its own example sends 0.",
		Source: document("Upsert (Ajout/Mise à jour) d'une commande, lines 16, 18 and 27; Récupération d'une commande, line 82"),
		Readings: []specs.Reading{
			{Name: "path-decides", Text: "The path decides; the body's tenantId is kept as sent."},
			{Name: "must-match", Text: "A body whose tenantId differs from the path is refused."},
			{Name: "path-overwrites", Text: "The path decides, and its tenant is read back in place of the body's."},
		},
		Settles: []int{1},
	}
	LinesKeptAsSent = &specs.Rule{
		ID:         "deliveryoptimizer/lines-kept-as-sent",
		Operations: []string{"upsertOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:    "Lines are kept in the order sent, and two lines of one origin and article stay two, rather than one with the sum of both.",
		Source:  document("Exemple d'appel API, lines 46 to 49, which are silent on it"),
		Settles: []int{23},
	}
	UnknownOriginIsTaken = &specs.Rule{
		ID:         "deliveryoptimizer/unknown-origin-is-taken",
		Operations: []string{"upsertOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A line may name a stock origin that the tenant does not have.",
		Source: document("Exemple d'appel API, line 47, which is silent on it"),
	}
	EmptyLines = &specs.Rule{
		ID:         "deliveryoptimizer/empty-lines",
		Operations: []string{"upsertOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order has to have lines, and one that loses its last is deleted; whether an upsert may send none is open. One that is accepted leaves none of the lines there were.",
		Source: document("Upsert, lines 18 and 22; Suppression d'une commande par code d'origine de stock, line 76"),
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
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:    "An upsert is accepted whatever its lastUpdated says, older than the stored one or in the future.",
		Source:  document("Exemple d'appel API, line 45, which is silent on it"),
		Settles: []int{21},
	}
	Expiry = &specs.Rule{
		ID:         "deliveryoptimizer/expiry",
		Operations: []string{"upsertOrder", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "An order may carry a date of expiry, which is kept. The document has the caller delete a cart that expires on the site, and does not say what the service does when the date has come.",
		Source: document("Exemple d'appel API, line 45; Suppression d'une commande, line 66"),
		Readings: []specs.Reading{
			{Name: "stored-only", Text: "The date is stored and given back; no order goes by itself."},
			{Name: "service-expires-carts", Text: "A cart goes at its expiresAt, or when it has none, cartLifeSpan minutes (15 by default) after it was last sent."},
			{Name: "service-expires-all", Text: "An order of any type goes at its expiresAt; one without a date stays."},
			{Name: "past-is-refused", Text: "An order whose expiresAt is over is refused; no order goes by itself."},
		},
		Settles: []int{19, 20},
	}
	BareBooleans = &specs.Rule{
		ID:         "deliveryoptimizer/bare-booleans",
		Operations: []string{"upsertOrder", "deleteOrder", "deleteOrderByCode"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The writes on one order answer with a bare boolean and nothing around it. The document prints True and false, and no media type.",
		Source: document("Réponse du serveur, line 54; lines 68 and 78"),
		Schema: []string{
			"/paths/~1{tenantId}~1order/post/responses/200",
			"/paths/~1{tenantId}~1order~1byid~1{orderId}/delete/responses/200",
			"/paths/~1{tenantId}~1order~1byid~1{orderId}~1code~1{code}/delete/responses/200",
		},
		Readings: []specs.Reading{
			{Name: "json", Text: "As in JSON: true and false in lower case."},
			{Name: "as-printed", Text: "As the document prints them: True with a capital letter, which JSON does not have."},
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
		Text:    "Replacing takes an array of orders: those sent are there afterwards, each as sent, and all that were not sent are gone.",
		Source:  document("Replacement de toutes les commandes, line 60"),
		Settles: []int{28},
	}
	ReplaceAllByNone = &specs.Rule{
		ID:         "deliveryoptimizer/replace-all-by-none",
		Operations: []string{"replaceOrders", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "All orders are replaced by those that are sent; whether that may be none, the document does not say. An empty array that is accepted leaves no order.",
		Source: document("Replacement de toutes les commandes, line 60"),
		Readings: []specs.Reading{
			{Name: "none-left", Text: "An empty array is accepted and leaves no order."},
			{Name: "refused", Text: "An empty array is refused, so that nobody deletes everything by it."},
		},
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
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:    "Replacing answers with true, as the other writes do.",
		Source:  document("Replacement de toutes les commandes, which describes no answer"),
		Schema:  []string{"/paths/~1{tenantId}~1orders/put/responses/200"},
		Settles: []int{12},
	}
	ReplaceAllLastDuplicateWins = &specs.Rule{
		ID:         "deliveryoptimizer/replace-all-last-duplicate-wins",
		Operations: []string{"replaceOrders", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:    "An array may hold two orders of one orderId, and the last of them is kept.",
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
		Text:   "Deleting an order that the service does not hold answers false, whatever the status.",
		Source: document("Suppression d'une commande, line 68"),
	}
	DeleteByCodeRemovesLines = &specs.Rule{
		ID:         "deliveryoptimizer/delete-by-code-removes-lines",
		Operations: []string{"deleteOrderByCode", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "Deleting by origin code removes all lines of that origin from the order, leaves its other lines as they are, and answers true.",
		Source:  document("Suppression d'une commande par code d'origine de stock, lines 74 and 78"),
		Settles: []int{14},
	}
	DeleteByCodeUnknownOrderAnswersFalse = &specs.Rule{
		ID:         "deliveryoptimizer/delete-by-code-unknown-order-answers-false",
		Operations: []string{"deleteOrderByCode"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "Deleting by origin code answers false, whatever the status, when the service does not hold the order.",
		Source: document("Suppression d'une commande par code d'origine de stock, line 78"),
	}
	DeleteByCodeWithoutSuchLine = &specs.Rule{
		ID:         "deliveryoptimizer/delete-by-code-without-such-line",
		Operations: []string{"deleteOrderByCode", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "When the order is there and none of its lines has the code, its lines stay; neither branch of the documented answer fits.",
		Source: document("Suppression d'une commande par code d'origine de stock, line 78"),
		Readings: []specs.Reading{
			{Name: "false", Text: "The answer is false, because no line was deleted."},
			{Name: "true", Text: "The answer is true, because the order was found."},
			{Name: "refused", Text: "The request is refused without a boolean."},
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
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:    "An origin code in a path may be percent-encoded, colons included, and is understood so.",
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
		Text:   "Reading an order by its GUID returns the order as it stands: all members, and the lines that are left. It has no state but its lines.",
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
		Text:   "Reading an order that the service does not hold returns none; how it says so, no page tells.",
		Source: document("Récupération d'une commande par son Id, which is silent on it"),
		Readings: []specs.Reading{
			{Name: "not-found", Text: "The status is 404."},
			{Name: "null", Text: "The status is one of success, and the body is null."},
			{Name: "no-content", Text: "The status is 204, without a body."},
		},
		Settles: []int{22},
	}
	LiveTierDecides = &specs.Rule{
		ID:         "deliveryoptimizer/live-tier-decides",
		Operations: []string{"upsertOrder", "deleteOrder", "deleteOrderByCode", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:    "Whether an order exists is decided by the live tier: one that only the archive holds is added anew and is not found by a deletion.",
		Source:  document("lines 5, 18 and 68, which speak of “base” without saying which"),
		Settles: []int{4},
	}
	RefusedIs400 = &specs.Rule{
		ID:         "deliveryoptimizer/refused-is-400",
		Operations: []string{"upsertOrder", "replaceOrders", "deleteOrder", "deleteOrderByCode", "getOrder", "putConfig"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed, Free: true,
		Text:   "A request that can't be understood is refused with the status 400.",
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
