package openapi

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/cucumber/godog"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/features"
	"github.com/plumbline-api/plumbline/target"
)

// scenario is the state of one scenario in the generic vocabulary of steps.
type scenario struct {
	*caller
	role       string // who calls
	last       *request
	lastRole   string
	answers    []*target.Answer // of the last call, or of those at once
	remembered map[string]any
}

func newScenario(c *caller) *scenario {
	return &scenario{caller: c, role: roleMain, remembered: map[string]any{}}
}

func (s *scenario) register(steps *features.Steps) {
	for _, step := range Vocabulary() {
		if step.bind != nil {
			steps.Step(step.Expression, step.bind(s))
		}
	}
}

// operation finds an operation that a step names.
func (s *scenario) operation(id string) (*contract.Operation, error) {
	if op := s.contract.Operation(id); op != nil {
		return op, nil
	}
	return nil, fmt.Errorf("there is no operation %q in the document", id)
}

// as is the role of a caller that a scenario names.
func (s *scenario) as(name string) (string, error) {
	switch name {
	case roleMain, roleNone:
		return name, nil
	case roleOther:
		if why := s.plan.missing(roleOther); why != "" {
			return "", &target.Inconclusive{Reason: why}
		}
		return name, nil
	}
	return "", fmt.Errorf("there is no caller %q: say \"main\" or \"other\"", name)
}

// request makes the correct request of an operation, changed as a table says.
func (s *scenario) request(ctx context.Context, id string, table *godog.Table) (*request, error) {
	op, err := s.operation(id)
	if err != nil {
		return nil, err
	}
	r, err := s.correct(ctx, op)
	if err != nil {
		return nil, err
	}
	rows, err := s.rows(table)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		if err := r.put(row.at, row.value); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// row is one of a table: a place and a value.
type row struct {
	at    string
	value any
}

func (s *scenario) rows(table *godog.Table) ([]row, error) {
	var list []row
	if table == nil {
		return nil, nil
	}
	for _, r := range table.Rows {
		if len(r.Cells) != 2 {
			return nil, errors.New("a row of the table has two cells: a place and a value")
		}
		value, err := s.value(r.Cells[1].Value)
		if err != nil {
			return nil, err
		}
		list = append(list, row{r.Cells[0].Value, value})
	}
	return list, nil
}

// value reads what a step says: {name/pointer} is what is remembered, absent a
// member that is not there; else JSON, and what is no JSON is a text.
func (s *scenario) value(text string) (any, error) {
	if text == "absent" {
		return absent{}, nil
	}
	if parts := reference.FindStringSubmatch(text); parts != nil && parts[0] == text {
		if text == "{fresh}" {
			return s.freshText(10), nil
		}
		return s.recalled(parts[1], parts[2])
	}
	said, err := s.substituted(text)
	if err != nil {
		return nil, err
	}
	if value, err := decode([]byte(said)); err == nil && wholeJSON(said) {
		return value, nil
	}
	return said, nil
}

// wholeJSON tells whether a text is one JSON value and nothing more.
func wholeJSON(text string) bool {
	_, err := decode([]byte("[" + text + "]"))
	return err == nil && !strings.HasSuffix(strings.TrimSpace(text), ",")
}

func (s *scenario) recalled(name, at string) (any, error) {
	whole, there := s.remembered[name]
	if !there {
		return nil, fmt.Errorf("nothing is remembered as %q", name)
	}
	found, err := contract.Find(whole, at)
	if err != nil {
		return nil, &target.Inconclusive{Reason: fmt.Sprintf("what is remembered as %q has nothing at %s", name, at)}
	}
	return found, nil
}

// substituted puts what is remembered into a text. Braces around anything else
// are the text's own.
func (s *scenario) substituted(text string) (string, error) {
	var failed error
	out := reference.ReplaceAllStringFunc(text, func(match string) string {
		parts := reference.FindStringSubmatch(match)
		if match == "{fresh}" {
			return s.freshText(10)
		}
		if _, there := s.remembered[parts[1]]; !there {
			return match
		}
		value, err := s.recalled(parts[1], parts[2])
		if err != nil {
			failed = err
		}
		return plainValue(value)
	})
	return out, failed
}

// do sends a request and keeps what came.
func (s *scenario) do(ctx context.Context, r *request, role string) (*target.Answer, error) {
	answer, err := s.sendAs(ctx, r, role)
	if err != nil {
		return nil, err
	}
	s.last, s.lastRole, s.answers = r, role, []*target.Answer{answer}
	s.took(r, answer)
	return answer, nil
}

func (s *scenario) sendAs(ctx context.Context, r *request, role string) (*target.Answer, error) {
	req, err := r.encode(ctx, s.s.Base())
	if err != nil {
		return nil, err
	}
	return s.s.As(role).Send(ctx, req)
}

// took keeps what an accepted call created: what follows is about that.
func (s *scenario) took(r *request, answer *target.Answer) {
	if !s.plan.accepts(answer) {
		return
	}
	if e := s.keep(r.op, r, answer); e != nil {
		s.settle(e)
	}
}

// was is a call that has to succeed for the scenario to mean anything.
func (s *scenario) was(ctx context.Context, id, name string, table *godog.Table) error {
	r, err := s.request(ctx, id, table)
	if err != nil {
		return err
	}
	answer, err := s.do(ctx, r, s.role)
	if err != nil {
		return err
	}
	if !s.plan.accepts(answer) {
		return &target.Inconclusive{Reason: fmt.Sprintf("precondition: %s was answered with %s", id, told(answer))}
	}
	if name != "" {
		s.remembered[name] = decoded(answer.Body)
	}
	return nil
}

func (s *scenario) is(ctx context.Context, id, caller string, table *godog.Table) error {
	role, err := s.as(caller)
	if err != nil {
		return err
	}
	r, err := s.request(ctx, id, table)
	if err != nil {
		return err
	}
	_, err = s.do(ctx, r, role)
	return err
}

func (s *scenario) withBody(ctx context.Context, id string, body *godog.DocString) error {
	r, err := s.request(ctx, id, nil)
	if err != nil {
		return err
	}
	text, err := s.substituted(body.Content)
	if err != nil {
		return err
	}
	r.raw = []byte(text)
	_, err = s.do(ctx, r, s.role)
	return err
}

// atOnce sends one request several times side by side.
func (s *scenario) atOnce(ctx context.Context, id string, times int) error {
	r, err := s.request(ctx, id, nil)
	if err != nil {
		return err
	}
	answers, errs := make([]*target.Answer, times), make([]error, times)
	var wg sync.WaitGroup
	for i := range times {
		wg.Go(func() { answers[i], errs[i] = s.sendAs(ctx, r, s.role) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		return errs[firstError(errs)]
	}
	s.last, s.lastRole, s.answers = r, s.role, answers
	for _, answer := range answers {
		s.took(r, answer)
	}
	return nil
}

func firstError(errs []error) int {
	for i, err := range errs {
		if err != nil {
			return i
		}
	}
	return 0
}

func (s *scenario) again(ctx context.Context, caller string, times int) error {
	if s.last == nil {
		return errors.New("no call was made that could be repeated")
	}
	role := s.lastRole
	if caller != "" {
		var err error
		if role, err = s.as(caller); err != nil {
			return err
		}
	}
	var all []*target.Answer
	for range times {
		answer, err := s.do(ctx, s.last, role)
		if err != nil {
			return err
		}
		all = append(all, answer)
	}
	s.answers = all
	return nil
}

// answer is the one that assertions are about.
func (s *scenario) answer() (*target.Answer, error) {
	if len(s.answers) == 0 {
		return nil, errors.New("no call was made before this step")
	}
	return s.answers[len(s.answers)-1], nil
}

// at is what the response has at a place.
func (s *scenario) at(pointer string) (value any, there bool, err error) {
	answer, err := s.answer()
	if err != nil {
		return nil, false, err
	}
	body, err := decode(answer.Body)
	if err != nil {
		return nil, false, target.Mismatch("the body", told(answer), "JSON")
	}
	value, err = contract.Find(body, pointer)
	return value, err == nil, nil
}
