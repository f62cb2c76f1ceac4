package openapi

import (
	"context"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/plumbline-api/plumbline/conformance/contractphase"
	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/target"
)

// say puts the profile's values into a request.
func (c *caller) say(ctx context.Context, op *contract.Operation, r *request) error {
	for _, at := range sortedKeys(c.plan.values[op.ID]) {
		value, err := c.referred(ctx, c.plan.values[op.ID][at])
		if err != nil {
			return err
		}
		if err := r.put(at, value); err != nil {
			return fmt.Errorf("values.%s: %w", op.ID, err)
		}
	}
	return nil
}

// put sets what stands at a place of a request: a JSON pointer into the body, or
// path, query or header with a name.
func (r *request) put(at string, value any) error {
	in, name, _ := strings.Cut(at, " ")
	switch {
	case in == "path":
		r.path[name] = plainValue(value)
	case in == "query" && value == nil:
		r.query.Del(name)
	case in == "query":
		if list, ok := value.([]any); ok {
			r.query.Del(name)
			for _, one := range list {
				r.query.Add(name, plainValue(one))
			}
			return nil
		}
		r.query.Set(name, plainValue(value))
	case in == "header":
		r.header.Set(name, plainValue(value))
	case at == "":
		r.body = value
	case strings.HasPrefix(at, "/"):
		if r.body == nil {
			r.body = map[string]any{}
		}
		if !set(r.body, contract.Tokens(at), value) {
			return fmt.Errorf("the body has no place %s", at)
		}
	default:
		return fmt.Errorf("%q is no place of a request; say a JSON pointer into the body, or path NAME, query NAME, header NAME", at)
	}
	return nil
}

// absent stands for a member that is to be left out.
type absent struct{}

// set sets a place of a value, and tells whether the value has the place.
func set(value any, tokens []string, to any) bool {
	last := tokens[len(tokens)-1]
	for i, token := range tokens[:len(tokens)-1] {
		next, there := contractphase.Value(value, []string{token})
		if object, ok := value.(map[string]any); ok && !there {
			made := map[string]any{}
			object[token] = made
			return set(made, tokens[i+1:], to)
		}
		if !there {
			return false
		}
		value = next
	}
	switch parent := value.(type) {
	case map[string]any:
		if _, out := to.(absent); out {
			delete(parent, last)
		} else {
			parent[last] = to
		}
		return true
	case []any:
		i, err := strconv.Atoi(last)
		if err != nil || i < 0 || i >= len(parent) {
			return false
		}
		parent[i] = to
		return true
	}
	return false
}

var reference = regexp.MustCompile(`\{([^{}/\s]+)((?:/[^{}\s]*)?)\}`)

// referred is a value of the profile in which {OPERATION/POINTER} stands for what
// a response of that operation has. One that stands alone keeps its type.
func (c *caller) referred(ctx context.Context, value any) (any, error) {
	text, ok := value.(string)
	if !ok {
		return jsonValue(value), nil
	}
	if text == "{fresh}" {
		return c.freshText(10), nil
	}
	var failed error
	var whole any
	got := reference.ReplaceAllStringFunc(text, func(match string) string {
		parts := reference.FindStringSubmatch(match)
		op := c.contract.Operation(parts[1])
		if op == nil {
			failed = fmt.Errorf("values: there is no operation %q for %s", parts[1], match)
			return match
		}
		found, err := c.answerOf(ctx, op, parts[2])
		if err != nil {
			failed = err
			return match
		}
		whole = found
		return plainValue(found)
	})
	if failed == nil && reference.FindString(text) == text && whole != nil {
		return whole, nil
	}
	return got, failed
}

// answerOf is what a response of an operation has at a place. The operation is
// called once for one request.
func (c *caller) answerOf(ctx context.Context, op *contract.Operation, at string) (any, error) {
	body, known := c.answered[op.ID]
	if !known {
		if c.depth > deepest {
			return nil, &target.Inconclusive{Reason: "the profile's values go in a circle at " + op.ID}
		}
		request, err := c.below().correct(ctx, op)
		if err != nil {
			return nil, err
		}
		answer, err := c.send(ctx, request)
		if err != nil {
			return nil, err
		}
		if !c.plan.accepts(answer) {
			return nil, &target.Inconclusive{Reason: fmt.Sprintf("precondition: the correct request of %s was answered with %s", op.ID, told(answer))}
		}
		c.keep(op, request, answer)
		body = decoded(answer.Body)
		c.answered[op.ID] = body
	}
	found, err := contract.Find(body, at)
	if err != nil {
		return nil, &target.Inconclusive{Reason: fmt.Sprintf("the response of %s has nothing at %s", op.ID, at)}
	}
	return found, nil
}
