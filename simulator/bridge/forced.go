package bridge

import (
	"strconv"

	api "github.com/plumbline-api/plumbline/generated/bridge"
	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/specs"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
)

// documented is the refusal of a rule, for faults that force it.
func documented(env *simulator.Env, rule *specs.Rule) (simulator.Response, bool) {
	switch rule {
	case rules.TokenNeeded, rules.ExpiredTokenIsRefused, rules.CheckTokenTellsValidity, rules.InvalidTokenAnswer:
		return invalidToken(env), env.Operation() != "logIn"
	case rules.NewStateRequired:
		return refuseChange(env, stateRequired), env.Reading(rule) == "answered"
	case rules.SameStateIs1021:
		return refuseChange(env, sameState), true
	case rules.SentOrClosedIs1023, rules.ClosedIsFinal:
		return refuseChange(env, sentOrClosed), env.Operation() == "changeOrderState"
	case rules.NumberRequired, rules.EmptyNumberIsMissing:
		return refuseChange(env, numberRequired), env.Operation() == "changeOrderState"
	case rules.StatusNumberRequired:
		return refuseStatus(env, numberRequired), true
	case rules.UnknownOrderIs1022:
		return coded(env, strconv.Itoa(int(api.AckUnknownOrder)))
	case rules.UnknownStates:
		return refuseChange(env, unknownState), env.Operation() == "changeOrderState"
	case rules.UnknownErrorIs9999:
		return coded(env, strconv.Itoa(int(api.AckUnknownError)))
	case rules.LoginMembers, rules.UnknownClientIsRefused:
		return refuseLogIn(env, unknown("no existe un cliente con ese clientId y clientSecret")), true
	case rules.ConfirmedNeedsPayment, rules.ReadyNeedsShippingAndLabel, rules.PickingNeedsPackingList, rules.CompleteNeedsItems,
		rules.CompleteIsTotal, rules.FlowIsConfigurable:
		refused := refuseChange(env, unknown("la orden no cumple lo que el nuevo estado requiere"))
		return refused, checked(env, rule) && env.Operation() == "changeOrderState"
	}
	return simulator.Response{}, false
}

// coded is the answer with one of the document's codes, for faults that force
// it: a change knows them all, a query those that concern the number.
func coded(env *simulator.Env, code string) (simulator.Response, bool) {
	for _, why := range []refusal{stateRequired, sameState, sentOrClosed, numberRequired, unknownOrder, unknown("error desconocido")} {
		if strconv.Itoa(int(why.ack)) != code {
			continue
		}
		switch env.Operation() {
		case "changeOrderState":
			return refuseChange(env, why), true
		case "getOrderStatus":
			return refuseStatus(env, why), why == numberRequired || why == unknownOrder || why.ack == api.AckUnknownError
		}
	}
	return simulator.Response{}, false
}
