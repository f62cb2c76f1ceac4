package conformance

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/goccy/go-yaml"

	"github.com/plumbline-api/plumbline/internal/input"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
)

// KnownFailure is a failure that is accepted until a day, by somebody and for a
// reason.
type KnownFailure struct {
	Rule    string `yaml:"rule"`
	Reason  string `yaml:"reason"`
	Owner   string `yaml:"owner"`
	Expires string `yaml:"expires"` // the last day on which it is accepted, YYYY-MM-DD
}

// readKnown reads a file of known failures, and compares it with the rules that
// there are.
func readKnown(file string, book specs.Book) (known map[string]KnownFailure, notes []string, err error) {
	text, err := input.ReadText(file, input.MostOfYAML)
	if err != nil {
		return nil, nil, fmt.Errorf("known-failures: %w", err)
	}
	known, notes, err = parseKnown(text, book)
	if err != nil {
		return nil, nil, fmt.Errorf("known-failures: %s: %w", file, err)
	}
	return known, notes, nil
}

// parseKnown takes an entry of a rule that has another ID now for one of that
// rule, and leaves it out if the rule binds the caller now. The notes tell so.
func parseKnown(text []byte, book specs.Book) (known map[string]KnownFailure, notes []string, err error) {
	text, _, err = input.YAML(text)
	if err != nil {
		return nil, nil, err
	}
	var list []KnownFailure
	if err := yaml.UnmarshalWithOptions(text, &list, yaml.DisallowUnknownField()); err != nil {
		return nil, nil, fmt.Errorf("%s; it is a list of entries with rule, reason, owner and expires", input.OneLine(err))
	}
	known = map[string]KnownFailure{}
	for i, k := range list {
		if now := book.Renamed(k.Rule); now != nil {
			notes = append(notes, fmt.Sprintf("known failures: there is no rule %s%s", k.Rule, book.NowCalled(k.Rule)))
			if now.Binds == specs.Client {
				continue // it can't fail
			}
			k.Rule = now.ID
		}
		if err := k.check(book); err != nil {
			return nil, nil, fmt.Errorf("entry %d: %w", i+1, err)
		}
		if _, twice := known[k.Rule]; twice {
			return nil, nil, fmt.Errorf("entry %d: %s is listed twice", i+1, k.Rule)
		}
		known[k.Rule] = k
	}
	return known, notes, nil
}

func (k KnownFailure) check(book specs.Book) error {
	rule := book.Rule(k.Rule)
	switch {
	case k.Rule == "":
		return errors.New("rule: the ID of a rule is required")
	case rule == nil || rule.Binds != specs.Server:
		return fmt.Errorf("rule: %q is no server rule of %s; plumbline rules %s lists them", k.Rule, book.Vendor, book.Vendor)
	case strings.TrimSpace(k.Reason) == "":
		return fmt.Errorf("%s: reason: say why the failure is accepted", k.Rule)
	case strings.TrimSpace(k.Owner) == "":
		return fmt.Errorf("%s: owner: say who sees to it", k.Rule)
	}
	if _, err := time.Parse(time.DateOnly, k.Expires); err != nil {
		return fmt.Errorf("%s: expires: %q is no day such as 2027-01-31", k.Rule, k.Expires)
	}
	return nil
}

// apply changes the verdict on a rule whose failure is known: it fails no
// longer, but does when it passes by surprise, or its day is over.
func (k KnownFailure) apply(v *report.Rule, today string) {
	v.Known = &report.Known{Reason: k.Reason, Owner: k.Owner, Expires: k.Expires}
	switch {
	case v.Verdict == report.Skip || v.Verdict == report.Error:
	case today > k.Expires:
		v.Verdict = report.Fail
		v.Reason = join(fmt.Sprintf("listed as a known failure until %s, which is over: mend it, or let %s renew the entry", k.Expires, k.Owner), v.Reason)
	case v.Verdict == report.Pass:
		v.Verdict, v.Reason = report.Fail, "listed as a known failure, and passes now: take it off the list"
	case v.Verdict == report.Fail, v.Verdict == report.Warning:
		v.Verdict = report.Warning
		v.Reason = join(fmt.Sprintf("known failure, accepted until %s by %s: %s", k.Expires, k.Owner, k.Reason), v.Reason)
	}
}

// join puts two reasons together, either of which may be empty.
func join(a, b string) string { return strings.Trim(a+"; "+b, "; ") }
