package bridge

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	api "github.com/plumbline-api/plumbline/generated/bridge"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
)

// order is what Bridge knows of an order, but for its history.
type order struct {
	Number   string         `json:"number"`
	Channel  string         `json:"channel,omitempty"`
	Customer string         `json:"customer,omitempty"`
	State    api.OrderState `json:"state"`
	Left     api.OrderState `json:"left"`  // the state in which Bridge itself left it, before other systems moved it
	Cause    cause          `json:"cause"` // what brought it to its state
	Steps    int            `json:"steps"` // of its history

	IsPaid              bool          `json:"isPaid,omitempty"`
	PaymentMeans        string        `json:"paymentMeans,omitempty"`
	DefaultPaymentMeans string        `json:"defaultPaymentMeans,omitempty"`
	Payments            []api.Payment `json:"payments,omitempty"`
	Shipping            string        `json:"shipping,omitempty"`
	Label               string        `json:"label,omitempty"`
	PackingList         string        `json:"packingList,omitempty"`
	Items               []Item        `json:"items,omitempty"`
	CarrierNews         []string      `json:"carrierNews,omitempty"`
	Notes               string        `json:"notes,omitempty"` // of the last call that had some
}

var orders = store.NewKind[order]("bridge.order")

const (
	executeTimer = "execute"
	executeDelay = 2 * time.Second
)

// orderKey is the key of an order. Where numbers are not compared as text,
// which is a defect, leading zeros and the case of letters do not count.
func orderKey(env *simulator.Env, number string) string {
	if !env.Applies(rules.NumberComparedAsText) {
		return strings.ToLower(strings.TrimLeft(number, "0"))
	}
	return number
}

// find returns an order, and has the journal tell which rule put it where it
// is, or why there is none.
func find(env *simulator.Env, number string) (order, bool, error) {
	key := orderKey(env, number)
	o, found, err := orders.Get(env.Store(), key)
	if err != nil {
		return o, false, err
	}
	if found {
		o.Cause.explain(env)
		return o, true, nil
	}
	_, short, err := shortages.Get(env.Store(), key)
	if short {
		env.Applies(rules.ShortageAtImport)
	}
	return o, false, err
}

// ChangeOrderState moves an order to the state that the path names.
func (service) ChangeOrderState(ctx context.Context, r api.ChangeOrderStateRequestObject) (api.ChangeOrderStateResponseObject, error) {
	env := simulator.FromContext(ctx)
	to, known := named(env, r.StateInPath)
	number, notes := r.Body.InternalNumber, ""
	if r.Body.Notes != nil {
		notes = *r.Body.Notes
	}
	if !env.Applies(rules.PathNamesTheState) {
		to = stateInNotes(notes, to)
	}
	if !known {
		return reply(refuseChange(env, unknownState)), nil
	}
	if number == "" && !env.Applies(rules.NumberRequired) {
		return reply(changed(env)), nil
	}
	if r.Body.Notes == nil && !env.Applies(rules.NotesOptional) {
		return reply(refuseChange(env, unknown("notes es requerido"))), nil
	}
	o, found, err := find(env, number)
	if err != nil {
		return nil, err
	}
	if !found {
		if !env.Applies(rules.UnknownOrderIs1022) {
			return reply(changed(env)), nil
		}
		return reply(refuseChange(env, notFound(env))), nil
	}
	why, refused, err := judge(env, o, to)
	if err != nil {
		return nil, err
	}
	if refused {
		return reply(refuseChange(env, why)), keep(env, o, to)
	}
	return reply(changed(env)), take(env, o, to, notes)
}

// stateInNotes is the defect of the rule that only the path names the state.
func stateInNotes(notes string, path api.OrderState) api.OrderState {
	for _, s := range states[1:] {
		if strings.Contains(notes, string(s.code)) || strings.Contains(notes, s.name) {
			return s.code
		}
	}
	return path
}

// notFound is the refusal of a number that no order has.
func notFound(env *simulator.Env) refusal {
	if env.Violates(rules.UnknownOrderIs1022, true) && env.Reading(rules.UnknownOrderIs1022) == "code-1022" {
		return unknownOrder
	}
	return unknown(unknownOrder.text)
}

// judge decides whether an order may be called to another state. Of several
// refusals the first decides; who departs from that lets the last one, but for
// none without a code where one has a code.
func judge(env *simulator.Env, o order, to api.OrderState) (why refusal, refused bool, err error) {
	from := o.State
	if o.Left != from && !env.Applies(rules.OtherSystemsChangeToo) {
		from = o.Left
	}
	f, _, err := flows.Get(env.Store(), "")
	if err != nil {
		return why, false, err
	}
	checks := []func() (refusal, bool){
		func() (refusal, bool) { return sameState, env.Violates(rules.SameStateIs1021, from == to) },
		func() (refusal, bool) { return sentOrClosedForbids(env, from, to) },
		func() (refusal, bool) {
			return unknown("el pedido está cancelado (estado final)"), cancelledForbids(env, from, to)
		},
		func() (refusal, bool) {
			const text = "el flujo de estados no permite el cambio"
			return unknown(text), flowForbids(env, f, from, to)
		},
	}
	for _, n := range needs(env, o, to, checked) {
		checks = append(checks, func() (refusal, bool) { return unknown(n.text), n.asked(env) })
	}
	for _, check := range checks {
		reason, due := check()
		if !due {
			continue
		}
		if !refused || reason.ack != api.AckUnknownError || why.ack == api.AckUnknownError {
			why, refused = reason, true
		}
		if env.Applies(rules.FirstRefusalDecides) {
			break
		}
	}
	return why, refused, nil
}

// sentOrClosedForbids asks two rules at once: that closed is final holds for
// calls whether or not they have a code for it.
func sentOrClosedForbids(env *simulator.Env, from, to api.OrderState) (refusal, bool) {
	ended := env.Violates(rules.ClosedIsFinal, from == api.OrderStateClosed)
	sent := from == api.OrderStateTransit
	if sent && to == api.OrderStateClosed && env.Reading(rules.SentOrClosedIs1023) == "transit-may-close" {
		sent = false
	}
	if env.Violates(rules.SentOrClosedIs1023, sent || from == api.OrderStateClosed) {
		return sentOrClosed, true
	}
	return unknown("el pedido está cerrado (estado final)"), ended
}

func cancelledForbids(env *simulator.Env, from, to api.OrderState) bool {
	if from != api.OrderStateCancelled || to == from {
		return false
	}
	return env.Reading(rules.CancelledIsFinal) == "final" && env.Violates(rules.CancelledIsFinal, true)
}

// keep leaves an order that a refused call named as it is; the defect changes
// its state all the same, and tells nobody.
func keep(env *simulator.Env, o order, to api.OrderState) error {
	if env.Applies(rules.RefusalChangesNothing) {
		return nil
	}
	o.State, o.Left = to, to
	return orders.Put(env.Store(), orderKey(env, o.Number), o)
}

// taken is a change that was answered and is executed later.
type taken struct {
	Number string         `json:"number"`
	To     api.OrderState `json:"to"`
	Notes  string         `json:"notes,omitempty"`
}

// take executes an allowed change, at once or after a while as the world's
// reading has it; the defect never does.
func take(env *simulator.Env, o order, to api.OrderState, notes string) error {
	if !env.Applies(rules.AckZeroMeansExecuted) {
		return nil
	}
	if o.State == api.OrderStateCancelled && to != o.State && !env.Applies(rules.CancelledIsFinal) ||
		unnumbered(to) && !env.Applies(rules.UnnumberedStates) {
		to = elsewhere(to)
	}
	if env.Reading(rules.AckZeroMeansExecuted) == "after-a-while" {
		payload, err := json.Marshal(taken{o.Number, to, notes})
		if err != nil {
			return fmt.Errorf("bridge: take: %w", err)
		}
		return env.After(env.Delay(executeDelay), executeTimer, string(payload))
	}
	return execute(env, o, to, notes)
}

// elsewhere is where the defects of the rules on cancelled orders and on states
// without a number move one: to a state that was not asked for, which no reading
// does.
func elsewhere(to api.OrderState) api.OrderState {
	if to == api.OrderStatePaused {
		return api.OrderStateNegotiation
	}
	return api.OrderStatePaused
}

func execute(env *simulator.Env, o order, to api.OrderState, notes string) error {
	o, err := move(env, o, to, called, notes)
	if err != nil {
		return err
	}
	return advance(env, o)
}

// executeLater executes a change that was taken a while ago, if nothing has
// happened to the order meanwhile that forbids it now.
func executeLater(env *simulator.Env, payload string) error {
	var t taken
	if err := json.Unmarshal([]byte(payload), &t); err != nil {
		return fmt.Errorf("bridge: taken change %q: %w", payload, err)
	}
	o, found, err := orders.Get(env.Store(), orderKey(env, t.Number))
	if err != nil || !found {
		return err
	}
	if _, refused, err := judge(env, o, t.To); err != nil || refused {
		return err
	}
	return execute(env, o, t.To, t.Notes)
}
