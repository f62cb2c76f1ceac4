package conformance

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/report"
	"github.com/plumbline-api/plumbline/specs"
	"github.com/plumbline-api/plumbline/target"
)

// TestShardsTogetherAreAll: every rule is in exactly one of the shards, and none
// is all of them.
func TestShardsTogetherAreAll(t *testing.T) {
	for _, of := range []int{1, 2, 5, 16} {
		sizes := make([]int, of)
		for n := range 400 {
			id := fmt.Sprintf("toy/rule-%d", n)
			in := 0
			for i := range of {
				if (Shard{Index: i + 1, Of: of}).Holds(id) {
					in++
					sizes[i]++
				}
			}
			if in != 1 {
				t.Errorf("%s is in %d of %d shards", id, in, of)
			}
		}
		// A quarter of the fair share is far from what a hash does by chance.
		if least := slices.Min(sizes); least < 400/of/4 {
			t.Errorf("%d shards have the sizes %v", of, sizes)
		}
	}
	if !(Shard{}).Holds("toy/rule-1") {
		t.Error("no shard is not all rules")
	}
}

func TestParseShard(t *testing.T) {
	for text, want := range map[string]Shard{"1/1": {1, 1}, "2/5": {2, 5}} {
		if got, err := ParseShard(text); err != nil || got != want {
			t.Errorf("%s: %v, %v", text, got, err)
		}
	}
	for _, text := range []string{"", "1", "0/5", "6/5", "-1/5", "1/0", "a/b", "2/5x", " 2/5", "2 / 5"} {
		if got, err := ParseShard(text); err == nil {
			t.Errorf("%q is read as %v", text, got)
		}
	}
}

// TestFailFast ends with the first failure that fails the run.
func TestFailFast(t *testing.T) {
	assumed, should, read := *toyProbed, *toyProbed, *toyProbed
	assumed.ID, assumed.Basis = "toy/assumed", specs.Assumed
	should.ID, should.Level = "toy/should", specs.Should
	read.ID, read.Readings = "toy/read", []specs.Reading{{Name: "a"}, {Name: "b"}}
	failing := func(rule *specs.Rule, reading string) Case {
		c := probe(rule.ID+" "+reading, func(context.Context, *target.Session) error { return target.Mismatch("a", "1", "2") })
		c.Rule, c.Reading = rule, reading
		return c
	}
	for _, test := range []struct {
		name  string
		cases []Case
		level specs.Level
		known bool
		stops bool
	}{
		{name: "a rule", cases: []Case{failing(toyProbed, "")}, stops: true},
		{name: "an assumed rule", cases: []Case{failing(&assumed, "")}},
		{name: "a should", cases: []Case{failing(&should, "")}},
		{name: "a should that was asked for", cases: []Case{failing(&should, "")}, level: specs.Should, stops: true},
		{name: "a known failure", cases: []Case{failing(toyProbed, "")}, known: true},
		{name: "one of two readings", cases: []Case{failing(&read, "a")}},
		{name: "both readings", cases: []Case{failing(&read, "a"), failing(&read, "b")}, stops: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			ran := false
			last := probe("last", func(context.Context, *target.Session) error { ran = true; return nil })
			v := toyVendor(append(slices.Clone(test.cases), last)...)
			v.Book.Rules = append(slices.Clone(v.Book.Rules), &assumed, &should, &read)
			r, err := newRunner(v, toyOptions(&toyServer{}, Options{FailFast: true, Selection: Selection{Level: test.level}}))
			if err != nil {
				t.Fatal(err)
			}
			if test.known {
				r.known = map[string]KnownFailure{toyProbed.ID: {Rule: toyProbed.ID}}
			}
			r.runAll(t.Context(), r.schedule(append(slices.Clone(test.cases), last), 0))
			if ran == test.stops || strings.Contains(r.stopped, "--fail-fast") != test.stops {
				t.Errorf("the last case ran: %v; stopped: %q", ran, r.stopped)
			}
		})
	}
}

// TestFailFastByAnAnswer: a rule that claims answers fails with an answer in
// the case of another.
func TestFailFastByAnAnswer(t *testing.T) {
	server := &toyServer{disturb: func(_ *toyServer, r *http.Request, _ []byte) *http.Response {
		if r.Method == http.MethodGet {
			return toyResponse(r, http.StatusOK, `{"name":5}`)
		}
		return nil
	}}
	out := judgeToy(t, t.Context(), server, Options{FailFast: true}, probe("reads", func(ctx context.Context, s *target.Session) error {
		_, err := toyRead(ctx, s, "seen")
		return err
	}))
	wants(t, verdictOf(t, out, toyAnswers), report.Fail, "answer 200 of getThing")
	if !strings.Contains(out.Stopped, "--fail-fast") {
		t.Errorf("stopped: %q", out.Stopped)
	}
}

func TestNothingIsSentWhenARunIsStoppedBefore(t *testing.T) {
	server := &toyServer{}
	out := judgeToy(t, t.Context(), server, Options{Stopped: "another failed"})
	wants(t, verdictOf(t, out, toyMembers), report.Inconclusive, "another failed")
	if server.requests != 0 || out.Stopped != "another failed" {
		t.Errorf("%d requests were sent; stopped: %q", server.requests, out.Stopped)
	}
}

func TestLearnedDialect(t *testing.T) {
	readings := []specs.Reading{{Name: "one"}, {Name: "two"}}
	rule := func(id string, binds specs.Party, readings []specs.Reading) *specs.Rule {
		return &specs.Rule{ID: id, Binds: binds, Readings: readings}
	}
	book := specs.Book{Rules: []*specs.Rule{
		rule("toy/default", specs.Server, readings), rule("toy/other", specs.Server, readings), rule("toy/both", specs.Server, readings),
		rule("toy/open", specs.Server, readings), rule("toy/plain", specs.Server, nil), rule("toy/client", specs.Client, readings),
		rule("toy/absent", specs.Server, readings),
	}}
	got := Learned(book, report.Vendor{
		Name: "toy", Target: "http://toy.test", Dialect: map[string]string{"toy/default": "one", "toy/other": "two"},
		Rules: []report.Rule{
			{ID: "toy/default", Verdict: report.Pass, Readings: []string{"one"}}, {ID: "toy/other", Verdict: report.Pass, Readings: []string{"two"}},
			{ID: "toy/both", Verdict: report.Pass, Readings: []string{"one", "two"}}, {ID: "toy/open", Verdict: report.Inconclusive, Reason: "no fixture\nat all"},
		},
	})
	const want = `# toy at http://toy.test follows these readings of its document.
toy/default: one # the default
toy/other: two
# toy/both: undetermined, since these hold alike: one, two; the default is one
# toy/open: not found out (inconclusive: no fixture); the default is one
# toy/absent: not found out; the default is one
`
	if got != want {
		t.Errorf("got\n%s", got)
	}
}
