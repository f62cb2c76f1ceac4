package simulator

import (
	"net/http"
	"slices"

	"github.com/plumbline-api/plumbline/simulator/fault"
	"github.com/plumbline-api/plumbline/simulator/journal"
)

// refusedBy puts the rule that decided a refusal first among those that refused
// the request. A service may ask several before it answers, and some by Applies:
// of all that were asked it is the one whose documented refusal is the answer,
// else the first that was violated.
func (c *call) refusedBy() {
	env := c.env
	if c.strike != nil && c.strike.Refused() || len(env.refused) == 0 && c.answer.Status < http.StatusBadRequest {
		return
	}
	candidates := slices.Clone(env.refused)
	for _, asked := range slices.Backward(env.entry.Consulted) {
		if asked.Outcome == journal.Decided && !slices.Contains(candidates, asked.Rule) {
			candidates = append(candidates, asked.Rule)
		}
	}
	if len(env.refused) == 1 || len(candidates) == 0 {
		return
	}
	for _, id := range candidates {
		if c.answersFor(id) {
			env.refused = append([]string{id}, slices.DeleteFunc(env.refused, func(other string) bool { return other == id })...)
			return
		}
	}
}

// answersFor tells whether the answer is the documented refusal of a rule, by
// its status and its code.
func (c *call) answersFor(id string) bool {
	if c.vendor.Documented == nil {
		return false
	}
	trial, entry := *c.env, *c.env.entry
	entry.Consulted, trial.entry = nil, &entry
	response, found := c.documented(&trial, fault.Effect{Kind: fault.RefuseDocumented, Rule: id})
	return found && response.Status == c.answer.Status && c.code(response.Body) == c.code(c.answer.Body.Bytes())
}

// code is the vendor's own code in a body.
func (c *call) code(body []byte) string {
	if c.vendor.ErrorCodes == nil {
		return ""
	}
	return c.vendor.ErrorCodes.Of(journal.Message{Body: body})
}
