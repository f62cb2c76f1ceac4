package features

import (
	"regexp"
	"sync"

	"github.com/cucumber/godog"
)

// Steps takes the step definitions of one scenario. Everything else that a
// scenario can be given, such as hooks, is godog's.
type Steps struct {
	*godog.ScenarioContext
	expressions *Expressions
}

// Expressions keeps the regular expressions of step definitions, so that
// scenarios that define the same steps compile each of them once. The zero value
// is ready, and any number of goroutines may use it.
type Expressions struct{ compiled sync.Map } // string → *regexp.Regexp

// NewSteps returns what defines steps in a scenario of godog's. Scenarios that
// share expressions compile them once; without any they are compiled anew.
func NewSteps(sc *godog.ScenarioContext, expressions *Expressions) *Steps {
	if expressions == nil {
		expressions = &Expressions{}
	}
	return &Steps{ScenarioContext: sc, expressions: expressions}
}

// Step defines a step: a regular expression, and the function that godog calls
// with what its groups match. It panics where godog's own Step does.
func (s *Steps) Step(expression string, function any) {
	s.ScenarioContext.Step(s.expressions.of(expression), function)
}

func (e *Expressions) of(text string) *regexp.Regexp {
	if known, found := e.compiled.Load(text); found {
		return known.(*regexp.Regexp) // nothing else is stored
	}
	compiled, _ := e.compiled.LoadOrStore(text, regexp.MustCompile(text))
	return compiled.(*regexp.Regexp)
}
