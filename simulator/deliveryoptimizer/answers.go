package deliveryoptimizer

import (
	"maps"
	"net/http"

	"github.com/plumbline-api/plumbline/simulator"
	rules "github.com/plumbline-api/plumbline/specs/deliveryoptimizer"
)

const jsonType = "application/json"

// answered is an answer of the service that the contract has no type for: it
// describes the body of no refusal, and of a boolean one spelling only.
type answered simulator.Response

func (a answered) write(w http.ResponseWriter) error {
	maps.Copy(w.Header(), a.Header)
	w.WriteHeader(a.Status)
	_, err := w.Write(a.Body)
	return err
}

func (a answered) VisitUpsertOrderResponse(w http.ResponseWriter) error       { return a.write(w) }
func (a answered) VisitReplaceOrdersResponse(w http.ResponseWriter) error     { return a.write(w) }
func (a answered) VisitDeleteOrderResponse(w http.ResponseWriter) error       { return a.write(w) }
func (a answered) VisitDeleteOrderByCodeResponse(w http.ResponseWriter) error { return a.write(w) }
func (a answered) VisitGetOrderResponse(w http.ResponseWriter) error          { return a.write(w) }

// jsonAnswer is a success, ended by a line feed as the generated server ends its
// own.
func jsonAnswer(value any) answered {
	a := answered(simulator.JSON(http.StatusOK, jsonType, value))
	a.Body = append(a.Body, '\n')
	return a
}

// refusal is what the service says of a request that it does not take.
func refusal(env *simulator.Env, title string) answered {
	return answered(problem(badRequest(env), title, ""))
}

// boolean is the answer of a write on one order.
func boolean(env *simulator.Env, value bool) answered {
	switch {
	case !env.Applies(rules.BareBooleans):
		return jsonAnswer(map[string]bool{"done": value})
	case env.Reading(rules.BareBooleans) == "as-printed":
		text := "false"
		if value {
			text = "True"
		}
		return answered{Status: http.StatusOK, Header: http.Header{"Content-Type": {"text/plain"}}, Body: []byte(text)}
	}
	return jsonAnswer(value)
}

// unknownOrder is the answer where an order is read that is not there. A defect
// answers as no reading has it.
func unknownOrder(env *simulator.Env) answered {
	if !env.Applies(rules.UnknownOrderIs404) {
		return answered{Status: http.StatusGone}
	}
	switch env.Reading(rules.UnknownOrderIs404) {
	case "null":
		return jsonAnswer(nil)
	case "no-content":
		return answered{Status: http.StatusNoContent}
	}
	return answered(problem(http.StatusNotFound, noOrder, ""))
}
