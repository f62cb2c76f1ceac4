package cli

import (
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/internal/input"
	"github.com/plumbline-api/plumbline/internal/vendors"
	"github.com/plumbline-api/plumbline/report"
)

// rerun takes from an earlier report what is to be judged again: the rules that
// failed, ended in an error or were left open there. It returns the vendors that
// have some. The seed is that of the report where none is given, so that the
// same is sent.
func (c *verifyCommand) rerun(list []vendors.Vendor, target string) ([]vendors.Vendor, error) {
	if c.RerunFailed == "" {
		return list, nil
	}
	text, err := input.ReadText(c.RerunFailed, input.MostOfReport)
	if err != nil {
		return nil, usage("--rerun-failed: %v", err)
	}
	r, err := report.Parse(text)
	if err != nil {
		return nil, usage("--rerun-failed %s: %v", c.RerunFailed, err)
	}
	var again []vendors.Vendor
	for _, v := range list {
		i := slices.IndexFunc(r.Vendors, func(judged report.Vendor) bool { return judged.Name == v.Book.Vendor })
		if i < 0 && len(c.Vendors) == 0 {
			continue
		}
		if i < 0 {
			return nil, usage("--rerun-failed %s: the report is of %s and not of %s", c.RerunFailed, reported(r), v.Book.Vendor)
		}
		before := r.Vendors[i]
		if before.NotBuilt {
			continue
		}
		if before.Target != target {
			return nil, usage("--rerun-failed %s: the report is of %s at %s, and this run is of %s", c.RerunFailed, before.Name, before.Target, target)
		}
		if open := unsettled(v, before); len(open) > 0 {
			c.only = append(c.only, open...)
			again = append(again, v)
		}
	}
	if len(again) == 0 {
		return nil, usage("--rerun-failed %s: nothing in it failed, ended in an error or was inconclusive", c.RerunFailed)
	}
	if c.RandomSeed == 0 {
		c.RandomSeed = r.RandomSeed
	}
	return again, nil
}

func reported(r *report.Report) string {
	var names []string
	for _, v := range r.Vendors {
		names = append(names, v.Name)
	}
	return strings.Join(names, ", ")
}

// unsettled lists the rules that are to be judged again; all of a vendor that
// was not reached.
func unsettled(v vendors.Vendor, before report.Vendor) []string {
	var rules []string
	if before.Unreachable != "" {
		for _, r := range v.Book.Rules {
			rules = append(rules, r.ID)
		}
	}
	for _, r := range before.Rules {
		if slices.Contains([]report.Verdict{report.Fail, report.Error, report.Inconclusive}, r.Verdict) {
			rules = append(rules, r.ID)
		}
	}
	return rules
}
