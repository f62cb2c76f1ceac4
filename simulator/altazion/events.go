package altazion

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/oapi-codegen/nullable"

	api "github.com/plumbline-api/plumbline/generated/altazion"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/event"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
	"github.com/plumbline-api/plumbline/specs/wire"
)

// Handler is a registered webhook. With a user it gets HTTP Basic, with a token
// a bearer token, and otherwise no credentials.
type Handler struct {
	Name     string   `json:"name"`
	URL      string   `json:"url"`
	Events   []string `json:"events"` // codes, such as PreparationBpr
	User     string   `json:"user,omitempty"`
	Password string   `json:"password,omitempty"` // never shown
	Token    string   `json:"token,omitempty"`    // never shown
}

var handlers = store.NewKind[Handler]("altazion.handler")

// announce tells what became of a bon, and of its order: in the order of the
// bon, the progress, the preparation and the shipment.
func announce(env *simulator.Env, b Bon, from State, step progress) error {
	siblings, err := bonsOf(env, b.Order)
	if err != nil {
		return err
	}
	order, _, err := orders.Get(env.Store(), b.Order.String())
	if err != nil {
		return err
	}
	a := announcer{env: env, order: order, bons: siblings}
	if b.State != from {
		a.bonChanged(b)
		a.orderMoved(b)
		a.orderPrepared(b, from)
	}
	if step.Shipment {
		a.orderShipped(b, step.Parcels)
	}
	return a.err
}

// announcer sends the events of one order; after a failure it sends no more.
type announcer struct {
	env   *simulator.Env
	order Order
	bons  []Bon // all of the order
	err   error
}

func (a *announcer) emit(kind string, data any) {
	if a.err == nil {
		a.err = emit(a.env, kind, data)
	}
}

func (a *announcer) bonChanged(b Bon) {
	var e api.EvenementPreparationBpr
	e.Data.BcdGUID, e.Data.BprGUID, e.Data.BprType = b.Order, b.GUID, nullable.NewNullableWithValue("BPR")
	if !a.env.Applies(rules.PreparationBprNamesBon) {
		e.Data.BprGUID = b.Order
	}
	a.emit(string(api.EvenementPreparationBprEventKindPreparationBpr), e.Data)
}

// orderMoved tells that the order moves on because of one of its bons.
func (a *announcer) orderMoved(b Bon) {
	if !isPrepared(b) || !a.env.Applies(rules.OrderProgressIsAnnounced) {
		return
	}
	var e api.EvenementProgressionBcd
	e.Data.BcdGUID = a.order.GUID
	a.emit(string(api.EvenementProgressionBcdEventKindProgressionBcd), e.Data)
}

// orderPrepared tells that a bon has come to be prepared, and that it was the
// last one of its order.
func (a *announcer) orderPrepared(b Bon, from State) {
	if !isPrepared(b) || from.rank() >= Prepared.rank() {
		return
	}
	if a.env.Applies(rules.PreparedOrderIsAnnounced) {
		a.emit(string(api.EvenementPreparationCommandeEventKindPreparationBcd), struct {
			api.DonneesCommande
			api.DonneesPreparation
		}{a.orderData(), a.preparation(&b)})
	}
	if a.allPrepared() && a.env.Applies(rules.PreparedStateIsAnnounced) {
		a.emit(string(api.EvenementCommandePrepareeEventKindCommandePreparee), a.preparedQuantities())
	}
}

// orderShipped tells of a shipment with its parcels.
func (a *announcer) orderShipped(b Bon, parcels []api.Colis) {
	if !a.env.Applies(rules.ShippedOrderIsAnnounced) {
		return
	}
	list := make([]api.ColisTransporteur, 0, len(parcels))
	for _, p := range parcels {
		list = append(list, api.ColisTransporteur{
			Numero: p.Numero, URLSuivi: p.URLSuivi, Date: shippedAt(p), BonPreparationGUID: &b.GUID,
		})
	}
	a.emit(string(api.EvenementExpeditionBcdEventKindExpeditionBcd), struct {
		api.DonneesCommande
		api.DonneesPreparation
		EstTotalementExpediee bool
		Colis                 []api.ColisTransporteur
	}{a.orderData(), a.preparation(&b), a.allShipped(), list})
}

// shippedAt is when a parcel left, as an instant: a date without an offset is
// taken as UTC, which the vendor's general page asks for.
func shippedAt(p api.Colis) *time.Time {
	if p.DateExpedition == nil {
		return nil
	}
	for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05.999999999", "2006-01-02T15:04"} {
		if at, err := time.Parse(layout, strings.ToUpper(*p.DateExpedition)); err == nil {
			return &at
		}
	}
	return nil
}

// orderData describes the order with the lines of all its bons.
func (a *announcer) orderData() api.DonneesCommande {
	lines := []api.LigneCommande{}
	for _, b := range a.bons {
		for _, l := range b.Lines {
			line := api.LigneCommande{GUID: &l.GUID, Quantite: &l.ToPrepare, QuantiteExpediee: &l.Shipped, PuTtc: &l.Price, BonCommandeGUID: &b.Order}
			if l.Article != uuid.Nil {
				line.ArticleGUID = &l.Article
			}
			lines = append(lines, line)
		}
	}
	return api.DonneesCommande{
		BcdGUID: a.order.GUID, Numero: textOrNull(a.order.Number), ClientGUID: &a.order.Client.GUID,
		MontantTtc: &a.order.Amount, Lignes: nullable.NewNullableWithValue(lines),
	}
}

// preparation tells how far the preparation of the order is; b is the bon that
// gave the occasion, if one did.
func (a *announcer) preparation(b *Bon) api.DonneesPreparation {
	several, done := len(a.bons) > 1, a.allPrepared()
	data := api.DonneesPreparation{EstMultiPrepa: &several, EstPrepaTerminee: &done}
	if b == nil {
		return data
	}
	number, triggered, treated := stateNumber(b.State), b.State.rank() >= Triggered.rank(), isPrepared(*b)
	data.BonsPreparation = nullable.NewNullableWithValue(api.DonneesBon{
		BprGUID: &b.GUID, Numero: textOrNull(b.Number), DateCreation: &b.Created,
		Etat: &number, EstDeclenche: &triggered, EstTraite: &treated,
	})
	return data
}

// preparedQuantities is the data of CommandePreparee.
type preparedQuantities struct {
	CommandeGUID  uuid.UUID `json:"CommandeGuid"`
	DateCommande  time.Time
	MontantTTC    wire.Decimal
	ClientGUID    uuid.UUID                 `json:"ClientGuid"`
	ClientEmail   nullable.Nullable[string] `json:",omitempty"`
	ListeProduits []preparedProduct
}

type preparedProduct struct {
	ArticleGUID      uuid.UUID `json:"ArticleGuid,omitzero"`
	ArticleRef       string
	QuantiteCommande wire.Decimal
	QuantitePrep     wire.Decimal
}

// preparedQuantities lists what was ordered and what is prepared of the order.
func (a *announcer) preparedQuantities() preparedQuantities {
	data := preparedQuantities{
		CommandeGUID: a.order.GUID, DateCommande: a.order.Created.UTC(), MontantTTC: a.order.Amount,
		ClientGUID: a.order.Client.GUID, ClientEmail: textOrNull(a.order.Client.Email), ListeProduits: []preparedProduct{},
	}
	for _, b := range a.bons {
		for _, l := range b.Lines {
			data.ListeProduits = append(data.ListeProduits, preparedProduct{
				ArticleGUID: l.Article, ArticleRef: l.Reference, QuantiteCommande: l.Ordered, QuantitePrep: l.Prepared,
			})
		}
	}
	return data
}

// stateNumber is the state as events have it. No page explains the numbers; 3
// and 4 are those of the prepared and of the finished bon in the examples.
func stateNumber(s State) int32 {
	numbers := map[State]int32{Created: 0, Validated: 1, Triggered: 2, InProgress: 2, Prepared: 3, Finished: 4, Cancelled: 5}
	return numbers[s]
}

func isPrepared(b Bon) bool { return b.State == Prepared || b.State == Finished }

// allPrepared tells whether no bon of the order is left to be prepared.
func (a *announcer) allPrepared() bool {
	return !slices.ContainsFunc(a.bons, func(b Bon) bool { return !isPrepared(b) && b.State != Cancelled })
}

// allShipped tells whether nothing of the order is left to be shipped.
func (a *announcer) allShipped() bool {
	return !slices.ContainsFunc(a.bons, func(b Bon) bool {
		return b.State != Cancelled && slices.ContainsFunc(b.Lines, func(l Line) bool { return more(l.ToPrepare, l.Shipped) })
	})
}

// emit sends an event to every handler that is registered for it.
func emit(env *simulator.Env, kind string, data any) error {
	if !env.Applies(rules.RegisteredHandlerIsNotified) {
		return nil
	}
	var message any = struct {
		EventKind     string
		EventCategory api.CategorieEvenement
		Data          any
	}{kind, api.CategorieEvenementERP, data}
	if !env.Applies(rules.EventEnvelope) {
		message = data
	}
	body, err := json.Marshal(message)
	if err != nil {
		return fmt.Errorf("altazion: event %s: %w", kind, err)
	}
	var failed error
	err = handlers.Scan(env.Store(), "", func(_ string, h Handler) bool {
		if slices.Contains(h.Events, kind) {
			failed = env.Emit(event.Event{
				Name: kind, Method: http.MethodPost, URL: h.URL, Header: h.header(env), Body: body,
				Expect: event.Expectation{Status: http.StatusOK}, Rule: rules.UnconfirmedEventIsRepeated.ID,
			})
		}
		return failed == nil
	})
	if err != nil {
		return err
	}
	return failed
}

// header carries the handler's credentials: rules.EventCredentials.
func (h Handler) header(env *simulator.Env) http.Header {
	header := http.Header{"Content-Type": {contentType}}
	switch {
	case h.User == "" && h.Token == "":
	case !env.Applies(rules.EventCredentials):
	case h.User != "":
		header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(h.User+":"+h.Password)))
	default:
		header.Set("Authorization", "Bearer "+h.Token)
	}
	return header
}
