package altazion

import "github.com/plumbline-api/plumbline/specs"

const (
	eventsPage      = "office/extensibility/events/index.md"
	preparationPage = "office/extensibility/events/logistique/preparation.md"
	ordersPage      = "office/extensibility/events/ventes/commmandes.md"
)

// What a registered handler is told.
var (
	RegisteredHandlerIsNotified = &specs.Rule{
		ID:         "altazion/registered-handler-is-notified",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Documented,
		Text:   "A registered handler is notified when a bon progresses, after the first step and after the shipment alike. A handler that is not registered is not notified.",
		Source: document("Remarques, paragraph on notifications, line 19"),
	}
	EventEnvelope = &specs.Rule{
		ID:         "altazion/event-envelope",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "An event is a POST of one JSON object to the handler's address. EventKind has its code, EventCategory is e/rp, and Data has its object.",
		Source: page(eventsPage, "Implémenter un gestionnaire de webhook"),
		Schema: []string{
			"/components/schemas/CategorieEvenement",
			"/components/schemas/EvenementPreparationBpr",
			"/components/schemas/EvenementProgressionBcd",
			"/components/schemas/EvenementCommande",
			"/components/schemas/EvenementPreparationCommande",
			"/components/schemas/EvenementCommandePreparee",
			"/components/schemas/EvenementExpeditionBcd",
			"/components/schemas/EvenementAnnulationBcd",
		},
	}
	EventCredentials = &specs.Rule{
		ID:         "altazion/event-credentials",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "Events are sent without credentials, with HTTP Basic or with a bearer token, as the handler was registered.",
		Source: page(eventsPage, "Webhooks API REST"),
	}
	PreparationBprNamesBon = &specs.Rule{
		ID:         "altazion/preparation-bpr-names-bon",
		Operations: []string{"savePreparation", "shipBon", "getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:    "Each change of a bon's preparation state sends an event PreparationBpr, once the state has changed. It has the GUIDs of order and bon but not the state; a handler that reads the bon finds the new one.",
		Source:  page(preparationPage, "Preparation Commande"),
		Schema:  []string{"/webhooks/PreparationBpr"},
		Settles: []int{21},
	}
	OrderProgressIsAnnounced = &specs.Rule{
		ID:         "altazion/order-progress-is-announced",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "When an order moves on in its preparation because a bon was prepared or finished, an event ProgressionBcd with the order's GUID is sent.",
		Source: page(ordersPage, "Progression Commande"),
		Schema: []string{"/webhooks/ProgressionBcd"},
	}
	PreparedOrderIsAnnounced = &specs.Rule{
		ID:         "altazion/prepared-order-is-announced",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "When an order is prepared, in part or in full, an event PréparationBcd, written with its accent, is sent. EstMultiPrepa says that it has several bons, EstPrepaTerminee that none is left to prepare.",
		Source: page(ordersPage, "Commande Préparee"),
		Schema: []string{
			"/webhooks/PréparationBcd",
			"/components/schemas/DonneesPreparation",
			"/components/schemas/DonneesBon",
		},
	}
	PreparedStateIsAnnounced = &specs.Rule{
		ID:         "altazion/prepared-state-is-announced",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "When all bons of an order are prepared, the order passes into the prepared state. An event CommandePreparee with ordered and prepared quantities is then sent.",
		Source: page("office/extensibility/events/ventes/erp.preparationcommande.autogen.md", "Préparation Commande"),
		Schema: []string{"/webhooks/CommandePreparee"},
	}
	ShippedOrderIsAnnounced = &specs.Rule{
		ID:         "altazion/shipped-order-is-announced",
		Operations: []string{"shipBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "When an order is shipped, in part or in full, an event ExpeditionBcd with the parcels of the shipment is sent. EstTotalementExpediee says whether anything is left.",
		Source: page(ordersPage, "Commande Expediee"),
		Schema: []string{"/webhooks/ExpeditionBcd", "/components/schemas/ColisTransporteur"},
	}
	OrderLifeIsAnnounced = &specs.Rule{
		ID:         "altazion/order-life-is-announced",
		Operations: []string{"getBon"},
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Supplement,
		Text:   "An order that is confirmed, becomes ready for preparation, enters it or is cancelled sends ConfirmationBcd, MiseEnPrepaBcd, EnPrepaBcd or AnnulationBcd. None of these changes is made by the operations of this API.",
		Source: page(ordersPage, "Confirmation Commande, Mise en prépa, En prépa Commande, Annulation Commande"),
		Schema: []string{
			"/webhooks/ConfirmationBcd",
			"/webhooks/MiseEnPrepaBcd",
			"/webhooks/EnPrepaBcd",
			"/webhooks/AnnulationBcd",
			"/components/schemas/DonneesCommande",
			"/components/schemas/LigneCommande",
		},
	}
	UnconfirmedEventIsRepeated = &specs.Rule{
		ID:         "altazion/unconfirmed-event-is-repeated",
		Operations: writes(),
		Binds:      specs.Server, Level: specs.Must, Basis: specs.Assumed,
		Text:   "An event that is not answered with 200 is sent again with the same body, a few times and at growing intervals. An event answered with 200 is not sent again.",
		Source: page(eventsPage, "Implémenter un gestionnaire de webhook, which has 200 as confirmation and tells no consequence"),
	}
	HandlerConfirms = &specs.Rule{
		ID:         "altazion/handler-confirms",
		Operations: writes(),
		Binds:      specs.Client, Level: specs.Must, Basis: specs.Supplement,
		Text:   "The handler returns 200 when it has processed an event.",
		Source: page(eventsPage, "Implémenter un gestionnaire de webhook"),
		Schema: []string{"/components/responses/Confirmed"},
	}
)

func eventRules() []*specs.Rule {
	return []*specs.Rule{
		RegisteredHandlerIsNotified, EventEnvelope, EventCredentials, PreparationBprNamesBon, OrderProgressIsAnnounced,
		PreparedOrderIsAnnounced, PreparedStateIsAnnounced, ShippedOrderIsAnnounced, OrderLifeIsAnnounced,
		UnconfirmedEventIsRepeated, HandlerConfirms,
	}
}
