package simulator

import (
	"strconv"

	"github.com/plumbline-api/plumbline/simulator/latitude"
)

// respond makes of the service's answer what the client sees: varied where the
// world is hostile, checked, and disturbed by the fault if there is one.
func (c *call) respond() {
	if c.strike == nil || !c.strike.Refused() {
		c.vary()
		c.inspect(c.env.entry.Operation)
		if c.strike != nil {
			c.env.entry.Fault = c.strike.Disturb(c.answer)
		}
	}
	c.answer.Header().Set("Plumbline-Journal", strconv.FormatUint(c.env.entry.ID, 10))
}

// vary changes of the answer what its contract leaves free. Values stay as they
// are.
func (c *call) vary() {
	entry := c.env.entry
	if entry.Operation == "" || !c.env.Hostile() {
		return
	}
	a, op := c.answer, c.served.contract.Operation(entry.Operation)
	v := latitude.Of(c.env.world.rand(latitudeStream|entry.ID), c.vendor.FreeOrder[entry.Operation])
	if body, ok := v.Body(op, a.Status, a.Header().Get("Content-Type"), a.Body.Bytes()); ok {
		a.Body.Reset()
		a.Body.Write(body)
	}
	v.Header(a.Header())
}

// inspect is the self-check of an answer of one of the contract's operations.
func (c *call) inspect(operation string) {
	if c.engine.options.Inspect == nil || operation == "" {
		return
	}
	a := c.answer
	for _, finding := range c.engine.options.Inspect(c.vendor.Book.Vendor, operation, c.path, a.Status, a.Header(), a.Body.Bytes()) {
		c.engine.log.Error("self-check: the answer breaks the contract", "vendor", c.vendor.Book.Vendor, "operation", operation, "finding", finding)
	}
}
