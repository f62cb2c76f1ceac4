package komet

import (
	"context"
	"fmt"
	"math/big"
	"net/http"
	"slices"

	api "github.com/plumbline-api/plumbline/generated/komet"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/komet"
)

// Prebook is a prebook as it stands.
type Prebook struct {
	ID         uint64   `json:"id"`
	Number     uint64   `json:"number"`
	Location   Location `json:"location"`
	Customer   Ref      `json:"customer"`
	Carrier    Ref      `json:"carrier"`
	ShipDate   string   `json:"shipDate"` // YYYY-MM-DD
	ShipTo     uint64   `json:"shipTo,omitempty"`
	ShipVia    string   `json:"shipVia,omitempty"`
	CustomerPO string   `json:"customerPO,omitempty"`
	Comments   string   `json:"comments,omitempty"`
	CreatedBy  uint64   `json:"createdBy,omitempty"`
	Ecommerce  bool     `json:"ecommerce,omitempty"`
	Invoice    uint64   `json:"invoice,omitempty"` // once the order is confirmed
	Cancelled  bool     `json:"cancelled,omitempty"`
	Lines      []Line   `json:"lines,omitempty"`
}

var (
	// prebooks lie under scope, ship date and id, so that one date is one scan.
	prebooks = store.NewKind[Prebook]("komet.prebook")
	// prebookKeys finds a prebook by its id, alikes by what useExisting compares.
	prebookKeys = store.NewKind[string]("komet.prebook-key")
	alikes      = store.NewKind[string]("komet.prebook-alike")
)

// The ids of prebooks begin high, so that nobody takes one for a number.
const firstPrebook = 1_000_001

func (p *Prebook) key(scope string) string { return fmt.Sprintf("%s%s/%020d", scope, p.ShipDate, p.ID) }

// alike is the key under which prebooks lie that useExisting takes for one.
func (p *Prebook) alike(scope string) string {
	return fmt.Sprintf("%s%s/%d/%d/%d/%q", scope, p.ShipDate, p.Location.ID, p.Carrier.ID, p.Customer.ID, p.CustomerPO)
}

// CreatePrebook creates a prebook.
func (service) CreatePrebook(ctx context.Context, r api.CreatePrebookRequestObject) (api.CreatePrebookResponseObject, error) {
	env := simulator.FromContext(ctx)
	c, err := identify(env, r.Body.AuthenticationToken)
	if err != nil {
		return nil, err
	}
	answer, why, err := create(env, c, r.Body)
	if err != nil {
		return nil, err
	}
	if why == "" {
		return typed(env, answer), nil
	}
	if err := leaveNoTrace(env, c, r.Body); err != nil {
		return nil, err
	}
	body := refusal(env, why)
	body.Items = answer.Items
	return written(simulator.JSON(refusalStatus(env), jsonType, body)), nil
}

// typed is the answer of a creation with the types that are documented.
func typed(env *simulator.Env, answer api.PrebookAnswer) api.CreatePrebookResponseObject {
	if env.Applies(rules.AnswerMembersTyped) {
		return api.CreatePrebook2XXJSONResponse{Body: answer, StatusCode: http.StatusOK}
	}
	return written(simulator.JSON(http.StatusOK, jsonType, struct {
		api.PrebookAnswer
		PrebookID string `json:"prebookId"`
	}{answer, fmt.Sprint(*answer.PrebookID)}))
}

// work is one creation under way. Nothing is stored before it is sure to
// succeed.
type work struct {
	env       *simulator.Env
	caller    caller
	in        *api.PrebookCreate
	prebook   Prebook
	outcomes  []outcome
	futures   []*FutureOrder // that the items name, as the items leave them
	generated []string       // numbers of purchase orders
}

// create adds a prebook, or says why it is refused: then the answer has items
// at most.
func create(env *simulator.Env, c caller, in *api.PrebookCreate) (answer api.PrebookAnswer, why string, err error) {
	w := &work{env: env, caller: c, in: in}
	for _, step := range []func() (string, error){
		func() (string, error) { return form(env, in), nil },
		w.location, w.parties, w.vendorsNamed,
	} {
		if why, err := step(); err != nil || why != "" {
			return answer, why, err
		}
	}
	w.header()
	if err := w.resolveItems(); err != nil {
		return answer, "", err
	}
	if why := w.failed(); why != "" {
		list := w.itemAnswers()
		return api.PrebookAnswer{Items: &list}, why, nil
	}
	if err := w.settle(); err != nil {
		return answer, "", err
	}
	return w.answer(), "", nil
}

// location finds the company's location that the prebook belongs to.
func (w *work) location() (why string, err error) {
	places := w.caller.company.Locations
	if !given(w.in.CompanyLocationCode) {
		if w.env.Violates(rules.LocationDemanded, len(places) > 1) {
			return "The company has several locations: companyLocationCode is missing.", nil
		}
		if len(places) > 0 {
			w.prebook.Location = places[0]
		}
		return "", nil
	}
	i := slices.IndexFunc(places, func(l Location) bool { return l.Code == *w.in.CompanyLocationCode })
	if w.env.Violates(rules.UnknownHeaderReference, i < 0) {
		return "The company has no such location.", nil
	}
	if i >= 0 && w.env.Applies(rules.CompanyLocation) {
		w.prebook.Location = places[i]
	}
	return "", nil
}

// parties finds the customer with its address, and the carrier.
func (w *work) parties() (why string, err error) {
	customer, why, err := w.party(customers, rules.CustomerByIDOrCode, "customer",
		named{w.in.CustomerID, w.in.CustomerCode, w.in.CustomerDescription})
	if err != nil || why != "" {
		return why, err
	}
	carrier, why, err := w.party(carriers, rules.CarrierByIDOrCode, "carrier",
		named{w.in.CarrierID, w.in.CarrierCode, w.in.CarrierDescription})
	if err != nil || why != "" {
		return why, err
	}
	w.prebook.Customer, w.prebook.Carrier = customer.Ref, carrier.Ref
	return w.address(customer), nil
}

// address finds the customer's delivery address, or says why there is none.
func (w *work) address(customer Record) (why string) {
	to := w.in.ShipToID
	switch {
	case to == nil:
		return ""
	case to.Text == "" && w.env.Reading(rules.EmptyTextIsNotGiven) == "not-given":
		return ""
	case to.Quoted && to.Text != "" && !w.env.Applies(rules.ShipToAsText):
		return "The shipToId is not a number."
	}
	id, known := whole(to.Text)
	if w.env.Violates(rules.ShipToOfCustomer, !known || !slices.Contains(customer.ShipTos, id)) {
		return "The customer has no such address."
	}
	w.prebook.ShipTo = id
	return ""
}

// whole reads a whole number, which JSON may write as 1.0 too.
func whole(text string) (n uint64, is bool) {
	r, ok := new(big.Rat).SetString(text)
	if !ok || !r.IsInt() || !r.Num().IsUint64() {
		return 0, false
	}
	return r.Num().Uint64(), true
}

// party finds a customer or carrier. The contract has refused a request that
// names none already, unless a defect let it pass; that of byRule takes no code.
func (w *work) party(r register, byRule *specs.Rule, what string, n named) (record Record, why string, err error) {
	if n.nothing() {
		if w.env.Violates(rules.NamingEnforced, true) {
			return record, "The " + what + " is not named.", nil
		}
		return record, "", nil
	}
	if !w.env.Applies(byRule) && n.id == nil {
		return record, "The " + what + " is named by code.", nil
	}
	record, found, err := r.find(w.env, w.caller.scope, n)
	if err != nil {
		return record, "", err
	}
	if w.env.Violates(rules.UnknownHeaderReference, !found) {
		return record, "There is no such " + what + ".", nil
	}
	if !found {
		record = n.asSent()
	}
	return record, "", nil
}

// header takes over what the request says of the prebook itself.
func (w *work) header() {
	in, p := w.in, &w.prebook
	p.ShipDate = in.ShipDate.Format("2006-01-02")
	p.CustomerPO, p.Comments = text(in.CustomerPO), text(in.Comments)
	p.Ecommerce = in.IsEcommerce != nil && *in.IsEcommerce == api.PrebookCreateIsEcommerceWeb
	if in.CreatedBy != nil {
		p.CreatedBy = *in.CreatedBy
	}
	if in.ShipViaID != nil {
		p.ShipVia = "Warehouse"
		if *in.ShipViaID == api.PrebookCreateShipViaIDGrower {
			p.ShipVia = "Grower"
		}
	}
}

// settle stores what the creation does.
func (w *work) settle() error {
	if err := w.join(); err != nil {
		return err
	}
	if err := w.number(); err != nil {
		return err
	}
	if err := w.automate(); err != nil {
		return err
	}
	for _, order := range w.futures {
		if err := futures.Put(w.env.Store(), w.caller.scope+order.Number, *order); err != nil {
			return err
		}
	}
	if !w.env.Applies(rules.CreatesPrebook) {
		return nil
	}
	p := w.prebook
	if lines := w.added(); len(lines) > 0 && w.env.Applies(rules.HeaderWithProducts) {
		p.Lines = append(slices.Clip(p.Lines), lines...)
	}
	return p.put(w.env, w.caller.scope)
}

func (p *Prebook) put(env *simulator.Env, scope string) error {
	key := p.key(scope)
	if err := prebookKeys.Put(env.Store(), idKey(scope, p.ID), key); err != nil {
		return err
	}
	_, taken, err := alikes.Get(env.Store(), p.alike(scope))
	if err != nil {
		return err
	}
	if !taken { // of several alike the first is the existing one
		if err := alikes.Put(env.Store(), p.alike(scope), key); err != nil {
			return err
		}
	}
	return prebooks.Put(env.Store(), key, *p)
}

// join takes the prebook that is there already where the caller wishes it;
// where repeats are not separate, which is a defect, without being asked to.
func (w *work) join() error {
	key, found, err := alikes.Get(w.env.Store(), w.prebook.alike(w.caller.scope))
	if err != nil || !found {
		return err
	}
	existing, found, err := prebooks.Get(w.env.Store(), key)
	if err != nil || !found {
		return err
	}
	asked := w.in.UseExisting != nil && *w.in.UseExisting == api.PrebookCreateUseExistingYes
	switch {
	case !w.env.Applies(rules.UseExisting): // joins those alike without being asked
		if w.in.UseExisting == nil && w.in.CustomerPO != nil {
			w.prebook = existing
		}
		return nil
	case asked:
		if w.env.Reading(rules.UseExisting) == "appends" {
			w.prebook = existing
		}
		return nil
	}
	same := existing.Comments == w.prebook.Comments && len(existing.Lines) == len(items(w.in))
	if same && !w.env.Applies(rules.RepeatsAreSeparate) {
		w.prebook = existing
	}
	return nil
}

// number gives the prebook and its lines their ids.
func (w *work) number() error {
	if w.prebook.ID == 0 {
		n, err := w.env.NewID("prebook")
		if err != nil {
			return err
		}
		w.prebook.ID, w.prebook.Number = firstPrebook-1+n, n
	}
	for i := range w.outcomes {
		line := w.outcomes[i].line
		if line == nil {
			continue
		}
		n, err := w.env.NewID("line")
		if err != nil {
			return err
		}
		line.ID = int64(firstLine - 1 + n)
	}
	return nil
}

// leaveNoTrace is called for every refusal; where a refusal changes something,
// which is a defect, it leaves the header behind.
func leaveNoTrace(env *simulator.Env, c caller, in *api.PrebookCreate) error {
	if env.Applies(rules.RefusalChangesNothing) {
		return nil
	}
	w := &work{env: env, caller: c, in: in}
	w.header()
	w.prebook.Customer = named{in.CustomerID, in.CustomerCode, in.CustomerDescription}.asSent().Ref
	w.prebook.Carrier = named{in.CarrierID, in.CarrierCode, in.CarrierDescription}.asSent().Ref
	if err := w.number(); err != nil {
		return err
	}
	return w.prebook.put(env, c.scope)
}
