package altazion

import (
	"fmt"

	"github.com/google/uuid"
	"github.com/oapi-codegen/nullable"

	api "github.com/plumbline-api/plumbline/generated/altazion"
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/altazion"
)

// Change is something that happens to an order outside the API.
type Change struct {
	Order  string                                       `json:"order"`            // its number
	To     string                                       `json:"to"`               // confirmed, ready, entered or cancelled
	By     api.EvenementAnnulationBcdDataTypeAnnulation `json:"by,omitempty"`     // of a cancellation
	Reason string                                       `json:"reason,omitempty"` // of a cancellation
}

// stage is a step of an order's life before and beside these calls.
type stage struct {
	event    string
	from, to State // of its bons; from is empty where any open bon is concerned
}

// stageOf returns the stage of that name.
func stageOf(name string) (stage, bool) {
	stages := map[string]stage{
		"confirmed": {string(api.EvenementCommandeEventKindConfirmationBcd), Created, Validated},
		"ready":     {string(api.EvenementCommandeEventKindMiseEnPrepaBcd), Validated, Triggered},
		"entered":   {string(api.EvenementPreparationCommandeEventKindEnPrepaBcd), Triggered, InProgress},
		"cancelled": {string(api.EvenementAnnulationBcdEventKindAnnulationBcd), "", Cancelled},
	}
	s, known := stages[name]
	return s, known
}

// actions are the stages as something that happens to every order that is
// ready for it; a change in a seed document is the same for one order.
func actions() map[string]simulator.Action {
	every := func(to, text string) simulator.Action {
		return simulator.Action{Text: text, Do: func(env *simulator.Env) error { return changeAll(env, to) }}
	}
	return map[string]simulator.Action{
		"confirm-orders":    every("confirmed", "Every order that has a bon in the state Créé is confirmed: its bons are Validé."),
		"release-orders":    every("ready", "Every order that has a bon in the state Validé is put into preparation: its bons are Déclenché."),
		"start-preparation": every("entered", "Every order that has a bon in the state Déclenché enters preparation: its bons are En cours."),
		"cancel-orders":     every("cancelled", "Every order with a bon that is not finished is cancelled, and so are these bons."),
	}
}

func changeAll(env *simulator.Env, to string) error {
	var all []Order
	if err := orders.Scan(env.Store(), "", func(_ string, o Order) bool {
		all = append(all, o)
		return true
	}); err != nil {
		return err
	}
	for _, o := range all {
		if _, err := changeOrder(env, o, Change{To: to}); err != nil {
			return err
		}
	}
	return nil
}

// changeByNumber does a change of a seed document.
func changeByNumber(env *simulator.Env, c Change) error {
	if _, known := stageOf(c.To); !known {
		return fmt.Errorf("altazion: seed: an order cannot be %q, only confirmed, ready, entered or cancelled", c.To)
	}
	guid, found, err := orderByName.Get(env.Store(), c.Order)
	if err != nil {
		return err
	}
	if !found {
		return fmt.Errorf("altazion: seed: there is no order %q", c.Order)
	}
	order, _, err := orders.Get(env.Store(), guid.String())
	if err != nil {
		return err
	}
	changed, err := changeOrder(env, order, c)
	if err == nil && !changed {
		return fmt.Errorf("altazion: seed: the order %s has no bon in a state for being %s", c.Order, c.To)
	}
	return err
}

// changeOrder brings the bons of an order that are ready for it to another
// state and tells of it; without such a bon nothing happens.
func changeOrder(env *simulator.Env, order Order, c Change) (changed bool, err error) {
	s, _ := stageOf(c.To)
	list, err := bonsOf(env, order.GUID)
	if err != nil {
		return false, err
	}
	a := announcer{env: env, order: order, bons: list}
	for i, b := range list {
		open := b.State.rank() < Finished.rank() && b.Accepted != Finished
		if !open || s.from != "" && b.State != s.from {
			continue
		}
		b.State, b.Accepted = s.to, s.to
		list[i], changed = b, true
		if err := bons.Put(env.Store(), b.GUID.String(), b); err != nil {
			return changed, err
		}
		a.bonChanged(b)
	}
	if changed && env.Applies(rules.OrderLifeIsAnnounced) {
		a.emit(s.event, a.stageData(c))
	}
	return changed, a.err
}

// stageData is the data of a stage's event.
func (a *announcer) stageData(c Change) any {
	switch c.To {
	case "cancelled":
		var e api.EvenementAnnulationBcd
		e.Data.BcdGUID, e.Data.TypeAnnulation = a.order.GUID, &c.By
		e.Data.CodeRaisonAnnulation = textOrNull(c.Reason)
		e.Data.Uxid = nullable.NewNullNullable[uuid.UUID]()
		return e.Data
	case "entered":
		return struct {
			api.DonneesCommande
			api.DonneesPreparation
		}{a.orderData(), a.preparation(nil)}
	}
	return a.orderData()
}
