package reference

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Scenario writes a finding as a scenario: in the vendor's steps where there are
// some, else in the generic ones, which name method, path and body.
func (v *Vendor) Scenario(f Finding) string {
	last := len(f.Trace.Steps) - 1
	var w strings.Builder
	fmt.Fprintf(&w, "Scenario: %s\n", f.Trace.Steps[last].Request.Name)
	for i := range f.Trace.Steps {
		s := &f.Trace.Steps[i]
		word := "And"
		switch {
		case i == last:
			word = "When"
		case i == 0:
			word = "Given"
		}
		fmt.Fprintf(&w, "  %s %s\n", word, v.sentence(&s.Request, v.Outcome(s.Request.Operation, &s.Answer)))
	}
	for i, d := range f.Differences {
		word := "Then"
		if i > 0 {
			word = "And"
		}
		fmt.Fprintf(&w, "  %s %s is %s\n", word, d.What, d.Expected)
	}
	return w.String()
}

// sentence is a request as a step.
func (v *Vendor) sentence(r *Request, outcome string) string {
	if v.Explore != nil && v.Explore.Step != nil {
		if text := v.Explore.Step(r, outcome); text != "" {
			return text
		}
	}
	address := r.Path
	if r.Query != "" {
		address += "?" + r.Query
	}
	if len(r.Body) == 0 {
		return fmt.Sprintf("%s %s is called", r.Method, address)
	}
	body := string(r.Body)
	if json.Valid(r.Body) {
		return fmt.Sprintf("%s %s is called with the body:\n    \"\"\"\n    %s\n    \"\"\"", r.Method, address, body)
	}
	return fmt.Sprintf("%s %s is called with the body %q", r.Method, address, body)
}
