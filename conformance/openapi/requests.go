package openapi

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/plumbline-api/plumbline/contract"
	"github.com/plumbline-api/plumbline/internal/contract/resource"
	"github.com/plumbline-api/plumbline/internal/contract/sample"
	"github.com/plumbline-api/plumbline/target"
)

// request is one of an operation, not encoded yet.
type request struct {
	op     *contract.Operation
	path   map[string]string
	query  url.Values
	header http.Header
	body   any
	raw    []byte // in place of the body, where a scenario gives one
}

func (r *request) encode(ctx context.Context, base string) (*http.Request, error) {
	path := r.op.Path
	for name, value := range r.path {
		path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(value))
	}
	raw := r.raw
	if raw == nil && r.body != nil {
		var err error
		if raw, err = json.Marshal(r.body); err != nil {
			return nil, fmt.Errorf("%s: %w", r.op.ID, err)
		}
	}
	req, err := http.NewRequestWithContext(ctx, r.op.Method, strings.TrimSuffix(base, "/")+path, bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", r.op.ID, err)
	}
	req.URL.RawQuery = r.query.Encode()
	for name, values := range r.header {
		req.Header[http.CanonicalHeaderKey(name)] = values
	}
	if raw != nil && req.Header.Get("Content-Type") == "" {
		req.Header.Set("Content-Type", mediaOf(r.op))
	}
	return req, nil
}

// mediaOf is the JSON media type of an operation's body.
func mediaOf(op *contract.Operation) string {
	if body := op.Operation.RequestBody; body != nil && body.Value != nil {
		var other string
		for name := range body.Value.Content {
			if name == "application/json" {
				return name
			}
			if strings.HasSuffix(name, "+json") && (other == "" || name < other) {
				other = name
			}
		}
		if other != "" {
			return other
		}
	}
	return "application/json"
}

// content is what the document says of an operation's body as JSON; nil where it
// has none.
func (a *api) content(op *contract.Operation) map[string]any {
	node, err := a.contract.Resolve(op.Pointer() + "/requestBody")
	if err != nil {
		return nil
	}
	_, media := a.schemas.JSONMedia(a.schemas.Follow(node)["content"])
	return media
}

// correct makes a request that the document allows, with entities that are there.
func (c *caller) correct(ctx context.Context, op *contract.Operation) (*request, error) {
	if op.Operation.RequestBody != nil && c.content(op) == nil && c.required(op) {
		return nil, &target.Inconclusive{Reason: op.ID + ": its body is no JSON, which is all that is made so far"}
	}
	shapes := bodies(c.api, op)
	if len(shapes) == 1 || reads(op) {
		return c.shaped(ctx, op, shapes[0])
	}
	chosen, err := c.plan.settled(op.ID, func() (int, error) { return c.settleShape(ctx, op, shapes) })
	if err != nil {
		return nil, err
	}
	return c.shaped(ctx, op, shapes[chosen])
}

// required tells whether an operation has to have a body.
func (a *api) required(op *contract.Operation) bool {
	node, err := a.contract.Resolve(op.Pointer() + "/requestBody")
	return err == nil && a.schemas.Follow(node)["required"] == true
}

// settleShape finds the fullest body that the target accepts. Bodies without a
// text of their own have to be accepted twice.
func (c *caller) settleShape(ctx context.Context, op *contract.Operation, shapes []shape) (int, error) {
	valid := -1 // the first that the document allows
	for i, s := range shapes {
		times := 1
		if !s.fresh && op.Method == http.MethodPost {
			times = 2
		}
		accepted := 0
		for range times {
			own := c.below()
			own.params = map[string]string{}
			request, err := own.shaped(ctx, op, s)
			if err != nil {
				return 0, err
			}
			if c.forbids(ctx, request) {
				break
			}
			if valid < 0 {
				valid = i
			}
			answer, err := own.send(ctx, request)
			if err != nil {
				return 0, err
			}
			if c.plan.accepts(answer) {
				accepted++
				own.keep(op, request, answer)
			}
			if answer.Status == http.StatusUnauthorized || answer.Status == http.StatusForbidden {
				return max(valid, 0), nil // another body does not help
			}
		}
		if accepted == times {
			return i, nil
		}
	}
	return max(valid, 0), nil // the unvaried request shows that none is
}

// forbids tells whether the document does not allow a request, as where two
// members exclude each other.
func (a *api) forbids(ctx context.Context, r *request) bool {
	req, err := r.encode(ctx, "http://localhost")
	if err != nil {
		return true
	}
	raw, err := json.Marshal(r.body)
	if err != nil {
		return true
	}
	return slices.ContainsFunc(a.judge.Request(r.op, req, raw), func(f contract.Finding) bool {
		return !f.Note && f.Pointer != r.op.Pointer() // which is that of headers, whose values come later
	})
}

// keep notes what a request made that was accepted.
func (c *caller) keep(op *contract.Operation, r *request, answer *target.Answer) *entity {
	res := c.resourceOf(op)
	if res == nil || res.Create != op {
		return nil
	}
	e := c.created(res, r, answer)
	if e != nil {
		made, undo := c.undoing(e)
		c.s.Created(made, undo)
	}
	return e
}

// shaped makes a request with a body of a shape.
func (c *caller) shaped(ctx context.Context, op *contract.Operation, s shape) (*request, error) {
	r := &request{op: op, path: map[string]string{}, query: url.Values{}, header: http.Header{}}
	for _, name := range parameters(op.Path) {
		value, err := c.pathValue(ctx, op, name)
		if err != nil {
			return nil, err
		}
		r.path[name] = value
	}
	for _, p := range op.Parameters {
		if p.Value.In == "path" || !p.Value.Required || c.isKey(p.Value.In, p.Value.Name) {
			continue
		}
		said := c.parameter(op, p.Value.In, p.Value.Name)
		text := plainValue(c.parameterValue(said))
		switch p.Value.In {
		case "query":
			r.query.Set(p.Value.Name, text)
		case "header":
			r.header.Set(p.Value.Name, text)
		}
	}
	r.body = c.body(op, s)
	if err := c.fill(ctx, op, r); err != nil {
		return nil, err
	}
	return r, c.say(ctx, op, r)
}

// pathValue settles one parameter of a path.
func (c *caller) pathValue(ctx context.Context, op *contract.Operation, name string) (string, error) {
	if value, said := c.plan.values[op.ID]["path "+name]; said {
		got, err := c.referred(ctx, value)
		return plainValue(got), err
	}
	at := op.Path[:strings.Index(op.Path, "{"+name+"}")+len(name)+2]
	if known, there := c.params[at]; there {
		return known, nil
	}
	r := c.named(op.Path, name)
	if r == nil {
		return plainValue(c.parameterValue(c.parameter(op, "path", name))), nil
	}
	reading := reads(op) || r.Item != op.Path && strings.HasPrefix(op.Path, r.Item+"/{")
	e, err := c.below().entity(ctx, r, reading)
	if err != nil {
		return "", err
	}
	c.settle(e)
	return e.path[name], nil
}

// parameter is what the document says of a parameter.
func (a *api) parameter(op *contract.Operation, in, name string) map[string]any {
	for i, p := range op.Parameters {
		if p.Value.In == in && p.Value.Name == name {
			_, pointer := op.ParameterPointers(i)
			node, err := a.contract.Resolve(pointer)
			if err != nil {
				return nil
			}
			return a.schemas.Follow(node)
		}
	}
	return nil
}

func (c *caller) parameterValue(said map[string]any) any {
	if example, there := c.schemas.Example(said); there {
		return example
	}
	return c.schemas.Value(said["schema"], sample.Options{
		Writing: true, Text: func(name string, least, most int) any { return c.text(name, least, most, false) },
	})
}

func plainValue(v any) string {
	if text := plain(v); text != "" {
		return text
	}
	if list, ok := v.([]any); ok && len(list) > 0 {
		return plainValue(list[0])
	}
	return fmt.Sprint(v)
}

// fill puts ids of entities that are there into members that are named as a
// parameter of a path is, such as customerId.
func (c *caller) fill(ctx context.Context, op *contract.Operation, r *request) error {
	object, ok := r.body.(map[string]any)
	if !ok {
		return nil
	}
	for _, name := range sortedKeys(object) {
		i := slices.IndexFunc(c.resources, func(r *resource.Resource) bool {
			return strings.EqualFold(r.Param, name) && !strings.EqualFold(name, "id") && r.Create != nil && r.Create != op && !strings.Contains(r.Collection, "{")
		})
		if i < 0 || slices.Contains(parameters(op.Path), name) {
			continue
		}
		e, err := c.below().entity(ctx, c.resources[i], true)
		if err != nil {
			return err
		}
		id := e.path[c.resources[i].Param]
		if _, isNumber := object[name].(json.Number); isNumber {
			object[name] = json.Number(id)
		} else {
			object[name] = id
		}
	}
	return nil
}
