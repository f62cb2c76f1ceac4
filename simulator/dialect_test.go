package simulator_test

import (
	"errors"
	"maps"
	"strings"
	"testing"

	"github.com/plumbline-api/plumbline/simulator"
	"github.com/plumbline-api/plumbline/simulator/deliveryoptimizer"
)

func TestOptionsThatCannotBe(t *testing.T) {
	dialect := func(rule, reading string) simulator.Options {
		return simulator.Options{Now: noonNow, Dialect: map[string]string{rule: reading}}
	}
	defect := func(rules ...string) simulator.Options { return simulator.Options{Now: noonNow, Defects: rules} }
	for name, tt := range map[string]struct {
		options simulator.Options
		says    []string
	}{
		"no real time":                    {simulator.Options{}, []string{"Options.Now is required"}},
		"a defect of no rule":             {defect("toy/nosuch"), []string{"defect toy/nosuch", "there are toy/quantity, toy/thing, toy/heavy, toy/tone"}},
		"a defect of no vendor":           {defect("nosuch/rule"), []string{"defect nosuch/rule", "the vendors are deliveryoptimizer, toy"}},
		"a defect of a rule for callers":  {defect("toy/heavy", "toy/caller"), []string{"defect toy/caller", "binds the caller", "there are toy/quantity"}},
		"a dialect of no rule":            {dialect("toy/nosuch", "polite"), []string{"a rule toy/nosuch", "there are toy/tone"}},
		"a dialect of no vendor":          {dialect("nosuch", "polite"), []string{"a rule nosuch", "the vendors are deliveryoptimizer, toy"}},
		"a reading that a rule lacks":     {dialect("toy/tone", "loud"), []string{`toy/tone has no reading "loud"; it has polite, rude`}},
		"a reading of a rule without any": {dialect("toy/heavy", "polite"), []string{`toy/heavy has no reading "polite"; it has none`}},
		"no reading":                      {dialect("toy/tone", ""), []string{`toy/tone has no reading ""`}},
		"the first mistake of several": {
			simulator.Options{Now: noonNow, Dialect: map[string]string{"toy/z": "", "toy/tone": "polite", "toy/b": "", "toy/c": ""}}, []string{"a rule toy/b;"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			engine, err := simulator.New(tt.options, toy(), deliveryoptimizer.New())
			if err == nil {
				t.Fatalf("an engine: %v", engine)
			}
			for _, part := range tt.says {
				if !strings.Contains(err.Error(), part) {
					t.Errorf("the error does not say %q: %v", part, err)
				}
			}
		})
	}
}

func TestADialectIsOfAWorld(t *testing.T) {
	engine, ctx := newEngine(t, simulator.Options{Dialect: map[string]string{toyTone.ID: "rude"}}, toy()), t.Context()
	change := func(world, reading string) error {
		return engine.ChangeDialect(ctx, world, map[string]string{toyTone.ID: reading})
	}
	answers := func(world, reading string) {
		t.Helper()
		want(t, send(engine, "PUT", "/@"+world+"/toy/things/a", `{"qty": 1}`), 200, reading)
		dialect, err := engine.Dialect(ctx, world)
		if err != nil || !maps.Equal(dialect, map[string]string{toyTone.ID: reading}) {
			t.Errorf("the dialect of %s is %v (%v)", world, dialect, err)
		}
	}
	answers("a", "rude")
	if err := change("a", "polite"); err != nil {
		t.Fatal(err)
	}
	answers("a", "polite")
	answers("b", "rude")
	if err := engine.ChangeDialect(ctx, "a", nil); err != nil {
		t.Error(err)
	}
	answers("a", "polite")
	err := change("a", "loud")
	if !errors.As(err, new(*simulator.UnknownError)) || !strings.Contains(err.Error(), "it has polite, rude") {
		t.Errorf("error %v", err)
	}
	answers("a", "polite")
	if err := change("a", "rude"); err != nil {
		t.Fatal(err)
	}
	answers("a", "rude")
}
