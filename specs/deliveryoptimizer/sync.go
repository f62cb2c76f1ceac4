package deliveryoptimizer

import "github.com/plumbline-api/plumbline/specs"

// The batch that saves the live tier to the archive, and the way back.
var (
	BatchEveryTenMinutes = &specs.Rule{
		ID:         "deliveryoptimizer/batch-every-ten-minutes",
		Operations: []string{"upsertOrder", "putConfig", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A batch runs every ten minutes. For each tenant it saves the live orders to the archive.",
		Source: document("Synchronisation périodique interne des commandes avec MongoDB, lines 5, 6 and 10"),
	}
	BatchSkipsSwitchedOffTenant = &specs.Rule{
		ID:         "deliveryoptimizer/batch-skips-switched-off-tenant",
		Operations: []string{"upsertOrder", "putConfig", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:    "The batch skips a tenant whose enableInternalOrderSync is not true, and goes on with the next tenant. Setting it to false switches saving off.",
		Source:  document("Synchronisation périodique interne des commandes avec MongoDB, lines 8 and 12"),
		Settles: []int{5},
	}
	BatchSavesLiveOrders = &specs.Rule{
		ID:         "deliveryoptimizer/batch-saves-live-orders",
		Operations: []string{"upsertOrder", "putConfig", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The batch saves the orders that are “en cours” in the live tier. The document does not define which orders those are.",
		Source: document("Synchronisation périodique interne des commandes avec MongoDB, line 9"),
		Readings: []specs.Reading{
			{Name: "every-order", Text: "The batch saves every order, cart and external order of the live tier."},
			{Name: "no-carts", Text: "The batch saves orders and external orders. It does not save carts, because a cart is not an order yet."},
		},
		Settles: []int{26},
	}
	BatchOnlySaves = &specs.Rule{
		ID:         "deliveryoptimizer/batch-only-saves",
		Operations: []string{"upsertOrder", "deleteOrder", "putConfig", "getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "The document describes a batch that saves. It describes nothing that removes a deleted order from the archive.",
		Source: document("Synchronisation périodique interne des commandes avec MongoDB, lines 8 to 10"),
		Readings: []specs.Reading{
			{Name: "only-saves", Text: "An order that is deleted after it was saved stays in the archive. It comes back when the live tier is refilled."},
			{Name: "mirrors", Text: "After the batch the archive holds exactly what the live tier holds. A deleted order is removed from it."},
		},
	}
	RefilledFromArchive = &specs.Rule{
		ID:         "deliveryoptimizer/refilled-from-archive",
		Operations: []string{"getOrder"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "After a stop of the live tier its orders are restored from the archive. Orders that were not yet saved are lost.",
		Source: page("presentationmodule.md", "paragraph on Redis and MongoDB"),
	}
)

func syncRules() []*specs.Rule {
	return []*specs.Rule{
		BatchEveryTenMinutes, BatchSkipsSwitchedOffTenant, BatchSavesLiveOrders, BatchOnlySaves, RefilledFromArchive,
	}
}
