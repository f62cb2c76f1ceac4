package features

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/cucumber/godog"
)

// toyFeature wraps scenarios in a feature whose tags make each of them the
// case of a rule.
func toyFeature(scenarios string) fstest.MapFS {
	return fstest.MapFS{"toy/a.feature": {Data: []byte("@effect:read @toy/a-rule\nFeature: toy\n" + scenarios)}}
}

// one reads the scenarios and returns the one that has that name.
func one(t *testing.T, files fstest.MapFS, name string) Scenario {
	t.Helper()
	list, err := scenariosIn(files, "toy")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range list {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("there is no scenario %q in %+v", name, list)
	return Scenario{}
}

var errStep = errors.New("the step failed")

// typed is an error of a type of its own, as mismatches are.
type typed struct{ text string }

func (e *typed) Error() string { return e.text }

// toySteps are steps that end in every way that godog knows, and count.
func toySteps(calls *[]string) func(*Steps) {
	return func(sc *Steps) {
		state := 0 // of one scenario
		sc.Step(`^it passes$`, func() { *calls = append(*calls, "passes") })
		sc.Step(`^it counts to (\d+)$`, func(want int) error {
			if state++; state != want {
				return fmt.Errorf("counted %d and not %d", state, want)
			}
			return nil
		})
		sc.Step(`^it fails$`, func() error { return errStep })
		sc.Step(`^it differs$`, func() error { return &typed{"wanted 1, got 2"} })
		sc.Step(`^it is pending$`, func() error { return godog.ErrPending })
		sc.Step(`^it skips$`, func() error { return godog.ErrSkip })
		sc.Step(`^it panics$`, func() { panic("a bug") })
		sc.Step(`^it panics with an error$`, func() { panic(errStep) })
		sc.Step(`^it dereferences nothing$`, func() { var s *Scenario; _ = s.Name })
		sc.Step(`^it is (?:ambi)guous$`, func() {})
		sc.Step(`^it is .*guous$`, func() {})
		sc.Step(`^it listens$`, func(ctx context.Context) error { return ctx.Err() })
		sc.Step(`^the example (\w+)$`, func(what string) error {
			*calls = append(*calls, what)
			if what == "bad" {
				return errStep
			}
			return nil
		})
	}
}

// TestRunNeverPassesWhatDidNotRun has a row for each way in which godog lets a
// scenario look green, or exit with 0.
func TestRunNeverPassesWhatDidNotRun(t *testing.T) {
	for _, test := range []struct {
		name    string
		steps   []string
		harness bool  // our own fault
		is      error // what the error has to be
		fails   bool  // an error that is neither
	}{
		{name: "every step passes", steps: []string{"it passes", "it passes"}},
		{name: "a step fails", steps: []string{"it passes", "it fails", "it passes"}, is: errStep},
		{name: "the last step fails", steps: []string{"it passes", "it fails"}, is: errStep},
		{name: "undefined", steps: []string{"it passes", "nobody wrote this"}, harness: true, is: godog.ErrUndefined},
		{name: "undefined, then passes", steps: []string{"nobody wrote this", "it passes"}, harness: true, is: godog.ErrUndefined},
		{name: "undefined behind a failure", steps: []string{"it fails", "nobody wrote this"}, harness: true, is: godog.ErrUndefined},
		{name: "pending", steps: []string{"it is pending", "it passes"}, harness: true, is: godog.ErrPending},
		{name: "skipped at once", steps: []string{"it skips", "it passes"}, harness: true, is: godog.ErrSkip},
		{name: "skipped in the end", steps: []string{"it passes", "it skips"}, harness: true, is: godog.ErrSkip},
		{name: "ambiguous", steps: []string{"it passes", "it is ambiguous"}, harness: true, is: godog.ErrAmbiguous},
		{name: "ambiguous behind a failure", steps: []string{"it fails", "it is ambiguous"}, harness: true, is: godog.ErrAmbiguous},
		{name: "a panic", steps: []string{"it panics", "it passes"}, fails: true},
		{name: "a panic in the end", steps: []string{"it passes", "it panics"}, fails: true},
		{name: "a panic with an error", steps: []string{"it panics with an error"}, fails: true},
		{name: "a nil pointer", steps: []string{"it dereferences nothing"}, fails: true},
		{name: "no step at all", harness: true},
	} {
		t.Run(test.name, func(t *testing.T) {
			text := "  Scenario: toy\n"
			for _, step := range test.steps {
				text += "    * " + step + "\n"
			}
			// Godog's own scenarios around it must neither run nor count.
			text = "  Scenario: before\n    * it panics\n" + text + "  Scenario: behind\n    * it panics\n"
			files := toyFeature(text)
			var calls []string
			var err error
			if list, failed := scenariosIn(files, "toy"); failed != nil || len(list) < 3 {
				err = fmt.Errorf("%w: %d scenarios were read, %w", ErrHarness, len(list), failed)
			} else {
				err = Run(t.Context(), one(t, files, "toy"), toySteps(&calls))
			}
			if errors.Is(err, ErrHarness) != test.harness || test.is != nil && !errors.Is(err, test.is) ||
				(err != nil) != (test.harness || test.fails || test.is != nil) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestRunKeepsTheTypeOfAnError(t *testing.T) {
	err := Run(t.Context(), one(t, toyFeature("  Scenario: toy\n    * it differs\n    * it passes\n"), "toy"), toySteps(new([]string)))
	var got *typed
	if !errors.As(err, &got) || got.text != "wanted 1, got 2" {
		t.Errorf("got %v", err)
	}
}

func TestRunOfAnEmptySelection(t *testing.T) {
	s := one(t, toyFeature("  Scenario: toy\n    * it passes\n"), "toy")
	for name, text := range map[string]string{
		"a text without a scenario": "Feature: toy\n",
		"no text":                   "",
		"a second scenario":         s.text + "  Scenario: another\n    * it passes\n",
	} {
		t.Run(name, func(t *testing.T) {
			s := s
			s.text = text
			if err := Run(t.Context(), s, toySteps(new([]string))); !errors.Is(err, ErrHarness) {
				t.Errorf("got %v, want ErrHarness", err)
			}
		})
	}
}

// TestAnExampleIsAScenario runs each example by itself: what one of them does
// hides nothing of another.
func TestAnExampleIsAScenario(t *testing.T) {
	files := toyFeature(`  Background:
    * it passes
  @effect:spending
  Scenario: before
    * it panics
  Scenario Outline: it is <what>
    * the example <what>
    Examples:
      | what |
      | good |
      | bad  |

    Examples: more
      | what |
      | fine |
  Rule: a rule
    Background:
      * it passes
    Scenario Outline: named alike
      * the example <what>
      Examples:
        | what |
        | good |
        | bad  |
        | good |
`)
	type ran struct {
		name  string
		line  int
		fails bool
		calls string
	}
	var got []ran
	list, err := scenariosIn(files, "toy")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range list[1:] {
		var calls []string
		err := Run(t.Context(), s, toySteps(&calls))
		if err != nil && !errors.Is(err, errStep) {
			t.Errorf("%s: %v", s.Name, err)
		}
		got = append(got, ran{s.Name, s.Line, err != nil, strings.Join(calls, " ")})
	}
	want := []ran{
		{"it is good", 12, false, "passes good"},
		{"it is bad", 13, true, "passes bad"},
		{"it is fine", 17, false, "passes fine"},
		{"named alike (good)", 25, false, "passes passes good"},
		{"named alike (bad)", 26, true, "passes passes bad"},
		{"named alike (good) #2", 27, false, "passes passes good"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestRunHasStateOfOneScenario(t *testing.T) {
	s := one(t, toyFeature("  Scenario: toy\n    * it counts to 1\n"), "toy")
	for range 2 {
		if err := Run(t.Context(), s, toySteps(new([]string))); err != nil {
			t.Error(err)
		}
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := Run(ctx, one(t, toyFeature("  Scenario: toy\n    * it listens\n"), "toy"), toySteps(new([]string)))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// TestTags reads scenarios; what godog would silently select nothing by is an
// error here.
func TestTags(t *testing.T) {
	const steps = "    * it passes\n"
	for _, test := range []struct{ name, text, says string }{
		{name: "a rule and an effect", text: "@effect:read\nFeature: f\n  @toy/a\n  Scenario: s\n" + steps},
		{name: "two rules", text: "@effect:read @toy/a\nFeature: f\n  @toy/b\n  Scenario: s\n" + steps},
		{name: "no rule", text: "@effect:read\nFeature: f\n  Scenario: s\n" + steps, says: "has no tag of a rule"},
		{name: "no effect", text: "@toy/a\nFeature: f\n  Scenario: s\n" + steps, says: "no @effect:"},
		{name: "an effect that is none", text: "@effect:raed @toy/a\nFeature: f\n  Scenario: s\n" + steps, says: "@effect:raed means nothing"},
		{name: "a misspelt tag", text: "@effect:read @toy/a @neds:control\nFeature: f\n  Scenario: s\n" + steps, says: "@neds:control means nothing"},
		{name: "another vendor's rule", text: "@effect:read @yot/a\nFeature: f\n  Scenario: s\n" + steps, says: "@yot/a means nothing"},
		{name: "a reading without a name", text: "@effect:read @toy/a @reading:\nFeature: f\n  Scenario: s\n" + steps, says: "@reading: means nothing"},
		{name: "no Gherkin", text: "@effect:read\nnonsense\n", says: "toy/a.feature"},
		{name: "nothing", text: "", says: "there is no feature in it"},
		{name: "only a comment", text: "# later\n", says: "there is no feature in it"},
	} {
		t.Run(test.name, func(t *testing.T) {
			list, err := scenariosIn(fstest.MapFS{"toy/a.feature": {Data: []byte(test.text)}}, "toy")
			switch {
			case test.says == "" && (err != nil || len(list) != 1):
				t.Errorf("got %+v, %v", list, err)
			case test.says != "" && (err == nil || !strings.Contains(err.Error(), test.says)):
				t.Errorf("got %+v, %v; want an error with %q", list, err, test.says)
			}
		})
	}
}

func TestExamplesHaveTagsOfTheirOwn(t *testing.T) {
	list, err := scenariosIn(fstest.MapFS{"toy/a.feature": {Data: []byte(
		"@effect:read @toy/a\nFeature: f\n  Scenario Outline: s\n    * <x>\n    Examples:\n      | x |\n      | it passes |\n    @reading:b\n    Examples:\n      | x |\n      | it passes |\n",
	)}}, "toy")
	if err != nil || len(list) != 2 || list[0].Reading != "" || list[1].Reading != "b" {
		t.Errorf("got %+v, %v", list, err)
	}
}

func TestTheNearestTagWins(t *testing.T) {
	files := fstest.MapFS{"toy/a.feature": {Data: []byte(`@effect:reversible @needs:x
Feature: f
  @toy/a @effect:destructive
  Rule: r
    @effect:read @needs:y @reading:b
    Scenario: nearest
      * it passes
    Scenario: of the rule
      * it passes
`)}}
	s := one(t, files, "nearest")
	if s.Effect != Read || s.Reading != "b" || strings.Join(s.Needs, " ") != "x y" || strings.Join(s.Rules, " ") != "toy/a" || s.Line != 6 {
		t.Errorf("%+v", s)
	}
	if s := one(t, files, "of the rule"); s.Effect != Destructive || s.Reading != "" || s.Line != 8 {
		t.Errorf("%+v", s)
	}
}
