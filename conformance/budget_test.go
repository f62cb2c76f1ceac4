package conformance

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
)

// TestWithinABudget chooses from cases that are written as RULE=COST, those that
// can't run as RULE!, destructive ones as RULE=COST*, and RULE=COSTu uses up an
// entity of which there is one.
func TestWithinABudget(t *testing.T) {
	rules := map[string]*specs.Rule{
		"must":  {ID: "must", Level: specs.Must, Basis: specs.Documented},
		"dear":  {ID: "dear", Level: specs.Must, Basis: specs.Documented},
		"doc":   {ID: "doc", Level: specs.Must, Basis: specs.Supplement},
		"shall": {ID: "shall", Level: specs.Should, Basis: specs.Documented},
		"guess": {ID: "guess", Level: specs.Must, Basis: specs.Assumed},
	}
	for _, test := range []struct {
		name  string
		cases string
		left  int
		want  string // the rules of what would run, in order
	}{
		{"the cheapest rule first", "dear=5 must=2", 10, "must"}, // 8 are left: too few for dear twice
		{"all that fit", "dear=5 must=2", 12, "must dear"},
		{"more binding before cheaper", "guess=1 shall=1 doc=1 must=4", 9, "must doc shall guess"},
		{"a rule is taken whole", "dear=3 dear=3 dear=3 must=4", 13, "must dear dear"}, // then single cases
		{"single cases of a rule that does not fit", "dear=4 dear=4 dear=4", 9, "dear"},
		{"one more run is kept back", "must=5", 9, ""},
		{"and is not more than that", "must=5", 10, "must"},
		{"a rule that stays open comes last", "must=1 must! shall=2 doc=3", 8, "doc shall must"},
		{"destructive ones at the end", "must=1* dear=2", 9, "dear must"},
		{"nothing left", "must=1", 0, ""},
		{"more used up than there is", "must=1u must=1u dear=1u doc=1u", 99, "dear"}, // one is in stock: neither twice, nor for two rules
	} {
		t.Run(test.name, func(t *testing.T) {
			var list []scheduled
			for word := range strings.FieldsSeq(test.cases) {
				name, cost, _ := strings.Cut(word, "=")
				c := scheduled{Case: Case{Rule: rules[strings.TrimSuffix(name, "!")], Effect: features.Read}}
				if strings.HasSuffix(name, "!") {
					c.held, c.reason = report.Inconclusive, "lacks something"
				}
				if strings.HasSuffix(cost, "*") {
					c.Effect = features.Destructive
				}
				if strings.HasSuffix(cost, "u") {
					c.uses = []string{"thing"}
				}
				for _, digit := range strings.TrimRight(cost, "*u") {
					c.cost = 10*c.cost + int(digit-'0')
				}
				list = append(list, c)
			}
			var got []string
			out := within(list, test.left, map[string]int{"thing": 1}, "left out")
			for _, c := range out {
				switch c.held {
				case "":
					got = append(got, c.Rule.ID)
				case report.Inconclusive:
					if c.reason != "lacks something" && !strings.HasPrefix(c.reason, "left out") {
						t.Errorf("%s is held back for %q", c.Rule.ID, c.reason)
					}
				}
			}
			if strings.Join(got, " ") != test.want || len(out) != len(list) {
				t.Errorf("got %q and %d cases in all, want %q and %d", got, len(out), test.want, len(list))
			}
		})
	}
}

// TestBudgetThatDoesNotReach runs what fits, and says of the rest that it was
// left out.
func TestBudgetThatDoesNotReach(t *testing.T) {
	server := &toyServer{}
	options := Options{
		Profile: &Profile{Vendor: "toy", Target: "http://toy.test", Limits: Limits{Requests: 12}},
		Cost: func(c Case) int {
			if c.Rule == toyProbed {
				return 2
			}
			return 3
		},
	}
	twice := probe("reads twice", func(ctx context.Context, s *target.Session) error {
		if _, err := toyRead(ctx, s, "a"); err != nil {
			return err
		}
		_, err := toyRead(ctx, s, "b")
		return err
	})
	preview, err := NewPreview(toyVendor(twice), toyOptions(server, options))
	if err != nil {
		t.Fatal(err)
	}
	if server.requests != 0 {
		t.Errorf("the preview sent %d requests", server.requests)
	}
	var planned []string
	for _, c := range preview.Cases {
		if c.Held == "" {
			planned = append(planned, c.Rule.ID)
		} else if !strings.Contains(c.Reason, "left out: limits.requests is 12, and all that is selected takes about ") {
			t.Errorf("%s: %s: %s", c.Rule.ID, c.Held, c.Reason)
		}
	}
	// Two for first contact, two for the probe; then as many of the others as leave
	// one to be repeated: 8 left, 5 left, and no third.
	if want := []string{"toy/probed", "toy/members"}; !slices.Equal(planned[:2], want) || preview.Requests > 12 {
		t.Errorf("planned %q with %d requests", planned, preview.Requests)
	}
	out := judgeToy(t, t.Context(), server, options, twice)
	wants(t, verdictOf(t, out, toyProbed), report.Pass, "")
	wants(t, verdictOf(t, out, toyMembers), report.Inconclusive, "left out: limits.requests is 12")
	if server.requests > 12 {
		t.Errorf("%d requests were sent", server.requests)
	}
}

// TestCasesThatTakeMoreThanTheyDid: the estimate is none of the limits.
func TestCasesThatTakeMoreThanTheyDid(t *testing.T) {
	server := &toyServer{}
	greedy := probe("reads ten times", func(ctx context.Context, s *target.Session) error {
		for range 10 {
			if _, err := toyRead(ctx, s, "a"); err != nil {
				return err
			}
		}
		return nil
	})
	out := judgeToy(t, t.Context(), server, Options{
		Profile: &Profile{Vendor: "toy", Target: "http://toy.test", Limits: Limits{Requests: 14}},
		Cost:    func(Case) int { return 2 },
	}, greedy)
	wants(t, verdictOf(t, out, toyProbed), report.Pass, "")
	wants(t, verdictOf(t, out, toyMembers), report.Inconclusive, "too few are left")
	if server.requests > 14 {
		t.Errorf("%d requests were sent", server.requests)
	}
}
