package altazion

import (
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/oapi-codegen/nullable"

	api "github.com/plumbline-api/plumbline/generated/altazion"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
	"github.com/plumbline-api/plumbline/specs/wire"
)

// State is the state of a bon, by the name that is shown: rules.StateNames.
type State string

// The states, in the order in which a bon passes through them.
const (
	Created    State = "Créé"
	Validated  State = "Validé"
	Triggered  State = "Déclenché"
	InProgress State = "En cours"
	Prepared   State = "Préparé"
	Finished   State = "Terminé"
	Cancelled  State = "Annulé"
)

// rank counts how far a state is; unknown ones are before all others.
func (s State) rank() int {
	return slices.Index([]State{Created, Validated, Triggered, InProgress, Prepared, Finished, Cancelled}, s)
}

// Bon is a preparation note as it is kept, seeded and shown.
type Bon struct {
	GUID      uuid.UUID            `json:"guid"`
	Number    string               `json:"number"`
	Order     uuid.UUID            `json:"order"` // the order that it stands in
	Created   time.Time            `json:"created"`
	State     State                `json:"state"`               // the one that can be read
	Accepted  State                `json:"accepted,omitempty"`  // where the accepted calls lead; State where it is left out
	FirstStep bool                 `json:"firstStep,omitempty"` // whether a first step was accepted
	Lines     []Line               `json:"lines"`
	Parcels   []api.Colis          `json:"parcels,omitempty"`
	Documents []api.PieceComptable `json:"documents,omitempty"`
	Epoch     uint64               `json:"epoch,omitempty"` // of its seeding; a timer of an earlier one is void
	Late      *late                `json:"late,omitempty"`
}

// Line is a line of a bon.
type Line struct {
	GUID      uuid.UUID    `json:"guid"`
	Reference string       `json:"reference"`
	Label     string       `json:"label,omitempty"`
	ArticleID int64        `json:"articleId,omitempty"`
	Article   uuid.UUID    `json:"article,omitzero"`
	Price     wire.Decimal `json:"price"`
	Ordered   wire.Decimal `json:"ordered"`   // at first; ToPrepare where it is left out
	Announced wire.Decimal `json:"announced"` // likewise
	ToPrepare wire.Decimal `json:"toPrepare"` // what the bon contains
	Prepared  wire.Decimal `json:"prepared"`
	Shipped   wire.Decimal `json:"shipped"` // the API does not show it
}

// late is what is still shown as prepared where quantities do not come at
// once, which is a defect.
type late struct {
	Until    time.Time      `json:"until"`
	Prepared []wire.Decimal `json:"prepared"`
}

// Order is what a bon belongs to.
type Order struct {
	GUID     uuid.UUID           `json:"guid"`
	Number   string              `json:"number"`
	Created  time.Time           `json:"created"`
	Amount   wire.Decimal        `json:"amount"` // taxes included
	Client   Client              `json:"client"`
	Delivery *api.LivraisonInfos `json:"delivery,omitempty"`
	Invoice  *api.AdresseInfos   `json:"invoice,omitempty"`
}

// Client is who ordered.
type Client struct {
	GUID     uuid.UUID `json:"guid"`
	Name     string    `json:"name,omitempty"`
	Email    string    `json:"email,omitempty"`
	Postcode string    `json:"postcode,omitempty"`
}

var (
	bons        = store.NewKind[Bon]("altazion.bon")
	numbers     = store.NewKind[uuid.UUID]("altazion.number") // bons by number
	orders      = store.NewKind[Order]("altazion.order")
	orderBons   = store.NewKind[bool]("altazion.orderbon") // ORDER/BON
	orderByName = store.NewKind[uuid.UUID]("altazion.ordernumber")
)

// findBon looks a bon up for a call, by its GUID, in either case, or by its
// number. The defect has GUIDs lead somewhere for reading only.
func findBon(env *simulator.Env, id string, writing bool) (Bon, bool, error) {
	byGUID := env.Reading(rules.NumberOrGUID) == "number-and-guid"
	if !env.Applies(rules.NumberOrGUID) {
		byGUID = !writing
	}
	return lookUp(env, id, byGUID)
}

func lookUp(env *simulator.Env, id string, byGUID bool) (Bon, bool, error) {
	guid, isGUID := guidOf(id)
	if isGUID && byGUID {
		return bons.Get(env.Store(), guid.String())
	}
	guid, found, err := numbers.Get(env.Store(), id)
	if err != nil || !found {
		return Bon{}, false, err
	}
	return bons.Get(env.Store(), guid.String())
}

// guidOf parses the one form of a GUID that the contract has.
func guidOf(id string) (uuid.UUID, bool) {
	const length = 36 // uuid.Parse knows shorter and longer forms
	if len(id) != length {
		return uuid.UUID{}, false
	}
	guid, err := uuid.Parse(id)
	return guid, err == nil
}

// bonsOf returns the bons of an order.
func bonsOf(env *simulator.Env, order uuid.UUID) ([]Bon, error) {
	prefix := order.String() + "/"
	var keys []string
	if err := orderBons.Scan(env.Store(), prefix, func(key string, _ bool) bool {
		keys = append(keys, key[len(prefix):])
		return true
	}); err != nil {
		return nil, err
	}
	var list []Bon
	for _, key := range keys {
		b, found, err := bons.Get(env.Store(), key)
		if err != nil {
			return nil, err
		}
		if found {
			list = append(list, b)
		}
	}
	return list, nil
}

// GetBon reads a bon.
func (service) GetBon(ctx context.Context, r api.GetBonRequestObject) (api.GetBonResponseObject, error) {
	env := simulator.FromContext(ctx)
	b, found, err := findBon(env, r.Bon, false)
	if err != nil {
		return nil, err
	}
	if !found {
		return noBon(env, r.Bon), nil
	}
	closed := b.State == Finished || b.State == Cancelled
	if closed && !env.Applies(rules.ReadableInEveryState) {
		return refused(env, http.StatusMethodNotAllowed, "The bon "+b.Number+" is closed."), nil
	}
	order, _, err := orders.Get(env.Store(), b.Order.String())
	if err != nil {
		return nil, err
	}
	return api.GetBon200JSONResponse(shownInFull(env, shown(env, b, order), b, order)), nil
}

// noBon answers a read that leads to no bon; a defect shows one.
func noBon(env *simulator.Env, id string) api.GetBonResponseObject {
	switch {
	case !env.Applies(rules.ReadUnknownIs404):
		return api.GetBon200JSONResponse{Numero: id, Etat: string(Created), Lignes: []api.LigneBonPreparation{}}
	case env.Reading(rules.ReadUnknownIs404) == "nothing":
		return api.GetBon2XXResponse{StatusCode: http.StatusNoContent}
	}
	return refused(env, http.StatusNotFound, "There is no bon "+id+".")
}

// shown is a bon as the write points answer it.
func shown(env *simulator.Env, b Bon, order Order) api.BonPreparation {
	state := string(b.State)
	if !env.Applies(rules.StateNames) {
		state = "Etape " + string(rune('0'+b.State.rank()))
	}
	out := api.BonPreparation{
		GUID: b.GUID, Numero: b.Number, DateCreation: b.Created.UTC(), MontantCommande: order.Amount,
		Etat:          state,
		EstValide:     b.State.rank() >= Validated.rank(),
		EstDeclenchee: b.State.rank() >= Triggered.rank(),
		EstEncours:    b.State == InProgress || b.State == Prepared,
		EstTermine:    b.State == Finished,
		EstAnnule:     b.State == Cancelled,
		Lignes:        make([]api.LigneBonPreparation, 0, len(b.Lines)),
		CliGUID:       nullable.NewNullableWithValue(order.Client.GUID),
		CliNom:        textOrNull(order.Client.Name),
		CliEmail:      textOrNull(order.Client.Email),
		CliCP:         textOrNull(order.Client.Postcode), BonCommandeGUID: nullable.NewNullableWithValue(b.Order),
	}
	lagging := b.Late != nil && env.Now().Before(b.Late.Until)
	for i, l := range b.Lines {
		line := shownLine(l)
		if lagging {
			line.QtePreparee = b.Late.Prepared[i]
		}
		out.Lignes = append(out.Lignes, line)
	}
	return out
}

func shownLine(l Line) api.LigneBonPreparation {
	line := api.LigneBonPreparation{
		GUID: l.GUID, Reference: l.Reference, Libelle: textOrNull(l.Label), Ref: textOrNull(l.Reference),
		ArticleID: nullable.NewNullableWithValue(l.ArticleID), Pu: nullable.NewNullableWithValue(l.Price),
		QteCommandeOriginelle: l.Ordered, QteAnnonce: l.Announced, QteCommandeAPreparee: l.ToPrepare, QtePreparee: l.Prepared,
		GUIDArticle: nullable.NewNullNullable[uuid.UUID](), URLGestcom: nullable.NewNullNullable[string](),
	}
	if l.Article != uuid.Nil {
		line.GUIDArticle.Set(l.Article)
	}
	return line
}

// shownInFull adds what only reading shows.
func shownInFull(env *simulator.Env, s api.BonPreparation, b Bon, order Order) api.BonPreparationComplet {
	full := api.BonPreparationComplet{
		GUID: s.GUID, Numero: s.Numero, DateCreation: s.DateCreation, MontantCommande: s.MontantCommande, Etat: s.Etat,
		EstValide: s.EstValide, EstDeclenchee: s.EstDeclenchee, EstEncours: s.EstEncours,
		EstTermine: s.EstTermine, EstAnnule: s.EstAnnule, Lignes: s.Lignes,
		CliGUID: s.CliGUID, CliNom: s.CliNom, CliEmail: s.CliEmail, CliCP: s.CliCP, BonCommandeGUID: s.BonCommandeGUID,
	}
	if !env.Applies(rules.ReadAnswersBon) {
		full.Lignes = []api.LigneBonPreparation{}
	}
	full.Livraison = orNull(order.Delivery)
	full.Facturation = orNull(order.Invoice)
	parcels := make([]api.ColisLu, 0, len(b.Parcels))
	for _, p := range b.Parcels {
		number := p.Numero
		if !number.IsSpecified() {
			number = nullable.NewNullNullable[string]()
		}
		parcels = append(parcels, api.ColisLu{Numero: number})
	}
	full.InfosColis = nullable.NewNullableWithValue(api.ColisInfos{
		NbColis:  int32(len(parcels)), //nolint:gosec // a body has room for fewer
		LesColis: nullable.NewNullableWithValue(parcels),
	})
	return full
}

func textOrNull(text string) nullable.Nullable[string] {
	if text == "" {
		return nullable.NewNullNullable[string]()
	}
	return nullable.NewNullableWithValue(text)
}

func orNull[T any](p *T) nullable.Nullable[T] {
	if p == nil {
		return nullable.NewNullNullable[T]()
	}
	return nullable.NewNullableWithValue(*p)
}

// value is what a member holds, or the zero value where it is absent or null.
func value[T any](n nullable.Nullable[T]) T {
	v, err := n.Get()
	if err != nil {
		var zero T
		return zero
	}
	return v
}
