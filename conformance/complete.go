package conformance

import (
	"fmt"
	"strings"
)

// complete names what a plan can't do without and lacks, before anything is sent.
func (p *Plan) complete() error {
	if p == nil {
		return fmt.Errorf("Prepare returned no Plan")
	}
	var lacks []string
	for _, required := range []struct {
		name string
		set  bool
	}{
		{"Authorize", p.Authorize != nil},
		{"Missing", p.Missing != nil},
		{"Contact", p.Contact != nil},
		{"Steps", p.Steps != nil},
		{"Call", p.Call != nil},
		{"Effects", p.Effects != nil},
		{"Refused", p.Refused != nil || p.RefusedAnswer != nil},
	} {
		if !required.set {
			lacks = append(lacks, required.name)
		}
	}
	if len(lacks) == 0 {
		return nil
	}
	return fmt.Errorf("its Plan has to set %s", strings.Join(lacks, ", "))
}
