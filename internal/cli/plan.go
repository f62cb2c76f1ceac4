package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/plumbline-api/plumbline/conformance"
	"github.com/plumbline-api/plumbline/internal/vendors"
)

// plan prints what the run would do.
func (c *verifyCommand) plan(ctx context.Context, s streams, list []vendors.Vendor, profile *conformance.Profile, dialect map[string]string) error {
	for _, v := range list {
		if v.Conformance == nil {
			fmt.Fprintf(s.out, "%s is not built yet\n\n", v.Book.Vendor)
			continue
		}
		o, err := c.options(ctx, v, profile)
		if err != nil {
			return fmt.Errorf("%s: %w", v.Book.Vendor, err)
		}
		var p conformance.Preview
		if profile != nil {
			p, err = vendors.PreviewAt(ctx, v, o)
		} else {
			p, err = vendors.PreviewLocal(ctx, v, c.engine(v, dialect), o)
		}
		if errors.Is(err, conformance.ErrProfile) || errors.Is(err, conformance.ErrSelection) {
			return usage("%v", err)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", v.Book.Vendor, err)
		}
		if err := writePlan(s.out, p); err != nil {
			return err
		}
	}
	return nil
}

// writePlan prints what a run would do.
func writePlan(w io.Writer, p conformance.Preview) error {
	run := 0
	for _, c := range p.Cases {
		if c.Held == "" {
			run++
		}
	}
	fmt.Fprintf(w, "%s at %s: %d of %d cases would run, about %d requests", p.Vendor, p.Target, run, len(p.Cases), p.Requests)
	if p.Budget > 0 {
		fmt.Fprintf(w, "; limits.requests is %d", p.Budget)
	}
	fmt.Fprintln(w, "\n\nThey would run in this order. The requests of a case are those that it took on the simulator in this process,"+
		"\nwith one for each change that is taken back; a case that fails is repeated once. Nothing has been sent.")
	if err := writeCases(w, p.Cases[:run]); err != nil {
		return err
	}
	if run < len(p.Cases) {
		writeHeld(w, p.Cases[run:])
	}
	if len(p.Fixtures) > 0 {
		fmt.Fprintln(w, "\nFixtures of the profile, and how many cases say that they need one:")
	}
	for _, f := range p.Fixtures {
		fmt.Fprintf(w, "  %s: %d, %d cases\n", f.Name, f.Has, f.NeededBy)
	}
	writeOpen(w, p.Open)
	fmt.Fprintln(w)
	return nil
}

func writeCases(w io.Writer, cases []conformance.PreviewCase) error {
	if len(cases) == 0 {
		return nil
	}
	fmt.Fprintln(w)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "requests\teffect\tphase\trule\tcase, and what it needs")
	for _, c := range cases {
		name := c.Name
		if c.Reading != "" {
			name += " (reading " + c.Reading + ")"
		}
		if len(c.Needs) > 0 {
			name += " [" + strings.Join(c.Needs, ", ") + "]"
		}
		fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\n", c.Requests, c.Effect, c.Phase, c.Rule.ID, name)
	}
	return table.Flush()
}

// writeOpen prints the rules that would stay open, by why.
func writeOpen(w io.Writer, open []conformance.PreviewRule) {
	var reasons []string
	rules := map[string][]string{}
	for _, r := range open {
		reason := string(r.Verdict) + ": " + r.Reason
		if rules[reason] == nil {
			reasons = append(reasons, reason)
		}
		rules[reason] = append(rules[reason], r.ID)
	}
	if len(open) > 0 {
		fmt.Fprintf(w, "\nThese %d rules would stay open:\n", len(open))
	}
	for _, reason := range reasons {
		fmt.Fprintf(w, "\n%s\n  %s\n", reason, strings.Join(rules[reason], "\n  "))
	}
}

// writeHeld groups what would not run by why, in the order in which the reasons
// come up, and then by rule.
func writeHeld(w io.Writer, cases []conformance.PreviewCase) {
	type held struct {
		reason string
		cases  int
		rules  []string
		of     map[string]int
	}
	var all []*held
	for _, c := range cases {
		reason := string(c.Held) + ": " + c.Reason
		i := slices.IndexFunc(all, func(h *held) bool { return h.reason == reason })
		if i < 0 {
			i = len(all)
			all = append(all, &held{reason: reason, of: map[string]int{}})
		}
		h := all[i]
		if h.cases++; h.of[c.Rule.ID] == 0 {
			h.rules = append(h.rules, c.Rule.ID)
		}
		h.of[c.Rule.ID]++
	}
	fmt.Fprintf(w, "\nThese %d would not run:\n", len(cases))
	for _, h := range all {
		fmt.Fprintf(w, "\n%s (%d)\n", h.reason, h.cases)
		for _, rule := range h.rules {
			fmt.Fprintf(w, "  %s (%d)\n", rule, h.of[rule])
		}
	}
}
