// Package features holds the vendors' features and runs a scenario of them
// against a target. A scenario is the case of the rules whose IDs are its tags.
package features

import (
	"cmp"
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"
	"sync"

	gherkin "github.com/cucumber/gherkin/go/v26"
	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"
)

//go:embed */*.feature
var embedded embed.FS

// Effect is what a case does to the target's data.
type Effect string

// The effects, the least first.
const (
	Read        Effect = "read"
	Reversible  Effect = "reversible"  // taken back by the case itself
	Spending    Effect = "spending"    // uses up an entity, or leaves one
	Destructive Effect = "destructive" // reaches entities that the case did not make
)

// Scenario is one scenario of a feature file, or one example of an outline.
type Scenario struct {
	Vendor  string
	File    string // path below this package
	Line    int    // of the keyword Scenario, or of the example's row
	Name    string
	Rules   []string // IDs of the rules whose case it is
	Reading string   // the reading of the rule that it is about; empty: of all
	Needs   []string // capabilities and fixtures that it can't do without
	Effect  Effect
	Steps   []Step       // the background's first
	bare    bool         // a tag without a colon names a rule
	text    string       // the feature, with this scenario alone
	steps   *Expressions // of the vendor's steps, shared by all its scenarios
}

// Scenarios reads the feature files of a vendor, in the order of their names
// and lines. A tag that means nothing is an error.
func Scenarios(vendor string) ([]Scenario, error) { return scenariosIn(embedded, vendor) }

func scenariosIn(files fs.FS, vendor string) ([]Scenario, error) {
	names, err := fs.Glob(files, vendor+"/*.feature")
	if err != nil {
		return nil, fmt.Errorf("features: %w", err)
	}
	return scenariosOfAll(files, vendor, names, false)
}

// ScenariosIn reads all feature files of a folder and of those below it, for a
// vendor of anyone's own. A tag without a colon names a rule there, with the
// vendor's name before it or without.
func ScenariosIn(files fs.FS, vendor string) ([]Scenario, error) {
	names, err := Files(files)
	if err != nil {
		return nil, err
	}
	return scenariosOfAll(files, vendor, names, true)
}

// Files lists the feature files of a folder and of those below it.
func Files(files fs.FS) ([]string, error) {
	var names []string
	err := fs.WalkDir(files, ".", func(name string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() && strings.HasSuffix(name, ".feature") {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("features: %w", err)
	}
	return names, nil
}

func scenariosOfAll(files fs.FS, vendor string, names []string, bare bool) ([]Scenario, error) {
	var all []Scenario
	steps := &Expressions{}
	for _, name := range names {
		found, err := scenariosOf(files, vendor, name, bare)
		if err != nil {
			return nil, err
		}
		for i := range found {
			found[i].steps = steps
		}
		all = append(all, found...)
	}
	return all, nil
}

func scenariosOf(files fs.FS, vendor, name string, bare bool) ([]Scenario, error) {
	text, err := fs.ReadFile(files, name)
	if err != nil {
		return nil, fmt.Errorf("features: %w", err)
	}
	ids := &messages.Incrementing{}
	doc, err := gherkin.ParseGherkinDocument(strings.NewReader(string(text)), ids.NewId)
	if err != nil {
		return nil, fmt.Errorf("features: %s: %w", name, err)
	}
	if doc.Feature == nil {
		return nil, fmt.Errorf("features: %s: there is no feature in it", name)
	}
	parts := partsOf(doc, string(text))
	var list []Scenario
	for _, pickle := range gherkin.Pickles(*doc, name, ids.NewId) {
		part := parts.of(pickle)
		s := Scenario{Vendor: vendor, File: name, Line: part.line, Name: part.name, Steps: parts.steps(pickle), text: parts.only(part), bare: bare}
		if bare {
			s.Effect = Spending // unless a tag says otherwise
		}
		for _, tag := range pickle.Tags {
			if err := s.tag(tag.Name); err != nil {
				return nil, fmt.Errorf("features: %s:%d: %w", name, part.line, err)
			}
		}
		if len(s.Rules) == 0 || s.Effect == "" {
			return nil, fmt.Errorf("features: %s:%d: %q has no tag of a rule or no @effect:…", name, part.line, s.Name)
		}
		list = append(list, s)
	}
	return list, nil
}

// tag takes in one tag; those nearer to the scenario come later and win.
func (s *Scenario) tag(tag string) error {
	name, value, _ := strings.Cut(strings.TrimPrefix(tag, "@"), ":")
	switch {
	case strings.HasPrefix(name, s.Vendor+"/") && value == "":
		s.Rules = append(s.Rules, name)
	case s.bare && !strings.Contains(tag, ":"):
		s.Rules = append(s.Rules, s.Vendor+"/"+name)
	case s.bare && name == "source":
	case name == "reading" && value != "":
		s.Reading = value
	case name == "needs" && value != "":
		s.Needs = append(s.Needs, value)
	case name == "effect" && slices.Contains([]Effect{Read, Reversible, Spending, Destructive}, Effect(value)):
		s.Effect = Effect(value)
	default:
		return fmt.Errorf("the tag %s means nothing", tag)
	}
	return nil
}

// Failed is the error of a step, by its number among its scenario's steps,
// counted from 0. It reads as the step's own error does.
type Failed struct {
	Step int
	Err  error
}

func (f *Failed) Error() string { return f.Err.Error() }

// Unwrap returns the step's own error.
func (f *Failed) Unwrap() error { return f.Err }

// ErrHarness marks errors that are our own fault: undefined and ambiguous
// steps, and a scenario that did not run. They are no verdict on the target.
var ErrHarness = errors.New("the harness is at fault")

// Run runs a scenario with the steps that bind registers, and returns the
// first error of a step, as *Failed. Godog's own result is not trusted: scenarios are
// counted, and every step is looked at, since one that is skipped leaves its
// scenario without an error.
func Run(ctx context.Context, s Scenario, bind func(*Steps)) error {
	var mu sync.Mutex
	var ran int
	var first, fault error
	suite := godog.TestSuite{
		Name: s.Name,
		ScenarioInitializer: func(sc *godog.ScenarioContext) {
			bind(NewSteps(sc, s.steps))
			failed := false // a step of this scenario, so that the others are skipped
			number := 0     // of the step
			sc.StepContext().After(func(ctx context.Context, step *godog.Step, status godog.StepResultStatus, err error) (context.Context, error) {
				mu.Lock()
				defer mu.Unlock()
				number++
				switch {
				case status == godog.StepPassed, status == godog.StepSkipped && failed:
				case status == godog.StepFailed:
					failed = true
					if first == nil {
						first = &Failed{Step: number - 1, Err: err}
					}
				case fault == nil:
					fault = fmt.Errorf("the step %q: %s: %w", step.Text, status, cmp.Or(err, godog.ErrSkip))
				}
				return ctx, nil
			})
			sc.After(func(ctx context.Context, _ *godog.Scenario, err error) (context.Context, error) {
				mu.Lock()
				defer mu.Unlock()
				ran++
				if first == nil {
					first = err
				}
				return ctx, nil
			})
		},
		Options: &godog.Options{
			FeatureContents: []godog.Feature{{Name: s.File, Contents: []byte(s.text)}},
			Format:          "progress", Output: io.Discard, NoColors: true,
			Strict: true, Concurrency: 1, DefaultContext: ctx,
		},
	}
	suite.Run()
	switch {
	case fault != nil:
		return fmt.Errorf("%w: %s:%d: %w", ErrHarness, s.File, s.Line, fault)
	case ran != 1:
		return fmt.Errorf("%w: %s:%d ran %d times and not once", ErrHarness, s.File, s.Line, ran)
	}
	return first
}
