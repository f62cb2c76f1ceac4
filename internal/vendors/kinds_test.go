package vendors

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/specs"
)

// kindsFile has the table of which basis each kind of statement has.
const kindsFile = "../../docs/decisions/0016-burden-of-proof.md"

// TestAKindHasOneBasis reads the table and holds the rules against it: the same
// kind of statement has one basis, and what has another says why.
func TestAKindHasOneBasis(t *testing.T) {
	rules := map[string]*specs.Rule{}
	for _, v := range All() {
		for _, rule := range v.Book.Rules {
			rules[rule.ID] = rule
		}
	}
	seen := map[string]string{} // the kind of a rule
	hold := func(kind, id string, basis specs.Basis) {
		rule := rules[id]
		switch {
		case rule == nil:
			t.Errorf("%s: there is no rule %s", kind, id)
		case rule.Basis != basis:
			t.Errorf("%s: %s is %s, and the table says %s", kind, id, rule.Basis, basis)
		case seen[id] != "":
			t.Errorf("%s is listed as %q and as %q", id, seen[id], kind)
		}
		seen[id] = kind
	}
	kinds := 0
	for _, row := range kindRows(t) {
		kinds++
		for _, id := range row.rules {
			hold(row.kind, id, row.basis)
		}
		for _, o := range row.others {
			if o.basis == row.basis {
				t.Errorf("%s: %s is no exception", row.kind, o.id)
			}
			hold(row.kind, o.id, o.basis)
		}
	}
	if kinds < 15 {
		t.Errorf("the table has %d kinds", kinds)
	}
	for id, rule := range rules {
		if kind := kindOf(id); kind != "" && seen[id] != kind {
			t.Errorf("%s is of the kind %q by its name, and listed as %q", id, kind, seen[id])
		}
		if strings.Contains(id, "/caller-") != (rule.Binds == specs.Client) && !notified.MatchString(id) {
			t.Errorf("%s binds the %s", id, rule.Binds)
		}
	}
}

// kindOf is the kind that a rule's name tells, so that a rule that is added
// can't be left out of the table.
func kindOf(id string) string {
	_, slug, _ := strings.Cut(id, "/")
	for _, named := range []struct{ pattern, kind string }{
		{`^answers-every-request$`, "every request is answered"},
		{`^no-server-error$`, "no server error"},
		{`^refusal-changes-nothing$`, "a refused request changes nothing"},
		{`^keeps-what-it-accepts$`, "what is accepted is kept"},
		{`^bystanders-unchanged$`, "bystanders stay as they are"},
		{`^unknown-members`, "unknown members are passed over"},
		{`^(refusal-order|first-refusal-decides)$`, "which of several refusals is answered"},
		{`-listed$`, "a list operation"},
	} {
		if regexp.MustCompile(named.pattern).MatchString(slug) {
			return named.kind
		}
	}
	return ""
}

type kindRow struct {
	kind   string
	basis  specs.Basis
	rules  []string
	others []kindException
}

// kindException is a rule that has another basis than its kind, for a reason.
type kindException struct {
	id    string
	basis specs.Basis
}

var (
	notified  = regexp.MustCompile("/(handler|subscriber)-") // who is sent notifications is the caller's side too
	quoted    = regexp.MustCompile("`([a-z]+/[a-z0-9-]+)`")
	exception = regexp.MustCompile("^`([a-z]+/[a-z0-9-]+)` (Documented|Integrity|Supplement|Assumed): (\\S.{10,})$")
)

func kindRows(t *testing.T) []kindRow {
	t.Helper()
	text, err := os.ReadFile(kindsFile)
	if err != nil {
		t.Fatal(err)
	}
	_, table, found := strings.Cut(string(text), "\n| kind | basis | rules | otherwise |\n|---|---|---|---|\n")
	if !found {
		t.Fatalf("%s has no table of kinds", kindsFile)
	}
	var rows []kindRow
	for line := range strings.Lines(table) {
		cells := strings.Split(strings.Trim(line, "\n"), "|")
		if len(cells) != 6 {
			break
		}
		row := kindRow{kind: strings.TrimSpace(cells[1]), basis: specs.Basis(strings.ToLower(strings.TrimSpace(cells[2])))}
		for _, m := range quoted.FindAllStringSubmatch(cells[3], -1) {
			row.rules = append(row.rules, m[1])
		}
		if others := strings.TrimSpace(cells[4]); others != "" {
			for _, other := range strings.Split(others, "; ") {
				m := exception.FindStringSubmatch(other)
				if m == nil {
					t.Errorf("%s: %q is not: `rule` Basis: reason", row.kind, other)
					continue
				}
				row.others = append(row.others, kindException{m[1], specs.Basis(strings.ToLower(m[2]))})
			}
		}
		rows = append(rows, row)
	}
	return rows
}
