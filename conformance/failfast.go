package conformance

import (
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
)

// failFast ends the run when a case shows that a rule does not hold. One of
// several readings that does not hold shows nothing yet.
func (r *runner) failFast(c Case, out report.Case) {
	if !r.options.FailFast {
		return
	}
	broken := r.ledger.brokenRules()
	if out.Verdict == report.Fail && (c.Reading == "" || r.lastReading(c)) {
		broken = append(broken, c.Rule)
	}
	for _, rule := range broken {
		_, known := r.known[rule.ID]
		lenient := rule.Level == specs.Should && r.options.Selection.Level != specs.Should
		if rule.Basis != specs.Assumed && !lenient && !known && r.options.Selection.Matches(rule.ID) {
			r.stop("a rule failed, and with --fail-fast a run ends there")
			return
		}
	}
}

// lastReading notes that a reading does not hold, and tells whether it was the
// rule's last.
func (r *runner) lastReading(c Case) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.fallen[c.Rule] == nil {
		r.fallen[c.Rule] = map[string]bool{}
	}
	r.fallen[c.Rule][c.Reading] = true
	return len(r.fallen[c.Rule]) == len(c.Rule.Readings)
}
