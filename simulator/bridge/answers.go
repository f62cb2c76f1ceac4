package bridge

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	api "github.com/plumbline-api/plumbline/generated/bridge"
	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/bridge"
)

// refusal is why a call is not executed. The texts are the document's where it
// has one.
type refusal struct {
	ack  api.Ack
	text string
}

var (
	stateRequired  = refusal{api.AckStateRequired, "el nuevo estado es requerido"}
	sameState      = refusal{api.AckSameState, "el nuevo estado no puede ser idéntico al actual"}
	sentOrClosed   = refusal{api.AckSentOrClosed, "no se puede cambiar de estado una orden enviada (env) o cerrada (clos)"}
	numberRequired = refusal{api.AckNumberRequired, "el número de pedido es requerido"}
	unknownOrder   = refusal{api.AckUnknownOrder, "el número de pedido no existe"}
	unreadable     = unknown("el cuerpo de la llamada no se puede leer")
	unknownState   = unknown("el estado no existe")
)

// unknown is a refusal without a code of its own.
func unknown(text string) refusal { return refusal{api.AckUnknownError, text} }

const dash = "-"

// success is the answer of an executed change in its plainest form.
func success() simulator.Response {
	message := dash
	return answer(http.StatusOK, api.Answer{Ack: api.AckExecuted, Message: &message})
}

// changed answers a change that is executed.
func changed(env *simulator.Env) simulator.Response {
	message := dash
	a := api.Answer{Ack: api.AckExecuted, Message: &message}
	switch reading := env.Reading(rules.SuccessMessage); {
	case !env.Applies(rules.SuccessMessage):
		message = sameState.text // that of an error, which no reading has
	case reading == "nothing":
		a.Message = nil
	case reading == "described":
		message = "La operación se ha ejecutado con éxito."
	}
	return envelope(env, http.StatusOK, a)
}

// refuseChange answers a change that is not executed.
func refuseChange(env *simulator.Env, why refusal) simulator.Response {
	a := api.Answer{Ack: codeOf(env, why), Message: &why.text}
	if !env.Applies(rules.ErrorsHaveOtherAcks) {
		a.Ack = api.AckExecuted
	}
	if !env.Applies(rules.MessageDescribesError) {
		why.text = dash
	}
	return envelope(env, refusedStatus(env), a)
}

// envelope encodes the answer to a change; the defect prints it with the
// comma that the document has, which is no JSON.
func envelope(env *simulator.Env, status int, a api.Answer) simulator.Response {
	response := answer(status, a)
	if !env.Applies(rules.AnswerEnvelope) {
		response.Body = append(response.Body[:len(response.Body)-1], ",}"...)
	}
	return response
}

// codeOf is the code of a refusal; the defect has another for unknown errors.
func codeOf(env *simulator.Env, why refusal) api.Ack {
	if why.ack == api.AckUnknownError && !env.Applies(rules.UnknownErrorIs9999) {
		return 1
	}
	return why.ack
}

// refusedStatus is the assumed HTTP status of every refusal.
func refusedStatus(env *simulator.Env) int {
	if !env.Applies(rules.StatusIs200) {
		return http.StatusBadRequest
	}
	return http.StatusOK
}

// refuseStatus answers a query that is refused.
func refuseStatus(env *simulator.Env, why refusal) simulator.Response {
	return answer(refusedStatus(env), api.OrderStatus{Ack: codeOf(env, why), Message: &why.text})
}

// refuseLogIn answers a log-in that is refused.
func refuseLogIn(env *simulator.Env, why refusal) simulator.Response {
	a := api.LoginAnswer{Ack: codeOf(env, why), Message: &why.text}
	if !env.Applies(rules.LoginMessage) {
		a.Message = nil
	}
	return answer(refusedStatus(env), a)
}

// invalidToken answers every call with a token that is none.
func invalidToken(env *simulator.Env) simulator.Response {
	message := "token inválido"
	a := api.Answer{Ack: api.AckUnknownError, Message: &message}
	if !env.Applies(rules.InvalidTokenAnswer) {
		a.Ack = http.StatusUnauthorized
	}
	return answer(refusedStatus(env), a)
}

// refuse answers a request that breaks the contract.
func refuse(env *simulator.Env, r *simulator.Request, breaches []contract.Breach) simulator.Response {
	switch r.Operation.ID {
	case "changeOrderState":
		return refuseChange(env, firstBreach(env, r, breaches))
	case "getOrderStatus":
		return refuseStatus(env, ranked(breaches)[0])
	}
	if why, is := ofHTTP(breaches); is {
		return refuseLogIn(env, why)
	}
	return refuseLogIn(env, unknown("clientId y clientSecret son requeridos"))
}

// firstBreach is the refusal that decides. A state that the world does not have
// breaks no schema and yet comes before a missing number.
func firstBreach(env *simulator.Env, r *simulator.Request, breaches []contract.Breach) refusal {
	if _, is := named(env, api.OrderState(r.Path["orderState"])); !is {
		breaches = append(breaches[:len(breaches):len(breaches)], contract.Breach{At: "path orderState"})
	}
	list := ranked(breaches)
	first := list[0]
	if !env.Applies(rules.FirstRefusalDecides) {
		first = list[len(list)-1]
	}
	if first == numberRequired && env.Reading(rules.NumberRequired) == "another-refusal" {
		return unknown(numberRequired.text)
	}
	return first
}

// ranked lists the refusals that breaches amount to, in the order of the rule
// FirstRefusalDecides; it is never empty.
func ranked(breaches []contract.Breach) []refusal {
	if why, is := ofHTTP(breaches); is {
		return []refusal{why}
	}
	var path, missing, other bool
	for _, b := range breaches {
		switch {
		case strings.HasPrefix(b.At, "path "):
			path = true
		case numberMissing(b.Pointer):
			missing = true
		default:
			other = true
		}
	}
	var list []refusal
	if other {
		list = append(list, unreadable)
	}
	if path {
		list = append(list, unknownState)
	}
	if missing {
		list = append(list, numberRequired)
	}
	if len(list) == 0 {
		return []refusal{unreadable}
	}
	return list
}

// ofHTTP is the refusal of a request that is half read: no constraint of the
// contract is broken, and the text says where it is.
func ofHTTP(breaches []contract.Breach) (why refusal, is bool) {
	for _, b := range breaches {
		if b.Pointer == "" && b.Message != "" {
			return unknown("la llamada no se puede leer: " + b.At + " " + b.Message), true
		}
	}
	return refusal{}, false
}

// numberMissing tells whether a breach is that no body, no number or an empty
// one was sent.
func numberMissing(pointer string) bool {
	return strings.HasSuffix(pointer, "/required") || strings.HasSuffix(pointer, "/minLength")
}

// careless is the answer of a server that does not look at what it gets.
func careless(r *simulator.Request) simulator.Response {
	message := dash
	switch r.Operation.ID {
	case "getOrderStatus":
		code, name := string(api.OrderStateOpen), nameOf(api.OrderStateOpen)
		return answer(http.StatusOK, api.OrderStatus{
			Ack: api.AckExecuted, Message: &message, CurrentStatus: &code, CurrentStatusName: &name, History: &[]api.StateStep{},
		})
	case "logIn":
		token := "bm90LWE.cmVhbA.dG9rZW4" // the contract's example of the right shape
		return answer(http.StatusOK, api.LoginAnswer{Ack: api.AckExecuted, Token: &token})
	}
	return success()
}

func answer(status int, value any) simulator.Response {
	return simulator.JSON(status, "application/json", value)
}

// reply sends an answer through the generated server, whatever its operation.
type reply simulator.Response

func (r reply) write(w http.ResponseWriter) error {
	for name, values := range r.Header {
		w.Header()[name] = values
	}
	w.WriteHeader(r.Status)
	if _, err := w.Write(r.Body); err != nil {
		return fmt.Errorf("bridge: answer: %w", err)
	}
	return nil
}

// VisitChangeOrderStateResponse sends the answer to a change.
func (r reply) VisitChangeOrderStateResponse(w http.ResponseWriter) error { return r.write(w) }

// VisitGetOrderStatusResponse sends the answer to a query.
func (r reply) VisitGetOrderStatusResponse(w http.ResponseWriter) error { return r.write(w) }

// VisitLogInResponse sends the answer to a log-in.
func (r reply) VisitLogInResponse(w http.ResponseWriter) error { return r.write(w) }

// VisitCheckTokenResponse sends the answer to the check of a token.
func (r reply) VisitCheckTokenResponse(w http.ResponseWriter) error { return r.write(w) }
