package bridge

import (
	"strconv"
	"strings"

	api "github.com/plumbline-api/plumbline/generated/bridge"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/store"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
)

// states is the document's table: the place in it is the number, and those
// behind cancelled have none.
var states = [...]struct {
	code api.OrderState
	name string
}{
	1:  {api.OrderStateOpen, "abierto/creado"},
	2:  {api.OrderStateConfirmed, "confirmado"},
	3:  {api.OrderStateReadyToPick, "listo para surtir"},
	4:  {api.OrderStateInproc, "surtiendo"},
	5:  {api.OrderStateComplete, "completo"},
	6:  {api.OrderStateTransit, "entregado"},
	7:  {api.OrderStateClosed, "cerrado"},
	8:  {api.OrderStateCancelled, "cancelado"},
	9:  {api.OrderStateRejected, "Rechazado"},
	10: {api.OrderStatePaused, "Pausado"},
	11: {api.OrderStateNegotiation, "En proceso de negociación"},
}

// lastNumber is the number of cancelled.
const lastNumber = 8

// place is where a state stands in the table; 0 for a state that is not in it.
func place(state api.OrderState) int {
	for i := 1; i < len(states); i++ {
		if states[i].code == state {
			return i
		}
	}
	return 0
}

func unnumbered(state api.OrderState) bool { return place(state) > lastNumber }

func nameOf(state api.OrderState) string {
	if i := place(state); i > 0 {
		return states[i].name
	}
	return string(state) // only a defect lets an order have it
}

// withdrawn tells whether the world's reading does not have the state at all.
func withdrawn(env *simulator.Env, state api.OrderState) bool {
	return env.Reading(rules.UnnumberedStates) == "withdrawn" && env.Violates(rules.UnnumberedStates, unnumbered(state))
}

// named returns the state that a word of the path names, and whether it names
// one in this world.
func named(env *simulator.Env, word api.OrderState) (state api.OrderState, is bool) {
	state = spelled(env, word)
	switch {
	case withdrawn(env, state):
		return state, false
	case state == api.OrderStateCancelled && !env.Applies(rules.StatesOfTheTable):
		return state, false
	}
	return state, !env.Violates(rules.UnknownStates, place(state) == 0)
}

// spelled returns the code that a word stands for by the world's reading, or the
// word itself.
func spelled(env *simulator.Env, word api.OrderState) api.OrderState {
	switch reading := env.Reading(rules.UnknownStates); {
	case reading == "short-codes" && word == "env":
		return api.OrderStateTransit
	case reading == "short-codes" && word == "clos":
		return api.OrderStateClosed
	case reading == "numbers-and-cases":
		for i, s := range states[1:] {
			if strings.EqualFold(string(s.code), string(word)) || i < lastNumber && strconv.Itoa(i+1) == string(word) {
				return s.code
			}
		}
	}
	return word
}

// flow is the installation's own flow of states.
type flow struct {
	Steps []FlowStep `json:"steps"`
}

// FlowStep is a change that the installation's flow contains.
type FlowStep struct {
	From      api.OrderState `json:"from"`
	To        api.OrderState `json:"to"`
	Automatic bool           `json:"automatic,omitempty"`
}

var flows = store.NewKind[flow]("bridge.flow")

func (f flow) contains(from, to api.OrderState) bool {
	for _, step := range f.Steps {
		if step.From == from && step.To == to {
			return true
		}
	}
	return false
}

// flowForbids tells whether the flow, or the reading where the installation
// has none, does not let a state follow another. Cancelling needs no step.
func flowForbids(env *simulator.Env, f flow, from, to api.OrderState) bool {
	if len(f.Steps) > 0 {
		return env.Violates(rules.FlowIsConfigurable, to != api.OrderStateCancelled && !f.contains(from, to))
	}
	if unnumbered(from) || unnumbered(to) || to == api.OrderStateCancelled {
		return false
	}
	back, ahead := place(to) < place(from), place(to) > place(from)+1
	if !env.Applies(rules.FreeFlow) {
		return back // and past several states, a mixture that no reading has
	}
	return env.Reading(rules.FreeFlow) == "next-number" && (back || ahead)
}

// need is one prerequisite of a state. A grant is the other way about: the
// rule lets the order pass, so the change is refused where it does not apply.
type need struct {
	rule    *specs.Rule
	lacking bool
	grant   bool
	text    string
}

// asked tells whether the need stands in the way of a call.
func (n need) asked(env *simulator.Env) bool {
	if n.grant {
		return n.lacking && !env.Applies(n.rule)
	}
	return env.Violates(n.rule, n.lacking)
}

// looks tells whether a row's prerequisites are looked at: by a call that is as
// the world's reading has it, by a step that the flow takes itself always.
type looks func(*simulator.Env, *specs.Rule) bool

func always(*simulator.Env, *specs.Rule) bool { return true }

// needs lists the prerequisites of a state, in the order they are asked.
func needs(env *simulator.Env, o order, to api.OrderState, at looks) []need {
	switch to {
	case api.OrderStateConfirmed:
		return paymentNeeds(env, o, at)
	case api.OrderStateReadyToPick:
		return readyNeeds(env, o, at)
	case api.OrderStateInproc:
		return pickingNeeds(env, o)
	case api.OrderStateComplete:
		return itemNeeds(env, o, at)
	case api.OrderStateTransit:
		return carrierNeeds(env, o)
	case api.OrderStateCancelled:
		return []need{{rule: rules.CancelNeedsNothing, lacking: true, grant: true, text: "el pedido no se puede cancelar"}}
	}
	return nil
}

// checked tells whether this call looks at what a row of the table presupposes.
func checked(env *simulator.Env, rule *specs.Rule) bool { return env.Reading(rule) != "not-checked" }

// readyNeeds has a grant for the defect, which looks at the shipping alone.
func readyNeeds(env *simulator.Env, o order, at looks) []need {
	const text = "faltan los datos del envío o la etiqueta"
	rule := rules.ReadyNeedsShippingAndLabel
	return []need{
		{rule: rule, lacking: at(env, rule) && (o.Shipping == "" || o.Label == ""), text: text},
		{rule: rule, lacking: o.Shipping == "", grant: true, text: text},
	}
}

// pickingNeeds has a grant for the defect, which refuses what is in a list.
func pickingNeeds(env *simulator.Env, o order) []need {
	const text = "el pedido no está en una packing list"
	rule := rules.PickingNeedsPackingList
	reading := env.Reading(rule)
	needsList := reading == "list-allows" || reading == "list-moves"
	return []need{
		{rule: rule, lacking: needsList && o.PackingList == "", text: text},
		{rule: rule, lacking: o.PackingList != "", grant: true, text: text},
	}
}

// paymentNeeds has a grant for the defect of the first rule, which takes
// delivered payments for none.
func paymentNeeds(env *simulator.Env, o order, at looks) []need {
	const noPayment = "el pedido no tiene pagos asociados"
	paid := o.IsPaid || len(o.Payments) > 0
	unpaid := need{rule: rules.ConfirmedNeedsPayment, lacking: !paid && at(env, rules.ConfirmedNeedsPayment), text: noPayment}
	switch {
	case o.isGarbarinos():
		const noMeans = "falta el medio de pago default"
		means := o.DefaultPaymentMeans != ""
		binds := env.Reading(rules.GarbarinoNeedsDefaultMeans) == "binds-the-customer"
		return []need{
			{rule: rules.GarbarinoNeedsDefaultMeans, lacking: binds && !means, text: noMeans},
			{rule: rules.GarbarinoNeedsDefaultMeans, lacking: means && !paid, grant: true, text: noPayment},
			{rule: unpaid.rule, lacking: !means && unpaid.lacking, text: noPayment},
		}
	case o.isMarketplaces():
		return []need{
			unpaid,
			{rule: rules.MarketplacePaymentComesLater, lacking: o.IsPaid && len(o.Payments) == 0, grant: true, text: noPayment},
		}
	}
	return []need{
		unpaid,
		{rule: unpaid.rule, lacking: !o.IsPaid && len(o.Payments) > 0, grant: true, text: noPayment},
		{rule: rules.OtherMeansEitherWay, lacking: paid && o.IsPaid != (len(o.Payments) > 0), grant: true, text: noPayment},
	}
}

// itemNeeds keeps apart what lacks altogether, or lacks serial numbers, and
// what is there in part. The grants are for the defects: one does not look at
// serial numbers, the other not at pieces.
func itemNeeds(env *simulator.Env, o order, at looks) []need {
	const lack, total = "faltan los ítems o las series del pedido", "el pedido se completa siempre en forma total"
	some, none, all, serials := false, false, len(o.Items) > 0, true
	for _, item := range o.Items {
		some, none = some || item.Confirmed > 0, none || item.Confirmed == 0
		all = all && item.Confirmed >= item.Quantity
		serials = serials && (!item.Serialized || len(item.Serials) >= item.Quantity)
	}
	return []need{
		{rule: rules.CompleteNeedsItems, lacking: at(env, rules.CompleteNeedsItems) && (!some || all && !serials), text: lack},
		{rule: rules.CompleteNeedsItems, lacking: !some, grant: true, text: lack},
		{rule: rules.CompleteIsTotal, lacking: at(env, rules.CompleteIsTotal) && some && !all, text: total},
		{rule: rules.CompleteIsTotal, lacking: some && none, grant: true, text: total},
	}
}

// carrierNeeds has a grant as well: the defect refuses the call whatever came
// in, since a call that needs nothing is one of the readings.
func carrierNeeds(env *simulator.Env, o order) []need {
	const noNews = "no hay novedades del operador logístico"
	reading := env.Reading(rules.TransitNeedsCarrierOrHand)
	waits := reading == "news-allows" || reading == "news-moves"
	return []need{
		{rule: rules.TransitNeedsCarrierOrHand, lacking: waits && len(o.CarrierNews) == 0, text: noNews},
		{rule: rules.TransitNeedsCarrierOrHand, lacking: true, grant: true, text: noNews},
	}
}

// met tells whether all prerequisites of a state hold, without asking the
// rules: nobody has called, so nobody is refused.
func met(env *simulator.Env, o order, to api.OrderState) bool {
	for _, n := range needs(env, o, to, always) {
		if n.lacking && !n.grant {
			return false
		}
	}
	return true
}

func (o order) isGarbarinos() bool { return strings.EqualFold(o.Customer, "Garbarino") }

func (o order) isMarketplaces() bool {
	return strings.EqualFold(o.Customer, "Fravega") || strings.EqualFold(o.Customer, "MKTPlace")
}
