package simulator

import (
	"slices"

	"github.com/plumbline-api/plumbline/simulator/fault"
)

// refusedByFault looks for the fault that strikes the call, and answers for the
// service where it keeps the request from that.
func (c *call) refusedByFault() bool {
	entry := c.env.entry
	c.strike, c.failed = fault.First(&c.env.world.tx, &fault.Request{
		Vendor: entry.Vendor, Operation: entry.Operation, Header: c.http.Header, Body: c.body, Documented: c.hasError,
	}, c.env.world.numbers(faultStream|entry.ID))
	if c.strike == nil || c.failed != nil {
		return c.failed != nil
	}
	told, refused := c.strike.Refuse(c.answer, func(a *fault.Answer, x fault.Effect) {
		response, _ := c.documented(c.env, x)
		response.to(a)
	})
	if refused {
		entry.Fault = told
	}
	return refused
}

// hasError tells whether there is an answer for a refuse-documented. There is
// none where the rule does not speak of the operation, and none any more where
// the world's dialect has changed since. What it asks is not journalled.
func (c *call) hasError(x fault.Effect) bool {
	trial, entry := *c.env, *c.env.entry
	entry.Consulted, trial.entry = nil, &entry
	_, found := c.documented(&trial, x)
	return found
}

// documented is the vendor's own answer for a refuse-documented.
func (c *call) documented(env *Env, x fault.Effect) (Response, bool) {
	if x.Code != "" {
		return c.vendor.Coded(env, x.Code)
	}
	rule := c.engine.rules[x.Rule]
	if rule == nil || !slices.Contains(rule.Operations, env.entry.Operation) {
		return Response{}, false
	}
	return c.vendor.Documented(env, rule)
}
