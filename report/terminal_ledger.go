package report

import "fmt"

// ledger tells what the run made on the target and used of the profile: what it
// left behind always, everything when verbose.
func (p *printer) ledger(r *Report) {
	touched := func(v *Vendor) bool { return v.left() > 0 || p.verbose && len(v.Created)+len(v.Used) > 0 }
	p.section(r, "LEFT ON THE TARGET, and what was used", touched, func(v *Vendor) {
		if n := len(v.Created); n > 0 {
			p.text(2, plain, fmt.Sprintf("%s made, %d of them taken back", plural(n, "entity", "entities"), n-v.left()))
		}
		for _, c := range v.Created {
			switch {
			case !c.Undone:
				p.item(2, 2, yellow, fmt.Sprintf("left: %s %s: %s", c.What, c.ID, c.Reason))
				p.text(4, dim, c.Rule+": "+c.Case)
			case p.verbose:
				p.item(2, 2, plain, fmt.Sprintf("taken back: %s %s (%s: %s)", c.What, c.ID, c.Rule, c.Case))
			}
		}
		for _, u := range v.Used {
			if !p.verbose {
				break
			}
			how := "used up"
			if u.Kept {
				how = "left as it was"
			}
			p.item(2, 2, plain, fmt.Sprintf("%s: fixtures.%s %s (%s: %s)", how, u.Fixture, u.ID, u.Rule, u.Case))
		}
	})
}

// left counts what the run did not take back.
func (v *Vendor) left() int {
	n := 0
	for _, c := range v.Created {
		if !c.Undone {
			n++
		}
	}
	return n
}
