package bridge

import (
	"fmt"
	"slices"
	"time"

	api "github.com/plumbline-api/plumbline/generated/bridge"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
)

// cause is what brought an order to the state that it is in.
type cause string

const (
	imported  cause = "import"
	shortage  cause = "shortage"  // of stock, at the import
	arranged  cause = "seed"      // the seed document put it there
	called    cause = "call"      // of this service
	automatic cause = "automatic" // a step of the flow
	listed    cause = "packing list"
	carried   cause = "carrier"
	byHand    cause = "hand"
	ended     cause = "closed from outside"
	waited    cause = "wait" // a defect
)

// explain has the journal tell which rule put an order where it is.
func (c cause) explain(env *simulator.Env) {
	switch c {
	case imported:
		env.Applies(rules.OrderEntersOpen)
	case shortage:
		env.Applies(rules.ShortageAtImport)
	case automatic:
		env.Applies(rules.FlowMayAdvanceByItself)
	case listed:
		env.Applies(rules.PickingNeedsPackingList)
	case carried:
		env.Applies(rules.TransitNeedsCarrierOrHand)
	case ended:
		env.Applies(rules.SentOrderIsClosedFromOutside)
	case byHand:
		env.Applies(rules.OtherSystemsChangeToo)
	}
}

// fromOutside tells whether another system moved the order, so that Bridge's
// own calls did not see it.
func (c cause) fromOutside() bool { return c == listed || c == carried || c == byHand || c == ended }

// step is one entry of an order's history.
type step struct {
	From api.OrderState `json:"from"`
	To   api.OrderState `json:"to"`
	At   time.Time      `json:"at"`
}

var steps = store.NewKind[step]("bridge.step")

const (
	waitTimer = "wait"
	wrongWait = time.Hour // after which the defect of rules.CompleteWaits moves an order
)

// stepPrefix is the prefix of an order's history; numbers have no such byte.
func stepPrefix(env *simulator.Env, number string) string { return orderKey(env, number) + "\x00" }

// move brings an order to another state, enters that in its history and tells
// its channel.
func move(env *simulator.Env, o order, to api.OrderState, by cause, notes string) (order, error) {
	if o.State == to {
		return o, nil
	}
	now := step{From: o.State, To: to, At: env.Now()}
	o.State, o.Cause = to, by
	if notes != "" {
		o.Notes = notes
	}
	if !by.fromOutside() {
		o.Left = to
	}
	if to == api.OrderStateConfirmed {
		o = withDefaultMeans(env, o)
	}
	if env.Applies(rules.HistoryGrows) {
		o.Steps++
		if err := steps.Put(env.Store(), fmt.Sprintf("%s%012d", stepPrefix(env, o.Number), o.Steps), now); err != nil {
			return o, err
		}
	}
	if err := tell(env, o, now, notes); err != nil {
		return o, err
	}
	return o, put(env, o)
}

// put stores an order that has come to its state just now.
func put(env *simulator.Env, o order) error {
	if o.State == api.OrderStateComplete && !env.Applies(rules.CompleteWaits) {
		if err := env.After(wrongWait, waitTimer, o.Number); err != nil {
			return err
		}
	}
	return orders.Put(env.Store(), orderKey(env, o.Number), o)
}

// endWait is the defect of a complete order that moves with time alone.
func endWait(env *simulator.Env, number string) error {
	o, found, err := orders.Get(env.Store(), orderKey(env, number))
	if err != nil || !found || o.State != api.OrderStateComplete {
		return err
	}
	_, err = move(env, o, api.OrderStateTransit, waited, "")
	return err
}

// withDefaultMeans passes the default means of Garbarino's order on as its
// payment.
func withDefaultMeans(env *simulator.Env, o order) order {
	if !o.isGarbarinos() || o.DefaultPaymentMeans == "" || !env.Applies(rules.GarbarinoMeansIsExported) {
		return o
	}
	payment := api.Payment{Means: o.DefaultPaymentMeans}
	if !slices.Contains(o.Payments, payment) {
		o.Payments = slices.Concat(o.Payments, []api.Payment{payment})
	}
	return o
}

// advance takes the automatic steps of the installation's flow whose
// prerequisites are met; a flow that goes in circles stops after one round.
func advance(env *simulator.Env, o order) error {
	f, _, err := flows.Get(env.Store(), "")
	if err != nil {
		return err
	}
	for range len(states) {
		to, due := automaticStep(env, f, o)
		if !due || !env.Applies(rules.FlowMayAdvanceByItself) {
			return nil
		}
		if o, err = move(env, o, to, automatic, ""); err != nil {
			return err
		}
	}
	return nil
}

func automaticStep(env *simulator.Env, f flow, o order) (api.OrderState, bool) {
	if o.State == api.OrderStateClosed || o.State == api.OrderStateCancelled {
		return "", false // final
	}
	for _, s := range f.Steps {
		if s.Automatic && s.From == o.State && met(env, o, s.To) {
			return s.To, true
		}
	}
	return "", false
}

// listIn lets the warehouse take an order into a packing list. Only an order
// that has not been picked yet is moved by it.
func listIn(env *simulator.Env, o order) (order, error) {
	picked := !unnumbered(o.State) && place(o.State) >= place(api.OrderStateInproc)
	reading := env.Reading(rules.PickingNeedsPackingList)
	moves := reading == "list-moves" || reading == "list-or-call"
	if !moves || picked || !env.Applies(rules.PickingNeedsPackingList) {
		return o, nil
	}
	return move(env, o, api.OrderStateInproc, listed, "")
}

// delivered is the news that the parcel has arrived.
const delivered = "delivered"

// hear takes one news of the carrier.
func hear(env *simulator.Env, o order, news string) (order, error) {
	o.CarrierNews = slices.Concat(o.CarrierNews, []string{news})
	var err error
	if o.State == api.OrderStateClosed && !env.Applies(rules.ClosedIsFinal) {
		return move(env, o, api.OrderStateTransit, carried, "")
	}
	reading := env.Reading(rules.TransitNeedsCarrierOrHand)
	moves := reading == "news-moves" || reading == "news-or-call"
	if o.State == api.OrderStateComplete && moves && env.Applies(rules.TransitNeedsCarrierOrHand) {
		if o, err = move(env, o, api.OrderStateTransit, carried, ""); err != nil {
			return o, err
		}
	}
	if news == delivered && o.State == api.OrderStateTransit && env.Applies(rules.SentOrderIsClosedFromOutside) {
		return move(env, o, api.OrderStateClosed, ended, "")
	}
	return o, nil
}

// handle moves an order by hand.
func handle(env *simulator.Env, o order, to api.OrderState) (order, error) {
	if o.State == to {
		return o, nil
	}
	if env.Violates(rules.ClosedIsFinal, o.State == api.OrderStateClosed) {
		return o, fmt.Errorf("bridge: order %q is closed, which is final", o.Number)
	}
	by := byHand
	switch {
	case to == api.OrderStateTransit:
		by = carried
	case to == api.OrderStateClosed && o.State == api.OrderStateTransit:
		if !env.Applies(rules.SentOrderIsClosedFromOutside) {
			return o, nil
		}
		by = ended
	}
	return move(env, o, to, by, "")
}
