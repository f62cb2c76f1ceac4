package altazion

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/google/uuid"
	"github.com/oapi-codegen/nullable"

	api "github.com/plumbline-api/plumbline/generated/altazion"
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
	"github.com/plumbline-api/plumbline/specs/wire"
)

// write is one call of a write point on its way: who it is for, what it
// states, and what was found out about it so far.
type write struct {
	env   *simulator.Env
	bon   Bon // of the store; its slices are copied before a change
	order Order
	lines []api.LigneExpeditionBonPreparation

	fromShipping bool // the shipping point was called
	shipment     bool // the second step, or both; otherwise the first
	parcels      []api.Colis
	documents    []api.PieceComptable
	partial      bool // the flag EstPartielle was sent

	targets []int          // index of the bon's line that each line names; -1 for none
	shipped []wire.Decimal // of the bon's lines, should the call be accepted
	capped  bool           // more prepared than contained is cut down, a defect
	ignored bool           // a defect makes the call accepted and without effect
}

// newWrite finds the bon, or the refusal that it has none.
func newWrite(env *simulator.Env, id string, lines []api.LigneExpeditionBonPreparation) (*write, *refusal, error) {
	b, found, err := findBon(env, id, true)
	if err != nil {
		return nil, nil, err
	}
	if !found {
		return nil, refused(env, unusableStatus(env), "There is no bon "+id+"."), nil
	}
	order, _, err := orders.Get(env.Store(), b.Order.String())
	return &write{env: env, bon: b, order: order, lines: lines}, nil, err
}

// decideStep tells the steps apart by the quantities sent.
func (w *write) decideStep(shippingPoint, parcels bool) {
	stated, above := false, false
	for _, l := range w.lines {
		if q, err := l.QteExpediee.Get(); err == nil {
			stated = true
			above = above || q.IsPos()
		}
	}
	switch {
	case !shippingPoint:
		w.shipment = stated && !w.env.Applies(rules.SavingDoesNotShip)
	case !stated && !parcels:
		w.shipment = false
	case w.env.Applies(rules.ShippedQuantityMakesShipment):
		w.shipment = stated
	default:
		w.shipment = above || parcels
	}
}

// run decides and does the call: its refusal, or the bon as it then is.
func (w *write) run() (api.BonPreparation, *refusal, error) {
	byState := w.refusedByState()
	if byState != nil && w.env.Applies(rules.RefusalOrder) {
		return api.BonPreparation{}, byState, nil
	}
	if incoherent := w.incoherent(); incoherent != "" {
		if err := w.leak(); err != nil {
			return api.BonPreparation{}, nil, err
		}
		return api.BonPreparation{}, refused(w.env, http.StatusUnprocessableEntity, incoherent), nil
	}
	if byState != nil {
		return api.BonPreparation{}, byState, nil
	}
	if !w.ignored {
		if err := w.take(); err != nil {
			return api.BonPreparation{}, nil, err
		}
	}
	answer := shown(w.env, w.bon, w.order)
	if !w.env.Applies(rules.WriteAnswersBon) {
		answer.Lignes = []api.LigneBonPreparation{}
	}
	return answer, nil, nil
}

// leak does the lines that are not at fault of a refused call, which only a
// defect does.
func (w *write) leak() error {
	if w.env.Applies(rules.RefusalChangesNothing) {
		return nil
	}
	w.bon.Lines = slices.Clone(w.bon.Lines)
	for _, sent := range w.lines {
		at := w.find(sent, true, true)
		if at >= 0 && sent.QtePreparee != nil && !more(*sent.QtePreparee, w.bon.Lines[at].ToPrepare) {
			w.bon.Lines[at].Prepared = *sent.QtePreparee
		}
	}
	return bons.Put(w.env.Store(), w.bon.GUID.String(), w.bon)
}

// take does an accepted call and lets the state follow.
func (w *write) take() error {
	before := w.bon.Lines
	w.bon.Lines = slices.Clone(before)
	step := progress{Bon: w.bon.GUID, Epoch: w.bon.Epoch}
	if w.shipment {
		w.ship(&step)
	} else {
		w.prepare(&step)
	}
	if w.bon.Accepted.rank() < step.To.rank() {
		w.bon.Accepted = step.To
	}
	w.bon.Late = nil
	if !w.env.Applies(rules.QuantitiesAtOnce) {
		w.bon.Late = &late{Until: w.env.In(toFollow), Prepared: preparedOf(before)}
	}
	if err := bons.Put(w.env.Store(), w.bon.GUID.String(), w.bon); err != nil {
		return err
	}
	if err := follow(w.env, step); err != nil {
		return err
	}
	var err error
	w.bon, _, err = bons.Get(w.env.Store(), w.bon.GUID.String())
	return err
}

func preparedOf(lines []Line) []wire.Decimal {
	out := make([]wire.Decimal, len(lines))
	for i, l := range lines {
		out[i] = l.Prepared
	}
	return out
}

// refusedByState refuses what the bon's state does not allow.
func (w *write) refusedByState() *refusal {
	env, state := w.env, w.judgedState()
	refuse := func(status int, what string) *refusal {
		return refused(env, status, fmt.Sprintf("The bon %s %s.", w.bon.Number, what))
	}
	switch {
	case env.Violates(rules.StateForbidsIs405, state == Cancelled):
		return refuse(http.StatusMethodNotAllowed, "is cancelled")
	case env.Violates(rules.StatesThatForbid, state == Created || state == Validated):
		return refuse(http.StatusMethodNotAllowed, "is not triggered yet")
	case env.Violates(rules.FinishedIs409, state == Finished):
		return refuse(finishedStatus(env, w.fromShipping), "is finished")
	case !w.bon.FirstStep || state == Finished:
		return nil
	case w.shipment:
		if !env.Applies(rules.TwoOccasions) {
			return refuse(http.StatusMethodNotAllowed, "has been called for already")
		}
	case !env.Applies(rules.RepeatedFirstStep):
		w.ignored = true
	case env.Reading(rules.RepeatedFirstStep) == "refused-by-configuration":
		return refuse(http.StatusMethodNotAllowed, "has had its one first step")
	}
	return nil
}

// judgedState is the state that a call is judged by, which is a question while
// an accepted shipment does not show yet.
func (w *write) judgedState() State {
	pending := w.bon.Accepted == Finished && w.bon.State.rank() < Finished.rank()
	switch {
	case !pending:
		return w.bon.State
	case !w.env.Applies(rules.CallBeforeStateFollows):
		w.ignored = true
		return w.bon.State
	case w.env.Reading(rules.CallBeforeStateFollows) == "by-what-was-accepted":
		return Finished
	}
	return w.bon.State
}

// find returns the index of the bon's line that a line names, or -1. Where each
// name is not enough, which is a defect, a GUID alone finds nothing.
func (w *write) find(sent api.LigneExpeditionBonPreparation, eachEnough, guidFirst bool) int {
	guid, hasGUID := lineGUID(sent)
	reference := value(sent.Reference)
	if hasGUID && reference == "" && !eachEnough {
		return -1
	}
	if hasGUID && (guidFirst || reference == "") {
		return slices.IndexFunc(w.bon.Lines, func(l Line) bool { return l.GUID == guid })
	}
	if reference == "" {
		return -1
	}
	return slices.IndexFunc(w.bon.Lines, func(l Line) bool { return l.Reference == reference })
}

func lineGUID(sent api.LigneExpeditionBonPreparation) (uuid.UUID, bool) {
	guid, err := sent.GUID.Get()
	return guid, err == nil
}

// named tells whether a line has a name; what has none got here by a defect.
func named(sent api.LigneExpeditionBonPreparation) bool {
	_, hasGUID := lineGUID(sent)
	return hasGUID || value(sent.Reference) != ""
}

// name is how messages call a line.
func name(sent api.LigneExpeditionBonPreparation) string {
	if reference := value(sent.Reference); reference != "" {
		return reference
	}
	guid, _ := lineGUID(sent)
	return guid.String()
}

// more tells whether a is more than b.
func more(a, b wire.Decimal) bool { return a.Cmp(b.Decimal) > 0 }

// sum adds two quantities; it fails beyond the digits that a quantity has.
func sum(a, b wire.Decimal) (wire.Decimal, bool) {
	total, err := a.Add(b.Decimal)
	return wire.Decimal{Decimal: total}, err == nil
}

// quantity is a stated quantity, and whether it is there.
func quantity(n nullable.Nullable[wire.Decimal]) (wire.Decimal, bool) {
	q, err := n.Get()
	return q, err == nil
}

// finishedStatus is the status for a finished bon, by the world's reading.
func finishedStatus(env *simulator.Env, shipping bool) int {
	reading := env.Reading(rules.FinishedIs409)
	if reading == "405" || reading == "405-and-409" && !shipping {
		return http.StatusMethodNotAllowed
	}
	return http.StatusConflict
}

// showsNothing tells whether successes of the write points have no body.
func showsNothing(env *simulator.Env) bool {
	return env.Reading(rules.WriteAnswersBon) == "nothing" && env.Applies(rules.WriteAnswersBon)
}
