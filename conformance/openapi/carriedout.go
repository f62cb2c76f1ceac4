package openapi

import (
	"context"
	"fmt"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/target"
)

// fresh is the caller without the ids that are settled already.
func (c *caller) fresh() *caller {
	other := c.below()
	other.params, other.answered = map[string]string{}, map[string]any{}
	return other
}

// carriedOut tells whether an answer 2xx to a request that is forbidden says that
// it was carried out. APIs that refuse with 200 answer so too: unless the profile
// says how a refusal looks, the answer has to show what that of the correct
// request shows.
func (c *caller) carriedOut(ctx context.Context, op *contract.Operation, answer *target.Answer) error {
	got, err := decode(answer.Body)
	if c.plan.refusal != nil || err != nil || op == nil {
		return nil // the profile tells, or there is nothing that could refuse
	}
	correct, err := c.correctAnswer(ctx, op)
	if err != nil {
		return err
	}
	open := &target.Inconclusive{Reason: fmt.Sprintf("it was answered with %d and a body that may be a refusal: give the profile refusal, which says how one looks", answer.Status)}
	switch want := decoded(correct.Body).(type) {
	case map[string]any:
		object, isObject := got.(map[string]any)
		if !isObject {
			return open
		}
		shows := false
		for name, value := range want {
			if !c.tells(op, name, value) {
				continue
			}
			shows = true
			if _, there := object[name]; !there || object[name] == nil {
				return open
			}
		}
		if shows {
			return nil
		}
	case []any:
		if _, isList := got.([]any); !isList {
			return open
		}
		return nil
	}
	return c.refusesGarbage(ctx, op, open)
}

// tells tells whether a member of an answer shows what was asked for: an entity, a
// list, or an id.
func (c *caller) tells(op *contract.Operation, name string, value any) bool {
	switch value.(type) {
	case map[string]any, []any:
		return true
	}
	r := c.resourceOf(op)
	return r != nil && name == r.ID
}

// correctAnswer is the answer to the correct request.
func (c *caller) correctAnswer(ctx context.Context, op *contract.Operation) (*target.Answer, error) {
	request, err := c.correct(ctx, op)
	if err != nil {
		return nil, err
	}
	answer, err := c.send(ctx, request)
	if err != nil {
		return nil, err
	}
	if !c.plan.accepts(answer) {
		return nil, &target.Inconclusive{Reason: fmt.Sprintf("the correct request of %s was answered with %s", op.ID, told(answer))}
	}
	c.keep(op, request, answer)
	return answer, nil
}

// refusesGarbage sends a body that is no JSON: who answers that with 2xx refuses
// in another way, or looks at nothing.
func (c *caller) refusesGarbage(ctx context.Context, op *contract.Operation, open error) error {
	if c.content(op) == nil {
		return open
	}
	request, err := c.correct(ctx, op)
	if err != nil {
		return err
	}
	request.raw = []byte(`{"`)
	answer, err := c.send(ctx, request)
	if err != nil {
		return err
	}
	if c.plan.accepts(answer) {
		return open
	}
	return nil
}

// bodiesRefuse leaves open what an answer 2xx means for an API of which no 4xx is
// documented.
func (p *planned) bodiesRefuse() error {
	if p.refusal != nil {
		return nil
	}
	for _, op := range p.contract.Operations {
		for status := range p.responses(op) {
			if status[0] == '4' {
				return nil
			}
		}
	}
	return &target.Inconclusive{Reason: "it was answered with 2xx, and the document has no other status: give the profile refusal, which says how a refusal looks"}
}
