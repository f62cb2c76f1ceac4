package conformance

import "github.com/plumbline-api/plumbline/report"

// impersonal takes personal data out of what was recorded before the run met it:
// an address may hold what a later answer shows to be somebody's.
func (r *runner) impersonal(out *report.Vendor) {
	for i := range out.Rules {
		for j := range out.Rules[i].Cases {
			c := &out.Rules[i].Cases[j]
			c.Reason, c.Scenario = r.target.Clean(c.Reason), r.target.Clean(c.Scenario)
			for k := range c.Mismatches {
				c.Mismatches[k] = cleaned(c.Mismatches[k], r.target.Clean)
			}
			for k := range c.Exchanges {
				r.target.CleanExchange(&c.Exchanges[k])
			}
		}
		out.Rules[i].Reason = r.target.Clean(out.Rules[i].Reason)
	}
	for i := range out.Created {
		out.Created[i].ID, out.Created[i].Reason = r.target.Clean(out.Created[i].ID), r.target.Clean(out.Created[i].Reason)
	}
	for i := range out.Used {
		out.Used[i].ID = r.target.Clean(out.Used[i].ID)
	}
	for i := range out.Notes {
		out.Notes[i] = r.target.Clean(out.Notes[i])
	}
	out.Stopped = r.target.Clean(out.Stopped)
}
