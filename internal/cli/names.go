package cli

import (
	"strings"

	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/specs"
)

// checkDefects compares the rules that are to be broken with those that the
// simulators of the vendors can break.
func checkDefects(list []vendors.Vendor, ids []string) error {
	for _, id := range ids {
		rule, err := findRule(list, "--defect", id)
		if err != nil {
			return err
		}
		if rule.Binds != specs.Server {
			return usage("--defect: %s binds the caller, so a simulator can't break it; plumbline rules shows whom a rule binds", id)
		}
	}
	return nil
}

// findRule returns a rule of a vendor that has a simulator.
func findRule(list []vendors.Vendor, place, id string) (*specs.Rule, error) {
	var names, ids []string
	for _, v := range list {
		if v.Simulator == nil {
			continue
		}
		for _, r := range v.Book.Rules {
			ids = append(ids, r.ID)
		}
		if r := v.Book.Rule(id); r != nil {
			return r, nil
		}
		if now := v.Book.NowCalled(id); now != "" {
			return nil, usage("%s: unknown rule %q%s", place, id, now)
		}
		names = append(names, v.Book.Vendor)
	}
	return nil, usage("%s: unknown rule %q%s; plumbline rules lists those of %s", place, id, didYouMean(id, ids), strings.Join(names, ", "))
}
