package simulator

// send lets the answer go out, once the transaction has ended.
func (c *call) send() {
	c.observed()
	c.engine.entered.ring()
	c.answer.Send(c.http.Context(), c.engine.options.Wait, c.out)
}

// observed notes what the transaction has come to.
func (c *call) observed() {
	entry, o := c.env.entry, &c.observation
	o.Operation, o.Status, o.Journal = entry.Operation, entry.Response.Status, entry.ID
	o.Refused, o.Consulted = c.env.refused, entry.Consulted
	o.Nearest = entry.Nearest
	if len(o.Refused) == 0 && c.broken && len(entry.Breaches) > 0 {
		o.Breach = entry.Breaches[0].At + " " + entry.Breaches[0].Message
	}
	if c.strike != nil {
		o.Fault = c.strike.Kind()
	}
}
